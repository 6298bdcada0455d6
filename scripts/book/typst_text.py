"""Write text and strings that Typst reads back as exactly the same characters."""

from __future__ import annotations

import re

from scripts.book.tree import SPACE_RE

# Every character that can start markup. A hyphen between letters cannot, and stays readable.
SPECIAL = str.maketrans({character: "\\" + character for character in "\\#$*_`<>@~[]=+/{}"})
HYPHEN_RE = re.compile(r"(?<![^\W\d_])-|-(?![^\W\d_])")
NUMBERED_RE = re.compile(r"^(\s*\d+)\.")


def escape(text: str) -> str:
    """Text for Typst markup, white space folded."""
    text = SPACE_RE.sub(" ", text).translate(SPECIAL)
    if "-" in text:
        text = HYPHEN_RE.sub(r"\\-", text)
    return NUMBERED_RE.sub(r"\1\\.", text) if text.lstrip()[:1].isdigit() else text


def quote(text: str) -> str:
    """A Typst string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def call(name: str, *args: str, body: str | None = None, **named: str) -> str:
    """A function call in markup. The closing semicolon keeps text that follows from being read as part of it."""
    inside = ", ".join([*args, *(f"{key.replace('_', '-')}: {value}" for key, value in named.items())])
    return f"#{name}" + (f"({inside})" if inside or body is None else "") + (f"[{body}]" if body is not None else "") + ";"


def array(items: list[str]) -> str:
    return "(" + "".join(f"{item}, " for item in items) + ")"
