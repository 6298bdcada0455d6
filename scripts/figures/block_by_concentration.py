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
    label, first, level = content.label, theme.series(1), block.INFUSION["level"]
    layers = [chart.span(x, b["low"], b["high"]) for b in (block.INFUSION, block.ANESTHESIA)]
    for number, drug in enumerate(block.DRUGS, 1):
        points = zip(GRID, 100 * block.block(drug, GRID), strict=True)
        layers.append(chart.line(points, x, y, number))
    near = chart.look(align="right", fontWeight=600)
    top = chart.look(align="right", baseline="top", lineHeight=17)
    low = chart.look(baseline="bottom", lineHeight=17)
    return chart.panel(
        *layers,
        chart.points([(level, 100 * float(block.block("ketamine", level)))], x, y, first),
        chart.label(label("level"), (0.64, 57), x, y, first, **near),
        chart.label(label("infusion"), (0.36, 97), x, y, chart.MUTED, **top),
        chart.label(label("anesthesia"), (11.5, 12), x, y, chart.MUTED, **low),
        chart.label(label("ketamine"), (0.06, 17), x, y, first, **near),
        chart.label(label("memantine"), (2.0, 58), x, y, theme.series(2), fontWeight=600),
        width=346,
        height=290,
    )


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
