"""Colors by role, fonts and the Vega-Lite configuration of every figure.

The colors stand in docs/assets/css/figures.css, each for light and for dark. Figures are drawn with the light hexes; in the
page each hex becomes `var(--fig-<role>)`, so that the theme decides. tests/figures/test_figures.py checks contrast (text
4.5:1, graphics 3:1) and color-blind distance.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

STYLE = Path(__file__).resolve().parents[2] / "docs" / "assets" / "css" / "figures.css"
COLOR_RE = re.compile(r"--fig-([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
# ink: text and axes. muted: secondary text. grid: lines that carry no information (exempt from contrast).
# band: fill of shaded ranges, always with a label or an edge. paper: behind everything, and halos of labels.
# series-1 … 5: in this order. By habit: 1 ketamine, 2 norketamine or memantine, 3 hydroxynorketamine.
# grade-*: the four certainty grades.
LIGHT = {role: light for role, light, _ in COLOR_RE.findall(STYLE.read_text(encoding="utf-8"))}
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
        "text": {"color": LIGHT["ink"], "fontSize": TICK, "align": "left"},
        "line": {"strokeWidth": 2.5, "strokeCap": "round"},
        "axisQuantitative": {"tickCount": 6},
    }
