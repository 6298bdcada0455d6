"""The e-book: EPUB 3.3 written directly, because every byte of it is then ours to hold still and to check. Open this for
what is in the file and in which order; templates/ has the metadata, the contents and the frame of a chapter."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

import jinja2
from markupsafe import Markup

from scripts.core.site import Site
from scripts.core.typography import curl
from scripts.editions.archive import archive
from scripts.editions.chapter import Chapter
from scripts.editions.epub.xhtml import XhtmlWriter, answer, no_breaks, plain, safe_id, tag
from scripts.editions.imprint import Imprint
from scripts.editions.tree import Child, Element

HERE = Path(__file__).parent
FONTS = "assets/fonts"  # of the site: the same serif there and here
MEDIA = {
    "xhtml": "application/xhtml+xml",
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "woff2": "font/woff2",
}


def definitions(glossary: Chapter | None) -> dict[str, list[Element]]:
    """Each term of the glossary with its heading and everything up to the next."""
    found: dict[str, list[Element]] = {}
    current: list[Element] = []
    for element in glossary.body if glossary else ():
        if element.tag in ("h2", "h3"):
            current = found.setdefault(element.id, [element])
        else:
            current.append(element)
    return found


def _chapter_parts(to: XhtmlWriter, terms: Mapping[str, list[Element]]) -> dict[str, str]:
    """What the template of a chapter puts in order."""

    def inline(children: list[Child]) -> str:
        insides = (c.children if isinstance(c, Element) and c.tag == "p" else [c] for c in children)
        return "".join(map(to.all, insides)).strip()

    body = to.all(list(to.chapter.body))
    notes = (
        to.note(tag("p", f"{n.number}. {inline(n.children)}"), safe_id(f"fn:{n.key}"))
        for n in to.chapter.notes
    )
    parts = {"body": body, "notes": "".join(notes)}
    parts["answers"] = "".join(answer(question, to) for question in to.chapter.questions)
    parts["terms"] = "".join(_term(term, terms, to) for term in sorted(to.terms))
    return {name: Markup(part) for name, part in parts.items()}  # noqa: S704 - written by our own rules


def _term(term: str, terms: Mapping[str, list[Element]], to: XhtmlWriter) -> str:
    """A definition repeated beside the text that uses it, because pop-ups open only notes of the same file."""
    if term not in terms:
        to.chapter.fail(f"term '{term}' is not in the glossary", f"#{term}")
    name, *words = (plain(element).strip() for element in terms[term])
    link = tag("a", name, href=f"glossary.xhtml#{safe_id(term)}")
    return to.note(tag("p", f"{link}: {' '.join(words)}"), f"term-{safe_id(term)}")


def mark_pages(chapters: Iterable[Chapter], pages: Mapping[str, int]) -> list[tuple[int, str]]:
    """Give the first thing that begins on each page of the book the number of that page → (page, slug).

    `pages` knows where the headings, claims, figures and sources stand; a page that begins with none of them is
    marked at the first one on it.
    """
    found: list[tuple[int, str]] = []
    for chapter in chapters:
        for element in chapter.elements:
            page = pages.get(f"{chapter.slug}#{element.id}", 0) if element.id else 0
            if page and (not found or page > found[-1][0]):
                element.attrs["page"] = str(page)
                found.append((page, chapter.slug))
    return found


def _style(site: Site) -> dict[str, bytes]:
    """The style sheet and the typefaces that it names; without them it uses the reader's own."""
    style = (HERE / "style.css").read_text(encoding="utf-8")
    files = sorted((site.folder / FONTS).glob("*.woff2"))
    fonts = {f"fonts/{file.name}": file.read_bytes() for file in files if file.name in style}
    if not fonts:
        before, _, after = style.partition("@font-face")
        style = before + after.partition("/* end of typefaces */")[2]
    return {"style.css": style.encode(), **fonts}


def make_epub(
    site: Site,
    imprint: Imprint,
    chapters: list[Chapter],
    cover: bytes,
    pages: Mapping[str, int],
    epoch: int,
) -> bytes:
    """`pages` says on which page of the PDF edition each label stands."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
    )  # fmt: skip
    templates.filters |= {"curl": curl, "no_breaks": lambda words: Markup(no_breaks(words))}  # noqa: S704 - escaped there
    slugs = {chapter.slug for chapter in chapters}
    templates.globals |= {"imprint": imprint, "slugs": slugs, "chapters": chapters}

    def write(name: str, **values: object) -> bytes:
        return templates.get_template(name).render(**values).encode()

    breaks, pictures = mark_pages(chapters, pages), dict[str, bytes]()
    groups = itertools.groupby(chapters, key=lambda chapter: chapter.part)
    parts = [(part, list(inside)) for part, inside in groups]
    made = _style(site) | {"cover.png": cover, "cover.xhtml": write("cover.xhtml")}
    made["nav.xhtml"] = write("nav.xhtml", parts=parts, pages=breaks)
    terms = definitions(next((one for one in chapters if one.slug == "glossary"), None))
    for chapter in chapters:
        to = XhtmlWriter(site, chapter, slugs, pictures)
        inside = _chapter_parts(to, terms) | {"address": imprint.live(chapter.page.address)}
        made[f"{chapter.slug}.xhtml"] = write("chapter.xhtml", chapter=chapter, **inside)
    made |= {f"pictures/{name}": data for name, data in pictures.items()}
    names = sorted(made)
    spine = ["cover.xhtml", "nav.xhtml", *(f"{chapter.slug}.xhtml" for chapter in chapters)]
    package = write(
        "package.opf",
        names=names,
        spine=spine,
        media=MEDIA,
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, imprint.url or imprint.name),
        modified=dt.datetime.fromtimestamp(epoch, tz=dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    entries = {"mimetype": b"application/epub+zip"}
    entries |= {"META-INF/container.xml": write("container.xml"), "EPUB/package.opf": package}
    entries |= {f"EPUB/{name}": made[name] for name in names}
    return archive(entries, epoch, first_stored=True)
