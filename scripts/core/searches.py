"""Searches of the literature, docs/facts/searches/<slug>.csv: when, with which words, where, about which claims, and
what was found."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

from scripts.core.pages import read_text
from scripts.core.records import Record, parse_csv

MAX_AGE = 180  # days after which a page's search is out of date


class Search(Record, frozen=True, kw_only=True):
    path: Path = Path()
    line: int = 0
    date: dt.date
    words: str
    where: str
    named: str = msgspec.field(name="claims", default="")
    found: str = ""

    @property
    def claims(self) -> list[str]:
        return self.named.split()


def parse(text: str, path: Path) -> list[Search]:
    """CSV text → searches; a wrong header, row or date raises InputError with its line."""
    rows = parse_csv(text, path, Search)
    return [msgspec.structs.replace(search, path=path, line=line) for line, search in rows]


def load(folder: Path) -> dict[str, list[Search]]:
    """Page's slug → its searches, in the order of the file."""
    return {path.stem: parse(read_text(path), path) for path in sorted(folder.glob("*.csv"))}


def last_searched(searches: list[Search]) -> dt.date | None:
    return max((search.date for search in searches), default=None)


def is_outdated(date: dt.date, today: dt.date) -> bool:
    return (today - date).days > MAX_AGE
