"""The classroom files as lists: what each is for, what read it in the tests, what is lost. Open this to change the table.

exports.toml beside this module is the only list of formats: the build makes these files, and the tests compare `lost`
and `readers` with what they find.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from scripts.core.pages import read_text
from scripts.core.problems import Problem
from scripts.core.records import Record, Words, convert, parse_toml
from scripts.markdown.listings import lessons

LIST = Path(__file__).with_name("exports.toml")
WHOLE = "how-ketamine-works"
# What a reader on the other side can find of a question.
ASPECTS = (
    "questions",  # its text and choices, word for word
    "key",  # which choice is right
    "reasons",  # with each choice, why it is right or wrong
    "links",  # to what to reread
    "sources",  # as links
    "markup",  # sub- and superscripts, emphasis
)


class Reader(Record, frozen=True):
    """A program by other people that reads the file in the tests; its version is the one that the tests pin."""

    program: Words
    does: str = "reads it"
    pinned: bool = True  # False: used where it is installed


class Export(Record, frozen=True):
    """`files` are endings of a file name: `metabolism` + `-quiz-qti3.zip`; `lost` names an aspect and says what becomes of it."""

    id: Words
    name: Words
    use: Words
    files: tuple[str, ...]
    readers: tuple[Reader, ...]
    lost: dict[str, str] = msgspec.field(default_factory=dict)
    whole: bool = True  # there is one file of all lessons
    each: bool = True  # there is one file a lesson


class Exports(Record, frozen=True):
    exports: tuple[Export, ...]


EXPORTS = convert(
    parse_toml(read_text(LIST), LIST), Exports, Problem(str(LIST), 0, ""), "field"
).exports
BY_ID = {export.id: export for export in EXPORTS}


@lru_cache(maxsize=4)
def pinned_versions(root: Path) -> dict[str, str]:
    """Program → version, from the lock files of the tests; a copy of the pages alone has none."""
    found: dict[str, str] = {}
    for file in (root / "requirements.txt", root / "tests" / "requirements.txt"):
        if file.exists():
            text = file.read_text(encoding="utf-8")
            found |= dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))
    lock = root / "tests" / "package-lock.json"
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"] if lock.exists() else {}
    for path, package in packages.items():
        if path:
            found[path.removeprefix("node_modules/")] = package["version"]
    return found


def checked(export: Export, versions: dict[str, str]) -> str:
    """Who read it, as a sentence for the table."""

    def named(reader: Reader) -> str:
        version = versions.get(reader.program, "") if reader.pinned else "(where installed)"
        return " ".join(filter(None, (reader.program, version, reader.does)))

    return "; ".join(map(named, export.readers))


def links(export: Export, stem: str) -> Iterator[str]:
    """To each file; the kind of file where there are several, or where the name does not tell."""
    for ending in export.files:
        kind = ending.rpartition(".")[2].upper()
        words = f"{export.name} ({kind})" if kind not in export.name.upper() else export.name
        yield f'<a href="../download/{stem}{ending}">{words}</a>'


def formats(docs: Path) -> Iterator[str]:
    """A table with a row a format."""
    versions = pinned_versions(docs.resolve().parent)
    yield ""
    yield "| Format | For | All lessons | Read in our tests by | What is lost |"
    yield "|---|---|---|---|---|"
    for export in EXPORTS:
        whole = ", ".join(links(export, WHOLE)) if export.whole else "by lesson only"
        lost = "; ".join(filter(None, export.lost.values())) or "nothing"
        readers = checked(export, versions)
        yield f"| **{export.name}** | {export.use} | {whole} | {readers} | {lost} |"
    yield ""


def by_lesson(docs: Path) -> Iterator[str]:
    """A list, not a table: nine columns would fit no phone."""
    yield ""
    for page in lessons(docs):
        files = [file for export in EXPORTS if export.each for file in links(export, page.slug)]
        yield f"- [{page.meta['title']}]({page.path.name}): {', '.join(files)}"
    yield ""
