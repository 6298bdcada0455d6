"""Writes one Typst document: the whole book, one chapter that stands alone, or the cover. Open this to move, add or
remove a part of the book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from scripts.core.site import Site
from scripts.editions.chapter import Chapter
from scripts.editions.imprint import Imprint
from scripts.editions.pdf.index import Index, initial, read_index, sorting_key
from scripts.editions.pdf.rules import RULES, answer, end_of_section, figure_in_words, title_of
from scripts.editions.pdf.typst_text import Content, call, content, escape
from scripts.editions.pdf.writer import Writer, wanted_labels
from scripts.editions.tree import Element
from scripts.publish.qr_codes import qr_code

COLUMNS = {"glossary"}  # a long list of short entries
LATE = {"glossary", "references"}  # looked up from everywhere, so they stand at the end


@dataclass(frozen=True)
class Document:
    """Typst source and the pictures it names; `name` is the file name without `.pdf`."""

    name: str
    source: str
    pictures: dict[str, bytes]


@dataclass
class Book:
    """The guide as it is printed; `whole` and each of `alone` are documents."""

    site: Site
    imprint: Imprint
    chapters: list[Chapter]
    pictures: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def index(self) -> Index:
        return read_index(self.site.docs)

    @cached_property
    def wanted(self) -> set[str]:
        return wanted_labels(self.chapters)

    @cached_property
    def by_slug(self) -> dict[str, Chapter]:
        return {chapter.slug: chapter for chapter in self.chapters}

    @cached_property
    def sources(self) -> dict[str, str]:
        """Number in the list of references, by key."""
        references = self.by_slug.get("references")
        entries = references.elements if references else ()
        return {
            e.id.removeprefix("ref-"): e.attrs["number"]
            for e in entries
            if e.attrs.get("kind") == "source"
        }

    def writer(self, chapter: Chapter, alone: bool = False) -> Writer:
        guide = (self.site, self.imprint, chapter, RULES, self.by_slug)
        if alone:
            return Writer(*guide, {chapter.slug}, wanted_labels([chapter]))
        shared = (self.sources, self.index, self.pictures)
        return Writer(*guide, self.by_slug, self.wanted, *shared)

    def whole(self) -> Document:
        writers = [self.writer(chapter) for chapter in self.chapters]
        late = [to for to in writers if to.chapter.slug in LATE]
        written = [_chapter(to) for to in writers if to.chapter.slug not in LATE]
        source = [
            _preamble(self.imprint.name, self.imprint.description),
            self._cover(),
            call("imprint", bool(self.sources)),
            self._contents(),
            *written,
            _back_matter("answers", map(_answers, writers)),
            _back_matter("figures-in-words", map(_figures, writers)),
            *map(_chapter, late),
            self._index(),
        ]
        self.index.check()
        return Document("how-ketamine-works", "\n".join(source), self.pictures)

    def alone(self, chapter: Chapter) -> Document:
        """A chapter by itself: links that would leave it go to the published site instead."""
        to, name = self.writer(chapter, alone=True), self.imprint.name
        title = name if chapter.title == name else f"{chapter.title} ({name})"
        parts = [_chapter(to), _answers(to, "Answers"), _figures(to, "The figures in words")]
        source = [_preamble(title, chapter.page.description), *parts, call("colophon")]
        return Document(chapter.slug, "\n".join(source), to.pictures)

    def cover_alone(self) -> Document:
        """The cover by itself, to become the e-book's picture."""
        source = _preamble(self.imprint.name, self.imprint.description) + self._cover()
        return Document("cover", source, self.pictures)

    def _cover(self) -> str:
        if self.imprint.url:
            self.pictures["qr-cover.svg"] = qr_code(self.imprint.url)
        return call("cover")

    def _contents(self) -> str:
        """Contents by part, then all figures and tables by title."""
        parts, last = dict[str, Content](), ""
        for chapter in self.chapters:
            if chapter.part != last:
                last, parts[f"{chapter.slug}#top"] = chapter.part, content(chapter.part)
        titles = {
            f"{chapter.slug}#{e.id}": content(title_of(e))
            for chapter in self.chapters
            for e in chapter.elements
            if e.tag == "figure"
        }
        return call("contents", parts=parts, titles=titles)

    def _index(self) -> str:
        """Terms of the glossary and the further entries, in one alphabet."""
        rows: list[tuple[str, Content, str, str | None]]
        rows = [(entry, content(entry), entry, None) for entry in self.index.entries]
        if glossary := self.by_slug.get("glossary"):
            to = self.writer(glossary, alone=True)
            terms = [e for e in glossary.elements if e.tag == "h3" and e.id]
            rows += [(e.text, Content(to.inline(e)), e.id, f"glossary#{e.id}") for e in terms]
        rows.sort(key=lambda row: sorting_key(row[0]))
        listed = [(key, markup, home, initial(name)) for name, markup, key, home in rows]
        return _back_matter("index-of-terms", [call("index-list", listed)] if rows else [])


def _preamble(title: str, description: str) -> str:
    style = call("document-style.with", title=title, description=description)
    return f'#import "book.typ": *\n#show: {style[1:-1]}\n'


def _chapter(to: Writer) -> str:
    """One chapter: opening, text, then its sources where the document has no list of its own for them."""
    chapter, address = to.chapter, to.imprint.live(to.chapter.page.address)
    named = {}
    if address:
        to.pictures[f"qr-{chapter.slug}.svg"] = qr_code(address)
        named = {"url": address, "qr-code": f"qr-{chapter.slug}.svg"}
    body = to.blocks(list(chapter.body)) + end_of_section(to)
    notes = [note for note in chapter.notes if note.key not in to.sources]
    if notes:
        rows = [(n.number, to.label(f"fn:{n.key}"), n.key, to.note(n)) for n in notes]
        title = call("section", 2, to.label("sources"), body="Sources")
        body += "\n\n" + title + "\n\n" + call("source-list", rows)
    if chapter.origins:
        links = (call("web", url, body=escape(title)) for url, title in chapter.origins)
        body += "\n\n" + call("origins", *map(Content, links))
    review = escape(chapter.reviewed)
    if not review:
        why = Element("a", {"to": "about#not-reviewed"}, ["what this means"])
        review = call("strong", body="Not reviewed by an expert")
        if "about" in to.chapters:
            review += to.text(" (") + to.render(why) + to.text(")")
    return call(
        "chapter",
        slug=chapter.slug,
        title=content(chapter.title),
        short=content(chapter.label),
        number=chapter.number,
        part=content(chapter.part),
        part_number=chapter.part_number,
        lead=content(chapter.page.description),
        facts=content(" · ".join(chapter.facts)),
        review=Content(review),
        objectives=[(to.label(section), content(words)) for section, words in chapter.objectives],
        layout="columns" if chapter.slug in COLUMNS else "text",
        body=body,
        **named,
    )


def _answers(to: Writer, title: str = "") -> str:
    answers = "\n\n".join(answer(question, to) for question in to.chapter.questions)
    return _of_chapter("answers", to, title, answers)


def _figures(to: Writer, title: str = "") -> str:
    words = "\n\n".join(figure_in_words(figure, to) for figure in to.chapter.figures)
    return _of_chapter("words", to, title, words)


def _of_chapter(kind: str, to: Writer, title: str, body: str) -> str:
    name = content(title or to.chapter.full_title)
    return call("of-chapter", f"{kind}-of:{to.chapter.slug}", name, body=body) if body else ""


def _back_matter(slug: str, parts: Iterable[str]) -> str:
    """A part of the back, whose title and first words are the template's; nothing where there is nothing in it."""
    body = "\n\n".join(filter(None, parts))
    return call("back-matter", slug, body=body) if body else ""
