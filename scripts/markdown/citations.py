"""Citations: `[^key]` becomes a footnote filled from the bibliography; and the list of every source that is cited.

It writes the footnote definitions that the standard `footnotes` extension then numbers and links, for the keys used
on the page only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from scripts.core import bibliography
from scripts.core.pages import CITATION_RE, without_code
from scripts.core.settings import Place, nav_places, ordered_pages, read_settings

# Warnings below "mkdocs." are counted by `mkdocs build --strict`; others pass unseen.
log = logging.getLogger("mkdocs.plugins.citations")
Stash = Callable[[str], str]


def cited_keys(lines: Iterable[str]) -> list[str]:
    """Citation keys in order of first use; examples in code are not citations."""
    keys: dict[str, None] = {}
    for line in without_code(lines):
        for match in CITATION_RE.finditer(line):
            keys.setdefault(match["key"])
    return list(keys)


def reference_list(docs: Path, stash: Stash) -> list[str]:
    """Markdown list of every cited source, sorted as printed, with the pages that cite it, as the menu calls them."""
    sources = bibliography.load(docs / "references.bib")
    places = dict(nav_places(read_settings(docs.parent / "mkdocs.yml").get("nav")))
    citing: dict[str, list[str]] = {}
    for page in ordered_pages(docs):
        name = places.get(page.path.name, Place()).label or page.meta.get("title", page.slug)
        for key in dict.fromkeys(key for _, key in page.citations if key in sources):
            citing.setdefault(key, []).append(f"[{name}]({page.path.name}#fnref:{key})")
    lines = []
    for source in sorted(map(sources.__getitem__, citing), key=printed_order):
        back = ", ".join(citing[source.key])
        lines += [f"- {stash(source.html)} *Cited in* {back}.", f"{{ #ref-{source.key} }}", ""]
    return lines


def printed_order(source: bibliography.Source) -> str:
    return source.markdown.lstrip("\\([*{").casefold()


class Citations(Preprocessor):
    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.path = docs / "references.bib"

    def run(self, lines: list[str]) -> list[str]:
        keys, notes = cited_keys(lines), list[str]()
        sources = bibliography.load(self.path) if keys else {}
        for key in keys:
            if key in sources:
                # Out of reach of Markdown: to read a thousand printed sources again would take half the time of a build.
                notes += ["", f"[^{key}]: {self.md.htmlStash.store(sources[key].html)}"]
            else:
                log.warning("citation [^%s] is not in %s", key, self.path)
        return [*lines, *notes]
