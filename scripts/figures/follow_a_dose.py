"""One dose followed as far as it was measured: plasma, free drug, blocked channels, what was felt, mood."""

from __future__ import annotations

from typing import Literal

import numpy as np

from scripts.core.records import Named, Record, Words, fields
from scripts.figures import chart, theme
from scripts.figures.content import Content, cited
from scripts.figures.figure import Cell, Figure
from scripts.figures.models import block, ketamine, one_dose, published
from scripts.figures.models.one_dose import Array, Regimen

WEIGHT = 70.0
TIMES = np.unique(np.concatenate([np.linspace(0, 60, 61), np.linspace(60, 240, 91)]))


class Seen(Record, frozen=True):
    """A row of the CSV: what people at a plasma level (total, µM) reported or did, or a share in response on a day.

    A share in response names its trials' doses: the route (`model`), the amounts they `gave` and over how many minutes.
    It is shown with just those doses.
    """

    kind: Literal["felt", "mood"]
    what: Words
    source: Words
    fact: Words
    model: str = ""
    gave: str = ""
    minutes: float | None = None
    low: float | None = None
    high: float | None = None
    day: float | None = None
    value: float | None = None
    control: float | None = None
    against: str = ""


class Dose(Named, frozen=True):
    """One choice: a dose that a cited study or label used. `model`: its route."""

    model: Literal["racemate", "s", "spray", "film", "swallowed"]
    dose: float
    used: Words
    source: Words
    unit: Literal["mg/kg", "mg"] = "mg/kg"
    minutes: float = 0
    then: tuple[float, ...] = ()
    note: str = ""

    @property
    def regimen(self) -> Regimen:
        return Regimen(self.model, self.dose, self.minutes, self.then, self.unit == "mg/kg")

    def total(self, times: Array) -> Array:
        """Bound and free drug in plasma (µM) at `times` (min)."""
        return one_dose.micromolar(one_dose.plasma(self.regimen, WEIGHT, times))


class Route(Named, frozen=True):
    """How a form of the drug is given; `key` is the model that draws it, `fit` how well it does.

    `weight`: what body weight does to a dose that its route gives per kilogram.
    """

    form: Literal["ketamine", "s"]
    fit: Words
    weight: str = ""


class NotOffered(Record, frozen=True):
    """What cited studies used and the instrument leaves out."""

    form: Literal["ketamine", "s"]
    what: Words
    why: Words
    source: Words


class Step(Record, frozen=True):
    """One arrow, drawn above chart `at`; a `page` that is a claim decides its grade."""

    at: Literal[1, 2, 3]

    title: Words
    says: Words
    page: Words
    grade: Literal["established", "supported", "contested", "speculative", "unknown"] = "unknown"


def row_of(dose: Dose) -> dict[str, Cell]:
    """What the dose reaches at its peak."""
    level = one_dose.plasma(dose.regimen, WEIGHT, TIMES)
    at = int(np.argmax(level))
    total = one_dose.micromolar(level)[at : at + 1]
    cells: dict[str, Cell] = {"minute": f"{TIMES[at]:.0f}", "peak": float(level[at])}
    cells |= {"total": float(total[0]), "free": float(total[0] * block.FREE)}
    for magnesium in one_dose.SHIFTS:
        least, most = one_dose.blocked(total, magnesium)
        percent = f"{100 * least[0]:.0f}–{100 * most[0]:.0f}"
        cells[magnesium] = percent if most[0] >= 0.01 else "under 1"
    return fields(dose, "name", "used", "source") | cells


def plasma_panel(content: Content, total: Array) -> chart.Spec:
    x = chart.axis("x", None, (0, 240), labels=False, values=list(range(0, 241, 40)))
    y = chart.axis("y", content.line("plasma"), (0, 1.2), values=[0, 0.4, 0.8, 1.2])
    free = block.FREE * total
    return chart.panel(
        chart.band(TIMES, free, total, x, y, theme.series(1)),
        chart.line(TIMES, total, x, y, 1),
        chart.line(TIMES, free, x, y, 1, strokeWidth=1.5),
        *chart.notes(content, x, y, "plasma-notes"),
        width=346,
        height=150,
    )


def block_panel(content: Content, total: Array) -> chart.Spec:
    x = chart.axis("x", content.line("x"), (0, 240), values=list(range(0, 241, 40)))
    y = chart.axis("y", content.line("blocked"), (0, 100), values=[0, 25, 50, 75, 100])
    layers = []
    for number, magnesium in ((1, "none"), (3, "memantine")):
        least, most = (100 * share for share in one_dose.blocked(total, magnesium))
        layers += [
            chart.band(TIMES, least, most, x, y, theme.series(number)),
            chart.line(TIMES, most, x, y, number),
            chart.line(TIMES, least, x, y, number, strokeWidth=1.5),
        ]
    return chart.panel(*layers, *chart.notes(content, x, y, "block-notes"), width=346, height=190)


def sampled(found: dict[str, list[float]]) -> list[list[float]]:
    return [list(pair) for pair in zip(found["minutes"], found["ketamine"], strict=True)]


# Published levels (ng/mL) to hold the curve of a dose against: at a minute, perhaps with a range; or the peak alone.
POINTS = {
    "infusion-05": [list(published.ANTIDEPRESSANT.values())],
    "hours-3": sampled(published.RACEMATE_STEPS),
    "s-infusion-10": sampled(published.OTTO),
    "s-hours-3": sampled(published.STEPS),
    "film-50": [published.FILM["ketamine"]],
}
PEAKS = {f"spray-{mg}": found["ketamine"] for mg, found in published.SPRAY.items()}
PEAKS |= {"film-100": published.TWO_FILMS}


def in_words(left_out: list[NotOffered]) -> str:
    """Markdown: each reason once, with all that it keeps out."""
    lines = []
    for why in dict.fromkeys(one.why for one in left_out):
        listed = (f"{one.what}{cited(one.source)}" for one in left_out if one.why == why)
        lines.append(f"*{why[0].upper()}{why[1:]}:* {'; '.join(listed)}.")
    return " ".join(lines)


def figure(content: Content) -> Figure:
    seen, doses = content.rows(Seen), content.table("doses", Dose)
    steps, routes = content.table("steps", Step), content.table("routes", Route)
    left_out = content.table("not_offered", NotOffered)
    usual = next(dose for dose in doses if dose.key == "infusion-05")
    total = usual.total(TIMES)
    drawing = chart.above(plasma_panel(content, total), block_panel(content, total), spacing=30)
    return Figure(
        content.publish(row_of(dose) for dose in doses),
        drawing,
        parameters=ketamine.PARAMETERS
        | one_dose.PARAMETERS
        | {
            "routes": [fields(route) for route in routes],
            "doses": [fields(dose) for dose in doses],
            "left_out": [fields(one, "form", "what", "why") for one in left_out],
            "measured": POINTS,
            "peaks": PEAKS,
            "seen": [fields(row) for row in seen],
            "steps": [fields(step) for step in steps],
            "weighed": content.line("weighed"),
        },
        words={
            "sources": cited(" ".join(dose.source for dose in doses)),
            "not-offered": in_words(left_out),
        },
        # Without magnesium, if all of the drug were free.
        curve=lambda minutes: 100 * float(one_dose.blocked(usual.total(np.array([minutes])))[1][0]),
    )
