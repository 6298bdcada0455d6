"""Keep a number and its unit on one line with a no-break space."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

from scripts.core.typography import bind

SKIP = {"code", "pre", "script", "style"}


class Bind(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.text and element.tag not in SKIP and isinstance(element.text, str):
                element.text = bind(element.text)
            if element.tail:
                element.tail = bind(element.tail)
