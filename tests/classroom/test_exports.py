"""The published table of formats says what the tests found: the same programs, the same losses, the pinned versions."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.editions.classroom.course import Course
from scripts.markdown.exports import ASPECTS, EXPORTS, checked, formats, pinned_versions
from tests.classroom.arrived import ReadChoice, ReadQuestion, differences
from tests.conftest import ROOT

HERE = Path(__file__).parent


def marked() -> set[tuple[str, str]]:
    """(format, program) of every test marked with `reads`."""
    found = set()
    for file in HERE.glob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for mark in getattr(node, "decorator_list", ()):
                if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "reads":
                    found.add(tuple(ast.literal_eval(argument) for argument in mark.args))
    return found


def test_every_program_in_the_table_reads_the_file_in_a_test_and_no_other_does():
    assert marked() == {
        (export.id, reader.program) for export in EXPORTS for reader in export.readers
    }


def test_what_is_lost_is_one_of_the_aspects_that_the_tests_compare():
    assert all(set(export.lost) <= set(ASPECTS) for export in EXPORTS)


def test_the_table_prints_the_pinned_version_of_each_program():
    versions = pinned_versions(ROOT)
    rows = "\n".join(formats(ROOT / "docs"))
    for export in EXPORTS:
        for reader in export.readers:
            assert not reader.pinned or f"{reader.program} {versions[reader.program]}" in rows
        assert checked(export, versions) in rows


def test_pages_without_the_lock_files_have_the_table_without_versions(tmp_path: Path):
    rows = "\n".join(formats(tmp_path / "docs"))
    assert "anki imports it" in rows


def exact(course: Course) -> dict[str, ReadQuestion]:
    return {
        question.id: ReadQuestion(
            question.text.html,
            [ReadChoice(c.text.html, c.right, c.feedback.html) for c in question.choices],
            question.origin.html,
        )
        for question in course.questions
    }


def test_the_comparison_finds_nothing_in_a_perfect_copy(course: Course):
    assert differences(course, exact(course)) == {}


@pytest.mark.parametrize("aspect", ASPECTS)
def test_the_comparison_finds_what_was_lost(course: Course, aspect: str):
    read = exact(course)
    for key, question in read.items():
        choices = question.choices
        match aspect:
            case "questions":
                read[key] = replace(question, html=question.html.replace("e", "", 1))
            case "key":
                read[key] = replace(question, choices=[replace(c, right=True) for c in choices])
            case "reasons":
                read[key] = replace(question, choices=[replace(c, reason="") for c in choices])
            case "links":
                read[key] = replace(question, general="")
            case "sources":
                strip = re.compile(r'<a href="(?!https://example\.org)[^"]*">')
                bare = [replace(c, reason=strip.sub("<a>", c.reason)) for c in choices]
                read[key] = replace(question, choices=bare)
            case "markup":
                read[key] = replace(question, html=f"<em>{question.html}</em>")
    assert aspect in differences(course, read)


def test_the_comparison_finds_a_missing_and_an_invented_question(course: Course):
    read = exact(course)
    first = course.questions[0].id
    read["q-invented"] = read.pop(first)
    assert sorted(differences(course, read)["questions"]) == sorted(["q-invented", first])
