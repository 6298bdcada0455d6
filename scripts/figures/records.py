"""Rows and tables of a figure as typed records. Open this when a CSV or TOML of docs/figures is refused, or to add a type.

A record is a `msgspec.Struct`; its field names are the columns of the CSV and the keys of the TOML table. Every fault is
a `Problem` at the file and line that an author has to change.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

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


R = TypeVar("R", bound=msgspec.Struct)
# Spreadsheets run a cell that starts like this; a plain number may have its sign.
FORMULA_RE = re.compile(r"^(?:[=@\t].|[+-](?!\d))")


# msgspec's messages in the words of an author; the rest is said as it is.
PLAIN = {
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


def convert(data: dict[str, Any], kind: type[R], where: Problem, what: str) -> R:
    """`where` says which file and line the data come from; strings become numbers where the field is one."""
    try:
        return msgspec.convert(data, kind, strict=False)
    except msgspec.ValidationError as error:
        raise InputError(where._replace(message=explain(error, what))) from error


def lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV, each with the line on which it starts."""
    reader, start = csv.reader(io.StringIO(read_text(path)), strict=True), 1
    try:
        for row in reader:
            yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError(Problem(str(path), start, f"malformed CSV: {error}")) from error


def read_csv(path: Path, kind: type[R]) -> list[tuple[int, R]]:
    """Every row with its line; an empty cell takes the field's default. All faulty rows are reported together."""
    if not path.exists():
        raise InputError(Problem(str(path), 0, "no such file: the rows of the figure stand there"))
    (_, head), *rows = lines(path) if path.stat().st_size else iter([(1, [])])
    found: list[tuple[int, R]] = []
    problems: list[Problem] = []
    if unknown := [name for name in head if name not in kind.__struct_fields__]:
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
            if FORMULA_RE.match(cell)
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
