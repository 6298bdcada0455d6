"""A small element tree, so that cleaning, the PDF and the e-book share one shape that is easy to test.

The parser's own nodes cannot be made or moved freely; a dozen lines of plain data can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Union

from selectolax.lexbor import LexborHTMLParser, LexborNode

SPACE_RE = re.compile(r"[ \t\r\n\f]+")  # not the no-break space, which means something
VOID = {"br", "col", "hr", "img", "input", "wbr"}

Child = Union["Element", str]


@dataclass(eq=False)
class Element:
    """One element; `eq=False` because two equal-looking paragraphs are still two paragraphs."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.attrs.get("id", "")

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def text(self) -> str:
        """All text inside, white space folded as a browser folds it."""
        return SPACE_RE.sub(" ", "".join(self.strings())).strip(" ")

    def strings(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.strings()

    def walk(self) -> Iterator[Element]:
        """This element and every one below it, in document order."""
        stack = [self]  # a generator per level would cost more than all else that reads the tree
        while stack:
            element = stack.pop()
            yield element
            stack += reversed([child for child in element.children if not isinstance(child, str)])

    def find(self, test: Callable[[Element], bool]) -> Element | None:
        return next((element for element in self.walk() if test(element)), None)

    def find_class(self, name: str) -> Element | None:
        return self.find(lambda element: name in element.classes)

    def find_tag(self, tag: str) -> Element | None:
        return self.find(lambda element: element.tag == tag)

    def find_tags(self, *tags: str) -> list[Element]:
        return [element for element in self.walk() if element.tag in tags]


def from_node(node: LexborNode) -> Element:
    """Copy a parsed node. An inline SVG stays in one piece (`raw`), because it is a picture, not text."""
    attrs = {name: value or "" for name, value in node.attributes.items()}
    if node.tag == "svg":
        return Element("svg", {**attrs, "raw": node.html or ""})
    children: list[Child] = []
    for child in node.iter(include_text=True):
        if child.is_text_node:
            children.append(child.text_content or "")
        elif child.is_element_node:
            children.append(from_node(child))
    return Element(node.tag or "", attrs, children)


def parse_fragment(html: str) -> Element:
    """An element whose children are the given HTML; for tests and for small pieces."""
    body = LexborHTMLParser(f"<html><body>{html}</body></html>").body
    assert body is not None
    return from_node(body)
