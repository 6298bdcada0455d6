"""Disinhibition in a two-population rate model: firing against dose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scripts.figures import chart
from scripts.figures.content import Content
from scripts.figures.figure import Figure
from scripts.figures.models import disinhibition

GRID = np.logspace(-2, 2, 81)
TICKS = [0.01, 0.1, 1, 10, 100]
NORMAL = disinhibition.Network()
ALIKE = replace(NORMAL, ratio=1.0)
CURVES = (("interneurons", 2, 2.5), ("alike", 4, 1.75), ("pyramidal", 1, 2.5))  # px wide


def rates(dose: float) -> dict[str, float]:
    """Firing rates in percent of the rate without drug."""
    pyramidal, interneurons = disinhibition.steady(NORMAL, dose)
    alike = disinhibition.steady(ALIKE, dose)[0]
    return {"pyramidal": 100 * pyramidal, "interneurons": 100 * interneurons, "alike": 100 * alike}


def drawing(content: Content) -> chart.Spec:
    x = chart.axis("x", content.line("x"), (0.01, 100), log=True, values=TICKS, format="~g")
    y = chart.axis("y", content.line("y"), (0, 150), values=[0, 50, 100, 150])
    layers = [chart.level(y, 100)]
    for name, number, wide in CURVES:
        curve = [rates(dose)[name] for dose in GRID]
        layers.append(chart.line(GRID, curve, x, y, number, strokeWidth=wide))
    return chart.panel(*layers, *chart.notes(content, x, y), width=346, height=280)


def figure(content: Content) -> Figure:
    rows = content.publish({"dose": f"{dose:g}", **rates(dose)} for dose in content.model.at)
    return Figure(
        rows,
        drawing(content),
        parameters=disinhibition.PARAMETERS,
        curve=lambda dose: rates(dose)["pyramidal"],
    )
