"""Figures in a real browser: they open by mouse and keyboard, compute what Python computes, say it, and stay put."""

from __future__ import annotations

import csv
import io
import itertools
import math
from pathlib import Path

import pytest

from scripts.figures import meta
from scripts.models import block, disinhibition, ketamine, magnesium, trapping
from scripts.pages import read_pages

ALL = meta.read_all()
PLACE = {figure.id: page.slug for figure in ALL for page in read_pages() if f"[[figure: {figure.id}]]" in "\n".join(page.lines)}
INTERACTIVE = [figure.id for figure in ALL if Path(f"docs/assets/js/models/{figure.id}.js").exists()]
MODELS = ["dose-to-plasma", "magnesium-block", "block-by-concentration", "use-dependence", "disinhibition"]
# Counts shifts that no click or key explains.
WATCH = """window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.shift += e.value; })
  .observe({type: "layout-shift", buffered: true});"""


@pytest.fixture()
def opened(browser, site_url):  # noqa: ANN001, ANN201
    """open_at(id, query="", width=…, **context options) → (page, figure); console errors fail the test at its end."""
    contexts, errors = [], []

    def open_at(figure_id: str, query: str = "", width: int = 1280, click: bool = True, **options):  # noqa: ANN003, ANN202
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(f"{message.text} {message.location.get('url', '')}") if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.add_init_script(WATCH)
        slug = PLACE[figure_id]
        page.goto(f"{site_url}{'' if slug == 'index' else slug + '/'}{query}")
        figure = page.locator(f"#fig-{figure_id}")
        if click and options.get("java_script_enabled", True) and not query:
            figure.locator(".figure-button").click()
        if options.get("java_script_enabled", True) and (click or query):
            figure.locator(".figure-panel").wait_for()
        return page, figure

    yield open_at
    for context in contexts:
        context.close()
    assert not errors


def settled(page) -> None:  # noqa: ANN001
    page.wait_for_timeout(400)


# Every interactive figure ------------------------------------------------------------------------------------


@pytest.mark.parametrize("figure_id", INTERACTIVE)
@pytest.mark.parametrize("width", [390, 1280])
def test_opens_and_closes_by_keyboard_without_moving_the_page(opened, figure_id: str, width: int) -> None:  # noqa: ANN001
    page, figure = opened(figure_id, width=width, click=False)
    assert page.evaluate("!document.querySelector('script[src*=\"figure-panel\"]')"), "nothing is loaded before it is asked for"
    button = figure.get_by_role("button", name="Explore this figure")
    button.focus()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") < 0.01
    page.keyboard.press("Enter")
    figure.locator(".figure-panel").wait_for()
    settled(page)
    page.evaluate("window.shift = 0")
    settled(page)
    assert page.evaluate("window.shift") < 0.01, "once open, nothing moves by itself"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    close = figure.get_by_role("button", name="Close")
    assert close.get_attribute("aria-expanded") == "true"
    close.focus()
    page.keyboard.press("Enter")
    assert figure.locator(".figure-panel").count() == 0
    assert figure.locator(".figure-stage > svg").is_visible()


@pytest.mark.parametrize("figure", ALL, ids=lambda figure: figure.id)
def test_without_scripts_picture_table_and_downloads_are_there(opened, figure: meta.Meta) -> None:  # noqa: ANN001
    _, shown = opened(figure.id, java_script_enabled=False)
    assert shown.locator(".figure-stage > svg").is_visible()
    assert shown.locator(".figure-button").count() == 0
    assert shown.locator(".figure-files a").count() == 3
    assert shown.locator("table").count() == 1


@pytest.mark.parametrize("figure", ALL, ids=lambda figure: figure.id)
def test_table_is_the_published_csv(opened, built_site: Path, figure: meta.Meta) -> None:  # noqa: ANN001
    _, shown = opened(figure.id, click=False)
    table = shown.locator("table").evaluate("t => [...t.rows].map(r => [...r.cells].map(c => c.textContent.replace('\\u2212', '-')))")
    published = list(csv.reader(io.StringIO((built_site / "figures" / f"{figure.id}.csv").read_text(encoding="utf-8"))))
    assert [[cell.replace("\u00a0", " ") for cell in row] for row in table] == [[cell.replace("\u2212", "-") for cell in row] for row in published]


@pytest.mark.parametrize("figure_id", MODELS)
def test_moving_a_slider_changes_picture_words_and_address(opened, figure_id: str) -> None:  # noqa: ANN001
    page, figure = opened(figure_id)
    settled(page)
    live, charts = figure.locator(".figure-live"), figure.locator(".figure-charts")
    words, picture, before = live.inner_text(), charts.inner_html(), page.evaluate("window.shift")
    slider = figure.locator(".figure-input:not([hidden]) input[type=range]").first
    slider.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    settled(page)
    assert live.inner_text() != words and charts.inner_html() != picture
    assert slider.get_attribute("aria-valuetext") and live.get_attribute("aria-live") == "polite"
    assert f"fig-{figure_id}=" in page.url
    assert page.evaluate("window.shift") - before < 0.01
    shared, state_words = page.url.split("/", 4)[4], live.inner_text()

    figure.get_by_role("button", name="Reset").click()
    settled(page)
    assert live.inner_text() == words and f"fig-{figure_id}=" not in page.url

    again, other = opened(figure_id, "?" + shared.split("?", 1)[1])
    settled(again)
    assert other.locator(".figure-live").inner_text() == state_words


def test_nonsense_in_the_address_is_ignored(opened) -> None:  # noqa: ANN001
    page, figure = opened("magnesium-block", "?fig-magnesium-block=mg:99,v:abc,x:1,%3Cb%3E")
    settled(page)
    assert "at −70 mV in 1 mM" in figure.locator(".figure-live").inner_text().replace("\u00a0", " ")


def test_colors_follow_the_theme(opened) -> None:  # noqa: ANN001
    page, figure = opened("magnesium-block", click=False)
    ink = "() => getComputedStyle(document.querySelector('#fig-magnesium-block .figure-stage > svg text')).fill"
    light = page.evaluate(ink)
    page.evaluate("document.documentElement.dataset.mdColorScheme = 'slate'")
    assert page.evaluate(ink) != light


@pytest.mark.parametrize("figure_id", MODELS)
def test_works_from_a_file(browser, built_site: Path, figure_id: str) -> None:  # noqa: ANN001
    page = browser.new_page()
    page.goto((built_site / PLACE[figure_id] / "index.html").as_uri())
    page.locator(f"#fig-{figure_id} .figure-button").click()
    page.locator(f"#fig-{figure_id} .figure-charts svg").first.wait_for()
    assert page.locator(f"#fig-{figure_id} .figure-live").inner_text()
    page.close()


# The browser's numbers are Python's --------------------------------------------------------------------------


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


def ask(page, figure_id: str, call: str, arguments: list) -> list:  # noqa: ANN001
    return page.evaluate(f"([id, all]) => {{ const m = Figures.models[id]; return all.map((a) => {call}); }}", [figure_id, arguments])


def test_magnesium(opened) -> None:  # noqa: ANN001
    page, _ = opened("magnesium-block")
    states = [{"mg": mg, "v": v} for mg in (0.05, 0.5, 1, 2, 4) for v in range(-100, 61, 20)]
    expected = [{"free": float(magnesium.unblocked(s["v"], s["mg"])), "current": float(magnesium.current(s["v"], s["mg"])), "half": magnesium.half_voltage(s["mg"])} for s in states]
    same(ask(page, "magnesium-block", "m.compute(a)", states), expected)


def test_plasma(opened) -> None:  # noqa: ANN001
    page, _ = opened("dose-to-plasma")
    grid = [0, 1, 7.5, 20, 40, 41, 90, 240, 480, 1440]
    states, expected = [], []
    for mg, minutes, weight in itertools.product((5, 35, 140), (1, 40, 97), (45, 70, 110)):
        infusion = [(mg, 0, minutes)]
        for route, main in (("racemate", ketamine.meta), ("s", ketamine.leiden)):
            states.append({"route": route, "mg": mg, "minutes": minutes, "weight": weight})
            curves = main(grid, infusion, weight=weight)
            expected.append({"main": {k: v.tolist() for k, v in curves.items()}, "edge": {k: v.tolist() for k, v in ketamine.venous(grid, infusion, weight).items()}})
    for weight in (45, 88):
        for film in ("50", "100"):
            states.append({"route": "film", "film": film, "weight": weight})
            expected.append({"main": {k: v.tolist() for k, v in ketamine.leiden(grid, films=[(float(film), 0)], weight=weight).items()}})
        states.append({"route": "steps", "weight": weight})
        steps = [(rate * weight, 60 * at, 60) for at, rate in enumerate((0.14, 0.28, 0.57))]
        expected.append({"main": {k: v.tolist() for k, v in ketamine.leiden(grid, steps, weight=weight).items()}})
    states.append({"route": "vein"})
    expected.append({"main": {k: v.tolist() for k, v in ketamine.venous(grid, [(10, 0, 30)], 68).items()}})
    for dose in ("28", "56", "84"):
        states.append({"route": "nasal", "nasal": dose})
        expected.append({"main": {k: v.tolist() for k, v in ketamine.spray(grid, float(dose)).items()}})
    for dose in (10, 56, 100):
        states.append({"route": "oral", "oral": dose})
        expected.append({"main": {k: v.tolist() for k, v in ketamine.spray(grid, dose, "oral").items()}})
    same(ask(page, "dose-to-plasma", f"m.curves(a, {grid})", states), expected)


def test_block(opened) -> None:  # noqa: ANN001
    page, _ = opened("block-by-concentration")
    states = [{"view": "block", "log": log / 4, "v": v} for log in range(-8, 9) for v in (-100, -70, -35, 0)]
    expected = [{"values": {drug: float(block.block(drug, 10 ** s["log"], s["v"])) for drug in block.DRUGS}} for s in states]
    sites = [{"view": "sites", "log": log / 4, "v": -70} for log in range(-8, 9)]
    expected += [{"values": {name: float(block.occupancy(name, 10 ** s["log"])) for name in block.KI}} for s in sites]
    same(ask(page, "block-by-concentration", "m.compute(a)", states + sites), expected)


def test_trapping(opened) -> None:  # noqa: ANN001
    page, _ = opened("use-dependence")
    times = [0, 3, 5, 5.2, 9.5, 11, 30, 64, 100, 140]
    states, expected = [], []
    for log, exposure, pattern, wash, is_open, cells in itertools.product((-1, 0.5, 2), (1, 20, 43), ("steady", "pulses", "none"), (0, 60), (False, True), ("human", "rat")):
        states.append({"log": log, "exposure": exposure, "pattern": pattern, "wash": wash, "washOpen": is_open, "cells": cells})
        phases = trapping.protocol(wash, 10**log, exposure, pattern, is_open)
        expected.append([trapping.blocked(drug, phases, times, cells).tolist() for drug in trapping.RATES])
    same(ask(page, "use-dependence", f"['ketamine', 'memantine'].map((d) => m.blocked(d, m.protocol(a), {times}, a.cells))", states), expected)


def test_disinhibition(opened) -> None:  # noqa: ANN001
    page, _ = opened("disinhibition")
    states = [{"w": w, "ni": ni, "np": np_, "ratio": ratio, "log": log} for w in (0, 1.5, 3) for ni in (0, 80, 100) for np_ in (0, 60, 100) for ratio in (-1, 0, 0.7, 1.5) for log in (-2, 0, 1.3)]
    expected = []
    for s in states:
        network = disinhibition.Network(s["w"], disinhibition.Network().feedback, s["ni"] / 100, s["np"] / 100, 10 ** s["ratio"])
        p, i = disinhibition.steady(network, 10 ** s["log"])
        expected.append({"now": {"pyramidal": p, "interneurons": i}})
    same(ask(page, "disinhibition", "m.compute(a)", states), expected)


@pytest.mark.parametrize("figure_id", MODELS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_opened_model(opened, figure_id: str, scheme: str) -> None:  # noqa: ANN001
    from axe_playwright_python.sync_playwright import Axe

    page, _ = opened(figure_id, width=390 if scheme == "dark" else 1280, color_scheme=scheme)
    settled(page)
    found = Axe().run(page, context=f"#fig-{figure_id}").response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found] == []
