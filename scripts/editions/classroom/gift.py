"""Questions as GIFT, the plain-text format that Moodle and many small tools read. Open this when a character is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scripts.editions.classroom.course import Course, Lesson, Question
from scripts.editions.classroom.rich import Rich

SPECIAL_RE = re.compile(r"[\\~=#{}:]")  # these begin something unless a backslash stands before


def escape(text: str) -> str:
    return SPECIAL_RE.sub(r"\\\g<0>", text.replace("\n", " "))


def html(words: Rich) -> str:
    return escape(words.html)


def write(question: Question) -> str:
    answers = "".join(
        f"\t{'=' if choice.right else '~'}{html(choice.text)}#{html(choice.feedback)}\n"
        for choice in question.choices
    )
    stem = f"::{escape(question.id)}::[html]{html(question.text)}"
    return f"{stem}{{\n{answers}\t####{html(question.origin)}\n}}\n"


def _lines(course: Course, lessons: Sequence[Lesson]) -> Iterator[str]:
    imprint = course.imprint
    yield f"// {imprint.name}, {imprint.version_and_date}. {imprint.rights}.\n"
    for lesson in lessons:
        yield f"$CATEGORY: $course$/top/{imprint.name}/{lesson.title.replace('/', '//')}\n"
        yield from map(write, lesson.questions)


def bank(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
    """`epoch` is not used: the file names no date but that of the edition."""
    return "\n".join(_lines(course, lessons)).encode()
