"""Worksheets, keys and slides: what a class gets to see, what only the teacher gets, and that each can be read aloud."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pptx import Presentation

from scripts.editions.classroom import paper, pieces, powerpoint, slides
from scripts.editions.classroom.course import Course, Question
from scripts.editions.classroom.rich import Rich
from scripts.editions.pdf.compiler import Compiler, pack
from scripts.editions.pdf.document import Document
from scripts.markdown.exports import ASPECTS, BY_ID
from tests.classroom.arrived import reads
from tests.classroom.conftest import EPOCH


@pytest.fixture(scope="module")
def print_out(course: Course) -> Iterator[Callable[[Document], bytes]]:
    """Typst refuses what breaks PDF/UA-1, such as a picture without words."""
    with Compiler(course.imprint) as compiler:

        def printed(document: Document) -> bytes:
            with compiler.compile(document, EPOCH).pdf as pdf:
                return pack(pdf)

        yield printed


def squeezed(text: str) -> str:
    """Without white space and hyphens at line ends: a page breaks lines where it likes."""
    return re.sub(r"[\s\u00ad\u00a0\u2060]|\ufffe|\x02|-", "", text)


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return squeezed("".join(page.get_textpage().get_text_range() for page in document))


def web_links(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            str(note.A.URI)
            for page in opened.pages
            for note in page.get("/Annots", [])
            if note.get("/Subtype") == "/Link" and "/A" in note and "/URI" in note.A
        }


def text_of(rich: Rich) -> str:
    """The words as a PDF gives them back: raised and lowered letters are plain ones there."""
    return " ".join("".join(run.text for run in runs) for runs in rich.paragraphs)


def flat(question: Question) -> list[str]:
    found = [question.text, *(choice.text for choice in question.choices)]
    return [squeezed(text_of(rich)) for rich in found]


def reasons(question: Question) -> list[str]:
    return [squeezed(text_of(choice.feedback)) for choice in question.choices]


def in_order(parts: list[str], text: str) -> bool:
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


@reads("worksheet", "pypdfium2")
def test_worksheets_hold_every_question_and_no_answer(course: Course, print_out):
    arrived = set(ASPECTS) - set(BY_ID["worksheet"].lost)
    assert arrived == {"questions", "markup"}
    for lesson in course.lessons:
        document = paper.sheet(course, lesson, key=False)
        text = words(print_out(document))
        for question in lesson.questions:
            parts = flat(question)
            # Letters stand between the choices; nothing tells the right one from the others.
            assert in_order(
                [parts[0], *(x for n, part in enumerate(parts[1:]) for x in ("ABCDEFGH"[n], part))],
                text,
            )
            assert not any(reason in text for reason in reasons(question) if len(reason) > 12)
        for secret in ("right", "feedback", "definition", "meaning"):
            assert f'\\"{secret}\\"' not in document.source
        assert not any(squeezed(term.definition) in text for term in course.terms)


@reads("key", "pypdfium2")
def test_keys_mark_the_right_choice_and_give_every_reason(course: Course, print_out):
    assert BY_ID["key"].lost == {}
    for lesson in course.lessons:
        pdf = print_out(paper.sheet(course, lesson, key=True))
        text, links = words(pdf), web_links(pdf)
        for question in lesson.questions:
            expected = [flat(question)[0]]
            for choice, shown, reason in zip(
                question.choices, flat(question)[1:], reasons(question), strict=True
            ):
                expected += [f"✓{choice.letter}" if choice.right else choice.letter, shown, reason]
                assert set(choice.feedback.links) <= links
            assert in_order(expected, text), question.id
            assert question.section.address in links
        assert text.count("✓") == len(lesson.questions)


@reads("slides", "pypdfium2")
def test_slides_as_pdf_show_every_question_and_figure_and_no_answer(course: Course, print_out):
    for lesson in course.lessons:
        pdf = print_out(paper.projected(course, lesson))
        text = words(pdf)
        assert len(pypdfium2.PdfDocument(pdf)) == len(slides.of_lesson(course, lesson))
        for question in lesson.questions:
            assert in_order(flat(question), text)
            assert not any(reason in text for reason in reasons(question) if len(reason) > 12)
        for figure in lesson.figures:
            assert squeezed(text_of(figure.sentence)) in text and figure.address in web_links(pdf)


@pytest.mark.parametrize("kind", ["worksheet", "key", "slides"])
def test_each_pdf_is_tagged_titled_and_in_english(course: Course, print_out, kind: str):
    lesson = course.lessons[3]
    documents = {
        "worksheet": lambda: paper.sheet(course, lesson, key=False),
        "key": lambda: paper.sheet(course, lesson, key=True),
        "slides": lambda: paper.projected(course, lesson),
    }
    with pikepdf.open(io.BytesIO(print_out(documents[kind]()))) as pdf:
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang).startswith("en")
        assert lesson.title in str(pdf.docinfo.Title)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        pictures = [
            element
            for element in pdf.objects
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/Figure"
        ]
        assert pictures and all(str(element.Alt) for element in pictures)


def test_no_page_of_a_worksheet_is_cut_by_letter_paper(course: Course, print_out):
    """Its text block ends 18 mm above the lower edge of A4."""
    pdf = pypdfium2.PdfDocument(print_out(paper.sheet(course, course.lessons[0], key=False)))
    for page in pdf:
        assert round(page.get_height()) == 842
        lowest = min(box[1] for box in (o.get_bounds() for o in page.get_objects()))
        assert lowest > 842 - 792


def test_the_same_sources_give_the_same_bytes(course: Course, print_out):
    lesson = course.lessons[0]
    for make in (
        lambda: print_out(paper.sheet(course, lesson, key=True)),
        lambda: print_out(paper.projected(course, lesson)),
        lambda: powerpoint.presentation(course, [lesson], EPOCH),
    ):
        assert make() == make()


@pytest.fixture(scope="module")
def decks(course: Course) -> dict[str, bytes]:
    return {
        lesson.slug: powerpoint.presentation(course, [lesson], EPOCH) for lesson in course.lessons
    }


@reads("slides", "python-pptx")
def test_powerpoint_shows_the_questions_and_keeps_the_answers_in_the_notes(
    course: Course, decks: dict[str, bytes]
):
    assert BY_ID["slides"].lost == {}
    for lesson in course.lessons:
        shown = Presentation(io.BytesIO(decks[lesson.slug])).slides
        assert len(shown) == len(slides.of_lesson(course, lesson))
        asked = {slide.shapes.title.text_frame.text: slide for slide in shown}
        for question in lesson.questions:
            plain, *choices = map(text_of, (question.text, *(c.text for c in question.choices)))
            slide = asked[plain]
            texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
            assert [text for text in texts if text in choices] == choices
            notes = slide.notes_slide.notes_text_frame.text
            assert f"Answer: {question.right.letter}. {question.right.text.text}" in notes
            for choice in question.choices:
                verdict = "Right" if choice.right else "Not this one"
                assert f"{choice.letter}. {verdict}: {choice.feedback.text}" in notes
                assert all(link in notes for link in choice.feedback.links)
                assert not any(choice.feedback.text in text for text in texts)
            assert question.section.address in notes


def test_powerpoint_raises_and_lowers_what_is_raised_and_lowered(
    course: Course, decks: dict[str, bytes]
):
    lowered = [
        (lesson, run.text)
        for lesson in course.lessons
        for question in lesson.questions
        for rich in (question.text, *(choice.text for choice in question.choices))
        for runs in rich.paragraphs
        for run in runs
        if run.raised
    ]
    assert lowered
    for lesson, text in lowered:
        found = [
            run.text
            for slide in Presentation(io.BytesIO(decks[lesson.slug])).slides
            for shape in slide.shapes
            if shape.has_text_frame
            for paragraph in shape.text_frame.paragraphs
            for run in paragraph.runs
            if run.font._element.get("baseline")
        ]
        assert text in found


def test_every_slide_has_a_title_and_every_picture_its_words(decks: dict[str, bytes]):
    for data in decks.values():
        for slide in Presentation(io.BytesIO(data)).slides:
            assert slide.shapes.title.text_frame.text.strip()
            assert slide.has_notes_slide
            for shape in slide.shapes:
                assert shape.left >= 0 and shape.left + shape.width <= 960 * 12700 + 1
                assert shape.top >= 0 and shape.top + shape.height <= 540 * 12700 + 1
                if shape.shape_type == 13:  # a picture
                    assert shape._element.nvPicPr.cNvPr.get("descr")


@reads("slides", "LibreOffice")
def test_libreoffice_shows_every_slide(course: Course, decks: dict[str, bytes], tmp_path: Path):
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed here")
    for slug, data in decks.items():
        (tmp_path / f"{slug}.pptx").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(tmp_path / f"{slug}.pptx") for slug in decks]
    subprocess.run(
        [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for lesson in course.lessons:
        pdf = (tmp_path / f"{lesson.slug}.pdf").read_bytes()
        assert len(pypdfium2.PdfDocument(pdf)) == len(slides.of_lesson(course, lesson))
        # Words, not lines: in its PDF a choice's letter may stand between the lines of the choice.
        text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
        for question in lesson.questions:
            shown = [question.text, *(choice.text for choice in question.choices)]
            wanted = {word for rich in shown for word in re.findall(r"\w+", text_of(rich))}
            assert all(word in text for word in wanted), question.id


def test_a_tall_figure_is_cut_into_pieces_that_miss_nothing(course: Course):
    for lesson in course.lessons:
        for figure in lesson.figures:
            parts = pieces.cut(figure.svg, figure.png)
            assert parts[0][0] == 0 and parts[-1][1] == 1
            assert all(a[1] == b[0] for a, b in itertools.pairwise(parts))
            height = pieces.size(figure.svg)[1]
            assert all((bottom - top) * height <= pieces.MOST + 8 for top, bottom in parts)


def test_a_local_build_prints_no_address_of_this_machine(local_course: Course, print_out):
    lesson = local_course.lessons[2]
    for key in (False, True):
        pdf = print_out(paper.sheet(local_course, lesson, key=key))
        assert "127.0.0.1" not in words(pdf)
        assert not any("127.0.0.1" in link for link in web_links(pdf))
    assert b"127.0.0.1" not in b"".join(
        part.blob
        for part in Presentation(
            io.BytesIO(powerpoint.presentation(local_course, [lesson], EPOCH))
        ).part.package.iter_parts()
    )
    pdf = print_out(paper.projected(local_course, lesson))
    assert "127.0.0.1" not in words(pdf)
