"""The index of the book: the terms of the glossary, and what docs/index-entries.toml adds. Open this when an entry or a
page is missing from the index.

The file names people and subjects with the words by which the text of a lesson speaks of them, or with whole sections:
`"bladder" = ["bladder", "cystitis", "page#section"]`. Typst finds the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem
from scripts.core.records import parse_toml

NAME = "index-entries.toml"


@dataclass
class Index:
    path: Path = Path()
    entries: list[str] = field(default_factory=list)
    pattern: re.Pattern[str] | None = None
    sections: dict[str, list[str]] = field(default_factory=dict)  # label of a section → entries
    found: set[str] = field(default_factory=set)

    def places(self, text: str) -> Iterator[tuple[int, str]]:
        """(position, entry) of each word of the text that an entry asks for."""
        for match in self.pattern.finditer(text) if self.pattern else ():
            entry = self.entries[int((match.lastgroup or "")[1:])]
            self.found.add(entry)
            yield match.start(), entry

    def of_section(self, label: str) -> list[str]:
        """Entries whose subject is this whole section."""
        entries = self.sections.get(label, [])
        self.found.update(entries)
        return entries

    def check(self) -> None:
        """An entry that was nowhere to be found would promise what the book does not say."""
        lines = read_text(self.path).split("\n") if self.entries else []

        def line_of(entry: str) -> int:
            return next((n for n, line in enumerate(lines, 1) if f'"{entry}"' in line), 0)

        what = "no lesson has the words or sections of the index entry"
        if missing := [entry for entry in self.entries if entry not in self.found]:
            problems = (Problem(str(self.path), line_of(e), f"{what} '{e}'") for e in missing)
            raise InputError(*problems)


def read_index(docs: Path) -> Index:
    path = docs / NAME
    if not path.is_file():
        return Index()
    listed = parse_toml(read_text(path), path)
    index, patterns = Index(path), list[str]()
    for entry, wanted in sorted(listed.items()):
        words = [_either_case(word) for word in wanted if "#" not in word]
        if words:
            patterns.append(f"(?P<e{len(index.entries)}>{'|'.join(words)})")
        for label in wanted:
            if "#" in label:
                index.sections.setdefault(label, []).append(entry)
        index.entries.append(entry)
    # Not within "D-serine" or "non-NMDA"; an ending is allowed, so that "dream" finds "dreams".
    index.pattern = (
        re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?=e?s?\b)") if patterns else None
    )
    return index


def _either_case(word: str) -> str:
    """A pattern for the word; one that is written small may also begin a sentence."""
    first = f"[{word[0]}{word[0].upper()}]" if word[0].islower() else re.escape(word[0])
    return first + re.escape(word[1:])


def sorting_key(name: str) -> str:
    return re.sub(r"[^\w]", "", name).casefold()


def initial(name: str) -> str:
    """The letter under which the index lists a name."""
    first = next((character for character in name if character.isalnum()), "")
    return first.upper() if first.isalpha() else "0–9"
