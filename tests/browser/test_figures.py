"""Figures in a real browser: they open by mouse and keyboard, compute what Python computes, say it, and stay put."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.editions.epub.drawings import fit
from scripts.figures.models import (
    block,
    disinhibition,
    ketamine,
    magnesium,
    one_dose,
    trapping,
)
from tests.browser.accessibility import faults
from tests.browser.opening import INTERACTIVE, MODELS, PLACE, STEPPED, drawn, folder
from tests.figures.helpers import figure_of
from tests.figures.test_follow_a_dose import DOSES, amounts, trials_of
from tests.figures.test_prediction import POINTS

# One choice per plot: the label of an input, its new value, and what then stands in the address. Models move their first slider.
CHOICES = {
    "response-over-time": ("Trial and measure", "su", "view:su"),
    "trial-forest": ("Outcome and scale", "madrs", "scale:madrs"),
    "targets-by-affinity": ("Targets", "opioid", "family:opioid"),
    "bladder-risk": ("What was counted", "systolic-65", "count:systolic-65"),
    "history-timeline": ("6 drug control", False, "law:0"),
    "mechanism-map": ("rivals", True, "account:rivals"),
    "molecules": ("Molecule", "pcp", "molecule:pcp"),
}
# Where the button stands and everything of the article before the figure, in px of the window.
ABOVE = """(figure) => [figure.querySelector('.figure-button'), figure, ...document.querySelectorAll('article :is(h1, h2, h3, p, li, figure, table)')]
  .filter((one) => one === figure || figure.contains(one) === one.matches('.figure-button') && figure.compareDocumentPosition(one) !== Node.DOCUMENT_POSITION_FOLLOWING)
  .map((one) => { const box = one.getBoundingClientRect(); return [Math.round(box.left), Math.round(box.top)]; })"""
PICTURE = (
    "(figure) => [...figure.querySelectorAll('.figure-chart')].map((one) => one.innerHTML).join()"
)
OUTSIDE = """(root) => [...root.querySelectorAll('svg')].flatMap((svg) => { const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter((text) => { const b = text.getBoundingClientRect(); return b.width && (b.left < box.left - 2 || b.right > box.right + 2 || b.top < box.top - 2 || b.bottom > box.bottom + 2); }).map((text) => text.textContent); })"""
MEETING = """(svg) => { const boxes = [...svg.querySelectorAll('text:not([stroke])')].flatMap((text) => text.children.length ? [...text.children] : [text]).map((line) => [line.textContent, line.getBoundingClientRect()]);
  const shared = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  return boxes.flatMap(([words, box], at) => boxes.slice(0, at).filter((other) => shared(box, other[1])).map((other) => [other[0], words])); }"""
TABLE = "(figure) => [...figure.querySelector('table').rows].map((row) => [...row.cells].map((cell) => cell.textContent))"


def redrawn(page: Page, figure: Locator, before: str) -> None:
    """Wait until the picture differs; wait_for_function compiles its text inside the page, which the page's policy forbids."""
    for _ in range(100):
        if figure.evaluate(PICTURE) != before:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the picture stayed as it was for 5 s")


def plain(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.replace("\u2212", "-").replace("\u00a0", " ") for cell in row] for row in rows]


def published(site: Path, figure_id: str) -> list[list[str]]:
    return list(
        csv.reader(io.StringIO((site / "figures" / f"{figure_id}.csv").read_text(encoding="utf-8")))
    )


def press(page: Page, button: Locator, by_key: bool) -> None:
    if by_key:
        button.focus()
        page.keyboard.press("Enter")
    else:
        button.click()


def opens_in_place(page: Page, figure: Locator, by_key: bool) -> None:
    """What opens pushes down only what stands below: the button and all before the figure stay where they are."""
    button = figure.get_by_role("button", name="Explore this figure")
    button.scroll_into_view_if_needed()
    drawn(page)
    assert page.evaluate("movedByItself()") < 0.01, "nothing moves while the page loads"
    before = figure.evaluate(ABOVE)
    assert len(before) > 5
    press(page, button, by_key)
    expect(figure.locator(".figure-question")).to_be_visible()
    close = figure.get_by_role("button", name="Close")
    expect(close).to_have_attribute("aria-expanded", "true")
    drawn(page)
    assert figure.evaluate(ABOVE) == before
    press(page, figure.get_by_role("button", name="Skip"), by_key)
    expect(figure.locator(".figure-live, .figure-panel > svg").first).to_be_visible()
    drawn(page)
    page.evaluate("moved = 0")
    drawn(page)
    assert page.evaluate("movedByItself()") < 0.01, "once open, nothing moves by itself"


def a_change_is_drawn_said_and_kept(page: Page, figure: Locator, figure_id: str) -> tuple[str, str]:
    """→ address and words after the change; Reset takes both back."""
    live, inside = figure.locator(".figure-live"), re.compile(f"fig-{figure_id}=")
    words, picture = live.text_content(), figure.evaluate(PICTURE)
    assert live.get_attribute("aria-live") == "polite"
    if figure_id in MODELS:
        slider = figure.locator(".figure-input:not([hidden]) input[type=range]").first
        said = slider.get_attribute("aria-valuetext")
        slider.focus()
        for _ in range(6):
            page.keyboard.press("ArrowRight")
        assert slider.get_attribute("aria-valuetext") != said
    else:
        label, value, kept = CHOICES[figure_id]
        inside = re.compile(f"fig-{figure_id}=.*{kept}")
        box = figure.get_by_label(label, exact=True)
        box.select_option(value) if isinstance(value, str) else box.set_checked(value)
    expect(live).not_to_have_text(words)
    expect(page).to_have_url(inside)
    if figure_id not in ("mechanism-map", "history-timeline"):
        redrawn(page, figure, picture)
    state = page.url, live.text_content()
    figure.get_by_role("button", name="Reset").click()
    expect(live).to_have_text(words)
    expect(page).not_to_have_url(re.compile(f"fig-{figure_id}="))
    return state


def words_stay_inside_the_picture(page: Page, figure: Locator) -> None:
    select = figure.locator(".figure-panel select").first
    values = (
        select.locator("option").evaluate_all("all => all.map((one) => one.value)")
        if select.count()
        else [None]
    )
    for value in values:
        if value is not None:
            select.select_option(value)
            drawn(page)
        assert figure.locator(".figure-panel").evaluate(OUTSIDE) == [], value


# Every interactive figure: once by keyboard on a dark phone, once by mouse in a light window ------------------------


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("figure_id", INTERACTIVE)
def test_an_interactive_figure(opened, built_site: Path, figure_id: str, width: int) -> None:
    phone = width == 390
    page, figure = opened(
        figure_id, width=width, click=False, color_scheme="dark" if phone else "light"
    )
    assert (
        page.locator(
            "meta[http-equiv='Content-Security-Policy'][content*=\"script-src 'self'\"]"
        ).count()
        == 1
    ), "the policy that readers get"
    assert page.locator("script[src*=figure-panel]").count() == 0, (
        "nothing is loaded before it is asked for"
    )
    assert plain(figure.evaluate(TABLE)) == plain(kept(built_site, figure_id))
    opens_in_place(page, figure, by_key=phone)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults(page, f"#fig-{figure_id}") == []
    if figure_id not in (*STEPPED, "metabolic-pathway"):
        shared, said = a_change_is_drawn_said_and_kept(page, figure, figure_id)
        words_stay_inside_the_picture(page, figure)
    press(page, figure.get_by_role("button", name="Close"), by_key=phone)
    expect(figure.locator(".figure-panel")).to_have_count(0)
    expect(figure.locator(".figure-stage > svg")).to_be_visible()
    expect(figure.get_by_role("button")).to_have_text(["Explore this figure", "Full screen"])
    if figure_id not in (*STEPPED, "metabolic-pathway") and not phone:
        page.goto(shared)
        expect(figure.locator(".figure-live")).to_have_text(said)


@pytest.mark.parametrize("slug", sorted(set(PLACE.values())))
def test_without_scripts_picture_table_and_downloads_are_there(
    opened, built_site: Path, slug: str
) -> None:
    ids = [figure_id for figure_id, place in PLACE.items() if place == slug]
    page, _ = opened(ids[0], width=390, click=False, java_script_enabled=False)
    for figure_id in ids:
        shown = page.locator(f"#fig-{figure_id}")
        assert shown.locator(".figure-stage > svg").is_visible()
        assert shown.get_by_role("button").count() == 0
        more = len(figure_of(figure_id).files)
        assert shown.locator(".figure-files a[download]").count() == 3 + more
        assert shown.locator("table tr").count() == len(kept(built_site, figure_id))
        if steps := STEPPED.get(figure_id):
            assert (
                shown.locator("svg [data-step]").count()
                == shown.locator("details ol > li").count()
                == steps
            )
            assert shown.locator("svg [data-step]").last.is_visible()


def test_nonsense_in_the_address_is_ignored(opened) -> None:
    _page, figure = opened("magnesium-block", "?fig-magnesium-block=mg:99,v:abc,x:1,%3Cb%3E")
    expect(figure.locator(".figure-live")).to_contain_text("at −70 mV in 1 mM")


# The browser's numbers are Python's, in pages opened as files -----------------------------------------------------


def same(a: object, b: object, where: str = "") -> None:
    """Nested numbers agree to 1e-6 relative (1e-12 absolute, for what is zero but for rounding)."""
    if isinstance(b, dict):
        for key in b:
            same(a[key], b[key], f"{where}.{key}")
    elif isinstance(b, (list, tuple)):
        assert len(a) == len(b), where
        for at, (x, y) in enumerate(zip(a, b, strict=True)):
            same(x, y, f"{where}[{at}]")
    else:
        assert math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-12), (where, a, b)


def ask(page, figure_id: str, call: str, arguments: list) -> list:
    return page.evaluate(
        f"([id, all]) => {{ const m = Figures.models[id]; return all.map((a) => {call}); }}",
        [figure_id, arguments],
    )


def test_magnesium(opened) -> None:
    page, _ = opened("magnesium-block", from_file=True)
    states = [{"mg": mg, "v": v} for mg in (0.05, 0.5, 1, 2, 4) for v in range(-100, 61, 20)]
    expected = [
        {
            "free": float(magnesium.unblocked(s["v"], s["mg"])),
            "current": float(magnesium.current(s["v"], s["mg"])),
            "half": magnesium.half_voltage(s["mg"]),
        }
        for s in states
    ]
    same(ask(page, "magnesium-block", "m.compute(a)", states), expected)


def rotation(turn: float, tilt: float) -> np.ndarray:
    """About the upright axis, then about the one to the right; y up, z toward the reader."""
    a, b = np.radians([turn, tilt])
    upright = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    across = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    return across @ upright


def test_molecules(opened) -> None:
    page, _ = opened("molecules", from_file=True)
    states, expected = [], []
    for found in figure_of("molecules").parameters["molecules"]:
        atoms, matrix = np.array(found["atoms"]), np.array(found["mirror"])
        for turn, tilt in ((0, 0), (35, -20), (-180, 90)):
            own = atoms @ rotation(turn, tilt).T
            images = {
                "alone": np.empty((0, 3)),
                "beside": own * [-1, 1, 1],
                "over": (atoms @ matrix[:3] + matrix[3]) @ rotation(turn, tilt).T,
            }
            for view, image in images.items():
                states.append({"molecule": found["id"], "view": view, "turn": turn, "tilt": tilt})
                expected.append({"own": own.tolist(), "image": image.tolist()})
    same(ask(page, "molecules", "m.compute(a)", states), expected)


@pytest.mark.parametrize("way", ["button", "key", "mouse"])
def test_a_molecule_is_turned_by_button_key_and_mouse(opened, way: str) -> None:
    page, figure = opened("molecules")
    before = figure.evaluate(PICTURE)
    turn = figure.get_by_label("Turn", exact=True)
    start = int(turn.input_value())
    if way == "button":
        figure.get_by_role("button", name="Right").click()
    elif way == "key":
        figure.get_by_role("button", name="Left").focus()
        page.keyboard.press("ArrowRight")
    else:
        box = figure.locator(".figure-panel > .figure-chart").bounding_box()
        page.mouse.move(box["x"] + 100, box["y"] + 100)
        page.mouse.down()
        page.mouse.move(box["x"] + 125, box["y"] + 100, steps=5)
        page.mouse.up()
    redrawn(page, figure, before)
    expect(turn).to_have_value(f"{start + 15}")
    expect(page).to_have_url(re.compile(f"fig-molecules=turn:{start + 15}#"))


def test_laid_over_its_mirror_image_only_ketamine_shows_two_molecules(opened) -> None:
    """Hollow atoms are the image; what says so is read from the same calculation."""
    _, figure = opened("molecules", "?fig-molecules=view:over")
    live = figure.locator(".figure-live")
    expect(live).to_contain_text("cannot be superimposed is the ring with the carbonyl group")
    figure.get_by_label("Molecule", exact=True).select_option("pcp")
    expect(live).to_contain_text("the two are one and the same")
    assert figure.locator(".figure-notes").text_content().count("calculated") == 1


def test_plasma(opened) -> None:
    page, _ = opened("dose-to-plasma", from_file=True)
    grid = [0, 1, 7.5, 20, 40, 41, 90, 240, 480, 1440]
    states, expected = [], []
    for mg, minutes, weight in (
        (5, 1, 45),
        (35, 40, 70),
        (140, 1, 70),
        (140, 97, 110),
        (35, 97, 45),
    ):
        infusion = [(mg, 0, minutes)]
        for route, main in (("racemate", ketamine.meta), ("s", ketamine.leiden)):
            states.append({"route": route, "mg": mg, "minutes": minutes, "weight": weight})
            curves = main(grid, infusion, weight=weight)
            expected.append(
                {
                    "main": {k: v.tolist() for k, v in curves.items()},
                    "edge": {
                        k: v.tolist() for k, v in ketamine.venous(grid, infusion, weight).items()
                    },
                }
            )
    for weight in (45, 88):
        for film in ("50", "100"):
            states.append({"route": "film", "film": film, "weight": weight})
            expected.append(
                {
                    "main": {
                        k: v.tolist()
                        for k, v in ketamine.leiden(
                            grid, films=[(float(film), 0)], weight=weight
                        ).items()
                    }
                }
            )
        states.append({"route": "steps", "weight": weight})
        steps = [(rate * weight, 60 * at, 60) for at, rate in enumerate((0.14, 0.28, 0.57))]
        expected.append(
            {
                "main": {
                    k: v.tolist() for k, v in ketamine.leiden(grid, steps, weight=weight).items()
                }
            }
        )
    states.append({"route": "vein"})
    expected.append(
        {"main": {k: v.tolist() for k, v in ketamine.venous(grid, [(10, 0, 30)], 68).items()}}
    )
    for dose in ("28", "56", "84"):
        states.append({"route": "nasal", "nasal": dose})
        expected.append(
            {"main": {k: v.tolist() for k, v in ketamine.spray(grid, float(dose)).items()}}
        )
    for dose in (10, 56, 100):
        states.append({"route": "oral", "oral": dose})
        expected.append(
            {"main": {k: v.tolist() for k, v in ketamine.spray(grid, dose, "oral").items()}}
        )
    same(ask(page, "dose-to-plasma", f"m.curves(a, {grid})", states), expected)


def test_block(opened) -> None:
    page, _ = opened("block-by-concentration", from_file=True)
    states = [
        {"view": "block", "log": log / 4, "v": v}
        for log in range(-8, 9)
        for v in (-100, -70, -35, 0)
    ]
    expected = [
        {"values": {drug: float(block.block(drug, 10 ** s["log"], s["v"])) for drug in block.DRUGS}}
        for s in states
    ]
    sites = [{"view": "sites", "log": log / 4, "v": -70} for log in range(-8, 9)]
    expected += [
        {"values": {name: float(block.occupancy(name, 10 ** s["log"])) for name in block.KI}}
        for s in sites
    ]
    same(ask(page, "block-by-concentration", "m.compute(a)", states + sites), expected)


def test_trapping(opened) -> None:
    page, _ = opened("use-dependence", from_file=True)
    times = [0, 3, 5, 5.2, 9.5, 11, 30, 64, 100, 140]
    states, expected = [], []
    for log, exposure, pattern, wash, is_open, cells in itertools.product(
        (-1, 0.5, 2),
        (1, 20, 43),
        ("steady", "pulses", "none"),
        (0, 60),
        (False, True),
        ("human", "rat"),
    ):
        states.append(
            {
                "log": log,
                "exposure": exposure,
                "pattern": pattern,
                "wash": wash,
                "washOpen": is_open,
                "cells": cells,
            }
        )
        phases = trapping.protocol(wash, 10**log, exposure, pattern, is_open)
        expected.append(
            [trapping.blocked(drug, phases, times, cells).tolist() for drug in trapping.RATES]
        )
    same(
        ask(
            page,
            "use-dependence",
            f"['ketamine', 'memantine'].map((d) => m.blocked(d, m.protocol(a), {times}, a.cells))",
            states,
        ),
        expected,
    )


def test_no_current_is_drawn_where_no_agonist_opens_channels(opened) -> None:
    _page, figure = opened("use-dependence", "?fig-use-dependence=pattern:none", from_file=True)
    words, live = figure.locator(".figure-charts svg").last, figure.locator(".figure-live")
    expect(words).to_contain_text("no current")
    drawn = "svg => [...svg.querySelectorAll('path[stroke]')].map((path) => path.getBBox().width / svg.getBBox().width)"
    assert max(words.evaluate(drawn)) < 0.5, "each piece of a curve ends where the channels shut"
    figure.get_by_label("steady").check()
    figure.get_by_label("Wash for").fill("0")
    expect(live).to_contain_text("Nothing is washed yet")
    expect(live).not_to_contain_text("a fifth")


def test_disinhibition(opened) -> None:
    page, _ = opened("disinhibition", from_file=True)
    states = [
        {"w": w, "ni": ni, "np": np_, "ratio": ratio, "log": log}
        for w in (0, 1.5, 3)
        for ni in (0, 80, 100)
        for np_ in (0, 60, 100)
        for ratio in (-1, 0, 0.7, 1.5)
        for log in (-2, 0, 1.3)
    ]
    expected = []
    for s in states:
        network = disinhibition.Network(
            s["w"], disinhibition.Network().feedback, s["ni"] / 100, s["np"] / 100, 10 ** s["ratio"]
        )
        p, i = disinhibition.steady(network, 10 ** s["log"])
        expected.append({"pyramidal": p, "interneurons": i})
    same(ask(page, "disinhibition", "m.compute(a).now", states), expected)


def kept(site: Path, figure_id: str) -> list[list[str]]:
    """The published CSV without the line that says whose it is."""
    return [row for row in published(site, figure_id) if not row[0].startswith("#")]


@pytest.mark.parametrize("slug", sorted(set(PLACE.values())))
def test_labels_keep_apart_on_a_phone_under_wide_spacing(opened, slug: str) -> None:
    """None runs into another when a reader spaces the text of pages wider (WCAG 1.4.12)."""
    ids = [figure_id for figure_id, place in PLACE.items() if place == slug]
    page, _ = opened(ids[0], width=390, click=False, bypass_csp=True)
    page.add_style_tag(
        content="* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important; }"
    )
    for figure_id in ids:
        picture = page.locator(f"#fig-{figure_id} .figure-stage > svg")
        picture.scroll_into_view_if_needed()
        drawn(page)
        assert picture.evaluate(MEETING) == [], figure_id
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_colors_that_the_system_forces_leave_pictures_readable(opened) -> None:
    _page, figure = opened("trial-forest", forced_colors="active")
    for picture in (figure.locator(".figure-stage > svg"), figure.locator(".figure-panel svg")):
        fill, paper = picture.first.evaluate(
            "svg => [getComputedStyle(svg.querySelector('text')).fill, getComputedStyle(svg).backgroundColor]"
        )
        assert fill != paper and paper != "rgba(0, 0, 0, 0)"


def test_full_screen_makes_the_picture_larger(opened) -> None:
    page, figure = opened("mechanism-map", click=False)
    figure.get_by_role("button", name="Full screen").click()
    expect(figure.get_by_role("button", name="Leave full screen")).to_be_visible()
    picture = figure.locator(".figure-stage > svg")
    before = picture.bounding_box()["width"]
    figure.get_by_role("button", name="Larger").click()
    drawn(page)
    assert picture.bounding_box()["width"] > 1.2 * before
    figure.get_by_role("button", name="Leave full screen").click()
    expect(figure.get_by_role("button", name="Larger")).to_have_count(0)


@pytest.mark.parametrize("figure_id", sorted(PLACE))
def test_a_prediction_is_made_in_two_presses_and_judged(opened, figure_id: str) -> None:
    """By keyboard alone; what was guessed is told beside what the model says, and nothing is kept."""
    asked = figure_of(figure_id).parameters["prediction"]
    page, figure = opened(figure_id, width=390, click=False)
    figure.get_by_role("button", name="Explore this figure").focus()
    page.keyboard.press("Enter")
    expect(figure.locator(".figure-question")).to_contain_text(asked["question"])
    assert faults(page, f"#fig-{figure_id}") == []
    wrong = next((one for one in asked.get("options", []) if not one["right"]), None)
    if wrong:
        figure.get_by_label(wrong["text"], exact=True).focus()
        page.keyboard.press("Space")
    else:
        figure.get_by_label(asked["labels"][0], exact=True).focus()
        page.keyboard.press("Home")
    figure.get_by_role("button", name="certain").focus()
    page.keyboard.press("Enter")
    told = figure.locator(".figure-guess")
    expect(told).to_contain_text(wrong["says"] if wrong else "The model: ")
    if wrong:
        expect(told).to_contain_text("Being sure and wrong is worth the most")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
    if "x" in asked:
        expect(figure.locator(".figure-charts").get_by_text("your guess")).to_be_visible()


@pytest.mark.parametrize("name", POINTS)
def test_the_model_judges_like_python(opened, name: str) -> None:
    """The model's own values are close; a guess at the end of each idea's side is told that idea."""
    page, _ = opened(name, from_file=True)
    asked = figure_of(name).parameters["prediction"]
    judge = "([asked, points]) => Figures.judge(asked, {points, sure: 'certain'})"
    assert page.evaluate(judge, [asked, asked["answer"]])[0] is True
    for idea in asked["ideas"]:
        points = list(asked["answer"])
        points[idea["at"]] = asked["domain"][idea["side"] == "above"]
        right, words = page.evaluate(judge, [asked, points])
        assert right is False and idea["says"] in words


def test_the_map_answers(opened) -> None:
    """One account at a time, and every way through the box that is pointed at."""
    page, figure = opened("mechanism-map")
    seen = "svg => [...svg.querySelectorAll(\"[data-part='node']\")].filter((one) => one.style.opacity === '').map((one) => one.id.replace('fig-mechanism-map-', ''))"
    picture = figure.locator(".figure-panel svg")
    figure.get_by_label("the leading account").check()
    expect(figure.locator(".figure-live")).to_contain_text("Least sure")
    assert set(picture.evaluate(seen)) == {
        "ketamine", "glutamate", "nmda", "surge", "ampa", "growth", "synapses", "circuits", "mood",
    }  # fmt: skip
    figure.get_by_label("all", exact=True).check()
    drawn(page)
    figure.locator("#fig-mechanism-map-habenula").focus()
    assert set(picture.evaluate(seen)) == {
        "ketamine", "norketamine", "glutamate", "nmda", "habenula", "mood",
    }  # fmt: skip


@pytest.mark.parametrize("width", [320, 600, 800])
def test_a_figure_in_the_frame_of_another_page(browser, site_url: str, width: int) -> None:
    """With its state, its credit line and its license; nothing runs over the edge."""
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    page = context.new_page()
    state = "?fig-magnesium-block=mg:2"
    page.set_content(
        f'<iframe src="{site_url}figures/magnesium-block/{state}" width="{width}" height="720"></iframe>'
    )
    frame = page.frame_locator("iframe")
    expect(frame.locator(".figure-live")).to_contain_text("in 2")
    expect(frame.locator(".figure-credit")).to_contain_text("CC BY 4.0")
    root = frame.locator("html")
    assert root.evaluate("r => r.scrollWidth <= r.clientWidth"), "nothing runs over the edge"
    assert (
        frame.locator(".figure-credit a").first.get_attribute("href")
        == f"../../{folder(PLACE['magnesium-block'])}#fig-magnesium-block"
    )
    context.close()


def test_the_share_panel_gives_the_code_to_embed_a_figure(page: Page, site_url: str) -> None:
    page.goto(site_url + folder(PLACE["magnesium-block"]))
    panel = page.locator("#share")
    panel.locator("summary").click()
    expect(panel.locator(".share-embed")).to_be_hidden()
    panel.get_by_label("Which place?").select_option("fig-magnesium-block")
    expect(panel.locator("#share-embed")).to_contain_text("/figures/magnesium-block/")


def test_embed_code_and_oembed_lead_to_the_same_page(opened, built_site: Path) -> None:
    _page, figure = opened("magnesium-block", "?fig-magnesium-block=mg:2")
    figure.get_by_text("Download, embed").click()
    code = figure.get_by_label("HTML to embed this figure").input_value()
    assert "/figures/magnesium-block/?fig-magnesium-block=mg:2" in code
    answer = json.loads((built_site / "figures/magnesium-block/oembed.json").read_text())
    html = (built_site / "figures/magnesium-block/index.html").read_text(encoding="utf-8")
    assert "/figures/magnesium-block/oembed.json" in html and answer["type"] == "rich"
    assert re.search(r'src="[^"]+/figures/magnesium-block/"', answer["html"])
    headers = (built_site / "_headers").read_text()
    assert (
        f"/{folder(PLACE['magnesium-block'])}\n  X-Frame-Options: DENY" in headers
        and "/figures/" not in headers
    )


@pytest.mark.parametrize("figure_id", sorted(PLACE))
def test_labels_stay_inside_the_picture_and_apart(
    page: Page, built_site: Path, figure_id: str
) -> None:
    page.set_content(fit((built_site / "figures" / f"{figure_id}.svg").read_bytes()).decode())
    assert page.locator("body").evaluate(OUTSIDE) == []
    assert page.locator("svg").evaluate(MEETING) == []


def test_one_dose(opened) -> None:
    """Every dose, weight and time: plasma, free drug and both bands of block are Python's."""
    page, _ = opened("follow-a-dose", from_file=True)
    states, expected = [], []
    for dose, weight, minute in itertools.product(DOSES, (45, 70, 110), (1, 40, 90, 480)):
        level = one_dose.plasma(dose.regimen, weight, np.array([float(minute)]))
        total = one_dose.micromolar(level)
        shares = {
            name: [float(share[0]) for share in one_dose.blocked(total, name)]
            for name in one_dose.SHIFTS
        }
        states.append([{"dose": dose.key, "weight": weight}, minute])
        expected.append(
            {"level": float(level[0]), "total": float(total[0]), "free": 0.53 * float(total[0])}
            | shares
        )
    same(ask(page, "follow-a-dose", "m.at(...a)", states), expected)


def test_form_route_and_dose_follow_each_other(opened) -> None:
    """An address names the dose alone; another form or route starts with its first dose; what is left out is said."""
    page, figure = opened("follow-a-dose", "?fig-follow-a-dose=dose:spray-28")
    form, route, dose = (figure.get_by_label(name) for name in ("Form", "Route", "Dose that"))
    expect(form).to_have_value("s")
    expect(route).to_have_value("spray")
    expect(dose.locator("option")).to_have_text(["28 mg", "56 mg", "84 mg"])
    expect(figure.get_by_label("Body weight")).to_be_hidden()
    route.select_option("film")
    expect(dose).to_have_value("film-50")
    page.wait_for_url("**fig-follow-a-dose=dose:film-50*")
    form.select_option("ketamine")
    expect(dose.locator("option")).to_have_count(sum(one.model == "racemate" for one in DOSES))
    expect(figure.locator(".figure-notes")).to_contain_text("into a muscle, 0.5 or 1 mg/kg")
    dose.select_option("infusion-01")
    expect(figure.locator(".figure-live")).to_contain_text("40 min (used in: a trial of four")
    expect(figure.locator(".figure-live")).to_contain_text("No trial read here gave just this dose")
    figure.get_by_role("button", name="Reset").click()
    expect(dose).to_have_value("infusion-05")


def test_a_result_stands_beside_no_other_dose_than_its_trials_gave(opened) -> None:
    """All 25 doses: each trial that is computed, drawn and told gave the chosen dose; without one nothing is drawn."""
    page, figure = opened("follow-a-dose", "?fig-follow-a-dose=dose:infusion-02")
    form, route, choice = (figure.get_by_label(name) for name in ("Form", "Route", "Dose that"))
    routes = {one["key"]: one for one in figure_of("follow-a-dose").parameters["routes"]}
    live, all_names = figure.locator(".figure-live"), {w.what for d in DOSES for w in trials_of(d)}
    for dose in DOSES:
        form.select_option(routes[dose.model]["form"])
        route.select_option(dose.model)
        choice.select_option(dose.key)
        expect(live).to_contain_text(dose.name)
        drawn(page)
        found = page.evaluate(
            "() => { const m = Figures.models['follow-a-dose']; return m.compute(m.state).mood; }"
        )
        for row in found:
            assert row["model"] == dose.model and row["minutes"] == dose.minutes, dose.key
            assert dose.dose in [float(one) for one in row["gave"].split()], dose.key
        expected = trials_of(dose)
        assert [(row["what"], row["day"]) for row in found] == [
            (row.what, row.day) for row in expected
        ]
        assert all(str(dose.dose) in amounts(row) for row in expected)
        told, names = live.text_content(), {row.what for row in expected}
        assert {name for name in all_names if name in told} == names, dose.key
        assert figure.locator(".figure-panel .figure-chart").count() == (3 if expected else 2)
        said = figure.locator(".figure-between").last.text_content()
        assert ("No trial read here gave just this dose" in said) == (not expected), dose.key


def test_weight_is_asked_only_where_the_model_uses_it_and_no_milligrams_are_worked_out(
    opened,
) -> None:
    _, figure = opened("follow-a-dose", "?fig-follow-a-dose=weight:45")
    weight, live = figure.get_by_label("Body weight"), figure.locator(".figure-live")
    expect(weight).to_be_hidden()
    expect(live).to_contain_text("calculated 253 ng/mL")
    assert not re.search(r"\d mg(?!/)", live.text_content().replace("\u00a0", " "))
    expect(figure.locator(".figure-notes")).to_contain_text("Body weight changes nothing here")
    _page, figure = opened("follow-a-dose", "?fig-follow-a-dose=dose:s-infusion-20,weight:45")
    expect(figure.get_by_label("Body weight")).to_have_value("45")
    expect(figure.locator(".figure-notes")).to_contain_text("fixed in milligrams")


def test_one_scale_for_all_infusions(opened) -> None:
    page, figure = opened("follow-a-dose")
    heights = "(figure) => [...figure.querySelectorAll('.figure-chart')[0].querySelectorAll('text')].map((one) => one.textContent).filter((text) => /^[\\d.]+$/.test(text)).join()"
    numbers = figure.evaluate(heights)
    figure.get_by_label("Dose that").select_option("infusion-10")
    expect(figure.locator(".figure-live")).to_contain_text("Ketamine 1 mg/kg")
    drawn(page)
    assert figure.evaluate(heights) == numbers


def test_a_dose_beyond_what_cited_trials_infused_is_stopped_with_a_word(opened) -> None:
    _page, figure = opened(
        "dose-to-plasma", "?fig-dose-to-plasma=route:racemate,mg:200,minutes:1,weight:45"
    )
    live = figure.locator(".figure-live")
    expect(live).to_contain_text("The address asked for 200 mg, 1 min")
    dose, minutes = figure.get_by_label("Dose", exact=True).first, figure.get_by_label("Given over")
    expect(minutes).to_have_value("20")
    expect(dose).to_have_value("22")
    dose.fill("100")
    expect(dose).to_have_value("22")
    expect(live).to_contain_text("Stopped at 22 mg: the strongest steady infusion")
    minutes.fill("60")
    dose.fill("40")
    expect(dose).to_have_value("40")
    expect(live).not_to_contain_text("Stopped")


@pytest.mark.parametrize("figure_id", ["magnesium-block", "molecules"])
def test_the_caption_tells_nothing_while_the_question_is_open(opened, figure_id: str) -> None:
    _page, figure = opened(figure_id, click=False)
    caption = figure.locator("figcaption > p").first
    height = caption.bounding_box()["height"]
    figure.get_by_role("button", name="Explore this figure").click()
    expect(figure.locator(".figure-question")).to_be_visible()
    seen = caption.evaluate("(p) => getComputedStyle(p).visibility")
    assert seen == "hidden" and caption.bounding_box()["height"] == height
    expect(caption.locator("strong").first).to_be_visible()
    figure.get_by_role("button", name="Skip").click()
    expect(figure.locator(".figure-live")).to_be_visible()
    assert caption.evaluate("(p) => getComputedStyle(p).visibility") == "visible"


def test_the_mirror_image_is_turned_alone_by_keys(opened) -> None:
    page, figure = opened("molecules", "?fig-molecules=view:over,part:image")
    state = "() => { const m = Figures.models.molecules; return m.compute(m.state); }"
    before = page.evaluate(state)
    figure.get_by_role("button", name="Left").focus()
    page.keyboard.press("ArrowRight")
    expect(figure.get_by_label("Mirror image: turn")).to_have_value("15")
    after = page.evaluate(state)
    assert after["own"] == before["own"] and after["image"] != before["image"]
    turned = np.array(before["image"]) @ rotation(15, 0).T
    assert np.allclose(after["image"], turned, atol=1e-9)


# Labels of a chart ------------------------------------------------------------------------------------------------

LABELS = """(figure) => [...figure.querySelectorAll('.figure-panel .figure-chart > svg')].flatMap((svg) => {
  const boxes = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const shared = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5;
  return boxes.flatMap(([words, box], at) => boxes.slice(0, at).filter((other) => shared(box, other[1])).map((other) => [other[0], words])); })"""
STATES = {
    "magnesium-block": ("mg:0,v:-70", "mg:4,v:-20", "mg:0.1,v:0"),
    "block-by-concentration": ("v:0", "view:sites", "plasma:free,log:1"),
    "use-dependence": ("pattern:none", "wash:0", "log:2"),
    "disinhibition": ("log:2", "log:0"),
    "dose-to-plasma": ("route:racemate,mg:70", "axis:log,hours:24", "route:film", "route:steps"),
    "follow-a-dose": (
        "dose:infusion-10,minute:60",
        "dose:spray-84",
        "dose:induction-45",
        "dose:s-hours-3,minute:480",
    ),
}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("figure_id", MODELS)
def test_no_label_meets_another(opened, figure_id: str, width: int) -> None:
    page, figure = opened(figure_id, width=width, click=False)
    figure.get_by_role("button", name="Explore this figure").click()
    figure.get_by_role("button", name="fairly sure").click()
    expect(figure.locator(".figure-guess")).to_be_visible()
    drawn(page)
    assert figure.evaluate(LABELS) == [], "after a guess"
    for state in STATES[figure_id]:
        page.goto(f"{page.url.partition('?')[0].partition('#')[0]}?fig-{figure_id}={state}")
        expect(figure.locator(".figure-live")).to_be_visible()
        drawn(page)
        assert figure.evaluate(LABELS) == [], state
