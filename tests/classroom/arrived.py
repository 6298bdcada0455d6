"""Compare what a program by others read out of a file with the guide: which aspects of its questions arrived."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from selectolax.lexbor import LexborHTMLParser

from scripts.editions.classroom.course import Course, Question
from scripts.markdown.exports import ASPECTS

Test = TypeVar("Test", bound=Callable[..., object])


def reads(export: str, program: str) -> Callable[[Test], Test]:
    """Marks the test in which `program` reads `export`; test_exports compares the marks with the published table."""
    return lambda test: test


@dataclass
class ReadChoice:
    html: str
    right: bool
    reason: str = ""  # HTML


@dataclass
class ReadQuestion:
    html: str
    choices: list[ReadChoice] = field(default_factory=list)
    general: str = ""  # HTML that is shown whatever was chosen


def tree(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(f"<body>{html}</body>")


def text(html: str) -> str:
    return " ".join((tree(html).body.text() or "").split())


def links(html: str) -> set[str]:
    return {node.attributes.get("href") or "" for node in tree(html).css("a")}


def markup(html: str) -> list[tuple[str, str]]:
    return [(node.tag, node.text()) for node in tree(html).css("sub, sup, em, strong")]


def _wrong(question: Question, read: ReadQuestion, url: str) -> Iterable[str]:
    """The aspects in which one question differs."""
    pairs = list(zip(question.choices, read.choices, strict=False))
    shown = " ".join([read.general, *(choice.reason for choice in read.choices)])
    wanted = {link for choice in question.choices for link in choice.feedback.links}
    if text(read.html) != text(question.text.html) or [
        text(choice.html) for choice in read.choices
    ] != [text(choice.text.html) for choice in question.choices]:
        yield "questions"
    if [choice.right for choice in read.choices] != [choice.right for choice in question.choices]:
        yield "key"
    if not all(text(got.reason).startswith(text(has.feedback.html)) for has, got in pairs):
        yield "reasons"
    if not {link for link in wanted if link.startswith(url)} | set(question.origin.links) <= links(
        shown
    ):
        yield "links"
    if not {link for link in wanted if not link.startswith(url)} <= links(shown):
        yield "sources"
    if any(
        markup(has) != markup(got)
        for has, got in [
            (question.text.html, read.html),
            *((choice.text.html, got.html) for choice, got in pairs),
        ]
    ):
        yield "markup"


def differences(course: Course, read: dict[str, ReadQuestion]) -> dict[str, list[str]]:
    """Aspect → ids of the questions in which it did not arrive; `questions` also names what is missing or too much."""
    wanted = {question.id: question for question in course.questions}
    found: dict[str, list[str]] = {}
    for key in wanted.keys() ^ read.keys():
        found.setdefault("questions", []).append(key)
    for key in wanted.keys() & read.keys():
        for aspect in _wrong(wanted[key], read[key], course.imprint.url):
            found.setdefault(aspect, []).append(key)
    assert found.keys() <= set(ASPECTS)
    return found
