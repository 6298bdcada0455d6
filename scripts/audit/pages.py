"""Judge the built site with outside tools: Lighthouse (phone) and axe, page by page, beside the stock theme.

    python -m scripts.audit.pages [SITE] [--pages SLUG …] [--no-stock]

Needs what `make audit` installs: the tests' environment and a browser. Lighthouse needs Node; it is found on the
PATH, in ./node_modules, or where LIGHTHOUSE points: `npm install --prefix .cache/node lighthouse` puts it
where this script looks. A tool that is missing is named and its columns stay empty.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import yaml

from scripts.core.settings import nav_order
from scripts.publish.guide import settings
from tests import browsers as browser

PACKED = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".md": "text/markdown",
}
TBT = 200  # milliseconds of blocking that a page may have
CATEGORIES = {
    "performance": "perf",
    "accessibility": "access",
    "best-practices": "best",
    "seo": "seo",
}


class _Gzip(http.server.SimpleHTTPRequestHandler):
    """A static host as most are: gzip for text, the site's own page for what is not there."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path = path / "index.html"
        code = 200 if path.is_file() else 404
        body = (
            path.read_bytes() if code == 200 else (Path(self.directory) / "404.html").read_bytes()
        )
        kind = PACKED.get(path.suffix if code == 200 else ".html", "")
        self.send_response(code)
        self.send_header("Content-Type", kind or self.guess_type(str(path)))
        if kind:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=3600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextlib.contextmanager
def serve(site: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Gzip, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def find_lighthouse() -> str:
    places = [
        os.environ.get("LIGHTHOUSE", ""),
        shutil.which("lighthouse") or "",
        "node_modules/.bin/lighthouse",
        ".cache/node/node_modules/.bin/lighthouse",
    ]
    return next((place for place in places if place and Path(place).exists()), "")


def lighthouse(program: str, url: str) -> dict[str, str]:
    """Scores (0 to 100) and sizes of one page, or an 'error'."""
    flags = "--headless=new --no-sandbox --disable-gpu"
    command = [
        program,
        url,
        "--quiet",
        "--output=json",
        f"--chrome-flags={flags}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    result = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": browser.find()}
    )
    if result.returncode:
        return {
            "error": result.stderr.strip().splitlines()[-1] if result.stderr.strip() else "failed"
        }
    report = json.loads(result.stdout)
    row = {
        short: f"{round(100 * (report['categories'][name]['score'] or 0))}"
        for name, short in CATEGORIES.items()
    }
    audits = report["audits"]
    row |= {
        "kB": f"{audits['total-byte-weight']['numericValue'] / 1024:.0f}",
        "CLS": f"{audits['cumulative-layout-shift']['numericValue']:.3f}",
        "TBT ms": f"{audits['total-blocking-time']['numericValue']:.0f}",
    }
    row["faults"] = " ".join(
        name
        for name, audit in audits.items()
        if audit.get("score") == 0 and audit.get("scoreDisplayMode") == "binary"
    )
    return row


def falls_short(row: dict[str, str]) -> bool:
    """Whether a page is below the budget, or could not be judged."""
    scores = [int(row[short]) for short in ("access", "best", "seo") if short in row]
    return (
        "error" in row
        or int(row.get("perf", 100)) < 95
        or int(row.get("TBT ms", 0)) > TBT
        or any(score < 100 for score in scores)
    )


def middle(runs: list[dict[str, str]]) -> dict[str, str]:
    """The run between the fastest and the slowest; those that failed count as slowest."""
    return sorted(runs, key=lambda run: float(run.get("TBT ms", "inf")))[len(runs) // 2]


def steady(program: str, url: str) -> dict[str, str]:
    """One run, or the middle one of three if the first falls short: a busy machine makes a run slower, a slow page all of them."""
    first = lighthouse(program, url)
    return (
        middle([first, lighthouse(program, url), lighthouse(program, url)])
        if falls_short(first)
        else first
    )


def axe(urls: list[str]) -> dict[str, str]:
    """Number of axe rules broken per page, over light and dark, phone and desktop."""
    try:
        from axe_playwright_python.sync_playwright import Axe
        from playwright.sync_api import sync_playwright
    except ImportError:
        return {}
    found: dict[str, set[str]] = {url: set() for url in urls}
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser.find(), args=browser.ARGUMENTS)
        for scheme in ("light", "dark"):
            for width in (390, 1280):
                context = running.new_context(
                    viewport={"width": width, "height": 900},
                    color_scheme=scheme,
                    bypass_csp=True,
                    reduced_motion="reduce",
                )
                page = context.new_page()
                for url in urls:
                    page.goto(url)
                    found[url] |= {
                        violation["id"]
                        for violation in Axe()
                        .run(page, options={"resultTypes": ["violations"]})
                        .response["violations"]
                    }
                context.close()
        running.close()
    return {url: str(len(rules)) for url, rules in found.items()}


def stock(root: Path, folder: Path) -> Path:
    """The same Markdown in the theme as it comes."""
    config = settings(root / "mkdocs.yml")
    said = (root / "mkdocs.yml").read_text(encoding="utf-8")
    start, end = said.index("\ntheme:"), said.index("\nplugins:")
    file = root / ".stock-mkdocs.yml"
    file.write_text(
        said[:start]
        + "\n"
        + yaml.safe_dump(
            {
                "theme": {"name": "material", "font": False},
                "extra": {"generator": False, "edition": config["extra"]["edition"]},
            }
        )
        + said[end:].replace("plugins: []", "plugins: [search]"),
        encoding="utf-8",
    )
    try:
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(file), "-d", str(folder)],
            check=True,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
        )
    finally:
        file.unlink()
    return folder


def table(site: Path, slugs: list[str], name: str) -> int:
    """Print one row per page; returns how many are below the budget."""
    program, below = find_lighthouse(), 0
    with serve(site) as base:
        urls = {slug: base + ("" if slug == "index" else f"{slug}/") for slug in slugs}
        broken = axe(list(urls.values()))
        columns = [*CATEGORIES.values(), "kB", "CLS", "TBT ms"]
        print(f"\n{name}\n{'page':26}" + "".join(f"{column:>8}" for column in [*columns, "axe"]))
        for slug, url in urls.items():
            row = steady(program, url) if program else {}
            print(
                f"{slug:26}"
                + "".join(f"{row.get(column, '-'):>8}" for column in columns)
                + f"{broken.get(url, '-'):>8}  {row.get('faults', row.get('error', ''))}",
                flush=True,
            )
            below += falls_short(row) or broken.get(url, "0") != "0"
    return below


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.audit.pages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"))
    parser.add_argument("--pages", nargs="+", help="slugs to judge (default: all)")
    parser.add_argument("--no-stock", action="store_true", help="leave out the stock theme")
    args = parser.parse_args(argv)
    if not (args.site / "index.html").exists():
        print(f"{args.site}: no built site here; run make site", file=sys.stderr)
        return 2
    if not find_lighthouse():
        print(
            "lighthouse is not installed: npm install --prefix .cache/node lighthouse",
            file=sys.stderr,
        )
    slugs = args.pages or [name.removesuffix(".md") for name in nav_order()]
    below = table(
        args.site,
        slugs,
        "This site (Lighthouse phone; axe rules broken, light and dark, phone and desktop)",
    )
    if not args.no_stock:
        with tempfile.TemporaryDirectory(prefix="stock-") as folder:
            table(stock(Path("."), Path(folder)), slugs, "The same Markdown in the stock theme")
    print(
        f"\n{below} of {len(slugs)} pages below the budget"
        if below
        else f"\nall {len(slugs)} pages within the budget"
    )
    return 1 if below else 0


if __name__ == "__main__":
    raise SystemExit(main())
