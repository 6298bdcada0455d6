"""Python-Markdown extension: a line `[[searches]]` becomes the searches of the literature, page by page."""

from __future__ import annotations

from pathlib import Path

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from scripts.core.pages import Page
from scripts.core.searches import Search, load
from scripts.markdown.listings import lessons

MARKER = "[[searches]]"
SECTION_ID = "searches-{}"  # of one page, by its slug


def search_lists(pages: list[Page], searches: dict[str, list[Search]]) -> list[str]:
    """Markdown: a section for each page that has searches."""
    lines: list[str] = []
    for page in pages:
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


class _Searches(Preprocessor):
    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs

    def run(self, lines: list[str]) -> list[str]:
        if MARKER not in lines:
            return lines
        made = search_lists(lessons(self.docs), load(self.docs / "facts" / "searches"))
        at = lines.index(MARKER)
        return [*lines[:at], *made, *lines[at + 1 :]]


class SearchesExtension(Extension):
    def __init__(self, **kwargs: str) -> None:
        self.config = {"docs": ["docs", "folder of the pages"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Searches(md, Path(self.getConfig("docs"))), "searches", 17)


def makeExtension(**kwargs: str) -> SearchesExtension:
    return SearchesExtension(**kwargs)
