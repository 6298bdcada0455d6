"""The mutation bench: enough faults of every kind, each a real change; a sample of them is caught where it was put."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from scripts import mutate
from scripts.mutations.faults import FAMILIES, faults
from scripts.mutations.harmless import harmless
from scripts.mutations.tree import Mutation
from scripts.problems import Problem

SAMPLE = 9


@pytest.fixture(scope="module")
def made():
    return faults(Path(".")), harmless(Path("."))


def test_enough_of_every_kind(made):
    bad, good = made
    assert len(bad) >= 300
    assert len({mutation.kind for mutation in bad}) >= 90
    assert len(good) >= 50


def test_each_mutation_changes_something_and_points_into_a_file(made):
    for mutation in [*made[0], *made[1]]:
        assert all(not Path(name).is_file() or Path(name).read_text() != text for name, text in mutation.changes.items()), mutation.note
    for mutation in made[0]:
        for name, line in mutation.expect:
            text = mutation.changes.get(name) or Path(name).read_text()
            assert 0 <= line <= text.count("\n") + 1


def test_the_same_every_time(made):
    assert [(m.kind, m.note) for m in faults(Path("."))] == [(m.kind, m.note) for m in made[0]]


def test_only_the_right_line_counts():
    mutation = Mutation("x", {"docs/a.md": "t"}, {("docs/a.md", 3)})
    assert mutate.Result(mutation, [Problem("docs/a.md", 3, "m")], {}).caught
    assert not mutate.Result(mutation, [Problem("docs/a.md", 4, "m"), Problem("docs/b.md", 3, "m")], {}).caught


def test_table_counts_each_tool():
    one, two = Mutation("k", {}, {("a", 1)}), Mutation("k", {}, {("a", 2)})
    results = [mutate.Result(one, [Problem("a", 1, "m")], {"lychee": True}), mutate.Result(two, [], {"lychee": False})]
    assert mutate.table(results).splitlines()[-2:] == ["| k | 2 | 1 | 1 |", "| **all** | 2 | 1 | 1 |"]


def test_a_sample_holds_every_family_and_repeats(made, monkeypatch):
    monkeypatch.setattr(mutate, "faults", lambda root: list(made[0]))
    monkeypatch.setattr(mutate, "harmless", lambda root: list(made[1]))

    def chosen(**options):
        return [(m.family, m.kind, m.note) for m in mutate.choose(Path("."), argparse.Namespace(kind=None, per_kind=None, sample=SAMPLE, **options))]

    one, two = chosen(seed=1), chosen(seed=2)
    assert one == chosen(seed=1)
    assert one != two
    for sample in (one, two, chosen(seed=None)):
        assert {family for family, _, _ in sample} - {""} == {make.__name__ for make in FAMILIES}
        assert len([family for family, _, _ in sample if family]) == SAMPLE


def test_sample_is_caught_where_it_was_put(capsys):
    assert mutate.main(["--sample", str(SAMPLE), "--jobs", "1"]) == 0, capsys.readouterr().err
    assert f"{SAMPLE} of {SAMPLE} faults caught at file and line, 0 of 3 harmless edits blamed" in capsys.readouterr().out
