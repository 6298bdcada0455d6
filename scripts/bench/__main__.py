"""Measure everything that has a budget: the commands, the link check, the book, killed builds.

python -m scripts.bench [commands] [links] [book] [kills]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time

BUDGETS = {"scripts.check": 3.0, "scripts.build": 20.0}  # seconds
PARTS = ("commands", "links", "book", "kills")


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def commands() -> int:
    """Wall time of `make check` and `make site` after installation: run once to warm the caches, once measured."""
    slow = 0
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for module, budget in BUDGETS.items():
            command = [sys.executable, "-m", module]
            if module == "scripts.build":
                command += ["--site", f"{folder}/site"]
            seconds(command)
            taken = seconds(command)
            verdict = "ok" if taken <= budget else "OVER"
            print(f"{module:16} {taken:6.1f} s  budget {budget:.0f} s  {verdict}")
            slow += taken > budget
    return min(1, slow)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    args = parser.parse_args(argv)
    code = 0
    for name in args.parts or PARTS:
        print(f"== {name}", flush=True)
        part = [sys.executable, "-m", f"scripts.bench.{name}"]
        found = commands() if name == "commands" else subprocess.run(part).returncode
        code = max(code, found)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
