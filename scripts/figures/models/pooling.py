"""Random-effects meta-analysis: DerSimonian-Laird, and REML with Hartung and Knapp's interval.

y are estimates (ratios as logarithms), v their variances. The formulas are those of metafor's `rma`, against which a test
holds them; docs/assets/js/pool.js does the same in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

Array = NDArray[np.float64]
Z = float(norm.ppf(0.975))
# Quantiles of Student's t for the browser, by degrees of freedom from 1.
T = [float(f"{t.ppf(0.975, df):.12g}") for df in range(1, 31)]


@dataclass(frozen=True)
class Pooled:
    """estimate with its 95% interval, the 95% prediction interval, and how much the trials differ.

    ordinary: the standard error that the trials' own variances give; `se` is Hartung and Knapp's with REML.
    """

    k: int
    estimate: float
    se: float
    low: float
    high: float
    predicted_low: float
    predicted_high: float
    tau2: float
    i2: float
    q: float
    ordinary: float


def effect(estimate: str, low: str, high: str, ratio: bool) -> tuple[float, float]:
    """(y, v) of a printed estimate with its 95% interval."""
    y, a, b = (log(float(x)) if ratio else float(x) for x in (estimate, low, high))
    return y, ((b - a) / (2 * Z)) ** 2


def cochran(y: Array, v: Array) -> tuple[float, float, float]:
    """Q, the scaling constant of DerSimonian and Laird, and I² needs: the typical variance of a trial."""
    w = 1 / v
    q = float(np.sum(w * (y - np.sum(w * y) / np.sum(w)) ** 2))
    c = float(np.sum(w) - np.sum(w**2) / np.sum(w))
    return q, c, (len(y) - 1) / c


def reml(y: Array, v: Array, start: float) -> float:
    """The variance between trials, by Fisher scoring; 0 where the likelihood falls from there."""
    tau2 = start
    for _ in range(1000):
        w = 1 / (v + tau2)
        one, two, three = (float(np.sum(w**power)) for power in (1, 2, 3))
        mean = float(np.sum(w * y)) / one
        slope = float(np.sum(w**2 * (y - mean) ** 2)) - (one - two / one)
        step = slope / (two - 2 * three / one + (two / one) ** 2)
        while tau2 + step < 0:
            step = -tau2 if -step / 2 > tau2 else step / 2
        if abs(step) < 1e-14 * max(1.0, tau2) or not isfinite(step):
            break
        tau2 += step
    return tau2


def pool(y: Sequence[float], v: Sequence[float], method: str = "REML") -> Pooled:
    """`method`: REML (Hartung-Knapp interval) or DL (normal interval). One trial is returned as it is."""
    ys, vs = np.asarray(y, dtype=float), np.asarray(v, dtype=float)
    k = len(ys)
    if k == 1:
        se = sqrt(float(vs[0]))
        ends = (float(ys[0]) - Z * se, float(ys[0]) + Z * se)
        return Pooled(1, float(ys[0]), se, *ends, *ends, 0.0, 0.0, 0.0, se)
    q, c, typical = cochran(ys, vs)
    tau2 = max(0.0, (q - (k - 1)) / c)
    if method == "REML":
        tau2 = reml(ys, vs, tau2)
    w = 1 / (vs + tau2)
    mean = float(np.sum(w * ys) / np.sum(w))
    ordinary = sqrt(1 / float(np.sum(w)))
    if method == "REML":
        se = sqrt(float(np.sum(w * (ys - mean) ** 2) / ((k - 1) * np.sum(w))))
        reach = T[k - 2]
    else:
        se, reach = ordinary, Z
    wide = reach * sqrt(tau2 + se**2)
    ends = (mean - reach * se, mean + reach * se)
    i2 = 100 * tau2 / (tau2 + typical)
    return Pooled(k, mean, se, *ends, mean - wide, mean + wide, tau2, i2, q, ordinary)


def luck(found: Pooled) -> bool:
    """Hartung and Knapp's interval is the narrower one: the trials agree more closely than chance explains."""
    return found.k > 1 and T[found.k - 2] * found.se < Z * found.ordinary


def shown(found: Pooled) -> Pooled:
    """The result as a reader gets it: of the two intervals always the wider.

    Hartung and Knapp's shrinks to nothing as Q nears 0, whatever the trials' own intervals are.
    """
    if not luck(found):
        return found
    mean, reach = found.estimate, Z * found.ordinary
    wide = max(found.predicted_high - mean, Z * sqrt(found.tau2 + found.ordinary**2))
    ends = (mean - reach, mean + reach, mean - wide, mean + wide)
    return replace(found, low=ends[0], high=ends[1], predicted_low=ends[2], predicted_high=ends[3])
