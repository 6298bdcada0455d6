"""Figures: one id, its words and rows in docs/figures/, and code only for what is computed or drawn.

`content.py` reads docs/figures/<id>.toml, `records.py` its CSV, `drawing.py` a hand-made <id>.svg. A plot or model has a
module here, <id_with_underscores>.py, with `figure(content) -> Figure`: the table and the chart. `build.py` writes
`<id>.svg`, `.png` and `.csv` to a cache that is published as `figures/`; `embed.py` puts a figure where a page says
`[[figure: id]]`, with the words and tags of `templates/`. Numbers come from `models/` (no plotting there); drawing helpers
are in `chart.py`, fonts in `theme.py`, which reads the colors from docs/assets/css/figures.css. CONTRIBUTING.md, section "Figures", says how to add one.
"""
