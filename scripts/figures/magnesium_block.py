"""Magnesium block of the NMDA receptor: free conductance and current against membrane potential."""

from __future__ import annotations

import numpy as np

from scripts.figures import chart, theme
from scripts.figures.content import Content
from scripts.figures.figure import Figure
from scripts.figures.models import magnesium

CURVES = ((0.1, 3), (1.0, 1), (2.0, 2))  # mM Mg, series
VOLTS = np.arange(-100, 61, 2.0)
LABELS = (("0.1", (-99, 84), 3, "left"), ("1", (-33, 40), 1, "right"), ("2", (-7, 44), 2, "left"))
STRONG = chart.look(fontWeight=600)


def free(content: Content) -> chart.Spec:
    x = chart.axis("x", None, (-100, 60), labels=False, ticks=False, values=[-70, -20])
    y = chart.axis("y", content.line("free"), (0, 100), values=[0, 25, 50, 75, 100])
    layers = [chart.rule(x, -70), chart.rule(x, -20)]
    for mg, number in CURVES:
        points = zip(VOLTS, 100 * magnesium.unblocked(VOLTS, mg), strict=True)
        layers.append(chart.line(points, x, y, number))
    for name, at, number, align in LABELS:
        words, color = content.label(name), theme.series(number)
        layers.append(chart.label(words, at, x, y, color, align=align, **STRONG))
    for name, volts in (("rest", -70), ("depolarized", -20)):
        words = content.label(name)
        layers.append(chart.label(words, (volts, 97), x, y, chart.MUTED, align="right", dx=-5))
    return chart.panel(*layers, width=346, height=190)


def current(content: Content) -> chart.Spec:
    ticks = list(range(-100, 61, 20))
    x = chart.axis("x", content.line("x"), (-100, 60), values=ticks, grid=False)
    y = chart.axis("y", content.line("current"), (-130, 80), values=[-100, -50, 0, 50])
    straight = [(v, 100 * float(magnesium.current(v, 0))) for v in (-91, 56)]
    layers = [
        chart.rule(x, -70),
        chart.rule(x, -20),
        chart.level(y, 0),
        chart.line(straight, x, y, 4),
    ]
    for mg, number in CURVES:
        points = zip(VOLTS, 100 * magnesium.current(VOLTS, mg), strict=True)
        layers.append(chart.line(points, x, y, number))
    layers.append(chart.label(content.label("0"), (-66, -106), x, y, theme.series(4), **STRONG))
    return chart.panel(*layers, width=346, height=190)


def figure(content: Content) -> Figure:
    rows = content.publish(
        {"volts": volts}
        | {f"free {mg:g}": 100 * float(magnesium.unblocked(volts, mg)) for mg, _ in CURVES}
        | {f"current {mg:g}": 100 * float(magnesium.current(volts, mg)) for mg in (0.0, 1.0)}
        for volts in content.model.at
    )
    drawing = chart.above(free(content), current(content), spacing=34)
    return Figure(
        rows,
        drawing,
        parameters=magnesium.PARAMETERS,
        curve=lambda volts: 100 * float(magnesium.unblocked(volts, 1)),
    )
