"""Magnesium block of the NMDA receptor: free conductance and current against membrane potential."""

from __future__ import annotations

import numpy as np

from scripts.figures import Figure, chart, plain, theme
from scripts.figures.models import magnesium

CURVES = ((0.1, 3), (1.0, 1), (2.0, 2))  # mM Mg, series
VOLTS = np.arange(-100, 61, 2.0)


def _pairs(values) -> list[tuple[float, float]]:
    return list(zip(VOLTS, values, strict=True))


def _free() -> plain.Spec:
    x = chart.axis_x(None, (-100, 60), labels=False, ticks=False, values=[-70, -20])
    y = chart.axis_y("Conductance free of magnesium (%)", (0, 100), values=[0, 25, 50, 75, 100])
    layers = [chart.rule(x, -70), chart.rule(x, -20)]
    layers += [
        chart.line(_pairs(100 * magnesium.unblocked(VOLTS, mg)), x, y, number)
        for mg, number in CURVES
    ]
    for text, at, number, align in (
        ("0.1 mM magnesium", (-99, 66), 3, "left"),
        ("1 mM", (-33, 40), 1, "right"),
        ("2 mM", (-7, 44), 2, "left"),
    ):
        layers.append(
            chart.label(text, at, x, y, theme.series(number), align=align, fontWeight=600)
        )
    layers.append(
        chart.label("at rest", (-70, 97), x, y, theme.LIGHT["muted"], align="right", dx=-5)
    )
    layers.append(
        chart.label("depolarized", (-20, 97), x, y, theme.LIGHT["muted"], align="right", dx=-5)
    )
    return plain.layer(*layers, width=440, height=190)


def _current() -> plain.Spec:
    x = chart.axis_x(
        "Membrane potential (mV)", (-100, 60), values=list(range(-100, 61, 20)), grid=False
    )
    y = chart.axis_y(
        "NMDA current (magnesium-free current at −70 mV = −100)",
        (-130, 80),
        values=[-100, -50, 0, 50],
    )
    layers = [chart.rule(x, -70), chart.rule(x, -20), chart.level(y, 0)]
    layers.append(
        chart.line([(v, 100 * float(magnesium.current(v, 0))) for v in (-91, 56)], x, y, 4)
    )
    layers += [
        chart.line(_pairs(100 * magnesium.current(VOLTS, mg)), x, y, number)
        for mg, number in CURVES
    ]
    layers.append(chart.label("no magnesium", (-66, -106), x, y, theme.series(4), fontWeight=600))
    return plain.layer(*layers, width=440, height=190)


def _chart() -> plain.Spec:
    return plain.above(_free(), _current(), spacing=34)


def figure() -> Figure:
    rows = []
    for volts in range(-100, 61, 10):
        row = {"Membrane potential (mV)": volts}
        row |= {
            f"Free at {mg:g} mM Mg (%)": 100 * float(magnesium.unblocked(volts, mg))
            for mg, _ in CURVES
        }
        row |= {
            f"Current at {mg:g} mM Mg (%)": 100 * float(magnesium.current(volts, mg))
            for mg in (0.0, 1.0)
        }
        rows.append(row)
    return Figure(rows, plain.spec(_chart), parameters=magnesium.PARAMETERS)
