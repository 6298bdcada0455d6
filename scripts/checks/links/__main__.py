"""Check every link of a built site, without the network, and name the source line of each fault.

    python -m scripts.checks.links FOLDER [--docs DOCS] [--fix]

With --docs the folder is our own site: findings are traced to the Markdown, template or bibliography line, and the
rules that only make sense for our own site apply (navigation, dead ends, third-party requests, published addresses).
Exit code: 0 clean, 1 findings, 2 unusable input.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections import Counter
from pathlib import Path

from scripts.checks.links import find_located, index_folder
from scripts.checks.links.autofix import autofix
from scripts.checks.links.index import SiteIndex
from scripts.checks.links.locate import Located
from scripts.core.problems import InputError, Problem


def summary(index: SiteIndex, located: list[Located], seconds: float) -> str:
    addresses = sum(len(extract.uses) for extract in index.extracts.values())
    looked = f"{len(index.pages)} pages, {addresses} links, {seconds:.2f} s"
    if not located:
        return f"every link is sound: {looked}"
    kinds = Counter(item.code for item in located).most_common()
    fixable = sum(bool(item.new) for item in located)
    hint = f"; --fix corrects {fixable}" if fixable else ""
    listed = ", ".join(f"{count} {code}" for code, count in kinds)
    return f"{len(located)} problem{'s' if len(located) != 1 else ''} ({listed}){hint} in {looked}"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.checks.links", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("folder", type=Path, help="folder with the built site")
    parser.add_argument("--docs", type=Path, help="folder with the sources it was built from")
    parser.add_argument(
        "--fix", action="store_true", help="correct what is mechanical in the sources (with --docs)"
    )
    args = parser.parse_args(argv)
    start = time.perf_counter()
    for stream in (sys.stdout, sys.stderr):  # a file's name may be no text
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        if args.docs and not args.docs.is_dir():
            raise InputError(Problem(str(args.docs), 0, "no such folder"))
        if args.fix and not args.docs:
            what = "--fix needs --docs: only sources are corrected"
            raise InputError(Problem(str(args.folder), 0, what))
        index = index_folder(args.folder, args.docs is not None)
        located = find_located(index, args.docs)
    except InputError as error:
        print("\n".join(map(str, error.problems)), file=sys.stderr)
        return 2
    if args.fix:
        fixed = autofix(located)
        for item in fixed:
            print(f"{item.problem.path}:{item.problem.line}: corrected: {item.old} → {item.new}")
        located = [item for item in located if item not in fixed]
    for item in located:
        print(item.problem)
    print(summary(index, located, time.perf_counter() - start), file=sys.stderr)
    return 1 if located else 0


if __name__ == "__main__":
    gc.disable()  # many small objects live until the end; to walk them takes a third of the time
    raise SystemExit(main())
