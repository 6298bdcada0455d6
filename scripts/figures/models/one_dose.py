"""One dose, from plasma to blocked channels: the plasma models, the free share and the block, one after the other.

Nothing new is fitted here. Concentrations are total ketamine in µM unless said; the least that is free is 53% of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scripts.figures.models import block, ketamine

Array = NDArray[np.float64]
# Magnesium: how many times more drug the same block takes. For ketamine no number was seen; memantine's is about 20.
SHIFTS = {"none": 1.0, "memantine": 20.0}


@dataclass(frozen=True)
class Regimen:
    """model: racemate or s (into a vein), spray, film or swallowed (the last three S-ketamine).

    `dose` is in mg/kg or, with `per_kg` false, in mg; into a vein it runs for `minutes`, and those of `then`
    follow one after the other for as long each.
    """

    model: str
    dose: float
    minutes: float = 0
    then: tuple[float, ...] = ()
    per_kg: bool = True

    def milligrams(self, weight: float) -> list[float]:
        return [dose * weight if self.per_kg else dose for dose in (self.dose, *self.then)]


def plasma(regimen: Regimen, weight: float, times: Array) -> Array:
    """Ketamine or esketamine in plasma (ng/mL) at `times` (min)."""
    first, *_ = given = regimen.milligrams(weight)
    if regimen.model == "spray":
        return ketamine.spray(times, first)["ketamine"]
    if regimen.model == "swallowed":
        return ketamine.spray(times, first, "oral")["ketamine"]
    if regimen.model == "film":
        return ketamine.leiden(times, films=[(first, 0)], weight=weight)["ketamine"]
    long = regimen.minutes
    infusions = [(mg, at * long, long) for at, mg in enumerate(given)]
    model = ketamine.meta if regimen.model == "racemate" else ketamine.leiden
    return model(times, infusions, weight=weight)["ketamine"]


def micromolar(level: Array) -> Array:
    return level / ketamine.MASS["ketamine"]


def blocked(total: Array, magnesium: str = "none") -> tuple[Array, Array]:
    """Share of NMDA current blocked (0 to 1): by the least that is free, and if all of it were."""
    shift = SHIFTS[magnesium]
    return (
        block.block("ketamine", block.FREE * total / shift),
        block.block("ketamine", total / shift),
    )


PARAMETERS = {"shifts": SHIFTS, "free": block.FREE, "block": block.DRUGS["ketamine"]}
