"""Rows of a CSV and tables of a TOML file as typed records. Open this when one is refused, or to add a type.

A record is a `msgspec.Struct`; its field names are the columns of the CSV and the keys of the TOML table. Every fault is
a `Problem` at the file and line that an author has to change.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

import msgspec

from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem

# A number that is shown as its source prints it: "1.00" stays "1.00".
Printed = Annotated[str, msgspec.Meta(pattern=r"^-?\d+(\.\d+)?$")]
Words = Annotated[str, msgspec.Meta(min_length=1)]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every record; a missing or misspelled field is a finding."""


class Named(Record, frozen=True):
    """An entry that rows refer to by its key."""

    key: Words
    name: Words


class Table(Record, frozen=True, kw_only=True):
    """A TOML table of its own, such as `[MET-04]`, with where it stands; IDS is the pattern of such names."""

    IDS: ClassVar[str]
    EXAMPLE: ClassVar[str]
    id: str
    path: Path
    line: int


R = TypeVar("R", bound=msgspec.Struct)
T = TypeVar("T", bound=Table)


# msgspec's messages in the words of an author; the rest is said as it is.
PLAIN = {
    r"Invalid RFC3339 encoded date": "expected a date like 2026-11-30",
    r"matching regex": "expected a number such as 0.5 or -12",
    r"Expected `(float|int)(?: \| null)?`, got `str`": "expected a number",
    r"Invalid enum value (.*)": r"\1 is none of the words that may stand here",
    r"Expected `str` of length <= (\d+)": r"longer than the \1 characters that are allowed",
}


def explain(error: msgspec.ValidationError, what: str) -> str:
    """Which field is wrong, and how."""
    message, _, place = str(error).partition(" - at `$")
    if missing := re.search(r"missing required field `(\w+)`", message):
        return f"'{missing[1]}' is missing or empty"
    if unknown := re.search(r"unknown field `(.+)`", message):
        return f"unknown {what} '{unknown[1]}'"
    found = place.strip(".`")
    if "length >= 1" in message:
        return f"'{found}' is missing or empty"
    for pattern, plain in PLAIN.items():
        if match := re.search(pattern, message):
            message = match.expand(plain)
    return f"'{found}': {message.replace('`', chr(39))}" if found else message


def convert(
    data: dict[str, Any], kind: type[R], where: Problem, what: str, strict: bool = False
) -> R:
    """`where` says which file and line the data come from; strings become numbers and dates where the field is one,
    unless `strict`."""
    try:
        return msgspec.convert(data, kind, strict=strict, builtin_types=(dt.date,))
    except msgspec.ValidationError as error:
        raise InputError(where._replace(message=where.message + explain(error, what))) from error


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    """Text that is no TOML raises InputError with its line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        told = re.sub(r" *[(]at .*", "", str(error))
        raise InputError(Problem(str(path), line, f"invalid TOML: {told}")) from error


def table_lines(text: str) -> dict[str, int]:
    """Name of each table → its line."""
    return {
        line.strip()[1:-1]: number
        for number, line in enumerate(text.split("\n"), 1)
        if line.startswith("[")
    }


def parse_tables(text: str, path: Path, kind: type[T]) -> tuple[dict[str, T], list[Problem]]:
    """TOML text → a record for each table, and what is wrong with single ones; text that is no TOML raises InputError."""
    records: dict[str, T] = {}
    problems: list[Problem] = []
    lines = table_lines(text)
    for name, table in parse_toml(text, path).items():
        where = Problem(str(path), lines.get(name, 1), f"{name}: ")
        if not re.fullmatch(kind.IDS, name) or not isinstance(table, dict):
            told = f"'{name}' is not a record: expected a table such as [{kind.EXAMPLE}]"
            problems.append(where._replace(message=told))
            continue
        try:
            data = {**table, "id": name, "path": path, "line": where.line}
            records[name] = convert(data, kind, where, "field", strict=True)
        except InputError as error:
            problems += error.problems
    return records, problems


@lru_cache(maxsize=256)
def _read_tables(path: Path, stamp: int, kind: type[T]) -> tuple[dict[str, T], list[Problem]]:
    """Of one file, as long as it stays as it is: every page asks for the records of all."""
    return parse_tables(read_text(path), path, kind)


def load_tables(folder: Path, kind: type[T]) -> tuple[dict[str, T], list[Problem]]:
    """The records of every TOML file of a folder by their ids, and what is wrong with single ones."""
    records: dict[str, T] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        found, wrong = _read_tables(path, path.stat().st_mtime_ns, kind)
        problems += wrong
        for name, record in found.items():
            if name in records:
                first = f"{records[name].path}:{records[name].line}"
                problems.append(Problem(str(path), record.line, f"{name} stands at {first} too"))
            records.setdefault(name, record)
    return records, problems


def lines(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV, each with the line on which it starts."""
    reader, start = csv.reader(io.StringIO(text), strict=True), 1
    try:
        for row in reader:
            yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError(Problem(str(path), start, f"malformed CSV: {error}")) from error


def read_csv(path: Path, kind: type[R]) -> list[tuple[int, R]]:
    if not path.exists():
        raise InputError(Problem(str(path), 0, "no such file: the rows of the figure stand there"))
    return parse_csv(read_text(path), path, kind)


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run what it is given as text; a signed number with words behind it is none."""
    if cell[:1] in ("+", "-") and (cell[1:2] in ("", " ") or cell[1:2].isdigit()):
        return any(sign in cell for sign in "(|=!")
    return len(cell) > 1 and cell[0] in "=+-@\t\r"


def parse_csv(text: str, path: Path, kind: type[R]) -> list[tuple[int, R]]:
    """Every row with its line; an empty cell takes the field's default. All faulty rows are reported together."""
    (_, head), *rows = lines(text, path) if text else iter([(1, [])])
    found: list[tuple[int, R]] = []
    problems: list[Problem] = []
    if unknown := [name for name in head if name not in kind.__struct_encode_fields__]:
        raise InputError(*(Problem(str(path), 1, f"unknown column '{name}'") for name in unknown))
    if not rows:
        raise InputError(Problem(str(path), 1, "no rows below the head of the table"))
    for line, row in rows:
        if len(row) != len(head):
            told = f"{len(row)} cells in a table of {len(head)} columns"
            problems.append(Problem(str(path), line, told))
            continue
        problems += [
            Problem(str(path), line, f"'{name}': a spreadsheet would run '{cell}' as a formula")
            for name, cell in zip(head, row, strict=True)
            if is_formula(cell)
        ]
        data = {name: cell for name, cell in zip(head, row, strict=True) if cell}
        try:
            found.append((line, convert(data, kind, Problem(str(path), line, ""), "column")))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)
    return found


def fields(record: msgspec.Struct, *names: str) -> dict[str, Any]:
    """Fields or properties of a record; all fields when none is named."""
    return {name: getattr(record, name) for name in names or record.__struct_fields__}


def minus(text: str) -> str:
    """A true minus sign."""
    return text.replace("-", "−")
