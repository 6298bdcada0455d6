"""The numbers of glossary terms in public databases, below each term of a page that has the line `[[identifiers]]`."""

from __future__ import annotations

from collections.abc import Iterable

from scripts.core.identifiers import Identifier
from scripts.core.pages import HEADING_RE, ID_RE

MARKER = "[[identifiers]]"


def add(lines: Iterable[str], identifiers: dict[str, list[Identifier]]) -> list[str]:
    """The lines without the marker, with a paragraph of links at the end of each term that has identifiers."""
    out: list[str] = []
    term = ""

    def close() -> None:
        if found := identifiers.get(term):
            links = ", ".join(f"[{item.label}]({item.address})" for item in found)
            out.extend(["", links, "{ .identifiers }", ""])

    for line in lines:
        if heading := HEADING_RE.match(line):
            close()
            anchor = ID_RE.search(heading["attrs"] or "")
            term = anchor["id"] if anchor else ""
        if line != MARKER:
            out.append(line)
    close()
    return out
