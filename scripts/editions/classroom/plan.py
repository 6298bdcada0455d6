"""A calendar that brings each question back three times in five weeks. Open this to change the days.

A day of the plan is an all-day event: perhaps a lesson to read, then a few questions. The file starts on the first
Monday after the edition; Teach moves it to the day that a reader picks, by changing the dates in this file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from scripts.editions.classroom.course import Course, Lesson, Question

WEEKS = 5
# Days after a lesson on which its questions return: growing, since each return makes the memory last longer.
RETURNS = (2, 9, 20)
# The questions of a lesson are dealt over this many days, so that a day mixes several lessons.
SPREAD = 3
LINE = 75  # octets, as RFC 5545 asks


@dataclass
class Day:
    number: int  # the first is 0
    reading: list[Lesson] = field(default_factory=list)
    questions: list[tuple[Lesson, Question]] = field(default_factory=list)


def lesson_day(at: int, lessons: int) -> int:
    """A lesson a day, or as many as must be for the last return to fall within the five weeks."""
    last = WEEKS * 7 - 1 - RETURNS[-1] - (SPREAD - 1)
    return at if lessons <= last + 1 else at * last // max(lessons - 1, 1)


def days(course: Course) -> list[Day]:
    """The days on which there is something to do, each with its questions mixed across lessons."""
    plan = {number: Day(number) for number in range(WEEKS * 7)}
    for at, lesson in enumerate(course.lessons):
        start = lesson_day(at, len(course.lessons))
        plan[start].reading.append(lesson)
        for turn, wait in enumerate(RETURNS):
            for place, question in enumerate(lesson.questions):
                # Another question opens each return: the order in which they come is no hint.
                number = start + wait + (place + turn) % SPREAD
                plan[number].questions.append((lesson, question))
    for day in plan.values():
        day.questions = mixed(day.questions)
    return [day for day in plan.values() if day.reading or day.questions]


def mixed(questions: list[tuple[Lesson, Question]]) -> list[tuple[Lesson, Question]]:
    """One of each lesson in turn."""
    piles: dict[str, list[tuple[Lesson, Question]]] = {}
    for entry in questions:
        piles.setdefault(entry[0].slug, []).append(entry)
    return [entry for turn in zip_longest(*piles.values()) for entry in turn if entry]


def words(day: Day) -> Iterator[str]:
    for lesson in day.reading:
        yield f"Read: {lesson.title} ({lesson.minutes} min)"
        yield lesson.address
        yield ""
    if day.questions:
        yield "Answer, from memory first:"
    for number, (lesson, question) in enumerate(day.questions, 1):
        yield f"{number}. {question.text.text} ({lesson.title})"
        yield question.address


def summary(course: Course, day: Day) -> str:
    count = len(day.questions)
    parts = [f"read {lesson.title}" for lesson in day.reading]
    if count:
        parts.append(f"{count} question{'s' if count > 1 else ''}")
    return f"{course.imprint.name}: {' and '.join(parts)}"


def first_monday(after: dt.date) -> dt.date:
    return after + dt.timedelta(days=7 - after.weekday())


def escape(text: str) -> str:
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def fold(line: str) -> str:
    """Lines of 75 octets at most; no character is cut in two."""
    folded, width = "", 0
    for character in line:
        size = len(character.encode())
        if width + size > LINE:
            folded, width = f"{folded}\r\n ", 1
        folded, width = folded + character, width + size
    return folded


def event(course: Course, day: Day, start: dt.date, stamp: str) -> Iterator[str]:
    date = start + dt.timedelta(days=day.number)
    description = "\n".join(line for line in words(day) if line or course.imprint.url)
    yield "BEGIN:VEVENT"
    # The same whatever the first day is: a plan that is imported again moves instead of doubling.
    yield f"UID:day-{day.number + 1:02}@how-ketamine-works"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{date:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{date + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escape(summary(course, day))}"
    yield f"DESCRIPTION:{escape(description)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def calendar(course: Course, lessons: object, epoch: int) -> bytes:
    stamp = f"{dt.datetime.fromtimestamp(epoch, tz=dt.UTC):%Y%m%dT%H%M%SZ}"
    imprint = course.imprint
    start = first_monday(imprint.released)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escape(imprint.name)}//{imprint.version}//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escape(imprint.name)}",
        f"X-WR-CALNAME:{escape(imprint.name)}",
    ]
    for day in days(course):
        lines += event(course, day, start, stamp)
    return "".join(f"{fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()
