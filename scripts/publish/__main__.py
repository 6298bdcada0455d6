"""python -m scripts.publish SITE [--docs DOCS] [--site-url URL]: finish a site that MkDocs has just rendered."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.core.problems import InputError
from scripts.publish import finish


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.publish", description="Finish a site that MkDocs has just rendered."
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--site-url", default="http://127.0.0.1:8000/")
    args = parser.parse_args(argv)
    try:
        finish(args.site, args.docs, args.site_url)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
