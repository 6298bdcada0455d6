"""The data plots when opened: every choice shows, says and keeps in the address what Python's rows say."""

from __future__ import annotations

import json

import pytest

from scripts.figures import bladder_risk, history_timeline, response_over_time, targets_by_affinity, trial_forest
from tests.browser.test_figures import opened, settled  # noqa: F401 - a fixture

# One choice per figure: the label of the input, its new value, and what then stands in the address.
CHOICES = {
    "response-over-time": ("Trial and measure", "su", "view:su"),
    "trial-forest": ("Outcome and scale", "madrs", "scale:madrs"),
    "targets-by-affinity": ("Targets", "opioid", "family:opioid"),
    "bladder-risk": ("What was counted", "systolic-65", "count:systolic-65"),
    "history-timeline": ("6 drug control", False, "law:0"),
}
OUTSIDE = """(root) => [...root.querySelectorAll('svg')].flatMap((svg) => { const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter((text) => { const b = text.getBoundingClientRect(); return b.width && (b.left < box.left - 2 || b.right > box.right + 2 || b.top < box.top - 2 || b.bottom > box.bottom + 2); }).map((text) => text.textContent); })"""


def compute(page, figure_id: str, **state: object):  # noqa: ANN001, ANN201
    """What the figure's script makes of its start settings with `state` put over them."""
    return page.evaluate("([id, state]) => { const m = Figures.models[id]; return m.compute({...m.state, ...state}); }", [figure_id, state])


@pytest.mark.parametrize("figure_id", CHOICES)
def test_a_choice_changes_picture_words_and_address(opened, figure_id: str) -> None:  # noqa: ANN001, F811
    page, figure = opened(figure_id)
    settled(page)
    label, value, address = CHOICES[figure_id]
    live, picture = figure.locator(".figure-live"), figure.locator(".figure-panel")
    words, before = live.inner_text(), picture.inner_html()
    box = figure.get_by_label(label, exact=True)
    box.uncheck() if value is False else box.select_option(value)
    page.wait_for_timeout(900)
    assert live.inner_text() != words and picture.inner_html() != before
    assert address in page.url
    said = live.inner_text()
    again, other = opened(figure_id, f"?fig-{figure_id}={address}")
    settled(again)
    assert other.locator(".figure-live").inner_text() == said
    figure.get_by_role("button", name="Reset").click()
    page.wait_for_timeout(900)
    assert live.inner_text() == words and f"fig-{figure_id}=" not in page.url


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("figure_id", CHOICES)
def test_words_stay_inside_the_picture(opened, figure_id: str, width: int) -> None:  # noqa: ANN001, F811
    page, figure = opened(figure_id, width=width)
    settled(page)
    select = figure.locator(".figure-panel select").first
    values = select.locator("option").evaluate_all("all => all.map(one => one.value)") if select.count() else [None]
    for value in values:
        if value is not None:
            select.select_option(value)
            settled(page)
        assert figure.locator(".figure-panel").evaluate(OUTSIDE) == [], value


def test_responses_are_pythons(opened) -> None:  # noqa: ANN001, F811
    page, figure = opened("response-over-time")
    for view in json.loads(json.dumps(response_over_time.parameters()))["views"]:
        assert compute(page, "response-over-time", view=view["key"])["arms"] == view["arms"]
        figure.get_by_label("Trial and measure").select_option(view["key"])
        settled(page)
        assert figure.locator(".figure-panel svg :is(circle, path[transform])").count() == sum(len(arm["points"]) for arm in view["arms"]), "every point is drawn"
        shown = compute(page, "response-over-time", view=view["key"], control=False)["arms"]
        assert [arm["name"] for arm in shown] == [arm["name"] for arm in view["arms"] if arm["role"] == "drug"]


def test_forest_rows_are_pythons(opened) -> None:  # noqa: ANN001, F811
    page, _ = opened("trial-forest")
    for scale, axis in trial_forest.SCALES.items():
        rows = [row for row in trial_forest.ROWS if row.scale == scale]
        result = compute(page, "trial-forest", scale=axis.key)
        assert sorted((row["label"], row["estimate"], row["low"], row["high"], row["n"]) for row in result["shown"]) == sorted((row.label, row.estimate, row.low, row.high, row.n) for row in rows)
        zero = 1 if axis.log else 0
        assert sorted(row["label"] for row in result["crossing"]) == sorted(row.label for row in rows if float(row.low) < zero < float(row.high))
    without = compute(page, "trial-forest", scale="sd", midazolam=False)
    assert {row["control"] for row in without["shown"]} == {list(trial_forest.GROUPS).index(control) for control in (trial_forest.SALINE, trial_forest.BIPOLAR, trial_forest.MIXED)}


def test_occupancy_is_pythons(opened) -> None:  # noqa: ANN001, F811
    page, _ = opened("targets-by-affinity")
    for exponent in (-1.5, -0.39, 0.69, 2):
        level = 10**exponent
        result = compute(page, "targets-by-affinity", c=exponent)
        exact = [(at, value) for at, value in enumerate(targets_by_affinity.VALUES) if value.relation == "=" and value.kind == targets_by_affinity.KI]
        assert {int(at): share for at, share in result["occupied"].items()} == pytest.approx({at: 100 * level / (level + value.value) for at, value in exact})
        assert len(result["reached"]) == sum(value.value <= level for value in targets_by_affinity.VALUES if value.relation in ("=", "up to"))
    only = compute(page, "targets-by-affinity", racemic=False, mirror=False, later=False)["shown"]
    assert len(only) == sum(value.compound in ("norketamine", "S-norketamine", "R-norketamine") for value in targets_by_affinity.VALUES)


def test_timeline_filters_like_python_and_every_link_leads_somewhere(opened) -> None:  # noqa: ANN001, F811
    page, figure = opened("history-timeline")
    settled(page)
    for key, name in zip(history_timeline.KEYS, history_timeline.THEMES, strict=True):
        chosen = {other: other == key for other in history_timeline.KEYS}
        assert [event["text"] for event in compute(page, "history-timeline", **chosen)["shown"]] == [event.text for event in history_timeline.EVENTS if event.theme == name]
    items = figure.get_by_role("listitem")
    assert figure.locator(".figure-timeline > li").count() == len(history_timeline.EVENTS) <= items.count()
    assert page.evaluate("[...document.querySelectorAll('.figure-timeline a')].filter((a) => !document.getElementById(a.hash.slice(1))).length") == 0


def test_people_are_the_printed_share(opened) -> None:  # noqa: ANN001, F811
    page, figure = opened("bladder-risk")
    for entry in bladder_risk.parameters()["counts"]:
        people = compute(page, "bladder-risk", count=entry["key"])["people"]
        assert people == [int(float(arm["percent"]) + 0.5) for arm in entry["arms"]]
    figure.get_by_label("all shares with intervals").check()
    settled(page)
    assert "no rate known" in (figure.locator(".figure-panel svg").text_content() or "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("figure_id", CHOICES)
def test_axe_finds_nothing_in_an_opened_figure(opened, figure_id: str, scheme: str) -> None:  # noqa: ANN001, F811
    from axe_playwright_python.sync_playwright import Axe

    page, _ = opened(figure_id, width=390 if scheme == "light" else 1280, color_scheme=scheme)
    settled(page)
    found = Axe().run(page, context=f"#fig-{figure_id} .figure-stage", options={"resultTypes": ["violations"]}).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
