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
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from scripts.core.child_process import uncollected
from scripts.editions.clean import make_chapters
from scripts.editions.document import whole_book
from scripts.editions.pdf import Press
from scripts.editions.site import read_site
from tests import browsers as browser

URL = "http://127.0.0.1:8000/"
EPOCH = 1_700_000_000
BUDGET_SECONDS, BUDGET_BYTES = 5.0, 5_000_000
LONG = 30.0  # seconds


@uncollected()  # as where downloads are made
def ours(site: Path, out: Path, memory: Path) -> None:
    """From the built site to the tagged PDF, reading included. `memory` is what a build leaves for the next."""
    read = read_site(site, URL)
    with Press(memory) as press:
        out.write_bytes(press.print(whole_book(read, make_chapters(read), EPOCH), EPOCH))


def first_time(site: Path, out: Path, memory: Path) -> None:
    """The same with no page number known."""
    shutil.rmtree(memory, ignore_errors=True)
    ours(site, out, memory)


def one_page(site: Path) -> str:
    """All articles in one page, with its styles inside and the addresses of pictures made absolute."""
    read = read_site(site, URL)
    styles = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((site / "assets" / "css").glob("*.css"))
    )
    styles = re.sub(
        r"[^;{}]*gradient\([^;{}]*;?", "", styles
    )  # WeasyPrint stops at gradients of named colors
    articles = []
    for page in read.pages:
        folder = (site / page.path).resolve()
        tree = LexborHTMLParser((folder / "index.html").read_text(encoding="utf-8"))
        article = tree.css_first("main article")
        html = article.html or "" if article else ""
        articles.append(
            re.sub(
                r'src="(?!https?:|data:)([^"]+)"',
                lambda m: f'src="{(folder / m[1]).resolve().as_uri()}"',
                html,
            )
        )
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{read.name}</title><style>{styles}</style></head><body>{"".join(articles)}</body></html>'


def chromium(html: Path, out: Path) -> None:
    # 10 minutes: a browser that hangs must not hang the benchmark.
    command = [
        browser.find(),
        *browser.ARGUMENTS,
        "--no-pdf-header-footer",
        f"--print-to-pdf={out}",
        html.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


def weasyprint(html: Path, out: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", str(html), str(out)],
        check=True,
        capture_output=True,
        timeout=600,
    )


def peers() -> dict[str, Callable[[Path, Path], None]]:
    found: dict[str, Callable[[Path, Path], None]] = {}
    if browser.find():
        found["Chromium print"] = chromium
    if (
        subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True).returncode
        == 0
    ):
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
        prog="python -m scripts.bench.book", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "site", nargs="?", type=Path, default=Path("site"), help="the built site (default: site)"
    )
    args = parser.parse_args(argv)
    if not (args.site / "index.html").is_file():
        print(f"{args.site}: not a built site; run make site first", file=sys.stderr)
        return 2
    site = args.site.resolve()
    with tempfile.TemporaryDirectory(prefix="bench-book-") as folder:
        work = Path(folder)
        html = work / "all.html"
        html.write_text(one_page(site), encoding="utf-8")
        first, first_cpu = best(lambda: first_time(site, work / "first.pdf", work / "memory"))
        wall, cpu = best(lambda: ours(site, work / "ours.pdf", work / "memory"))
        if (work / "first.pdf").read_bytes() != (work / "ours.pdf").read_bytes():
            print("the book differs when it remembers where things stood", file=sys.stderr)
            return 1
        size = (work / "ours.pdf").stat().st_size
        over = False
        for name, took, used in (("this book", wall, cpu), ("its first build", first, first_cpu)):
            bad = took > BUDGET_SECONDS or size > BUDGET_BYTES
            over = over or bad
            print(
                f"{name:16} {took:6.1f} s {used:6.1f} s CPU {size / 1e6:6.2f} MB  budget {BUDGET_SECONDS:.0f} s, {BUDGET_BYTES / 1e6:.0f} MB  {'OVER' if bad else 'ok'}"
            )
        for name, run in peers().items():
            out = work / f"{name.split()[0]}.pdf"
            try:
                took, used = best(lambda run=run, out=out: run(html, out))
            except OSError as error:
                print(f"{name:16} failed: {error}")
                continue
            peer = out.stat().st_size
            print(
                f"{name:16} {took:6.1f} s {used:6.1f} s CPU {peer / 1e6:6.2f} MB  {took / wall:.1f} times our time, {used / cpu:.1f} times our CPU time, {peer / size:.1f} times our size"
            )
    return int(over)


if __name__ == "__main__":
    raise SystemExit(main())
