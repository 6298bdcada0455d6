"""The figures in words: an appendix with the long description of each picture and, where it is short, its table of numbers.

On a screen the description opens under the figure. On paper it would part the text from its figure, so it stands in
the back, one section per figure; caption and section lead to each other.
"""

from __future__ import annotations

from scripts.editions import mapping, tables
from scripts.editions.chapter import Chapter
from scripts.editions.context import Context
from scripts.editions.site import resolve
from scripts.editions.tree import Element
from scripts.editions.typst_text import call, escape, quote

INTRO = "What each figure shows, for readers who cannot see it and for those who want it spelled out, with its numbers where they are few. Citation numbers are those of the chapter of the figure."
WORDS = "words:"  # before the label of a figure: the label of its section here
MOST_ROWS, MOST_COLUMNS = 20, 7  # a longer or wider table is better as the file


def described(chapter: Chapter) -> list[Element]:
    return [e for e in chapter.elements if e.tag == "figure" and e.find_tag("x-description")]


def data_of(figure: Element) -> Element | None:
    """The figure's table if it is short and says in numbers what the description cannot."""
    table = data.find_tag("table") if (data := figure.find_tag("x-data")) else None
    if table is None or figure.attrs.get("data-kind") == "drawing":
        return None
    rows = table.find_tags("tr")
    return table if len(rows) - 1 <= MOST_ROWS and len(rows[0].elements) <= MOST_COLUMNS else None


def title_of(figure: Element) -> str:
    name = caption.find_tag("strong") if (caption := figure.find_tag("figcaption")) else None
    return name.text.rstrip(".") if name else ""


def section(figure: Element, ctx: Context) -> str:
    description, table = figure.find_tag("x-description"), data_of(figure)
    assert description is not None
    body = mapping.blocks(description.children, ctx)
    if table:
        body += "\n\n" + tables.table(table, ctx, "")
    address = resolve(
        ctx.site, ctx.chapter.page, figure.attrs["data-src"].removesuffix(".svg") + ".csv"
    ).url
    return call(
        "figure-words",
        quote(ctx.label(figure.id)),
        f"[Figure {ctx.number('figure')}. {escape(title_of(figure))}]",
        quote(address),
        body=body,
    )


def in_words(ctx: Context) -> str:
    """All figures of a chapter. `ctx` is one that has numbered no figure yet."""
    return "\n\n".join(section(figure, ctx) for figure in described(ctx.chapter))
