"""Python-Markdown extension: keep a number and its unit on one line with a no-break space. And curly quotes, for text that is not Markdown."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

UNIT_RE = re.compile(
    r"(?<=\d) (?=(?:mg|µg|ng|kg|g|µM|nM|mM|mV|ms|s|min|h|Hz|mL|L|Å|pS|percent)\b)|(?<=\b[nNpP] =) (?=\d)|(?<=\b[nNpP]) (?==)|(?<=\d) (?=±)|(?<=±) (?=\d)"
)
QUOTE_RE = re.compile(r"[\"']")
BEFORE_OPENING = "([{/—–-“‘"
DECADE_RE = re.compile(r"\d0s")
SKIP = {"code", "pre", "script", "style"}


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
    return UNIT_RE.sub("\u00a0", text)


class _Bind(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.text and element.tag not in SKIP and isinstance(element.text, str):
                element.text = bind(element.text)
            if element.tail:
                element.tail = bind(element.tail)


class TypographyExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Bind(md), "typography", 4)


def makeExtension(**kwargs: str) -> TypographyExtension:
    return TypographyExtension(**kwargs)
