"""Typography of plain text: curly quotes, and what no line end may part, on a screen and in print."""

from __future__ import annotations

import re

UNIT_RE = re.compile(
    r"(?<=\d) (?=(?:mg|µg|ng|kg|g|µM|nM|mM|mV|ms|s|min|h|Hz|mL|L|Å|pS|percent)\b)|(?<=\b[nNpP] =) (?=\d)|(?<=\b[nNpP]) (?==)|(?<=\d) (?=±)|(?<=±) (?=\d)"
)
# In print and in the e-book also a unit with a slash, a range of numbers, a date, and a short name after a prefix such as
# "S-", "(2R,6R)-" or "4E-". After a longer name's prefix a line may end, because the name itself would not fit there.
UNBREAKABLE_RE = re.compile(
    r"(?<![\w/.-])(?:[mµμn]?(?:g|L|mol)/(?:kg|m?L|dL|h|min|day)(?:/(?:h|min|day))?"
    r"|\d{4}-\d\d-\d\d|−?\d[\d.,]*–−?\d[\d.,]*(?<![.,])%?"
    r"|(?:[SRDLN]|[45]E|\([\dRS,]{1,5}\))-[\w’]{2,13}(?:-[\w’]{1,5})?)(?![\w/-])"
)
QUOTE_RE = re.compile(r"[\"']")
BEFORE_OPENING = "([{/—–-“‘"
DECADE_RE = re.compile(r"\d0s")


def curl(words: str, before: str = "") -> str:
    """Words with curly quotes and apostrophes; `before` is the character they follow."""

    def turned(match: re.Match[str]) -> str:
        last = words[match.start() - 1] if match.start() else before
        opens = (
            not last
            or last.isspace()
            or last in BEFORE_OPENING
            or (last in "\"'" and match.start() < 2)
        )
        if match[0] == "'":
            return "‘" if opens and not DECADE_RE.match(words, match.end()) else "’"
        return "“" if opens else "”"

    return QUOTE_RE.sub(turned, words)


def bind(text: str) -> str:
    """The text with no-break spaces between numbers and their units."""
    return UNIT_RE.sub("\u00a0", text)
