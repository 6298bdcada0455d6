"""Predictions: every misconception of the pages is caught by one, and the model's values are Python's."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scripts.core.pages import read_pages
from scripts.core.problems import InputError, Problem
from scripts.figures import build, content, prediction
from scripts.figures.figure import Figure
from tests.figures.helpers import FOLDER, around, content_of

BOX_RE = re.compile(r'^/// misconception \| "(.+)"$', re.MULTILINE)
FIGURES = content.read_all(FOLDER)
POINTS = [figure.id for figure in FIGURES if "x" in figure.tables.get("prediction", {})]
Asked = dict[str, dict[str, Any]]


@pytest.fixture
def asked_of(records: Asked) -> Asked:
    return {name: record["parameters"]["prediction"] for name, record in records.items()}


@pytest.mark.parametrize("name", [figure.id for figure in FIGURES])
def test_every_figure_asks_first(name: str, asked_of: Asked) -> None:
    asked = asked_of[name]
    assert asked["question"] and ("x" in asked) == (name in POINTS)


def test_six_ask_for_points() -> None:
    assert len(POINTS) == 6


@pytest.mark.parametrize("name", ["trial-forest", "receptor-states"])
def test_a_figure_that_asks_nothing_is_refused(name: str) -> None:
    """One finding at its own TOML, for code and drawings alike, not an error of whatever asks for the question next."""
    written = content_of(name)
    tables = re.split(r"^(?=\[)", written.text, flags=re.MULTILINE)
    text = "".join(one for one in tables if "[prediction" not in one)
    with pytest.raises(InputError) as caught:
        build.load(content.parse(text, written.path), around())
    told = "a table [prediction] is missing: every figure asks its reader first"
    assert list(caught.value.problems) == [Problem(str(written.path), 1, told)]


def test_every_misconception_of_the_pages_is_caught_in_its_own_words(asked_of: Asked) -> None:
    boxes = {
        title
        for page in read_pages(FOLDER.parent)
        for title in BOX_RE.findall("\n".join(page.lines))
    }
    caught = [
        one["misconception"]
        for asked in (asked_of[figure.id] for figure in FIGURES)
        for one in [*asked.get("options", []), *asked.get("ideas", [])]
        if one["misconception"]
    ]
    assert set(caught) == boxes and len(boxes) >= 25


@pytest.mark.parametrize("name", POINTS)
def test_ideas_are_about_guesses_that_can_be_made(name: str, asked_of: Asked) -> None:
    asked = asked_of[name]
    low, high = asked["domain"]
    for value in asked["answer"]:
        assert low <= value <= high
    for idea in asked["ideas"]:
        edge = high if idea["side"] == "above" else low
        assert abs(edge - asked["answer"][idea["at"]]) > idea["by"] >= asked["close"] * 0.6, idea


def test_known_answers(asked_of: Asked) -> None:
    assert asked_of["magnesium-block"]["answer"] == pytest.approx([4.45, 50.8, 78.1], abs=0.05)
    assert asked_of["block-by-concentration"]["answer"] == pytest.approx([13, 55, 91], abs=0.6)
    assert asked_of["disinhibition"]["answer"][1] == pytest.approx(128, abs=0.6)


def test_the_printed_form_holds_question_and_answer(records: Asked) -> None:
    words = records["metabolic-pathway"]["words"]["prediction"]
    assert "Which hydroxynorketamine" in words and "(b) Right: The mirror" in words
    assert "28.6 ng/mL" in records["dose-to-plasma"]["words"]["prediction"]


def test_a_prediction_without_one_right_option_is_refused() -> None:
    figure = content_of("metabolic-pathway")
    figure.tables["prediction"] = {
        "question": "?",
        "options": [{"text": "a", "says": "b"}, {"text": "c", "says": "d"}],
    }
    with pytest.raises(InputError, match="0 options are right"):
        prediction.ask(figure, Figure([]))
