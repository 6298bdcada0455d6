"""An HTML table as a Typst table: header rows repeat on every page, and columns keep their alignment."""

from __future__ import annotations

import re

from scripts.editions import mapping
from scripts.editions.context import Context
from scripts.editions.tree import Element
from scripts.editions.typst_text import array, call, quote

ALIGN_RE = re.compile(r"text-align:\s*(left|right|center)")


def table(element: Element, ctx: Context, caption: str, mark: str = "") -> str:
    """`mark` is the anchor that goes where the table goes."""
    rows = [
        [cell for cell in row.elements if cell.tag in ("td", "th")]
        for row in element.find_tags("tr")
    ]
    head = element.find_tag("thead")
    heads = len(head.find_tags("tr")) if head else 0
    if not rows or not heads:
        raise ctx.fail(f"a table without a header row: {element.text[:60]!r}")
    columns = max(sum(int(cell.attrs.get("colspan", "1")) for cell in row) for row in rows)
    return call(
        "data-table",
        columns=str(columns),
        align=array([_align(cell) for cell in rows[0]]),
        # How much text each column carries decides how a full-width table is divided.
        weights=array([str(_weight(rows, column)) for column in range(columns)]),
        header=array([_cell(cell, ctx) for row in rows[:heads] for cell in row]),
        **({"number": quote(ctx.number("table")), "caption": f"[{caption}]"} if caption else {}),
        **({"mark": f"[{mark}]"} if mark else {}),
        rows=array([array([_cell(cell, ctx) for cell in row]) for row in rows[heads:]]),
    )


def in_small(markup: str) -> str:
    """The same with citation numbers that can be read in small type."""
    return markup.replace("#cite-marks(", "#small-cite-marks(")


def _align(cell: Element) -> str:
    found = ALIGN_RE.search(cell.attrs.get("style", ""))
    return quote(found[1]) if found else quote("left")


def _weight(rows: list[list[Element]], column: int) -> int:
    return max((len(row[column].text) for row in rows if column < len(row)), default=1) or 1


def _cell(cell: Element, ctx: Context) -> str:
    body = f"[{ctx.anchor(cell.id)}{in_small(mapping.flow(cell, ctx))}]"
    if cell.tag == "th" and body != "[]":
        body = f"[{call('strong', body=body[1:-1])}]"
    spans = {
        name: cell.attrs[name]
        for name in ("colspan", "rowspan")
        if cell.attrs.get(name, "1") != "1"
    }
    return (
        call("table.cell", *[f"{name}: {value}" for name, value in spans.items()], body=body[1:-1])[
            1:-1
        ]
        if spans
        else body
    )
