"""The Python-Markdown extension of the guide: what of ours runs on a page, and when. Open this to add a `[[marker]]`.

A number is Python-Markdown's priority: what has the highest runs first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from scripts.core.identifiers import NAME, load
from scripts.markdown import exports, identifiers, listings
from scripts.markdown.citations import Citations, reference_list
from scripts.markdown.claims import Grades, evidence, second_reader
from scripts.markdown.questions import Questions
from scripts.markdown.reading import Reading

# A line of its own → the Markdown that takes its place, made from the folder of the pages.
MARKERS: dict[str, Callable[[Path], Iterable[str]]] = {
    "[[agreement]]": second_reader,
    "[[evidence]]": evidence,
    "[[exports]]": exports.formats,
    "[[exports-by-lesson]]": exports.by_lesson,
    "[[lessons]]": listings.cards,
    "[[misconceptions]]": listings.misconceptions,
    "[[objectives]]": listings.objectives,
    "[[searches]]": listings.searches,
}
REFERENCES = "[[references]]"


class Lists(Preprocessor):
    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs

    def run(self, lines: list[str]) -> list[str]:
        if identifiers.MARKER in lines:
            lines = identifiers.add(lines, load(self.docs / NAME))
        stash = self.md.htmlStash.store
        markers = MARKERS | {REFERENCES: lambda docs: reference_list(docs, stash)}
        return [
            new
            for line in lines
            for new in (markers[line](self.docs) if line in markers else [line])
        ]


class GuideExtension(Extension):
    def __init__(self, **kwargs: str) -> None:
        self.config = {"docs": ["docs", "folder of the pages"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        docs = Path(self.getConfig("docs"))
        # Below 25, where fenced code is put out of reach; above 22, for the figures that a list may hold.
        md.preprocessors.register(Lists(md, docs), "lists", 23)
        # Below the figures, whose captions cite; above 20, where raw HTML is put out of reach.
        md.preprocessors.register(Citations(md, docs), "citations", 21)
        # After attr_list (8) has set ids and classes, before toc (5) adds a sign to each heading.
        md.treeprocessors.register(Questions(md), "questions", 6)
        md.treeprocessors.register(Grades(md, docs), "grades", 5)
        # When grades and signs are there, before MkDocs (0) resolves links.
        md.treeprocessors.register(Reading(md, docs), "reading", 3)


def makeExtension(**kwargs: str) -> GuideExtension:
    return GuideExtension(**kwargs)
