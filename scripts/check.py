"""The quick gate for authors: check the sources and every link of a fresh build, without figures' redrawing or the book."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from scripts import build, check_sources
from scripts.problems import InputError, report


def main(argv: list[str] | None = None) -> int:
    start = time.perf_counter()
    root = Path(".")
    try:
        problems = check_sources.check(root / "docs", root / "tests" / "ledger")
        with tempfile.TemporaryDirectory(prefix="check-") as folder:
            site = Path(folder) / "site"
            url = os.environ.get("SITE_URL", build.LOCAL_URL).rstrip("/") + "/"
            if not problems:
                said = build.assemble(root, site, url, downloads=False)
                problems = build.gate(site, root / "docs", url, downloads=False, said=said)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    code = report(problems, "no problems")
    print(f"checked in {time.perf_counter() - start:.1f} s")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
