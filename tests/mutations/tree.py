"""One small change to a copy of the sources, and helpers that make the common ones."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.core.pages import read_pages

Change = Callable[[bytes], bytes | None]
LINK_RE = re.compile(r"(?<!!)\[(?P<text>[^\[\]]+)\]\((?P<page>[\w-]+\.md)?(?:#(?P<id>[\w-]+))?\)")


@dataclass
class Mutation:
    """One fault or harmless edit, and what has to be said of it.

    `changes`: source file → its new text, or None for a file that goes away;
    `built`: file of the finished site → what becomes of its bytes, or of the file (None);
    `expect`: (file, line) pairs, any of which is the right place; words instead of a line stand for each line of the file
    that holds them, because what the build writes is only there when the fault is tried;
    `says`: words that the finding there must hold, such as the address it offers instead;
    `mends`: whether --fix has to leave a site without findings.
    """

    kind: str
    changes: Mapping[str, str | None]
    expect: set[tuple[str, int | str]] = field(default_factory=set)
    note: str = ""
    family: str = ""
    built: Mapping[str, Change] = field(default_factory=dict)
    says: str = ""
    mends: bool = False


class Tree:
    """The sources, with helpers that make one mutation each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pages = {page.slug: page for page in read_pages(root / "docs")}
        self.lessons = sorted(
            slug for slug, page in self.pages.items() if page.meta.get("kind") == "lesson"
        )
        self.chance = random.Random(6)

    def text(self, name: str) -> str:
        path = self.root / name
        return path.read_text("utf-8") if path.is_file() else ""

    def name(self, slug: str) -> str:
        return f"docs/{slug}.md"

    def replace_line(self, kind: str, name: str, line: int, new: str, note: str = "") -> Mutation:
        lines = self.text(name).split("\n")
        lines[line - 1] = new
        return Mutation(kind, {name: "\n".join(lines)}, {(name, line)}, note or new.strip()[:80])

    def insert(self, kind: str, slug: str, new: str, offset: int = 0) -> Mutation:
        """A paragraph before the page's third section; the fault stands `offset` lines into it."""
        page, name = self.pages[slug], self.name(slug)
        heads = [heading.line for heading in page.headings if heading.level == 2]
        at = heads[min(2, len(heads) - 1)]
        lines = self.text(name).split("\n")
        lines[at - 1 : at - 1] = [*new.split("\n"), ""]
        return Mutation(kind, {name: "\n".join(lines)}, {(name, at + offset)}, new.strip()[:80])

    def append(self, kind: str, name: str, new: str, offset: int = 0) -> Mutation:
        text = self.text(name).rstrip("\n") + "\n"
        return Mutation(
            kind, {name: text + new + "\n"}, {(name, text.count("\n") + 1 + offset)}, new[:80]
        )

    def unlink(self, slugs: set[str]) -> dict[str, str]:
        """The lines of all pages without links to these pages: only their texts stay."""
        found = {}
        for slug in self.pages:
            text = self.text(self.name(slug))
            new = LINK_RE.sub(
                lambda m: m["text"] if (m["page"] or "").removesuffix(".md") in slugs else m[0],
                text,
            )
            if new != text:
                found[self.name(slug)] = new
        return found

    def links(
        self, test: Callable[[re.Match[str]], bool]
    ) -> list[tuple[str, int, str, re.Match[str]]]:
        found = [
            (slug, line, text, match)
            for slug in self.lessons
            for line, text in self.pages[slug].prose
            for match in LINK_RE.finditer(text)
            if test(match)
        ]
        self.chance.shuffle(found)
        return found

    def edit_links(
        self,
        kind: str,
        count: int,
        test: Callable[[re.Match[str]], bool],
        new: Callable[[re.Match[str]], str],
    ) -> Iterator[Mutation]:
        for slug, line, _, match in self.links(test)[:count]:
            name = self.name(slug)
            raw = self.text(name).split("\n")[line - 1]
            yield self.replace_line(
                kind, name, line, raw.replace(match[0], new(match), 1), new(match)
            )

    def inbound(self, slug: str, anchor: str) -> set[tuple[str, int]]:
        """Lines of all pages that name a section."""
        goal = re.compile(rf"\]\({re.escape(slug)}\.md#{re.escape(anchor)}\)")
        own = re.compile(
            rf"\]\((?:{re.escape(slug)}\.md)?#{re.escape(anchor)}\)|section[:=] ?{re.escape(anchor)}\b"
        )
        return {
            (self.name(other), number)
            for other, page in self.pages.items()
            for number, line in enumerate(self.text(self.name(other)).split("\n"), 1)
            if (own if other == slug else goal).search(line)
        }
