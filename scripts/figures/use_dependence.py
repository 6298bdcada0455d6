"""Block that builds up in open channels and stays when they close: ketamine against memantine."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from scripts.figures import chart, theme
from scripts.figures.content import Content
from scripts.figures.figure import Figure
from scripts.figures.models import trapping

PHASES = trapping.protocol()
STEPS = (0, 5, 25, 85, 125)
TIMES = np.unique(np.concatenate([np.linspace(a, b, 31) for a, b in pairwise(STEPS)]))
# What is in the bath: from, to (s), color.
BATH = (("agonist", 0, 25, "muted"), ("agonist", 85, 125, "muted"), ("drug", 5, 25, "ink"))
STRONG = chart.look(fontWeight=600)


def bars(content: Content, x: chart.Spec) -> chart.Spec:
    """What is in the bath, above the curves."""
    axis = chart.look(title=None, grid=False, domain=False, ticks=False, labelFontSize=theme.TICK)
    order = [content.line("agonist"), content.line("drug")]
    y = {"field": "y", "type": "ordinal", "axis": axis, "sort": order}
    rows = [
        {"y": content.line(name), "x": a, "x2": b, "c": theme.LIGHT[role]}
        for name, a, b, role in BATH
    ]
    color = {"color": {"field": "c", "type": "nominal", "scale": None, "legend": None}}
    layer = chart.mark("bar", rows, x, y, also=chart.x2() | color, height=9)
    return chart.panel(layer, width=326, height=44)


def curves(content: Content, x: chart.Spec) -> chart.Spec:
    y = chart.axis("y", content.line("y"), (0, 100), values=[0, 25, 50, 75, 100])
    layers = [chart.span(x, 25, 85)]
    for number, drug in enumerate(trapping.RATES, 1):
        blocked = 100 * trapping.blocked(drug, PHASES, TIMES)
        layers.append(chart.line(zip(TIMES, blocked, strict=True), x, y, number))
    label, muted = content.label, chart.MUTED
    corner = chart.look(align="right", lineHeight=17)
    layers += [
        chart.label(label("ketamine"), (30, 94), x, y, theme.series(1), **STRONG),
        chart.label(label("memantine"), (84, 60), x, y, theme.series(2), align="right", **STRONG),
        chart.label(label("shut"), (55, 8), x, y, muted, align="center"),
        chart.label(label("open"), (124, 62), x, y, muted, **corner),
    ]
    return chart.panel(*layers, width=326, height=240)


def figure(content: Content) -> Figure:
    top = chart.axis("x", None, (0, 125), labels=False, ticks=False, domain=False)
    x = chart.axis("x", content.line("x"), (0, 125), values=[0, 25, 50, 75, 100, 125])
    rows = content.publish(
        {"time": time}
        | {d: 100 * float(trapping.blocked(d, PHASES, [time])[0]) for d in trapping.RATES}
        for time in content.model.at
    )
    drawing = chart.above(bars(content, top), curves(content, x), spacing=26)
    return Figure(
        rows,
        drawing,
        parameters=trapping.PARAMETERS,
        curve=lambda time: 100 * float(trapping.blocked("ketamine", PHASES, [time])[0]),
    )
