"""Magnesium block of the NMDA receptor: free conductance and current against membrane potential."""

from __future__ import annotations

import numpy as np

from scripts.figures import chart
from scripts.figures.content import Content
from scripts.figures.figure import Figure
from scripts.figures.models import magnesium

CURVES = ((0.1, 3), (1.0, 1), (2.0, 2))  # mM Mg, series
VOLTS = np.arange(-100, 61, 2.0)
STRAIGHT = (-91, 56)  # the ends of what would leave the plot


def free(content: Content) -> chart.Spec:
    x = chart.axis("x", None, (-100, 60), labels=False, ticks=False, values=[-70, -20])
    y = chart.axis("y", content.line("free"), (0, 100), values=[0, 25, 50, 75, 100])
    layers = [chart.rule(x, -70), chart.rule(x, -20)]
    for mg, number in CURVES:
        layers.append(chart.line(VOLTS, 100 * magnesium.unblocked(VOLTS, mg), x, y, number))
    return chart.panel(*layers, *chart.notes(content, x, y, "free-notes"), width=346, height=190)


def current(content: Content) -> chart.Spec:
    ticks = list(range(-100, 61, 20))
    x = chart.axis("x", content.line("x"), (-100, 60), values=ticks, grid=False)
    y = chart.axis("y", content.line("current"), (-130, 80), values=[-100, -50, 0, 50])
    layers = [chart.rule(x, -70), chart.rule(x, -20), chart.level(y, 0)]
    layers.append(chart.line(STRAIGHT, 100 * magnesium.current(STRAIGHT, 0), x, y, 4))
    for mg, number in CURVES:
        layers.append(chart.line(VOLTS, 100 * magnesium.current(VOLTS, mg), x, y, number))
    return chart.panel(*layers, *chart.notes(content, x, y, "current-notes"), width=346, height=190)


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
