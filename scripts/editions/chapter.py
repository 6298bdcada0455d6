"""A chapter: one page of the site as it is printed, whatever document it is printed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from scripts.editions.site import Page
from scripts.editions.tree import Child, Element


@dataclass(eq=False)
class Note:
    """One numbered source of a chapter."""

    key: str
    number: int
    children: list[Child]


@dataclass(eq=False)
class Chapter:
    page: Page
    number: int = 0  # 0: front or back matter, printed without a number
    checked: str = ""
    minutes: str = ""
    review: list[Child] = field(default_factory=list)
    objectives: list[Element] = field(default_factory=list)
    body: list[Element] = field(default_factory=list)
    provenance: Element | None = None
    notes: list[Note] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.page.slug

    @property
    def questions(self) -> list[Element]:
        return [element for element in self.elements if element.tag == "x-question"]

    @cached_property
    def elements(self) -> list[Element]:
        """Every element of the text, in document order."""
        return [element for top in self.body for element in top.walk()]

    @cached_property
    def _sections(self) -> dict[str, str]:
        found, section = {}, ""
        for element in (element for element in self.elements if element.id):
            if element.tag == "h2":
                section = element.id
            found[element.id] = (
                "" if element.tag == "figure" else section
            )  # a figure drifts to another page
        return found

    def section_of(self, fragment: str) -> str:
        """The section (its id) in which a place of this chapter stands; nothing for figures and what is not in its text."""
        return self._sections.get(fragment, "")

    def roots(self) -> list[Element]:
        """Every subtree that is printed, for passes over the whole chapter."""
        loose = [
            Element("x-loose", {}, self.review),
            *[Element("x-loose", {}, note.children) for note in self.notes],
        ]
        return [
            *loose,
            *self.objectives,
            *self.body,
            *([self.provenance] if self.provenance else []),
        ]
