"""Worksheet, key and slides of a lesson as Typst documents. Open this to change what a sheet asks; their looks are in templates/."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scripts.core.bibliography import Source
from scripts.editions.classroom import pieces, slides
from scripts.editions.classroom.course import Claim, Course, Figure, Lesson, Question
from scripts.editions.classroom.rich import Rich
from scripts.editions.pdf.document import Document
from scripts.editions.pdf.typst_text import quote
from scripts.figures.raster import in_our_font
from scripts.markdown.claims import GRADES
from scripts.publish.qr_codes import qr_code

TEMPLATES = Path(__file__).with_name("templates")
MOST_CLAIMS = 4
SHEET = (150, 88)  # millimeters that a figure may fill on a worksheet


def document(
    name: str, template: str, data: dict[str, Any], pictures: dict[str, bytes]
) -> Document:
    """The data stand in the source itself, so that a document is one text."""
    head = f"#let data = json(bytes({quote(json.dumps(data, ensure_ascii=False))}))\n"
    parts = (TEMPLATES / file for file in ("common.typ", template))
    return Document(
        name, head + "".join(part.read_text(encoding="utf-8") for part in parts), pictures
    )


def runs(words: Rich) -> list[list[dict[str, Any]]]:
    return [[asdict(run) for run in paragraph] for paragraph in words.paragraphs]


def cited(sources: Iterable[Source]) -> list[dict[str, str]]:
    return [{"label": source.label, "address": source.url} for source in sources]


def code(address: str) -> dict[str, bytes]:
    """The QR code of a lesson, where it has a public address."""
    return {"code.svg": qr_code(address)} if address else {}


def picture(figure: Figure, piece: pieces.Piece = (0.0, 1.0)) -> bytes:
    return pieces.part(in_our_font(figure.svg.read_text(encoding="utf-8")), piece).encode()


# -------------------------------------------------------------- worksheet and key


def chosen_claims(lesson: Lesson) -> list[Claim]:
    """The first of each grade, then the first of the others: a sheet on which all are established asks nothing."""
    first = [next((c for c in lesson.claims if c.grade == grade), None) for grade in GRADES]
    wanted = [claim for claim in first if claim]
    wanted += [claim for claim in lesson.claims if claim not in wanted]
    kept = wanted[:MOST_CLAIMS]
    return [claim for claim in lesson.claims if claim in kept]


def asked(question: Question) -> dict[str, Any]:
    return {
        "text": runs(question.text),
        "choices": [
            {
                "letter": choice.letter,
                "text": runs(choice.text),
                "right": choice.right,
                "feedback": runs(choice.feedback),
            }
            for choice in question.choices
        ],
        "section": {"title": question.section.title, "address": question.section.address},
    }


def without_answers(question: dict[str, Any]) -> dict[str, Any]:
    """Nothing of the answer goes into a worksheet, not even unseen."""
    choices = [
        {"letter": choice["letter"], "text": choice["text"]} for choice in question["choices"]
    ]
    return {"text": question["text"], "choices": choices}


def looked_at(figure: Figure) -> dict[str, Any]:
    width, height = pieces.size(figure.svg)
    return {
        "title": figure.title,
        "sentence": runs(figure.sentence),
        "sources": cited(figure.sources),
        "address": figure.address,
        "picture": f"{figure.id}.svg",
        "alt": figure.alt,
        "height": min(SHEET[1], SHEET[0] * height / width),
    }


def best_figure(lesson: Lesson) -> Figure | None:
    """The lowest: on a sheet of paper a tall one would be too small to read, so it is left out."""
    low = [figure for figure in lesson.figures if len(pieces.cut(figure.svg, figure.png)) == 1]
    return min(low, key=lambda figure: pieces.size(figure.svg)[1], default=None)


def sheet(course: Course, lesson: Lesson, key: bool) -> Document:
    imprint = course.imprint
    figure = best_figure(lesson)
    kind = "Key" if key else "Worksheet"
    questions = [asked(question) for question in lesson.questions]
    shown = looked_at(figure) if figure else None
    if shown and not key:
        shown = {name: shown[name] for name in ("picture", "alt", "height")}
    advice = "Read the lesson first, or answer from memory and read afterwards."
    data = {
        "key": key,
        "kind": f"{imprint.name} · {kind}",
        "heading": f"{lesson.title}: {kind.lower()}",
        "title": lesson.title,
        "description": f"{kind} for the lesson {lesson.title} of {imprint.name}",
        "authors": imprint.creator,
        "advice": advice,
        "address": lesson.address,
        "footer": f"{imprint.name}, {imprint.version_and_date}. {imprint.license}. {lesson.address}".strip(),
        "questions": questions if key else list(map(without_answers, questions)),
        "figure": shown,
        "grades": list(GRADES),
        "claims": [
            {
                "text": runs(claim.text),
                **(
                    {
                        "grade": claim.grade.capitalize(),
                        "meaning": course.grades.get(claim.grade, ""),
                        "sources": cited(claim.sources),
                        "address": claim.address,
                    }
                    if key
                    else {}
                ),
            }
            for claim in chosen_claims(lesson)
        ],
        "terms": [
            {
                "name": term.name,
                **({"definition": term.definition, "address": term.address} if key else {}),
            }
            for term in lesson.key_terms
        ],
    }
    pictures = {f"{figure.id}.svg": picture(figure)} if figure and not key else {}
    pictures |= code(lesson.address)
    return document(f"{lesson.slug}-{kind.lower()}", "worksheet.typ", data, pictures)


# -------------------------------------------------------------- slides


def slide_data(slide: slides.Slide, pictures: dict[str, bytes]) -> dict[str, Any]:
    """One slide for the template; its pictures are added to `pictures`."""
    match slide:
        case slides.Opening(number, title, description, address):
            return {
                "kind": "opening",
                "number": number,
                "title": title,
                "description": description,
                "address": address,
            }
        case slides.Objectives(label, title, items):
            return {"kind": "objectives", "label": label, "title": title, "items": items}
        case slides.QuestionSlide(label, question):
            choices = [
                {"letter": c.letter, "text": runs(c.text), "words": c.text.text}
                for c in question.choices
            ]
            words = {"text": runs(question.text), "words": question.text.text}
            return {"kind": "question", "label": label, **words, "choices": choices}
        case slides.FigureSlide():
            return figure_data(slide, pictures)
        case slides.Closing(label, title, items):
            return {
                "kind": "closing",
                "label": label,
                "title": title,
                "items": [runs(item) for item in items],
                "address": slide.address,
            }


def figure_data(slide: slides.FigureSlide, pictures: dict[str, bytes]) -> dict[str, Any]:
    figure, shown = slide.figure, []
    height = max(bottom - top for top, bottom in slide.pieces)
    for at, piece in enumerate(slide.pieces, 1):
        name = f"{figure.id}-{piece[0]:.3f}.svg"
        pictures[name] = picture(figure, piece)
        part = f", part {at} of {len(slide.pieces)} on this slide" if len(slide.pieces) > 1 else ""
        share = (piece[1] - piece[0]) / height
        shown.append({"name": name, "alt": f"{figure.alt}{part}", "height": slide.height * share})
    return {
        "kind": "figure",
        "label": slide.label,
        "title": slide.title,
        "pictures": shown,
        "beside": slide.beside,
        "sentence": runs(figure.sentence),
        "words": figure.sentence.text,
        "credit": slide.credit,
        "address": figure.address,
    }


def projected(course: Course, lesson: Lesson) -> Document:
    imprint, pictures = course.imprint, code(lesson.address)
    made = [slide_data(slide, pictures) for slide in slides.of_lesson(course, lesson)]
    data = {
        "title": f"{lesson.title}: slides",
        "description": f"Slides for the lesson {lesson.title} of {imprint.name}",
        "authors": imprint.creator,
        "guide": imprint.name,
        "rights": f"{imprint.version_and_date}. {imprint.rights}.",
        "footer": f"{imprint.name} · {lesson.title} · {imprint.license}",
        "slides": made,
    }
    return document(f"{lesson.slug}-slides", "slides.typ", data, pictures)
