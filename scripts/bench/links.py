"""Time and memory of the link check: on this site, on hostile pages, and on the Rust documentation, which
`rustup component add rust-docs` installs, if it is there."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from scripts import build
from scripts.bench import hostile, verdict
from scripts.checks import links

# Seconds and megabytes that the link check may need.
OWN_SITE, LARGE_FOLDER, HOSTILE_PAGE, MEMORY = 0.15, 40.0, 2.0, 2000.0


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


def check(folder: Path) -> Run:
    """To the end; memory is looked at twenty times a second."""
    command = [sys.executable, "-m", "scripts.checks.links", str(folder)]
    start, peak = time.perf_counter(), 0.0
    # Its last words are a line or two, which the pipe holds until they are read.
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    return Run(seconds, peak, process.communicate()[1].strip())


def own_site() -> bool:
    """This site without its downloads, from trees that are parsed already, as in the build."""
    times = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        site, _ = build.render(Path(), Path(folder), build.site_url())
        for _ in range(7):
            start = time.perf_counter()
            links.find_problems(site, unmade=("download/",))
            times.append(time.perf_counter() - start)
    met = min(times) <= OWN_SITE
    print(f"this site, {len(site.pages)} pages: {min(times):.3f} s, {verdict(met)} {OWN_SITE} s")
    return met


def rust_documentation() -> Path | None:
    if not shutil.which("rustc"):
        return None
    print_root = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True)
    folder = Path(print_root.stdout.strip()) / "share/doc/rust/html"
    return folder if folder.is_dir() else None


def large_folder(folder: Path) -> bool:
    run = check(folder)
    met = run.seconds <= LARGE_FOLDER and run.megabytes <= MEMORY
    budget = f"{verdict(met)} {LARGE_FOLDER:.0f} s and {MEMORY:.0f} MB"
    print(f"{folder}: {run.seconds:.1f} s {run.megabytes:.0f} MB, {budget}  {run.error}")
    return met


def hostile_pages() -> bool:
    slow = []
    for name, text in hostile.pages().items():
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            (Path(folder) / "index.html").write_text(text, encoding="utf-8")
            run = check(Path(folder))
        met = run.seconds <= HOSTILE_PAGE and "Traceback" not in run.error
        size = f"{len(text) / 1e6:.1f} MB {run.seconds:5.2f} s"
        print(f"{name:35} {size} {verdict(met)} {HOSTILE_PAGE} s  {run.error}")
        slow += [] if met else [name]
    return not slow


def measure() -> bool:
    met = [own_site(), hostile_pages()]
    if folder := rust_documentation():
        met.append(large_folder(folder))
    return all(met)
