"""The schema of a page's front matter."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import Any

from scripts.core.pages import Page
from scripts.core.problems import Problem

KINDS = ("home", "lesson", "reference", "project")
REQUIRED = ("title", "description", "kind", "reviewed", "checked", "minutes")
OPTIONAL = ("searched", "objectives", "sources")
DESCRIPTION_LIMIT = 160


def key_line(page: Page, key: str) -> int:
    """Line of a top-level key; front matter starts on line 2, the body after it."""
    return next(iter(_lines(page, f"{key}:")), 1)


def _lines(page: Page, start: str) -> list[int]:
    """Lines of the front matter that match a pattern from their beginning."""
    head = page.path.read_text(encoding="utf-8").split("\n")[: page.first_line - 1]
    return [number for number, line in enumerate(head, 1) if re.match(start, line)]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _value_error(key: str, value: Any) -> str:
    """What is wrong with one value, or ''."""
    if key == "title":
        if not _is_text(value):
            return "title must be text"
        # The theme writes it into its header as it is.
        return "title holds words only, no <" if "<" in value else ""
    if key == "description":
        if not _is_text(value):
            return "description must be text"
        return (
            ""
            if len(value) <= DESCRIPTION_LIMIT
            else f"description has {len(value)} characters, at most {DESCRIPTION_LIMIT}"
        )
    if key == "kind":
        return "" if value in KINDS else f"kind '{value}' is not one of {', '.join(KINDS)}"
    if key == "reviewed":
        named = (
            isinstance(value, dict)
            and set(value) == {"name", "date"}
            and _is_text(value["name"])
            and isinstance(value["date"], dt.date)
        )
        return "" if value is False or named else "reviewed must be false, or a name and a date"
    if key in ("checked", "searched"):
        if not isinstance(value, dt.date):
            return f"{key} '{value}' is not a date like 2026-11-23"
        # A day ahead may be today where the author lives.
        ahead = value > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
        return f"{key} '{value}' lies in the future" if ahead else ""
    if key == "minutes":
        return (
            ""
            if isinstance(value, int) and 0 < value <= 120
            else "minutes must be a whole number from 1 to 120"
        )
    if key == "sources":
        good = isinstance(value, list) and all(
            isinstance(s, dict) and set(s) == {"title", "url"} and _is_text(s["title"])
            for s in value
        )
        return "" if good else "sources must be a list of title and url"
    if not isinstance(value, list) or not 2 <= len(value) <= 5:
        return "objectives must be a list of 2 to 5"
    for number, objective in enumerate(value, 1):
        if (
            not isinstance(objective, dict)
            or set(objective) != {"text", "section"}
            or not _is_text(objective["text"])
        ):
            return f"objective {number} must have text and section, nothing else"
    return ""


def _item_lines(page: Page, key: str, field: str) -> list[int]:
    """Line of one field of each item of a list; where items are written in one line, as YAML allows, that of the list."""
    lines = _lines(page, rf"\s+(-\s+)?{field}:")
    return (
        lines if len(lines) == len(page.meta[key]) else [key_line(page, key)] * len(page.meta[key])
    )


def find_item_problems(page: Page, key: str) -> list[Problem]:
    """Objectives whose section is not on the page, and sources without a safe address, each at its own line."""
    path, problems = str(page.path), []
    if key == "objectives":
        sections = {heading.id for heading in page.headings if heading.id}
        for number, (objective, line) in enumerate(
            zip(page.meta[key], _item_lines(page, key, "section"), strict=True), 1
        ):
            if objective["section"] not in sections:
                near = difflib.get_close_matches(str(objective["section"]), sections, 1)
                problems.append(
                    Problem(
                        path,
                        line,
                        f"objective {number} names section '{objective['section']}', which is not on the page",
                        f"'{near[0]}'" if near else "",
                    )
                )
    if key == "sources":
        problems += [
            Problem(path, line, f"a source's address starts with https:, not '{source['url']}'")
            for source, line in zip(page.meta[key], _item_lines(page, key, "url"), strict=True)
            if not str(source["url"]).startswith("https://")
        ]
    return problems


def find_problems(page: Page) -> list[Problem]:
    path, allowed = str(page.path), (*REQUIRED, *OPTIONAL)
    problems = []
    for key in page.meta:
        if key not in allowed:
            near = difflib.get_close_matches(str(key), allowed, 1)
            problems.append(
                Problem(
                    path,
                    key_line(page, key),
                    f"unknown front-matter key '{key}'",
                    f"'{near[0]}'" if near else "",
                )
            )
    problems += [
        Problem(path, 1, f"front matter has no '{key}'") for key in REQUIRED if key not in page.meta
    ]
    if page.meta.get("kind") == "lesson" and "objectives" not in page.meta:
        problems.append(Problem(path, 1, "a lesson needs objectives"))
    for key in allowed:
        if key not in page.meta:
            continue
        if error := _value_error(key, page.meta[key]):
            problems.append(Problem(path, key_line(page, key), error))
        else:
            problems += find_item_problems(page, key)
    return problems
