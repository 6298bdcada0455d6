"""Make the book, its chapters, the e-book and the offline copy of a built site: python -m scripts.editions SITE"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from scripts.editions.downloads import make_downloads
from scripts.editions.errors import BookError


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.editions", description=__doc__)
    parser.add_argument("site", type=Path, help="the built site")
    args = parser.parse_args(argv)
    url = os.environ.get("SITE_URL", "http://127.0.0.1:8000/").rstrip("/") + "/"
    try:
        make_downloads(args.site, url, int(os.environ.get("SOURCE_DATE_EPOCH", "0")))
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
