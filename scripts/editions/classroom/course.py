"""What the classroom files are made from: lessons with their questions, claims, figures and terms, read from the Markdown pages.

Open this when an export needs something of a lesson that it cannot find here.
"""

from __future__ import annotations

import json
import re
import string
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scripts.core import bibliography
from scripts.core.bibliography import Source
from scripts.core.claim_records import GRADES
from scripts.core.pages import CITATION_RE, Page
from scripts.core.problems import InputError, Problem
from scripts.core.site import Site, built_path
from scripts.editions.classroom.rich import Rich, RichReader, Run, line
from scripts.editions.imprint import Imprint, read_imprint
from scripts.figures import content
from scripts.figures.build import CACHE, parts_of
from scripts.markdown.claims import find_claims
from scripts.markdown.listings import FIGURE_RE
from scripts.markdown.questions import find_questions
from scripts.markdown.reading import FIRST_RE, definitions

WORD_RE = re.compile(r"\{\{(?P<name>[\w-]+)\}\}")
KEY_TERMS = 5
TERM_RE = re.compile(r"\(glossary\.md#(?P<id>[\w-]+)\)")


@dataclass(frozen=True)
class Choice:
    letter: str  # its place among the choices as written: A, B, C
    text: Rich
    right: bool
    feedback: Rich


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    address: str


@dataclass(frozen=True)
class Question:
    """`id` is unique in the whole guide, so that a newer file replaces a question instead of doubling it."""

    id: str
    text: Rich
    choices: tuple[Choice, ...]
    objective: str
    section: Section  # what to reread
    address: str
    origin: Rich  # where it comes from and what to reread, for every answer alike

    @property
    def right(self) -> Choice:
        return next(choice for choice in self.choices if choice.right)


@dataclass(frozen=True)
class Claim:
    id: str
    grade: str
    text: Rich
    sources: tuple[Source, ...]
    address: str
    lesson: str


@dataclass(frozen=True)
class Figure:
    id: str
    number: int
    title: str
    sentence: Rich  # the first of its caption: what to see
    alt: str
    description: Rich
    sources: tuple[Source, ...]
    address: str
    png: Path
    svg: Path


@dataclass(frozen=True)
class Term:
    id: str
    name: str
    definition: str
    address: str


@dataclass(frozen=True)
class Lesson:
    slug: str
    title: str
    description: str
    minutes: int
    address: str
    objectives: tuple[str, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]
    key_terms: tuple[Term, ...]  # those that are most its own, in the order of their first use


@dataclass(frozen=True)
class Course:
    imprint: Imprint
    lessons: tuple[Lesson, ...]
    terms: tuple[Term, ...]
    grades: dict[str, str]  # what each grade means

    @property
    def questions(self) -> list[Question]:
        return [question for lesson in self.lessons for question in lesson.questions]

    @property
    def claims(self) -> list[Claim]:
        return [claim for lesson in self.lessons for claim in lesson.claims]


class _Reader:
    """Reads one page after the other; what all of them share is read once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.imprint = read_imprint(site)
        self.sources = bibliography.load(site.docs / "references.bib")
        self._rich = RichReader(self.sources)
        self._paths = {
            page.path.name: built_path(page, site.docs).removesuffix("index.html")
            for page in site.sources
        }

    def address(self, page: Page, link: str) -> str:
        """The published address of a link as written on a page; "" where the site has no public one."""
        if "://" in link:
            return link
        name, _, fragment = link.partition("#")
        path = self._paths.get(name or page.path.name)
        return "" if path is None else self.imprint.live(path, fragment)

    def rich(self, page: Page, markdown: str) -> Rich:
        return self._rich.read(markdown, lambda link: self.address(page, link))

    def cited(self, keys: Iterable[str]) -> tuple[Source, ...]:
        return tuple(self.sources[key] for key in dict.fromkeys(keys) if key in self.sources)

    def section(self, page: Page, anchor: str) -> Section:
        title = next((h.text for h in page.headings if h.id == anchor), anchor)
        return Section(anchor, self.rich(page, title).text, self.address(page, f"#{anchor}"))

    def questions(self, page: Page) -> tuple[Question, ...]:
        rich, aims = partial(self.rich, page), objectives(page)
        found = []
        for question in find_questions(page):
            section = self.section(page, question.section)
            choices = tuple(
                Choice(letter, rich(choice.text), choice.right, rich(choice.feedback))
                for letter, choice in zip(string.ascii_uppercase, question.choices, strict=False)
            )
            at = question.objective - 1
            aim = aims[at] if 0 <= at < len(aims) else ""
            address, origin = self.address(page, f"#{question.id}"), self.origin(page, section)
            asked = rich(question.text)
            found.append(Question(question.id, asked, choices, aim, section, address, origin))
        return tuple(found)

    def origin(self, page: Page, section: Section) -> Rich:
        return line(
            Run("Reread: "),
            Run(section.title, link=section.address),
            Run(", in "),
            Run(str(page.meta["title"]), link=self.address(page, "")),
            Run(f". {self.imprint.name}, {self.imprint.license}."),
        )

    def claims(self, page: Page) -> tuple[Claim, ...]:
        return tuple(
            Claim(
                claim.id,
                claim.grade,
                self.rich(page, claim.text),
                self.cited(claim.sources),
                self.address(page, f"#{claim.id}"),
                str(page.meta["title"]),
            )
            for claim in find_claims(page)
        )

    def figures(self, page: Page) -> tuple[Figure, ...]:
        ids = [match["id"] for _, text in page.prose if (match := FIGURE_RE.match(text))]
        return tuple(self.figure(page, key, number) for number, key in enumerate(ids, 1))

    def figure(self, page: Page, key: str, number: int) -> Figure:
        found = content.read(key, self.site.docs / "figures")
        record = json.loads((parts_of(self.site.root / CACHE) / f"{key}.json").read_bytes())

        def filled(text: str) -> str:
            """Without citations, which stand in `sources`; `{{name}}` is a word that the figure's rows decide."""
            bare = CITATION_RE.sub("", text)
            return WORD_RE.sub(lambda match: str(record["words"].get(match["name"], "")), bare)

        caption = " ".join(filled(found.words.caption).split())
        return Figure(
            key,
            number,
            found.words.title,
            self.rich(page, FIRST_RE.split(caption)[0].rstrip(".") + "."),
            found.words.alt,
            self.rich(page, filled(found.words.description)),
            self.cited(found.sources),
            self.address(page, f"#fig-{key}"),
            self.site.folder / "figures" / f"{key}.png",
            self.site.folder / "figures" / f"{key}.svg",
        )

    def lesson(self, page: Page, terms: dict[str, Term], spread: Counter[str]) -> Lesson:
        """`spread` says in how many lessons a term is used."""
        used = Counter(key for key in terms_used(page) if key in terms)
        own = sorted(used, key=lambda key: -used[key] / spread[key])[:KEY_TERMS]
        return Lesson(
            page.slug,
            str(page.meta["title"]),
            str(page.meta["description"]),
            int(page.meta["minutes"]),
            self.address(page, ""),
            objectives(page),
            tuple(self.section(page, h.id) for h in page.headings if h.level == 2 and h.id),
            self.questions(page),
            self.claims(page),
            self.figures(page),
            tuple(terms[key] for key in used if key in own),
        )

    def terms(self) -> dict[str, Term]:
        return {
            key: Term(key, name, meaning, self.imprint.live("glossary/", key))
            for key, (name, meaning) in definitions(self.site.docs / "glossary.md").items()
        }

    def grades(self) -> dict[str, str]:
        """The paragraph below each grade's heading on About."""
        about = next((page for page in self.site.sources if page.slug == "about"), None)
        if about is None:
            return {}
        text = dict(about.prose)
        lines = {heading.id: heading.line for heading in about.headings}
        return {
            grade: self.rich(about, text[at + 2]).text
            for grade in GRADES
            if (at := lines.get(f"grade-{grade}"))
        }


def objectives(page: Page) -> tuple[str, ...]:
    return tuple(str(objective["text"]) for objective in page.meta.get("objectives", []))


def terms_used(page: Page) -> list[str]:
    return [match["id"] for _, text in page.prose for match in TERM_RE.finditer(text)]


def refuse_repeated(pages: list[Page]) -> None:
    """A second question of the same id would overwrite the first in a learning platform."""
    places: dict[str, str] = {}
    problems = []
    for page in pages:
        for question in find_questions(page):
            if first := places.get(question.id):
                what = f"question '{question.id}' exists already ({first}); its id must be unique in the guide"
                problems.append(Problem(str(page.path), question.line, what))
            places.setdefault(question.id, f"{page.path}:{question.line}")
    if problems:
        raise InputError(*problems)


def read_course(site: Site) -> Course:
    """All lessons in the order of the nav."""
    pages = [page for page in site.sources if page.meta.get("kind") == "lesson"]
    refuse_repeated(pages)
    reader = _Reader(site)
    terms = reader.terms()
    spread = Counter(key for page in pages for key in set(terms_used(page)))
    return Course(
        reader.imprint,
        tuple(reader.lesson(page, terms, spread) for page in pages),
        tuple(terms.values()),
        reader.grades(),
    )
