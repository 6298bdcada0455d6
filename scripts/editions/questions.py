"""The choices of a question, as book and e-book print them. Open this when a question is refused."""

from __future__ import annotations

from typing import NamedTuple

from scripts.editions.chapter import Chapter
from scripts.editions.tree import Child, Element


class Choice(NamedTuple):
    words: Element
    reason: list[Child]
    is_right: bool


def choices_of(question: Element, chapter: Chapter) -> list[Choice]:
    found = []
    for choice in (e for e in question.walk() if "choice" in e.classes):
        words, feedback = choice.find_tag("summary"), choice.find_class("feedback")
        if words is None or feedback is None:
            chapter.fail(
                f"question '{question.id}': a choice without words or feedback", question.id
            )
        reason = feedback.without(feedback.find_class("verdict"))
        found.append(Choice(words, reason, "choice-right" in choice.classes))
    if sum(choice.is_right for choice in found) != 1:
        chapter.fail(f"question '{question.id}' needs exactly one right choice", question.id)
    return found
