"""Live preview: MkDocs' own server, with the files of the figures beside the pages and the source checks printed as warnings."""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
from pathlib import Path

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.serve import serve
from mkdocs.config.defaults import MkDocsConfig

from scripts.build import FIGURE_CACHE
from scripts.checks import sources as check_sources
from scripts.core.problems import InputError
from scripts.figures.build import build_figures


def on_post_build(config: MkDocsConfig) -> None:
    """Called by MkDocs after each build, since `main` names this file as a hook: the downloads of a figure stand where the real build puts them."""
    shutil.copytree(FIGURE_CACHE, Path(config.site_dir) / "figures", dirs_exist_ok=True)


def warn(root: Path) -> None:
    """Draw the figures and print what the checks find; a preview goes on all the same."""
    try:
        build_figures(root / FIGURE_CACHE)
    except InputError as error:
        print(error, file=sys.stderr)
    try:
        for problem in check_sources.check(root / "docs", root / "tests" / "ledger"):
            print(f"warning: {problem}", file=sys.stderr)
    except InputError as error:
        print(error, file=sys.stderr)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.serve", description=__doc__)
    parser.add_argument(
        "--address", default="127.0.0.1:8000", help="where to listen (default: %(default)s)"
    )
    address = parser.parse_args(argv).address
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    warn(Path("."))
    os.environ["SITE_URL"] = f"http://{address}/"
    serve("mkdocs.yml", hooks=[__file__], dev_addr=address)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
