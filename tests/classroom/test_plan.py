"""The calendar, read by another library: each question three times in five weeks, lessons mixed, nothing before it was read."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter

import pytest
from icalendar import Calendar

from scripts.editions.classroom import plan
from scripts.editions.classroom.course import Course
from scripts.markdown.exports import ASPECTS, BY_ID
from tests.classroom.arrived import reads
from tests.classroom.conftest import EPOCH


@pytest.fixture(scope="module")
def events(course: Course):
    return Calendar.from_ical(plan.calendar(course, course.lessons, EPOCH)).walk("VEVENT")


@reads("plan", "icalendar")
def test_each_question_returns_three_times_in_five_weeks(course: Course, events):
    first = min(event.decoded("DTSTART") for event in events)
    assert first.weekday() == 0
    asked = Counter()
    for event in events:
        assert (event.decoded("DTSTART") - first).days < 35
        lines = str(event["DESCRIPTION"]).split("\n")
        for question in course.questions:
            if question.address in lines:
                at = lines.index(question.address)
                assert question.text.text in lines[at - 1]
                asked[question.id] += 1
    assert asked == {question.id: 3 for question in course.questions}
    # All that a calendar can hold of a question are its words and its link.
    assert set(BY_ID["plan"].lost) == set(ASPECTS) - {"links"}


def test_no_question_comes_before_its_lesson_and_each_return_waits_longer(course: Course):
    read, seen = {}, {}
    for day in plan.days(course):
        read |= {lesson.slug: day.number for lesson in day.reading}
        for lesson, question in day.questions:
            assert read[lesson.slug] < day.number
            seen.setdefault(question.id, [read[lesson.slug]]).append(day.number)
    assert read.keys() == {lesson.slug for lesson in course.lessons}
    for times in seen.values():
        waits = [after - before for before, after in itertools.pairwise(times)]
        assert waits == sorted(waits) and len(set(waits)) == 3


def test_a_day_mixes_lessons_and_is_short(course: Course):
    days = [day for day in plan.days(course) if day.questions]
    assert max(len(day.questions) for day in days) <= 12
    mixed = [day for day in days if len({lesson.slug for lesson, _ in day.questions}) > 1]
    assert len(mixed) > 0.7 * len(days)
    for day in mixed:
        slugs = [lesson.slug for lesson, _ in day.questions]
        count = len(set(slugs))
        assert len(set(slugs[:count])) == count, "one of each lesson before a second of any"


@pytest.mark.parametrize("lessons", [1, 2, 11, 13, 20, 40])
def test_the_plan_ends_within_five_weeks_however_many_lessons(lessons: int):
    starts = [plan.lesson_day(at, lessons) for at in range(lessons)]
    assert starts == sorted(starts) and starts[0] == 0
    assert starts[-1] + plan.RETURNS[-1] + plan.SPREAD - 1 < plan.WEEKS * 7


def test_lines_are_folded_between_characters(course: Course):
    data = plan.calendar(course, course.lessons, EPOCH)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert "µ".encode() in data.replace(b"\r\n ", b"") or "’".encode() in data.replace(
        b"\r\n ", b""
    )


def test_names_of_the_days_do_not_depend_on_the_first_day(events):
    names = [str(event["UID"]) for event in events]
    assert len(names) == len(set(names))
    assert all(str(dt.date.today().year) not in name for name in names)


def test_a_local_build_prints_no_address_of_this_machine(local_course: Course):
    data = plan.calendar(local_course, local_course.lessons, EPOCH).replace(b"\r\n ", b"")
    assert b"127.0.0.1" not in data and b"\\n\\n" not in data
