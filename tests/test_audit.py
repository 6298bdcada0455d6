"""What counts as within the budget, and which of several runs is believed."""

from __future__ import annotations

import pytest

from scripts.audit.pages import TBT, falls_short, middle

GOOD = {"perf": "97", "access": "100", "best": "100", "seo": "100", "TBT ms": "120"}


@pytest.mark.parametrize(
    "change",
    [
        {"perf": "94"},
        {"access": "99"},
        {"seo": "91"},
        {"TBT ms": str(TBT + 1)},
        {"error": "no browser"},
    ],
)
def test_any_figure_below_the_budget_counts(change: dict[str, str]) -> None:
    assert not falls_short(GOOD)
    assert falls_short({**GOOD, **change})


def test_without_lighthouse_nothing_falls_short() -> None:
    assert not falls_short({})


def test_the_middle_run_is_believed_and_a_failed_one_is_no_fast_one() -> None:
    slow, fast = {**GOOD, "TBT ms": "300"}, {**GOOD, "TBT ms": "40"}
    assert middle([slow, GOOD, fast]) is GOOD
    assert middle([{"error": "x"}, GOOD, fast]) is GOOD
    assert "error" in middle([{"error": "x"}, {"error": "y"}, fast])
