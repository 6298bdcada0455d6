"""The number ledger: a changed, added or unsourced number is noticed, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.checks.facts import (
    compare,
    figure_problems,
    figure_rows,
    find_values,
    parse_ledger,
    unused,
)
from scripts.core.facts import Fact
from scripts.core.pages import split_front_matter
from scripts.core.problems import InputError
from scripts.core.records import parse_tables

LEDGER = Path("tests/ledger/a.csv")
BODY = "## Dose { #dose }\n\nRats got 10 mg/kg.[^a2001]\n\n| drug | trapped |\n|---|---|\n| ketamine | 86 ± 1 |\n\n## Other { #other }\n\nPlain.[^b2002]\n"
ROWS = "section,value,fact,citation\ndose,10 mg/kg,NMD-23,a2001\ndose,86 ± 1,NMD-23,a2001\n"


def page(body: str = BODY):
    return split_front_matter("---\ntitle: A\n---\n" + body, Path("docs/a.md"))


def problems(body: str = BODY, rows: str = ROWS) -> list[str]:
    return [str(p) for p in compare(page(body), parse_ledger(rows, LEDGER), LEDGER)]


def test_a_page_and_its_ledger_agree():
    assert problems() == []


def test_one_changed_digit_is_found_twice():
    found = problems(BODY.replace("10 mg/kg", "19 mg/kg"))
    assert found == [
        "docs/a.md:6: value '19 mg/kg' is not in tests/ledger/a.csv under section 'dose'",
        "tests/ledger/a.csv:2: '10 mg/kg' no longer stands in section 'dose' of docs/a.md",
    ]


def test_a_changed_table_cell_is_found():
    assert any("'80 ± 1' is not in" in p for p in problems(BODY.replace("86 ± 1", "80 ± 1")))


def test_the_citation_must_stand_in_the_section():
    assert problems(rows=ROWS.replace("NMD-23,a2001\ndose,86", "NMD-23,b2002\ndose,86")) == [
        "tests/ledger/a.csv:2: section 'dose' of docs/a.md does not cite 'b2002'"
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("about 80% of it", ["80%"]),
        ("2–20 mg/kg intravenously", ["2–20 mg/kg"]),
        ("for 40 minutes, then 2 hours", ["40 minutes", "2 hours"]),
        ("−70 mV and 0.71 µM", ["−70 mV", "0.71 µM"]),
        ("n = 18 patients", ["n = 18"]),
        ("in 73 people", ["73 people"]),
        ("since the 1970s", []),
        ("GluN2A and CYP2B6 and CI-581", []),
        ("[12 weeks](a.md#b-10-mg) later", ["12 weeks"]),
        ("a 20-fold shift", ["20-fold"]),
        ("claim=={ .established #claim-10-mg }", []),
    ],
)
def test_what_counts_as_a_value(text, values):
    assert [v.text for v in find_values(page(f"## S {{ #s }}\n\n{text}\n"))] == values


@pytest.mark.parametrize(
    ("text", "line"), [("a,b\n", 1), ("section,value,fact,citation\na,b\n", 2)]
)
def test_a_broken_ledger_names_its_line(text, line):
    with pytest.raises(InputError, match=rf"a\.csv:{line}:"):
        parse_ledger(text, LEDGER)


FACTS = """
[NMD-30]
statement = "S-ketamine touches leucine 642."
sources = ["zhang2021"]
seen = "abstract"
date = 2026-11-23

[NMD-32]
statement = "MK-801 helps the gate to close."
sources = ["song2018"]
seen = "abstract"
date = 2026-11-23
"""


def test_a_figure_prints_facts_and_names_their_sources(tmp_path: Path):
    """A row of a figure counts as printed; a source that its fact does not have is found at the row's line."""
    path = tmp_path / "molecules.csv"
    path.write_text('id,source,fact\na,zhang2021,NMD-30\nb,"song2018 zhang2021",NMD-32\n')
    (tmp_path / "plain.csv").write_text("id,source\na,zhang2021\n")
    known, wrong = parse_tables(FACTS, Path("docs/facts/nmda.toml"), Fact)
    rows = figure_rows(tmp_path)
    assert wrong == [] and unused(known, [row for _, row in rows]) == []
    assert [str(one) for one in figure_problems(rows, known)] == [
        f"{path}:3: 'zhang2021' is no source of NMD-32"
    ]
    assert [str(one) for one in unused(known, [rows[0][1]])] == [
        "docs/facts/nmda.toml:8: no ledger or figure names fact NMD-32"
    ]
