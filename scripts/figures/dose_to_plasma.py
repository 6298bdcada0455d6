"""Plasma concentrations after a dose: S-ketamine, 0.5 mg/kg over 40 min, two models."""

from __future__ import annotations

import numpy as np

from scripts.figures import chart, theme
from scripts.figures.content import Content
from scripts.figures.figure import Figure
from scripts.figures.models import ketamine
from scripts.figures.models.published import ANTIDEPRESSANT, PUBLISHED

INFUSION = [(35.0, 0.0, 40.0)]  # mg, start, minutes


def published(x: chart.Spec, y: chart.Spec) -> list[chart.Spec]:
    """The level that was measured, with the range of volunteers."""
    a = ANTIDEPRESSANT
    ends = {"x": a["minutes"], "y": a["low"], "y2": a["high"]}
    return [
        chart.mark("rule", [ends], x, y, color=chart.INK, strokeWidth=2),
        chart.point((a["minutes"], a["level"]), x, y, chart.INK),
    ]


def drawing(content: Content) -> chart.Spec:
    times = np.unique(
        np.concatenate([np.linspace(0, 40, 21), np.linspace(40, 80, 21), np.linspace(80, 240, 41)])
    )
    artery, vein = ketamine.leiden(times, INFUSION), ketamine.venous(times, INFUSION)
    x = chart.axis("x", content.line("x"), (0, 240), values=list(range(0, 241, 40)))
    y = chart.axis("y", content.line("y"), (0, 320), values=[0, 100, 200, 300])
    both = np.sort([artery["ketamine"], vein["ketamine"]], axis=0)
    layers = [
        chart.rule(x, 40),
        chart.band(times, both[0], both[1], x, y, theme.series(1)),
        chart.line(times, vein["ketamine"], x, y, 1, strokeWidth=1.5),
    ]
    for number, values in enumerate(artery.values(), 1):
        layers.append(chart.line(times, values, x, y, number))
    layers += [*published(x, y), *chart.notes(content, x, y)]
    return chart.panel(*layers, width=346, height=290)


def figure(content: Content) -> Figure:
    times = content.model.at
    curves = {f"artery-{name}": found for name, found in ketamine.leiden(times, INFUSION).items()}
    curves |= {f"vein-{name}": found for name, found in ketamine.venous(times, INFUSION).items()}
    rows = content.publish(
        {"minutes": minutes} | {name: float(found[at]) for name, found in curves.items()}
        for at, minutes in enumerate(times)
    )
    return Figure(
        rows,
        drawing(content),
        parameters=ketamine.PARAMETERS | {"published": PUBLISHED},
        curve=lambda time: float(ketamine.leiden([time], INFUSION)["ketamine"][0]),
    )
