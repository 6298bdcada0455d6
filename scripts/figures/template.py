"""Fills the templates of this folder: a figure in its page, and the page of a figure. Open this when one needs another filter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from scripts.core.templates import templates_in


def minus(cell: str) -> str:
    """A cell for people: a true minus, where the CSV keeps the hyphen that programs read."""
    return re.sub(r"^-(?=\d)", "−", cell)


_templates = templates_in(Path(__file__).with_name("templates"))
_templates.filters["minus"] = minus


def fill(template: str, /, **values: Any) -> str:
    return _templates.get_template(template).render(**values)
