"""Read docs/references.bib: the only place a source is described."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.exceptions import PybtexError

from scripts.core import reference_style, typography
from scripts.core.disk_cache import cached
from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem
from scripts.core.reference_style import HtmlBackend, MarkdownBackend, Style, address, short_label

BIBLIOGRAPHY = Path("docs/references.bib")
ENTRY_RE = re.compile(r"^@(?P<kind>\w+)\s*\{\s*(?P<key>[^,\s]+)\s*,", re.MULTILINE)
DOI_RE = re.compile(r"10\.\d{4,9}/\S+")
REQUIRED = ("title", "year")


@dataclass(frozen=True)
class Source:
    """One formatted entry: as Markdown and as HTML, a short label such as 'Mealing et al. 1999', and its web address
    ('' if none)."""

    key: str
    line: int
    markdown: str
    html: str
    label: str
    url: str
    retracted: bool = False  # the entry says on which day, `retracted = "2026-01-02"`


def parse(text: str, path: Path) -> tuple[BibliographyData, dict[str, int]]:
    """BibTeX text → (entries, line of each key); duplicate keys and syntax errors are InputErrors with their line."""
    lines: dict[str, int] = {}
    problems = []
    for match in ENTRY_RE.finditer(text):
        key, line = match["key"], text.count("\n", 0, match.start()) + 1
        if match["kind"].lower() in ("comment", "string", "preamble"):
            continue
        if key in lines:
            what = f"duplicate key '{key}' (first on line {lines[key]})"
            problems.append(Problem(str(path), line, what))
        lines.setdefault(key, line)
    if problems:
        raise InputError(*problems)
    try:
        return parse_string(text, "bibtex"), lines
    except PybtexError as error:
        number = re.search(r"line (\d+)", str(error))
        line = int(number[1]) if number else 1
        raise InputError(Problem(str(path), line, f"invalid BibTeX: {error}")) from error


DESCRIBED_RE = re.compile(r"^\[|not seen|not shown|shows no|no title")
IDENTIFIERS = {"doi": DOI_RE, "pmid": re.compile(r"\d{5,8}"), "pmcid": re.compile(r"PMC\d{5,8}")}


def gaps(entry: Entry) -> list[str]:
    """What an entry lacks without saying why (field `missing`)."""
    fields = entry.fields
    if fields.get("missing"):
        return []
    found = []
    if entry.type == "article" and not set(IDENTIFIERS) & {name.lower() for name in fields}:
        found.append("has no DOI, PMID or PMCID, and no `missing` that says why")
    if not entry.persons.get("author") and entry.type == "article":
        found.append("names no author, and no `missing` says why")
    if DESCRIBED_RE.search(fields.get("title", "")):
        found.append("has a described title, and no `missing` says why")
    return found


def faults(entry: Entry) -> Iterator[str]:
    """What an entry cannot be printed honestly with: no title or year, a malformed identifier, a gap, an unsafe address."""
    fields = entry.fields
    for name in REQUIRED:
        if not fields.get(name, "").strip():
            yield f"has no {name}"
    for name, shape in IDENTIFIERS.items():
        if name in fields and not shape.fullmatch(fields[name]):
            yield f"has a malformed {name.upper()} '{fields[name]}'"
    yield from gaps(entry)
    # Even one that the reference does not show is in the list that readers download.
    if fields.get("url", "").startswith("http:") and "http only" not in fields.values():
        yield 'has an http: address: write https:, or access = "http only" beside it'


def find_problems(data: BibliographyData, lines: dict[str, int], path: Path) -> list[Problem]:
    return [
        Problem(str(path), lines.get(key, 0), f"entry '{key}' {what}")
        for key, entry in data.entries.items()
        for what in faults(entry)
    ]


def format_entries(data: BibliographyData, lines: dict[str, int]) -> dict[str, Source]:
    style, backend, html = Style(), MarkdownBackend(), HtmlBackend("utf-8")
    sources = {}
    for formatted in style.format_entries(data.entries.values()):
        entry = data.entries[formatted.key]
        sources[formatted.key] = Source(
            formatted.key,
            lines.get(formatted.key, 0),
            formatted.text.render(backend).replace("\n", " "),
            typography.bind(formatted.text.render(html).replace("\n", " ")),
            short_label(entry),
            address(entry),
            "retracted" in entry.fields,
        )
    return sources


def _cached(path: Path, what: str, make: Callable[[str], Any]) -> Any:
    """`make` of the file's text, as JSON: reading and formatting some hundred entries takes over a second, and most builds change none."""
    text, code = read_text(path), (__file__, reference_style.__file__, typography.__file__)
    made_from = (what, version("pybtex"), *map(read_text, map(Path, code)), str(path), text)
    folder = path.parent.parent / ".cache" / "sources"
    return json.loads(cached(folder, "\0".join(made_from), lambda: json.dumps(make(text)).encode()))


@lru_cache(maxsize=4)
def _load(path: Path, stamp: int) -> dict[str, Source]:
    rows = _cached(
        path,
        "sources",
        lambda text: [astuple(source) for source in format_entries(*parse(text, path)).values()],
    )
    return {row[0]: Source(*row) for row in rows}


def load(path: Path = BIBLIOGRAPHY) -> dict[str, Source]:
    """Formatted sources by key, cached until the file changes."""
    # One spelling of the path, so that what is kept between builds is found by everyone who asks.
    return _load(path.resolve(), path.stat().st_mtime_ns)


def check(path: Path) -> tuple[dict[str, int], list[Problem]]:
    """(line of each key, entries that cannot be printed honestly); unusable BibTeX raises InputError."""

    def make(text: str) -> Any:
        data, lines = parse(text, path)
        return lines, find_problems(data, lines, path)

    lines, problems = _cached(path, "check", make)
    return lines, [Problem(*problem) for problem in problems]
