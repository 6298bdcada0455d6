"""Check the Markdown sources before anything is built: structure, citations, claims, questions, terms.

What only the finished HTML can show is the business of `scripts.checks.links`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from scripts.checks import assets, blocks, searches
from scripts.checks import claims as claim_rules
from scripts.checks import facts as ledger
from scripts.checks.links import active, promises
from scripts.checks.links.sources import visible_lines
from scripts.core import bibliography, claim_records, front_matter, identifiers
from scripts.core.facts import load as load_facts
from scripts.core.facts import nearest
from scripts.core.pages import BLOCK_OPTION_RE, DOCS, Heading, Page, read_pages, read_text
from scripts.core.problems import Problem
from scripts.core.searches import load as load_searches
from scripts.core.settings import nav_order
from scripts.markdown.claims import find_claims, find_malformed
from scripts.markdown.questions import CHOICE_RE, find_questions

ID_RE = re.compile(r"[\w:.-]+")
FOLD_RE = re.compile(r"^/{3,}\s*details\b")
NAMELESS_RE = re.compile(r"!\[\s*\]\((?P<target>[^)\s]+)")
TERM_RE = re.compile(r"\]\((?:glossary\.md)?#(?P<id>[\w:.-]+)")
LESSON_PARTS = ("in-brief", "not-known", "check-yourself", "where-next")


def find_heading_problems(page: Page) -> Iterator[Problem]:
    """Headings without a written id, skipped levels, ids used twice."""
    level, seen = 1, dict[str, int]()
    for heading in page.headings:
        what = []
        if heading.level == 1:
            what.append("the title belongs in the front matter; headings start at ##")
        if not heading.id:
            what.append(f"heading '{heading.text}' has no written id: add {{ #some-words }}")
        elif not ID_RE.fullmatch(heading.id):
            what.append(f"id '{heading.id}' has more than letters, digits and - _ . :")
        elif heading.id in seen:
            what.append(f"id '{heading.id}' is already used on line {seen[heading.id]}")
        if heading.level > level + 1:
            what.append(f"heading level jumps from {level} to {heading.level}")
        yield from (page.problem(heading.line, message) for message in what)
        seen.setdefault(heading.id, heading.line)
        level = heading.level


def find_citation_problems(
    pages: list[Page], sources: dict[str, int], bib: Path
) -> Iterator[Problem]:
    """Citations of unknown keys, and entries that no page cites; `sources` maps key to line."""
    cited = [(page, line, key) for page in pages for line, key in page.citations]
    for page, line, key in cited:
        if key not in sources:
            what = f"citation [^{key}] is not in {bib}"
            yield page.problem(line, what, nearest(key, sources))
    used = {key for _, _, key in cited}
    for key, line in sources.items():
        if key not in used:
            yield Problem(str(bib), line, f"no page cites entry '{key}'")


def find_fold_problems(page: Page) -> Iterator[Problem]:
    """Folds of lessons that nobody could send a link to."""
    for (line, text), (_, option) in pairwise([*page.prose, (0, "")]):
        if FOLD_RE.match(text) and not BLOCK_OPTION_RE.match(option):
            what = "a fold has no written id: add '    attrs: {id: more-some-words}' below its first line"
            yield page.problem(line, what)


def find_claim_problems(pages: list[Page]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for page in pages:
        yield from (page.problem(line, what) for line, what in find_malformed(page))
        for claim in find_claims(page):
            if claim.id in seen:
                what = f"claim id '{claim.id}' is already used at {seen[claim.id]}"
                yield page.problem(claim.line, what)
            seen.setdefault(claim.id, f"{page.path}:{claim.line}")
            if not claim.sources:
                yield page.problem(claim.line, f"claim '{claim.id}' has no citation right after it")
            elif claim.grade == "contested" and len(claim.sources) < 2:
                what = f"contested claim '{claim.id}' cites one source; it needs both sides"
                yield page.problem(claim.line, what)


def find_lesson_problems(page: Page) -> Iterator[Problem]:
    """Sections that each lesson has; 4 to 6 questions, one right choice each, feedback for every choice, every
    objective tested."""
    sections = {heading.id for heading in page.headings}
    chapters = {heading.id for heading in page.headings if heading.level == 2}
    for part in LESSON_PARTS:
        if part not in chapters:
            yield page.problem(1, f"a lesson needs a section {{ #{part} }}")
    objectives = page.meta.get("objectives") or []
    questions = find_questions(page)
    if not 4 <= len(questions) <= 6:
        line = questions[0].line if questions else 1
        yield page.problem(line, f"a lesson has 4 to 6 questions, this one {len(questions)}")
    for question in questions:
        line, name = question.line, f"question '{question.id}'"
        if len(question.choices) < 2 or sum(choice.right for choice in question.choices) != 1:
            yield page.problem(
                line, f"{name} needs at least two choices, exactly one of them right"
            )
        for choice in question.choices:
            if not choice.feedback:
                yield page.problem(choice.line, "this choice has no feedback below it")
        if not 1 <= question.objective <= len(objectives):
            yield page.problem(line, f"{name} names no objective of the page (objective=N)")
        if question.section not in sections:
            what = f"{name} names section '{question.section}', which is not on the page"
            yield page.problem(line, what, nearest(question.section, sections))
    yield from find_stray_choices(page, {c.line for q in questions for c in q.choices})
    tested = {question.objective for question in questions}
    line = front_matter.key_line(page, "objectives")
    for number in range(1, len(objectives) + 1):
        if number not in tested:
            yield page.problem(line, f"objective {number} is tested by no question")


def find_stray_choices(page: Page, known: set[int]) -> Iterator[Problem]:
    """Choices without a question, and feedback that Markdown does not read as part of its choice."""
    in_choice = False
    for line, text in page.prose:
        if CHOICE_RE.match(text):
            in_choice = True
            if line not in known:
                what = "this choice is of no question: a heading above it with an id that begins with q-"
                yield page.problem(line, what)
        elif in_choice and re.match(r" {1,3}\S", text):
            yield page.problem(line, "feedback is indented by four spaces")
        elif text.startswith("#"):
            in_choice = False


def find_scripts(page: Page) -> Iterator[Problem]:
    """Scripts in a text, even those of the site itself: pages get theirs from the templates."""
    lines = list(visible_lines("\n".join(page.lines), markdown=True))
    for line in active.written_scripts(lines):
        yield page.problem(line + page.first_line - 1, "<script> may not stand in a text")


def find_nameless_images(page: Page) -> Iterator[Problem]:
    for line, text in page.prose:
        for match in NAMELESS_RE.finditer(text):
            yield page.problem(line, f"image {match['target']} has no alternative text")


def find_terms(pages: list[Page]) -> Iterator[tuple[Page, Heading]]:
    """The terms of the glossary."""
    for page in pages:
        if page.slug == "glossary":
            yield from ((page, heading) for heading in page.headings if heading.level == 3)


def find_unlinked_terms(pages: list[Page]) -> Iterator[Problem]:
    texts = (text for page in pages for _, text in page.prose)
    linked = {match["id"] for text in texts for match in TERM_RE.finditer(text)}
    for glossary, term in find_terms(pages):
        if term.id not in linked:
            yield glossary.problem(term.line, f"no page links to the term '{term.id}'")


def find_identifier_problems(pages: list[Page], docs: Path) -> list[Problem]:
    path = docs / identifiers.NAME
    terms = [heading.id for _, heading in find_terms(pages)]
    return identifiers.find_problems(read_text(path), path, terms) if path.is_file() else []


def find_nav_problems(pages: list[Page], docs: Path) -> Iterator[Problem]:
    settings = docs.parent / "mkdocs.yml"
    order, names = nav_order(settings), {page.path.relative_to(docs).as_posix() for page in pages}
    lines = settings.read_text(encoding="utf-8").split("\n")
    for name in order:
        if name not in names:
            line = next((n for n, text in enumerate(lines, 1) if text.rstrip().endswith(name)), 0)
            what = f"the nav names '{name}', which does not exist"
            yield Problem(str(settings), line, what, nearest(name, names))
    for name in sorted(names - set(order)):
        yield Problem(str(docs / name), 0, "the page is not in the nav of mkdocs.yml")


def find_evidence_problems(pages: list[Page], docs: Path, ledgers: Path) -> Iterator[Problem]:
    """The numbers of the pages against the list of facts, and the searches against the claims."""
    facts, wrong = load_facts(docs / "facts")
    yield from wrong
    rows: list[ledger.Row] = []
    for page in pages:
        path = ledgers / f"{page.slug}.csv"
        if page.meta.get("kind") in ("lesson", "home") and ledgers.exists():
            own = ledger.read_ledger(path)
            rows += own
            yield from ledger.compare(page, own, path)
            for row in own:
                yield from ledger.fact_problems(row, path, facts)
    in_figures = ledger.figure_rows(docs / "figures")
    yield from ledger.figure_problems(in_figures, facts)
    yield from ledger.unused(facts, [*rows, *(row for _, row in in_figures)])
    claims = [claim for page in pages for claim in find_claims(page)]
    records, wrong = claim_records.load(docs / "claims")
    yield from wrong
    known = bibliography.load(docs / "references.bib")
    retracted = frozenset(key for key, source in known.items() if source.retracted)
    yield from claim_rules.find_problems(claims, records, known, retracted)
    yield from searches.find_problems(pages, claims, load_searches(docs / "facts" / "searches"))


def check(docs: Path = DOCS, ledgers: Path = ledger.LEDGER) -> list[Problem]:
    """Every finding about the sources below `docs`; unusable input raises InputError."""
    pages = read_pages(docs)
    # What swallows the rest of a page, or renames it, makes findings everywhere: only the cause is told.
    causes = [problem for page in pages for problem in blocks.find_problems(page)]
    if causes := causes or list(promises.find_renamed(pages, docs)):
        return causes
    bib = docs / "references.bib"
    lines, problems = bibliography.check(bib)
    of_site: tuple[Iterable[Problem], ...] = (
        find_citation_problems(pages, lines, bib),
        find_claim_problems(pages),
        find_unlinked_terms(pages),
        assets.find_problems(docs),
        assets.find_unplaced_figures(pages, docs),
        promises.find_removed(docs),
        find_nav_problems(pages, docs),
        find_evidence_problems(pages, docs, ledgers),
        find_identifier_problems(pages, docs),
    )
    for found in of_site:
        problems += found
    for page in pages:
        problems += front_matter.find_problems(page)
        problems += find_heading_problems(page)
        problems += find_scripts(page)
        problems += find_nameless_images(page)
        if page.meta.get("kind") == "lesson":
            problems += find_lesson_problems(page)
            problems += find_fold_problems(page)
    return problems
