"""Measure the link check: on this site, on the Rust documentation, on hostile pages; beside other checkers.

    python -m scripts.bench.links [--folder FOLDER] [--peers hyperlink lychee linkinator]

FOLDER is any folder of HTML; without it the documentation that `rustup component add rust-docs` installs is taken,
if it is there. Other checkers are used where they are installed: `cargo install hyperlink lychee`,
`npm install --global linkinator`.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from scripts.bench import hostile
from scripts.checks import links
from scripts.core.site import Site  # before MkDocs: it silences the theme's advertisement

from mkdocs.config import load_config  # isort: skip

# Seconds and megabytes that the link check may need.
OWN_SITE, LARGE_FOLDER, HOSTILE_PAGE, MEMORY = 0.15, 40.0, 2.0, 2000.0
PEERS = {
    "hyperlink": ["hyperlink", "--check-anchors", "{}"],
    "lychee": ["lychee", "--offline", "--no-progress", "--include-fragments", "--root-dir", "{}", "{}"],
    "linkinator": ["linkinator", "{}", "--recurse", "--check-fragments", "--skip", "^https?://(?!localhost)"],
}  # fmt: skip
OURS = [sys.executable, "-m", "scripts.checks.links", "{}"]


class Run(NamedTuple):
    seconds: float
    megabytes: float
    error: str


def resident(pid: int) -> float:
    """Megabytes held by a process and its children; shared pages count once (Linux), 0 elsewhere."""
    total, waiting = 0.0, [pid]
    while waiting:
        folder = Path(f"/proc/{waiting.pop()}")
        try:
            lines = (folder / "smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
            for task in (folder / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, ValueError):
            continue
    return total


def run(command: list[str], folder: Path) -> Run:
    """To the end; memory is looked at ten times a second."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [part.format(folder) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    peak, done = 0.0, threading.Event()

    def look() -> None:
        nonlocal peak
        while not done.wait(0.1):
            peak = max(peak, resident(process.pid))

    looking = threading.Thread(target=look)
    looking.start()
    _, error = process.communicate()
    done.set()
    looking.join()
    return Run(time.perf_counter() - start, peak, error or "")


def verdict(taken: float, budget: float) -> str:
    return "ok" if taken <= budget else "OVER"


def own_site() -> bool:
    """This site without its downloads, from trees that are parsed already, as in the build."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        command = [
            sys.executable,
            "-m",
            "scripts.build",
            "--no-downloads",
            "--site",
            folder + "/site",
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        site = Site(load_config("mkdocs.yml", site_dir=f"{folder}/site"))
        site.read()
        times = []
        for _ in range(7):
            start = time.perf_counter()
            links.find_problems(site, unmade=("download/",))
            times.append(time.perf_counter() - start)
    best = min(times)
    print(
        f"this site, {len(site.pages)} pages: {best:.3f} s, budget {OWN_SITE} s: {verdict(best, OWN_SITE)}"
    )
    return best <= OWN_SITE


def rust_documentation() -> Path | None:
    if not shutil.which("rustc"):
        return None
    print_root = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True)
    folder = Path(print_root.stdout.strip()) / "share/doc/rust/html"
    return folder if folder.is_dir() else None


def large_folder(folder: Path, peers: list[str]) -> bool:
    ours = run(OURS, folder)
    met = ours.seconds <= LARGE_FOLDER and ours.megabytes <= MEMORY
    print(f"{folder}: {ours.error.strip()}")
    print(
        f"  this check  {ours.seconds:6.1f} s {ours.megabytes:6.0f} MB, budget {LARGE_FOLDER:.0f} s and {MEMORY:.0f} MB: {'ok' if met else 'OVER'}"
    )
    for name in peers:
        if shutil.which(PEERS[name][0]):
            other = run(PEERS[name], folder)
            print(f"  {name:11} {other.seconds:6.1f} s {other.megabytes:6.0f} MB")
    return met


def hostile_pages() -> bool:
    met = True
    for name, text in hostile.pages().items():
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            (Path(folder) / "index.html").write_text(text, encoding="utf-8")
            taken = run(OURS, Path(folder))
        said = taken.error.strip().rpartition("\n")[2]
        good = taken.seconds <= HOSTILE_PAGE and "Traceback" not in taken.error
        print(
            f"{name:35} {len(text) / 1e6:.1f} MB {taken.seconds:5.2f} s {'ok' if good else 'OVER'}  {said}"
        )
        met = met and good
    return met


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.links", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--folder", type=Path, help="a large folder of HTML")
    parser.add_argument("--peers", nargs="*", choices=[*PEERS, []], default=list(PEERS))
    args = parser.parse_args(argv)
    met = own_site()
    if folder := args.folder or rust_documentation():
        met = large_folder(folder, args.peers) and met
    return 0 if hostile_pages() and met else 1


if __name__ == "__main__":
    raise SystemExit(main())
