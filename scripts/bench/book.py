"""Time and size of the book beside two usual routes from the same built site: headless Chromium's print and WeasyPrint.

    python -m scripts.bench.book [SITE]

The others get every article of the site in one HTML page with the site's own print styles, which is what
print plugins of site generators do. Ratios are taken within one run; a tool that is not installed is left out.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from scripts.core.site import Site  # before MkDocs: it silences the theme's advertisement

from mkdocs.config import load_config  # isort: skip

from scripts.editions.chapter import CONTENT, make_chapters
from scripts.editions.imprint import read_imprint
from scripts.editions.pdf.compiler import Compiler, pack
from scripts.editions.pdf.document import Book
from tests import browsers as browser

EPOCH = 1_700_000_000
BUDGET_SECONDS, BUDGET_BYTES = 6.0, 5_000_000
LONG = 30.0  # seconds
TIMEOUT = 600  # seconds: a browser that hangs must not hang the benchmark


def built_site(folder: Path) -> Site:
    site = Site(load_config("mkdocs.yml", site_dir=str(folder)))
    site.read()
    return site


def ours(site: Site, out: Path) -> None:
    """From the trees of the site to the tagged PDF."""
    imprint = read_imprint(site)
    book = Book(site, imprint, make_chapters(site, imprint))
    with Compiler(imprint) as compiler, compiler.compile(book.whole(), EPOCH).pdf as pdf:
        out.write_bytes(pack(pdf))


def one_page(site: Site) -> str:
    """All articles in one page, with its styles inside and the addresses of pictures made absolute."""
    sheets = sorted((site.folder / "assets" / "css").glob("*.css"))
    styles = "\n".join(path.read_text(encoding="utf-8") for path in sheets)
    # WeasyPrint stops at gradients of named colors.
    styles = re.sub(r"[^;{}]*gradient\([^;{}]*;?", "", styles)
    articles = []
    for page in site.guide_pages:
        folder = (site.folder / page.address).resolve()
        article = page.tree.css_first(CONTENT)
        pieces = re.split(r'src="(?!https?:|data:)([^"]+)"', article.html or "" if article else "")
        sources = (f'src="{(folder / piece).resolve().as_uri()}"' for piece in pieces[1::2])
        articles.append(pieces[0] + "".join(map("".join, zip(sources, pieces[2::2], strict=True))))
    head = f'<meta charset="utf-8"><title>{site.name}</title><style>{styles}</style>'
    return (
        f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(articles)}</body></html>'
    )


def chromium(html: Path, out: Path) -> None:
    options = [*browser.ARGUMENTS, "--no-pdf-header-footer", f"--print-to-pdf={out}"]
    command = [browser.find() or "", *options, html.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)


def weasyprint(html: Path, out: Path) -> None:
    options = ["--pdf-variant", "pdf/ua-1", str(html), str(out)]
    command = [sys.executable, "-m", "weasyprint", *options]
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)


def peers() -> dict[str, Callable[[Path, Path], None]]:
    found: dict[str, Callable[[Path, Path], None]] = {}
    if browser.find():
        found["Chromium print"] = chromium
    probe = [sys.executable, "-c", "import weasyprint"]
    if subprocess.run(probe, capture_output=True).returncode == 0:
        found["WeasyPrint"] = weasyprint
    return found


def timed(run: Callable[[], None]) -> tuple[float, float]:
    """Wall and processor seconds of `run` in a process of its own; a browser's helpers are not all counted in the second."""

    def used() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    start, before = time.perf_counter(), used()
    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    if process.exitcode:
        raise OSError(f"exit code {process.exitcode}")
    return time.perf_counter() - start, used() - before


def best(run: Callable[[], None]) -> tuple[float, float]:
    """The fastest of three runs, because a busy machine only ever makes a run slower; one run of what takes long."""
    found = [timed(run)]
    while len(found) < 3 and found[0][0] < LONG:
        found.append(timed(run))
    return min(found)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.book", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument(
        "site", nargs="?", type=Path, default=Path("site"), help="the built site (default: site)"
    )
    args = parser.parse_args(argv)
    if not (args.site / "index.html").is_file():
        print(f"{args.site}: not a built site; run make site first", file=sys.stderr)
        return 2
    site = built_site(args.site.resolve())
    with tempfile.TemporaryDirectory(prefix="bench-book-") as folder:
        html, book = Path(folder) / "all.html", Path(folder) / "ours.pdf"
        html.write_text(one_page(site), encoding="utf-8")
        wall, cpu = best(partial(ours, site, book))
        size = book.stat().st_size
        over = wall > BUDGET_SECONDS or size > BUDGET_BYTES
        print(
            f"{'this book':16} {wall:6.1f} s {cpu:6.1f} s CPU {size / 1e6:6.2f} MB  "
            f"budget {BUDGET_SECONDS:.0f} s, {BUDGET_BYTES / 1e6:.0f} MB  {'OVER' if over else 'ok'}"
        )
        for name, run in peers().items():
            out = Path(folder) / f"{name.split()[0]}.pdf"
            try:
                took, used = best(partial(run, html, out))
            except OSError as error:
                print(f"{name:16} failed: {error}")
                continue
            peer = out.stat().st_size
            print(
                f"{name:16} {took:6.1f} s {used:6.1f} s CPU {peer / 1e6:6.2f} MB  "
                f"{took / wall:.1f} times our time, {used / cpu:.1f} times our CPU time, {peer / size:.1f} times our size"
            )
    return int(over)


if __name__ == "__main__":
    raise SystemExit(main())
