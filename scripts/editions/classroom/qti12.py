"""Quizzes as QTI 1.2, the format that Canvas and many older platforms import. Open this when Canvas misreads a quiz."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.editions.archive import archive
from scripts.editions.classroom.course import Course, Lesson, Question
from scripts.editions.classroom.template import fill

SCHEMA = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd"


def quiz(lesson: Lesson) -> bytes:
    return fill(
        "qti12_quiz.xml",
        schema=SCHEMA,
        ident=lesson.slug,
        title=lesson.title,
        metadata={"cc_maxattempts": "unlimited"},
        item_metadata={"question_type": "multiple_choice_question", "points_possible": "1"},
        questions=lesson.questions,
        reasons=True,
        general=general,
    )


def general(question: Question) -> str:
    return question.origin.html


def package(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
    """A ZIP that Canvas takes under Settings, Import Course Content, "QTI .zip file": a quiz for each lesson."""
    imprint = course.imprint
    title = lessons[0].title if len(lessons) == 1 else imprint.name
    manifest = fill(
        "qti12_manifest.xml",
        ident="manifest",
        title=title,
        rights=f"{imprint.rights}. {imprint.license_url}",
        quizzes=[lesson.slug for lesson in lessons],
    )
    files = {"imsmanifest.xml": manifest}
    for lesson in lessons:
        files[f"{lesson.slug}/{lesson.slug}.xml"] = quiz(lesson)
        files[f"{lesson.slug}/assessment_meta.xml"] = fill(
            "qti12_meta.xml",
            ident=lesson.slug,
            title=lesson.title,
            description=lesson.description,
            points=len(lesson.questions),
        )
    return archive(files, epoch)
