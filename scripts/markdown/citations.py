"""Python-Markdown extension: `[^key]` becomes a footnote filled from the bibliography.

It writes the footnote definitions that the standard `footnotes` extension then numbers and links, for
the keys used on the page only. A line `[[references]]` becomes the list of every source cited on the
site, each with links back to the pages that cite it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from scripts.core import bibliography
from scripts.core.pages import CITATION_RE, Page, read_pages, without_code

# Warnings below "mkdocs." are counted by `mkdocs build --strict`; others pass unseen.
log = logging.getLogger("mkdocs.plugins.citations")
Stash = Callable[[str], str]
MARKER = "[[references]]"


def cited_keys(lines: Iterable[str]) -> list[str]:
    """Citation keys in order of first use; examples in code are not citations."""
    keys: dict[str, None] = {}
    for line in without_code(lines):
        for match in CITATION_RE.finditer(line):
            keys.setdefault(match["key"])
    return list(keys)


def footnote_definitions(
    keys: Iterable[str], sources: dict[str, bibliography.Source], stash: Stash
) -> list[str]:
    """`stash` hides HTML from Markdown: a thousand printed sources would take half the time of a build to read again."""
    return [
        line
        for key in keys
        if key in sources
        for line in ("", f"[^{key}]: {stash(sources[key].html)}")
    ]


def reference_list(
    pages: list[Page], sources: dict[str, bibliography.Source], stash: Stash
) -> list[str]:
    """Markdown list of every cited source, sorted as printed, with the pages that cite it."""
    citing: dict[str, list[Page]] = {}
    for page in pages:
        for key in dict.fromkeys(key for _, key in page.citations):
            citing.setdefault(key, []).append(page)
    lines = []
    for source in sorted(
        (sources[key] for key in citing if key in sources),
        key=lambda s: s.markdown.lstrip("\\([*{").casefold(),
    ):
        back = ", ".join(
            f"[{page.meta.get('title', page.slug)}]({page.path.name}#fnref:{source.key})"
            for page in citing[source.key]
        )
        lines += [f"- {stash(source.html)} *Cited in* {back}.", f"{{ #ref-{source.key} }}", ""]
    return lines


class _Citations(Preprocessor):
    def __init__(self, md: Markdown, docs: Path, path: Path) -> None:
        super().__init__(md)
        self.docs, self.path = docs, path

    def run(self, lines: list[str]) -> list[str]:
        stash = self.md.htmlStash.store
        if MARKER in lines:
            at = lines.index(MARKER)
            lines = [
                *lines[:at],
                *reference_list(read_pages(self.docs), bibliography.load(self.path), stash),
                *lines[at + 1 :],
            ]
        keys = cited_keys(lines)
        if not keys:
            return lines
        sources = bibliography.load(self.path)
        for key in keys:
            if key not in sources:
                log.warning("citation [^%s] is not in %s", key, self.path)
        return [*lines, *footnote_definitions(keys, sources, stash), ""]


class CitationExtension(Extension):
    def __init__(self, **kwargs: str) -> None:
        self.config = {
            "bibliography": ["docs/references.bib", "BibTeX file"],
            "docs": ["docs", "folder of the pages"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # Below 25, where fenced code is put out of reach; above 20, where raw HTML is (captions stand in <figure>).
        md.preprocessors.register(
            _Citations(md, Path(self.getConfig("docs")), Path(self.getConfig("bibliography"))),
            "citations",
            21,
        )


def makeExtension(**kwargs: str) -> CitationExtension:
    return CitationExtension(**kwargs)
