"""Time and size of the book: from the trees of the site to the tagged PDF."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from scripts import build
from scripts.bench import verdict
from scripts.core.site import Site
from scripts.editions.chapter import make_chapters
from scripts.editions.imprint import read_imprint
from scripts.editions.pdf.compiler import Compiler, pack
from scripts.editions.pdf.document import Book

EPOCH = 1_700_000_000
BUDGET_SECONDS, BUDGET_BYTES = 6.0, 5_000_000
RUNS = 3


def make_book(site: Site) -> bytes:
    imprint = read_imprint(site)
    book = Book(site, imprint, make_chapters(site, imprint))
    with Compiler(imprint) as compiler, compiler.compile(book.whole(), EPOCH).pdf as pdf:
        return pack(pdf)


def measure() -> bool:
    times, size = [], 0
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        site, _ = build.render(Path(), Path(folder), build.site_url())
        for _ in range(RUNS):  # a busy machine only ever makes a run slower: the fastest counts
            start = time.perf_counter()
            size = len(make_book(site))
            times.append(time.perf_counter() - start)
    met = min(times) <= BUDGET_SECONDS and size <= BUDGET_BYTES
    budget = f"{verdict(met)} {BUDGET_SECONDS:.0f} s, {BUDGET_BYTES / 1e6:.0f} MB"
    print(f"book: {min(times):.1f} s {size / 1e6:.2f} MB, {budget}")
    return met
