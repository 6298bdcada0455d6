"""Judge every page of the built site with Lighthouse, as on a phone.

    python -m scripts.audit.pages [SITE] [--pages SLUG …]

Lighthouse needs Node and a Chrome; it is found on the PATH, in ./node_modules, or where LIGHTHOUSE points:
`npm install --prefix .cache/node lighthouse` puts it where this script looks. It takes the browser that CHROME_PATH
names, else that of the system. (axe runs in the browser tests.)
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from scripts.core.settings import nav_order

PACKED_RE = re.compile(r"text/|.*(javascript|json|xml)$")  # what a host sends compressed
TBT = 200  # milliseconds of blocking that a page may have
CATEGORIES = {
    "performance": "perf",
    "accessibility": "access",
    "best-practices": "best",
    "seo": "seo",
}
LEAST = {"perf": 95, "access": 100, "best": 100, "seo": 100}
PLACES = ("node_modules/.bin", ".cache/node/node_modules/.bin")


class _Gzip(http.server.SimpleHTTPRequestHandler):
    """A static host as most are: gzip for text."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        body, kind = path.read_bytes(), self.guess_type(str(path))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if PACKED_RE.match(kind):
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


def find_lighthouse() -> str | None:
    folders = os.pathsep.join([os.environ["PATH"], *PLACES])
    return os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse", path=folders)


def lighthouse(program: str, url: str) -> dict[str, str]:
    """Scores (0 to 100) and sizes of one page, or an 'error'."""
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    only = f"--only-categories={','.join(CATEGORIES)}"
    command = [program, url, "--quiet", "--output=json", flags, only]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        return {"error": (result.stderr.strip() or "failed").splitlines()[-1]}
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
    low = any(int(row.get(name, 100)) < score for name, score in LEAST.items())
    return "error" in row or low or int(row.get("TBT ms", 0)) > TBT


def middle(runs: list[dict[str, str]]) -> dict[str, str]:
    """The run between the fastest and the slowest; those that failed count as slowest."""
    return sorted(runs, key=lambda run: float(run.get("TBT ms", "inf")))[len(runs) // 2]


def steady(program: str, url: str) -> dict[str, str]:
    """One run, or the middle one of three if the first falls short: a busy machine makes a run slower, a slow page all of them."""
    runs = [lighthouse(program, url)]
    if falls_short(runs[0]):
        runs += [lighthouse(program, url) for _ in range(2)]
    return middle(runs)


def table(site: Path, slugs: list[str], program: str) -> int:
    """Print one row per page; returns how many are below the budget."""
    below = 0
    columns = [*CATEGORIES.values(), "kB", "CLS", "TBT ms"]
    print(f"{'page':26}" + "".join(f"{column:>8}" for column in columns))
    with serve(site) as base:
        for slug in slugs:
            row = steady(program, base + ("" if slug == "index" else f"{slug}/"))
            below += falls_short(row)
            cells = "".join(f"{row.get(column, ''):>8}" for column in columns)
            print(f"{slug:26}{cells}  {row.get('error', row.get('faults', ''))}", flush=True)
    print(f"{below} of {len(slugs)} pages below the budget")
    return below


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.audit.pages", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    parser.add_argument("--pages", nargs="+", metavar="SLUG", help="only these (default: all)")
    args = parser.parse_args(argv)
    if not (args.site / "index.html").is_file():
        print(f"{args.site}: not a built site; run make site first", file=sys.stderr)
        return 2
    if not (program := find_lighthouse()):
        print("no Lighthouse here: npm install --prefix .cache/node lighthouse", file=sys.stderr)
        return 2
    slugs = args.pages or [name.removesuffix(".md") for name in nav_order()]
    return min(1, table(args.site, slugs, program))


if __name__ == "__main__":
    raise SystemExit(main())
