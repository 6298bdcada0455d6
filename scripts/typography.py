"""Python-Markdown extension: keep a number and its unit on one line with a no-break space."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

UNIT_RE = re.compile(r"(?<=\d) (?=(?:mg|µg|ng|kg|g|µM|nM|mM|mV|ms|s|min|h|Hz|mL|L|Å|pS|percent)\b)|(?<=\b[nNpP] =) (?=\d)|(?<=\b[nNpP]) (?==)|(?<=\d) (?=±)|(?<=±) (?=\d)")
SKIP = {"code", "pre", "script", "style"}


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
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.treeprocessors.register(_Bind(md), "typography", 4)


def makeExtension(**kwargs: str) -> TypographyExtension:  # noqa: N802 - Python-Markdown's name
    return TypographyExtension(**kwargs)
