"""The searches of the literature as Markdown, page by page. Open this to change their table."""

from __future__ import annotations

from pathlib import Path

from scripts.core.searches import load
from scripts.markdown.listings import lessons

SECTION_ID = "searches-{}"  # of one page, by its slug


def search_lists(docs: Path) -> list[str]:
    """A section for each lesson that has searches."""
    lines, searches = list[str](), load(docs / "facts" / "searches")
    for page in lessons(docs):
        if found := searches.get(page.slug):
            lines += [
                "",
                f"## {page.meta['title']} {{ #{SECTION_ID.format(page.slug)} }}",
                "",
                "| Date | Words | Where | Found |",
                "|---|---|---|---|",
                *(
                    f"| {s.date} | {cell(s.words)} | {cell(s.where)} | {cell(s.found)} |"
                    for s in found
                ),
            ]
    return [*lines, ""]


def cell(text: str) -> str:
    """Text of a table cell that Markdown takes as it is."""
    for mark in "\\`*_[]<>|~^=":
        text = text.replace(mark, f"\\{mark}" if mark != "|" else "&#124;")
    return text
