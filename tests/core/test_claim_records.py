"""Records of claims: how they are read, and the rule that makes a grade from one."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.core import claim_records
from scripts.core.problems import InputError
from scripts.core.records import parse_tables

RECORD = """[claim-one]
topics = ["receptor"]
species = ["rat"]
method = "patch clamp"
directness = "cells"
groups = [["a2001"], ["b2002", "c2003"]]
objection = "Only in culture."
would_change = "A wash that frees shut channels."
history = [{date = 2026-01-02, grade = "established"}]
"""
PATH = Path("docs/claims/one.toml")


def record(changes: dict[str, str] | None = None) -> claim_records.Record:
    """The record above with lines replaced by their key, or added."""
    lines = dict(line.partition(" = ")[::2] for line in RECORD.strip().split("\n")[1:])
    lines |= changes or {}
    text = "[claim-one]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items())
    records, problems = parse_tables(text, PATH, claim_records.Record)
    assert problems == []
    return records["claim-one"]


@pytest.mark.parametrize(
    ("changes", "grade"),
    [
        ({}, "established"),
        ({"groups": '[["a2001"]]'}, "supported"),
        ({"groups": '[["a2001"]]', "kinds": '["binding", "current"]'}, "established"),
        ({"groups": '[["a2001"]]', "kinds": '["binding"]'}, "supported"),
        ({"gap": '"not in people"'}, "supported"),
        ({"report": "true"}, "supported"),
        ({"against": '["d2004"]'}, "contested"),
        ({"untested": "true"}, "speculative"),
        ({"untested": "true", "against": '["d2004"]'}, "speculative"),
        ({"groups": "[]"}, "speculative"),
    ],
)
def test_the_rule(changes, grade):
    assert record(changes).grade == grade


def test_a_retracted_source_counts_for_nothing():
    def grade(changes: dict[str, str], *retracted: str) -> str:
        return claim_records.grade(record(changes), frozenset(retracted))

    assert grade({}, "a2001") == "supported"
    assert grade({}, "b2002") == "established", "the other paper of that group still stands"
    assert grade({}, "a2001", "b2002", "c2003") == "speculative"
    assert grade({"against": '["d2004"]'}, "d2004") == "established"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('method = "patch clamp"\n', "", "claim-one: 'method' is missing"),
        ("method", "metod", "claim-one: unknown field 'metod'"),
        ('"patch clamp"', "3", "claim-one: 'method': Expected 'str'"),
        ('"cells"', '"guess"', "'directness': 'guess' is none of"),
        ('[["a2001"], ["b2002", "c2003"]]', '["a2001"]', "'groups[0]': Expected 'array'"),
        ('"established"}', '"certain"}', "'history[0].grade': 'certain' is none of"),
        ("[{date", "[{day", "unknown field 'day'"),
        (
            '[{date = 2026-01-02, grade = "established"}]',
            '[{date = 2026-01-02, grade = "supported"}, {date = 2025-01-01, grade = "contested"}]',
            "goes on by date",
        ),
        ("[claim-one]", "[one]", "'one' is not a record"),
    ],
)
def test_what_is_wrong_with_a_record_is_said_at_its_line(old, new, words):
    _, problems = parse_tables("# records\n" + RECORD.replace(old, new), PATH, claim_records.Record)
    assert any(words in problem.message for problem in problems), problems
    assert all(problem.path == str(PATH) for problem in problems)


def test_a_file_that_is_no_toml_names_its_line():
    with pytest.raises(InputError, match=r"docs/claims/one\.toml:4: "):
        parse_tables(RECORD.replace('"patch clamp"', '"patch'), PATH, claim_records.Record)
