"""The link check over a folder, as the tests call it."""

from __future__ import annotations

from pathlib import Path

from scripts.checks.links import find_located, index_folder
from scripts.core.problems import Problem


def find(
    folder: Path, docs: Path | None = None, jobs: int = 1, unmade: tuple[str, ...] = ()
) -> list[Problem]:
    index = index_folder(folder, docs is not None, jobs=jobs, unmade=unmade)
    return [item.problem for item in find_located(index, docs)]


def lines(root: Path, word: str = "") -> list[str]:
    """Findings of the site and the sources below `root` that hold `word`, without the path of `root`."""
    found = (str(problem).replace(f"{root}/", "") for problem in find(root / "site", root / "docs"))
    return [line for line in found if word in line]
