"""Use-dependent block and trapping: b is the share of channels that hold a drug molecule.

While agonist keeps the channels open (a simplification: all open), db/dt = k_on·C·(1 − b) − k_off·b (gilling2009).
While they are shut, nothing enters, and what leaves depends on the preparation:
 'human': cloned human receptors: of ketamine nothing, of memantine one fifth (gilling2009) with a time
          constant of 0.79 s (kotermanski2009b);
 'rat':   cortical neurons: a slow loss that keeps 86% of ketamine's and 71% of memantine's block for 120 s
          (mealing1999); that the loss is exponential is our assumption.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scripts.figures.models.compartments import Times

# per µM per s, per s
RATES = {"ketamine": {"on": 0.15, "off": 0.22}, "memantine": {"on": 0.32, "off": 0.53}}
ESCAPE = {"ketamine": 0.0, "memantine": 0.20}
ESCAPE_TIME = 0.79  # s
KEPT = {"ketamine": 0.86, "memantine": 0.71}
KEPT_FOR = 120.0  # s


@dataclass(frozen=True)
class Phase:
    """`seconds` with the channels open or shut and `drug` µM in the bath."""

    seconds: float
    open: bool
    drug: float


def after(
    drug: str, phase: Phase, start: float, seconds: float, preparation: str = "human"
) -> float:
    """Blocked share `seconds` into a phase that began with `start`."""
    if phase.open:
        rate = RATES[drug]["on"] * phase.drug + RATES[drug]["off"]
        end = RATES[drug]["on"] * phase.drug / rate
        return end + (start - end) * float(np.exp(-rate * seconds))
    if preparation == "human":
        return start * (1 - ESCAPE[drug] * (1 - float(np.exp(-seconds / ESCAPE_TIME))))
    return start * KEPT[drug] ** (seconds / KEPT_FOR)


def protocol(
    wash: float = 60,
    drug: float = 10,
    exposure: float = 20,
    pattern: str = "steady",
    wash_open: bool = False,
) -> list[Phase]:
    """Agonist alone for 5 s, drug (agonist 'steady', in 'pulses' of 1 s every 5 s, or 'none'), wash, agonist alone for 40 s."""
    phases = [Phase(5, True, 0)]
    if pattern == "pulses":
        left = exposure
        while left > 1e-9:
            shut, open_ = min(4.0, left), min(1.0, max(0.0, left - 4))
            phases += [Phase(shut, False, drug)] + ([Phase(open_, True, drug)] if open_ else [])
            left -= shut + open_
    else:
        phases.append(Phase(exposure, pattern == "steady", drug))
    return [*phases, Phase(wash, wash_open, 0), Phase(40, True, 0)]


def blocked(
    drug: str, phases: Sequence[Phase], times: Times, preparation: str = "human"
) -> NDArray[np.float64]:
    """Blocked share at `times` (s from the start of the protocol)."""
    out = []
    starts, share, clock = [], 0.0, 0.0
    for phase in phases:
        starts.append((clock, share, phase))
        share, clock = after(drug, phase, share, phase.seconds, preparation), clock + phase.seconds
    for time in times:
        begin, first, phase = next(
            entry for entry in reversed(starts) if entry[0] <= time or entry is starts[0]
        )
        out.append(after(drug, phase, first, min(time - begin, phase.seconds), preparation))
    return np.array(out)


PARAMETERS = {
    "rates": RATES,
    "escape": ESCAPE,
    "escapeTime": ESCAPE_TIME,
    "kept": KEPT,
    "keptFor": KEPT_FOR,
}
