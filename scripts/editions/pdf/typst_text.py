"""Write text and strings that Typst reads back as exactly the same characters. Open this when a word breaks where it should not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from scripts.core.typography import UNBREAKABLE_RE
from scripts.editions.tree import SPACE_RE

# Every character that can start markup. A hyphen between letters cannot, and stays readable.
SPECIAL = str.maketrans({character: "\\" + character for character in "\\#$*_`<>@~[]=+/{}"})
HYPHEN_RE = re.compile(
    r"(?<![^\W\d_])-|-(?![^\W\d_])|\.(?=\.)"
)  # and dots that would be an ellipsis
# A number and what it counts, and both sides of a minus.
NO_BREAK_RE = re.compile(
    r"\b(?:[Dd]ays?|[Ww]eeks?|Tables?|Figures?|[Pp]hase) (?=\d)|(?<=\d) − (?=\d)"
)
BEFORE_RAISED_RE = re.compile(r"#unbreakable\[[^\]]*\];(?:\];)*(?=#(?:cite-marks|sub|super)\b)")
NUMBERED_RE = re.compile(r"^(\s*\d+)\.(?=\s|$)")


def escape(text: str) -> str:
    """Text for Typst markup, white space folded."""
    text = NO_BREAK_RE.sub(lambda m: m[0].replace(" ", "\u00a0"), SPACE_RE.sub(" ", text))
    written, at = [], 0
    for found in UNBREAKABLE_RE.finditer(text):
        written += [_escape(text[at : found.start()]), f"#unbreakable[{_escape(found[0])}];"]
        at = found.end()
    return "".join([*written, _escape(text[at:])])


def _escape(text: str) -> str:
    text = HYPHEN_RE.sub(r"\\\g<0>", text.translate(SPECIAL))
    return NUMBERED_RE.sub(r"\1\\.", text)


def join(parts: Iterable[str]) -> str:
    """Inline content; what is raised after an unbreakable word stays with it."""
    return BEFORE_RAISED_RE.sub("\\g<0>\u2060", "".join(parts))


def quote(text: str) -> str:
    """A Typst string literal."""
    return json.dumps(text, ensure_ascii=False)


class Content(str):
    """Markup that is the value of an argument."""


class Code(str):
    """An expression that is written as it is, such as `auto`."""


def content(words: str) -> Content:
    """Plain words as the value of an argument."""
    return Content(escape(words))


def value(item: object) -> str:
    """A Python value as Typst writes it."""
    match item:
        case Code():
            return item
        case Content():
            return f"[{item}]"
        case str():
            return quote(item)
        case float():
            return f"{item:g}"
        case list() | tuple():
            return "(" + "".join(f"{value(one)}, " for one in item) + ")"
        case dict():
            pairs = ", ".join(f"{value(key)}: {value(one)}" for key, one in item.items())
            return f"({pairs or ':'})"
    return str(item).lower()  # whole numbers, true, false, none


def call(name: str, *args: object, body: str | None = None, **named: object) -> str:
    """A function call in markup. The closing semicolon keeps text that follows from being read as part of it."""
    pairs = (f"{key.replace('_', '-')}: {value(item)}" for key, item in named.items())
    inside = ", ".join([*map(value, args), *pairs])
    brackets = f"({inside})" if inside or body is None else ""
    return f"#{name}{brackets}" + (f"[{body}]" if body is not None else "") + ";"
