"""Python-Markdown extension: a line `[[identifiers]]` on the glossary adds to each term its numbers in public databases."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from scripts.core.identifiers import NAME, Identifier, load
from scripts.core.pages import HEADING_RE, ID_RE

MARKER = "[[identifiers]]"


def add(lines: Iterable[str], identifiers: dict[str, list[Identifier]]) -> list[str]:
    """The lines without the marker, with a paragraph of links at the end of each term that has identifiers."""
    out: list[str] = []
    term = ""

    def close() -> None:
        if found := identifiers.get(term):
            links = ", ".join(f"[{item.label}]({item.address})" for item in found)
            out.extend(["", links, "{ .identifiers }", ""])

    for line in lines:
        if heading := HEADING_RE.match(line):
            close()
            anchor = ID_RE.search(heading["attrs"] or "")
            term = anchor["id"] if anchor else ""
        if line != MARKER:
            out.append(line)
    close()
    return out


class _Identifiers(Preprocessor):
    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs

    def run(self, lines: list[str]) -> list[str]:
        return add(lines, load(self.docs / NAME)) if MARKER in lines else lines


class IdentifiersExtension(Extension):
    def __init__(self, **kwargs: str) -> None:
        self.config = {"docs": ["docs", "folder of the pages"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # Before citations (21) append their footnotes to the last term.
        identifiers = _Identifiers(md, Path(self.getConfig("docs")))
        md.preprocessors.register(identifiers, "identifiers", 22)


def makeExtension(**kwargs: str) -> IdentifiersExtension:
    return IdentifiersExtension(**kwargs)
