"""Searches of the literature, docs/facts/searches/<slug>.csv: when, with which words, where, about which claims, and
what was found."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem

FOLDER = Path("docs/facts/searches")
COLUMNS = ["date", "words", "where", "claims", "found"]
MAX_AGE = 180  # days after which a page's search is out of date


@dataclass(frozen=True)
class Search:
    path: Path
    line: int
    date: dt.date
    words: str
    where: str
    claims: tuple[str, ...]
    found: str


def parse(text: str, path: Path) -> list[Search]:
    """CSV text → searches; a wrong header, row or date raises InputError with its line."""
    reader = csv.reader(io.StringIO(text))
    if next(reader, None) != COLUMNS:
        raise InputError(Problem(str(path), 1, f"the header must be {','.join(COLUMNS)}"))
    searches, problems = [], []
    for row in reader:
        line = reader.line_num
        if len(row) != len(COLUMNS):
            what = f"expected {len(COLUMNS)} columns, found {len(row)}"
            problems.append(Problem(str(path), line, what))
            continue
        try:
            date = dt.date.fromisoformat(row[0])
        except ValueError:
            problems.append(Problem(str(path), line, f"'{row[0]}' is not a date like 2026-11-30"))
            continue
        searches.append(Search(path, line, date, row[1], row[2], tuple(row[3].split()), row[4]))
    if problems:
        raise InputError(*problems)
    return searches


def load(folder: Path = FOLDER) -> dict[str, list[Search]]:
    """Page's slug → its searches, in the order of the file."""
    return {path.stem: parse(read_text(path), path) for path in sorted(folder.glob("*.csv"))}


def last_searched(searches: list[Search]) -> dt.date | None:
    return max((search.date for search in searches), default=None)


def is_outdated(date: dt.date, today: dt.date) -> bool:
    return (today - date).days > MAX_AGE
