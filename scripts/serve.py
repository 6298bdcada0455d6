"""Live preview: MkDocs' own server with the figures made first and the source checks printed as warnings."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.serve import serve

from scripts import check_sources
from scripts.build import FIGURE_CACHE
from scripts.figures.build import build_figures
from scripts.problems import InputError


def main(argv: list[str] | None = None) -> int:
    root = Path(".")
    try:
        for problem in check_sources.check(root / "docs", root / "tests" / "ledger"):
            print(f"warning: {problem}", file=sys.stderr)
    except InputError as error:
        print(error, file=sys.stderr)
    build_figures(root / FIGURE_CACHE)
    serve(str(root / "mkdocs.yml"), livereload=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
