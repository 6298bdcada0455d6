"""Reads the files of a folder in several processes, so that a page no parser comes back from costs two seconds and not the run."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scripts.checks.links.extract import Extract, extract

LIMIT = 1.0  # seconds of processor time for one file: a hundred times what a large page takes
BATCH = 500  # files whose extracts are sent back together, so that equal addresses are sent once


def limit(seconds: float) -> None:
    """The processor time after which the system ends this process, even inside a parser; 0: no limit."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def read_one(root: Path, name: str, own: bool) -> Extract | None:
    try:
        return extract(name, (root / name).read_bytes(), own)
    except OSError as error:
        return Extract(faults=(("unreadable", "", f"cannot be read: {error.strerror}"),))


def read_some(root: Path, names: list[str], own: bool, out: str, current: Any) -> None:
    """The work of one process: extracts go to the file `out`, the number of the file being read to `current`."""
    shared: dict[object, Any] = {}
    with open(out, "wb") as file:
        for start in range(0, len(names), BATCH):
            batch: dict[str, Extract | None] = {}
            for number, name in enumerate(names[start : start + BATCH], start):
                current.value = number
                limit(LIMIT)
                found = batch[name] = read_one(root, name, own)
                if found:
                    found.uses = tuple(shared.setdefault(use, use) for use in found.uses)
            limit(0)
            pickle.dump(batch, file, pickle.HIGHEST_PROTOCOL)
            shared.clear()


class Reading:
    """One process and the files it still has to read."""

    def __init__(self, root: Path, names: list[str], own: bool, folder: str, number: int) -> None:
        self.root, self.names, self.own = root, names, own
        self.out = os.path.join(folder, str(number))
        self.start()

    def start(self) -> None:
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork" if "fork" in methods else None)
        self.current = context.Value("l", 0, lock=False)
        arguments = (self.root, self.names, self.own, self.out, self.current)
        self.process = context.Process(target=read_some, args=arguments)
        self.process.start()

    def wait(self) -> dict[str, Extract | None]:
        """Every extract; where the process ended inside a file, that file is left out and another takes over."""
        found: dict[str, Extract | None] = {}
        while True:
            self.process.join()
            ends = (EOFError, pickle.UnpicklingError)
            with open(self.out, "rb") as file, contextlib.suppress(*ends):
                while True:
                    found.update(pickle.load(file))  # noqa: S301 (written by our own process)
            if self.process.exitcode == 0:
                return found
            culprit = self.names[self.current.value]
            message = f"cannot be read in {LIMIT:.0f} second: its elements or attributes are too many or too deep"
            found[culprit] = Extract(faults=(("unreadable", "", message),))
            self.names = [name for name in self.names if name not in found]
            if not self.names:
                return found
            self.start()


def scan(
    root: Path, names: Iterable[str], own: bool, jobs: int | None = None
) -> dict[str, Extract]:
    """What each of these files says; the result does not depend on how many processes read."""
    names = sorted(names)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    jobs = jobs or min(cores or 1, 8)
    with tempfile.TemporaryDirectory(prefix="links-") as folder:
        readings = [
            Reading(root, names[number::jobs], own, folder, number)
            for number in range(min(jobs, len(names)))
        ]
        found: dict[str, Extract | None] = {}
        for reading in readings:
            found.update(reading.wait())
    return {name: extract for name in names if (extract := found[name])}
