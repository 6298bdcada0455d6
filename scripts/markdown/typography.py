"""Python-Markdown extension: keep a number and its unit on one line with a no-break space."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.core.typography import bind

SKIP = {"code", "pre", "script", "style"}


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
