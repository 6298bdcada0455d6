"""Drawings that open as steps: by mouse, by keyboard, from the address; complete without scripts and on paper."""

from __future__ import annotations

import pytest

STEPPED = {"receptor-states": ("nmda-antagonism", 6), "signaling-cascade": ("synapses-and-circuits", 11)}
EACH = pytest.mark.parametrize("figure_id", STEPPED)


def opened(page, site_url, figure_id, query=""):
    page.goto(f"{site_url}{STEPPED[figure_id][0]}/{query}")
    figure = page.locator(f"#fig-{figure_id}")
    if not query:
        figure.get_by_role("button", name="Explore this figure").click()
    figure.locator(".figure-step-place").wait_for()
    return figure


def place(figure):
    return figure.locator(".figure-step-place").inner_text()


def shown(figure):
    """Numbers of the steps that can be seen."""
    return figure.locator("svg [data-step]").evaluate_all("all => all.filter(part => getComputedStyle(part).visibility === 'visible').map(part => Number(part.dataset.step))")


@EACH
def test_buttons_walk_through_every_step(page, site_url, figure_id):
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    count = STEPPED[figure_id][1]
    figure = opened(page, site_url, figure_id)
    heights, said = set(), set()
    for step in range(1, count + 1):
        assert place(figure) == f"Step {step} of {count}"
        assert shown(figure) == [step]
        said.add(figure.get_by_role("status").inner_text())
        heights.add(round(figure.bounding_box()["height"]))
        figure.get_by_role("button", name="Next").dispatch_event("click")
    assert place(figure) == f"Step {count} of {count}", "the last step stays"
    assert figure.get_by_role("button", name="Next").get_attribute("aria-disabled") == "true"
    assert len(said) == count and all(said)
    assert len(heights) == 1, "nothing on the page moves from step to step"
    figure.get_by_role("button", name="Previous").click()
    assert place(figure) == f"Step {count - 1} of {count}"
    assert errors == []


@EACH
def test_arrow_keys_home_and_end(page, site_url, figure_id):
    count = STEPPED[figure_id][1]
    page.goto(f"{site_url}{STEPPED[figure_id][0]}/")
    figure = page.locator(f"#fig-{figure_id}")
    figure.get_by_role("button", name="Explore this figure").focus()
    page.keyboard.press("Enter")
    figure.locator(".figure-step-place").wait_for()
    for key, step in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", count), ("ArrowRight", count), ("Home", 1), ("ArrowLeft", 1)):
        page.keyboard.press(key)
        assert place(figure) == f"Step {step} of {count}", key


@EACH
def test_the_step_is_in_the_address(page, site_url, figure_id):
    figure = opened(page, site_url, figure_id)
    figure.get_by_role("button", name="Next").click()
    assert f"fig-{figure_id}=step:2" in page.url
    again = page.context.new_page()
    assert place(opened(again, site_url, figure_id, f"?fig-{figure_id}=step:4")).startswith("Step 4 of")
    assert place(opened(again, site_url, figure_id, f"?fig-{figure_id}=step:99")).startswith(f"Step {STEPPED[figure_id][1]} of")
    assert place(opened(again, site_url, figure_id, f"?fig-{figure_id}=step:x")).startswith("Step 1 of")


@EACH
def test_closing_brings_the_whole_drawing_back(page, site_url, figure_id):
    page.goto(f"{site_url}{STEPPED[figure_id][0]}/")
    before = page.locator(f"#fig-{figure_id} .figure-stage > svg").get_attribute("viewBox")
    figure = opened(page, site_url, figure_id)
    figure.get_by_role("button", name="Close").click()
    assert figure.locator(".figure-stage > svg").get_attribute("viewBox") == before
    assert shown(figure) == list(range(1, STEPPED[figure_id][1] + 1))
    assert "fig-" not in page.url.partition("?")[2]


@EACH
def test_paper_shows_every_step(page, site_url, figure_id):
    figure = opened(page, site_url, figure_id)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(figure) == list(range(1, STEPPED[figure_id][1] + 1))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(figure) == [1]


@EACH
def test_everything_is_there_without_scripts(browser, site_url, figure_id):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    try:
        still = context.new_page()
        still.goto(f"{site_url}{STEPPED[figure_id][0]}/")
        figure = still.locator(f"#fig-{figure_id}")
        assert figure.locator("svg [data-step]").count() == STEPPED[figure_id][1]
        assert figure.locator("svg [data-step]").last.is_visible()
        assert figure.locator("details ol > li").count() == STEPPED[figure_id][1]
        assert figure.get_by_role("button").count() == 0
    finally:
        context.close()


@EACH
def test_nothing_is_said_twice_under_one_id(page, site_url, figure_id):
    figure = opened(page, site_url, figure_id)
    figure.get_by_role("button", name="Next").click()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids))
