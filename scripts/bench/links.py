"""Measure the link gate against other checkers on made-up sites: time, processor time, memory, and how they grow.

    python -m scripts.bench.links [--pages 300 3000 10000] [--peers NAME ...] [--slow-up-to 3000]

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
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from scripts.bench.site import write_site

TIMEOUT = 3600
LONG = 5.0  # seconds
ROUNDS = 15
LIMITS = {
    "linkinator": 30.0,
    "LinkChecker": 50.0,
    "lychee": 1.0,
    "hyperlink": 1.0,
}  # how many times faster the gate has to be
QUICK = ("hyperlink", "lychee")
OURS = "this gate"
MEMORY = 400.0  # megabytes that the gate may need at MEMORY_PAGES
MEMORY_PAGES = 3000


class Run(NamedTuple):
    seconds: float
    processor: float
    megabytes: float


def measure(commands: dict[str, list[str]], rounds: int) -> dict[str, Run]:
    """What each command takes: wall and processor time of its best run, and the largest memory of the process and its children.

    The quick ones take turns, because a machine that others use too is faster in one minute than in the next. They are
    looked at in a run of their own, because to look at a process's memory slows it down; what takes long is run once.
    """
    runs: dict[str, list[tuple[float, float]]] = {}
    peaks: dict[str, float] = {}
    for name, command in commands.items():
        took = timed(lambda: peaks.update({name: wait(command, 0.02)}))
        runs[name] = [took] if took[0] > LONG else []
    quick = [name for name in commands if not runs[name]]
    for name in quick * rounds:
        runs[name].append(timed(lambda: wait(commands[name])))
    return {
        name: Run(
            min(wall for wall, _ in runs[name]), min(cpu for _, cpu in runs[name]), peaks[name]
        )
        for name in commands
    }


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    start, before = time.perf_counter(), used()
    run()
    return time.perf_counter() - start, used() - before


def wait(command: list[str], look: float = 0.0) -> float:
    """Run to the end, or to TIMEOUT; the most memory it held, in megabytes, if looked at every `look` seconds."""
    process, peak = (
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL),
        0.0,
    )
    # To wait with a time limit would be to ask every 50 ms whether a process has ended.
    timer = threading.Timer(TIMEOUT, process.kill)
    timer.start()
    while look and process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(look)
    process.wait()
    timer.cancel()
    return peak


def used() -> float:
    """Processor seconds of all finished child processes."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def resident(pid: int) -> float:
    """Megabytes held by a process and its children; shared pages count once (Linux), 0 elsewhere."""
    total = 0.0
    waiting = [pid]
    while waiting:
        current = waiting.pop()
        try:
            text = Path(f"/proc/{current}/smaps_rollup").read_text()
            total += (
                sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
                / 1024
            )
            for task in Path(f"/proc/{current}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ValueError):
            continue
    return total


def tools(site: Path, port: int) -> dict[str, list[str]]:
    """The command of each checker that is installed; LinkChecker needs the site served."""
    found = {
        "hyperlink": ["hyperlink", "--check-anchors", str(site)],
        "lychee": [
            "lychee",
            "--offline",
            "--no-progress",
            "--include-fragments",
            "--index-files",
            "index.html",
            "--root-dir",
            str(site),
            str(site),
        ],
        "linkinator": [
            "linkinator",
            str(site),
            "--recurse",
            "--check-fragments",
            "--skip",
            "^https?://(?!localhost)",
        ],
        "LinkChecker": ["linkchecker", "--no-status", "--no-warnings", f"http://127.0.0.1:{port}/"],
    }
    return {name: command for name, command in found.items() if shutil.which(command[0])}


def serve(site: Path) -> tuple[http.server.ThreadingHTTPServer, Callable[[], None]]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.shutdown


def gate(site: Path) -> list[str]:
    return [sys.executable, "-m", "scripts.checks.links.check", str(site)]


def compare(pages: int, folder: Path, wanted: list[str]) -> tuple[dict[str, Run], int]:
    """What each checker took for one size of site, and the megabytes of the site."""
    site = folder / f"site-{pages}"
    size = write_site(site, pages) // 1_000_000
    server, stop = serve(site)
    try:
        others = {
            name: command
            for name, command in tools(site, server.server_address[1]).items()
            if name in wanted
        }
        return measure({OURS: gate(site), **others}, ROUNDS), size
    finally:
        stop()
        shutil.rmtree(site)


def verdict(name: str, pages: int, run: Run, ours: Run) -> str:
    if name == OURS:
        return (
            f"< {MEMORY:.0f} MB: {'met' if run.megabytes < MEMORY else '**not met**'}"
            if pages == MEMORY_PAGES
            else ""
        )
    ratio = run.seconds / ours.seconds
    return f"{ratio:.1f}× ours, ≥ {LIMITS[name]:.0f}×: {'met' if ratio >= LIMITS[name] else '**not met**'}"


def growth(runs: dict[str, dict[int, Run]]) -> Iterator[str]:
    """What each quick tool takes for a start and then for each page, from its smallest and largest site."""
    for name, by_size in runs.items():
        if len(by_size) > 1:
            few, many = min(by_size), max(by_size)
            page = (by_size[many].seconds - by_size[few].seconds) / (many - few)
            memory = (by_size[many].megabytes - by_size[few].megabytes) / (many - few)
            yield f"| {name} | {by_size[few].seconds - few * page:.2f} s | {1000 * page:.2f} ms | {1000 * memory:.0f} KB |"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, nargs="+", default=[300, 3000, 10_000])
    parser.add_argument(
        "--peers",
        nargs="*",
        choices=[*LIMITS, []],
        default=list(LIMITS),
        help="only these other checkers",
    )
    parser.add_argument(
        "--slow-up-to",
        type=int,
        default=3000,
        help="linkinator and LinkChecker only on sites of at most this many pages",
    )
    args = parser.parse_args(argv)
    os.environ.setdefault("PYTHONPATH", str(Path.cwd()))
    os.environ.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # with it every run would compile the gate anew, which Python otherwise does once
    runs: dict[str, dict[int, Run]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        print("| site | checker | time | processor | memory | goal |\n|---|---|---|---|---|---|")
        for pages in args.pages:
            wanted = [name for name in args.peers if name in QUICK or pages <= args.slow_up_to]
            found, size = compare(pages, Path(folder), wanted)
            for name, run in found.items():
                runs.setdefault(name, {})[pages] = run
                print(
                    f"| {pages} pages, {size} MB | {name} | {run.seconds:.2f} s | {run.processor:.2f} s | {run.megabytes:.0f} MB | {verdict(name, pages, run, runs[OURS][pages])} |",
                    flush=True,
                )
    if len(args.pages) > 1:
        print("\n| checker | start | each page | memory of a page |\n|---|---|---|---|")
        print("\n".join(growth(runs)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
