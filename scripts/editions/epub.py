"""The e-book: EPUB 3.3 written directly, because every byte of it is then ours to keep still and to check."""

from __future__ import annotations

import datetime
import uuid
from html import escape
from pathlib import Path

from scripts.editions.archive import archive
from scripts.editions.chapter import Chapter
from scripts.editions.context import Context
from scripts.editions.fit import fit
from scripts.editions.site import Site, live
from scripts.editions.tree import Child, Element
from scripts.editions.typeset import typeset
from scripts.editions.xhtml import Chapterer, answer, attr, content, render, safe_id

STYLE = Path(__file__).resolve().parents[2] / "overrides" / "book" / "epub.css"
CONTAINER = '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
MEDIA = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
SUMMARY = "Figures have text alternatives and longer descriptions, sources, definitions and answers are linked as notes, headings are nested, and certainty is given in words as well as by line style. Not evaluated by an independent body."
ACCESS = [
    *(("schema:accessMode", mode) for mode in ("textual", "visual")),
    ("schema:accessModeSufficient", "textual"),
    *(
        ("schema:accessibilityFeature", f)
        for f in (
            "alternativeText",
            "longDescription",
            "structuralNavigation",
            "tableOfContents",
            "readingOrder",
            "displayTransformability",
        )
    ),
    ("schema:accessibilityHazard", "none"),
    ("schema:accessibilitySummary", SUMMARY),
]


def _document(title: str, body: str, kind: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en-US" xml:lang="en-US">\n'
        f'<head><title>{escape(title)}</title><link rel="stylesheet" href="style.css"/></head>\n<body{attr(epub__type=kind)}>\n{typeset(body)}\n</body>\n</html>\n'
    )


def _definitions(glossary: Chapter | None) -> dict[str, list[Element]]:
    """Each term of the glossary with its heading and everything up to the next."""
    found: dict[str, list[Element]] = {}
    current: list[Element] = []
    for element in glossary.body if glossary else []:
        if element.tag in ("h2", "h3"):
            current = found.setdefault(element.id, [element])
        else:
            current.append(element)
    return found


def _chapter(to: Chapterer, definitions: dict[str, list[Element]]) -> str:
    chapter, page = to.ctx.chapter, to.ctx.chapter.page
    number = f" · Chapter {chapter.number}" if chapter.number else ""
    facts = " · ".join(
        filter(
            None, [chapter.minutes, f"Facts checked {chapter.checked}" if chapter.checked else ""]
        )
    )
    address = live(to.ctx.site, page.path)
    body = "".join(render(element, to) for element in chapter.body)
    objectives = "".join(render(item, to) for item in chapter.objectives)
    provenance = render(chapter.provenance, to) if chapter.provenance else ""
    answers = "".join(answer(question, to) for question in chapter.questions)
    notes = "".join(
        f'<aside id="{safe_id("fn:" + note.key)}" epub:type="footnote" role="doc-footnote"><p>{note.number}. {_inline(note.children, to)}</p></aside>'
        for note in chapter.notes
    )
    terms = "".join(_term(term, definitions, to) for term in sorted(to.terms))
    return "\n".join(
        filter(
            None,
            [
                f'<section{attr(epub__type="chapter" if chapter.number else "")} aria-labelledby="top">',
                f'<p class="part">{escape(page.part)}{number}</p>' if page.part else "",
                f'<h1 id="top">{escape(page.title)}</h1>',
                f'<p class="facts">{facts} · <a href="{escape(address)}">{escape(address)}</a></p>',
                f'<p class="facts">{_inline(chapter.review, to)}</p>' if chapter.review else "",
                f'<section id="objectives"><h2>After this lesson you can</h2><ol>{objectives}</ol></section>'
                if objectives
                else "",
                body,
                f'<section id="answers"><h2>Answers</h2>{answers}</section>' if answers else "",
                f'<section id="sources" epub:type="endnotes" role="doc-endnotes"><h2>Sources</h2>{notes}</section>'
                if notes
                else "",
                provenance,
                f'<section id="terms"><h2>Terms in this chapter</h2>{terms}</section>'
                if terms
                else "",
                "</section>",
            ],
        )
    )


def _inline(children: list, to: Chapterer) -> str:
    """The content of one paragraph: a source or the review line."""
    return "".join(
        content(child, to) if isinstance(child, Element) and child.tag == "p" else render(child, to)
        for child in children
    ).strip()


def _term(term: str, definitions: dict[str, list[Element]], to: Chapterer) -> str:
    """A definition repeated beside the text that uses it, because pop-ups open only notes of the same file."""
    if term not in definitions:
        raise to.ctx.fail(f"term {term!r} is not in the glossary")
    name, *words = (_plain(element).strip() for element in definitions[term])
    return f'<aside id="term-{safe_id(term)}" epub:type="footnote" role="doc-footnote"><p><a href="{to.files["glossary"]}#{safe_id(term)}">{name}</a>: {" ".join(words)}</p></aside>'


def _plain(child: Child) -> str:
    """Words with their sub- and superscripts and without links, which would ask for more definitions."""
    if isinstance(child, str):
        return escape(child, quote=False)
    inside = "".join(_plain(part) for part in child.children)
    return (
        f"<{child.tag}>{inside}</{child.tag}>"
        if child.tag in ("em", "i", "sub", "sup") and inside
        else inside
    )


def _navigation(site: Site, chapters: list[Chapter], files: dict[str, str]) -> str:
    """Contents by part and chapter, and the landmarks that reading systems look for."""
    parts: dict[str, list[str]] = {}
    for chapter in chapters:
        sections = "".join(
            f'<li><a href="{files[chapter.slug]}#{safe_id(h.id)}">{escape(h.text)}</a></li>'
            for top in chapter.body
            for h in top.walk()
            if h.tag == "h2" and not h.id.startswith("letter-")
        )
        title = f"{chapter.number}. {chapter.page.title}" if chapter.number else chapter.page.title
        parts.setdefault(chapter.page.part, []).append(
            f'<li><a href="{files[chapter.slug]}">{escape(title)}</a>{f"<ol>{sections}</ol>" if sections else ""}</li>'
        )
    listed = "".join(
        "".join(items)
        if not part
        else f"<li><span>{escape(part)}</span><ol>{''.join(items)}</ol></li>"
        for part, items in parts.items()
    )
    marks = [
        ("cover", "cover.xhtml", "Cover"),
        ("toc", "nav.xhtml", "Contents"),
        ("bodymatter", files[chapters[0].slug], "Start of the text"),
    ]
    marks += [
        (slug if slug == "glossary" else "bibliography", files[slug], slug.capitalize())
        for slug in ("glossary", "references")
        if slug in files
    ]
    landmarks = "".join(
        f'<li><a epub:type="{kind}" href="{file}">{name}</a></li>' for kind, file, name in marks
    )
    return _document(
        "Contents",
        f'<nav epub:type="toc" role="doc-toc" aria-label="Contents"><h1>Contents</h1><ol>{listed}</ol></nav>\n<nav epub:type="landmarks" aria-label="Landmarks" hidden="hidden"><ol>{landmarks}</ol></nav>',
    )


def _package(site: Site, files: list[str], spine: list[str], epoch: int) -> str:
    stamp = datetime.datetime.fromtimestamp(epoch, tz=datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    properties = {"nav.xhtml": "nav", "cover.png": "cover-image"}
    items = "\n".join(
        f'<item id="f{n}" href="{name}" media-type="{MEDIA[Path(name).suffix]}"{attr(properties=properties.get(name, ""))}/>'
        for n, name in enumerate(files)
    )
    refs = "".join(f'<itemref idref="f{files.index(name)}"/>' for name in spine)
    access = "\n".join(f'<meta property="{name}">{escape(value)}</meta>' for name, value in ACCESS)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en-US">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, site.url)}</dc:identifier>\n<dc:title>{escape(site.name)}</dc:title>\n<dc:language>en-US</dc:language>\n'
        f"<dc:creator>{escape(site.name)} contributors</dc:creator>\n<dc:description>{escape(site.description)}</dc:description>\n<dc:source>{escape(site.url)}</dc:source>\n"
        f'<dc:rights>Text and figures CC BY 4.0</dc:rights>\n<dc:date>{stamp[:10]}</dc:date>\n<meta property="dcterms:modified">{stamp}</meta>\n{access}\n'
        f"</metadata>\n<manifest>\n{items}\n</manifest>\n<spine>{refs}</spine>\n</package>\n"
    )


def make_epub(site: Site, chapters: list[Chapter], cover: bytes, epoch: int) -> bytes:
    files = {chapter.slug: f"{chapter.slug}.xhtml" for chapter in chapters}
    printed = {chapter.slug: chapter for chapter in chapters}
    shown: dict[str, bytes] = {}
    definitions = _definitions(printed.get("glossary"))
    made: dict[str, bytes] = {"style.css": STYLE.read_bytes(), "cover.png": cover}
    made["cover.xhtml"] = _document(
        site.name,
        f'<p class="cover"><img src="cover.png" alt="{escape(site.name)}. {escape(site.description)}"/></p>',
        "cover",
    ).encode()
    made["nav.xhtml"] = _navigation(site, chapters, files).encode()
    for chapter in chapters:
        to = Chapterer(Context(site, chapter, printed, set(), shown), files)
        made[files[chapter.slug]] = _document(
            chapter.page.title, _chapter(to, definitions)
        ).encode()
    made |= {
        f"pictures/{name}": fit(data) if name.endswith(".svg") else data
        for name, data in shown.items()
    }
    names = sorted(made)
    package = _package(site, names, ["cover.xhtml", "nav.xhtml", *files.values()], epoch)
    entries = {
        "META-INF/container.xml": CONTAINER.encode(),
        "EPUB/package.opf": package.encode(),
    } | {f"EPUB/{name}": made[name] for name in names}
    return archive({"mimetype": b"application/epub+zip", **entries}, epoch, first_stored=True)
