"""Check the Markdown sources before anything is built: structure, citations, claims, questions, terms.

What only the finished HTML can show is the business of check_links.
"""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from scripts.checks import assets, blocks, searches
from scripts.checks import claims as claim_rules
from scripts.checks import facts as ledger
from scripts.checks import markdown_links as check_markdown_links
from scripts.checks.links import active, promises
from scripts.checks.links.sources import visible_lines
from scripts.core import bibliography, claim_records, front_matter, identifiers
from scripts.core.facts import load as load_facts
from scripts.core.pages import BLOCK_OPTION_RE, DOCS, Page, read_pages, read_text
from scripts.core.problems import InputError, Problem, report
from scripts.core.searches import load as load_searches
from scripts.core.settings import nav_order
from scripts.markdown.claims import find_claims, find_malformed
from scripts.markdown.questions import CHOICE_RE, Question, find_questions

TERM_RE = re.compile(r"\]\((?:glossary\.md)?#(?P<id>[\w-]+)\)")
GLOSSARY_RE = re.compile(r"\]\(glossary\.md#(?P<id>[^)\s]+)\)")
IMAGE_RE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)")
ID_RE = re.compile(r"[\w:.-]+")
FOLD_RE = re.compile(r"^/{3,}\s*details\b")
LESSON_PARTS = ("in-brief", "not-known", "check-yourself", "where-next")


def _near(word: str, known: Iterable[str]) -> str:
    match = difflib.get_close_matches(word, list(known), 1)
    return f"'{match[0]}'" if match else ""


def find_heading_problems(page: Page) -> list[Problem]:
    """Headings without a written id, skipped levels, ids used twice."""
    problems: list[Problem] = []
    level, seen = 1, dict[str, int]()
    for heading in page.headings:
        if heading.level == 1:
            problems.append(
                Problem(
                    str(page.path),
                    heading.line,
                    "the title belongs in the front matter; headings start at ##",
                )
            )
        if heading.id and not ID_RE.fullmatch(heading.id):
            told = f"id '{heading.id}' has more than letters, digits and - _ . :"
            problems.append(Problem(str(page.path), heading.line, told))
        if not heading.id:
            problems.append(
                Problem(
                    str(page.path),
                    heading.line,
                    f"heading '{heading.text}' has no written id: add {{ #some-words }}",
                )
            )
        elif heading.id in seen:
            problems.append(
                Problem(
                    str(page.path),
                    heading.line,
                    f"id '{heading.id}' is already used on line {seen[heading.id]}",
                )
            )
        if heading.level > level + 1:
            problems.append(
                Problem(
                    str(page.path),
                    heading.line,
                    f"heading level jumps from {level} to {heading.level}",
                )
            )
        seen.setdefault(heading.id, heading.line)
        level = heading.level
    return problems


def find_citation_problems(pages: list[Page], sources: dict[str, int], bib: Path) -> list[Problem]:
    """Citations of unknown keys, and entries that no page cites; `sources` maps key to line."""
    problems, used = [], set()
    for page in pages:
        for line, key in page.citations:
            used.add(key)
            if key not in sources:
                problems.append(
                    Problem(
                        str(page.path),
                        line,
                        f"citation [^{key}] is not in {bib}",
                        _near(key, sources),
                    )
                )
    return problems + [
        Problem(str(bib), line, f"no page cites entry '{key}'")
        for key, line in sources.items()
        if key not in used
    ]


def find_fold_problems(page: Page) -> list[Problem]:
    """Folds of lessons that nobody could send a link to."""
    if page.meta.get("kind") != "lesson":
        return []
    told = "a fold has no written id: add '    attrs: {id: more-some-words}' below its first line"
    lines = [*page.prose, (0, "")]
    return [
        Problem(str(page.path), number, told)
        for (number, text), (_, option) in pairwise(lines)
        if FOLD_RE.match(text) and not BLOCK_OPTION_RE.match(option)
    ]


def find_claim_problems(pages: list[Page]) -> list[Problem]:
    problems, seen = list[Problem](), dict[str, str]()
    for page in pages:
        problems += [Problem(str(page.path), line, what) for line, what in find_malformed(page)]
        for claim in find_claims(page):
            where = f"{page.path}:{claim.line}"
            if claim.id in seen:
                problems.append(
                    Problem(
                        str(page.path),
                        claim.line,
                        f"claim id '{claim.id}' is already used at {seen[claim.id]}",
                    )
                )
            seen.setdefault(claim.id, where)
            if not claim.sources:
                problems.append(
                    Problem(
                        str(page.path),
                        claim.line,
                        f"claim '{claim.id}' has no citation right after it",
                    )
                )
            elif claim.grade == "contested" and len(claim.sources) < 2:
                problems.append(
                    Problem(
                        str(page.path),
                        claim.line,
                        f"contested claim '{claim.id}' cites one source; it needs both sides",
                    )
                )
    return problems


def find_question_problems(page: Page, questions: list[Question]) -> list[Problem]:
    """Lessons only: 4 to 6 questions, one right choice each, feedback for every choice, every objective tested."""
    path, sections = str(page.path), {heading.id for heading in page.headings}
    objectives = page.meta.get("objectives") or []
    problems = []
    if not 4 <= len(questions) <= 6:
        problems.append(
            Problem(
                path,
                questions[0].line if questions else 1,
                f"a lesson has 4 to 6 questions, this one {len(questions)}",
            )
        )
    for question in questions:
        if len(question.choices) < 2 or sum(choice.right for choice in question.choices) != 1:
            problems.append(
                Problem(
                    path,
                    question.line,
                    f"question '{question.id}' needs at least two choices, exactly one of them right",
                )
            )
        problems += [
            Problem(path, choice.line, "this choice has no feedback below it")
            for choice in question.choices
            if not choice.feedback
        ]
        if not 1 <= question.objective <= len(objectives):
            problems.append(
                Problem(
                    path,
                    question.line,
                    f"question '{question.id}' names no objective of the page (objective=N)",
                )
            )
        if question.section not in sections:
            problems.append(
                Problem(
                    path,
                    question.line,
                    f"question '{question.id}' names section '{question.section}', which is not on the page",
                    _near(question.section, sections),
                )
            )
    choices = {choice.line for question in questions for choice in question.choices}
    number_of_choice = 0
    for number, text in page.prose:
        if CHOICE_RE.match(text):
            number_of_choice = number
            if number not in choices:
                what = "this choice is of no question: a heading above it with an id that begins with q-"
                problems.append(Problem(path, number, what))
        elif number_of_choice and re.match(r" {1,3}\S", text):
            problems.append(Problem(path, number, "feedback is indented by four spaces"))
        elif text.startswith("#"):
            number_of_choice = 0
    tested = {question.objective for question in questions}
    line = front_matter.key_line(page, "objectives")
    return problems + [
        Problem(path, line, f"objective {number} is tested by no question")
        for number in range(1, len(objectives) + 1)
        if number not in tested
    ]


def find_lesson_problems(page: Page) -> list[Problem]:
    ids = [heading.id for heading in page.headings if heading.level == 2]
    return [
        Problem(str(page.path), 1, f"a lesson needs a section {{ #{part} }}")
        for part in LESSON_PARTS
        if part not in ids
    ]


def find_term_problems(pages: list[Page]) -> list[Problem]:
    """Links to terms the glossary does not define, and terms that no other page links to."""
    glossary = next((page for page in pages if page.slug == "glossary"), None)
    if glossary is None:
        return []
    terms = {heading.id: heading.line for heading in glossary.headings if heading.level == 3}
    known = {heading.id for heading in glossary.headings}
    problems, linked = [], set()
    for page in pages:
        for line, text in page.prose:
            for match in (TERM_RE if page is glossary else GLOSSARY_RE).finditer(text):
                linked.add(match["id"])
                if page is not glossary and match["id"] not in known:
                    problems.append(
                        Problem(
                            str(page.path),
                            line,
                            f"the glossary has no term '{match['id']}'",
                            _near(match["id"], known),
                        )
                    )
    return problems + [
        Problem(str(glossary.path), line, f"no page links to the term '{term}'")
        for term, line in terms.items()
        if term not in linked
    ]


def find_scripts(page: Page) -> list[Problem]:
    """Scripts in a text, even those of the site itself: pages get theirs from the templates."""
    lines = list(visible_lines("\n".join(page.lines), markdown=True))
    return [
        Problem(str(page.path), line + page.first_line - 1, "<script> may not stand in a text")
        for line in active.written_scripts(lines)
    ]


def find_image_problems(page: Page) -> list[Problem]:
    problems = []
    for line, text in page.prose:
        for match in IMAGE_RE.finditer(text):
            target = page.path.parent / match["target"].split("#")[0]
            if "://" not in match["target"] and not target.exists():
                problems.append(
                    Problem(str(page.path), line, f"image {match['target']} does not exist")
                )
            if not match["alt"].strip():
                problems.append(
                    Problem(
                        str(page.path), line, f"image {match['target']} has no alternative text"
                    )
                )
    return problems


def check_identifiers(pages: list[Page], docs: Path) -> list[Problem]:
    path = docs / identifiers.NAME
    glossary = next((page for page in pages if page.slug == "glossary"), None)
    if glossary is None or not path.is_file():
        return []
    terms = [heading.id for heading in glossary.headings if heading.level == 3]
    return identifiers.find_problems(read_text(path), path, terms)


def check_evidence(pages: list[Page], docs: Path, ledgers: Path) -> list[Problem]:
    """The numbers of the pages against the list of facts, and the searches against the claims."""
    facts, problems = load_facts(docs / "facts")
    rows: list[ledger.Row] = []
    for page in pages:
        path = ledgers / f"{page.slug}.csv"
        if page.meta.get("kind") in ("lesson", "home") and ledgers.exists():
            own = ledger.parse_ledger(read_text(path), path) if path.exists() else []
            rows += own
            problems += ledger.compare(page, own, path)
            problems += [p for row in own for p in ledger.fact_problems(row, path, facts)]
    in_figures = ledger.figure_rows(docs / "figures")
    problems += ledger.figure_problems(in_figures, facts)
    problems += ledger.unused(facts, [*rows, *(row for _, row in in_figures)])
    claims = [claim for page in pages for claim in find_claims(page)]
    records, wrong = claim_records.load(docs / "claims")
    known = bibliography.load(docs / "references.bib")
    retracted = frozenset(key for key, source in known.items() if source.retracted)
    problems += wrong + claim_rules.find_problems(claims, records, known, retracted)
    return problems + searches.find_problems(
        pages, claims, load_searches(docs / "facts" / "searches")
    )


def check(docs: Path = DOCS, ledgers: Path = ledger.LEDGER) -> list[Problem]:
    """Every finding about the sources below `docs`; unusable input raises InputError."""
    pages = read_pages(docs)
    # What swallows the rest of a page, or renames it, makes findings everywhere: only the cause is told.
    causes = [problem for page in pages for problem in blocks.find_problems(page)]
    if causes := causes or promises.find_renamed(pages, docs):
        return causes
    bib = docs / "references.bib"
    lines, problems = bibliography.check(bib)
    problems += (
        find_citation_problems(pages, lines, bib)
        + find_claim_problems(pages)
        + find_term_problems(pages)
    )
    problems += check_markdown_links.find_problems(pages, docs)
    problems += assets.find_problems(docs) + assets.find_unplaced_figures(pages, docs)
    problems += promises.find_removed(docs)
    settings = docs.parent / "mkdocs.yml"
    order, known = nav_order(settings), {page.path.relative_to(docs).as_posix() for page in pages}
    nav = settings.read_text(encoding="utf-8").split("\n")
    for name in order:
        if name not in known:
            line = next(
                (number for number, text in enumerate(nav, 1) if text.rstrip().endswith(name)), 0
            )
            problems.append(
                Problem(
                    str(settings),
                    line,
                    f"the nav names '{name}', which does not exist",
                    _near(name, known),
                )
            )
    for page in pages:
        problems += (
            front_matter.find_problems(page)
            + find_heading_problems(page)
            + find_fold_problems(page)
            + find_image_problems(page)
            + find_scripts(page)
        )
        if page.path.relative_to(docs).as_posix() not in order:
            problems.append(Problem(str(page.path), 0, "the page is not in the nav of mkdocs.yml"))
        questions = find_questions(page)
        if page.meta.get("kind") == "lesson":
            problems += find_lesson_problems(page) + find_question_problems(page, questions)
    problems += check_evidence(pages, docs, ledgers) + check_identifiers(pages, docs)
    return problems


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.checks.sources", description=__doc__.splitlines()[0]
    )
    parser.add_argument("docs", nargs="?", type=Path, default=DOCS)
    args = parser.parse_args(argv)
    try:
        return report(check(args.docs), "sources: no problems")
    except InputError as error:
        print(error)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
