"""Words with their markup, read once from Markdown and written as HTML, plain text or runs.

Open this when a classroom file shows stray Markdown, loses a link or a subscript.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import Any

from markdown import Markdown

from scripts.core.bibliography import Source
from scripts.core.pages import CITATION_RE
from scripts.core.typography import bind
from scripts.markdown.reading import LOWERED, RAISED

CITATIONS_RE = re.compile(rf"\s*((?:{CITATION_RE.pattern})+)")
ON_SCREEN_RE = re.compile(r'<span class="on-screen">.*?</span>', re.DOTALL)
# What these extensions read is all that questions, claims and captions may hold.
EXTENSIONS = ["attr_list", "smarty", "pymdownx.mark", "pymdownx.tilde", "pymdownx.caret"]
# Characters, where the site writes entities: XML knows only five of those.
QUOTES = {
    "left-single-quote": "‘",
    "right-single-quote": "’",
    "left-double-quote": "“",
    "right-double-quote": "”",
}
SMARTY = {"smart_dashes": False, "smart_ellipses": False, "substitutions": QUOTES}
STYLES: dict[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "em": {"italic": True},
    "sub": {"raised": -1},
    "sup": {"raised": 1},
}
Address = Callable[[str], str]  # a link as written → its published address, "" where it has none


@dataclass(frozen=True)
class Run:
    """A piece of text that looks the same throughout. `raised` is 1 for superscript, -1 for subscript."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: int = 0
    link: str = ""

    @property
    def html(self) -> str:
        tags = [(self.bold, "strong"), (self.italic, "em")]
        tags += [(self.raised < 0, "sub"), (self.raised > 0, "sup")]
        markup = escape(self.text, quote=False)
        for name in (name for wanted, name in tags if wanted):
            markup = f"<{name}>{markup}</{name}>"
        return f'<a href="{escape(self.link)}">{markup}</a>' if self.link else markup

    @property
    def plain(self) -> str:
        """Sub- and superscripts as characters of their own where all of them exist."""
        table = {1: RAISED, -1: LOWERED}.get(self.raised, {})
        exist = all(ord(character) in table for character in self.text)
        return self.text.translate(table) if exist else self.text


@dataclass(frozen=True)
class Rich:
    paragraphs: tuple[tuple[Run, ...], ...]

    @property
    def html_paragraphs(self) -> list[str]:
        """XHTML, so that it can stand in XML as it is."""
        return ["".join(run.html for run in runs) for runs in self.paragraphs]

    @property
    def html(self) -> str:
        written = self.html_paragraphs
        return written[0] if len(written) == 1 else "".join(f"<p>{text}</p>" for text in written)

    @property
    def text(self) -> str:
        return "\n".join("".join(run.plain for run in runs) for runs in self.paragraphs)

    @property
    def links(self) -> list[str]:
        found = (run.link for runs in self.paragraphs for run in runs if run.link)
        return list(dict.fromkeys(found))

    def __add__(self, other: Rich) -> Rich:
        return Rich(self.paragraphs + other.paragraphs)


def line(*runs: Run) -> Rich:
    return Rich((runs,))


def cite(markdown: str, sources: dict[str, Source]) -> str:
    """Citations as the names of their sources in brackets: outside the guide there is no list of notes."""

    def named(match: re.Match[str]) -> str:
        keys = [found["key"] for found in CITATION_RE.finditer(match[1])]
        links = [
            f"[{source.label}](<{source.url}>)" if source.url else source.label
            for key in dict.fromkeys(keys)
            if (source := sources.get(key))
        ]
        return f" \\[{'; '.join(links)}\\]" if links else ""

    return CITATIONS_RE.sub(named, markdown)


class RichReader:
    """Reads snippets of Markdown as the site does; one reader serves all pages."""

    def __init__(self, sources: dict[str, Source]) -> None:
        self._sources = sources
        self._markdown = Markdown(
            extensions=EXTENSIONS, extension_configs={"smarty": SMARTY}, output_format="xhtml"
        )

    def read(self, markdown: str, address: Address) -> Rich:
        text = cite(ON_SCREEN_RE.sub("", markdown), self._sources)
        html = self._markdown.reset().convert(text.strip())
        root = etree.fromstring(f"<div>{html}</div>")
        blocks = [element for element in root.iter() if element.tag in ("p", "li")]
        paragraphs = (_runs(block, Run(""), address) for block in blocks)
        return Rich(tuple(filter(None, (_joined(runs) for runs in paragraphs))))


def _runs(element: etree.Element, style: Run, address: Address) -> Iterator[Run]:
    if element.text:
        yield replace(style, text=bind(element.text))
    for child in element:
        if child.tag not in ("p", "li", "ul", "ol"):  # those are paragraphs of their own
            yield from _runs(child, _styled(child, style, address), address)
        if child.tail:
            yield replace(style, text=bind(child.tail))


def _styled(element: etree.Element, style: Run, address: Address) -> Run:
    if element.tag == "a":
        return replace(style, link=address(element.get("href", "")))
    return replace(style, **STYLES.get(element.tag, {}))


def _joined(runs: Iterator[Run]) -> tuple[Run, ...]:
    """Neighbors of one style as one run, white space folded, none at the ends."""
    joined = [
        replace(style, text=re.sub(r"[ \t\n]+", " ", "".join(run.text for run in alike)))
        for style, alike in groupby(runs, key=lambda run: replace(run, text=""))
    ]
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip(" "))
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return tuple(run for run in joined if run.text)
