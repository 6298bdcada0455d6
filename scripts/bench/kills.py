"""Kill builds at random moments: the published site stays whole, and the next build leaves nothing of the dead behind.

Half of them are asked to stop (SIGTERM), half are killed outright (SIGKILL).
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.core.build_date import VARIABLE

# An environment variable by which the children of a killed build are recognized.
MARK = "BENCH_KILLS"
KILLS = 60
GRACE = 5.0  # seconds that the children of a killed build have to notice


def marked_processes(mark: str) -> list[int]:
    """Ids of the processes that a build of ours has started (Linux: read from /proc)."""
    found, wanted = [], f"{MARK}={mark}".encode()
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if wanted in environ.read_bytes():
                found.append(int(environ.parent.name))
    return found


def wait_until_gone(mark: str) -> list[int]:
    end = time.monotonic() + GRACE
    while (left := marked_processes(mark)) and time.monotonic() < end:
        time.sleep(0.1)
    return left


def is_whole(folder: Path) -> bool:
    return (folder / "index.html").is_file() and (folder / "download" / "SHA256SUMS").is_file()


def measure() -> bool:
    chance = random.Random(1)
    lost = processes = 0
    with tempfile.TemporaryDirectory(prefix="kills-") as parent:
        folder, temporary, mark = Path(parent) / "site", Path(parent) / "tmp", f"{os.getpid()}"
        temporary.mkdir()
        command = [sys.executable, "-m", "scripts.build", "--site", str(folder)]
        epoch = itertools.count(int(time.time()))

        def start_build() -> subprocess.Popen[bytes]:
            """Each with another date, so that nothing is printed already."""
            environment = {MARK: mark, "TMPDIR": str(temporary), VARIABLE: str(next(epoch))}
            quiet = subprocess.DEVNULL
            return subprocess.Popen(
                command, env=os.environ | environment, stdout=quiet, stderr=quiet
            )

        killed, duration = 0, 0.0
        while killed < KILLS:
            start, build = time.perf_counter(), start_build()
            try:
                build.wait(chance.uniform(0, duration) if duration else None)
            except subprocess.TimeoutExpired:
                build.send_signal(signal.SIGKILL if killed % 2 else signal.SIGTERM)
                build.wait()
                killed += 1
            else:  # done before its moment, as the first, which says how long one takes
                duration = time.perf_counter() - start
                continue
            left = wait_until_gone(mark)
            processes += len(left)
            for pid in left:
                os.kill(pid, signal.SIGKILL)
            old = folder.with_name(folder.name + ".old")
            lost += not (is_whole(folder) or is_whole(old))
        start_build().wait()
        beside = [path for path in Path(parent).iterdir() if path not in (folder, temporary)]
        leftovers = [*beside, *temporary.iterdir()]
        whole = is_whole(folder)
    print(
        f"{KILLS} kills within {duration:.1f} s: {lost} sites lost, {processes} processes left, "
        f"{len(leftovers)} folders left, the last build is {'whole' if whole else 'broken'}"
    )
    return whole and not (lost or processes or leftovers)
