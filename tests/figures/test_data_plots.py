"""The five data plots: known values, sense in every row, one set of numbers in table and picture."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from math import isclose, log

import pytest

from scripts.core.bibliography import load as read_bibliography
from scripts.core.pages import read_pages
from scripts.core.records import R, fields
from scripts.figures import (
    bladder_risk,
    build,
    history_timeline,
    response_over_time,
    targets_by_affinity,
    trial_forest,
)
from scripts.figures.figure import Figure
from scripts.figures.models import intervals
from tests.figures.helpers import FOLDER, content_of, figure_of

PLOTS = (
    "response-over-time",
    "trial-forest",
    "targets-by-affinity",
    "history-timeline",
    "bladder-risk",
)


def drawn(figure: Figure) -> str:
    assert figure.chart
    return json.dumps(build.vega_lite(figure.chart), ensure_ascii=False)


def rows(module: object, kind: type[R]) -> list[R]:
    return content_of(str(module.__name__).rsplit(".", 1)[1].replace("_", "-")).rows(kind)


POINTS = rows(response_over_time, response_over_time.Point)
FOREST = rows(trial_forest, trial_forest.Row)
SCALES = {one.key: one for one in content_of("trial-forest").table("scales", trial_forest.Scale)}
VALUES = rows(targets_by_affinity, targets_by_affinity.Value)
BANDS = content_of("targets-by-affinity").table("bands", targets_by_affinity.Band)
EVENTS = rows(history_timeline, history_timeline.Event)
SHARES = rows(bladder_risk, bladder_risk.Share)


# -- every plot ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLOTS)
def test_every_source_of_a_row_is_cited_with_the_figure(name: str) -> None:
    figure = figure_of(name)
    keys = {key for row in figure.rows for key in str(row["Source"]).split()}
    words = content_of(name).words
    cited = set(re.findall(r"\[\^(\S+?)\]", words.caption + words.description + str(figure.words)))
    assert keys == cited <= set(read_bibliography())


@pytest.mark.parametrize("name", PLOTS)
def test_every_row_says_which_fact_it_carries(name: str) -> None:
    head, *lines = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    assert head.endswith(",fact")
    assert all(re.search(r",(CLI|NMD|MET|HIS|AMP|UPD)[- ][\w -]+$", line) for line in lines)


# -- response over time -------------------------------------------------------------------------------------------


def test_shares_fit_the_numbers_of_people() -> None:
    for point in POINTS:
        if point.count is not None:
            places = 1 if point.value % 1 else 0
            assert round(100 * point.count / int(point.n), places) == point.value, point


def test_wilson_interval_against_published_values() -> None:
    # Newcombe 1998, table I, method 3: 81 of 263 gives 0.2553 to 0.3662, 15 of 148 gives 0.0624 to 0.1605.
    for count, n, low, high in ((81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05)):
        assert intervals.wilson(count, n) == pytest.approx((low, high), abs=0.01)


def test_whiskers_enclose_their_value_and_signs_fit() -> None:
    for point in POINTS:
        assert (point.value < 0) == (point.measure == "change"), point
        assert bool(point.spread_is) == (point.spread is not None)
        if point.bounds:
            assert point.bounds[0] < point.value < point.bounds[1]


def test_every_point_is_in_one_view_on_one_measure() -> None:
    views = figure_of("response-over-time").parameters["views"]
    assert sum(len(arm["points"]) for view in views for arm in view["arms"]) == len(POINTS)
    for view in views:
        low, high = view["domain"]
        for arm in view["arms"]:
            for _, _, value, start, end in arm["points"]:
                assert low <= value <= high
                assert start is None or (low <= start and end <= high), (view["key"], arm["name"])


def test_a_known_point() -> None:
    row = next(
        row
        for row in figure_of("response-over-time").rows
        if row["Arm"] == "esketamine 84 mg" and row["Time"] == "day 1"
    )
    assert [row[name] for name in ("Value", "Whisker from", "Whisker to", "Whisker is", "n")] == [
        "−16.4",
        "−19.0",
        "−13.8",
        "SE",
        "12",
    ]


# -- forest -------------------------------------------------------------------------------------------------------


def test_intervals_are_in_order_and_signs_are_plausible() -> None:
    for row in FOREST:
        low, estimate, high = float(row.low), float(row.estimate), float(row.high)
        assert low < estimate < high, row
        if SCALES[row.scale].log:
            assert low > 0
        elif row.scale != "ect":
            assert estimate < 0, row


def test_intervals_are_symmetric() -> None:
    """A misread digit would show: an estimate stands midway between its limits, of a ratio between their logarithms."""
    for row in FOREST:
        low, estimate, high = float(row.low), float(row.estimate), float(row.high)
        if SCALES[row.scale].log:
            assert isclose(log(estimate), (log(low) + log(high)) / 2, abs_tol=0.06), row
        else:
            # Rounded figures: the KetECT estimate is a difference of whole percentages.
            assert abs((low + high) / 2 - estimate) <= 0.12 * (high - low), row


def test_panels_keep_scales_apart_and_the_picture_prints_their_intervals() -> None:
    text = drawn(figure_of("trial-forest"))
    for row in FOREST:
        low, high = sorted(SCALES[row.scale].domain)
        assert low <= float(row.low) and float(row.high) <= high
        assert (row.interval in text) == SCALES[row.scale].drawn, row


def test_a_known_interval() -> None:
    lii = next(row for row in FOREST if (row.source, row.scale) == ("lii2023", "madrs"))
    assert fields(lii, "scale", "control", "interval", "n") == {
        "scale": "madrs",
        "control": "asleep",
        "interval": "−5.82 (−13.3 to 1.64)",
        "n": "40",
    }


# -- targets ------------------------------------------------------------------------------------------------------


def test_calculated_affinities_follow_from_the_printed_logarithms() -> None:
    values = [value for value in VALUES if "pKi" in value.note]
    assert len(values) == 3
    for value in values:
        micromolar = 10 ** (6 - float(value.note.rsplit(" ", 1)[1]))
        assert float(f"{micromolar:.2g}") == value.value
        assert value.text.endswith("(calc.)")


def test_free_concentrations_are_those_of_the_lesson() -> None:
    assert [band.free for band in BANDS] == [0.41, 4.9]


def test_targets_stay_on_the_axis_and_limits_say_so() -> None:
    low, high = targets_by_affinity.DOMAIN
    for value in VALUES:
        assert low < value.value < high
        if value.relation != "is":
            assert re.search(r"[≤<>–]|up to|at", value.text)


def test_known_texts_beside_the_marks() -> None:
    texts = {(value.line, value.compound): value.text for value in VALUES}
    assert texts["GABA-A, tonic current", "ketamine"] == "+33.6% at 100"
    assert texts["with β4", "ketamine"] == "9.5–29"
    assert texts["the same, mirror forms", "R-ketamine"] == "R 390"


# -- timeline -----------------------------------------------------------------------------------------------------


def test_events_are_in_order_and_lead_to_a_section_of_the_page() -> None:
    years = [event.year for event in EVENTS]
    assert years == sorted(years)
    page = next(page for page in read_pages() if "[[figure: history-timeline]]" in page.lines)
    assert {event.section for event in EVENTS} <= {heading.id for heading in page.headings}


def test_every_event_is_told_in_words_with_its_sources() -> None:
    words = figure_of("history-timeline").words["events"]
    assert words.count("\n- ") == len(EVENTS)
    for event in EVENTS:
        sources = "".join(f"[^{key}]" for key in event.source.split())
        assert f"- {event.year}: {event.event}.{sources}" in words


def test_names_of_landmarks_do_not_overlap() -> None:
    places = history_timeline.spread([0, 1, 2, 50], 20, 60)
    assert all(b - a >= 20 for a, b in pairwise(places)) and places[-1] <= 60


# -- harms --------------------------------------------------------------------------------------------------------


def test_shares_of_harms_fit_their_counts() -> None:
    for share in SHARES:
        exact, printed = 100 * share.count / share.n, float(share.percent)
        # The survey prints 26.6% and 340 of 1285, which is 26.5%.
        assert abs(exact - printed) <= (0.15 if "." in share.percent else 0.55), share
        assert share.bounds[0] < printed < share.bounds[1]
        assert share.count_is == "printed" or round(exact) == round(printed)


def test_treatment_schedules_have_no_rate_in_the_picture() -> None:
    assert "no rate known" in drawn(figure_of("bladder-risk"))
