"""Confidence intervals."""

from __future__ import annotations

from math import sqrt


def wilson(count: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """95% confidence interval of a share, in percent (Wilson's score interval)."""
    share, weight = count / n, z * z / n
    middle, half = (
        (share + weight / 2) / (1 + weight),
        z * sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight),
    )
    return 100 * (middle - half), 100 * (middle + half)
