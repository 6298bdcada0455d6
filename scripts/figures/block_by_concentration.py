"""Block of human GluN1/GluN2A receptors against concentration, with plasma levels of ketamine."""

from __future__ import annotations

import numpy as np

from scripts.figures import chart, theme
from scripts.figures.content import Content
from scripts.figures.figure import Figure
from scripts.figures.models import block

GRID = np.logspace(-2, 2, 81)
TICKS = [0.01, 0.1, 1, 10, 100]


def drawing(content: Content) -> chart.Spec:
    x = chart.axis("x", content.line("x"), (0.01, 100), log=True, values=TICKS, format="~g")
    y = chart.axis("y", content.line("y"), (0, 100), values=[0, 25, 50, 75, 100])
    level = block.INFUSION["level"]
    layers = [chart.span(x, b["low"], b["high"]) for b in (block.INFUSION, block.ANESTHESIA)]
    for number, drug in enumerate(block.DRUGS, 1):
        layers.append(chart.line(GRID, 100 * block.block(drug, GRID), x, y, number))
    usual = (level, 100 * float(block.block("ketamine", level)))
    layers.append(chart.point(usual, x, y, theme.series(1)))
    return chart.panel(*layers, *chart.notes(content, x, y), width=346, height=290)


def figure(content: Content) -> Figure:
    rows = content.publish(
        {"concentration": f"{c:g}"}
        | {drug: 100 * float(block.block(drug, c)) for drug in block.DRUGS}
        | {name: 100 * float(block.occupancy(name, c)) for name in block.KI}
        for c in content.model.at
    )
    return Figure(
        rows,
        drawing(content),
        parameters=block.PARAMETERS,
        curve=lambda c: 100 * float(block.block("memantine", c)),
    )
