"""The instrument that follows one dose: it offers what was used, grades as the claims do, and knows where it stops."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.core.bibliography import load
from scripts.figures.follow_a_dose import PEAKS, POINTS, Dose, NotOffered, Route, Seen, Step
from scripts.figures.models import block, ketamine, one_dose
from tests.figures.helpers import around, content_of, figure_of

CONTENT = content_of("follow-a-dose")
DOSES = CONTENT.table("doses", Dose)


def test_every_dose_names_the_study_or_label_that_used_it() -> None:
    assert len(DOSES) == len({dose.key for dose in DOSES}) == 25
    for dose in DOSES:
        assert set(dose.source.split()) <= set(load()) and dose.used
    largest = {"racemate": 4.5, "s": 40, "spray": 84, "film": 100, "swallowed": 0.25}
    assert {model: max(d.dose for d in DOSES if d.model == model) for model in largest} == largest


def test_addresses_of_the_first_nine_doses_stay() -> None:
    promised = [f"infusion-{size}" for size in ("05", "01", "02", "10")] + [
        "induction-2",
        "film-50",
    ]
    promised += [f"spray-{mg}" for mg in (28, 56, 84)]
    assert set(promised) <= {dose.key for dose in DOSES}


def test_each_route_has_doses_and_each_published_level_a_dose() -> None:
    routes = CONTENT.table("routes", Route)
    assert {route.key for route in routes} == {dose.model for dose in DOSES}
    assert {*POINTS, *PEAKS} <= {dose.key for dose in DOSES}
    assert {route.form for route in routes} == {
        one.form for one in CONTENT.table("not_offered", NotOffered)
    }


def test_what_is_left_out_is_said_with_its_source() -> None:
    left_out = CONTENT.table("not_offered", NotOffered)
    words = figure_of("follow-a-dose").words
    for one in left_out:
        assert set(one.source.split()) <= set(load()), one.what
        assert one.what in words["not-offered"] and one.why[1:] in words["not-offered"]
    assert "{{not-offered}}" in CONTENT.words.description
    assert "{{sources}}" in CONTENT.words.description
    assert "[^otto2021]" in words["sources"]


def trials_of(dose: Dose) -> list[Seen]:
    """Rows whose trials gave this amount by this route, as fast; read from what each row says they gave."""
    mood = [row for row in CONTENT.rows(Seen) if row.kind == "mood"]
    same_way = [row for row in mood if (row.model, row.minutes) == (dose.model, dose.minutes)]
    return [row for row in same_way if not dose.then and str(dose.dose) in amounts(row)]


def amounts(row: Seen) -> list[str]:
    return [str(float(one)) for one in row.gave.split()]


def test_mood_follows_only_the_doses_that_its_trials_gave() -> None:
    shown = {dose.key: {row.what.split()[0] for row in trials_of(dose)} for dose in DOSES}
    infusions = {"Murrough", "Han", "Lii"}
    assert {key: found for key, found in shown.items() if found} == {
        "infusion-05": infusions,
        "spray-56": {"TRANSFORM-1"},
        "spray-84": {"TRANSFORM-1"},
    }
    mood = [row for row in CONTENT.rows(Seen) if row.kind == "mood"]
    assert all(any(row in trials_of(dose) for dose in DOSES) for row in mood), "none is lost"


def test_infusions_that_follow_each_other() -> None:
    """The published model and, an hour after the last of three, within a tenth of what was measured (MET-58)."""
    dose = next(dose for dose in DOSES if dose.key == "hours-3")
    assert dose.regimen.milligrams(70) == pytest.approx([19.6, 39.9, 79.8])
    level = one_dose.plasma(dose.regimen, 70, np.array([180.0, 240.0]))
    assert one_dose.micromolar(level) == pytest.approx([2.23, 0.76], abs=0.005)
    measured = dict(POINTS["hours-3"])
    assert level == pytest.approx([measured[180], measured[240]], rel=0.1)


def test_a_swallowed_dose_is_the_models_and_less_than_half_of_what_a_spray_gives() -> None:
    by_weight = next(dose for dose in DOSES if dose.model == "swallowed").regimen
    level = one_dose.plasma(by_weight, 80, np.array([60.0]))
    assert level == pytest.approx(ketamine.spray([60], 20, "oral")["ketamine"])
    assert float(level[0]) < 0.5 * float(ketamine.spray([60], 20)["ketamine"][0])


def test_grades_are_those_of_the_claims_and_one_step_has_none() -> None:
    unknown = []
    for step in CONTENT.table("steps", Step):
        claim = step.page.partition("#")[2]
        if claim in around().grades:
            assert step.grade == around().grades[claim], step.title
        if step.grade == "unknown":
            unknown.append(step.title)
    assert unknown == ["Blocked channels → mood"]


def test_the_chain_is_the_models_one_after_the_other() -> None:
    regimen = one_dose.Regimen("racemate", 0.5, 40)
    level = one_dose.plasma(regimen, 70, np.array([40.0]))
    assert level == pytest.approx(ketamine.meta([40], [(35, 0, 40)])["ketamine"])
    total = one_dose.micromolar(level)
    least, most = one_dose.blocked(total)
    assert float(most[0]) == pytest.approx(float(block.block("ketamine", total)[0]))
    assert float(least[0]) == pytest.approx(float(block.block("ketamine", 0.53 * total)[0]))
    weaker = one_dose.blocked(20 * total, "memantine")[1]
    assert float(weaker[0]) == pytest.approx(float(most[0])), "20 times the drug, the same block"


def test_known_row() -> None:
    row = figure_of("follow-a-dose").rows[0]
    assert row["Block without magnesium (%)"] == "45–58"
    assert row["Block, magnesium as for memantine (%)"] == "6–10"


def test_what_was_seen_has_a_level_or_a_day() -> None:
    for row in CONTENT.rows(Seen):
        if row.kind == "felt":
            assert row.low is not None and row.high is not None and row.low < row.high
        else:
            assert row.day is not None and row.value is not None
            assert (row.control is None) == (not row.against)
