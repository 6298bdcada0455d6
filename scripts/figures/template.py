"""Fills the templates of this folder: a figure in its page, and the page of a figure. Open this when one needs another filter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def minus(cell: str) -> str:
    """A cell for people: a true minus, where the CSV keeps the hyphen that programs read."""
    return re.sub(r"^-(?=\d)", "−", cell)


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    undefined=StrictUndefined,
)
_templates.filters["minus"] = minus


def fill(template: str, /, **values: Any) -> str:
    return _templates.get_template(template).render(**values)
