"""The quick gate for authors: check the sources and every link of a fresh build, without figures' redrawing or the book.

    python -m scripts.check [--fix]

With --fix, what needs no judgment is mended in the sources first: moved addresses, wrong letter case, http: for https:.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from scripts import build
from scripts.checks import sources as check_sources
from scripts.checks.links import check as check_links
from scripts.checks.links import fix
from scripts.checks.links.locate import Located
from scripts.core.child_process import apart
from scripts.core.problems import InputError, Problem, report


def find_problems(root: Path, url: str) -> list[Problem]:
    """Those of the sources; only when there are none, those of what is built from them. Both are looked for at once."""

    def check() -> list[Problem]:
        return check_sources.check(root / "docs", root / "tests" / "ledger")

    sources = apart(check)
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        site, failure, said = Path(folder) / "site", None, []
        try:
            said = build.assemble(root, site, url, downloads=False)
        except Exception as error:
            failure = error
        try:
            problems = sources()
        except ChildProcessError:
            problems = check()
        if problems or failure is None:
            return problems or build.gate(site, root / "docs", url, downloads=False, said=said)
        raise failure


def mend(root: Path, url: str) -> list[Located]:
    """Mend the sources by what a fresh build of them shows: a site with faults is never published, so that the last one would not show them."""
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        site = Path(folder) / "site"
        build.assemble(root, site, url, downloads=False)
        _, located = check_links.find_located(site, root / "docs", url, later=("download/",))
    return fix.mend(located)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.check", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--fix", action="store_true", help="mend what is mechanical first")
    args = parser.parse_args(argv)
    start = time.perf_counter()
    root, url = Path("."), os.environ.get("SITE_URL", build.LOCAL_URL).rstrip("/") + "/"
    try:
        for item in mend(root, url) if args.fix else ():
            print(f"{item.problem.path}:{item.problem.line}: mended: {item.old} → {item.new}")
        problems = find_problems(root, url)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    code = report(problems, "no problems")
    print(f"checked in {time.perf_counter() - start:.1f} s")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
