"""The questions as quizzes that learning platforms import: GIFT, Moodle XML, QTI 1.2, QTI 3 and Common Cartridge.

Open this when a platform misreads a quiz. How each kind of file is written stands in templates/; here is what goes into
a package, and where platforms differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scripts.core.templates import templates_in
from scripts.editions.archive import archive
from scripts.editions.classroom.course import Course, Lesson, Question
from scripts.editions.classroom.rich import Rich

# Everything is escaped once: HTML inside `mattext` or `<text>` is text to XML.
_templates = templates_in(Path(__file__).with_name("templates"))
GIFT_RE = re.compile(r"[\\~=#{}:]")  # these begin something unless a backslash stands before


def fill(template: str, /, **values: Any) -> bytes:
    return _templates.get_template(template).render(**values).encode()


def title_of(course: Course, lessons: Sequence[Lesson]) -> str:
    return lessons[0].title if len(lessons) == 1 else course.imprint.name


def moodle(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
    """A question bank with one category a lesson. `epoch` is not used: the file names no date."""
    return fill("moodle.xml", name=course.imprint.name, lessons=lessons)


# ---------------------------------------------------------------- GIFT, which Moodle and many small tools read


def gift_text(text: str) -> str:
    return GIFT_RE.sub(r"\\\g<0>", text.replace("\n", " "))


def gift_html(words: Rich) -> str:
    return gift_text(words.html)


def gift_question(question: Question) -> str:
    answers = "".join(
        f"\t{'=' if choice.right else '~'}{gift_html(choice.text)}#{gift_html(choice.feedback)}\n"
        for choice in question.choices
    )
    stem = f"::{gift_text(question.id)}::[html]{gift_html(question.text)}"
    return f"{stem}{{\n{answers}\t####{gift_html(question.origin)}\n}}\n"


def gift(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
    """`epoch` is not used: the file names no date but that of the edition."""
    imprint = course.imprint
    lines = [f"// {imprint.name}, {imprint.version_and_date}. {imprint.rights}.\n"]
    for lesson in lessons:
        title = lesson.title.replace("/", "//")
        lines += [f"$CATEGORY: $course$/top/{imprint.name}/{title}\n"]
        lines += map(gift_question, lesson.questions)
    return "\n".join(lines).encode()


# ---------------------------------------------------------------- QTI 1.2, for Canvas and many older platforms


def qti12(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
    """A ZIP that Canvas takes under Settings, Import Course Content, "QTI .zip file": a quiz for each lesson."""
    named = {"title": title_of(course, lessons), "imprint": course.imprint}
    files = {"imsmanifest.xml": fill("qti12_manifest.xml", lessons=lessons, **named)}
    for lesson in lessons:
        files[f"{lesson.slug}/{lesson.slug}.xml"] = fill(
            "qti12_quiz.xml",
            schema="http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd",
            ident=lesson.slug,
            title=lesson.title,
            metadata={"cc_maxattempts": "unlimited"},
            item_metadata={"question_type": "multiple_choice_question", "points_possible": "1"},
            questions=lesson.questions,
            reasons=True,
            general=lambda question: question.origin.html,
        )
        files[f"{lesson.slug}/assessment_meta.xml"] = fill("qti12_meta.xml", lesson=lesson)
    return archive(files, epoch)


# ---------------------------------------------------------------- QTI 3, the current standard


def qti3(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
    """One item a question, and one test of them all."""
    questions = [question for lesson in lessons for question in lesson.questions]
    language = course.imprint.language
    ident = lessons[0].slug if len(lessons) == 1 else "guide"
    named = {"ident": ident, "title": title_of(course, lessons), "language": language}
    files = {
        "imsmanifest.xml": fill("qti3_manifest.xml", ident=ident, questions=questions),
        "test.xml": fill("qti3_test.xml", lessons=lessons, **named),
    }
    for question in questions:
        item = fill("qti3_item.xml", question=question, language=language)
        files[f"items/{question.id}.xml"] = item
    return archive(files, epoch)


# ---------------------------------------------------------------- Common Cartridge 1.3, a whole course


class Item(NamedTuple):
    """What a module of the cartridge holds."""

    ident: str
    title: str
    kind: str
    file: str
    data: bytes


def all_reasons(question: Question) -> str:
    """Every choice with its reason, the right one first. Some importers take each choice that has feedback of its
    own for a right answer, so that a cartridge has only feedback that is shown whatever was chosen."""
    ordered = sorted(question.choices, key=lambda choice: not choice.right)
    reasons = "".join(
        f"<p><strong>{choice.text.html}</strong> {choice.feedback.html}</p>" for choice in ordered
    )
    return f"{reasons}<p>{question.origin.html}</p>"


def _quiz(lesson: Lesson) -> Item:
    ident, title = f"{lesson.slug}-quiz", f"Check yourself: {lesson.title}"
    data = fill(
        "qti12_quiz.xml",
        schema="http://www.imsglobal.org/profile/cc/ccv1p3/ccv1p3_qtiasiv1p2p1_v1p0.xsd",
        ident=ident,
        title=title,
        metadata={
            "cc_profile": "cc.exam.v0p1",
            "qmd_assessmenttype": "Examination",
            "qmd_scoretype": "Percentage",
            "cc_maxattempts": "unlimited",
        },
        item_metadata={"cc_profile": "cc.multiple_choice.v0p1", "cc_weighting": "1"},
        questions=lesson.questions,
        reasons=False,
        general=all_reasons,
    )
    kind = "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"
    return Item(ident, title, kind, f"quizzes/{lesson.slug}.xml", data)


def _links(lesson: Lesson) -> Iterator[Item]:
    """To the lesson, its sections and its figures; a site without a public address has nothing to link to."""
    places = [("page", lesson.title, lesson.address)]
    places += [(section.id, section.title, section.address) for section in lesson.sections]
    places += [(f"fig-{f.id}", f"Figure {f.number}. {f.title}", f.address) for f in lesson.figures]
    for place, title, address in places if lesson.address else ():
        ident = f"{lesson.slug}-{place}"
        data = fill("cartridge_link.xml", title=title, address=address)
        yield Item(ident, title, "imswl_xmlv1p3", f"links/{ident}.xml", data)


def cartridge(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
    """A module a lesson, with links to its sections and figures, and its quiz."""
    modules = [(lesson, [*_links(lesson), _quiz(lesson)]) for lesson in lessons]
    manifest = fill("cartridge_manifest.xml", imprint=course.imprint, modules=modules)
    files = {"imsmanifest.xml": manifest}
    files |= {item.file: item.data for _, items in modules for item in items}
    return archive(files, epoch)
