"""The data plots when opened: what they show is what Python's rows say. Opened as files."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from scripts.figures.models import pooling
from tests.browser.opening import drawn
from tests.figures.helpers import figure_of
from tests.figures.test_data_plots import EVENTS, FOREST, SCALES, VALUES
from tests.figures.test_pooling import NUMBERS, TABLE, effects


def compute(page, figure_id: str, **state: object):
    """What the figure's script makes of its start settings with `state` put over them."""
    return page.evaluate(
        "([id, state]) => { const m = Figures.models[id]; return m.compute({...m.state, ...state}); }",
        [figure_id, state],
    )


def test_responses_are_pythons(opened) -> None:
    page, figure = opened("response-over-time", from_file=True)
    for view in json.loads(json.dumps(figure_of("response-over-time").parameters))["views"]:
        assert compute(page, "response-over-time", view=view["key"])["arms"] == view["arms"]
        figure.get_by_label("Trial and measure").select_option(view["key"])
        drawn(page)
        assert figure.locator(".figure-panel svg :is(circle, path[transform])").count() == sum(
            len(arm["points"]) for arm in view["arms"]
        ), "every point is drawn"
        shown = compute(page, "response-over-time", view=view["key"], control=False)["arms"]
        assert [arm["name"] for arm in shown] == [
            arm["name"] for arm in view["arms"] if arm["role"] == "drug"
        ]


def test_forest_rows_are_pythons(opened) -> None:
    page, _ = opened("trial-forest", from_file=True)
    for scale, axis in SCALES.items():
        rows = [row for row in FOREST if row.scale == scale]
        result = compute(page, "trial-forest", scale=scale)
        assert sorted(
            (row["label"], row["estimate"], row["low"], row["high"], row["n"])
            for row in result["shown"]
        ) == sorted((row.label, row.estimate, row.low, row.high, row.n) for row in rows)
        assert sorted(row["label"] for row in result["crossing"]) == sorted(
            row.label for row in rows if float(row.low) < axis.zero < float(row.high)
        )
    without = compute(page, "trial-forest", scale="sd", midazolam=False)
    order = [one["key"] for one in figure_of("trial-forest").parameters["controls"]]
    assert {order[row["control"]] for row in without["shown"]} == {"placebo", "bipolar", "any"}


def test_occupancy_is_pythons(opened) -> None:
    page, _ = opened("targets-by-affinity", from_file=True)
    for exponent in (-1.5, -0.39, 0.69, 2):
        level = 10**exponent
        result = compute(page, "targets-by-affinity", c=exponent)
        exact = [
            (at, value)
            for at, value in enumerate(VALUES)
            if value.relation == "is" and value.measure == "Ki"
        ]
        assert {int(at): share for at, share in result["occupied"].items()} == pytest.approx(
            {at: 100 * level / (level + value.value) for at, value in exact}
        )
        assert len(result["reached"]) == sum(
            value.value <= level for value in VALUES if value.relation in ("is", "up to")
        )
    only = compute(page, "targets-by-affinity", racemic=False, mirror=False, later=False)["shown"]
    assert len(only) == sum(
        value.compound in ("norketamine", "S-norketamine", "R-norketamine") for value in VALUES
    )


def test_timeline_filters_like_python(opened) -> None:
    page, figure = opened("history-timeline", from_file=True)
    drawn(page)
    themes = [one["key"] for one in figure_of("history-timeline").parameters["themes"]]
    for key in themes:
        chosen = {other: other == key for other in themes}
        assert [
            event["text"] for event in compute(page, "history-timeline", **chosen)["shown"]
        ] == [event.event for event in EVENTS if event.theme == key]
    items = figure.get_by_role("listitem")
    assert figure.locator(".figure-timeline > li").count() == len(EVENTS) <= items.count()


def test_people_are_the_printed_share(opened) -> None:
    page, figure = opened("bladder-risk", from_file=True)
    for entry in figure_of("bladder-risk").parameters["counts"]:
        people = compute(page, "bladder-risk", count=entry["key"])["people"]
        assert people == [int(float(arm["percent"]) + 0.5) for arm in entry["arms"]]
    figure.get_by_label("all shares with intervals").check()
    drawn(page)
    assert "no rate known" in (figure.locator(".figure-panel svg").text_content() or "")


def test_pooled_numbers_are_those_of_python_and_metafor(opened) -> None:
    page, _ = opened("trial-forest", from_file=True)
    given = [(*effects(entry), entry["method"]) for entry in TABLE]
    call = "([all, t, z]) => all.map(([ys, vs, method]) => Figures.pool(ys.map((y, at) => [y, vs[at]]), method, {t, z}))"
    found = page.evaluate(call, [given, pooling.T, pooling.Z])
    for entry, numbers, (ys, vs, method) in zip(TABLE, found, given, strict=True):
        ours = pooling.pool(ys, vs, method)
        for name in NUMBERS:
            assert numbers[name] == pytest.approx(getattr(ours, name), rel=1e-9, abs=1e-9), entry
            assert numbers[name] == pytest.approx(float(entry[name]), rel=1e-6, abs=1e-6), entry


def test_what_must_not_be_pooled_is_refused_with_the_reason(opened) -> None:
    _page, figure = opened("trial-forest", from_file=True)
    live = figure.locator(".figure-live")

    def chosen(**state: str) -> None:
        for label, value in state.items():
            figure.get_by_label(label.replace("_", " "), exact=True).select_option(value)

    expect(live).to_contain_text("Not pooled: Wilkinson 2019, saline trials and")
    for label in (
        "Wilkinson 2019, saline trials",
        "Cochrane, 8 trials",
        "Kishimoto 2016, 9 trials",
        "Wilkinson 2019, midazolam trials",
        "Cochrane",
    ):
        figure.get_by_label(label, exact=True).uncheck()
    expect(live).to_contain_text("are one trial; its people would count twice")
    figure.get_by_label("Diazgranados 2010, day 2", exact=True).uncheck()
    expect(live).to_contain_text("Pooled (calculated, REML")
    figure.get_by_label("Zarate 2012, 40 min", exact=True).uncheck()
    expect(live).to_contain_text("one trial alone")
    chosen(Outcome_and_scale="madrs")
    expect(live).to_contain_text("measured within hours or days, others after weeks")
    chosen(Measured="weeks", Drug_form="spray")
    expect(live).to_contain_text("Pooled (calculated")
    chosen(Outcome_and_scale="ect")
    expect(live).to_contain_text("No comparison is shown")


def test_every_event_of_the_timeline_leads_to_its_section(opened) -> None:
    page, figure = opened("history-timeline")
    expect(figure.locator(".figure-timeline > li")).to_have_count(len(EVENTS))
    lost = "[...document.querySelectorAll('.figure-timeline a')].filter((a) => !document.getElementById(a.hash.slice(1))).length"
    assert page.evaluate(lost) == 0
