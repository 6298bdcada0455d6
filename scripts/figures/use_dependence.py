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


def bars(content: Content, x: chart.Spec) -> chart.Spec:
    """What is in the bath, above the curves."""
    axis = chart.look(title=None, grid=False, domain=False, ticks=False)
    y = {"field": "y", "type": "ordinal", "axis": axis}
    layers = []
    for name, start, end, role in BATH:
        row = {"y": content.line(name), "x": start, "x2": end}
        layers.append(chart.mark("bar", [row], x, y, color=theme.LIGHT[role], height=9))
    return chart.panel(*layers, width=326, height=44)


def curves(content: Content, x: chart.Spec) -> chart.Spec:
    y = chart.axis("y", content.line("y"), (0, 100), values=[0, 25, 50, 75, 100])
    layers = [chart.span(x, 25, 85)]
    for number, drug in enumerate(trapping.RATES, 1):
        blocked = 100 * trapping.blocked(drug, PHASES, TIMES)
        layers.append(chart.line(TIMES, blocked, x, y, number))
    return chart.panel(*layers, *chart.notes(content, x, y), width=326, height=240)


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
