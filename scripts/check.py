"""What an author wants to know in seconds: sources, prose, links of a fresh build, and the code's lint and types.

    python -m scripts.check [--fix] [--content]

With --fix, what needs no judgment is corrected in the sources first: moved addresses, wrong letter case, http: links.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts import build
from scripts.checks import links, prose, searches
from scripts.checks import sources as check_sources
from scripts.checks.links.autofix import autofix
from scripts.checks.links.locate import Located
from scripts.core.pages import read_pages
from scripts.core.problems import InputError, Problem, report

PYTHON_CODE = ("scripts", "tests")
TOOLS = {
    "ruff check": ("ruff", "check", "--quiet", "--output-format=concise", *PYTHON_CODE),
    "ruff format": ("ruff", "format", "--quiet", "--check", *PYTHON_CODE),
    "mypy": ("mypy", "--no-error-summary"),
}


def find_problems(root: Path, url: str) -> list[Problem]:
    """Those of the sources; only when there are none, those of what is built from them."""
    docs = root / "docs"
    problems = check_sources.check(docs, root / "tests" / "ledger")
    problems += prose.check(docs, root / "tests" / "words.txt")
    if problems:
        return problems
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        site, warnings = build.render(root, Path(folder) / "site", url)
        return build.all_problems(links.find_problems(site, unmade=("download/",)), warnings)


def correct(root: Path, url: str) -> list[Located]:
    """Correct the sources by what a fresh build of them shows: a site with faults is never published."""
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        site, _ = build.render(root, Path(folder) / "site", url)
        located = links.located_problems(site, unmade=("download/",))
    return autofix(located)


def old_searches(docs: Path) -> list[Problem]:
    """Lessons whose literature was searched too long ago: said, but never a reason to fail."""
    try:
        return searches.outdated(read_pages(docs), dt.date.today())
    except InputError:
        return []  # reported already


def start_tools() -> dict[str, subprocess.Popen[str]]:
    """Linter and type checker, beside the checks of this process."""
    return {
        name: subprocess.Popen(
            [sys.executable, "-m", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, command in TOOLS.items()
    }


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.check", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--fix", action="store_true", help="correct what is mechanical first")
    parser.add_argument(
        "--content", action="store_true", help="leave out lint and types of the code"
    )
    args = parser.parse_args(argv)
    start = time.perf_counter()
    root, url = Path("."), build.site_url()
    tools = {} if args.content else start_tools()
    try:
        for item in correct(root, url) if args.fix else ():
            print(f"{item.problem.path}:{item.problem.line}: corrected: {item.old} → {item.new}")
        code = report(find_problems(root, url), "sources, prose and links: no problems")
    except InputError as error:
        print(error, file=sys.stderr)
        code = 2
    for problem in old_searches(root / "docs"):
        print(f"note: {problem}; search again and add rows to docs/facts/searches")
    for name, tool in tools.items():
        output, _ = tool.communicate()
        if tool.returncode:
            print(f"{output}{name}: see above", file=sys.stderr)
            code = max(code, 1)
    print(f"checked in {time.perf_counter() - start:.1f} s")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
