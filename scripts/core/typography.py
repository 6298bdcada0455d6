"""Typography of plain text: curly quotes, and no line break between a number and its unit."""

from __future__ import annotations

import re

UNIT_RE = re.compile(
    r"(?<=\d) (?=(?:mg|µg|ng|kg|g|µM|nM|mM|mV|ms|s|min|h|Hz|mL|L|Å|pS|percent)\b)|(?<=\b[nNpP] =) (?=\d)|(?<=\b[nNpP]) (?==)|(?<=\d) (?=±)|(?<=±) (?=\d)"
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
