"""The list of facts: reading it, and rows of a ledger that do not fit it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.checks.facts import Row, fact_problems, unused
from scripts.core import facts
from scripts.core.problems import InputError
from scripts.core.records import parse_tables
from tests.conftest import make_site

PATH, LEDGER = Path("docs/facts/a.toml"), Path("tests/ledger/a.csv")
TEXT = """[MET-04]
statement = "S-ketamine binds more tightly."
values = ["0.3 µM", "1.4 µM"]
calculated = ["5 times"]
species = "rat"
sources = ["ebert1997"]
seen = "abstract"
date = 2026-11-23
"""


def known() -> dict[str, facts.Fact]:
    found, problems = parse_tables(TEXT, PATH, facts.Fact)
    assert problems == []
    return found


def row(value: str = "0.3 µM", fact: str = "MET-04", citation: str = "ebert1997") -> Row:
    return Row(2, "dose", value, fact, citation)


def messages(one: Row) -> list[str]:
    return [str(problem) for problem in fact_problems(one, LEDGER, known())]


def test_a_row_that_fits():
    assert messages(row()) == messages(row("5 times")) == []


def test_an_invented_fact_is_a_finding():
    assert messages(row(fact="MET-44")) == [
        "tests/ledger/a.csv:2: 'MET-44' is not in the list of facts; did you mean 'MET-04'"
    ]
    assert messages(row(fact="")) == ["tests/ledger/a.csv:2: no fact is named"]


def test_a_number_that_disagrees_with_its_fact_is_a_finding():
    assert messages(row("0.8 µM")) == [
        "tests/ledger/a.csv:2: '0.8 µM' is no value of MET-04; did you mean '0.3 µM'"
    ]


def test_a_source_that_is_not_the_facts_is_a_finding():
    assert messages(row(citation="ebert1997;zanos2016")) == [
        "tests/ledger/a.csv:2: 'zanos2016' is no source of MET-04"
    ]


def test_a_fact_that_nothing_prints_is_a_finding():
    assert unused(known(), [row()]) == []
    assert (
        str(unused(known(), [])[0]) == "docs/facts/a.toml:1: no ledger or figure names fact MET-04"
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[MET-04]", "[met4]", "'met4' is not a record"),
        ('seen = "abstract"\n', "", "MET-04: 'seen' is missing"),
        ("2026-11-23", '"2026-11-23"', "'date': Expected 'date'"),
        ("species", "spezies", "unknown field 'spezies'"),
    ],
)
def test_what_is_wrong_with_a_fact(old, new, words):
    _, problems = parse_tables(TEXT.replace(old, new), PATH, facts.Fact)
    assert any(words in problem.message for problem in problems)


def test_an_id_that_stands_twice_is_a_finding(tmp_path):
    make_site(tmp_path, {"a.toml": TEXT, "b.toml": "# more\n" + TEXT})
    found, problems = facts.load(tmp_path)
    assert len(found) == 1
    assert str(problems[0]).startswith(f"{tmp_path}/b.toml:2: MET-04 stands at")


def test_a_file_that_is_no_toml_names_its_line():
    with pytest.raises(InputError, match=r"docs/facts/a\.toml:3: "):
        parse_tables(TEXT.replace('"1.4 µM"', '"1.4 µM'), PATH, facts.Fact)
