"""The one shape of a finding, shared by every check."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong, at the place where it was written.

    `path` is relative to the repository where possible; `line` counts from 1 (0: the file as a whole).
    """

    path: str
    line: int
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        hint = f"; did you mean {self.suggestion}" if self.suggestion else ""
        return f"{self.path}:{self.line}: {self.message}{hint}"


class InputError(Exception):
    """Input that cannot be used at all; carries the problems to print (exit code 2)."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


def report(problems: Iterable[Problem], clean: str) -> int:
    """Print every finding, sorted, then a summary line; return the exit code (0 clean, 1 findings)."""
    found = sorted(set(problems))
    for problem in found:
        print(problem, file=sys.stderr)
    print(
        f"{len(found)} problem{'s' if len(found) != 1 else ''}" if found else clean,
        file=sys.stderr if found else sys.stdout,
    )
    return 1 if found else 0
