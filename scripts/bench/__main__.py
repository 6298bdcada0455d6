"""Measure everything that has a budget: the commands, the link check, the book, killed builds.

python -m scripts.bench [commands] [links] [book] [kills]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from scripts.bench import book, kills, links, verdict

BUDGETS = {"scripts.check": 3.0, "scripts.build": 20.0}  # seconds


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def commands() -> bool:
    """Wall time of `make check` and `make site` after installation: run once to warm the caches, once measured."""
    met = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for module, budget in BUDGETS.items():
            command = [sys.executable, "-m", module]
            if module == "scripts.build":
                command += ["--site", f"{folder}/site"]
            seconds(command)
            taken = seconds(command)
            met.append(taken <= budget)
            print(f"{module:16} {taken:6.1f} s, {verdict(met[-1])} {budget:.0f} s")
    return all(met)


# Each prints its table and says whether every budget is met.
PARTS: dict[str, Callable[[], bool]] = {
    "commands": commands,
    "links": links.measure,
    "book": book.measure,
    "kills": kills.measure,
}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    met = []
    for name in parser.parse_args(argv).parts or PARTS:
        print(f"== {name}", flush=True)
        met.append(PARTS[name]())
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
