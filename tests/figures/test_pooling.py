"""The small meta-analysis against metafor (tests/figures/metafor.R made the values), and when it refuses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scripts.figures.models import pooling
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
