"""Drawings that open as steps: by mouse, by keyboard, from the address; complete on paper. What all figures share is in test_figures.py."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.opening import STEPPED, skip

EACH = pytest.mark.parametrize("figure_id", STEPPED)


def is_at(figure: Locator, step: int, count: int) -> None:
    expect(figure.locator(".figure-step-place")).to_have_text(f"Step {step} of {count}")


def shown(figure: Locator) -> list[int]:
    """Numbers of the steps that can be seen."""
    return figure.locator("svg [data-step]").evaluate_all(
        "all => all.filter(part => getComputedStyle(part).visibility === 'visible').map(part => Number(part.dataset.step))"
    )


@EACH
def test_buttons_and_keys_walk_through_every_step(opened, figure_id: str) -> None:
    count = STEPPED[figure_id]
    page, figure = opened(figure_id, click=False)
    whole = figure.locator(".figure-stage > svg").get_attribute("viewBox")
    figure.get_by_role("button", name="Explore this figure").click()
    skip(figure)
    heights, said = set(), set()
    forward, back = (
        figure.get_by_role("button", name="Next"),
        figure.get_by_role("button", name="Previous"),
    )
    for step in range(1, count + 1):
        is_at(figure, step, count)
        assert shown(figure) == [step]
        said.add(figure.get_by_role("status").inner_text())
        heights.add(round(figure.bounding_box()["height"]))
        forward.dispatch_event("click")
    is_at(figure, count, count)
    expect(forward).to_have_attribute("aria-disabled", "true")
    assert len(said) == count and all(said)
    assert len(heights) == 1, "nothing on the page moves from step to step"
    back.click()
    is_at(figure, count - 1, count)
    expect(page).to_have_url(re.compile(f"fig-{figure_id}=step:{count - 1}"))

    for key, step in (
        ("Home", 1),
        ("ArrowRight", 2),
        ("ArrowRight", 3),
        ("ArrowLeft", 2),
        ("End", count),
        ("ArrowRight", count),
        ("Home", 1),
        ("ArrowLeft", 1),
    ):
        page.keyboard.press(key)
        is_at(figure, step, count)

    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids)), "nothing is said twice under one id"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(figure) == list(range(1, count + 1)), "paper shows every step"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(figure) == [1]

    figure.get_by_role("button", name="Close").click()
    expect(figure.locator(".figure-stage > svg")).to_have_attribute("viewBox", whole)
    assert shown(figure) == list(range(1, count + 1)), "closed, the whole drawing is back"
    expect(page).not_to_have_url(re.compile("fig-.*="))


@EACH
def test_the_step_is_in_the_address(opened, figure_id: str) -> None:
    count = STEPPED[figure_id]
    page, figure = opened(figure_id, f"?fig-{figure_id}=step:4")
    is_at(figure, 4, count)
    for text, step in (("99", count), ("x", 1)):
        page.goto(re.sub(r"\?.*", f"?fig-{figure_id}=step:{text}", page.url))
        is_at(figure, step, count)


def test_two_states_of_the_receptor_stand_side_by_side(opened) -> None:
    page, figure = opened("receptor-states", "?fig-receptor-states=step:4")
    beside, choice = figure.locator(".figure-beside"), figure.get_by_label("Compare with")
    expect(beside).to_contain_text("Closed")
    expect(choice).to_have_value("1")
    choice.select_option("5")
    expect(beside).to_contain_text("Trapped")
    expect(page).to_have_url(re.compile("fig-receptor-states=step:4,beside:5"))
    is_at(figure, 4, STEPPED["receptor-states"])
    expect(figure.locator(".figure-panel")).to_contain_text("glycine or D-serine")
    figure.get_by_role("button", name="Next").click()
    expect(choice).to_have_value("1")
