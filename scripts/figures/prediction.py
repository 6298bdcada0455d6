"""Predict, then see: what a reader is asked before a figure opens. Open this to change how a prediction is written.

`[prediction]` in docs/figures/<id>.toml holds a question and either `[[prediction.options]]` to pick from, or three
points to set (`x`, and a curve that the figure's module computes) with `[[prediction.ideas]]` that explain a guess which
lies far off. An option or idea may carry the misconception that it is, in the words of its box on a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from scripts.core.problems import InputError
from scripts.core.records import Record, Words, fields
from scripts.figures.content import Content
from scripts.figures.figure import Curve, Figure


class Option(Record, frozen=True):
    text: Words
    says: Words
    right: bool = False
    misconception: str = ""


class Idea(Record, frozen=True):
    """The guess at point `at` (0 to 2) lies more than `by` above or below the model."""

    at: Literal[0, 1, 2]
    side: Literal["above", "below"]
    by: float
    says: Words
    misconception: str = ""


class Prediction(Record, frozen=True):
    question: Words
    options: tuple[Option, ...] = ()
    x: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    y: Words = "-"
    unit: str = ""
    domain: tuple[float, float] = (0, 100)
    close: float = 10
    ideas: tuple[Idea, ...] = ()
    view: int = 0
    scale: float = 1


def faults(found: Prediction, curve: Curve | None) -> str:
    if found.options:
        right = sum(option.right for option in found.options)
        return "" if right == 1 else f"{right} options are right, one has to be"
    if len(found.x) != 3 or len(found.labels) != 3:
        return "a prediction has options, or three points in `x` with their `labels`"
    return "" if curve else "three points need a figure that computes a curve"


def ask(content: Content, figure: Figure) -> Figure:
    """The figure with what its reader is asked before it opens."""
    found = content.one("prediction", Prediction, ": every figure asks its reader first")
    if told := faults(found, figure.curve):
        raise InputError(content.problem(told, "prediction"))
    answer = [float(f"{figure.curve(x):.4g}") for x in found.x] if figure.curve else []
    more = {"prediction": parameters(found, answer)}
    words = {"prediction": printed(found, answer)}
    return replace(figure, parameters=figure.parameters | more, words=figure.words | words)


def parameters(found: Prediction, answer: Sequence[float]) -> dict[str, Any]:
    """What the browser asks with: only what this kind of prediction needs."""
    told: dict[str, Any] = {"question": found.question}
    if found.options:
        return told | {"options": [fields(option) for option in found.options]}
    names = ("x", "labels", "y", "unit", "domain", "close", "view", "scale")
    ideas = [fields(idea) for idea in found.ideas]
    return told | fields(found, *names) | {"answer": list(answer), "ideas": ideas}


def printed(found: Prediction, answer: Sequence[float]) -> str:
    """Markdown for the page without scripts and for the book."""
    asked = f"**Predict first.** {found.question}"
    if found.options:
        lettered = list(zip("abcdefgh", found.options, strict=False))
        listed = "\n".join(f"- ({letter}) {one.text}" for letter, one in lettered)
        told = " ".join(
            f"({letter}) {'Right: ' if one.right else ''}{one.says}" for letter, one in lettered
        )
        return f"{asked}\n\n{listed}\n\n*Answers.* {told}"
    points = zip(found.labels, answer, strict=True)
    given = ", ".join(f"{label}: {value:.3g}{found.unit}" for label, value in points)
    ideas = " ".join(idea.says for idea in found.ideas)
    return f"{asked} Mark three points: {', '.join(found.labels)}.\n\n*The model* (calculated): {given}. {ideas}"
