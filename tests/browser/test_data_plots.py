"""The data plots when opened: what they show is what Python's rows say. Opened as files."""

from __future__ import annotations

import itertools
import json
import math

import pytest
from playwright.sync_api import expect

from scripts.figures import trial_forest
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
        controls = [arm for arm in view["arms"] if arm["role"] == "control"]
        squares = figure.locator(".figure-panel svg path[transform]").filter(visible=True)
        if all(len(arm["points"]) > 1 for arm in view["arms"]):
            assert squares.count() == sum(len(arm["points"]) for arm in controls)
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
    call = "([all, t, z]) => all.map((numbers) => Figures.shown(numbers, {t, z}))"
    shown = page.evaluate(call, [found, pooling.T, pooling.Z])
    for numbers, (ys, vs, method) in zip(shown, given, strict=True):
        raw = pooling.pool(ys, vs, method)
        ours = pooling.shown(raw)
        assert numbers["luck"] == pooling.luck(raw)
        for name in NUMBERS:
            assert numbers[name] == pytest.approx(getattr(ours, name), rel=1e-9, abs=1e-9)


def test_exactly_what_python_pools_is_pooled(opened) -> None:
    """Of all pairs of comparisons on one scale; and the result is the table's."""
    page, _ = opened("trial-forest", from_file=True)
    groups = trial_forest.poolable(FOREST)
    printed = {row["Comparison"]: row for row in figure_of("trial-forest").rows}
    for one, two in itertools.combinations(FOREST, 2):
        if one.scale != two.scale:
            continue
        leave = {f"x{at}": row in (one, two) for at, row in enumerate(FOREST)}
        result = compute(page, "trial-forest", scale=one.scale, **leave)
        assert (result["pooled"] is not None) == ([one, two] in groups), result["why"]
        if result["pooled"]:
            row = printed[f"Pooled here: {one.label} with {two.label}"]
            back = math.exp if SCALES[one.scale].log else float
            names = (("estimate", "Estimate"), ("low", "95% CI from"), ("high", "to"))
            for name, head in names:
                assert f"{back(result['pooled'][name]):.2f}".replace("-", "−") == row[head]


def test_luck_is_said_where_two_trials_agree(opened) -> None:
    _page, figure = opened("trial-forest", "?fig-trial-forest=scale:or,dose:0.5%20mg%2Fkg,asleep:0")
    live = figure.locator(".figure-live")
    expect(live).to_contain_text("REML, ordinary interval): 4.33, 95% CI 2.01 to 9.37")
    expect(live).to_contain_text("2.31 to 8.14, would be too narrow")
    expect(figure.locator(".figure-panel svg")).to_contain_text("REML, ordinary interval")
    figure.get_by_label("DerSimonian–Laird").check()
    expect(live).not_to_contain_text("luck")


def test_what_must_not_be_pooled_is_refused_with_the_reason(opened) -> None:
    _page, figure = opened("trial-forest", from_file=True)
    live = figure.locator(".figure-live")

    def chosen(**state: str) -> None:
        for label, value in state.items():
            figure.get_by_label(label.replace("_", " "), exact=True).select_option(value)

    expect(live).to_contain_text("Not pooled: Wilkinson 2019, saline trials; Cochrane")
    for label in (
        "Wilkinson 2019, saline trials",
        "Cochrane, 8 trials",
        "Kishimoto 2016, 9 trials",
        "Wilkinson 2019, midazolam trials",
        "Cochrane",
    ):
        figure.get_by_label(label, exact=True).uncheck()
    expect(live).to_contain_text("are two results of one trial; a trial must count once")
    expect(figure.get_by_label("DerSimonian–Laird")).to_be_hidden()
    figure.get_by_label("Diazgranados 2010, 40 min", exact=True).uncheck()
    expect(live).to_contain_text(
        "within hours (Zarate 2012, 40 min); after days (Diazgranados 2010, day 2)"
    )
    figure.get_by_label("Diazgranados 2010, 40 min", exact=True).check()
    figure.get_by_label("Diazgranados 2010, day 2", exact=True).uncheck()
    expect(live).to_contain_text("Pooled (calculated, REML")
    figure.get_by_label("Zarate 2012, 40 min", exact=True).uncheck()
    expect(live).to_contain_text("one trial alone")
    chosen(Outcome_and_scale="madrs")
    for reason in ("these are different treatments", "so each answers another question"):
        expect(live).to_contain_text(reason)
    expect(live).to_contain_text("the times differ (after days; after weeks)")
    expect(live).to_contain_text("you can pool ASPIRE I and II, spray with Daly 2018, spray 84 mg")
    chosen(Measured="weeks", Drug_form="spray")
    expect(live).to_contain_text("Pooled (calculated")
    chosen(Outcome_and_scale="ect")
    expect(live).to_contain_text("No comparison is shown")


def test_every_event_of_the_timeline_leads_to_its_section(opened) -> None:
    page, figure = opened("history-timeline")
    expect(figure.locator(".figure-timeline > li")).to_have_count(len(EVENTS))
    lost = "[...document.querySelectorAll('.figure-timeline a')].filter((a) => !document.getElementById(a.hash.slice(1))).length"
    assert page.evaluate(lost) == 0
