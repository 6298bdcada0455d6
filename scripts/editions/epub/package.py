"""The e-book: EPUB 3.3 written directly, because every byte of it is then ours to hold still and to check. Open this
for its metadata, its navigation and the order of a chapter's parts."""

from __future__ import annotations

import datetime as dt
import posixpath
import uuid
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from scripts.core.site import Site
from scripts.editions.archive import archive
from scripts.editions.chapter import Chapter
from scripts.editions.epub.xhtml import XhtmlWriter, answer, attr, plain, safe_id, tag
from scripts.editions.imprint import Imprint
from scripts.editions.tree import Child, Element
from scripts.core.typography import curl

STYLE = Path(__file__).with_name("style.css")
FONTS = "assets/fonts"  # of the site: the same serif there and here
CONTAINER = '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
MEDIA = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
}
CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
SUMMARY = "Figures have text alternatives and longer descriptions; sources, definitions and answers are linked as notes; headings are nested; certainty is given in words as well as by line style; page numbers are those of the PDF edition. Not evaluated by an independent body."
FEATURES = (
    *("alternativeText", "longDescription", "structuralNavigation", "tableOfContents", "ARIA"),
    *("readingOrder", "displayTransformability", "pageBreakMarkers", "pageNavigation"),
)
ACCESS = [
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    *(("schema:accessibilityFeature", feature) for feature in FEATURES),
    ("schema:accessibilityHazard", "none"),
    ("schema:accessibilitySummary", SUMMARY),
    ("dcterms:conformsTo", CONFORMS),
]


def _document(title: str, body: str, **values: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en-US" xml:lang="en-US">\n'
        f'<head><title>{escape(title)}</title><link rel="stylesheet" href="style.css"/></head>\n<body{attr(**values)}>\n{body}\n</body>\n</html>\n'
    )


def _definitions(glossary: Chapter | None) -> dict[str, list[Element]]:
    """Each term of the glossary with its heading and everything up to the next."""
    found: dict[str, list[Element]] = {}
    current: list[Element] = []
    for element in glossary.body if glossary else ():
        if element.tag in ("h2", "h3"):
            current = found.setdefault(element.id, [element])
        else:
            current.append(element)
    return found


def _chapter(to: XhtmlWriter, imprint: Imprint, definitions: Mapping[str, list[Element]]) -> str:
    chapter = to.chapter
    body = to.all(list(chapter.body))
    notes = "".join(
        to.note(tag("p", f"{note.number}. {_inline(note.children, to)}"), safe_id(f"fn:{note.key}"))
        for note in chapter.notes
    )
    answers = "".join(answer(question, to) for question in chapter.questions)
    terms = "".join(_term(term, definitions, to) for term in sorted(to.terms))
    origins = "; ".join(tag("a", escape(curl(title)), href=url) for url, title in chapter.origins)
    parts = [
        _head(to, imprint),
        body,
        _section("answers", "Answers", answers),
        _section("sources", "Sources", notes, epub__type="endnotes", role="doc-endnotes"),
        tag("p", f"This chapter grew from: {origins}", class_="facts") if origins else "",
        _section("terms", "Terms in this chapter", terms),
    ]
    kind = {"epub__type": "chapter", "role": "doc-chapter"} if chapter.number else {}
    return tag("section", "\n".join(filter(None, parts)), **kind, aria_labelledby="top")


def _head(to: XhtmlWriter, imprint: Imprint) -> str:
    chapter = to.chapter
    above = [chapter.part, *([f"Chapter {chapter.number}"] if chapter.number else [])]
    review = escape(curl(chapter.reviewed)) or tag("strong", "Not reviewed by an expert")
    if not chapter.reviewed and "about" in to.files:
        review += f" ({tag('a', 'what this means', href=to.address('about#not-reviewed'))})"
    address = imprint.live(chapter.page.address)
    facts = [
        *map(escape, chapter.facts),
        *([tag("a", address, href=address)] if address else []),
        review,
    ]
    goals = "".join(
        tag("li", tag("a", escape(curl(words)), href=f"#{safe_id(section)}"))
        for section, words in chapter.objectives
    )
    return (
        tag("p", escape(" · ".join(filter(None, above))), class_="part")
        + tag("h1", escape(curl(chapter.title)), id="top")
        + (
            tag("p", escape(curl(chapter.page.description)), class_="lead")
            if chapter.number
            else ""
        )
        + tag("p", " · ".join(facts), class_="facts")
        + _section("objectives", "After this lesson you can", tag("ol", goals) if goals else "")
    )


def _section(id: str, title: str, inside: str, **values: str) -> str:
    return tag("section", tag("h2", title) + inside, id=id, class_=id, **values) if inside else ""


def _inline(children: list[Child], to: XhtmlWriter) -> str:
    """The content of one paragraph."""
    inside = (
        to.content(c) if isinstance(c, Element) and c.tag == "p" else to.render(c) for c in children
    )
    return "".join(inside).strip()


def _term(term: str, definitions: Mapping[str, list[Element]], to: XhtmlWriter) -> str:
    """A definition repeated beside the text that uses it, because pop-ups open only notes of the same file."""
    if term not in definitions:
        to.chapter.fail(f"term '{term}' is not in the glossary", f"#{term}")
    name, *words = (plain(element).strip() for element in definitions[term])
    link = tag("a", name, href=f"{to.files['glossary']}#{safe_id(term)}")
    return to.note(tag("p", f"{link}: {' '.join(words)}"), f"term-{safe_id(term)}")


def mark_pages(chapters: Iterable[Chapter], pages: Mapping[str, int]) -> list[tuple[int, str]]:
    """Give the first thing that begins on each page of the book the number of that page → (page, slug).

    `pages` knows where the headings, claims, figures and sources stand; a page that begins with none of them is
    marked at the first one on it.
    """
    found: list[tuple[int, str]] = []
    last = 0
    for chapter in chapters:
        for element in chapter.elements:
            page = pages.get(f"{chapter.slug}#{element.id}", 0) if element.id else 0
            if page > last and element.tag not in ("li", "tr", "td", "th", "a"):
                last, element.attrs["page"] = page, str(page)
                found.append((page, chapter.slug))
    return found


def _navigation(
    chapters: list[Chapter], files: Mapping[str, str], pages: list[tuple[int, str]]
) -> str:
    parts: dict[str, list[str]] = {}
    for chapter in chapters:
        file = files[chapter.slug]
        sections = "".join(
            tag("li", tag("a", escape(e.text), href=f"{file}#{safe_id(e.id)}"))
            for e in chapter.elements
            if e.tag == "h2" and not e.id.startswith("letter-")
        )
        link = tag("a", escape(curl(chapter.full_title)), href=file)
        parts.setdefault(chapter.part, []).append(
            tag("li", link + (tag("ol", sections) if sections else ""))
        )
    listed = "".join(
        tag("li", tag("span", escape(part)) + tag("ol", "".join(items))) if part else "".join(items)
        for part, items in parts.items()
    )
    marks = [("cover", "cover.xhtml", "Cover"), ("toc", "nav.xhtml", "Contents")]
    marks.append(("bodymatter", files[chapters[0].slug], "Start of the text"))
    kinds = {"glossary": "glossary", "references": "bibliography"}
    marks += [
        (kind, files[slug], slug.capitalize()) for slug, kind in kinds.items() if slug in files
    ]
    landmarks = (
        tag("li", tag("a", name, epub__type=kind, href=file)) for kind, file, name in marks
    )
    breaks = (
        tag("li", tag("a", str(page), href=f"{files[slug]}#page-{page}")) for page, slug in pages
    )
    return (
        tag("nav", tag("h1", "Contents") + tag("ol", listed), epub__type="toc", role="doc-toc", aria_label="Contents")
        + tag("nav", tag("ol", "".join(landmarks)), epub__type="landmarks", aria_label="Landmarks", hidden="hidden")
        + tag("nav", tag("ol", "".join(breaks)), epub__type="page-list", role="doc-pagelist", aria_label="Pages of the PDF edition", hidden="hidden")
    )  # fmt: skip


def _package(imprint: Imprint, names: list[str], spine: list[str], epoch: int) -> str:
    modified = dt.datetime.fromtimestamp(epoch, tz=dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    properties = {"nav.xhtml": "nav", "cover.png": "cover-image"}
    items = "\n".join(
        f'<item id="f{n}"{attr(href=name, media_type=MEDIA[posixpath.splitext(name)[1]], properties=properties.get(name, ""))}/>'
        for n, name in enumerate(names)
    )
    refs = "".join(f'<itemref idref="f{names.index(name)}"/>' for name in spine)
    about = [
        (
            "dc:identifier",
            f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, imprint.url or imprint.name)}",
            {"id": "id"},
        ),
        ("dc:title", imprint.name, {}),
        ("dc:language", imprint.language, {}),
        *(("dc:creator", name, {"id": f"creator{n}"}) for n, name in enumerate(imprint.authors)),
        ("dc:publisher", imprint.creator, {}),
        ("dc:description", imprint.description, {}),
        *(("dc:subject", subject, {}) for subject in imprint.subjects),
        ("dc:rights", f"{imprint.rights}. {imprint.license_url}", {}),
        ("dc:date", imprint.released.isoformat(), {}),
        ("dc:source", f"{imprint.name}, PDF edition, version {imprint.version}", {"id": "pages"}),
    ]
    meta = [
        *(({"refines": f"#creator{n}", "property": "role", "scheme": "marc:relators"}, "aut") for n in range(len(imprint.authors))),
        # Filed as it is written: the authors are a body, not a person with a family name.
        *(({"refines": f"#creator{n}", "property": "file-as"}, name) for n, name in enumerate(imprint.authors)),
        ({"refines": "#pages", "property": "source-of"}, "pagination"),
        ({"property": "dcterms:modified"}, modified),
        *(({"property": name}, value) for name, value in ACCESS),
        ({"property": "a11y:certifiedBy"}, imprint.creator),
    ]  # fmt: skip
    told = "\n".join(
        [
            *(tag(name, escape(value), **values) for name, value, values in about),
            *(tag("meta", escape(value), **values) for values, value in meta),
        ]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en-US" prefix="a11y: http://www.idpf.org/epub/vocab/package/a11y/#">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{told}\n</metadata>\n'
        f"<manifest>\n{items}\n</manifest>\n<spine>{refs}</spine>\n</package>\n"
    )


def make_epub(
    site: Site, imprint: Imprint, chapters: list[Chapter], cover: bytes, pages: Mapping[str, int], epoch: int
) -> bytes:  # fmt: skip
    """`pages` says on which page of the PDF edition each label stands."""
    files = {chapter.slug: f"{chapter.slug}.xhtml" for chapter in chapters}
    breaks = mark_pages(chapters, pages)
    glossary = next((chapter for chapter in chapters if chapter.slug == "glossary"), None)
    definitions, pictures = _definitions(glossary), dict[str, bytes]()
    alt = f"{imprint.name}. {imprint.description}"
    image = f'<img src="cover.png" alt="{escape(alt)}" role="doc-cover"/>'
    style = STYLE.read_text(encoding="utf-8")
    fonts = {
        f"fonts/{file.name}": file.read_bytes()
        for file in sorted((site.folder / FONTS).glob("*.woff2"))
        if f"fonts/{file.name}" in style
    }
    if not fonts:  # a site without them: the reader's own typeface
        style = style.partition("@font-face")[0] + style.partition("/* end of typefaces */")[2]
    made: dict[str, bytes] = {
        "style.css": style.encode(),
        "cover.png": cover,
        "cover.xhtml": _document(imprint.name, tag("section", image, epub__type="cover", aria_label="Cover"), class_="cover").encode(),
        "nav.xhtml": _document("Contents", _navigation(chapters, files, breaks)).encode(),
    }  # fmt: skip
    for chapter in chapters:
        to = XhtmlWriter(site, chapter, files, pictures)
        body = _chapter(to, imprint, definitions)
        made[files[chapter.slug]] = _document(
            chapter.title, body, class_=f"part-{chapter.part_number}"
        ).encode()
    made |= fonts | {f"pictures/{name}": data for name, data in pictures.items()}
    names = sorted(made)
    package = _package(imprint, names, ["cover.xhtml", "nav.xhtml", *files.values()], epoch)
    entries = {"META-INF/container.xml": CONTAINER.encode(), "EPUB/package.opf": package.encode()}
    entries |= {f"EPUB/{name}": made[name] for name in names}
    return archive({"mimetype": b"application/epub+zip", **entries}, epoch, first_stored=True)
