"""Searches of the literature against the pages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from scripts.checks.searches import find_problems, outdated
from scripts.core.pages import read_page, split_front_matter
from scripts.core.problems import InputError
from scripts.core.searches import parse
from scripts.markdown.claims import find_claims
from tests.conftest import make_site

PATH = Path("docs/facts/searches/one.csv")
ROWS = "date,words,where,claims,found\n2026-11-30,one is one,abstracts,claim-one,nothing newer\n"
PAGE = """---
title: One
kind: lesson
searched: 2026-11-30
---

==One is one.=={ .supported #claim-one }[^a]
"""


def problems(page: str = PAGE, rows: str = ROWS) -> list[str]:
    one = split_front_matter(page, Path("docs/one.md"))
    return [str(p) for p in find_problems([one], find_claims(one), {"one": parse(rows, PATH)})]


def test_a_lesson_and_its_searches_agree():
    assert problems() == []


def test_a_doubtful_claim_is_searched_for():
    assert problems(rows=ROWS.replace("claim-one", "")) == [
        "docs/one.md:7: no search for evidence against 'claim-one' (supported) is on record in docs/facts/searches"
    ]
    assert "claim-on'; did you mean 'claim-one'" in problems(rows=ROWS.replace("-one,", "-on,"))[0]


def test_the_page_says_when_it_was_last_searched(tmp_path):
    path = make_site(tmp_path, {"one.md": PAGE.replace("2026-11-30", "2026-11-01")}) / "one.md"
    one = read_page(path)
    found = find_problems([one], find_claims(one), {"one": parse(ROWS, PATH)})
    what = "searched says 2026-11-01, the last search on record is of 2026-11-30"
    assert [str(problem) for problem in found] == [f"{path}:4: {what}"]


@pytest.mark.parametrize(("days", "told"), [(180, []), (181, ["one.md:4"])])
def test_a_search_of_half_a_year_ago_is_said(tmp_path, days, told):
    path = make_site(tmp_path, {"one.md": PAGE}) / "one.md"
    today = dt.date(2026, 11, 30) + dt.timedelta(days=days)
    found = outdated([read_page(path)], today)
    assert [f"{Path(problem.path).name}:{problem.line}" for problem in found] == told


@pytest.mark.parametrize(
    ("text", "line"),
    [("a,b\n", 1), (ROWS + "2026-13-01,w,w,c,f\n", 3), (ROWS + "2026-11-30,w\n", 3)],
)
def test_a_malformed_list_names_its_line(text, line):
    with pytest.raises(InputError, match=rf"one\.csv:{line}: "):
        parse(text, PATH)
