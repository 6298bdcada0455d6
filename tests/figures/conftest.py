"""What the build has drawn, for tests that look at files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from scripts.figures import build


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the build keeps, brought up to date first; tests may not touch the build's own."""
    build.build_figures()
    folder = tmp_path_factory.mktemp("figures") / "cache"
    for kept, copy in (
        (build.CACHE, folder),
        (build.parts_of(build.CACHE), build.parts_of(folder)),
    ):
        shutil.copytree(kept, copy, ignore=shutil.ignore_patterns("*.part*"))
    return folder


@pytest.fixture(scope="session")
def records(cache: Path) -> dict[str, dict[str, Any]]:
    """What the build keeps of each figure for its page: parameters and words."""
    paths = build.parts_of(cache).glob("*.json")
    return {path.stem: json.loads(path.read_bytes()) for path in paths}
