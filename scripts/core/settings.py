"""What mkdocs.yml says, for code that runs without a loaded MkDocs configuration, such as a Markdown extension."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

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


def nav_files(nav: Any) -> Iterator[str]:
    """File names that a nav lists, in its order."""
    if isinstance(nav, str):
        yield nav
    elif nav:
        for value in nav.values() if isinstance(nav, dict) else nav:
            yield from nav_files(value)


def nav_order(path: Path = SETTINGS) -> list[str]:
    """File names of the pages in the order of the nav."""
    return list(nav_files(read_settings(path).get("nav")))
