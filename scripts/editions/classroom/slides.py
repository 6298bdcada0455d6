"""What stands on each slide of a lesson, for PowerPoint and PDF alike. Open this to add or move a slide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scripts.core.bibliography import Source
from scripts.editions.classroom import pieces
from scripts.editions.classroom.course import Course, Figure, Lesson, Question
from scripts.editions.classroom.pieces import Piece
from scripts.editions.classroom.rich import Rich, Run, line

# Of the 960 × 540 points of a slide: what a figure may fill below its title.
WIDTH, HEIGHT = 864, 372
LOWER = 344  # with the sentence above
COLUMN = 270  # for the sentence beside a figure


@dataclass(frozen=True)
class Part:
    """A piece of a drawing, `height` points high, beside the others that its slide shows."""

    name: str
    piece: Piece
    height: float
    alt: str


@dataclass(frozen=True)
class Slide:
    """`kind` is opening, objectives, figure, question or closing; what a kind does not have is empty."""

    kind: str
    title: str
    notes: str
    label: str = ""
    items: tuple[Rich, ...] = ()
    number: int = 0
    description: str = ""
    address: str = ""
    figure: Figure | None = None
    parts: tuple[Part, ...] = ()
    credit: str = ""
    question: Question | None = None


def named(sources: Iterable[Source]) -> str:
    return "; ".join(source.label + (f", {source.url}" if source.url else "") for source in sources)


def paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def figure_notes(figure: Figure) -> str:
    return paragraphs(
        figure.sentence.text,
        f"In words: {figure.description.text}",
        f"Sources: {named(figure.sources)}.",
        figure.address,
    )


def answer(question: Question) -> str:
    """The answer for the notes: never on the slide itself."""
    reasons = (
        f"{choice.letter}. {'Right' if choice.right else 'Not this one'}: {choice.feedback.text}"
        + "".join(f"\n{link}" for link in choice.feedback.links)
        for choice in question.choices
    )
    right = question.right
    return paragraphs(
        f"Answer: {right.letter}. {right.text.text}",
        *reasons,
        question.origin.text,
        "\n".join(question.origin.links),
        f"Objective: {question.objective}" if question.objective else "",
    )


def of_figure(course: Course, figure: Figure) -> Iterator[Slide]:
    """A low figure stands beside its sentence; a tall one is cut and stands below it, two pieces a slide."""
    width, height = pieces.size(figure.svg)
    parts = pieces.cut(figure.svg, figure.png)
    credit = f"{course.imprint.name}, {course.imprint.license}."
    shown = [parts[at : at + 2] for at in range(0, len(parts), 2)]
    for number, group in enumerate(shown, 1):
        beside = len(group) == 1
        tallest = max(bottom - top for top, bottom in group)
        room = WIDTH - COLUMN - 30 if beside else (WIDTH - 26) / 2
        most = min(HEIGHT if beside else LOWER, tallest * height * room / width)
        several = f" ({number} of {len(shown)})" if len(shown) > 1 else ""
        pieces_shown = tuple(
            Part(
                f"{figure.id}-{top:.3f}.svg",
                (top, bottom),
                most * ((bottom - top) / tallest),
                figure.alt + ("" if beside else f" Part {at} of {len(group)} on this slide."),
            )
            for at, (top, bottom) in enumerate(group, 1)
        )
        yield Slide(
            "figure",
            figure.title,
            figure_notes(figure),
            f"Figure {figure.number}{several}",
            figure=figure,
            parts=pieces_shown,
            credit=credit,
        )


def of_lesson(course: Course, lesson: Lesson) -> list[Slide]:
    imprint = course.imprint
    about = paragraphs(
        f"{lesson.title}: {lesson.description}",
        f"Reading time {lesson.minutes} minutes.",
        f"{imprint.citation} {imprint.rights}, {imprint.license_url}",
        "The answers to the questions stand in the notes of their slides.",
    )
    opening = Slide(
        "opening",
        lesson.title,
        about,
        number=course.lessons.index(lesson) + 1,
        description=lesson.description,
        address=lesson.address,
    )
    told, each = "After this lesson you can", "Each objective has a question at the end."
    items = tuple(line(Run(objective)) for objective in lesson.objectives)
    objectives = Slide("objectives", told, each, "Objectives", items)
    found: list[Slide] = [opening, objectives]
    for figure in lesson.figures:
        found += of_figure(course, figure)
    for at, question in enumerate(lesson.questions, 1):
        label = f"Question {at} of {len(lesson.questions)}"
        asked = question.text.text
        found.append(Slide("question", asked, answer(question), label, question=question))
    return [*found, closing(course, lesson)]


def closing(course: Course, lesson: Lesson) -> Slide:
    imprint = course.imprint
    read = line(Run("Read the lesson: "), Run(lesson.title, link=lesson.address))
    use = line(
        Run(f"Text, figures and questions: {imprint.name}, version {imprint.version}, "),
        Run(imprint.license, link=imprint.license_url),
        Run(". Use and change them; name the guide and say what you changed."),
    )
    unread = "No named expert has reviewed the guide unless a page says so. Not medical advice."
    items, notes = (read, use, line(Run(unread))), imprint.citation
    return Slide("closing", lesson.title, notes, "To go on", items, address=lesson.address)
