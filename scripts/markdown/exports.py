"""The classroom files as lists: what each is for, what read it in the tests, what is lost. Open this to add a format.

`EXPORTS` is the only list of formats: the build makes these files, and the tests compare `lost` and `readers` with what
they find.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from scripts.markdown.listings import lessons

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


@dataclass(frozen=True)
class Reader:
    """A program by other people that reads the file in the tests; its version is the one that the tests pin."""

    program: str
    does: str = "reads it"
    pinned: bool = True  # False: used where it is installed


@dataclass(frozen=True)
class Export:
    """`files` are endings of a file name: `metabolism` + `-quiz-qti3.zip`; `lost` names an aspect and says what becomes of it."""

    id: str
    name: str
    use: str
    files: tuple[str, ...]
    readers: tuple[Reader, ...]
    lost: dict[str, str] = field(default_factory=dict)
    whole: bool = True  # there is one file of all lessons
    each: bool = True  # there is one file a lesson


EXPORTS = (
    Export(
        "worksheet",
        "Worksheet",
        "paper: questions, a figure, claims to grade and terms to explain; no answers",
        ("-worksheet.pdf",),
        (Reader("pypdfium2"),),
        {
            "key": "answers and reasons are in the key, a file of its own",
            "reasons": "",
            "links": "one link leads to the lesson",
            "sources": "",
        },
        whole=False,
    ),
    Export(
        "key",
        "Key",
        "the answers to the worksheet, with reasons and sources",
        ("-key.pdf",),
        (Reader("pypdfium2"),),
        whole=False,
    ),
    Export(
        "slides",
        "Slides",
        "the lesson in class: figures with their credit, questions, the answers in the notes",
        ("-slides.pptx", "-slides.pdf"),
        (
            Reader("python-pptx", "reads the notes"),
            Reader("LibreOffice", "shows every slide", pinned=False),
            Reader("pypdfium2", "reads the PDF"),
        ),
        whole=False,
    ),
    Export(
        "anki",
        "Anki deck",
        "flashcards of questions, claims and terms; a newer deck updates cards and adds none twice",
        (".apkg",),
        (Reader("anki", "imports it, and imports it again without a new card"),),
        each=False,
    ),
    Export(
        "plan",
        "Calendar",
        "a plan of five weeks in which each question returns three times",
        ("-plan.ics",),
        (Reader("icalendar"),),
        {
            "questions": "choices, key and reasons stay on the page that each link opens",
            "key": "",
            "reasons": "",
            "sources": "",
            "markup": "",
        },
        each=False,
    ),
    Export(
        "common-cartridge",
        "Common Cartridge 1.3",
        "a whole course: a module a lesson, with links to its sections and figures, and its quiz",
        (".imscc",),
        (Reader("qti2latex", "reads its quizzes"),),
        {
            "reasons": "all reasons are shown together after any answer, since some platforms take a choice with a reason of its own for a right one"
        },
        each=False,
    ),
    Export(
        "moodle-xml",
        "Moodle XML",
        "the question bank of Moodle",
        ("-quiz-moodle.xml",),
        (Reader("moodle-xml-parser"),),
    ),
    Export(
        "gift",
        "GIFT",
        "Moodle and many small tools; plain text that can be edited by hand",
        ("-quiz-gift.txt",),
        (Reader("gift-pegjs"),),
    ),
    Export(
        "qti-1.2",
        "QTI 1.2",
        "Canvas and older platforms",
        ("-quiz-qti12.zip",),
        (
            Reader(
                "text2qti",
                "writes the same elements for the same quiz, and its files are known to work in Canvas",
            ),
        ),
    ),
    Export(
        "qti-3",
        "QTI 3",
        "platforms and players of the current standard",
        ("-quiz-qti3.zip",),
        (
            Reader(
                "@citolab/qti-components",
                "plays it in a browser: a wrong choice scores 0 and shows its reason",
            ),
        ),
    ),
)
BY_ID = {export.id: export for export in EXPORTS}


def file_name(stem: str, ending: str) -> str:
    return f"{stem}{ending}"


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


def link(file: str, words: str) -> str:
    return f'<a href="../download/{file}">{words}</a>'


def words(export: Export, ending: str) -> str:
    """What a link to a file says; the kind of file where there are several, or where the name does not tell."""
    kind = ending.rpartition(".")[2].upper()
    return f"{export.name} ({kind})" if kind not in export.name.upper() else export.name


def formats(docs: Path) -> Iterator[str]:
    """A table with a row a format."""
    versions = pinned_versions(docs.resolve().parent)
    yield ""
    yield "| Format | For | All lessons | Read in our tests by | What is lost |"
    yield "|---|---|---|---|---|"
    for export in EXPORTS:
        whole = ", ".join(
            link(file_name(WHOLE, ending), words(export, ending))
            for ending in export.files
            if export.whole
        )
        lost = "; ".join(filter(None, export.lost.values())) or "nothing"
        yield f"| **{export.name}** | {export.use} | {whole or 'by lesson only'} | {checked(export, versions)} | {lost} |"
    yield ""


def by_lesson(docs: Path) -> Iterator[str]:
    """A list, not a table: nine columns would fit no phone."""
    yield ""
    exports = [export for export in EXPORTS if export.each]
    for page in lessons(docs):
        files = (
            link(file_name(page.slug, ending), words(export, ending))
            for export in exports
            for ending in export.files
        )
        yield f"- [{page.meta['title']}]({page.path.name}): {', '.join(files)}"
    yield ""
