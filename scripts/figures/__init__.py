"""One figure = one id, one text file, one module; everything else is derived.

`docs/figures/<id>.toml` holds the words (see `meta.py`). `scripts/figures/<id_with_underscores>.py` holds
`figure() -> Figure`: the table and, for plots and models, the chart. A drawing has no chart; its picture is
the hand-made `docs/figures/<id>.svg`. `build.py` writes `<id>.svg`, `.png` and `.csv` to a
cache that is published as `figures/`; `scripts/figure_embed.py` puts the figure where a page says
`[[figure: id]]`. Numbers come from `scripts/models` (no plotting there); drawing helpers are in `chart.py`,
colors and fonts in `theme.py`. CONTRIBUTING.md, section "Figures", says how to add one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Cell = str | int | float


@dataclass(frozen=True)
class Figure:
    """What a figure module returns.

    rows: the data table; every row has the same keys, which are the column headings with units
        ("Time (min)"). The table in the page, the CSV and a test read the same rows.
    chart: Altair chart or Vega-Lite dict, drawn with the light colors of `theme.LIGHT` at
        `theme.WIDTH` px; None for a drawing.
    parameters: small JSON data for the interactive version, `docs/assets/js/models/<id>.js`, so that no
        number is written twice.
    """

    rows: list[dict[str, Cell]]
    chart: Any = None
    parameters: dict[str, Any] = field(default_factory=dict)


def module_name(figure_id: str) -> str:
    return f"scripts.figures.{figure_id.replace('-', '_')}"


def text_of(cell: Cell) -> str:
    """A cell as the page and the CSV show it: four significant digits and no exponent, so what is next to nothing is 0."""
    if not isinstance(cell, float):
        return str(cell)
    short = f"{cell:.4g}"
    return f"{cell:.0f}".replace("-0", "0") if "e" in short else short
