"""Claims against their records."""

from __future__ import annotations

from pathlib import Path

from scripts.checks.claims import find_problems
from scripts.core.claim_records import Record
from scripts.core.pages import split_front_matter
from scripts.core.records import parse_tables
from scripts.markdown.claims import find_claims
from tests.core.test_claim_records import PATH, RECORD

PAGE = """---
title: One
---

==One is one.=={ .established #claim-one }[^a2001][^b2002][^c2003]

Another says two.[^d2004]
"""
SOURCES = ("a2001", "b2002", "c2003", "d2004")


def problems(page: str = PAGE, records: str = RECORD, retracted: str = "") -> list[str]:
    claims = find_claims(split_front_matter(page, Path("docs/one.md")))
    found, wrong = parse_tables(records, PATH, Record)
    assert wrong == []
    return [str(p) for p in find_problems(claims, found, SOURCES, frozenset(retracted.split()))]


def test_a_claim_and_its_record_agree():
    assert problems() == []


def test_dissent_on_record_makes_an_established_claim_contested():
    text = RECORD.replace("objection =", 'against = ["d2004"]\nobjection =')
    assert problems(records=text) == [
        "docs/one.md:5: 'claim-one' is graded established, but its record (docs/claims/one.toml:1) "
        "earns contested; did you mean '.contested'"
    ]


def test_a_retracted_source_fails_the_grade():
    assert "earns supported" in problems(retracted="a2001")[0]


def test_a_claim_without_record_and_a_record_without_claim():
    found = problems(PAGE.replace("#claim-one", "#claim-two"))
    assert found == [
        "docs/one.md:5: 'claim-two' has no record; did you mean 'claim-one'",
        "docs/claims/one.toml:1: no page makes the claim 'claim-one'",
    ]


def test_sources_on_record_are_known_and_cited():
    assert (
        "unknown; did you mean 'd2004'"
        in problems(
            records=RECORD.replace("objection =", 'objection_sources = ["d2005"]\nobjection =')
        )[0]
    )
    uncited = PAGE.replace("[^c2003]", "")
    assert "counts 'c2003', which docs/one.md does not cite" in problems(uncited)[0]


def test_the_history_ends_with_the_grade_of_today_and_gives_reasons():
    text = RECORD.replace(
        '"established"}]', '"supported"}, {date = 2026-02-02, grade = "established"}]'
    )
    assert "says why" in problems(records=text)[0]
    text = RECORD.replace('"established"}]', '"supported"}]')
    assert "history ends with supported, the page says established" in problems(records=text)[0]
