"""Anki itself imports the deck: every card once, none twice from a newer deck, changed texts replaced."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from scripts.editions.classroom import deck
from scripts.editions.classroom.course import Course
from scripts.editions.classroom.rich import Run, line
from scripts.markdown.exports import BY_ID
from tests.classroom.arrived import ReadChoice, ReadQuestion, differences, links, reads, text, tree
from tests.classroom.conftest import EPOCH

numbers = itertools.count()


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Collection]:
    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


def take(anki: Collection, folder: Path, data: bytes):
    """Import a deck with Anki's own settings for it → its log: notes new, updated, duplicate …"""
    file = folder / f"deck-{next(numbers)}.apkg"
    file.write_bytes(data)
    request = ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions())
    return anki.import_anki_package(request).log


def count(course: Course) -> int:
    return len(course.questions) + len(course.claims) + len(course.terms)


@reads("anki", "anki")
def test_every_question_arrives_with_its_key_and_reasons(
    course: Course, anki: Collection, tmp_path: Path
):
    log = take(anki, tmp_path, deck.package(course, course.lessons, EPOCH))
    assert (len(log.new), log.found_notes) == (count(course), count(course))
    ids = {text(question.text.html): question.id for question in course.questions}
    read = {}
    for card_id in anki.find_cards("tag:question"):
        card = anki.get_card(card_id)
        front, back = tree(card.question()), tree(card.answer())
        stem = front.css_first(".ask").inner_html
        assert [text(node.html) for node in front.css("li")] == [
            text(node.html.partition('<div class="reason">')[0])
            for node in back.css("hr ~ ol > li")
        ]
        read[ids.get(text(stem), stem)] = ReadQuestion(
            stem,
            [
                ReadChoice(
                    node.inner_html.partition('<div class="reason">')[0],
                    "right" in (node.attributes["class"] or ""),
                    node.css_first(".reason").inner_html,
                )
                for node in back.css("hr ~ ol > li")
            ],
            back.css_first(".origin").inner_html,
        )
    assert differences(course, read).keys() == set(BY_ID["anki"].lost)


def test_claims_and_terms_arrive_with_grade_sources_and_link(
    course: Course, anki: Collection, tmp_path: Path
):
    take(anki, tmp_path, deck.package(course, course.lessons, EPOCH))
    cards = [anki.get_card(key) for key in anki.find_cards("tag:claim OR tag:term")]
    by_link = {link: card for card in cards for link in links(card.answer())}
    for claim in course.claims:
        card = by_link[claim.address]
        assert text(claim.text.html) in text(card.question())
        assert text(tree(card.answer()).css_first(".grade").html) == claim.grade.capitalize()
        assert {source.url for source in claim.sources if source.url} <= links(card.answer())
    for term in course.terms:
        card = by_link[term.address]
        assert " ".join(term.name.split()) in text(card.question())
        assert " ".join(term.definition.split()) in text(card.answer())


def test_a_second_import_adds_nothing(course: Course, anki: Collection, tmp_path: Path):
    data = deck.package(course, course.lessons, EPOCH)
    take(anki, tmp_path, data)
    log = take(anki, tmp_path, data)
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 0, 0)
    assert anki.note_count() == count(course)


def test_a_newer_deck_updates_a_changed_text_and_keeps_what_was_learned(
    course: Course, anki: Collection, tmp_path: Path
):
    take(anki, tmp_path, deck.package(course, course.lessons, EPOCH))
    (card_id,) = anki.find_cards(f'"{course.questions[0].text.text[:40]}*" tag:question')
    anki.sched.set_due_date([card_id], "9")
    learned = anki.get_card(card_id)
    lesson = course.lessons[0]
    changed = replace(lesson.questions[0], text=line(Run("A better question?")))
    newer = replace(
        course,
        lessons=(
            replace(lesson, questions=(changed, *lesson.questions[1:])),
            *course.lessons[1:],
        ),
    )
    log = take(anki, tmp_path, deck.package(newer, newer.lessons, EPOCH + 86400))
    # Anki takes the newer note for each, and nothing for new.
    assert (len(log.new), len(log.conflicting)) == (0, 0)
    card = anki.get_card(card_id)
    assert "A better question?" in card.question()
    assert (card.due, card.ivl) == (learned.due, learned.ivl)
    assert anki.note_count() == count(course)


def test_each_lesson_has_a_deck_of_its_own(course: Course, anki: Collection, tmp_path: Path):
    take(anki, tmp_path, deck.package(course, course.lessons, EPOCH))
    names = {entry.name for entry in anki.decks.all_names_and_ids()}
    for at, lesson in enumerate(course.lessons, 1):
        name = f"{course.imprint.name}::{at:02} {lesson.title}"
        assert name in names
        assert len(anki.find_notes(f'deck:"{name}"')) == len(lesson.questions) + len(lesson.claims)


def test_a_local_build_prints_no_address_of_this_machine(local_course: Course):
    data = deck.collection(deck.decks(local_course), EPOCH)
    assert b"127.0.0.1" not in data and b'href=\\"\\"' not in data and b'href=""' not in data


def test_the_same_sources_give_the_same_bytes(course: Course):
    first = deck.package(course, course.lessons, EPOCH)
    assert first == deck.package(course, course.lessons, EPOCH)
    assert deck.collection(deck.decks(course), EPOCH)[deck.SQLITE_VERSION] == bytes(4)
