"""The list of facts, docs/facts/*.toml: what each says, with its numbers, sources and where it was seen.

One table a fact, named by its id. The ledger of a page (tests/ledger/<slug>.csv) says which fact each printed number
is; the same number on two pages is the same fact.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem

FOLDER = Path("docs/facts")
TABLE_RE = re.compile(r"^\[(?P<id>[A-Z]{2,4}-[A-Za-z0-9-]+)\]\s*$", re.MULTILINE)
ID_RE = re.compile(r"[A-Z]{2,4}-[A-Za-z0-9-]+")
FIELDS = {
    "statement": str,
    "values": list,  # as the pages print them
    "calculated": list,  # likewise, but worked out by us from the source's numbers
    "species": str,  # species or system
    "sources": list,  # keys of docs/references.bib
    "seen": str,  # where the source was seen to say it
    "date": dt.date,  # when
}
REQUIRED = ("statement", "sources", "seen", "date")


@dataclass(frozen=True)
class Fact:
    id: str
    path: Path
    line: int
    statement: str
    values: frozenset[str]
    sources: frozenset[str]
    species: str
    seen: str
    date: dt.date


def parse(text: str, path: Path) -> tuple[dict[str, Fact], list[Problem]]:
    """TOML text → facts, and what is wrong with single ones; text that is no TOML raises InputError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise InputError(Problem(str(path), int(found[1]) if found else 1, str(error))) from error
    lines = {m["id"]: text.count("\n", 0, m.start()) + 1 for m in TABLE_RE.finditer(text)}
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for name, table in tables.items():
        line = lines.get(name, 1)
        wrong = list(field_problems(name, table))
        problems += [Problem(str(path), line, what) for what in wrong]
        if not wrong:
            facts[name] = Fact(
                name,
                path,
                line,
                table["statement"],
                frozenset((*table.get("values", ()), *table.get("calculated", ()))),
                frozenset(table["sources"]),
                table.get("species", ""),
                table["seen"],
                table["date"],
            )
    return facts, problems


def field_problems(name: str, table: Any) -> Iterable[str]:
    if not ID_RE.fullmatch(name) or not isinstance(table, dict):
        yield f"'{name}' is not a fact: expected a table such as [MET-04]"
        return
    for key in REQUIRED:
        if key not in table:
            yield f"fact {name} has no {key}"
    for key, value in table.items():
        if key not in FIELDS:
            yield f"fact {name} has an unknown field '{key}'"
        elif not isinstance(value, FIELDS[key]):
            yield f"fact {name}: {key} is not a {FIELDS[key].__name__}"


def load(folder: Path = FOLDER) -> tuple[dict[str, Fact], list[Problem]]:
    """Every fact by its id, and what is wrong with the list itself."""
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        found, wrong = parse(read_text(path), path)
        problems += wrong
        for name, fact in found.items():
            if name in facts:
                first = f"{facts[name].path}:{facts[name].line}"
                problems.append(Problem(str(path), fact.line, f"{name} stands at {first} too"))
            facts.setdefault(name, fact)
    return facts, problems


def nearest(name: str, known: Iterable[str]) -> str:
    match = get_close_matches(name, list(known), 1)
    return f"'{match[0]}'" if match else ""
