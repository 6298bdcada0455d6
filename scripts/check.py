"""The quick gate for authors: check the sources and every link of a fresh build, without figures' redrawing or the book."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from scripts import build, check_sources
from scripts.apart import apart
from scripts.problems import InputError, Problem, report


def find_problems(root: Path, url: str) -> list[Problem]:
    """Those of the sources; only when there are none, those of what is built from them. Both are looked for at once."""

    def check() -> list[Problem]:
        return check_sources.check(root / "docs", root / "tests" / "ledger")

    sources = apart(check)
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        site, failure, said = Path(folder) / "site", None, []
        try:
            said = build.assemble(root, site, url, downloads=False)
        except Exception as error:  # noqa: BLE001 - a fault of the sources explains it better
            failure = error
        try:
            problems = sources()
        except ChildProcessError:
            problems = check()
        if problems or failure is None:
            return problems or build.gate(site, root / "docs", url, downloads=False, said=said)
        raise failure


def main(argv: list[str] | None = None) -> int:
    start = time.perf_counter()
    try:
        problems = find_problems(Path("."), os.environ.get("SITE_URL", build.LOCAL_URL).rstrip("/") + "/")
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    code = report(problems, "no problems")
    print(f"checked in {time.perf_counter() - start:.1f} s")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
