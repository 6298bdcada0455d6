"""Measure everything that has a budget: the commands, the link gate beside other checkers, the fault injection, the book.

    python -m scripts.bench.__main__ [commands] [links] [mutate] [book]

Tools to compare with are used where they are installed; ratios are taken within one run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.bench import book as bench_book
from scripts.bench import links as bench_links
from tests.mutations import run as mutate

BUDGETS = {"scripts.check": 3.0, "scripts.build": 30.0}


def commands() -> int:
    """Wall time of `make check` and `make site` after installation, each run once to warm the figure cache and once measured."""
    slow = 0
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for module, budget in BUDGETS.items():
            command = [sys.executable, "-m", module] + (
                ["--site", str(Path(folder) / "site")] if module == "scripts.build" else []
            )
            for measured in (False, True):
                start = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
                seconds = time.perf_counter() - start
            print(
                f"{module:16} {seconds:6.1f} s  budget {budget:.0f} s  {'ok' if seconds <= budget else 'OVER'}"
            )
            slow += seconds > budget
    return slow


PARTS = {
    "commands": commands,
    "links": lambda: bench_links.main([]),
    "mutate": lambda: mutate.main(["--peers"]),
    "book": lambda: bench_book.main([]),
}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.__main__", description=__doc__.splitlines()[0]
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    args = parser.parse_args(argv)
    code = 0
    for name in args.parts or PARTS:
        print(f"== {name}")
        code = max(code, min(1, PARTS[name]()))
    return code


if __name__ == "__main__":
    raise SystemExit(main())
