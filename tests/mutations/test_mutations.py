"""One fault at a time in a small guide: each is named at its place and nothing else is; harmless edits raise nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutations.faults import BUILT, FAULTS, PROMISED, BuiltFault, Fault, promise_fault
from tests.mutations.harmless import HARMLESS, HARMLESS_BUILT
from tests.mutations.workspace import Workspace, changed


def named(workspace: Workspace, fault: Fault) -> None:
    with changed(fault.changes):
        found = workspace.check()
        places = {(problem.path, problem.line) for problem in found}
        assert places and places <= fault.where, found
        assert any(fault.says in str(problem) for problem in found), found
        if fault.fixed:
            workspace.fix()
            assert workspace.check() == []


def test_the_sound_guide_has_no_findings(workspace):
    assert workspace.check() == []
    assert workspace.check_finished({}) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.kind)
def test_fault(workspace, fault):
    named(workspace, fault)


@pytest.mark.parametrize("kind", PROMISED)
def test_promise(workspace, kind):
    named(workspace, promise_fault(kind, Path("docs/permalinks.txt").read_text()))


@pytest.mark.parametrize("fault", BUILT, ids=lambda fault: fault.kind)
def test_fault_of_a_built_file(workspace, fault: BuiltFault):
    found = workspace.check_finished({fault.name: fault.change})
    where, lines = fault.where or f"finished/{fault.name}", {fault.at}
    if isinstance(fault.at, str):
        data = Path(where).read_bytes()
        data = data if fault.where else fault.change(data)
        words = fault.at.partition("\n")[0].encode()
        lines = {n for n, line in enumerate(data.split(b"\n"), 1) if words in line}
    right = [p for p in found if p.path == where and p.line in lines and fault.says in str(p)]
    assert right and (right == found or not fault.alone), found


@pytest.mark.parametrize("kind", HARMLESS)
def test_harmless_edit(workspace, kind):
    with changed(HARMLESS[kind]):
        assert workspace.check() == []


@pytest.mark.parametrize("kind", HARMLESS_BUILT)
def test_harmless_edit_of_a_built_file(workspace, kind):
    assert workspace.check_finished(HARMLESS_BUILT[kind]) == []
