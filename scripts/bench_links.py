"""Measure the link gate against other checkers on made-up sites of 300 and 3,000 pages, and its growth to 10,000.

    python -m scripts.bench_links [--pages 300 3000] [--growth 10000]

All tools run one after the other on the same files in the same run, offline, with fragments checked where they can.
A tool that is not installed is left out. To install them:

    npm install --global linkinator
    pipx install LinkChecker
    cargo install lychee hyperlink
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from scripts.bench_site import write_site

TIMEOUT = 3600
LIMITS = {"linkinator": 30.0, "LinkChecker": 50.0, "lychee": 1.0, "hyperlink": 1.0}  # how many times faster the gate has to be


class Run(NamedTuple):
    seconds: float
    megabytes: float
    code: int


def measure(command: list[str], repeat: int = 1) -> Run:
    """Best time of `repeat` runs, and the largest memory of the process and its children in the last of them."""
    seconds, peak, code = float("inf"), 0.0, 0
    for left in reversed(range(repeat)):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Looking at a process's memory slows it down: a quick one is looked at in one run only.
        while left == 0 and process.poll() is None and time.perf_counter() - start < TIMEOUT:
            peak = max(peak, resident(process.pid))
            time.sleep(0.02)
        try:
            code = process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        seconds = min(seconds, time.perf_counter() - start)
    return Run(seconds, peak, code)


def resident(pid: int) -> float:
    """Megabytes held by a process and its children; shared pages count once (Linux), 0 elsewhere."""
    total = 0.0
    waiting = [pid]
    while waiting:
        current = waiting.pop()
        try:
            text = Path(f"/proc/{current}/smaps_rollup").read_text()
            total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024
            for task in Path(f"/proc/{current}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ValueError):
            continue
    return total


def tools(site: Path, port: int) -> dict[str, list[str]]:
    """The command of each checker that is installed; LinkChecker needs the site served."""
    found = {
        "hyperlink": ["hyperlink", "--check-anchors", str(site)],
        "lychee": ["lychee", "--offline", "--no-progress", "--include-fragments", "--index-files", "index.html", "--root-dir", str(site), str(site)],
        "linkinator": ["linkinator", str(site), "--recurse", "--check-fragments", "--skip", "^https?://(?!localhost)"],
        "LinkChecker": ["linkchecker", "--no-status", "--no-warnings", f"http://127.0.0.1:{port}/"],
    }
    return {name: command for name, command in found.items() if shutil.which(command[0])}


def serve(site: Path) -> tuple[http.server.ThreadingHTTPServer, Callable[[], None]]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.shutdown


def gate(site: Path) -> list[str]:
    return [sys.executable, "-m", "scripts.check_links", str(site)]


def compare(pages: int, folder: Path) -> Iterator[str]:
    """Rows of the table for one size of site."""
    site = folder / f"site-{pages}"
    size = write_site(site, pages)
    ours = measure(gate(site), 5)
    yield f"| {pages} pages, {size / 1e6:.0f} MB | this gate | {ours.seconds:.2f} s | {ours.megabytes:.0f} MB | | |"
    server, stop = serve(site)
    try:
        for name, command in tools(site, server.server_address[1]).items():
            quick = name in ("lychee", "hyperlink")
            theirs = measure(command, 5 if name == "hyperlink" else 2 if quick else 1)
            ratio = theirs.seconds / ours.seconds
            verdict = "met" if ratio >= LIMITS[name] else "**not met**"
            yield f"| {pages} pages | {name} | {theirs.seconds:.2f} s | {theirs.megabytes:.0f} MB | {ratio:.1f}× | ≥ {LIMITS[name]:.0f}×: {verdict} |"
    finally:
        stop()


def growth(most: int, folder: Path) -> list[str]:
    """Seconds and memory per page as the site grows: the same at every size if cost is linear."""
    rows = []
    for pages in (most // 8, most // 4, most // 2, most):
        site = folder / f"growth-{pages}"
        write_site(site, pages)
        run = measure(gate(site), 2)
        rows.append(f"| {pages} pages | {run.seconds:.2f} s | {1000 * run.seconds / pages:.2f} ms | {run.megabytes:.0f} MB |")
        shutil.rmtree(site)
    return rows


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="*", default=[300, 3000])
    parser.add_argument("--growth", type=int, default=10_000, help="largest site of the growth table; 0: none")
    args = parser.parse_args(argv)
    os.environ.setdefault("PYTHONPATH", str(Path.cwd()))
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        print("| site | checker | time | memory | its time / ours | goal |\n|---|---|---|---|---|---|")
        for pages in args.pages:
            for row in compare(pages, folder):
                print(row, flush=True)
        if args.growth:
            print("\n| size | time | per page | memory |\n|---|---|---|---|")
            print("\n".join(growth(args.growth, folder)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
