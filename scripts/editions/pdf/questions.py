"""Questions stand in the chapter with their choices; answers and reasons go to the back, as in a textbook."""

from __future__ import annotations

from scripts.editions.pdf.typst_text import array, call, quote
from scripts.editions.pdf.writer import Writer
from scripts.editions.questions import choices_of
from scripts.editions.tree import Element


def _title(element: Element, to: Writer) -> str:
    title = element.find_tag("x-title")
    return to.inline(title).strip() if title else ""


def question(element: Element, to: Writer) -> str:
    choices = choices_of(element, to.chapter)
    note = element.find_class("question-note")
    return call(
        "question",
        quote(to.label(element.id)),
        f"[{_title(element, to)}]",
        array(f"[{to.flow(choice.words)}]" for choice in choices),
        body=to.inline(note).strip() if note else "",
    )


def answer(element: Element, to: Writer) -> str:
    """The entry in the back: every choice with its reason, because a wrong choice teaches too."""
    reasons = (
        f"({'true' if choice.is_right else 'false'}, [{to.flow(choice.words)}], [{to.blocks(choice.reason)}])"
        for choice in choices_of(element, to.chapter)
    )
    return call("answer", quote(to.label(element.id)), f"[{_title(element, to)}]", array(reasons))
