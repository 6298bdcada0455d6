"""The five data plots: rows as their sources print them, known sources, and one set of numbers in table, CSV, picture and parameters."""

from __future__ import annotations

import csv
import importlib
import io
import json
import re
from math import isclose, log

import pytest

from scripts.core.bibliography import load as read_bibliography
from scripts.figures import (
    Figure,
    bladder_risk,
    history_timeline,
    meta,
    module_name,
    response_over_time,
    responses,
    targets_by_affinity,
    text_of,
    trial_forest,
)
from scripts.figures.build import csv_text, vega_lite
from scripts.figures.models import intervals

PLOTS = (
    "response-over-time",
    "trial-forest",
    "targets-by-affinity",
    "history-timeline",
    "bladder-risk",
)


@pytest.fixture(scope="module", params=PLOTS)
def plot(request: pytest.FixtureRequest) -> tuple[str, Figure]:
    return request.param, importlib.import_module(module_name(request.param)).figure()


def drawn(figure: Figure) -> str:
    return json.dumps(vega_lite(figure.chart), ensure_ascii=False)


def keys_of(figure: Figure) -> set[str]:
    return {key for row in figure.rows for key in str(row["Source"]).split()}


# -- every plot ---------------------------------------------------------------------------------------------------


def test_every_row_has_the_same_columns_and_a_source(plot: tuple[str, Figure]) -> None:
    _, figure = plot
    assert len({tuple(row) for row in figure.rows}) == 1
    assert all(row["Source"] for row in figure.rows)


def test_every_source_is_known_and_cited_with_the_figure(plot: tuple[str, Figure]) -> None:
    name, figure = plot
    assert keys_of(figure) <= set(read_bibliography())
    assert keys_of(figure) == set(meta.read(name).sources)


def test_csv_is_the_table(plot: tuple[str, Figure]) -> None:
    _, figure = plot
    head, *rows = csv.reader(io.StringIO(csv_text(figure.rows)))
    assert head == list(figure.rows[0])
    assert rows == [[text_of(cell) for cell in row.values()] for row in figure.rows]


def test_no_hyphen_stands_for_a_minus(plot: tuple[str, Figure]) -> None:
    _, figure = plot
    assert not [cell for row in figure.rows for cell in row.values() if re.match(r"-\d", str(cell))]


def test_two_drawings_are_the_same(plot: tuple[str, Figure]) -> None:
    name, figure = plot
    again = importlib.import_module(module_name(name)).figure()
    assert drawn(again) == drawn(figure) and again.parameters == figure.parameters


# -- response over time -------------------------------------------------------------------------------------------


def test_shares_fit_the_numbers_of_people() -> None:
    for point in responses.POINTS:
        if point.count is not None:
            assert isinstance(point.n, int)
            places = 1 if point.value % 1 else 0
            assert round(100 * point.count / point.n, places) == point.value, point


def test_wilson_interval_against_published_values() -> None:
    # Newcombe 1998, table I, method 3: 81 of 263 gives 0.2553 to 0.3662, 15 of 148 gives 0.0624 to 0.1605.
    for count, n, low, high in ((81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05)):
        assert intervals.wilson(count, n) == pytest.approx((low, high), abs=0.01)


def test_whiskers_enclose_their_value() -> None:
    for point in responses.POINTS:
        ends = responses.bounds(point)
        assert (ends is None) == (point.kind == "")
        if ends:
            assert ends[0] < point.value < ends[1]


def test_signs_of_scores() -> None:
    for point in responses.POINTS:
        assert (point.value < 0) == (point.measure == responses.CHANGE), point


def test_values_as_printed() -> None:
    def values(trial: str, measure: str, arm: str) -> list[float]:
        return [point.value for point in responses.select(trial, measure, arm)]

    m = responses
    assert values(m.ZARATE, m.RESPONSE, "ketamine") == [71, 35]
    assert values(m.HAN, m.RESPONSE, "ketamine") == [52.2, 47.9, 39.8]
    assert values(m.LII, m.RESPONSE, "ketamine") == [60.0, 50.0, 45.0, 36.8, 31.6, 42.1]
    assert values(m.LII, m.RESPONSE, "saline") == [50.0, 60.0, 50.0, 42.1, 36.8, 57.9]
    assert values(m.DALY, m.CHANGE, "esketamine 84 mg") == [-17.6, -16.4, -15.3]
    assert values(m.LII, m.SCORE, "saline") == [29.9, 16.4, 17.5, 17.2, 16.9, 18.5, 16.2]
    assert values(m.SU, m.FREE, "midazolam") == [7.1, 9.5, 7.1, 7.1, 11.9, 16.7]


def test_every_point_is_in_one_view_on_one_measure() -> None:
    views = response_over_time.parameters()["views"]
    assert isinstance(views, list)
    assert sum(len(arm["points"]) for view in views for arm in view["arms"]) == len(
        responses.POINTS
    )
    for view in views:
        low, high = view["domain"]
        for arm in view["arms"]:
            for _, _, value, start, end in arm["points"]:
                assert low <= value <= high
                assert start is None or (low <= start and end <= high), (view["key"], arm["name"])


# -- forest -------------------------------------------------------------------------------------------------------


def test_intervals_are_in_order_and_signs_are_plausible() -> None:
    for row in trial_forest.ROWS:
        low, estimate, high = float(row.low), float(row.estimate), float(row.high)
        assert low < estimate < high, row
        if trial_forest.SCALES[row.scale].log:
            assert low > 0
        elif row.scale != trial_forest.ECT:
            assert estimate < 0, row


def test_ratio_intervals_are_symmetric_on_their_logarithm() -> None:
    """A misread digit would show: the estimate of a ratio sits midway between the logarithms of its limits."""
    for row in trial_forest.ROWS:
        if trial_forest.SCALES[row.scale].log:
            middle = (log(float(row.low)) + log(float(row.high))) / 2
            assert isclose(log(float(row.estimate)), middle, abs_tol=0.06), row


def test_difference_intervals_are_symmetric() -> None:
    for row in trial_forest.ROWS:
        if not trial_forest.SCALES[row.scale].log:
            low, estimate, high = float(row.low), float(row.estimate), float(row.high)
            # Rounded figures: the KetECT estimate is a difference of whole percentages.
            assert abs((low + high) / 2 - estimate) <= 0.12 * (high - low), row


def test_panels_keep_scales_apart_and_hold_every_row() -> None:
    for scale, axis in trial_forest.SCALES.items():
        low, high = sorted(axis.domain)
        rows = [row for row in trial_forest.ROWS if row.scale == scale]
        assert rows
        assert all(low <= float(row.low) and float(row.high) <= high for row in rows)
        assert sum(
            isinstance(line, trial_forest.Row) for line in trial_forest._lines(scale)
        ) == len(rows)


def test_the_picture_prints_each_interval_of_its_panels() -> None:
    text = drawn(trial_forest.figure())
    for row in trial_forest.ROWS:
        assert (trial_forest.interval(row) in text) == (row.scale in trial_forest.DRAWN), row


# -- targets ------------------------------------------------------------------------------------------------------


def test_calculated_affinities_follow_from_the_printed_logarithms() -> None:
    values = [
        value
        for value in targets_by_affinity.VALUES
        if value.note.startswith(targets_by_affinity.PKI)
    ]
    assert len(values) == 3
    for value in values:
        micromolar = 10 ** (6 - float(value.note.rsplit(" ", 1)[1]))
        assert float(f"{micromolar:.2g}") == value.value
        assert targets_by_affinity.text(value).endswith("(calc.)")


def test_free_concentrations_are_those_of_the_lesson() -> None:
    assert [targets_by_affinity.free(band) for band in targets_by_affinity.BANDS] == [0.41, 4.9]


def test_affinities_as_printed() -> None:
    found = {
        (value.source, value.compound, value.line): value.value
        for value in targets_by_affinity.VALUES
    }
    assert found["ebert1997", "S-ketamine", "binding: ketamine"] == 0.3
    assert found["ebert1997", "R-norketamine", "binding: norketamine"] == 13
    assert found["seeman2005", "ketamine", "D2 receptor (contested)"] == 0.055
    assert found["nishimura1999", "R-ketamine", "the same, mirror forms"] == 390
    assert found["schnoebel2005", "S-ketamine", "delayed-rectifier potassium"] == 266
    assert found["schnoebel2005", "R-ketamine", "delayed-rectifier potassium"] == 196


def test_targets_stay_on_the_axis_and_limits_say_so() -> None:
    low, high = targets_by_affinity.DOMAIN
    for value in targets_by_affinity.VALUES:
        assert low < value.value < high
        if value.relation != "=":
            assert re.search(r"[≤<>–]|up to|at", targets_by_affinity.text(value))


# -- timeline -----------------------------------------------------------------------------------------------------


def test_events_are_in_order_and_in_a_theme() -> None:
    years = [event.year for event in history_timeline.EVENTS]
    assert years == sorted(years) and (years[0], years[-1]) == (1956, 2026)
    assert {event.theme for event in history_timeline.EVENTS} == set(history_timeline.THEMES)


def test_every_event_leads_to_a_section_of_the_page() -> None:
    page = (meta.FIGURES.parent / "history.md").read_text(encoding="utf-8")
    ids = set(re.findall(r"^##.*\{ #([\w-]+)", page, re.MULTILINE))
    assert {history_timeline.section(event) for event in history_timeline.EVENTS} <= ids


def test_every_event_is_in_the_description() -> None:
    text = meta.read("history-timeline").description
    for event in history_timeline.EVENTS:
        assert re.search(
            rf"{event.year}: [^;]*[;.]" + "".join(rf"\[\^{key}\]" for key in event.source.split()),
            " ".join(text.split()),
        ), event


def test_names_of_landmarks_do_not_overlap() -> None:
    places = history_timeline.spread([0, 1, 2, 50], 20, 60)
    assert all(b - a >= 20 for a, b in zip(places, places[1:], strict=False)) and places[-1] <= 60


# -- harms --------------------------------------------------------------------------------------------------------


def test_shares_of_harms_fit_their_counts() -> None:
    for share in bladder_risk.SHARES:
        exact, printed = 100 * share.count / share.n, float(share.percent)
        # The survey prints 26.6% and 340 of 1285, which is 26.5%.
        assert abs(exact - printed) <= (0.15 if "." in share.percent else 0.55), share
        low, high = bladder_risk.bounds(share)
        assert low < printed < high
        assert share.printed or round(exact) == round(printed)


def test_treatment_has_no_rate() -> None:
    figure = bladder_risk.figure()
    assert "no rate known" in drawn(figure)
    assert not [row for row in figure.rows if "treatment" in str(row["People"])]
