"""What Typst does for the book on its own and an e-reader does not: curly quotes everywhere, and dates that stay on one line."""

from __future__ import annotations

import re

from scripts.core.typography import curl

TOKEN_RE = re.compile(r"<[^>]*>|[^<]+")
TAG_RE = re.compile(r"</?([a-z0-9]+)")
# Within these a quotation goes on; any other tag starts afresh.
INLINE = {"a", "abbr", "b", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time"}
VERBATIM = {"code", "kbd", "pre"}
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
        written.append(
            token
            if verbatim
            else DATE_RE.sub(r'<span class="date">\g<0></span>', curl(token, before))
        )
        before = token[-1]
    return "".join(written)
