"""Questions as Moodle XML, one category of the question bank a lesson. Open this when Moodle misreads a question."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.editions.classroom.course import Course, Lesson
from scripts.editions.classroom.template import fill


def bank(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
    """`epoch` is not used: the file names no date."""
    return fill("moodle.xml", name=course.imprint.name, lessons=lessons)
