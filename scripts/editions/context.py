"""What a rule of the mapping may ask about the document it writes into."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from scripts.editions.chapter import Chapter
from scripts.editions.errors import BookError
from scripts.editions.site import Site, live
from scripts.editions.typst_text import call, quote


@dataclass
class Context:
    """One chapter being written into one document (the book, or the chapter alone)."""

    site: Site
    chapter: Chapter
    printed: dict[str, Chapter]  # the chapters in this document, by slug
    wanted: set[str]  # labels that something in this document links to
    pictures: dict[str, bytes] = field(default_factory=dict)  # files the document needs, by name
    counts: Counter[str] = field(default_factory=Counter)  # figures and tables so far, by kind
    section: str = ""  # the section being written: a link within it prints no page
    depth: int = (
        0  # open round brackets in the running text, so that "(p. 3)" inside them can be "[p. 3]"
    )

    def fail(self, what: str) -> BookError:
        return BookError(f"{self.chapter.slug}: {what}")

    def label(self, fragment: str) -> str:
        return f"{self.chapter.slug}#{fragment}"

    def number(self, kind: str) -> str:
        """The next number of a kind within the chapter: "3.2" for the second figure of chapter 3."""
        self.counts[kind] += 1
        return (
            f"{self.chapter.number}.{self.counts[kind]}"
            if self.chapter.number
            else str(self.counts[kind])
        )

    def anchor(self, fragment: str) -> str:
        """A place to link to, written only where something does link: thousands of unused labels slow Typst down."""
        name = self.label(fragment)
        return call("anchor", quote(name)) if fragment and name in self.wanted else ""

    def destination(self, target: str) -> str:
        """A label of this document, or else the live address of the same place."""
        return target if target.partition("#")[0] in self.printed else self.live(target)

    def live(self, target: str) -> str:
        """The address on the web of a label such as `metabolism#steps`."""
        slug, _, fragment = target.partition("#")
        page = self.site.by_slug.get(slug)
        return live(
            self.site, page.path if page else f"{slug}/", "" if fragment == "top" else fragment
        )


def wanted_labels(chapters: dict[str, Chapter]) -> set[str]:
    """Every label that a link in these chapters leads to, if it is in these chapters."""
    found = set()
    for chapter in chapters.values():
        for root in chapter.roots():
            found |= {
                e.attrs["to"]
                for e in root.walk()
                if "to" in e.attrs and e.attrs["to"].partition("#")[0] in chapters
            }
    return found
