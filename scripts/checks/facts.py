"""Compare every number with a unit on a page with the ledger that names its source.

A digit changed by a slip of the hand looks as true as the right one. So each value is listed in
tests/ledger/<slug>.csv (section,value,fact,citation) and both directions are checked: a value the
ledger does not know, a ledger row the page no longer prints, a citation the section does not give.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from scripts.core.facts import Fact, nearest
from scripts.core.pages import CITATION_RE, Page, read_page, read_text
from scripts.core.problems import InputError, Problem, report
from scripts.core.records import Record, parse_csv
from scripts.core.records import lines as read_rows

LEDGER = Path("tests/ledger")
NUMBER = r"[−+≥≤<>≈~]?\s?\d[\d,]*(?:\.\d+)?"
RANGE = rf"{NUMBER}(?:\s?(?:±|–|×|/|to|and|or)\s?{NUMBER})*"
UNITS = (
    r"%|percent|mg/kg(?:/h|/min)?|mg|µg/kg(?:/min)?|µg/mL|µg|ng/mL|ng|kg|g|nM|µM|mM|mV|pS|pA|ms|s|min|h|Hz|kHz|Å|mL/min(?:/kg)?|L/h(?:/\d+ kg)?|L/kg|mL|L|"
    r"mm ?Hg|°C|(?:-|\s)?fold|times|points?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|"
    r"(?:\w+ ){0,2}(?:people|persons|patients|adults|volunteers|participants|men|women|children|deaths|rats|mice|trials|studies|cells|subunits|infusions|sprays|derivatives)"
)
VALUE_RE = re.compile(
    rf"(?<![\w.^~])(?:(?P<value>{RANGE}(?:\s|-)?(?:{UNITS}))(?![\w/])|(?P<n>[nN]\s?=\s?\d[\d,]*))"
)
CELL_NUMBER_RE = re.compile(rf"(?<![\w.]){RANGE}(?:\s?(?:{UNITS}))?(?![\w])")
# A year, or a decade: "1970s" is not a number of seconds.
YEAR_RE = re.compile(r"(?:19|20)\d\ds?")
LINK_RE = re.compile(r"!?\[([^\]^]*)\]\([^)]*\)")
MARKUP_RE = re.compile(r"\{[^}]*\}|\[\^[^\]]*\]:?|==|\*")


@dataclass(frozen=True)
class Value:
    line: int
    chapter: str
    section: str
    text: str


class Row(Record, frozen=True):
    line: int = 0
    section: str = ""
    value: str = ""
    fact: str = ""
    citation: str = ""


def plain(text: str) -> str:
    """Markdown line → the words a reader sees, good enough to find numbers in."""
    text = MARKUP_RE.sub("", LINK_RE.sub(r"\1", CITATION_RE.sub("", text)))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def normal(value: str) -> str:
    return " ".join(value.replace("μ", "µ").split())


def words(text: str) -> list[str]:
    """Ids of facts or keys of sources, with blanks or semicolons between."""
    return text.replace(";", " ").split()


def find_values(page: Page) -> list[Value]:
    """Every number with a unit, and every number in a table row, in page order."""
    values: list[Value] = []
    chapter = section = ""

    def add(number: int, text: str) -> None:
        if not YEAR_RE.fullmatch(text.strip()):
            values.append(Value(number, chapter, section, normal(text)))

    headings = {h.line: h for h in page.headings}
    for number, text in page.prose:
        if heading := headings.get(number):
            section = heading.id
            chapter = heading.id if heading.level == 2 else chapter
            text = heading.text
        if text.lstrip().startswith("|"):
            for cell in text.strip().strip("|").split("|"):
                for match in CELL_NUMBER_RE.finditer(plain(cell)):
                    add(number, match[0])
        else:
            for match in VALUE_RE.finditer(plain(text)):
                add(number, match[0])
    return values


def citations_by_chapter(page: Page) -> dict[str, set[str]]:
    starts = [(h.line, h.id) for h in page.headings if h.level == 2]
    cited: dict[str, set[str]] = {}
    for number, key in page.citations:
        chapter = next((anchor for line, anchor in reversed(starts) if line <= number), "")
        cited.setdefault(chapter, set()).add(key)
    return cited


def parse_ledger(text: str, path: Path) -> list[Row]:
    """CSV text → rows; one that is none is an InputError with its line."""
    return [
        replace(row, line=line, value=normal(row.value)) for line, row in parse_csv(text, path, Row)
    ]


def read_ledger(path: Path) -> list[Row]:
    return parse_ledger(read_text(path), path) if path.exists() else []


def compare(page: Page, rows: Iterable[Row], ledger: Path) -> Iterator[Problem]:
    """A page's values against its ledger rows."""
    rows = list(rows)
    values = find_values(page)
    cited = citations_by_chapter(page)
    everywhere = set().union(*cited.values())
    chapter_of = {value.section: value.chapter for value in values}
    listed = {(row.section, row.value) for row in rows}
    for v in values:
        if (v.section, v.text) not in listed:
            what = f"value '{v.text}' is not in {ledger} under section '{v.section}'"
            yield page.problem(v.line, what)
    printed = {(v.section, v.text) for v in values}
    for row in rows:
        where = f"section '{row.section}' of {page.path}"
        if (row.section, row.value) not in printed:
            what = f"'{row.value}' no longer stands in {where}"
            yield Problem(str(ledger), row.line, what)
            continue
        chapter = chapter_of[row.section]
        in_any = chapter in ("check-yourself", "in-brief")
        near = everywhere if in_any else cited.get(chapter, set())
        for key in words(row.citation) or [""]:  # a row without a source fails too
            if key not in near:
                yield Problem(str(ledger), row.line, f"{where} does not cite '{key}'")


def fact_problems(row: Row, ledger: Path, known: dict[str, Fact]) -> Iterator[Problem]:
    """A row that names a fact that is not listed, or whose number or source its facts do not have."""
    path, named = str(ledger), words(row.fact)
    if not named:
        yield Problem(path, row.line, "no fact is named")
    if unknown := [name for name in named if name not in known]:
        for name in unknown:
            what = f"'{name}' is not in the list of facts"
            yield Problem(path, row.line, what, nearest(name, known))
    elif named:
        facts, names = [known[name] for name in named], ", ".join(named)
        values = {normal(value) for fact in facts for value in fact.values}
        if row.value not in values:
            what = f"'{row.value}' is no value of {names}"
            yield Problem(path, row.line, what, nearest(row.value, values))
        for what in foreign_sources(row, facts):
            yield Problem(path, row.line, what)


def foreign_sources(row: Row, facts: list[Fact]) -> list[str]:
    sources = {key for fact in facts for key in fact.sources}
    names = ", ".join(fact.id for fact in facts)
    keys = words(row.citation)
    return [f"'{key}' is no source of {names}" for key in keys if key not in sources]


def figure_rows(folder: Path) -> list[tuple[Path, Row]]:
    """What the rows of figures name in their columns `fact` and `source`."""
    found = []
    for path in sorted(folder.glob("*.csv")):
        (_, head), *rows = read_rows(read_text(path), path)
        if "fact" in head:
            fact, source = head.index("fact"), head.index("source")
            found += [(path, Row(line, "", "", row[fact], row[source])) for line, row in rows]
    return found


def figure_problems(rows: Iterable[tuple[Path, Row]], known: dict[str, Fact]) -> Iterator[Problem]:
    """A figure's row whose sources are not those of the facts that it names."""
    for path, row in rows:
        names = words(row.fact)
        if names and all(name in known for name in names):
            for what in foreign_sources(row, [known[name] for name in names]):
                yield Problem(str(path), row.line, what)


def unused(facts: dict[str, Fact], rows: Iterable[Row]) -> list[Problem]:
    """Facts that no page or figure prints: they are deleted, or the page that needs them is mended."""
    named = {name for row in rows for name in words(row.fact)}
    return [
        Problem(str(fact.path), fact.line, f"no ledger or figure names fact {name}")
        for name, fact in facts.items()
        if name not in named
    ]


def check_page(path: Path, ledger_dir: Path = LEDGER) -> list[Problem]:
    page = read_page(path)
    ledger = ledger_dir / f"{page.slug}.csv"
    return list(compare(page, read_ledger(ledger), ledger))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.checks.facts", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("pages", nargs="+", type=Path)
    args = parser.parse_args(argv)
    try:
        problems = [problem for path in args.pages for problem in check_page(path)]
        return report(problems, "ledger: every value has its source")
    except (InputError, OSError) as error:
        print(error)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
