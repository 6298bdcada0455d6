"""An HTML table as a Typst table. Open this when a column is too narrow, or numbers do not stand under each other.

Nothing in the book is hyphenated, so a table that needs more than the text's width gets columns that hold their
longest word, and shares the rest by how much each has to say.
"""

from __future__ import annotations

import math
import re
from typing import Any

from scripts.core.typography import UNBREAKABLE_RE
from scripts.editions.pdf.typst_text import Code, Content, call
from scripts.editions.pdf.writer import Writer
from scripts.editions.tree import Element

# Points: a letter of the table's type on the average, and the space between columns.
CHARACTER, GUTTER = 4.5, 10.0
TEXT_WIDTH, PAGE_WIDTH = 340.0, 447.0  # points: the text, and the text with the narrow column
# A whole cell of one number; what stands before its decimal point is what has to be lined up.
NUMBER_RE = re.compile(
    r"(?P<before>[~<>≈−+]?\d[\d,]*)(?:\.\d+)?(?: ?± ?[\d.]+)?(?:\s?(?:%|[a-zµ]{1,2}))?(?: ?\(.*\))?"
)
EMPTY = ("", "–", "—")
Rows = list[list[Element]]


def table(element: Element, to: Writer, **caption: Any) -> str:
    """`caption` holds what the template says of a numbered table: number, caption, label."""
    rows = [[c for c in row.elements if c.tag in ("td", "th")] for row in element.find_tags("tr")]
    head = element.find_tag("thead")
    heads = len(head.find_tags("tr")) if head else 0
    if not rows or not heads:
        to.fail("a table without a header row", element.text)
    count = max(sum(int(cell.attrs.get("colspan", "1")) for cell in row) for row in rows)
    columns = [[row[n] for row in rows if n < len(row)] for n in range(count)]
    is_wide, widths = _widths([[cell.text for cell in column] for column in columns])
    padding = [
        _padding([row[n].text if n < len(row) else "" for row in rows[heads:]])
        for n in range(count)
    ]
    body = [
        [_cell(cell, to, pad[at]) for cell, pad in zip(row, padding, strict=False)]
        for at, row in enumerate(rows[heads:])
    ]
    # A head that is repeated on the next page is no part of the text, and may hold no link.
    has_links = any(cell.find_tag("a", "x-cite") for row in rows[:heads] for cell in row)
    return call(
        "data-table",
        columns=widths,
        repeat=not has_links,
        header=[_cell(cell, to) for row in rows[:heads] for cell in row],
        rows=body,
        is_wide=is_wide,
        **caption,
    )


def in_small(markup: str) -> str:
    """The same with citation numbers that can be read in small type."""
    return markup.replace("#cite-marks(", "#small-cite-marks(")


def _widths(columns: list[list[str]]) -> tuple[bool, list[Code]]:
    """(whether the table uses the whole page, widths of its columns for Typst)."""
    whole = [max(map(len, column), default=1) * CHARACTER + GUTTER for column in columns]
    if sum(whole) <= PAGE_WIDTH:
        return sum(whole) > TEXT_WIDTH, [Code("auto")] * len(columns)
    least = [max(map(_longest_word, column)) * CHARACTER * 1.15 + GUTTER for column in columns]
    spare = max(PAGE_WIDTH - sum(least), 0)
    # The square root, because a column of twice the text may be twice as long or twice as wide.
    wish = [
        math.sqrt(max(w - least[n], 0) * sum(map(len, columns[n]))) for n, w in enumerate(whole)
    ]
    shares = [least[n] + spare * wish[n] / (sum(wish) or 1) for n in range(len(columns))]
    return True, [Code(f"{share:.0f}fr") for share in shares]


def _longest_word(text: str) -> int:
    whole = UNBREAKABLE_RE.sub(lambda match: "x" * len(match[0]), text)
    return max(map(len, re.split(r"[\s–—/-]", whole)))


def _padding(texts: list[str]) -> list[int]:
    """How many digits' width each cell of a column is moved in, so that decimal points stand under each other."""
    numbers = [NUMBER_RE.fullmatch(text) for text in texts]
    if not any(numbers) or any(
        not n and t not in EMPTY for n, t in zip(numbers, texts, strict=True)
    ):
        return [0] * len(texts)
    lengths = [len(number["before"]) if number else 0 for number in numbers]
    return [max(lengths) - length if length else 0 for length in lengths]


def _cell(cell: Element, to: Writer, digits: int = 0) -> Content | Code:
    body = to.anchor(cell.id) + in_small(to.flow(cell))
    if digits:
        body = call("digits", digits) + body
    spans = {n: int(cell.attrs.get(n, "1")) for n in ("colspan", "rowspan")}
    spans = {name: count for name, count in spans.items() if count > 1}
    return Code(call("table.cell", body=body, **spans)[1:-1]) if spans else Content(body)
