"""Writes one Typst document: the whole book, one chapter that stands alone, or the cover. Open this to move, add or
remove a part of the book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from scripts.core.site import Site
from scripts.editions.chapter import Chapter
from scripts.editions.imprint import Imprint
from scripts.editions.pdf import questions
from scripts.editions.pdf.index import Index, initial, read_index, sorting_key
from scripts.editions.pdf.rules import RULES, end_of_section, figure_in_words, title_of
from scripts.editions.pdf.typst_text import array, call, escape, quote
from scripts.editions.pdf.writer import Writer, wanted_labels
from scripts.editions.tree import Element
from scripts.publish.qr_codes import qr_code

COLUMNS = {"glossary"}  # a long list of short entries
LATE = {"glossary", "references"}  # looked up from everywhere, so they stand at the end
ANSWERS_INTRO = "Every choice is answered, because knowing why a tempting choice is wrong is half of the lesson."
FIGURES_INTRO = "What each figure shows, for readers who cannot see it and for those who want it spelled out, with its numbers where they are few."
INDEX_INTRO = "Bold numbers lead to the definition in the glossary."
SET_IN = "Set in Libertinus Serif and Fira Sans with Typst."
LAYOUT = "The pages are laid out for the screen and for printing on one side: the margins are the same on every page."
SIGNS = {
    True: "Raised numbers lead to the list of sources, where each source is numbered through the book.",
    False: "Raised numbers lead to the sources at the end of the chapter.",
}
MORE_SIGNS = "A number in brackets such as (p. 12) is a page of this book. A claim with a tint and a bar in the margin is followed by its grade of certainty."
REVIEW = "No named expert has reviewed a chapter unless it says so. Nothing in this book advises anyone to take, give or stop a drug."


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

    def whole(self) -> Document:
        wanted, index = wanted_labels(self.chapters), read_index(self.site.docs)
        name, pictures = str(self.imprint.name), self.pictures

        def writer(chapter: Chapter) -> Writer:
            return Writer(
                self.site, self.imprint, chapter, self.by_slug, self.by_slug, wanted, RULES,
                self.sources, index, pictures,
            )  # fmt: skip

        writers = [writer(chapter) for chapter in self.chapters]
        late = [to for to in writers if to.chapter.slug in LATE]
        written = [_chapter(to) for to in writers if to not in late]
        written += [
            _back_matter("answers", "Answers", ANSWERS_INTRO, map(_answers, writers)),
            _back_matter("figures-in-words", "The figures in words", FIGURES_INTRO, map(_figures, writers)),
            *map(_chapter, late),
        ]  # fmt: skip
        index.check()
        source = [
            self._preamble(name, self.imprint.description),
            self.cover(),
            self._imprint(),
            self._contents(),
            *written,
            self._index(index, writer),
        ]
        return Document("how-ketamine-works", "\n".join(source), pictures)

    def alone(self, chapter: Chapter) -> Document:
        """A chapter by itself: links that would leave it go to the published site instead."""
        writer = Writer(
            self.site, self.imprint, chapter, self.by_slug, {chapter.slug}, wanted_labels([chapter]), RULES
        )  # fmt: skip
        title = (
            chapter.title
            if chapter.title == self.imprint.name
            else f"{chapter.title} ({self.imprint.name})"
        )
        source = [
            self._preamble(title, chapter.page.description),
            _chapter(writer),
            _answers(writer, "Answers"),
        ]
        source += [_figures(writer, "The figures in words"), self._colophon()]
        return Document(chapter.slug, "\n".join(source), writer.pictures)

    def cover_alone(self) -> Document:
        """The cover by itself, to become the e-book's picture."""
        imprint = self.imprint
        return Document(
            "cover", self._preamble(imprint.name, imprint.description) + self.cover(), self.pictures
        )

    def _preamble(self, title: str, description: str) -> str:
        day = self.imprint.released
        named = {
            "title": quote(title), "description": quote(description),
            "authors": array(map(quote, self.imprint.authors)),
            "keywords": array(map(quote, self.imprint.subjects)),
            "date": f"datetime(year: {day.year}, month: {day.month}, day: {day.day}, hour: 0, minute: 0, second: 0)",
        }  # fmt: skip
        return f'#import "book.typ": *\n#show: {call("document-style.with", **named)[1:-1]}\n'

    def cover(self) -> str:
        named = {"url": quote(self.imprint.url)}
        if self.imprint.url:
            self.pictures["qr-cover.svg"] = qr_code(self.imprint.url)
            named["qr-code"] = quote("qr-cover.svg")
        return call(
            "cover",
            title=quote(self.imprint.name),
            subtitle=quote(self.imprint.description),
            edition=quote(self.imprint.version_and_date),
            license=quote(self.imprint.rights),
            author=quote(self.imprint.creator),
            status=quote("Not reviewed by an expert"),
            **named,
        )

    def _license(self) -> str:
        url, words = (
            self.imprint.license_url,
            self.imprint.license_url.removeprefix("https://").rstrip("/"),
        )
        return (
            call("strong", body="License. ")
            + escape(
                f"{self.imprint.rights}: they may be copied, adapted and shared with the name of the work and a link to "
            )
            + call("address", quote(url), body=escape(words))
            + escape(". The code that makes them is under the MIT license.")
        )

    def _imprint(self) -> str:
        imprint = self.imprint
        newest = [
            escape("The newest edition is always the website: ")
            + call("address", quote(imprint.url), body=escape(imprint.url))
        ]
        paragraphs = [
            call("strong", body=escape(imprint.name)), escape(imprint.description),
            escape(f"{imprint.version_and_date}. {imprint.creator}."), *(newest if imprint.url else ()), escape(REVIEW),
            call("strong", body="How to cite. ") + escape(imprint.citation), self._license(),
            escape(f"{SET_IN} {LAYOUT}"), escape(f"{SIGNS[bool(self.sources)]} {MORE_SIGNS}"),
        ]  # fmt: skip
        return call("imprint", body="\n\n".join(paragraphs))

    def _colophon(self) -> str:
        return call(
            "colophon", body=escape(f"From {self.imprint.citation}") + "\n\n" + self._license()
        )

    def _contents(self) -> str:
        """Contents by part, then all figures and tables by title."""
        parts, last = {}, ""
        for chapter in self.chapters:
            if chapter.part != last:
                last = parts[f"{chapter.slug}#top"] = chapter.part
        titles = {
            f"{chapter.slug}#{e.id}": title_of(e)
            for chapter in self.chapters
            for e in chapter.elements
            if e.tag == "figure"
        }
        return call("contents", parts=_dictionary(parts), titles=_dictionary(titles))

    def _index(self, index: Index, writer: object) -> str:
        """Terms of the glossary and the further entries, in one alphabet."""
        rows = [(entry, escape(entry), entry, "none") for entry in index.entries]
        if glossary := self.by_slug.get("glossary"):
            to = Writer(self.site, self.imprint, glossary, self.by_slug, self.by_slug, set(), RULES)
            terms = [e for e in glossary.elements if e.tag == "h3" and e.id]
            rows += [(e.text, to.inline(e), e.id, quote(f"glossary#{e.id}")) for e in terms]
        rows.sort(key=lambda row: sorting_key(row[0]))
        listed = (
            f"({quote(key)}, [{markup}], {home}, {quote(initial(name))})"
            for name, markup, key, home in rows
        )
        return (
            _back_matter(
                "index-of-terms", "Index", INDEX_INTRO, [call("index-list", array(listed))]
            )
            if rows
            else ""
        )


def _dictionary(values: dict[str, str]) -> str:
    return (
        f"({', '.join(f'{quote(key)}: [{escape(value)}]' for key, value in values.items()) or ':'})"
    )


def _chapter(to: Writer) -> str:
    """One chapter: opening, text, then its sources where the document has no list of its own for them."""
    chapter, address = to.chapter, to.imprint.live(to.chapter.page.address)
    named = {}
    if address:
        to.pictures[f"qr-{chapter.slug}.svg"] = qr_code(address)
        named = {"url": quote(address), "qr-code": quote(f"qr-{chapter.slug}.svg")}
    body = to.blocks(list(chapter.body)) + end_of_section(to)
    notes = [note for note in chapter.notes if note.key not in to.sources]
    if notes:
        rows = [
            f"({note.number}, {quote(to.label(f'fn:{note.key}'))}, {quote(note.key)}, [{to.flow(Element('li', {}, note.children))}])"
            for note in notes
        ]
        title = call("section", "2", quote(to.label("sources")), body="Sources")
        body += "\n\n" + title + "\n\n" + call("source-list", array(rows))
    if chapter.origins:
        links = (call("web", quote(url), body=escape(title)) for url, title in chapter.origins)
        body += "\n\n" + call("origins", *(f"[{link}]" for link in links))
    review = escape(chapter.reviewed)
    if not review:
        why = Element("a", {"to": "about#not-reviewed"}, ["what this means"])
        review = call("strong", body="Not reviewed by an expert")
        review += f" ({to.render(why)})" if "about" in to.chapters else ""
    return call(
        "chapter",
        slug=quote(chapter.slug),
        title=f"[{escape(chapter.title)}]",
        short=f"[{escape(chapter.label)}]",
        number=str(chapter.number),
        part=f"[{escape(chapter.part)}]",
        part_number=str(chapter.part_number),
        lead=f"[{escape(chapter.page.description)}]",
        facts=f"[{escape(' · '.join(chapter.facts))}]",
        review=f"[{review}]",
        objectives=array(
            f"({quote(to.label(section))}, [{escape(words)}])"
            for section, words in chapter.objectives
        ),
        layout=quote("columns" if chapter.slug in COLUMNS else "text"),
        body=body,
        **named,
    )


def _answers(to: Writer, title: str = "") -> str:
    answers = "\n\n".join(questions.answer(question, to) for question in to.chapter.questions)
    return _of_chapter("answers", to, title, answers)


def _figures(to: Writer, title: str = "") -> str:
    words = "\n\n".join(figure_in_words(figure, to) for figure in to.chapter.figures)
    return _of_chapter("words", to, title, words)


def _of_chapter(kind: str, to: Writer, title: str, body: str) -> str:
    name = f"[{escape(title or to.chapter.full_title)}]"
    return (
        call("of-chapter", quote(f"{kind}-of:{to.chapter.slug}"), name, body=body) if body else ""
    )


def _back_matter(slug: str, title: str, intro: str, parts: Iterable[str]) -> str:
    body = "\n\n".join(filter(None, parts))
    return (
        call("back-matter", quote(slug), f"[{escape(title)}]", f"[{escape(intro)}]", body=body)
        if body
        else ""
    )
