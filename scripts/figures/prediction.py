"""Predict, then see: what a reader is asked before a figure opens. Open this to change how a prediction is written.

`[prediction]` in docs/figures/<id>.toml holds a question and either `[[prediction.options]]` to pick from, or three
points to set (`x`, and a curve that the figure's module computes) with `[[prediction.ideas]]` that explain a guess which
lies far off. An option or idea may carry the misconception that it is, in the words of its box on a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from scripts.core.problems import InputError
from scripts.core.records import Record, Words, convert, fields
from scripts.figures.content import Content


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


def faults(found: Prediction) -> str:
    if found.options:
        right = sum(option.right for option in found.options)
        return "" if right == 1 else f"{right} options are right, one has to be"
    if len(found.x) != 3 or len(found.labels) != 3:
        return "a prediction has options, or three points in `x` with their `labels`"
    return ""


def read(content: Content, curve: Callable[[float], float] | None) -> Prediction:
    """The prediction of a figure; `curve` gives the model's values."""
    content.used.add("prediction")
    where = content.problem("", "prediction")
    if "prediction" not in content.tables:
        told = "a table [prediction] is missing: every figure asks its reader first"
        raise InputError(where._replace(message=told))
    found = convert(content.tables["prediction"], Prediction, where, "key in [prediction]")
    told = faults(found)
    if not told and found.x and curve is None:
        told = "three points need a figure that computes a curve"
    if told:
        raise InputError(where._replace(message=told))
    return found


def values(found: Prediction, curve: Callable[[float], float] | None) -> list[float]:
    return [float(f"{curve(x):.4g}") for x in found.x] if curve else []


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
    if found.options:
        letters = "abcdefgh"
        listed = [f"- ({letters[at]}) {one.text}" for at, one in enumerate(found.options)]
        told = [
            f"({letters[at]}) {'Right: ' if one.right else ''}{one.says}"
            for at, one in enumerate(found.options)
        ]
        return "\n".join(
            [
                f"**Predict first.** {found.question}",
                "",
                *listed,
                "",
                f"*Answers.* {' '.join(told)}",
            ]
        )
    asked = ", ".join(found.labels)
    given = ", ".join(
        f"{label}: {value:.3g}{found.unit}"
        for label, value in zip(found.labels, answer, strict=True)
    )
    ideas = " ".join(idea.says for idea in found.ideas)
    return f"**Predict first.** {found.question} Mark three points: {asked}.\n\n*The model* (calculated): {given}. {ideas}"
