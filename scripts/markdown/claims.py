"""Graded claims: `==Sentence.=={ .established #claim-id }[^source]`.

`Grades` adds the grade in words after each claim (never by color alone), `evidence` makes the table of every claim on
the site. The same finder feeds evidence.json and .csv.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.core import bibliography, claim_records
from scripts.core.claim_records import Record
from scripts.core.pages import CITATION_RE, Page, read_pages
from scripts.core.settings import nav_order
from scripts.markdown import agreement
from scripts.markdown.records import fold, record_id

GRADES = ("established", "supported", "contested", "speculative")
SECTION_ID = "evidence-{}"  # of the claims of one page, by its slug
MARK_RE = re.compile(
    r"==(?P<text>(?:(?!==).)+?)==\{(?P<attrs>[^}]*)\}(?P<citations>(?:\s*\[\^[^\]]+\])*)", re.DOTALL
)
# On one line: a wrapped attribute list is not read by Markdown and would be printed.
ATTRS_RE = re.compile(r" *\.(?P<grade>[a-z]+) +#(?P<id>claim-[a-z0-9-]+) *")


@dataclass(frozen=True)
class Claim:
    """One graded statement as written: Markdown text, source keys, and where it stands."""

    id: str
    grade: str
    text: str
    sources: tuple[str, ...]
    page: Page
    line: int


def find_claims(page: Page) -> list[Claim]:
    """Every well-formed claim of a page in order; malformed marks are `find_malformed`'s business."""
    text = "\n".join(line for _, line in page.prose)
    claims = []
    for match in MARK_RE.finditer(text):
        attrs = ATTRS_RE.fullmatch(match["attrs"])
        if attrs and attrs["grade"] in GRADES:
            line = page.first_line + text.count("\n", 0, match.start())
            keys = tuple(m["key"] for m in CITATION_RE.finditer(match["citations"]))
            claims.append(
                Claim(
                    attrs["id"], attrs["grade"], " ".join(match["text"].split()), keys, page, line
                )
            )
    return claims


def find_malformed(page: Page) -> list[tuple[int, str]]:
    """(line, what) of marks that are not claims: every `==…==` must carry a grade and an id."""
    text = "\n".join(line for _, line in page.prose)
    good = {
        match.start()
        for match in MARK_RE.finditer(text)
        if (a := ATTRS_RE.fullmatch(match["attrs"])) and a["grade"] in GRADES
    }
    found = [
        (page.first_line + text.count("\n", 0, match.start()), "no links inside a claim")
        for match in MARK_RE.finditer(text)
        if match.start() in good and "](" in match["text"]
    ]
    inside = 0
    for match in re.finditer(r"==(?=\S)(?:(?!==).)+?(?<=\S)==", text, re.DOTALL):
        if match.start() < inside:
            continue
        inside = match.end()
        if match.start() not in good:
            found.append(
                (
                    page.first_line + text.count("\n", 0, match.start()),
                    "a claim needs { .grade #claim-id } with a grade of " + ", ".join(GRADES),
                )
            )
    return found


def evidence_table(
    claims: list[Claim],
    sources: dict[str, bibliography.Source],
    records: dict[str, Record],
) -> list[str]:
    """Markdown: one section per page with a table of its claims; the explorer reads what a record says of them."""
    lines: list[str] = []
    pages = list(dict.fromkeys(claim.page for claim in claims))
    for page in pages:
        title = page.meta.get("title", page.slug)
        lines += [
            "",
            f"## {title} {{ #{SECTION_ID.format(page.slug)} }}",
            "",
            "| Claim | Grade | Sources | Checked |",
            "|---|---|---|---|",
        ]
        for claim in (c for c in claims if c.page is page):
            cited = ", ".join(
                f"[{sources[key].label}](references.md#ref-{key})"
                for key in claim.sources
                if key in sources
            )
            text = claim.text.replace("|", "\\|")
            record = records.get(claim.id)
            facets = (
                f' data-topics="{"; ".join(record.topics)}" data-species="{"; ".join(record.species)}"'
                if record
                else ""
            )
            place = f"[in the lesson]({page.path.name}#{claim.id}){{ .place{facets} }}"
            grade = (
                f"[{claim.grade}](about.md#grade-{claim.grade}){{ .grade .grade-{claim.grade} }}"
            )
            lines.append(f"| {text} {place} | {grade} | {cited} | {page.meta.get('checked', '')} |")
        own = [(c.text, records[c.id]) for c in claims if c.page is page and c.id in records]
        lines += fold(own, sources)
    return [*lines, ""]


def ordered_claims(docs: Path) -> list[Claim]:
    """Claims in story order; a page outside the nav comes last."""
    order = {name: at for at, name in enumerate(nav_order(docs.parent / "mkdocs.yml"))}
    pages = sorted(read_pages(docs), key=lambda page: order.get(page.path.name, len(order)))
    return [claim for page in pages for claim in find_claims(page)]


def evidence(docs: Path) -> list[str]:
    """The table of every claim, and the records behind the grades."""
    records, _ = claim_records.load(docs / "claims")
    sources = bibliography.load(docs / "references.bib")
    return evidence_table(ordered_claims(docs), sources, records)


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
                grade = (
                    next((g for g in GRADES if g in child.get("class", "").split()), None)
                    if child.tag == "mark"
                    else None
                )
                if grade is None:
                    continue
                child.set("class", f"claim {grade}")
                label = etree.Element(
                    "a",
                    {
                        "class": f"grade grade-{grade}",
                        **record_link(grade, records.get(child.get("id", ""))),
                    },
                )
                # The space is inside: on wide windows the label stands in the margin, and leaves no gap behind.
                label.text = f"\u00a0{grade}"
                label.tail, child.tail = child.tail, None
                parent.insert(list(parent).index(child) + 1, label)
