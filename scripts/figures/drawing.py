"""Read a drawing: the picture docs/figures/<id>.svg and, in <id>.csv, what stands behind each of its parts. Open this
when a drawing is refused, or to see how names, links and grades get into it.

A part is an element with a `data-part` and an `id` that a row of the CSV names. The picture holds its shape and visible words; the row
holds its name and description for assistive technology, the section that explains it, its grade and its sources. So each
is written once: the build puts them into the picture and makes the table of the same rows. A grade `claim` is that of the
claim which `page` points to; color, line style and word of an arrow follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from lxml import etree

from scripts.core import bibliography
from scripts.core.claim_records import GRADES
from scripts.core.pages import read_pages, read_text
from scripts.core.problems import InputError, Problem
from scripts.core.records import Record, Words, fields, read_csv
from scripts.figures import theme
from scripts.figures.figure import Cell, Figure
from scripts.figures.svg import TAG
from scripts.markdown.claims import find_claims

ELEMENT_RE = re.compile(
    "svg|g|a|title|desc|defs|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|clipPath"
)
ATTRIBUTE_RE = re.compile(
    "id|href|viewBox|d|points|x|y|x1|x2|y1|y2|dx|dy|width|height|cx|cy|r|rx|ry|transform|opacity|clip-path"
    "|fill|fill-opacity|fill-rule|paint-order|text-anchor|dominant-baseline"
    "|stroke|stroke-(width|opacity|dasharray|linecap|linejoin)|font-(family|size|style|weight)"
    "|data-(part|step|view|fold|tag)"
)
PAGE_RE = re.compile(r"^[a-z-]+\.md(#[\w-]+)?$")
# How a line of each grade is drawn.
LINES: dict[str, dict[str, str]] = {
    "established": {"stroke-width": "2.5"},
    "supported": {"stroke-width": "2.5", "stroke-dasharray": "9 4"},
    "contested": {"stroke-width": "2.5", "stroke-dasharray": "4 4"},
    "speculative": {"stroke-width": "3", "stroke-dasharray": "0.1 6", "stroke-linecap": "round"},
}
PAINTS = {theme.LIGHT[f"grade-{grade}"]: grade for grade in GRADES}
# Parts that are steps of an argument: their grade is part of their name.
STEPS = ("arrow", "side", "question")


class Part(Record, frozen=True):
    """One row of docs/figures/<id>.csv. An arrow of a drawing that can be asked says where it starts and ends,
    and in which accounts it stands."""

    id: Words
    name: Words
    says: Words
    page: Words
    grade: Literal["", "claim", "established", "supported", "contested", "speculative"] = ""
    seen_in: str = ""
    sources: str = ""
    evidence: str = ""
    against: str = ""
    start: str = ""
    end: str = ""
    accounts: str = ""


def claim_grades(docs: Path) -> dict[str, str]:
    """The grade of each claim, as the pages state it."""
    return {claim.id: claim.grade for page in read_pages(docs) for claim in find_claims(page)}


def parse_svg(text: str, path: Path) -> etree._Element:
    """Text → tree without comments; anything that could run, or reach outside the file, is refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        told = re.sub(r", line \d+, column \d+.*", "", error.msg or "unreadable")
        raise InputError(Problem(str(path), error.lineno or 1, f"malformed SVG: {told}")) from error
    problems = [Problem(str(path), line, told) for line, told in forbidden(root)]
    if root.tag != f"{TAG}svg" or not root.get("viewBox"):
        problems.append(Problem(str(path), 1, "a drawing is an <svg xmlns=…> with a viewBox"))
    if problems:
        raise InputError(*problems)
    return root


def forbidden(root: etree._Element) -> Iterator[tuple[int, str]]:
    """(line, what) of elements, attributes and values that a drawing may not have."""
    if root.getroottree().docinfo.doctype:
        yield 1, "a drawing has no document type"
    for element in root.iter():
        line = element.sourceline or 1
        name = str(element.tag).removeprefix(TAG) if isinstance(element.tag, str) else "<?…?>"
        if not ELEMENT_RE.fullmatch(name):
            yield line, f"a drawing may not hold '{name}'"
            continue
        for key, value in element.attrib.items():
            if not ATTRIBUTE_RE.fullmatch(key):
                yield line, f"a drawing may not have the attribute '{key}' (on <{name}>)"
            elif key == "href" and not PAGE_RE.match(value):
                told = "a link in a drawing names a page, such as safety.md#bladder, not"
                yield line, f"{told} '{value}'"
            elif "url(" in value and not re.fullmatch(r"url\(#[\w-]+\)", value):
                yield line, f"'{key}' refers to something outside the drawing: '{value}'"


def faults(
    parts: list[tuple[int, Part]],
    named: Mapping[str, etree._Element],
    grades: Mapping[str, str],
    sources: Mapping[str, bibliography.Source],
    picture: Path,
) -> Iterator[Problem]:
    """Rows and parts that do not fit each other, the claims or the bibliography."""
    rows = str(picture.with_suffix(".csv"))
    seen: set[str] = set()
    for line, part in parts:
        if part.id in seen:
            yield Problem(rows, line, f"a second row for '{part.id}'")
        seen.add(part.id)
        if part.id not in named:
            what = f'{picture.name} has no element with id="{part.id}" and data-part'
            yield Problem(rows, line, what)
        if part.grade == "claim" and part.page.partition("#")[2] not in grades:
            yield Problem(rows, line, f"the grade is that of the claim, but '{part.page}' is none")
        for key in part.sources.split():
            if key not in sources:
                yield Problem(rows, line, f"unknown source '{key}'")
        for end in filter(None, (part.start, part.end)):
            if end not in named:
                yield Problem(rows, line, f"{picture.name} has no part '{end}' for an arrow's end")
    for key, element in named.items():
        # A key to the signs, or a heading, is no row of the table: it has its own words.
        if key not in seen and element.find(f"{TAG}title") is None:
            told = f"'{key}' has neither a row in the table nor a <title>"
            yield Problem(str(picture), element.sourceline or 1, told)


def read(
    path: Path, grades: Mapping[str, str], sources: Mapping[str, bibliography.Source]
) -> Figure:
    """A picture and its rows → the picture with the words of its parts, their table, their grades, and what can be asked."""
    root = parse_svg(read_text(path), path)
    parts = read_csv(path.with_suffix(".csv"), Part)
    root.set("font-family", theme.FONT)
    named = {element.get("id", ""): element for element in root.iter() if element.get("data-part")}
    if problems := list(faults(parts, named, grades, sources, path)):
        raise InputError(*problems)
    found: dict[str, str] = {}
    rows: list[dict[str, Cell]] = []
    weighed = any(part.evidence or part.against for _, part in parts)
    for _, part in parts:
        grade = grades[part.page.partition("#")[2]] if part.grade == "claim" else part.grade
        found[part.id] = grade
        step = bool(grade) and named[part.id].get("data-part") in STEPS
        name = f"{part.name}: {grade}" if step else part.name
        dress(named[part.id], part, name, grade if step else "")
        weighing = {"Evidence for": part.evidence, "Against, or open": part.against}
        cells = {"Part": name, "What it says": part.says, **(weighing if weighed else {})}
        cells |= {
            "Certainty": grade,
            "Seen in": part.seen_in,
            "Sources": "; ".join(sources[key].label for key in part.sources.split()),
            "Page": part.page.replace(".md", "/"),
        }
        # An en dash where there is nothing to say.
        rows.append({head: cell or "–" for head, cell in cells.items()})
    arrows = [
        fields(part, "id", "name", "start", "end")
        | {"grade": found[part.id], "accounts": part.accounts.split()}
        for _, part in parts
        if part.start
    ]
    picture = etree.tostring(root, encoding="unicode")
    asked = {"arrows": arrows} if arrows else {}
    return Figure(rows, picture=picture, parameters=asked, words=found)


def dress(element: etree._Element, part: Part, name: str, grade: str) -> None:
    """Put the words of a row into its part: link, name, description, and the look of its grade."""
    for link in element.iter(f"{TAG}a"):
        link.set("href", part.page)
    for at, (tag, text) in enumerate((("title", name), ("desc", part.says))):
        child = etree.Element(TAG + tag)
        child.text = text
        element.insert(at, child)
    element[1].tail = element.text
    if grade:
        element.set("data-grade", grade)
        paint(own(element), grade)


def own(element: etree._Element) -> Iterable[etree._Element]:
    """What belongs to a part, without the parts that stand inside it."""
    for child in element:
        if not child.get("data-part"):
            yield child
            yield from own(child)


def paint(elements: Iterable[etree._Element], grade: str) -> None:
    """Color, line style and word of the grade, wherever the picture shows the one that its line was drawn with."""
    found = list(elements)
    lines = [one for one in found if one.tag == f"{TAG}path" and one.get("stroke") in PAINTS]
    if not lines:
        return
    was = PAINTS[lines[0].get("stroke", "")]
    before, after = (theme.LIGHT[f"grade-{name}"] for name in (was, grade))
    for element in found:
        if before not in (element.get("fill"), element.get("stroke")):
            continue
        if element.text:
            element.text = element.text.replace(was, grade)
        for name in ("fill", "stroke"):
            if element.get(name) == before:
                element.set(name, after)
        # Arrow heads have joins; what has none is the line.
        if element in lines and element.get("stroke-linejoin") is None:
            for name in ("stroke-dasharray", "stroke-linecap"):
                element.attrib.pop(name, None)
            element.attrib.update(LINES[grade])
