"""What Typst does for the book on its own and an e-reader does not: curly quotes, and dates that stay on one line."""

from __future__ import annotations

import re

TOKEN_RE = re.compile(r"<[^>]*>|[^<]+")
TAG_RE = re.compile(r"</?([a-z0-9]+)")
# Within these a quotation goes on; any other tag starts afresh.
INLINE = {"a", "abbr", "b", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time"}
VERBATIM = {"code", "kbd", "pre"}
QUOTE_RE = re.compile(r"[\"']")
BEFORE_OPENING = "([{/—–-“‘"
DECADE_RE = re.compile(r"\d0s")
DATE_RE = re.compile(r"(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/-])")


def typeset(markup: str) -> str:
    """The same XHTML with its words as the book sets them; attributes and code stay as they are."""
    written: list[str] = []
    before, verbatim = "", 0
    for token in TOKEN_RE.findall(markup):
        if match := TAG_RE.match(token):
            if match[1] in VERBATIM:
                verbatim += -1 if token.startswith("</") else 1
            elif match[1] not in INLINE:
                before = ""
            written.append(token)
            continue
        written.append(token if verbatim else DATE_RE.sub(r'<span class="date">\g<0></span>', curl(token, before)))
        before = token[-1]
    return "".join(written)


def curl(words: str, before: str = "") -> str:
    """Words with curly quotes and apostrophes; `before` is the character they follow."""

    def turned(match: re.Match[str]) -> str:
        last = words[match.start() - 1] if match.start() else before
        opens = not last or last.isspace() or last in BEFORE_OPENING or last in "\"'" and match.start() < 2
        if match[0] == "'":
            return "‘" if opens and not DECADE_RE.match(words, match.end()) else "’"
        return "“" if opens else "”"

    return QUOTE_RE.sub(turned, words)
