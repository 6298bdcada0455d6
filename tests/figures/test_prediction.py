"""Predictions: every misconception of the pages is caught by one, and the model's values are Python's."""

from __future__ import annotations

import re

import pytest

from scripts.core.pages import read_pages
from scripts.core.problems import InputError
from scripts.figures import content, prediction
from tests.figures.helpers import FOLDER, content_of, figure_of

BOX_RE = re.compile(r'^/// misconception \| "(.+)"$', re.MULTILINE)
IDS = [figure.id for figure in content.read_all(FOLDER)]
ASKED = {name: figure_of(name).parameters["prediction"] for name in IDS}
POINTS = [name for name, asked in ASKED.items() if "x" in asked]


def test_every_figure_asks_first() -> None:
    assert set(ASKED) == set(IDS)
    assert len(POINTS) == 6


def test_every_misconception_of_the_pages_is_caught_in_its_own_words() -> None:
    boxes = {
        title
        for page in read_pages(FOLDER.parent)
        for title in BOX_RE.findall("\n".join(page.lines))
    }
    caught = [
        one["misconception"]
        for asked in ASKED.values()
        for one in [*asked.get("options", []), *asked.get("ideas", [])]
        if one["misconception"]
    ]
    assert set(caught) == boxes and len(boxes) >= 25


@pytest.mark.parametrize("name", POINTS)
def test_ideas_are_about_guesses_that_can_be_made(name: str) -> None:
    asked = ASKED[name]
    low, high = asked["domain"]
    for value in asked["answer"]:
        assert low <= value <= high
    for idea in asked["ideas"]:
        edge = high if idea["side"] == "above" else low
        assert abs(edge - asked["answer"][idea["at"]]) > idea["by"] >= asked["close"] * 0.6, idea


def test_known_answers() -> None:
    assert ASKED["magnesium-block"]["answer"] == pytest.approx([4.45, 50.8, 78.1], abs=0.05)
    assert ASKED["block-by-concentration"]["answer"] == pytest.approx([13, 55, 91], abs=0.6)
    assert ASKED["disinhibition"]["answer"][1] == pytest.approx(128, abs=0.6)


def test_the_printed_form_holds_question_and_answer() -> None:
    words = figure_of("metabolic-pathway").words["prediction"]
    assert "Which hydroxynorketamine" in words and "(b) Right: The mirror" in words
    assert "28.6 ng/mL" in figure_of("dose-to-plasma").words["prediction"]


def test_a_prediction_without_one_right_option_is_refused() -> None:
    figure = content_of("metabolic-pathway")
    figure.tables["prediction"] = {
        "question": "?",
        "options": [{"text": "a", "says": "b"}, {"text": "c", "says": "d"}],
    }
    with pytest.raises(InputError, match="0 options are right"):
        prediction.read(figure, None)
