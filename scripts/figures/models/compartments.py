"""Linear compartment models, solved exactly: dA/dt = M·A + b, with b constant between switching times.

The step from one grid point to the next is a matrix exponential, so there is no integration error; the
browser does the same (docs/assets/js/models/dose-to-plasma.js).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import expm

Array = NDArray[np.float64]
Times = Sequence[float] | Array


@dataclass(frozen=True)
class Input:
    """`rate` (amount per minute) into compartment `into` from `start` to `end` (minutes)."""

    into: int
    rate: float
    start: float
    end: float


def solve(
    matrix: Array, inputs: Sequence[Input], times: Times, first: Array | None = None
) -> Array:
    """Amounts at `times` (minutes, increasing), one row each; `first` are the amounts at time 0."""
    size = matrix.shape[0]
    state = np.zeros(size) if first is None else np.array(first, dtype=float)
    stops = sorted(
        {0.0, *map(float, times), *(t for i in inputs for t in (i.start, i.end) if t <= times[-1])}
    )
    found = {0.0: state}
    cache: dict[tuple[float, tuple[bool, ...]], Array] = {}
    for now, then in pairwise(stops):
        active = tuple(i.start <= now < i.end for i in inputs)
        key = (round(then - now, 9), active)
        if key not in cache:
            whole = np.zeros((size + 1, size + 1))
            whole[:size, :size] = matrix
            for on, i in zip(active, inputs, strict=True):
                whole[i.into, size] += i.rate if on else 0.0
            cache[key] = expm(whole * key[0])
        state = (cache[key] @ np.append(state, 1.0))[:size]
        found[then] = state
    return np.array([found[float(t)] for t in times])


def matrix(size: int, flows: Sequence[tuple[int, int | None, float]]) -> Array:
    """Rate matrix from flows (from, to or None for out, rate per minute)."""
    rates = np.zeros((size, size))
    for source, target, rate in flows:
        rates[source, source] -= rate
        if target is not None:
            rates[target, source] += rate
    return rates
