"""Reading aids for which plain Markdown has no syntax.

- the sections every lesson has (In brief, What is not known, Check yourself, Where next), the first two of the home page
  and the reading routes for teachers are wrapped, so that they can be boxes;
- tables get a frame of their own that scrolls on a phone, and a name;
- citations that follow one another become one link, and the list of sources a fold whose back-links have letters;
- each claim gets a link to itself after its grade;
- a number and its unit stay on one line;
- links to the glossary carry the definition, so that the theme's tooltip can show it without loading anything.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.core.pages import CITATION_RE, read_page, sections
from scripts.core.typography import bind

SECTIONS = ("in-brief", "not-known", "check-yourself", "where-next", "puzzle", "map", "two-minutes")
BETWEEN = ("footnote", "lesson-cards", "admonition recap")  # what ends a section as a heading does
NOT_SEARCHED = {"claim", "grade", "claimlink", "question-note", "verdict", "footnote"}
NOT_SEARCHED |= {"lesson-cards"}
LINK_RE = re.compile(r"!?\[(?P<text>[^\]]*)\]\([^)]*\)")
FIRST_RE = re.compile(r"(?<!Table \d)(?<!Table \d\d)\.\s+(?=[A-Z(])")  # the end of a first sentence
SAY_RE = re.compile(r"\s*\*Say:\*\s*([^.]+)\.")
POINTER_RE = re.compile(r"\s*(?:Explained in|\*?See also:?\*?)\s.*$", re.DOTALL | re.IGNORECASE)
CODE = {"code", "pre", "script", "style"}
LETTERS = [*ascii_lowercase, *(f"a{letter}" for letter in ascii_lowercase)]
RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-−()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


def plain(markdown: str) -> str:
    """A definition as text: no links, citations or emphasis; sub- and superscripts as Unicode where all letters exist."""
    text = LINK_RE.sub(lambda match: match["text"], CITATION_RE.sub("", markdown))
    text = re.sub(r"\^([^\s^]+)\^", lambda m: m[1].translate(RAISED), text)
    text = re.sub(
        r"~([^\s~]+)~", lambda m: m[1].translate(LOWERED) if m[1] == m[1].lower() else m[1], text
    )
    return re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)[*`]", "", text)).strip()


@lru_cache(maxsize=4)
def _definitions(path: Path, stamp: int) -> dict[str, tuple[str, str]]:
    found = {}
    for entry, lines in sections(read_page(path)):
        if entry.level == 3 and entry.id:
            body = " ".join(" ".join(text for _, text in lines).split())
            body = POINTER_RE.sub("", SAY_RE.sub("", body))
            found[entry.id] = (plain(entry.text), plain(body))
    return found


def definitions(path: Path) -> dict[str, tuple[str, str]]:
    """Glossary id → (term, definition); empty without a glossary."""
    return _definitions(path, path.stat().st_mtime_ns) if path.exists() else {}


def words(element: etree.Element) -> str:
    """What an element says, without numbers of citations and links to itself."""
    parts = [element.text or ""]
    for child in element:
        is_sign = "headerlink" in child.get("class", "")
        if not is_sign and not child.get("id", "").startswith("fnref"):
            parts.append(words(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def wrap_sections(root: etree.Element) -> None:
    """Move each named section, from its `##` heading to the next one, into a <section>; each route from `###` on."""
    section = None
    for child in list(root):
        name = child.get("id", "")
        if child.tag in ("h2", "h3"):
            wanted = (child.tag == "h2" and name in SECTIONS) or name.startswith("route-")
            if child.tag == "h2" or wanted:
                section = None
            if wanted:
                kind = "route" if child.tag == "h3" else name
                section = etree.Element("section", {"class": kind, "aria-label": words(child)})
                section.tail = "\n"
                root.insert(list(root).index(child), section)
        elif child.tag == "div" and child.get("class", "").startswith(BETWEEN):
            section = None
        if section is not None:
            root.remove(child)
            section.append(child)


def name_rows(table: etree.Element) -> None:
    """A table with an empty corner has row headers; a corner without text is no header itself."""
    corner = table.find("thead/tr/th")
    if corner is None or "".join(corner.itertext()).strip():
        return
    corner.tag = "td"
    for row in table.findall("tbody/tr"):
        if len(row):
            row[0].tag = "th"
            row[0].set("scope", "row")


def name_tables(root: etree.Element) -> None:
    """For those who hear the page: a table is called by the first sentence of its caption, else by the heading above it."""
    heading = ""
    captions: dict[etree.Element, str] = {}
    for element in root.iter():
        if element.tag == "figure" and (caption := element.find("figcaption")) is not None:
            name = FIRST_RE.split(words(caption))[0].rstrip(".")
            captions |= dict.fromkeys(element.iter("table"), name)
        elif element.tag in ("h2", "h3", "h4"):
            heading = words(element)
        elif element.tag == "table" and (name := captions.get(element) or heading):
            element.attrib.setdefault("aria-label", name)


def frame_tables(root: etree.Element) -> None:
    for parent in list(root.iter()):
        if "table-frame" in parent.get("class", ""):
            continue
        for at, child in enumerate(list(parent)):
            if child.tag == "table":
                child.set("class", "data")  # the theme then leaves it alone
                name_rows(child)
                heads = ["".join(cell.itertext()) for cell in child.findall("thead/tr/*")]
                kind = " evidence" if heads[:2] == ["Claim", "Grade"] else ""
                frame = etree.Element("div", {"class": f"table-frame columns-{len(heads)}{kind}"})
                frame.tail, child.tail = child.tail, None
                parent[at] = frame
                frame.append(child)


def _number(sup: etree.Element) -> etree.Element | None:
    """The link of a citation, or None for any other superscript."""
    return sup.find("a") if sup.tag == "sup" and sup.get("id", "").startswith("fnref") else None


def name_signs(root: etree.Element) -> None:
    """The sign beside a heading has a name, not a title: the theme would get a tooltip ready for each (1 ms on a phone)."""
    for link in root.iter("a"):
        if "headerlink" in link.get("class", "") and (title := link.attrib.pop("title", "")):
            link.set("aria-label", title)


def hide_from_search(root: etree.Element) -> None:
    """The theme's search leaves out what carries this attribute, and takes it off the page again."""
    for element in root.iter():
        names = set(element.get("class", "").split())
        if element.get("id", "").startswith("fnref") or names & NOT_SEARCHED:
            element.set("data-search-exclude", "true")


def join_citations(root: etree.Element) -> None:
    """Make citations that follow one another one link, to the first source; the others are named in `data-also`.

    Ten small numbers in a row are ten stops for a keyboard, and hard to hit with a finger.
    """
    for parent in list(root.iter()):
        first = None
        for child in list(parent):
            link = _number(child)
            if link is not None and first is not None:
                first.text = f"{first.text},{link.text}"
                first.set("data-also", f"{first.get('data-also', '')} {link.get('href')}".strip())
                child.remove(link)
                child.set("class", "also")
            elif link is not None:
                first = link
            if link is None or (child.tail or "").strip():
                first = None
    for link in root.iter("a"):
        if "footnote-ref" in link.get("class", ""):
            link.set("aria-label", f"Source{'s' if 'data-also' in link.attrib else ''} {link.text}")


def fold_sources(root: etree.Element) -> None:
    """The list of sources is a fold. Where a source is cited more than once, the ways back are a, b, c."""
    for box in root.findall(".//div[@class='footnote']"):
        rule, items = box.find("hr"), box.findall("ol/li")
        if rule is not None:
            box.remove(rule)
        box.tag = "details"
        summary = etree.Element("summary")
        summary.text = f"Sources ({len(items)})"
        box.insert(0, summary)
        for number, item in enumerate(items, 1):
            back = item.findall(".//a[@class='footnote-backref']")
            for letter, link in zip(LETTERS, back, strict=False):
                place = f": {letter}" if len(back) > 1 else ""
                link.attrib.pop("title", None)
                link.set("aria-label", f"Back to where source {number} is cited{place}")
                link.text = letter if place else "↩"


def self_link(to: etree.Element, classes: str, label: str) -> etree.Element:
    named = {"class": classes, "href": f"#{to.get('id')}", "aria-label": label}
    link = etree.Element("a", named)
    link.text = "¶"
    return link


def link_claims(root: etree.Element) -> None:
    for parent in list(root.iter()):
        for mark, grade in pairwise(list(parent)):
            if mark.tag == "mark" and grade.tag == "a" and mark.get("id"):
                link = self_link(mark, "headerlink claimlink", "Link to this claim")
                link.tail, grade.tail = grade.tail, None
                parent.insert(list(parent).index(grade) + 1, link)


def link_folds(root: etree.Element) -> None:
    """A fold with an id can be sent to someone: its address opens it. The link stands beside its title and not in it:
    a title is a button, and may hold no link (WCAG 4.1.2)."""
    for box in root.iter("details"):
        if box.find("summary") is not None and box.get("id", "").startswith("more-"):
            box.insert(1, self_link(box, "headerlink", "Link to this detail"))


def define_terms(root: etree.Element, terms: dict[str, tuple[str, str]]) -> None:
    for link in root.iter("a"):
        name, _, anchor = link.get("href", "").partition("#")
        if name.endswith("glossary.md") and anchor in terms:
            link.set("class", f"{link.get('class', '')} term".strip())
            link.set("title", ": ".join(terms[anchor]))


def bind_units(root: etree.Element) -> None:
    """A number and its unit stay on one line."""
    for element in root.iter():
        if element.text and element.tag not in CODE and isinstance(element.text, str):
            element.text = bind(element.text)
        if element.tail:
            element.tail = bind(element.tail)


class Reading(Treeprocessor):
    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs

    def run(self, root: etree.Element) -> None:
        bind_units(root)
        wrap_sections(root)
        name_tables(root)
        frame_tables(root)
        join_citations(root)
        fold_sources(root)
        link_claims(root)
        link_folds(root)
        name_signs(root)
        hide_from_search(root)
        define_terms(root, definitions(self.docs / "glossary.md"))
