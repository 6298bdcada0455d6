"""Worksheet, key and slides of a lesson as Typst documents. Open this to change what a sheet asks; their looks are in templates/."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any

from scripts.core.claim_records import GRADES
from scripts.editions.classroom import pieces, slides
from scripts.editions.classroom.course import Claim, Course, Figure, Lesson
from scripts.editions.pdf.document import Document
from scripts.editions.pdf.typst_text import quote
from scripts.figures.raster import in_our_font
from scripts.publish.qr_codes import qr_code

TEMPLATES = Path(__file__).with_name("templates")
MOST_CLAIMS = 4
SHEET = (150, 88)  # millimeters that a figure may fill on a worksheet
# Nothing of the answer goes into a worksheet or a slide, not even unseen: these fields stay out of its data.
ANSWERS = {"right", "feedback", "origin", "objective", "grade", "definition", "sources", "notes"}


def fields(record: object, hidden: Collection[str]) -> object:
    """What JSON holds of a record of the course."""
    if isinstance(record, Path):
        return record.name
    return {name: value for name, value in vars(record).items() if name not in hidden}


def document(
    name: str,
    template: str,
    data: dict[str, Any],
    pictures: dict[str, bytes],
    hidden: Collection[str] = (),
) -> Document:
    """The data stand in the source itself, so that a document is one text."""
    written = json.dumps(data, ensure_ascii=False, default=partial(fields, hidden=hidden))
    parts = [(TEMPLATES / file).read_text(encoding="utf-8") for file in ("common.typ", template)]
    return Document(name, f"#let data = json(bytes({quote(written)}))\n{''.join(parts)}", pictures)


def code(address: str) -> dict[str, bytes]:
    """The QR code of a lesson, where it has a public address."""
    return {"code.svg": qr_code(address)} if address else {}


def picture(figure: Figure, piece: pieces.Piece = (0.0, 1.0)) -> bytes:
    return pieces.part(in_our_font(figure.svg.read_text(encoding="utf-8")), piece).encode()


def chosen_claims(lesson: Lesson) -> list[Claim]:
    """The first of each grade, then the first of the others: a sheet on which all are established asks nothing."""
    first = [next((c for c in lesson.claims if c.grade == grade), None) for grade in GRADES]
    wanted = [claim for claim in first if claim]
    wanted += [claim for claim in lesson.claims if claim not in wanted]
    kept = wanted[:MOST_CLAIMS]
    return [claim for claim in lesson.claims if claim in kept]


def best_figure(lesson: Lesson) -> Figure | None:
    """The lowest: on a sheet of paper a tall one would be too small to read, so it is left out."""
    low = [figure for figure in lesson.figures if len(pieces.cut(figure.svg, figure.png)) == 1]
    return min(low, key=lambda figure: pieces.size(figure.svg)[1], default=None)


def sheet(course: Course, lesson: Lesson, key: bool) -> Document:
    imprint, figure = course.imprint, best_figure(lesson)
    kind = "Key" if key else "Worksheet"
    pictures, height = code(lesson.address), 0.0
    if figure and not key:
        width, height = pieces.size(figure.svg)
        height = min(SHEET[1], SHEET[0] * height / width)
        pictures[f"{figure.id}.svg"] = picture(figure)
    data = {
        "key": key,
        "kind": f"{imprint.name} · {kind}",
        "heading": f"{lesson.title}: {kind.lower()}",
        "title": lesson.title,
        "description": f"{kind} for the lesson {lesson.title} of {imprint.name}",
        "authors": imprint.creator,
        "advice": "Read the lesson first, or answer from memory and read afterwards.",
        "address": lesson.address,
        "footer": f"{imprint.name}, {imprint.version_and_date}. {imprint.license}. {lesson.address}".strip(),
        "questions": lesson.questions,
        "figure": figure,
        "height": height,
        "grades": course.grades if key else dict.fromkeys(GRADES, ""),
        "claims": chosen_claims(lesson),
        "terms": lesson.key_terms,
    }
    name = f"{lesson.slug}-{kind.lower()}"
    return document(name, "worksheet.typ", data, pictures, () if key else ANSWERS)


def projected(course: Course, lesson: Lesson) -> Document:
    imprint, pictures = course.imprint, code(lesson.address)
    made = slides.of_lesson(course, lesson)
    for slide in made:
        if slide.figure:
            pictures |= {part.name: picture(slide.figure, part.piece) for part in slide.parts}
    data = {
        "title": f"{lesson.title}: slides",
        "description": f"Slides for the lesson {lesson.title} of {imprint.name}",
        "authors": imprint.creator,
        "guide": imprint.name,
        "rights": f"{imprint.version_and_date}. {imprint.rights}.",
        "footer": f"{imprint.name} · {lesson.title} · {imprint.license}",
        "slides": made,
    }
    return document(f"{lesson.slug}-slides", "slides.typ", data, pictures, ANSWERS)
