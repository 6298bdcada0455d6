"""Make the downloads of a site that is built already: python -m scripts.editions [SITE]"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from scripts.core.site import Site  # before MkDocs: it silences the theme's advertisement

from mkdocs.config import load_config  # isort: skip

from scripts.core.build_date import build_date
from scripts.core.problems import InputError
from scripts.editions.downloads import make_downloads


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.editions", description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"), help="the built site")
    args = parser.parse_args(argv)
    if not (args.site / "index.html").is_file():
        print(f"{args.site}: not a built site; run make site first", file=sys.stderr)
        return 2
    site = Site(load_config("mkdocs.yml", site_dir=os.fspath(args.site)))
    site.read()
    try:
        make_downloads(site, build_date(site.root, site.sources)[0])
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
