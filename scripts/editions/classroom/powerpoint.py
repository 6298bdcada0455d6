"""The slides of a lesson as a PowerPoint file with notes. Open this to change how a slide looks there.

Each slide has a real title, each picture its words, and the notes hold the answer, the sources and the long description.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from scripts.editions.archive import EARLIEST, archive
from scripts.editions.classroom import slides
from scripts.editions.classroom.course import Course, Lesson
from scripts.editions.classroom.rich import Rich, Run, line
from scripts.publish.qr_codes import make_code

WIDTH, HEIGHT = 960, 540  # points, 16 to 9
LEFT, RIGHT = 48, 912
TITLE_ONLY = 5  # of python-pptx's own template
# Typefaces that computers have: a PowerPoint file cannot bring its own.
HEADINGS, TEXT = "Georgia", "Arial"
INK, QUIET, TEAL, TINT, WHITE = (
    RGBColor.from_string(color) for color in ("1D2125", "5B636B", "0B5563", "EAF3F4", "FFFFFF")
)
THEME = {
    b'<a:latin typeface="Calibri"/>': f'<a:latin typeface="{TEXT}"/>'.encode(),
    b"1F497D": b"0B5563",  # dark 2
    b"EEECE1": b"EAF3F4",  # light 2
    b"4F81BD": b"0B5563",  # accents
    b"C0504D": b"A8431F",
    b"9BBB59": b"1C6541",
    b"0000FF": b"0B5563",  # links
    b"800080": b"0B5563",
}
DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
)
# By the number of characters: long words get smaller type.
Sizes = tuple[tuple[int, float], ...]
HEADS: Sizes = ((38, 36), (10_000, 28))
STEM: Sizes = ((70, 34), (120, 29), (170, 25), (10_000, 22))
CHOICES: Sizes = ((170, 25), (260, 22), (360, 20), (10_000, 18))
SENTENCE: Sizes = ((90, 25), (140, 22), (10_000, 19))


def sized(text: str, sizes: Sizes) -> float:
    return next(size for limit, size in sizes if len(text) <= limit)


class Deck:
    """One presentation while it is made."""

    def __init__(self, course: Course, lesson: Lesson, epoch: int) -> None:
        self.course, self.lesson = course, lesson
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Pt(WIDTH), Pt(HEIGHT)
        self.layout = self.file.slide_layouts[TITLE_ONLY]
        # The others of the template are laid out for 4 to 3.
        for other in [one for one in self.file.slide_layouts if one is not self.layout]:
            self.file.slide_layouts.remove(other)
        self._theme()
        self._properties(epoch)

    def _theme(self) -> None:
        master = self.file.slide_masters[0]
        theme = master.part.part_related_by(RT.THEME)
        for old, new in THEME.items():
            theme._blob = theme._blob.replace(old, new)
        for holder in [*master.placeholders, *self.layout.placeholders]:
            if holder.placeholder_format.type is None or "Title" not in holder.name:
                holder._element.getparent().remove(holder._element)
        for title in [*master.placeholders, *self.layout.placeholders]:
            place(title, LEFT, 56, RIGHT - LEFT, 60)
            title.text_frame.vertical_anchor = MSO_ANCHOR.TOP

    def _properties(self, epoch: int) -> None:
        imprint, properties = self.course.imprint, self.file.core_properties
        made = dt.datetime.fromtimestamp(max(epoch, EARLIEST), tz=dt.UTC).replace(tzinfo=None)
        properties.title = self.lesson.title
        properties.author = properties.last_modified_by = imprint.creator
        properties.subject = self.lesson.description
        properties.comments = f"{imprint.version_and_date}. {imprint.rights}. {self.lesson.address}"
        properties.language = imprint.language
        properties.created = properties.modified = made
        properties.revision = 1

    def add(self, shown: slides.Slide, size: float) -> Any:
        """A slide with its title and notes; where it has a label, also with the lines above the title and at the foot."""
        slide = self.file.slides.add_slide(self.layout)
        title = shown.question.text if shown.question else line(Run(shown.title))
        write(slide.shapes.title.text_frame, [title], size, font=HEADINGS)
        slide.notes_slide.notes_text_frame.text = shown.notes
        if shown.label:
            label, imprint = [line(Run(shown.label.upper(), bold=True))], self.course.imprint
            text_box(slide, LEFT, 30, 200, 22, label, 12, color=TEAL)
            foot = [line(Run(f"{imprint.name} · {self.lesson.title} · {imprint.license}"))]
            text_box(slide, LEFT, 506, RIGHT - LEFT, 20, foot, 10, color=QUIET)
        return slide

    def save(self, epoch: int) -> bytes:
        """As one ZIP whose entries have one date: python-pptx writes the time of day into each."""
        out = io.BytesIO()
        self.file.save(out)
        with zipfile.ZipFile(out) as made:
            return archive({name: made.read(name) for name in made.namelist()}, epoch)


def place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Pt, (left, top, width, height))


def write(
    frame: Any,
    paragraphs: Iterable[Rich],
    size: float,
    color: RGBColor = INK,
    font: str = "",
    space: float = 0,
) -> None:
    """Fill a text frame; the first paragraph stands in it already."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    lines = [runs for words in paragraphs for runs in words.paragraphs]
    for number, runs in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(space)
        for run in runs:
            piece = paragraph.add_run()
            piece.text = run.text
            if run.link:
                piece.hyperlink.address = run.link
            style(piece.font, run, size, color, font)


def style(font: Any, run: Run, size: float, color: RGBColor, name: str) -> None:
    font.size, font.bold, font.italic = Pt(size), run.bold, run.italic
    font.language_id = MSO_LANGUAGE_ID.ENGLISH_US
    if name:
        font.name = name
    if run.link:
        font.color.theme_color = MSO_THEME_COLOR.HYPERLINK
    else:
        font.color.rgb = color
    if run.raised:
        font._element.set("baseline", "30000" if run.raised > 0 else "-25000")


def text_box(
    slide: Any,
    left: float,
    top: float,
    width: float,
    height: float,
    paragraphs: Iterable[Rich],
    size: float,
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    **style: Any,
) -> Any:
    box = slide.shapes.add_textbox(*map(Pt, (left, top, width, height)))
    box.text_frame.vertical_anchor = anchor
    write(box.text_frame, paragraphs, size, **style)
    return box


def panel(slide: Any, left: float, top: float, width: float, height: float, color: RGBColor) -> Any:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Pt, (left, top, width, height)))
    shape.fill.solid()
    shape.fill.fore_color.rgb = color
    shape.line.fill.background()
    shape._element.remove(shape._element.find(qn("p:style")))  # a shadow, and white words
    return shape


def decorate(shape: Any) -> None:
    """Mark a shape that says nothing, so that it is not read aloud and no checker asks for its words."""
    properties = shape._element.nvSpPr.cNvPr
    properties.append(parse_xml(DECORATIVE))


def describe(picture: Any, words: str) -> None:
    """The text alternative, which python-pptx cannot set."""
    picture._element.nvPicPr.cNvPr.set("descr", words)


# -------------------------------------------------------------- the kinds of slides


def opening(deck: Deck, slide: slides.Slide) -> None:
    imprint = deck.course.imprint
    made = deck.add(slide, 42)
    place(made.shapes.title, 318, 120, 594, 150)
    made.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    decorate(panel(made, 0, 0, 270, HEIGHT, TEAL))
    white = {"color": WHITE}
    number = [line(Run(str(slide.number)))]
    text_box(made, 40, 340, 200, 110, number, 88, MSO_ANCHOR.BOTTOM, font=HEADINGS, **white)
    text_box(made, 40, 464, 220, 30, [line(Run(imprint.name))], 15, **white)
    text_box(made, 318, 288, 594, 110, [line(Run(slide.description))], 20, color=QUIET)
    rights = [line(Run(f"{imprint.version_and_date}. {imprint.rights}."))]
    rights += [line(Run(slide.address, link=slide.address))] if slide.address else []
    text_box(made, 318, 440, 594, 60, rights, 12, color=QUIET)


def objectives(deck: Deck, slide: slides.Slide) -> None:
    made = deck.add(slide, 36)
    step = min(78.0, 360 / len(slide.items))
    for at, item in enumerate(slide.items):
        top = 130 + at * step
        text_box(made, LEFT, top, 36, step, [line(Run(str(at + 1)))], 28, font=HEADINGS, color=TEAL)
        text_box(made, LEFT + 44, top + 4, RIGHT - LEFT - 44, step, [item], 23)


def figure(deck: Deck, slide: slides.Slide) -> None:
    shown = slide.figure
    assert shown
    made = deck.add(slide, 27)
    place(made.shapes.title, LEFT, 52, RIGHT - LEFT, 60)
    credit = line(Run(slide.credit + " "), Run(shown.address, link=shown.address))
    pictures = []
    for part in slide.parts:
        picture = made.shapes.add_picture(str(shown.png), 0, 0)
        whole, (top, bottom) = picture.height / picture.width, part.piece
        picture.crop_top, picture.crop_bottom = top, 1 - bottom
        place(picture, 0, 0, part.height / ((bottom - top) * whole), part.height)
        describe(picture, part.alt)
        pictures.append(picture)
    words, size = [shown.sentence], sized(shown.sentence.text, SENTENCE)
    if len(pictures) == 1:  # the sentence has room at its side
        (picture,) = pictures
        picture.left = Pt(RIGHT) - picture.width
        picture.top = Pt(108 + (380 - slide.parts[0].height) / 2)
        width = picture.left.pt - LEFT - 30
        text_box(made, LEFT, 108, width, 320, words, size, MSO_ANCHOR.MIDDLE, font=HEADINGS)
        text_box(made, LEFT, 440, width, 48, [credit], 11, color=QUIET)
        return
    gap = 26
    left = (WIDTH - sum(picture.width.pt for picture in pictures) - gap * (len(pictures) - 1)) / 2
    for picture in pictures:
        picture.left, picture.top = Pt(left), Pt(148)
        left += picture.width.pt + gap
    text_box(made, LEFT, 92, RIGHT - LEFT, 48, words, min(size, 17), font=HEADINGS)
    box = text_box(made, 260, 30, RIGHT - 260, 22, [credit], 10, color=QUIET)
    box.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def question(deck: Deck, slide: slides.Slide) -> None:
    asked = slide.question
    assert asked
    made = deck.add(slide, sized(asked.text.text, STEM))
    place(made.shapes.title, LEFT, 54, RIGHT - LEFT, 116)
    size = sized("".join(choice.text.text for choice in asked.choices), CHOICES)
    gap, top = 12, 182
    height = (490 - top - gap * (len(asked.choices) - 1)) / len(asked.choices)
    for at, choice in enumerate(asked.choices):
        y = top + at * (height + gap)
        box = panel(made, LEFT, y, RIGHT - LEFT, height, TINT)
        box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        write(box.text_frame, [choice.text], size)
        box.text_frame.margin_left, box.text_frame.margin_right = Pt(70), Pt(20)
        letter = [line(Run(choice.letter))]
        text_box(
            made, LEFT + 22, y, 40, height, letter, 32, MSO_ANCHOR.MIDDLE, font=HEADINGS, color=TEAL
        )


def closing(deck: Deck, slide: slides.Slide) -> None:
    made = deck.add(slide, sized(slide.title, HEADS))
    width = 560 if slide.address else RIGHT - LEFT
    text_box(made, LEFT, 160, width, 300, slide.items, 21, space=18)
    if slide.address:
        out = io.BytesIO()
        make_code(slide.address).save(out, kind="png", scale=10, border=3)
        picture = made.shapes.add_picture(out, *map(Pt, (RIGHT - 220, 160, 220, 220)))
        describe(picture, f"QR code: {slide.address}")


KINDS: dict[str, Callable[[Deck, slides.Slide], None]] = {
    "opening": opening,
    "objectives": objectives,
    "figure": figure,
    "question": question,
    "closing": closing,
}


def presentation(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
    deck = Deck(course, lessons[0], epoch)
    for slide in slides.of_lesson(course, lessons[0]):
        KINDS[slide.kind](deck, slide)
    return deck.save(epoch)
