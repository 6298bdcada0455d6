"""Turns the elements of a chapter into Typst source by a table of rules. Open this to learn what a rule may ask.

The table itself is in rules.py; how things look is decided in book.typ alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from scripts.core.site import Site
from scripts.editions.chapter import Chapter, Note
from scripts.editions.imprint import Imprint
from scripts.editions.pdf.index import Index
from scripts.editions.pdf.typst_text import Content, call, escape, join
from scripts.editions.pictures import Picture, read_picture
from scripts.editions.tree import Child, Element
from scripts.figures.raster import in_our_font

BLOCKS = {
    *("blockquote", "div", "dl", "figure", "h2", "h3", "h4", "hr", "ol", "p", "pre"),
    *("section", "table", "ul", "x-box", "x-question"),
}


@dataclass
class Writer:
    """One chapter being written into one document: the book, or the chapter alone."""

    site: Site
    imprint: Imprint
    chapter: Chapter
    rules: Mapping[str, Callable[[Element, Writer], str]]
    chapters: Mapping[str, Chapter]  # all of the guide, by slug
    printed: Collection[str]  # slugs of those in this document
    wanted: set[str]  # labels that something in this document links to
    sources: dict[str, str] = field(default_factory=dict)  # numbers in the book's list, by key
    index: Index = field(default_factory=Index)
    pictures: dict[str, bytes] = field(default_factory=dict)  # files the document needs, by name
    section: str = ""  # the section being written: a link within it prints no page
    open_brackets: int = 0  # in the running text, so that "(p. 3)" inside them can be "[p. 3]"
    marked: set[str] = field(default_factory=set)  # index entries that this block has
    is_heading: bool = False  # contents and running heads repeat it: no mark of the index in it

    def fail(self, what: str, words: str = "") -> NoReturn:
        self.chapter.fail(what, words)

    def label(self, fragment: str) -> str:
        return f"{self.chapter.slug}#{fragment}"

    def anchor(self, fragment: str, words: str = "") -> str:
        """A place to link to, written only where something does link: unused labels slow Typst down."""
        name, named = self.label(fragment), {"words": words} if words else {}
        return call("anchor", name, **named) if fragment and name in self.wanted else ""

    def destination(self, target: str) -> str:
        """A label of this document, or else the published address of the same place ("" if there is none)."""
        slug, _, fragment = target.partition("#")
        if slug in self.printed:
            return target
        path = self.chapters[slug].page.address
        return self.imprint.live(path, "" if fragment == "top" else fragment)

    def source(self, key: str, number: str) -> tuple[str, str]:
        """(number, label) of a source: in the one list of the book, or among the notes of the chapter."""
        if key in self.sources:
            return self.sources[key], f"references#ref-{key}"
        return number, self.label(f"fn:{key}")

    def picture(self, element: Element) -> Picture:
        picture = read_picture(self.site, self.chapter, element)
        data = picture.data
        if picture.name.endswith(".svg"):  # Typst resolves fonts by name and asks for no system's
            data = in_our_font(data.decode()).encode()
        self.pictures[picture.name] = data
        return picture

    def text(self, words: str) -> str:
        self.open_brackets += words.count("(") - words.count(")")
        written, at = [], 0
        for start, entry in self.index.places(words) if self.chapter.number else ():
            if entry not in self.marked and not self.is_heading:
                self.marked.add(entry)
                written += [escape(words[at:start]), call("index-mark", entry)]
                at = start
        return "".join([*written, escape(words[at:])])

    def render(self, child: Child) -> str:
        if isinstance(child, str):
            return self.text(child)
        rule = self.rules.get(child.tag)
        if rule is None:
            self.fail(f"<{child.tag}> has no rule in {__package__}.rules", child.text)
        return rule(child, self)

    def inline(self, element: Element) -> str:
        return join(self.render(child) for child in element.children)

    def blocks(self, children: list[Child]) -> str:
        """Block content: loose text counts as a paragraph of its own. A figure or table may move to the foot of a
        page, so the text before it names it."""
        children = [child for child in children if not isinstance(child, str) or child.strip()]
        written: list[str] = []
        for child, follower in zip(children, [*children[1:], ""], strict=True):
            self.open_brackets = 0
            self.marked.clear()
            block = self.render(child)
            if call_out := self.call_out(child, follower):
                is_paragraph = isinstance(child, Element) and child.tag == "p"
                block += call_out if is_paragraph else f"\n\n#block[{call_out}]"
            written.append(block)
        return "\n\n".join(written)

    def call_out(self, child: Child, follower: Child) -> str:
        """The number of the figure that follows, unless the text before it has a link to it already."""
        if isinstance(child, str) or isinstance(follower, str) or not follower.attrs.get("number"):
            return ""
        label = self.label(follower.id)
        if follower.tag != "figure" or any(e.attrs.get("to") == label for e in child.walk()):
            return ""
        return call("see", label, f"{follower.attrs['kind']} {follower.attrs['number']}")

    def flow(self, element: Element) -> str:
        """Content that may be inline or block, as in <li>, <td> and <div>."""
        self.open_brackets = 0
        if any(child.tag in BLOCKS for child in element.elements):
            return self.blocks(element.children)
        return self.inline(element).strip()

    def note(self, note: Note) -> Content:
        return Content(self.flow(Element("li", {}, note.children)))


def wanted_labels(chapters: Iterable[Chapter]) -> set[str]:
    """Every label that a link in these chapters leads to; print has no links back to citations."""
    roots = (root for chapter in chapters for root in chapter.roots())
    labels = {e.attrs["to"] for root in roots for e in root.walk() if "to" in e.attrs}
    return {label for label in labels if "#fnref" not in label}
