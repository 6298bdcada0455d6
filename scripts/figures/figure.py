"""What a figure is made into: its table, its chart or picture, and what its interactive version needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Cell = str | int | float
Curve = Callable[[float], float]


@dataclass(frozen=True)
class Figure:
    """rows: the data table; every row has the same keys, which are the column headings with units
        ("Time (min)"). The table in the page, the CSV and a test read the same rows.
    chart: Vega-Lite, drawn with the light colors of `theme.LIGHT`; None for a drawing.
    picture: the SVG of a drawing.
    parameters: small JSON data for the interactive version, `docs/assets/js/models/<id>.js`, so that no
        number is written twice.
    words: what stands for `{{name}}` in caption and description.
    files: further files to download, by their ending.
    curve: what a reader is asked to predict, as a function of x.
    """

    rows: list[dict[str, Cell]]
    chart: dict[str, Any] | None = None
    picture: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    curve: Curve | None = None


def text_of(cell: Cell) -> str:
    """A cell as the page and the CSV show it: four significant digits, no exponent, so what is next to nothing is 0."""
    if not isinstance(cell, float):
        return str(cell)
    short = f"{cell:.4g}"
    return f"{cell:.0f}".replace("-0", "0") if "e" in short else short
