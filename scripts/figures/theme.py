"""Colors by role, fonts and the Vega-Lite configuration of every figure.

Figures are drawn with the light hexes. In the page each hex becomes `var(--fig-<role>)`, which
docs/assets/css/figures.css sets for both themes; tests/test_figures.py keeps that file equal to this one
and checks contrast (text 4.5:1, graphics 3:1) and color-blind distance.
"""

from __future__ import annotations

import re
from typing import Any

# ink: text and axes. muted: secondary text. grid: lines that carry no information (exempt from contrast).
# band: fill of shaded ranges, always with a label or an edge. paper: behind everything, and halos of labels.
# series-1 … 5: in this order. By habit: 1 ketamine, 2 norketamine or memantine, 3 hydroxynorketamine.
# grade-*: the four certainty grades.
LIGHT = {
    "ink": "#1d2530",
    "muted": "#56616f",
    "grid": "#dfe3e8",
    "band": "#e6ebf1",
    "paper": "#ffffff",
    "series-1": "#0a6ba8",
    "series-2": "#a84300",
    "series-3": "#5b1a6e",
    "series-4": "#3f6b12",
    "series-5": "#a3195b",
    "grade-established": "#17683a",
    "grade-supported": "#1f5fa6",
    "grade-contested": "#9a5200",
    "grade-speculative": "#6b4a9e",
}
DARK = {
    "ink": "#e8ebf0",
    "muted": "#a9b2be",
    "grid": "#363c47",
    "band": "#2a303a",
    "paper": "#13181b",
    "series-1": "#4fa8e8",
    "series-2": "#ff9d57",
    "series-3": "#f3c9f5",
    "series-4": "#a9cf6c",
    "series-5": "#ff8fb8",
    "grade-established": "#76d19b",
    "grade-supported": "#7fb8f5",
    "grade-contested": "#f5ad5c",
    "grade-speculative": "#c3a6f0",
}
TEXT_ROLES = tuple(role for role in LIGHT if role not in ("grid", "band", "paper"))
DASHES = {1: [1, 0], 2: [7, 3], 3: [2, 3], 4: [10, 3, 2, 3], 5: [5, 2, 1, 2, 1, 2]}

# The greatest width of a picture in px. A phone 390 px wide shows it at 0.93, so that type of 13 stays 12 px or more.
WIDTH = 400
# Fira Sans comes with the project: what prints without fonts of the machine finds it.
FONT = (
    "-apple-system, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', "
    "'Fira Sans', sans-serif"
)
# Text is measured with the metrics that Arial, Helvetica and Liberation Sans share.
MEASURED_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
TICK, LABEL = 13, 14

_ROLE_BY_HEX = {value: role for role, value in LIGHT.items()}
_HEX_RE = re.compile("|".join(map(re.escape, _ROLE_BY_HEX)), re.IGNORECASE)


def to_variables(svg: str) -> str:
    """Each color of the palette as its CSS variable, so that the page's theme decides."""
    return _HEX_RE.sub(lambda match: f"var(--fig-{_ROLE_BY_HEX[match[0].lower()]})", svg)


def series(number: int) -> str:
    return LIGHT[f"series-{number}"]


def config() -> dict[str, Any]:
    """Vega-Lite `config`: no frame, quiet grid, generous type. `build.py` sets it on every chart."""
    axis = {
        "labelFontSize": TICK,
        "titleFontSize": LABEL,
        "titleFontWeight": "normal",
        "labelColor": LIGHT["muted"],
        "titleColor": LIGHT["ink"],
        "domainColor": LIGHT["muted"],
        "tickColor": LIGHT["muted"],
        "gridColor": LIGHT["grid"],
        "labelPadding": 4,
        "titlePadding": 8,
        "tickSize": 4,
    }
    return {
        "font": MEASURED_FONT,
        "background": None,
        "padding": 4,
        "view": {"stroke": None},
        "axis": axis,
        # Horizontal titles above the axis read without turning the head.
        "axisY": {
            "titleAngle": 0,
            "titleAlign": "left",
            "titleX": -34,
            "titleY": -10,
            "domain": False,
            "ticks": False,
        },
        "axisX": {"grid": False},
        "title": {"fontSize": 15, "anchor": "start", "color": LIGHT["ink"], "fontWeight": 600},
        "text": {"color": LIGHT["ink"]},
        "line": {"strokeWidth": 2.5, "strokeCap": "round"},
        "axisQuantitative": {"tickCount": 6},
    }
