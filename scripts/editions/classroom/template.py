"""Fills the XML templates of this folder. Open this when a template needs another filter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

# Everything is escaped once: HTML inside `mattext` or `<text>` is text to XML.
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    undefined=StrictUndefined,
)


def fill(template: str, /, **values: Any) -> bytes:
    return _templates.get_template(template).render(**values).encode()
