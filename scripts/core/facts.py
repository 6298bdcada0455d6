"""The list of facts, docs/facts/*.toml: what each says, with its numbers, sources and where it was seen.

One table a fact, named by its id. The ledger of a page (tests/ledger/<slug>.csv) says which fact each printed number
is; the same number on two pages is the same fact.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import msgspec

from scripts.core.problems import Problem
from scripts.core.records import Table, Words, load_tables


class Fact(Table, frozen=True, kw_only=True):
    """printed: its numbers as the pages print them. calculated: likewise, worked out by us from the source's numbers.
    sources: keys of docs/references.bib. seen: where the source was seen to say it, and `date` when."""

    IDS = r"[A-Z]{2,4}-[A-Za-z0-9-]+"
    EXAMPLE = "MET-04"
    statement: Words
    sources: frozenset[str]
    seen: Words
    date: dt.date
    printed: frozenset[str] = msgspec.field(name="values", default=frozenset())
    calculated: frozenset[str] = frozenset()
    species: str = ""  # or system

    @property
    def values(self) -> frozenset[str]:
        return self.printed | self.calculated


def load(folder: Path) -> tuple[dict[str, Fact], list[Problem]]:
    """Every fact by its id, and what is wrong with the list itself."""
    return load_tables(folder, Fact)


def nearest(name: str, known: Iterable[str]) -> str:
    match = get_close_matches(str(name), list(known), 1)
    return f"'{match[0]}'" if match else ""
