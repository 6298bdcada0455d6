"""Read docs/figures/<id>.toml and .csv: the words and rows of a figure. Open this to see what an author may write there.

`Words` are the same for every figure. What else a figure needs (labels of its chart, headings of its columns, its scales
or panels) stands in tables of the same file and is asked for by the figure's module; what no module asks for is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem
from scripts.core.records import Named, R, Record, convert, explain, lines, parse_toml, read_csv
from scripts.core.records import Words as Text
from scripts.figures.figure import Cell
from scripts.figures.models.portable import Portable

FIGURES = Path("docs/figures")


N = TypeVar("N", bound=Named)
CITED_RE = re.compile(r"\[\^([^\]\s]+)\]")


class Words(Record, frozen=True):
    """title: a heading without a period. alt: one sentence, what the picture shows.
    caption (Markdown with citations): what to see and where the numbers are from.
    description (Markdown): the picture in words for a reader who cannot see it; may repeat citations.
    fold: words in a tall chart above which print may cut it in two, set side by side."""

    title: Text
    kind: Literal["model", "plot", "drawing"]
    alt: Annotated[str, msgspec.Meta(min_length=1, max_length=250)]
    caption: Text
    description: Text
    fold: str = ""


@dataclass(frozen=True)
class Content:
    """Everything docs/figures says about one figure."""

    id: str
    folder: Path
    text: str
    words: Words
    tables: dict[str, Any]
    used: set[str] = field(default_factory=set)

    @property
    def sources(self) -> list[str]:
        """Keys that caption and description cite."""
        return list(dict.fromkeys(CITED_RE.findall(self.words.caption + self.words.description)))

    @property
    def path(self) -> Path:
        return self.folder / f"{self.id}.toml"

    @property
    def csv(self) -> Path:
        return self.folder / f"{self.id}.csv"

    def problem(self, message: str, *keys: str | int) -> Problem:
        return Problem(str(self.path), line_of(self.text, *keys), message)

    def cited(self, key: str, message: str) -> Problem:
        """A problem at the first place that cites `key`."""
        rows = enumerate(self.text.split("\n"), 1)
        return Problem(str(self.path), next(n for n, row in rows if f"[^{key}]" in row), message)

    def rows(self, kind: type[R]) -> list[R]:
        """The rows of docs/figures/<id>.csv."""
        return [row for _, row in read_csv(self.csv, kind)]

    def table(self, name: str, kind: type[R]) -> list[R]:
        """The `[[name]]` tables, in order."""
        self.used.add(name)
        found: list[R] = []
        for at, entry in enumerate(self.tables.get(name, [])):
            where = self.problem("", name, at)
            found.append(convert(entry, kind, where, f"key in [[{name}]]"))
        if not found:
            raise InputError(self.problem(f"a table [[{name}]] is missing", name))
        return found

    def one(self, name: str, kind: type[R], why: str = "") -> R:
        """The table `[name]`."""
        self.used.add(name)
        if name not in self.tables:
            raise InputError(self.problem(f"a table [{name}] is missing{why}", name))
        return convert(self.tables[name], kind, self.problem("", name), f"key in [{name}]")

    @property
    def model(self) -> Portable:
        """What is published as SBML and as a script; the table has its rows at the same places."""
        return self.one("model", Portable)

    def keyed(self, name: str, kind: type[N], rows: Iterable[Any], column: str) -> dict[str, N]:
        """Entries of the table `[[name]]` by their key, which every row names in `column`."""
        found = {entry.key: entry for entry in self.table(name, kind)}
        lost = {getattr(row, column) for row in rows} - set(found)
        if lost:
            first, written = min(lost), lines(read_text(self.csv), self.csv)
            at = next((n for n, cells in written if first in cells), 0)
            raise InputError(Problem(str(self.csv), at, f"unknown {column} '{first}'"))
        return found

    def line(self, name: str) -> str:
        """A text of the picture from `[labels]`: titles of axes and panels."""
        self.used.add(f"labels.{name}")
        found = self.tables.get("labels", {}).get(name)
        if not isinstance(found, str):
            raise InputError(self.problem(f"[labels] has no '{name}'", "labels"))
        return found

    def publish(self, rows: Iterable[Mapping[str, Cell]]) -> list[dict[str, Cell]]:
        """Rows under the headings, and in the order, that `[columns]` gives their fields."""
        self.used.add("columns")
        heads: dict[str, str] = self.tables.get("columns", {})
        try:
            return [{head: row[name] for name, head in heads.items()} for row in rows]
        except KeyError as error:
            told = f"[columns] names '{error.args[0]}', which the figure does not have"
            raise InputError(self.problem(told, "columns", str(error.args[0]))) from error

    def check_used(self) -> None:
        """A word that nothing shows is a slip, or left over."""
        names = [f"labels.{name}" for name in self.tables.get("labels", {})]
        names += [name for name in self.tables if name != "labels"]
        if unused := [name for name in names if name not in self.used]:
            raise InputError(
                *(self.problem(f"'{name}' is shown nowhere", *name.split(".")) for name in unused)
            )

    def check_sources(self, known: Mapping[str, object]) -> None:
        """Every key in the column `source` of the rows is one of the bibliography."""
        if not self.csv.exists():
            return
        (_, head), *rows = lines(read_text(self.csv), self.csv)
        at = head.index("source")
        problems = [
            Problem(str(self.csv), line, f"unknown source '{key}'")
            for line, row in rows
            for key in row[at].split()
            if key not in known
        ]
        if problems:
            raise InputError(*problems)


def cited(sources: str) -> str:
    """Keys with spaces between → citations in Markdown, each key once."""
    return "".join(f"[^{key}]" for key in dict.fromkeys(sources.split()))


def line_of(text: str, *keys: str | int) -> int:
    """The line of a TOML key: `"alt"`, `"labels", "x"`, or `"scales", 1, "domain"` in the second `[[scales]]`."""
    start, found = 0, 0
    rows = text.split("\n")
    for key, then in zip(keys, [*keys[1:], None], strict=True):
        if isinstance(key, int):
            continue
        name, count = re.escape(str(key)), then if isinstance(then, int) else 0
        pattern = re.compile(rf"^\s*(?:\[+{name}\]+|[\"']?{name}[\"']?\s*=)")
        hits = [at for at in range(start, len(rows)) if pattern.match(rows[at])]
        if len(hits) > count:
            start = found = hits[count]
    return found + 1


def parse(text: str, path: Path) -> Content:
    """TOML text → Content."""
    data = parse_toml(text, path)
    own = Words.__struct_fields__
    tables = {key: data.pop(key) for key in list(data) if key not in own and is_table(data[key])}
    try:
        words = msgspec.convert(data, Words)
    except msgspec.ValidationError as error:
        told = explain(error, "key")
        named = re.search(r"'(\w+)'", told)
        raise InputError(
            Problem(str(path), line_of(text, named[1] if named else ""), told)
        ) from error
    return Content(path.stem, path.parent, text, words, tables)


def is_table(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    )


def read(figure_id: str, folder: Path = FIGURES) -> Content:
    path = folder / f"{figure_id}.toml"
    return parse(read_text(path), path)


def read_all(folder: Path = FIGURES) -> list[Content]:
    return [read(path.stem, folder) for path in sorted(folder.glob("*.toml"))]
