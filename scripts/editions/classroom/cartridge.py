"""The guide as a Common Cartridge 1.3: a module a lesson, with links to its sections and figures, and its quiz.

Open this when a learning platform shows the modules in a wrong order or refuses the cartridge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scripts.editions.archive import archive
from scripts.editions.classroom.course import Course, Lesson, Question
from scripts.editions.classroom.template import fill

QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"
LINK = "imswl_xmlv1p3"
QUIZ_SCHEMA = "http://www.imsglobal.org/profile/cc/ccv1p3/ccv1p3_qtiasiv1p2p1_v1p0.xsd"
QUIZ_METADATA = {
    "cc_profile": "cc.exam.v0p1",
    "qmd_assessmenttype": "Examination",
    "qmd_scoretype": "Percentage",
    "cc_maxattempts": "unlimited",
}


@dataclass(frozen=True)
class Item:
    ident: str
    title: str
    kind: str
    file: str
    data: bytes


@dataclass(frozen=True)
class Module:
    ident: str
    title: str
    items: tuple[Item, ...]


def general(question: Question) -> str:
    """Every choice with its reason, the right one first. Some importers take each choice that has feedback of its
    own for a right answer, so that a cartridge has only feedback that is shown whatever was chosen."""
    ordered = sorted(question.choices, key=lambda choice: not choice.right)
    reasons = "".join(
        f"<p><strong>{choice.text.html}</strong> {choice.feedback.html}</p>" for choice in ordered
    )
    return f"{reasons}<p>{question.origin.html}</p>"


def quiz(lesson: Lesson) -> Item:
    ident = f"{lesson.slug}-quiz"
    data = fill(
        "qti12_quiz.xml",
        schema=QUIZ_SCHEMA,
        ident=ident,
        title=f"Check yourself: {lesson.title}",
        metadata=QUIZ_METADATA,
        item_metadata={"cc_profile": "cc.multiple_choice.v0p1", "cc_weighting": "1"},
        questions=lesson.questions,
        reasons=False,
        general=general,
    )
    return Item(ident, f"Check yourself: {lesson.title}", QUIZ, f"quizzes/{lesson.slug}.xml", data)


def link(ident: str, title: str, address: str) -> Item:
    data = fill("cartridge_link.xml", title=title, address=address)
    return Item(ident, title, LINK, f"links/{ident}.xml", data)


def _items(lesson: Lesson) -> Iterator[Item]:
    if lesson.address:  # a site without a public address has nothing to link to
        yield link(f"{lesson.slug}-page", lesson.title, lesson.address)
        for section in lesson.sections:
            yield link(f"{lesson.slug}-{section.id}", section.title, section.address)
        for figure in lesson.figures:
            title = f"Figure {figure.number}. {figure.title}"
            yield link(f"{lesson.slug}-fig-{figure.id}", title, figure.address)
    yield quiz(lesson)


def package(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
    modules = [Module(lesson.slug, lesson.title, tuple(_items(lesson))) for lesson in lessons]
    manifest = fill("cartridge_manifest.xml", imprint=course.imprint, modules=modules)
    files = {"imsmanifest.xml": manifest}
    files |= {item.file: item.data for module in modules for item in module.items}
    return archive(files, epoch)
