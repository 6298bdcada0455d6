"""One copy of the small guide for all the tests of this folder, in which each of them runs."""

from __future__ import annotations

import pytest

from tests.mutations.workspace import Workspace


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("guide"))
        return Workspace()


@pytest.fixture(autouse=True)
def _inside(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace.folder)
