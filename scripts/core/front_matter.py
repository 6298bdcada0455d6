"""The schema of a page's front matter."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec

from scripts.core.facts import nearest
from scripts.core.pages import Page
from scripts.core.problems import Problem
from scripts.core.records import Record

REQUIRED = ("title", "description", "kind", "reviewed", "checked", "minutes")
OPTIONAL = ("searched", "objectives", "sources")
DESCRIPTION_LIMIT = 160
Text = Annotated[str, msgspec.Meta(pattern=r"\S")]


class Reviewed(Record, frozen=True):
    name: Text
    date: dt.date


class Objective(Record, frozen=True):
    text: Text
    section: str


class Origin(Record, frozen=True):
    title: Text
    url: str


# Key → (type of its value, what is said of any other).
SHAPES: dict[str, tuple[Any, str]] = {
    "title": (Text, "title must be text"),
    "description": (Text, "description must be text"),
    "kind": (
        Literal["home", "lesson", "reference", "project"],
        "kind '{}' is not one of home, lesson, reference, project",
    ),
    "reviewed": (Reviewed, "reviewed must be false, or a name and a date"),
    "checked": (dt.date, "checked '{}' is not a date like 2026-11-23"),
    "searched": (dt.date, "searched '{}' is not a date like 2026-11-23"),
    "minutes": (
        Annotated[int, msgspec.Meta(ge=1, le=120)],
        "minutes must be a whole number from 1 to 120",
    ),
    "objectives": (
        Annotated[list[Any], msgspec.Meta(min_length=2, max_length=5)],
        "objectives must be a list of 2 to 5",
    ),
    "sources": (list[Origin], "sources must be a list of title and url"),
}


def key_line(page: Page, key: str) -> int:
    """Line of a top-level key; front matter starts on line 2, the body after it."""
    return next(iter(_lines(page, f"{key}:")), 1)


def _lines(page: Page, start: str) -> list[int]:
    """Lines of the front matter that match a pattern from their beginning."""
    head = page.path.read_text(encoding="utf-8").split("\n")[: page.first_line - 1]
    return [number for number, line in enumerate(head, 1) if re.match(start, line)]


def _fits(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind, builtin_types=(dt.date,))
    except msgspec.ValidationError:
        return False
    return True


def _value_error(key: str, value: Any) -> str:
    """What is wrong with one value, or ''."""
    kind, otherwise = SHAPES[key]
    if key == "reviewed" and value is False:
        return ""
    if not _fits(value, kind):
        return otherwise.format(value)
    if key == "title" and "<" in value:  # the theme writes it into its header as it is
        return "title holds words only, no <"
    if key == "description" and len(value) > DESCRIPTION_LIMIT:
        return f"description has {len(value)} characters, at most {DESCRIPTION_LIMIT}"
    # A day ahead may be today where the author lives.
    if kind is dt.date and value > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
        return f"{key} '{value}' lies in the future"
    for number, item in enumerate(value if key == "objectives" else (), 1):
        if not _fits(item, Objective):
            return f"objective {number} must have text and section, nothing else"
    return ""


def _item_lines(page: Page, key: str, field: str) -> list[int]:
    """Line of one field of each item of a list; where items are written in one line, as YAML allows, that of the list."""
    lines, count = _lines(page, rf"\s+(-\s+)?{field}:"), len(page.meta[key])
    return lines if len(lines) == count else [key_line(page, key)] * count


def find_item_problems(page: Page, key: str) -> Iterator[Problem]:
    """Objectives whose section is not on the page, and sources without a safe address, each at its own line."""
    path = str(page.path)
    if key == "objectives":
        sections = {heading.id for heading in page.headings if heading.id}
        lines = _item_lines(page, key, "section")
        for number, (item, line) in enumerate(zip(page.meta[key], lines, strict=True), 1):
            if (section := item["section"]) not in sections:
                what = f"objective {number} names section '{section}', which is not on the page"
                yield Problem(path, line, what, nearest(section, sections))
    if key == "sources":
        lines = _item_lines(page, key, "url")
        for item, line in zip(page.meta[key], lines, strict=True):
            if not item["url"].startswith("https://"):
                what = f"a source's address starts with https:, not '{item['url']}'"
                yield Problem(path, line, what)


def find_problems(page: Page) -> list[Problem]:
    path, allowed = str(page.path), (*REQUIRED, *OPTIONAL)
    problems = [
        Problem(
            path, key_line(page, key), f"unknown front-matter key '{key}'", nearest(key, allowed)
        )
        for key in page.meta
        if key not in allowed
    ]
    problems += [
        Problem(path, 1, f"front matter has no '{key}'") for key in REQUIRED if key not in page.meta
    ]
    if page.meta.get("kind") == "lesson" and "objectives" not in page.meta:
        problems.append(Problem(path, 1, "a lesson needs objectives"))
    for key in (key for key in allowed if key in page.meta):
        if error := _value_error(key, page.meta[key]):
            problems.append(Problem(path, key_line(page, key), error))
        else:
            problems += find_item_problems(page, key)
    return problems
