"""The prose lint: what it refuses, what it lets pass, and that the real pages pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.checks import measures
from scripts.checks import prose as check_prose
from scripts.core.pages import split_front_matter
from tests.conftest import make_site


def page(text: str):
    return split_front_matter("---\ntitle: A\n---\n" + text, Path("docs/a.md"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "It is important to note that rats are rats.",
            "docs/a.md:4: 'It is important to note': say the thing itself",
        ),
        ("Glutamate plays a key role here.", "docs/a.md:4: 'plays a key role': say what it does"),
        ("Many studies show it.", "docs/a.md:4: 'studies show': say which study, in whom"),
        ("This is a crucial step.", "docs/a.md:4: 'crucial': no hype"),
        ("One\nmore in the the list.", "docs/a.md:5: doubled word 'the'"),
    ],
)
def test_worn_phrases(text, message):
    assert [str(p) for p in check_prose.find_worn(page(text))] == [message]


@pytest.mark.parametrize(
    "text",
    ["The rats that that group used.", "`studies show`", "| yes | yes |\n|---|---|\n| no | no |"],
)
def test_what_passes(text):
    assert list(check_prose.find_worn(page(text))) == []


def test_long_sentences_name_their_first_line():
    text = "Short one.\nAnother " + "word " * 30 + "\n" + "word " * 30 + "end.\n"
    assert [str(p) for p in check_prose.find_long(page(text))] == [
        "docs/a.md:5: a sentence of 62 words; split it (at most 48)"
    ]


def test_sentences_split_at_stops_lists_and_blank_lines():
    text = "One is here. Two is there.[^a] Three\ncontinues.\n\n- item one\n- item two\n\n## Head { #head }\n\nLast e.g. this one.\n"
    assert [(line, s) for line, s in check_prose.sentences(page(text)) if s] == [
        (4, "One is here."),
        (4, "Two is there."),
        (4, "Three continues."),
        (7, "item one"),
        (8, "item two"),
        (12, "Last e.g. this one."),
    ]


def test_spelling(tmp_path):
    make_site(
        tmp_path,
        {
            "a.md": "---\ntitle: A\n---\nThe behaviour of a nueron in CYP2B6 and (2R,6R)-HNK with kainate.\n",
            "words.txt": "kainate\nunusedword\n",
        },
    )
    found = [
        str(p).replace(f"{tmp_path}/", "")
        for p in sorted(check_prose.check(tmp_path, tmp_path / "words.txt"))
    ]
    assert found == [
        "a.md:4: British spelling 'behaviour'; did you mean 'behavior'",
        "a.md:4: unknown word 'nueron': if it is spelled right, add it to tests/words.txt",
        "words.txt:2: no page uses 'unusedword' any more",
    ]


def test_reading_level_orders_texts_as_a_reader_would():
    easy, hard = (
        page("The cat sat. The dog ran. It was hot."),
        page(
            "Pharmacological interventions necessitate comprehensive consideration of physiological heterogeneity."
        ),
    )
    assert measures.measure(easy)["grade"] < 3 < 12 < measures.measure(hard)["grade"]


def test_the_real_pages_pass():
    assert [str(p) for p in check_prose.check()] == []
