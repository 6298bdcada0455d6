"""The one date of a build, so that two builds of one commit are the same. Open this when a date is printed wrong."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

from scripts.core.pages import Page
from scripts.core.problems import InputError, Problem
from scripts.core.settings import read_settings

VARIABLE = "SOURCE_DATE_EPOCH"  # https://reproducible-builds.org/specs/source-date-epoch/


def commit_time(root: Path) -> int | None:
    """Seconds since 1970 of the last commit; None where git cannot tell or `root` is not a repository's own folder."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(root), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    try:
        # An unpacked archive inside another repository must not take that one's date.
        if Path(git("rev-parse", "--show-toplevel")).resolve() != root.resolve():
            return None
        return int(git("log", "-1", "--format=%ct"))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def newest_date(root: Path, pages: list[Page]) -> dt.date:
    """The latest day that the sources name: a page's `checked`, or the release of the edition."""
    edition = (read_settings(root / "mkdocs.yml").get("extra") or {}).get("edition") or {}
    days = [page.meta.get("checked") for page in pages]
    days.append(dt.date.fromisoformat(str(edition.get("released", "1980-01-01"))))
    return max(day for day in days if isinstance(day, dt.date))


def build_date(root: Path, pages: list[Page]) -> tuple[int, str]:
    """(seconds since 1970, one line to print when the date does not come from the commit)."""
    if (given := os.environ.get(VARIABLE)) is not None:
        if not given.isascii() or not given.isdigit():
            raise InputError(
                Problem("environment", 0, f"{VARIABLE} is '{given}', not a number of seconds")
            )
        return int(given), ""
    if (committed := commit_time(root)) is not None:
        return committed, ""
    day = newest_date(root, pages)
    time = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    note = f"no usable git here: dated {day}, the newest date that the pages name"
    return int(time.timestamp()), note
