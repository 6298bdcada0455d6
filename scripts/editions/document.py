"""Write one Typst document: the whole book, or one chapter that stands alone."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from scripts.editions import figures, mapping, questions
from scripts.editions.chapter import Chapter
from scripts.editions.context import Context, wanted_labels
from scripts.editions.qr import qr_svg
from scripts.editions.site import Site, live
from scripts.editions.tree import Element
from scripts.editions.typst_text import array, call, escape, quote

COLUMNS = {"glossary", "references"}  # long lists of short entries
UNLISTED = {"in-brief", "check-yourself", "where-next"}  # in every chapter, so not in the contents
ANSWERS_INTRO = "Every choice is answered, because knowing why a tempting choice is wrong is half of the lesson. Citation numbers are those of the chapter named in the heading."
LICENSE = "Text and figures CC BY 4.0"


@dataclass(frozen=True)
class Document:
    """Typst source and the pictures it names; `name` is the file name without `.pdf`."""

    name: str
    source: str
    pictures: dict[str, bytes]


def edition(epoch: int) -> str:
    day = datetime.datetime.fromtimestamp(epoch, tz=datetime.UTC)
    return f"{day:%B} {day.day}, {day.year}"


def _preamble(site: Site, title: str, description: str, epoch: int) -> str:
    day = datetime.datetime.fromtimestamp(epoch, tz=datetime.UTC)
    date = f"datetime(year: {day.year}, month: {day.month}, day: {day.day}, hour: {day.hour}, minute: {day.minute}, second: {day.second})"
    style = f"title: {quote(title)}, description: {quote(description)}, author: {quote(site.name)}, date: {date}"
    return f'#import "book.typ": *\n#show: document-style.with({style})\n'


def _chapter(ctx: Context) -> str:
    """One chapter: opening, text, then its sources, numbered as on the web page."""
    chapter, page = ctx.chapter, ctx.chapter.page
    address = live(ctx.site, page.path)
    ctx.pictures[f"qr-{chapter.slug}.svg"] = qr_svg(address)
    body = mapping.blocks(list(chapter.body), ctx)
    notes = [
        f"({note.number}, {quote(note.key)}, [{mapping.flow(Element('li', {}, note.children), ctx)}])"
        for note in chapter.notes
    ]
    if notes:
        body += "\n\n" + call("source-list", quote(chapter.slug), array(notes))
    if chapter.provenance:
        body += "\n\n" + call("provenance", body=mapping.flow(chapter.provenance, ctx))
    facts = " · ".join(
        filter(
            None, [chapter.minutes, f"Facts checked {chapter.checked}" if chapter.checked else ""]
        )
    )
    return call(
        "chapter",
        slug=quote(chapter.slug),
        title=f"[{escape(page.title)}]",
        short=f"[{escape(page.label)}]",
        number=str(chapter.number),
        part=f"[{escape(page.part)}]",
        facts=f"[{escape(facts)}]",
        review=f"[{mapping.inline(Element('p', {}, chapter.review), ctx)}]",
        objectives=array([_objective(item, ctx) for item in chapter.objectives]),
        url=quote(address),
        qr_code=quote(f"qr-{chapter.slug}.svg"),
        layout=quote("columns" if chapter.slug in COLUMNS else "text"),
        body=body,
    )


def _objective(item: Element, ctx: Context) -> str:
    link = item.find_tag("a")
    if link is None or "to" not in link.attrs:
        raise ctx.fail(f"objective without a link to its section: {item.text[:60]!r}")
    return f"({quote(link.attrs['to'])}, [{mapping.inline(link, ctx)}])"


def _answers(ctx: Context) -> str:
    return "\n\n".join(questions.answer(question, ctx) for question in ctx.chapter.questions)


def _appendix(contexts: list[Context]) -> str:
    """Answers of the whole book, by chapter."""
    parts = [
        call(
            "answers-of", quote(ctx.chapter.slug), f"[{escape(ctx.chapter.page.title)}]", body=body
        )
        for ctx in contexts
        if (body := _answers(ctx))
    ]
    return _back_matter("answers", "Answers", ANSWERS_INTRO, "\n\n".join(parts)) if parts else ""


def _figures(contexts: list[Context]) -> str:
    """All figures of the book in words."""
    parts = [words for ctx in contexts if (words := figures.in_words(ctx))]
    return (
        _back_matter("figures-in-words", "The figures in words", figures.INTRO, "\n\n".join(parts))
        if parts
        else ""
    )


def _back_matter(slug: str, title: str, intro: str, body: str) -> str:
    return call("back-matter", quote(slug), f"[{escape(title)}]", f"[{escape(intro)}]", body=body)


def _terms(ctx: Context) -> list[tuple[str, str, str]]:
    """(id, words, markup) of every glossary entry, in alphabetical order whatever the page's order."""
    headings = [
        (e.id, e.text, mapping.inline(e, ctx))
        for e in ctx.chapter.elements
        if e.tag == "h3" and e.id
    ]
    return sorted(headings, key=lambda term: re.sub(r"[^\w]", "", term[1]).casefold())


def _initial(words: str) -> str:
    """The letter under which the index lists a term."""
    first = next((character for character in words if character.isalnum()), "")
    return first.upper() if first.isalpha() else "0–9"


def _index(ctx: Context) -> str:
    listed = array(
        [
            f"({quote(key)}, [{markup}], {quote(f'glossary#{key}')}, {quote(_initial(words))})"
            for key, words, markup in _terms(ctx)
        ]
    )
    return _back_matter(
        "index-of-terms",
        "Index of key terms",
        "Bold numbers lead to the definition in the glossary.",
        call("index-of-terms", listed),
    )


def _imprint(site: Site, day: str) -> str:
    return call(
        "imprint",
        body="\n\n".join(
            [
                call("strong", body=escape(site.name)),
                escape(site.description),
                escape(
                    f"{_edition_line(site, day)}, made from the website of the same day. The website is always the newest edition: "
                )
                + call("address", quote(site.url), body=escape(site.url)),
                escape(
                    "No named expert has reviewed a page unless the page says so. Nothing in this book advises anyone to take, give or stop a drug."
                ),
                call("strong", body="How to cite. ")
                + escape(f"{site.name}. {_edition_line(site, day)}. {site.url}"),
                call("strong", body="License. ")
                + escape(
                    "Text and figures may be copied, adapted and shared under the Creative Commons Attribution 4.0 license, with the name of the work and a link to "
                )
                + call(
                    "address",
                    quote("https://creativecommons.org/licenses/by/4.0/"),
                    body=escape("creativecommons.org/licenses/by/4.0"),
                )
                + ". The code that makes the site and this book is under the MIT license.",
                escape(
                    "Set in Libertinus Serif and Fira Sans with Typst. Superscript numbers lead to the sources at the end of each chapter and are the same as on the web page. A number in brackets such as (p. 12) is a page of this book. A claim with a tint and a label in the margin carries its grade of certainty."
                ),
            ]
        ),
    )


def _edition_line(site: Site, day: str) -> str:
    return f"Version {site.version}, {day}" if site.version else f"Edition of {day}"


def _cover(
    site: Site, title: str, subtitle: str, url: str, day: str, pictures: dict[str, bytes]
) -> str:
    pictures["qr-cover.svg"] = qr_svg(url)
    return call(
        "cover",
        title=quote(title),
        subtitle=quote(subtitle),
        edition=quote(_edition_line(site, day)),
        url=quote(url),
        qr_code=quote("qr-cover.svg"),
        license=quote(LICENSE),
        status=quote("Not reviewed by an expert"),
    )


def _listed(chapters: list[Chapter]) -> int:
    """About how many lines the contents have below the chapters' names."""
    return sum(
        e.tag == "h2" and e.id not in UNLISTED and not e.id.startswith("letter-")
        for chapter in chapters
        for e in chapter.elements
    )


def whole_book(site: Site, chapters: list[Chapter], epoch: int) -> Document:
    printed = {chapter.slug: chapter for chapter in chapters}
    wanted, pictures, day = wanted_labels(printed), dict[str, bytes](), edition(epoch)
    make: Callable[[Chapter], Context] = lambda chapter: Context(
        site, chapter, printed, wanted, pictures
    )
    parts, numbers, last = [], [], ""
    for chapter in chapters:
        if chapter.page.part != last:
            last = chapter.page.part
            parts.append(f"{quote(chapter.slug + '#top')}: [{escape(last)}]")
        numbers.append(f"{quote(chapter.slug + '#top')}: {chapter.number}")
    written = []
    appendices = [
        _appendix([make(chapter) for chapter in chapters]),
        _figures([make(chapter) for chapter in chapters]),
    ]
    for chapter in chapters:
        if chapter.slug == "glossary":
            written += appendices
        written.append(_chapter(make(chapter)))
    if "glossary" not in printed:
        written += appendices
    source = [
        _preamble(site, site.name, site.description, epoch),
        _cover(site, site.name, site.description, site.url, day, pictures),
        _imprint(site, day),
        call(
            "contents",
            parts=f"({', '.join(parts)})",
            numbers=f"({', '.join(numbers)})",
            sections=str(_listed(chapters)),
        ),
        *written,
        *([_index(make(printed["glossary"]))] if "glossary" in printed else []),
    ]
    return Document("how-ketamine-works", "\n".join(source), pictures)


def one_chapter(site: Site, chapter: Chapter, epoch: int) -> Document:
    """A chapter by itself: links that would leave it go to the live site instead."""
    printed = {chapter.slug: chapter}
    wanted = wanted_labels(printed)
    ctx = Context(site, chapter, printed, wanted)
    title = f"{chapter.page.title} ({site.name})" if chapter.page.title != site.name else site.name
    source = [_preamble(site, title, chapter.page.description, epoch), _chapter(ctx)]
    if answers := _answers(ctx):
        source.append(call("section", "2", quote("answers#top"), body="Answers") + "\n\n" + answers)
    if words := figures.in_words(Context(site, chapter, printed, wanted)):
        source.append(words)
    return Document(chapter.slug, "\n".join(source), ctx.pictures)


def cover_only(site: Site, epoch: int) -> Document:
    """The cover by itself, to become the e-book's picture."""
    pictures: dict[str, bytes] = {}
    source = _preamble(site, site.name, site.description, epoch) + _cover(
        site, site.name, site.description, site.url, edition(epoch), pictures
    )
    return Document("cover", source, pictures)
