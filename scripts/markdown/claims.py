"""Graded claims: `==Sentence.=={ .established #claim-id }[^source]`.

`Grades` adds the grade in words after each claim (never by color alone), `evidence` makes the table of every claim on
the site. The same finder feeds evidence.json and .csv.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.core import bibliography, claim_records
from scripts.core.claim_records import GRADES, Record
from scripts.core.pages import CITATION_RE, Page
from scripts.core.settings import ordered_pages
from scripts.markdown import agreement
from scripts.markdown.records import cited, fold, record_id

SECTION_ID = "evidence-{}"  # of the claims of one page, by its slug
MARK_RE = re.compile(
    r"==(?P<text>(?:(?!==).)+?)==\{(?P<attrs>[^}]*)\}(?P<citations>(?:\s*\[\^[^\]]+\])*)", re.DOTALL
)
ANY_MARK_RE = re.compile(r"==(?=\S)(?:(?!==).)+?(?<=\S)==", re.DOTALL)
# On one line: a wrapped attribute list is not read by Markdown and would be printed.
ATTRS_RE = re.compile(rf" *\.(?P<grade>{'|'.join(GRADES)}) +#(?P<id>claim-[a-z0-9-]+) *")


@dataclass(frozen=True)
class Claim:
    """One graded statement as written: Markdown text, source keys, and where it stands."""

    id: str
    grade: str
    text: str
    sources: tuple[str, ...]
    page: Page
    line: int


def find_marks(
    page: Page, pattern: re.Pattern[str] = MARK_RE
) -> Iterator[tuple[int, re.Match[str]]]:
    """(line, mark) of each in a page's prose."""
    text = "\n".join(line for _, line in page.prose)
    for match in pattern.finditer(text):
        yield page.first_line + text.count("\n", 0, match.start()), match


def find_claims(page: Page) -> list[Claim]:
    """Every well-formed claim of a page in order; malformed marks are `find_malformed`'s business."""
    claims = []
    for line, match in find_marks(page):
        if attrs := ATTRS_RE.fullmatch(match["attrs"]):
            text = " ".join(match["text"].split())
            keys = tuple(m["key"] for m in CITATION_RE.finditer(match["citations"]))
            claims.append(Claim(attrs["id"], attrs["grade"], text, keys, page, line))
    return claims


def find_malformed(page: Page) -> list[tuple[int, str]]:
    """(line, what) of marks that are not claims: every `==…==` must carry a grade and an id."""
    good = [(line, m) for line, m in find_marks(page) if ATTRS_RE.fullmatch(m["attrs"])]
    starts = {match.start() for _, match in good}
    needed = "a claim needs { .grade #claim-id } with a grade of " + ", ".join(GRADES)
    return [
        *((line, "no links inside a claim") for line, match in good if "](" in match["text"]),
        *((line, needed) for line, m in find_marks(page, ANY_MARK_RE) if m.start() not in starts),
    ]


def evidence(docs: Path) -> list[str]:
    """Markdown: a section per page with a table of its claims, and the records behind their grades; the explorer reads
    what a record says of its claim."""
    records, _ = claim_records.load(docs / "claims")
    sources = bibliography.load(docs / "references.bib")
    lines: list[str] = []
    for page, group in groupby(ordered_claims(docs), key=lambda claim: claim.page):
        claims = list(group)
        title, checked = page.meta.get("title", page.slug), page.meta.get("checked", "")
        lines += ["", f"## {title} {{ #{SECTION_ID.format(page.slug)} }}", ""]
        lines += ["| Claim | Grade | Sources | Checked |", "|---|---|---|---|"]
        for claim in claims:
            facets = ""
            if record := records.get(claim.id):
                topics, species = "; ".join(record.topics), "; ".join(record.species)
                facets = f' data-topics="{topics}" data-species="{species}"'
            text, grade = claim.text.replace("|", "\\|"), claim.grade
            place = f"[in the lesson]({page.path.name}#{claim.id}){{ .place{facets} }}"
            meaning = f"[{grade}](about.md#grade-{grade}){{ .grade .grade-{grade} }}"
            lines.append(
                f"| {text} {place} | {meaning} | {cited(claim.sources, sources)} | {checked} |"
            )
        lines += fold([(c.text, records[c.id]) for c in claims if c.id in records], sources)
    return [*lines, ""]


def ordered_claims(docs: Path) -> list[Claim]:
    """Claims in story order."""
    return [claim for page in ordered_pages(docs) for claim in find_claims(page)]


def second_reader(docs: Path) -> list[str]:
    """How far a second reader agrees with the grades."""
    claims = ordered_claims(docs)
    places = {claim.id: f"{claim.page.path.name}#{claim.id}" for claim in claims}
    return agreement.agreement(agreement.load(docs), places, {c.id: c.text for c in claims})


def record_link(grade: str, record: Record | None) -> dict[str, str]:
    """Where the grade leads, and what is said when it is pointed at."""
    if record is None:
        return {"href": f"about.md#grade-{grade}", "title": f"How sure: {grade}"}
    return {
        "href": f"evidence.md#{record_id(record.id)}",
        "title": f"How sure: {grade}. Main objection: {record.objection} "
        f"What would change this: {record.would_change}",
    }


class Grades(Treeprocessor):
    """Put the grade in words right after each claim, as a link to the record behind it."""

    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs

    def run(self, root: etree.Element) -> None:
        records, _ = claim_records.load(self.docs / "claims")
        for parent in root.iter():
            for child in list(parent):
                classes = child.get("class", "").split() if child.tag == "mark" else ()
                for grade in set(GRADES).intersection(classes):
                    child.set("class", f"claim {grade}")
                    link = record_link(grade, records.get(child.get("id", "")))
                    label = etree.Element("a", {"class": f"grade grade-{grade}", **link})
                    # The space is inside: on wide windows the label stands in the margin, and leaves no gap behind.
                    label.text = f"\u00a0{grade}"
                    label.tail, child.tail = child.tail, None
                    parent.insert(list(parent).index(child) + 1, label)
