"""Confidence intervals."""

from __future__ import annotations

from scipy.stats import binomtest


def wilson(count: int, n: int) -> tuple[float, float]:
    """95% confidence interval of a share, in percent (Wilson's score interval)."""
    found = binomtest(count, n).proportion_ci(method="wilson")
    return 100 * float(found.low), 100 * float(found.high)
