"""What stands behind each graded claim, docs/claims/<slug>.toml, and the rule that makes the grade from it.

One table a claim, named by its id. The grade in the text must be the one the rule gives (`scripts.checks.claims`), so
that it can only change when the evidence on record does.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem

FOLDER = Path("docs/claims")
GRADES = ("established", "supported", "contested", "speculative")
# How close to a patient the statement was tested; `document` is a law, label or registry that says so itself.
DIRECTNESS = ("people", "animals", "cells", "calculation", "document")
TABLE_RE = re.compile(r"^\[(?P<id>claim-[a-z0-9-]+)\]\s*$", re.MULTILINE)
FIELDS: dict[str, type | tuple[type, ...]] = {
    "topics": list,  # words a reader would filter by
    "species": list,  # species or systems in which it was tested
    "method": str,  # how, in a few words
    "directness": str,  # one of DIRECTNESS
    "n": int,  # largest number of people or animals in one study, where it is known
    "groups": list,  # sources that found it, one list for each independent group of researchers
    "kinds": list,  # independent kinds of evidence, such as "binding" and "behavior"
    "against": list,  # sources that tested it and found otherwise
    "untested": bool,  # the statement itself was not tested: it is inferred
    "gap": str,  # what is missing although several groups agree; caps the grade at supported
    "report": bool,  # it reports what one document says
    "objection": str,  # the main objection
    "objection_sources": list,
    "would_change": str,  # which result would change this grade
    "history": list,  # date, grade, why
}
REQUIRED = (
    "topics",
    "species",
    "method",
    "directness",
    "groups",
    "objection",
    "would_change",
    "history",
)
EVENT_FIELDS = {"date", "grade", "why"}


@dataclass(frozen=True)
class Event:
    """A day on which the grade was given or changed."""

    date: dt.date
    grade: str
    why: str


@dataclass(frozen=True)
class Record:
    id: str
    path: Path
    line: int
    topics: tuple[str, ...]
    species: tuple[str, ...]
    method: str
    directness: str
    groups: tuple[tuple[str, ...], ...]
    objection: str
    would_change: str
    history: tuple[Event, ...]
    n: int | None = None
    kinds: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    untested: bool = False
    gap: str = ""
    report: bool = False
    objection_sources: tuple[str, ...] = ()

    @property
    def sources(self) -> set[str]:
        """Every source that the record names."""
        found = {key for group in self.groups for key in group}
        return found | set(self.against) | set(self.objection_sources)

    @property
    def grade(self) -> str:
        return grade(self)


def grade(record: Record, retracted: frozenset[str] = frozenset()) -> str:
    """The grade that the record earns; a retracted source counts for nothing.

    speculative: nobody has tested the statement itself
    contested: somebody tested it and found otherwise
    established: two independent groups, or two independent kinds of evidence, found it; nobody found otherwise, and
        no important test is missing
    supported: at least one group found it
    """
    groups = [group for group in record.groups if set(group) - retracted]
    if record.untested or not groups:
        return "speculative"
    if set(record.against) - retracted:
        return "contested"
    independent = len(groups) > 1 or len(record.kinds) > 1
    if independent and not record.gap and not record.report:
        return "established"
    return "supported"


def parse(text: str, path: Path) -> tuple[dict[str, Record], list[Problem]]:
    """TOML text → records, and what is wrong with single ones; text that is no TOML raises InputError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise InputError(Problem(str(path), int(found[1]) if found else 1, str(error))) from error
    lines = {m["id"]: text.count("\n", 0, m.start()) + 1 for m in TABLE_RE.finditer(text)}
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    for name, table in tables.items():
        line = lines.get(name, 1)
        wrong = field_problems(name, table)
        problems += [Problem(str(path), line, what) for what in wrong]
        if not wrong:
            records[name] = _record(name, path, line, table)
    return records, problems


def _record(name: str, path: Path, line: int, table: dict[str, Any]) -> Record:
    frozen: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    frozen["groups"] = tuple(tuple(group) for group in table["groups"])
    frozen["history"] = tuple(
        Event(event["date"], event["grade"], event.get("why", "")) for event in table["history"]
    )
    return Record(name, path, line, **frozen)


def field_problems(name: str, table: Any) -> list[str]:
    if not isinstance(table, dict) or not name.startswith("claim-"):
        return [f"'{name}' is not a record: expected a table such as [claim-trapping]"]
    found = [f"{name} has no {key}" for key in REQUIRED if key not in table]
    for key, value in table.items():
        if key not in FIELDS:
            found.append(f"{name} has an unknown field '{key}'")
        elif not isinstance(value, FIELDS[key]):
            found.append(f"{name}: {key} has the wrong type")
    if found:
        return found
    if table["directness"] not in DIRECTNESS:
        found.append(f"{name}: directness is not one of {', '.join(DIRECTNESS)}")
    if not all(isinstance(group, list) and group for group in table["groups"]):
        found.append(f"{name}: groups is a list of lists of sources")
    for event in table["history"]:
        if not isinstance(event, dict) or set(event) - EVENT_FIELDS or "date" not in event:
            found.append(f"{name}: an entry of history has date, grade and why")
        elif event.get("grade") not in GRADES:
            found.append(f"{name}: history names the grade '{event.get('grade')}'")
    if found:
        return found
    dates = [event["date"] for event in table["history"]]
    if not dates or dates != sorted(dates):
        found.append(f"{name}: history begins with the first grade and goes on by date")
    return found


def load(folder: Path = FOLDER) -> tuple[dict[str, Record], list[Problem]]:
    """Every record by its claim, and what is wrong with the files themselves."""
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        found, wrong = parse(read_text(path), path)
        problems += wrong
        for name, record in found.items():
            if name in records:
                first = f"{records[name].path}:{records[name].line}"
                problems.append(Problem(str(path), record.line, f"{name} stands at {first} too"))
            records.setdefault(name, record)
    return records, problems
