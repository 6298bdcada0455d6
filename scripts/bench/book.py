"""Time and size of the book, made from a built site.

python -m scripts.bench.book [SITE]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from scripts.core.site import Site  # before MkDocs: it silences the theme's advertisement

from mkdocs.config import load_config  # isort: skip

from scripts.editions.chapter import make_chapters
from scripts.editions.imprint import read_imprint
from scripts.editions.pdf.compiler import Compiler, pack
from scripts.editions.pdf.document import Book

EPOCH = 1_700_000_000
BUDGET_SECONDS, BUDGET_BYTES = 6.0, 5_000_000
RUNS = 3


def make_book(site: Site, out: Path) -> None:
    """From the trees of the site to the tagged PDF."""
    imprint = read_imprint(site)
    book = Book(site, imprint, make_chapters(site, imprint))
    with Compiler(imprint) as compiler, compiler.compile(book.whole(), EPOCH).pdf as pdf:
        out.write_bytes(pack(pdf))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.book", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"), help="the built site")
    args = parser.parse_args(argv)
    if not (args.site / "index.html").is_file():
        print(f"{args.site}: not a built site; run make site first", file=sys.stderr)
        return 2
    site = Site(load_config("mkdocs.yml", site_dir=str(args.site.resolve())))
    site.read()
    times = []
    with tempfile.TemporaryDirectory(prefix="bench-book-") as folder:
        book = Path(folder) / "book.pdf"
        for _ in range(RUNS):  # a busy machine only ever makes a run slower: the fastest counts
            start = time.perf_counter()
            make_book(site, book)
            times.append(time.perf_counter() - start)
        taken, size = min(times), book.stat().st_size
    over = taken > BUDGET_SECONDS or size > BUDGET_BYTES
    budget = f"budget {BUDGET_SECONDS:.0f} s, {BUDGET_BYTES / 1e6:.0f} MB"
    print(f"book: {taken:.1f} s {size / 1e6:.2f} MB, {budget}: {'OVER' if over else 'ok'}")
    return int(over)


if __name__ == "__main__":
    raise SystemExit(main())
