"""A small element tree that the PDF and the e-book share. Open this when a rule needs another way to find elements.

The site's own trees belong to the site and are written to it, so the editions work on a copy: plain data that can be
regrouped freely and made by hand in a test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Union

from selectolax.lexbor import LexborNode

SPACE_RE = re.compile(r"[ \t\r\n\f]+")  # not the no-break space, which means something

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
        """This element and everything below it, in document order."""
        yield self
        for child in self.elements:
            yield from child.walk()

    def find(self, test: Callable[[Element], bool]) -> Element | None:
        return next((element for element in self.walk() if test(element)), None)

    def find_class(self, name: str) -> Element | None:
        return self.find(lambda element: name in element.classes)

    def find_tag(self, *tags: str) -> Element | None:
        return self.find(lambda element: element.tag in tags)

    def find_tags(self, *tags: str) -> list[Element]:
        return [element for element in self.walk() if element.tag in tags]

    def child(self, tag: str) -> Element | None:
        return next((child for child in self.elements if child.tag == tag), None)

    def part(self, tag: str) -> Element:
        """The child of this kind, or an empty one."""
        return self.child(tag) or Element(tag)

    def without(self, *dropped: Element | None) -> list[Child]:
        return [child for child in self.children if child not in dropped]


def from_node(node: LexborNode, is_dropped: Callable[[Element], bool]) -> Element:
    """Copy a parsed node without the elements that `is_dropped` names.

    An inline SVG has no children, because it is a picture, not text; its title and description are its `alt`.
    """
    copy = Element(node.tag or "", {name: value or "" for name, value in node.attributes.items()})
    if copy.tag == "svg":
        words = [child.text().strip() for child in node.iter() if child.tag in ("title", "desc")]
        copy.attrs["alt"] = ". ".join(part.rstrip(".") for part in words if part)
    elif not is_dropped(copy):
        for child in node.iter(include_text=True):
            if child.is_text_node:
                copy.children.append(child.text_content or "")
            elif child.is_element_node:
                inside = from_node(child, is_dropped)
                if not is_dropped(inside):
                    copy.children.append(inside)
    return copy
