"""Questions stand in the chapter with their choices; answers and reasons go to an appendix, as in a textbook."""

from __future__ import annotations

from scripts.editions import mapping
from scripts.editions.context import Context
from scripts.editions.tree import Element
from scripts.editions.typst_text import array, call, quote


def _choices(element: Element, ctx: Context) -> list[tuple[Element, Element, bool]]:
    """(words of the choice, its feedback, whether it is right) for each choice."""
    found = []
    for choice in (e for e in element.walk() if "choice" in e.classes):
        summary, feedback = choice.find_tag("summary"), choice.find_class("feedback")
        if summary is None or feedback is None:
            raise ctx.fail(f"question {element.id!r}: a choice without words or feedback")
        found.append((summary, feedback, "choice-right" in choice.classes))
    if sum(right for _, _, right in found) != 1:
        raise ctx.fail(f"question {element.id!r} needs exactly one right choice")
    return found


def _title(element: Element, ctx: Context) -> str:
    title = element.find_tag("x-title")
    return mapping.inline(title, ctx).strip() if title else ""


def question(element: Element, ctx: Context) -> str:
    choices = [f"[{mapping.flow(words, ctx)}]" for words, _, _ in _choices(element, ctx)]
    note = element.find_class("question-note")
    return call(
        "question",
        quote(ctx.label(element.id)),
        f"[{_title(element, ctx)}]",
        array(choices),
        body=mapping.inline(note, ctx).strip() if note else "",
    )


def answer(element: Element, ctx: Context) -> str:
    """The appendix entry: every choice with its reason, because a wrong choice teaches too."""
    reasons = []
    for words, feedback, right in _choices(element, ctx):
        body = [
            child
            for child in feedback.children
            if not (isinstance(child, Element) and "verdict" in child.classes)
        ]
        reasons.append(
            f"({'true' if right else 'false'}, [{mapping.flow(words, ctx)}], [{mapping.blocks(body, ctx)}])"
        )
    return call("answer", quote(ctx.label(element.id)), f"[{_title(element, ctx)}]", array(reasons))
