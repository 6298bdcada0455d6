"""The mutation bench: enough faults of every kind, each a real change; a sample of them is caught where it was put."""

from __future__ import annotations

import argparse
import io
import pickle
import zipfile
from functools import partial
from pathlib import Path

import pytest

from scripts.core.problems import Problem
from tests.conftest import make_site
from tests.mutations import run as mutate
from tests.mutations import spoil, workspace
from tests.mutations.faults import FAMILIES, faults
from tests.mutations.harmless import harmless
from tests.mutations.tree import Mutation

SAMPLE = len(FAMILIES)


@pytest.fixture(scope="module")
def made():
    return faults(Path(".")), harmless(Path("."))


def test_enough_of_every_kind(made):
    bad, good = made
    assert len(bad) >= 480
    assert len({mutation.kind for mutation in bad}) >= 200
    assert len(good) >= 75
    assert len({mutation.kind for mutation in bad if mutation.mends}) >= 12


def test_each_mutation_changes_something_and_points_into_a_file(made):
    for mutation in [*made[0], *made[1]]:
        assert mutation.changes or mutation.built, mutation.note
        assert all(
            not Path(name).is_file() or Path(name).read_text() != text
            for name, text in mutation.changes.items()
        ), mutation.note
    for mutation in made[0]:
        assert mutation.expect, mutation.kind
        for name, line in mutation.expect:
            if isinstance(line, int) and not name.startswith("site/"):
                text = mutation.changes.get(name) or Path(name).read_text()
                assert 0 <= line <= text.count("\n") + 1


def test_each_fault_of_a_made_file_changes_it(made, built_site):
    for mutation in [*made[0], *made[1]]:
        for name, change in mutation.built.items():
            data = (built_site / name.removeprefix("site/")).read_bytes()
            assert change(data) != data, mutation.kind


def test_mutations_can_be_sent_to_another_process(made):
    assert [mutation.kind for mutation in pickle.loads(pickle.dumps(made[0]))] == [
        mutation.kind for mutation in made[0]
    ]


def test_the_same_every_time(made):
    assert [(m.kind, m.note) for m in faults(Path("."))] == [(m.kind, m.note) for m in made[0]]


def test_only_the_right_line_counts():
    mutation = Mutation("x", {"docs/a.md": "t"}, {("docs/a.md", 3)})
    assert mutate.Result(mutation, [Problem("docs/a.md", 3, "m")], {}).caught
    assert not mutate.Result(
        mutation, [Problem("docs/a.md", 4, "m"), Problem("docs/b.md", 3, "m")], {}
    ).caught


def test_the_words_have_to_be_said_and_what_is_mechanical_mended():
    mutation = Mutation("x", {"docs/a.md": "t"}, {("docs/a.md", 3)}, says="did you mean b.md")
    assert mutate.Result(mutation, [Problem("docs/a.md", 3, "m", "b.md")], {}).caught
    assert not mutate.Result(
        mutation, [Problem("docs/a.md", 3, "m", "c.md"), Problem("docs/b.md", 3, "m", "b.md")], {}
    ).caught
    left = mutate.Result(
        mutation, [Problem("docs/a.md", 3, "m", "b.md")], {}, [Problem("docs/a.md", 3, "n")]
    )
    assert not left.caught
    assert "not mended by --fix" in mutate.complaint(left)


def test_words_stand_for_the_lines_that_hold_them(tmp_path, monkeypatch):
    monkeypatch.chdir(make_site(tmp_path, {"site/a.txt": "x\ny nope\nz\nnope\n"}))
    mutation = Mutation("x", {}, {("site/a.txt", "nope"), ("docs/a.md", 7)})
    workspace.resolve(mutation)
    assert mutation.expect == {("site/a.txt", 2), ("site/a.txt", 4), ("docs/a.md", 7)}


def test_what_was_changed_is_undone(tmp_path, monkeypatch):
    monkeypatch.chdir(make_site(tmp_path, {"a.txt": "a", "b.txt": "b"}))
    before = Path("a.txt").stat().st_mtime_ns
    with (
        pytest.raises(ZeroDivisionError),
        workspace.changed({"a.txt": "x", "b.txt": None, "new/c.txt": b"c"}),
    ):
        assert (
            Path("a.txt").read_text(),
            Path("b.txt").exists(),
            Path("new/c.txt").read_text(),
        ) == ("x", False, "c")
        raise ZeroDivisionError
    assert (Path("a.txt").read_text(), Path("b.txt").read_text(), Path("new/c.txt").exists()) == (
        "a",
        "b",
        False,
    )
    assert Path("a.txt").stat().st_mtime_ns == before


def test_only_one_file_of_an_archive_is_changed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("mimetype", "a", "b"):
            archive.writestr(name, f"{name} old old")
    with zipfile.ZipFile(
        io.BytesIO(spoil.in_zip("a", partial(spoil.replaced, "old", "new"), out.getvalue()))
    ) as archive:
        assert [(name, archive.read(name).decode()) for name in archive.namelist()] == [
            ("mimetype", "mimetype old old"),
            ("a", "a new old"),
            ("b", "b old old"),
        ]
    with zipfile.ZipFile(io.BytesIO(spoil.in_zip("a", spoil.gone, out.getvalue()))) as archive:
        assert archive.namelist() == ["mimetype", "b"]
    with pytest.raises(ValueError, match="nothing to replace"):
        spoil.replaced("nope", "x", b"old")


def test_table_counts_each_tool():
    one, two = Mutation("k", {}, {("a", 1)}), Mutation("k", {}, {("a", 2)})
    results = [
        mutate.Result(one, [Problem("a", 1, "m")], {"lychee": True}),
        mutate.Result(two, [], {"lychee": False}),
    ]
    assert mutate.table(results).splitlines()[-2:] == [
        "| k | 2 | 1 | 1 |",
        "| **all** | 2 | 1 | 1 |",
    ]


def test_a_sample_holds_every_family_and_repeats(made, monkeypatch):
    monkeypatch.setattr(mutate, "faults", lambda root: list(made[0]))
    monkeypatch.setattr(mutate, "harmless", lambda root: list(made[1]))

    def chosen(**options):
        return [
            (m.family, m.kind, m.note)
            for m in mutate.choose(
                Path("."), argparse.Namespace(kind=None, per_kind=None, sample=SAMPLE, **options)
            )
        ]

    one, two = chosen(seed=1), chosen(seed=2)
    assert one == chosen(seed=1)
    assert one != two
    for sample in (one, two, chosen(seed=None)):
        assert {family for family, _, _ in sample} - {""} == {make.__name__ for make in FAMILIES}
        assert len([family for family, _, _ in sample if family]) == SAMPLE


def test_sample_is_caught_where_it_was_put(capsys):
    assert mutate.main(["--sample", str(SAMPLE), "--jobs", "1"]) == 0, capsys.readouterr().err
    assert (
        f"{SAMPLE} of {SAMPLE} faults caught at file and line, 0 of 3 harmless edits blamed"
        in capsys.readouterr().out
    )
