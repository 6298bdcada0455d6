"""The instrument that follows one dose: it offers what was used, grades as the claims do, and knows where it stops."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.core.bibliography import load
from scripts.figures.follow_a_dose import Dose, Seen, Step
from scripts.figures.models import block, ketamine, one_dose
from tests.figures.helpers import around, content_of, figure_of

CONTENT = content_of("follow-a-dose")
DOSES = CONTENT.table("doses", Dose)


def test_every_dose_names_the_study_or_label_that_used_it() -> None:
    assert len(DOSES) >= 8
    for dose in DOSES:
        assert set(dose.source.split()) <= set(load()) and dose.used
    largest = {"racemate": 2, "spray": 84, "film": 50}
    assert {model: max(d.dose for d in DOSES if d.model == model) for model in largest} == largest


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
