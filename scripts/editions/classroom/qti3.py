"""Quizzes as QTI 3, the current standard: one item a question, one test of them all. Open this when a player misreads an item."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.editions.archive import archive
from scripts.editions.classroom.course import Course, Lesson, Question
from scripts.editions.classroom.template import fill


def item(question: Question, language: str) -> bytes:
    return fill("qti3_item.xml", question=question, language=language)


def package(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
    imprint = course.imprint
    questions = [question for lesson in lessons for question in lesson.questions]
    one = lessons[0] if len(lessons) == 1 else None
    ident = one.slug if one else "guide"
    test = fill(
        "qti3_test.xml",
        ident=ident,
        title=one.title if one else imprint.name,
        language=imprint.language,
        lessons=lessons,
    )
    files = {
        "imsmanifest.xml": fill("qti3_manifest.xml", ident=ident, questions=questions),
        "test.xml": test,
    }
    for question in questions:
        files[f"items/{question.id}.xml"] = item(question, imprint.language)
    return archive(files, epoch)
