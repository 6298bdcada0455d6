"""Block of the NMDA receptor by ketamine and memantine: concentration, voltage, binding.

gilling2009: human GluN1/GluN2A in HEK-293 cells, whole cell, −70 mV (memantine's values as quoted from its abstract).
ebert1997: displacement of [3H]MK-801, rat brain. Concentrations in µM, voltages in mV.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
# IC50 (µM), Hill coefficient, electrical depth of the site.
DRUGS = {
    "ketamine": {"ic50": 0.71, "hill": 0.84, "delta": 0.79},
    "memantine": {"ic50": 0.79, "hill": 0.92, "delta": 0.90},
}
MEASURED_AT = -70.0
THERMAL = 25.4  # RT/F at 22 °C, mV
# Inhibition constants, µM.
KI = {"(S)-ketamine": 0.3, "(R)-ketamine": 1.4, "(S)-norketamine": 1.7, "(R)-norketamine": 13.0}
# Total ketamine in human plasma, µM (zanos2018, Table 1); share that is free at least (dayton1983: up to 47% bound).
INFUSION = {"level": 0.78, "low": 0.42, "high": 1.1}
ANESTHESIA = {"low": 5.0, "high": 10.0}
FREE = 0.53


def ic50(drug: str, voltage: float = MEASURED_AT) -> float:
    """Half-blocking concentration (µM); away from −70 mV an extrapolation after Woodhull for one positive charge."""
    p = DRUGS[drug]
    return p["ic50"] * float(np.exp(p["delta"] * (voltage - MEASURED_AT) / THERMAL))


def block(drug: str, concentration: ArrayLike, voltage: float = MEASURED_AT) -> Array:
    """Blocked share of the current (0 to 1) at steady state."""
    ratio = (np.asarray(concentration, dtype=float) / ic50(drug, voltage)) ** DRUGS[drug]["hill"]
    return ratio / (1 + ratio)


def occupancy(compound: str, concentration: ArrayLike) -> Array:
    """Share of binding sites held by a compound alone: C/(C + Ki)."""
    c = np.asarray(concentration, dtype=float)
    return c / (c + KI[compound])


PARAMETERS = {
    "drugs": DRUGS,
    "ki": KI,
    "plasma": {"infusion": INFUSION, "anesthesia": ANESTHESIA, "free": FREE},
    "measured": MEASURED_AT,
    "thermal": THERMAL,
}
