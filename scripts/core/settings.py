"""What mkdocs.yml says, for code that runs without a loaded MkDocs configuration, such as a Markdown extension."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from scripts.core.pages import Page, read_pages
from scripts.core.problems import InputError, Problem

SETTINGS = Path("mkdocs.yml")


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return dict(yaml_load(file) or {})
    except (ConfigurationError, yaml.YAMLError) as error:
        cause = error.__cause__ or error.__context__ or error  # MkDocs wraps what knows the line
        mark = getattr(cause, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(cause, "problem", None) or error
        raise InputError(Problem(str(path), line, f"malformed settings: {what}")) from error


def read_settings(path: Path = SETTINGS) -> dict[str, Any]:
    """The settings as written; raises InputError with the line at which they cannot be read."""
    return _read(path, path.stat().st_mtime_ns)


class Place(NamedTuple):
    """Of a page in the nav: its name there, and the name and number of its part (0 for a page outside of all)."""

    label: str = ""
    part: str = ""
    number: int = 0


def nav_places(nav: Any, part: str = "", number: int = 0) -> Iterator[tuple[str, Place]]:
    """(file, place) of each page that a nav lists, in its order."""
    for item in nav or ():
        if isinstance(item, str):
            yield item, Place("", part, number if part else 0)
            continue
        for label, value in item.items():
            if isinstance(value, str):
                yield value, Place(label, part, number if part else 0)
            else:
                number += 1
                yield from nav_places(value, label, number)


def ordered_pages(docs: Path) -> list[Page]:
    """The pages in the order of the nav; one that is not in it comes last."""
    order = {file: at for at, file in enumerate(nav_order(docs.parent / "mkdocs.yml"))}
    names = {page: page.path.relative_to(docs).as_posix() for page in read_pages(docs)}
    return sorted(names, key=lambda page: order.get(names[page], len(order)))


def nav_order(path: Path = SETTINGS) -> list[str]:
    """File names of the pages in the order of the nav."""
    return [file for file, _ in nav_places(read_settings(path).get("nav"))]
