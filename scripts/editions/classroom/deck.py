"""An Anki deck of terms, claims and questions. Open this when cards double after an import, or a card looks wrong.

A note is known by the id that its term, claim or question has in the guide, so that a newer deck replaces texts and
keeps what a learner's Anki remembers of each card. Ids of decks and note types come from names that must not change.
"""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
from collections.abc import Iterable
from html import escape
from pathlib import Path

import genanki

from scripts.core.bibliography import Source
from scripts.editions.archive import archive
from scripts.editions.classroom.course import Claim, Course, Lesson, Question, Term

GUIDE = "how-ketamine-works"
STYLE = Path(__file__).with_name("cards.css").read_text(encoding="utf-8")
SQLITE_VERSION = slice(96, 100)  # of the library that wrote the file, in its header


def number(name: str) -> int:
    """An id as genanki asks for: fixed for a name, in the upper half of 31 bits."""
    digest = hashlib.sha256(f"{GUIDE}/{name}".encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)


def note_type(
    name: str, fields: Iterable[str], front: str, back: str, again: str = "{{FrontSide}}"
) -> genanki.Model:
    """`again` is what the back repeats of the front."""
    template = {"name": name, "qfmt": front, "afmt": f"{again}<hr id=answer>{back}"}
    return genanki.Model(
        number(f"type/{name}"),
        f"How Ketamine Works: {name}",
        fields=[{"name": field} for field in fields],
        templates=[template],
        css=STYLE,
    )


def kind(name: str) -> str:
    return f'<p class="kind">{name}</p>'


RIGHTS = ". How Ketamine Works, CC BY 4.0."
ORIGIN = '<div class="origin">{{Origin}}</div>'
TERM = note_type(
    "Term",
    ("Term", "Meaning", "Origin"),
    kind("Term") + '<div class="ask">{{Term}}</div>',
    "{{Meaning}}" + ORIGIN,
)
CLAIM = note_type(
    "Claim",
    ("Claim", "Grade", "Meaning", "Sources", "Origin"),
    kind("How sure is the field?") + '<div class="ask">{{Claim}}</div>',
    '<div class="grade">{{Grade}}</div>{{Meaning}}'
    '{{#Sources}}<div class="sources">Sources: {{Sources}}</div>{{/Sources}}' + ORIGIN,
)
ASKED = kind("Question") + '<div class="ask">{{Question}}</div>'
QUESTION = note_type(
    "Question",
    ("Question", "Choices", "Answer", "Origin"),
    ASKED + "{{Choices}}",
    "{{Answer}}" + ORIGIN,
    ASKED,  # the answer repeats the choices
)


def linked(words: str, address: str) -> str:
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def cited(sources: Iterable[Source]) -> str:
    return "; ".join(linked(escape(source.label, quote=False), source.url) for source in sources)


def note(model: genanki.Model, key: str, tags: list[str], *fields: str) -> genanki.Note:
    return genanki.Note(
        model=model, fields=list(fields), guid=genanki.guid_for(GUIDE, key), tags=tags
    )


def of_term(term: Term) -> genanki.Note:
    words = (escape(text, quote=False) for text in (term.name, term.definition))
    return note(
        TERM, f"term-{term.id}", ["term"], *words, linked("Glossary", term.address) + RIGHTS
    )


def of_claim(claim: Claim, meaning: str) -> genanki.Note:
    return note(
        CLAIM,
        claim.id,
        ["claim", claim.grade],
        claim.text.html,
        claim.grade.capitalize(),
        escape(meaning, quote=False),
        cited(claim.sources),
        linked(escape(claim.lesson, quote=False), claim.address) + RIGHTS,
    )


def of_question(question: Question, lesson: Lesson) -> genanki.Note:
    choices = "".join(f"<li>{choice.text.html}</li>" for choice in question.choices)
    answers = "".join(
        f'<li class="{"right" if choice.right else "wrong"}">{choice.text.html}'
        f'<div class="reason">{choice.feedback.html}</div></li>'
        for choice in question.choices
    )
    verdict = f'<div class="verdict">{question.right.letter} is right.</div>'
    return note(
        QUESTION,
        question.id,
        ["question", lesson.slug],
        question.text.html,
        f'<ol type="A">{choices}</ol>',
        f'{verdict}<ol type="A">{answers}</ol>',
        question.origin.html,
    )


def decks(course: Course) -> list[genanki.Deck]:
    """One a lesson, numbered as in the guide, then the glossary."""
    imprint = course.imprint
    about = f"{imprint.version_and_date}. {imprint.rights}. {linked(imprint.url, imprint.url)}"
    found = [genanki.Deck(number("deck"), imprint.name, f"{imprint.description} {about}")]
    for at, lesson in enumerate(course.lessons, 1):
        # Two colons would begin another level.
        name = f"{imprint.name}::{at:02} {lesson.title.replace('::', ':')}"
        deck = genanki.Deck(number(f"deck/{lesson.slug}"), name, escape(lesson.description))
        for question in lesson.questions:
            deck.add_note(of_question(question, lesson))
        for claim in lesson.claims:
            deck.add_note(of_claim(claim, course.grades.get(claim.grade, "")))
        found.append(deck)
    glossary = genanki.Deck(number("deck/glossary"), f"{imprint.name}::Glossary")
    for term in course.terms:
        glossary.add_note(of_term(term))
    return [*found, glossary]


def collection(made: list[genanki.Deck], epoch: int) -> bytes:
    with sqlite3.connect(":memory:") as database:
        genanki.Package(made).write_to_db(
            database.cursor(), float(epoch), itertools.count(epoch * 1000)
        )
        database.commit()
        data = bytearray(database.serialize())
    # Else the same deck would differ between machines that have different releases of SQLite.
    data[SQLITE_VERSION] = bytes(4)
    return bytes(data)


def package(course: Course, lessons: Iterable[Lesson], epoch: int) -> bytes:
    """An `.apkg` of the whole course; a learner suspends the decks of other lessons."""
    files = {"collection.anki2": collection(decks(course), epoch), "media": b"{}"}
    return archive(files, epoch)
