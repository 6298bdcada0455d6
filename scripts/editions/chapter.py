"""A chapter: one page of the site as it is printed. Open this when an edition drops, misplaces or misnumbers something.

What leaves this file has no buttons, permalinks or back-arrows, and is faultless, so that print and e-book need not check:

- `x-cite` holds neighboring citations (`x-ref`: key, number);
- `x-box` (kind, name) holds its `x-title`, then its text;
- `x-question` holds its `x-title`, `x-choice`s (right; an `x-words`, then the reason) and an `x-note`;
- `figure` (kind, number, data-src) holds its `x-caption`, then `svg`, `img` or `table`, `x-description`, `x-data`;
- a claim's `mark` carries its grade, and a link where it leads: `to` a place of the guide (`metabolism#steps`) or
  `href` outside of it.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn
from urllib.parse import unquote, urljoin, urlsplit

from scripts.core.claim_records import GRADES
from scripts.core.problems import InputError, Problem
from scripts.core.settings import Place, nav_places
from scripts.core.site import BuiltPage, Site
from scripts.editions.imprint import Imprint
from scripts.editions.tree import Child, Element, from_node

# The text of a page, in our frame and in the theme's (`article.md-content__inner`).
CONTENT = "main article"
# Screen-only furniture: left out with everything inside. The lesson head is set anew from the front matter.
DROP_TAGS = {
    *("script", "style", "noscript", "template", "button", "input", "select", "form", "link", "h1")
}
DROP_CLASSES = {
    *("headerlink", "footnote-backref", "figure-number", "caption-prefix", "figure-tools"),
    *("page-head", "objectives", "page-sources", "contents", "share", "print-address", "near"),
    *("md-content__button", "md-source-file", "md-feedback", "md-tags"),
    *("js-only", "no-print", "on-screen"),
}
BOXES = {
    "misconception": "Common misconception",
    "experiment": "How do we know?",
    "note": "Note",
    "recap": "Recap",
    "more": "More detail",  # folded on a screen, and open here: paper and many readers cannot unfold
}
MORE = f"{BOXES['more']}:"
OUTSIDE = {"http", "https", "mailto", "tel"}


@dataclass(eq=False)
class Note:
    """One numbered source of a chapter."""

    key: str
    number: int
    children: list[Child]


@dataclass(eq=False)
class Chapter:
    page: BuiltPage
    label: str  # its name in the nav
    part: str  # the nav's name of its part
    part_number: int
    number: int = 0  # 0: front or back matter, printed without a number
    body: list[Element] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.page.slug

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def full_title(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title

    @property
    def facts(self) -> list[str]:
        """What stands below the title: how long it takes to read, when it was compared with its sources."""
        minutes, checked = self.page.meta.get("minutes"), self.page.checked
        return [
            *([f"About {minutes} minutes to read"] if minutes else []),
            *([f"Facts checked {checked}"] if checked else []),
        ]

    @property
    def objectives(self) -> list[tuple[str, str]]:
        """(section, what one can do after it)."""
        return [(o["section"], o["text"]) for o in self.page.meta.get("objectives") or ()]

    @property
    def origins(self) -> list[tuple[str, str]]:
        """(address, title) of what the page as a whole comes from."""
        return [(s["url"], s["title"]) for s in self.page.meta.get("sources") or ()]

    @property
    def reviewed(self) -> str:
        """Who has reviewed the page, or ""."""
        by = self.page.meta.get("reviewed") or {}
        return f"Reviewed by {by['name']} on {by['date']}" if by else ""

    @property
    def questions(self) -> list[Element]:
        return [element for element in self.elements if element.tag == "x-question"]

    @property
    def headings(self) -> list[tuple[str, str]]:
        """(id, words) of the sections, without the letters of the glossary."""
        headings = [e for e in self.elements if e.tag == "h2" and not e.id.startswith("letter-")]
        return [(e.id, e.text) for e in headings]

    @property
    def figures(self) -> list[Element]:
        """Those with a description in words; a table in a figure has none."""
        return [e for e in self.elements if e.tag == "figure" and e.child("x-description")]

    @cached_property
    def elements(self) -> list[Element]:
        """Every element of the text, in document order."""
        return [element for top in self.body for element in top.walk()]

    @cached_property
    def sections(self) -> dict[str, str]:
        """Id → id of the section in which it stands; "" for what may drift to another page."""
        found, section = {}, ""
        for element in (element for element in self.elements if element.id):
            if element.tag == "h2":
                section = element.id
            found[element.id] = "" if element.tag == "figure" else section
        return found

    def roots(self) -> list[Element]:
        """Every subtree that is printed, for passes over the whole chapter."""
        return [*self.body, *(Element("x-note", {}, note.children) for note in self.notes)]

    def fail(self, what: str, words: str = "") -> NoReturn:
        """Stop the build at the line of the page's Markdown that begins with these words, as far as it can be found."""
        source, start = self.page.source, " ".join(words.split()[:3])
        if source is None:
            raise InputError(Problem(self.page.path, 0, what))
        lines = enumerate(source.path.read_text(encoding="utf-8").split("\n"), 1)
        line = next((number for number, text in lines if start and start in text), 0)
        raise InputError(Problem(str(source.path), line, what))


def is_dropped(element: Element) -> bool:
    if element.tag in DROP_TAGS:
        return True
    return not DROP_CLASSES.isdisjoint(element.classes) or "hidden" in element.attrs


def resolve(site: Site, imprint: Imprint, page: BuiltPage, href: str) -> dict[str, str]:
    """Follow a link as a browser on that page would: `to` a place of the guide or `href` outside; nothing for a
    file of a site that has no public address."""
    scheme = urlsplit(href).scheme
    if scheme in OUTSIDE or href.startswith("//"):
        return {"href": href if scheme else f"https:{href}"}
    if scheme:
        Chapter(page, "", "", 0).fail(f"cannot print a link to '{href}'", href)
    parts = urlsplit(urljoin(f"//site/{page.address}", href))
    path = unquote(parts.path).lstrip("/").removesuffix("index.html")
    built = site.pages.get(posixpath.join(path, "index.html") if path[-1:] in ("/", "") else path)
    if built and built.source:
        return {"to": f"{built.slug}#{unquote(parts.fragment) or 'top'}"}
    live = imprint.live(path, parts.fragment)
    return {"href": live} if live else {}


def arrange(element: Element, chapter: Chapter) -> None:
    """Regroup the children of an element, and of all below it, as the editions set them."""
    arranged: list[Child] = []
    for child in element.children:
        last = next((c for c in reversed(arranged) if not isinstance(c, str) or c.strip()), None)
        before = last if isinstance(last, Element) else Element("")
        if isinstance(child, str):
            if before.tag != "x-question" or child.strip():
                arranged.append(child)
            continue
        if child.tag == "h3" and "question" in child.classes:
            title = Element("x-title", {}, child.children)
            child = Element("x-question", {"id": child.id}, [title])
        arrange(child, chapter)
        link = child.find_class("footnote-ref") if child.tag == "sup" else None
        if link:
            # One link for all sources of a place; those after the first leave an empty `sup` with their id behind it.
            hashes = [link.attrs["href"], *link.attrs.get("data-also", "").split()]
            references = [
                Element("x-ref", {"key": unquote(key).removeprefix("#fn:"), "number": number})
                for key, number in zip(hashes, link.text.split(","), strict=True)
            ]
            references[0].attrs["id"] = child.id
            child = Element("x-cite", {}, [*references])
        elif child.tag == "sup" and "also" in child.classes and before.tag == "x-cite":
            next(ref for ref in before.elements if not ref.id).attrs["id"] = child.id
            continue
        elif child.tag == "a" and "grade" in child.classes and "claim" in before.classes:
            if arranged[-1] is not before:
                arranged.pop()  # the no-break space; the label is printed with the claim
            continue
        elif before.tag == "x-question" and child.classes & {"choices", "question-note"}:
            before.children += _answer_parts(child, before, chapter)
            continue
        arranged.append(_shaped(child, chapter))
    element.children = arranged


def _shaped(element: Element, chapter: Chapter) -> Element:
    """The element as it is printed; everything that stands on its own and needs more than its tag says."""
    if element.tag == "mark":
        element.attrs["grade"] = next((g for g in GRADES if g in element.classes), "")
        if not element.attrs["grade"]:
            chapter.fail("<mark> without a grade", element.text)
    elif "formula" in element.classes and not element.attrs.get("aria-label"):
        chapter.fail("a formula without words (aria-label)", element.text)
    elif "admonition" in element.classes:
        return _box(element, element.find_class("admonition-title"), chapter)
    elif element.tag == "details" and not element.classes & {"choice", "footnote"}:
        # "More detail: what came next" is set as "What came next" under a label that says "More detail".
        title = element.child("summary")
        first = title.children[0] if title and title.children else ""
        if title and isinstance(first, str) and first.strip().startswith(MORE):
            words = first.strip().removeprefix(MORE).lstrip()
            title.children[0] = words[:1].upper() + words[1:]
        element.attrs["class"] = "more"
        return _box(element, title, chapter)
    elif element.tag == "figure":
        return _figure(element, chapter)
    return element


def _box(element: Element, title: Element | None, chapter: Chapter) -> Element:
    kind = next((kind for kind in BOXES if kind in element.classes), None)
    if kind is None or title is None:
        chapter.fail(f"box of unknown kind: {element.attrs.get('class')}", element.text)
    inside = [Element("x-title", {}, title.children), *element.without(title)]
    return Element("x-box", {"id": element.id, "kind": kind, "name": BOXES[kind]}, inside)


def _answer_parts(element: Element, question: Element, chapter: Chapter) -> list[Child]:
    """What a list of choices, or the note below it, adds to its question."""
    if "question-note" in element.classes:
        return [Element("x-note", {}, element.children)]
    choices, asked = list[Element](), f"question '{question.id}'"
    for choice in (e for e in element.walk() if "choice" in e.classes):
        words, feedback = choice.find_tag("summary"), choice.find_class("feedback")
        if words is None or feedback is None:
            chapter.fail(f"{asked}: a choice without words or feedback", question.id)
        reason = feedback.without(feedback.find_class("verdict"))
        right = "right" if "choice-right" in choice.classes else ""
        inside = [Element("x-words", {}, words.children), *reason]
        choices.append(Element("x-choice", {"right": right}, inside))
    if sum(bool(choice.attrs["right"]) for choice in choices) != 1:
        chapter.fail(f"{asked} needs exactly one right choice", question.id)
    return [*choices]


def _figure(element: Element, chapter: Chapter) -> Element:
    """Flat: the caption without what is folded into it on the site, and that beside it."""
    caption = element.child("figcaption")
    folded = [box for box in caption.elements if box.tag == "x-box"] if caption else []
    shown = element.find(lambda e: e.tag in ("svg", "img", "table"))
    if shown is None:
        chapter.fail(f"figure '{element.id}' has neither table nor picture", element.id)
    inside: list[Child] = [Element("x-caption", {}, caption.without(*folded))] if caption else []
    inside.append(shown)
    for box in folded:
        tag = "x-data" if box.find_class("figure-table") else "x-description"
        inside.append(Element(tag, {}, box.without(box.child("x-title"))))
    kind = "Table" if shown.tag == "table" else "Figure"
    return Element("figure", element.attrs | {"kind": kind}, inside)


def make_chapter(site: Site, imprint: Imprint, chapter: Chapter) -> None:
    """Fill in the text of the chapter and its notes."""
    node = chapter.page.tree.css_first(CONTENT)
    if node is None:
        chapter.fail(f"the built page has no '{CONTENT}'")
    article = from_node(node, is_dropped)
    arrange(article, chapter)
    for link in article.find_tags("a"):
        if "href" in link.attrs:
            link.attrs |= resolve(site, imprint, chapter.page, link.attrs.pop("href"))
        if (address := link.attrs.get("href", "")) and link.text.endswith("…"):
            # The whole address, which paper needs.
            link.children = [address.partition("//")[2].removeprefix("www.")]
    footnotes = article.find_class("footnote")
    for item in footnotes.find_tags("li") if footnotes else ():
        inside = item.elements[0].children if len(item.elements) == 1 else item.children
        key = item.id.removeprefix("fn:")
        chapter.notes.append(Note(key, len(chapter.notes) + 1, inside))
    body = article.without(footnotes)
    chapter.body = [
        c if isinstance(c, Element) else Element("p", {}, [c])
        for c in body
        if not isinstance(c, str) or c.strip()
    ]
    number_figures(chapter)


def number_figures(chapter: Chapter) -> None:
    """Figures and captioned tables are numbered within their chapter; so are the sources of the list of references."""
    counts: Counter[str] = Counter()
    for element in chapter.elements:
        if element.tag == "p" and element.id.startswith("ref-"):
            element.attrs["kind"] = "source"
        if kind := element.attrs.get("kind", "") if element.tag in ("figure", "p") else "":
            counts[kind] += 1
            within = f"{chapter.number}." if chapter.number and kind != "source" else ""
            element.attrs["number"] = f"{within}{counts[kind]}"


def make_chapters(site: Site, imprint: Imprint) -> list[Chapter]:
    """All pages in the order of the nav; a page with objectives is a lesson and gets a number."""
    places = dict(nav_places(site.config.nav))
    chapters: list[Chapter] = []
    for page in site.guide_pages:
        assert page.source is not None
        file = page.source.path.relative_to(site.docs).as_posix()
        label, part, part_number = places.get(file, Place())
        chapter = Chapter(page, label or page.title, part, part_number)
        if chapter.objectives:
            chapter.number = sum(bool(one.number) for one in chapters) + 1
        make_chapter(site, imprint, chapter)
        chapters.append(chapter)
    return chapters
