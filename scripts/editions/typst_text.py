"""Write text and strings that Typst reads back as exactly the same characters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scripts.editions.tree import SPACE_RE

# Every character that can start markup. A hyphen between letters cannot, and stays readable.
SPECIAL = str.maketrans({character: "\\" + character for character in "\\#$*_`<>@~[]=+/{}"})
HYPHEN_RE = re.compile(r"(?<![^\W\d_])-|-(?![^\W\d_])")
# A unit with a slash, and a short name after a prefix such as "S-", "(2R,6R)-" or "4E-". After a longer name's prefix
# a line may end, because the name itself would not fit where it does.
KEEP_RE = re.compile(
    r"(?<![\w/.-])(?:[mµμn]?(?:g|L|mol)/(?:kg|m?L|dL|h|min|day)(?:/(?:h|min|day))?|(?:[SRDL]|[45]E|\([\dRS,]{1,5}\))-[\w’]{2,11}(?:-[\w’]{1,5})?)(?![\w/-])"
)
# A number and what it counts, and both sides of a minus.
TIED_RE = re.compile(r"\b(?:[Dd]ays?|[Ww]eeks?|Tables?|Figures?|[Pp]hase) (?=\d)|(?<=\d) − (?=\d)")
KEPT_RE = re.compile(r"#keep\[[^\]]*\];(?:\];)*(?=#(?:cite-marks|sub|super)\b)")
NUMBERED_RE = re.compile(r"^(\s*\d+)\.")


def escape(text: str) -> str:
    """Text for Typst markup, white space folded."""
    text = TIED_RE.sub(lambda match: match[0].replace(" ", "\u00a0"), SPACE_RE.sub(" ", text))
    if "-" not in text and "/" not in text:
        return _escape(text)
    written, at = [], 0
    for found in KEEP_RE.finditer(text):
        written += [_escape(text[at : found.start()]), f"#keep[{_escape(found[0])}];"]
        at = found.end()
    return "".join([*written, _escape(text[at:])])


def _escape(text: str) -> str:
    text = text.translate(SPECIAL)
    if "-" in text:
        text = HYPHEN_RE.sub(r"\\-", text)
    return NUMBERED_RE.sub(r"\1\\.", text) if text.lstrip()[:1].isdigit() else text


def join(parts: Iterable[str]) -> str:
    """Inline content; what is raised after a kept word stays with it."""
    text = "".join(parts)
    return KEPT_RE.sub("\\g<0>\u2060", text) if "#keep[" in text else text


def quote(text: str) -> str:
    """A Typst string literal."""
    return (
        '"'
        + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        + '"'
    )


def call(name: str, *args: str, body: str | None = None, **named: str) -> str:
    """A function call in markup. The closing semicolon keeps text that follows from being read as part of it."""
    inside = ", ".join(
        [*args, *(f"{key.replace('_', '-')}: {value}" for key, value in named.items())]
    )
    return (
        f"#{name}"
        + (f"({inside})" if inside or body is None else "")
        + (f"[{body}]" if body is not None else "")
        + ";"
    )


def array(items: list[str]) -> str:
    return "(" + "".join(f"{item}, " for item in items) + ")"
