"""The small meta-analysis against metafor (tests/figures/metafor.R made the values), and when it refuses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scripts.figures import trial_forest
from scripts.figures.models import pooling
from tests.figures.helpers import figure_of
from tests.figures.test_data_plots import FOREST, SCALES

TABLE = list(csv.DictReader((Path(__file__).parent / "metafor.csv").open(encoding="utf-8")))
NUMBERS = (
    "estimate", "se", "low", "high", "predicted_low", "predicted_high", "tau2", "i2", "q",
)  # fmt: skip


def effects(entry: dict[str, str]) -> tuple[list[float], list[float]]:
    picked = [FOREST[int(number) - 1] for number in entry["rows"].split()]
    ratio = SCALES[entry["scale"]].log
    both = [pooling.effect(row.estimate, row.low, row.high, ratio) for row in picked]
    return [y for y, _ in both], [v for _, v in both]


def test_fifty_subsets_are_compared_small_ones_too() -> None:
    assert len(TABLE) == 100
    assert {int(entry["k"]) for entry in TABLE} >= {1, 2, 3, 4, 5}
    assert {entry["scale"] for entry in TABLE} == {"sd", "or", "madrs"}


@pytest.mark.parametrize("entry", TABLE, ids=lambda e: f"{e['scale']} {e['rows']} {e['method']}")
def test_agrees_with_metafor(entry: dict[str, str]) -> None:
    ours = pooling.pool(*effects(entry), entry["method"])
    for name in NUMBERS:
        assert getattr(ours, name) == pytest.approx(float(entry[name]), rel=1e-6, abs=1e-6), name


def pooled(*labels: str) -> pooling.Pooled:
    """Rows of the MADRS panel, pooled as a reader would be shown them."""
    rows = [row for row in FOREST if row.scale == "madrs" and row.label.startswith(labels)]
    both = [pooling.effect(row.estimate, row.low, row.high, False) for row in rows]
    return pooling.pool([y for y, _ in both], [v for _, v in both])


def test_luck_does_not_make_an_interval_narrow() -> None:
    """Two trials of 40 and 30 people, neither clear by itself, agree to a tenth of a point."""
    raw = pooled("Lii", "Shelton")
    assert (raw.low, raw.high) == pytest.approx((-6.68, -4.79), abs=0.01), "as metafor has it"
    assert pooling.luck(raw)
    found = pooling.shown(raw)
    assert (found.low, found.high) == pytest.approx((-10.68, -0.79), abs=0.01)
    assert found.predicted_low <= found.low and found.high <= found.predicted_high
    assert pooling.shown(pooled("ASPIRE", "Daly")) == pooled("ASPIRE", "Daly")


@pytest.mark.parametrize("entry", TABLE, ids=lambda e: f"{e['scale']} {e['rows']} {e['method']}")
def test_a_result_is_never_narrower_than_the_ordinary_one(entry: dict[str, str]) -> None:
    raw = pooling.pool(*effects(entry), entry["method"])
    found, least = pooling.shown(raw), 2 * pooling.Z * raw.ordinary
    assert found.high - found.low >= least * (1 - 1e-12)
    assert found.predicted_high - found.predicted_low >= (found.high - found.low) * (1 - 1e-12)
    assert (found != raw) == pooling.luck(raw)
    assert found.estimate == raw.estimate


def test_only_like_is_pooled_in_the_table() -> None:
    groups = trial_forest.poolable(FOREST)
    assert [[row.label.split(",")[0] for row in group] for group in groups] == [
        ["Zarate 2012", "Diazgranados 2010"],
        ["Murrough 2013", "Su 2023"],
        ["ASPIRE I and II", "Daly 2018"],
        ["TRANSFORM-2", "TRANSFORM-3"],
    ]
    rows = {str(row["Comparison"]): row for row in figure_of("trial-forest").rows}
    row = rows["Pooled here: Murrough 2013 with Su 2023"]
    assert [row[name] for name in ("Estimate", "95% CI from", "to")] == ["4.33", "2.01", "9.37"]
    assert "(2.31 to 8.14) would be too narrow" in str(row["Note"])
