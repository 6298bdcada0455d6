"""Magnesium block of the NMDA receptor after Jahr and Stevens (jahr1990).

B(V) = 1 / (1 + [Mg]/3.57 mM · exp(−0.062 V)), V in mV, is the share of the NMDA conductance that is free
of magnesium; the current is g · B(V) · (V − E_rev). The constants are as quoted from the paper in public models.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
HALF_BLOCK = 3.57  # mM, at 0 mV
STEEPNESS = 0.062  # per mV
REVERSAL = 0.0  # mV
REFERENCE = -70.0  # mV: the magnesium-free current here is the unit of current


def unblocked(voltage: ArrayLike, magnesium: float) -> Array:
    """Share of the conductance free of magnesium (0 to 1) at `voltage` (mV) in `magnesium` (mM)."""
    return 1 / (1 + magnesium / HALF_BLOCK * np.exp(-STEEPNESS * np.asarray(voltage, dtype=float)))


def current(voltage: ArrayLike, magnesium: float) -> Array:
    """NMDA current as a share of the magnesium-free inward current at −70 mV (inward is negative)."""
    volts = np.asarray(voltage, dtype=float)
    return unblocked(volts, magnesium) * (volts - REVERSAL) / (REVERSAL - REFERENCE)


def half_voltage(magnesium: float) -> float:
    """Voltage (mV) at which half of the conductance is free."""
    return float(np.log(magnesium / HALF_BLOCK) / STEEPNESS)


PARAMETERS = {
    "half": HALF_BLOCK,
    "steepness": STEEPNESS,
    "reversal": REVERSAL,
    "reference": REFERENCE,
}
