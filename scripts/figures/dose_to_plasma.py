"""Plasma concentrations after a dose: S-ketamine, 0.5 mg/kg over 40 min, two models."""

from __future__ import annotations

import numpy as np

from scripts.figures import chart, theme
from scripts.figures.content import Content
from scripts.figures.figure import Figure
from scripts.figures.models import ketamine
from scripts.figures.models.published import ANTIDEPRESSANT, PUBLISHED

INFUSION = [(35.0, 0.0, 40.0)]  # mg, start, minutes
LABELS = (
    ("artery", (44, 292), 1),
    ("vein", (13, 62), 1),
    ("norketamine", (128, 70), 2),
    ("hnk", (112, 12), 3),
)


def published(x: chart.Spec, y: chart.Spec) -> list[chart.Spec]:
    """The level that was measured, with the range of volunteers."""
    a = ANTIDEPRESSANT
    ends = {"x": a["minutes"], "y": a["low"], "y2": a["high"]}
    return [
        chart.mark("rule", [ends], x, y, also=chart.y2(), color=chart.INK, strokeWidth=2),
        chart.points([(a["minutes"], a["level"])], x, y, chart.INK),
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
        chart.band(zip(times, both[0], both[1], strict=True), x, y, theme.series(1), 0.18),
        chart.line(zip(times, vein["ketamine"], strict=True), x, y, 1, strokeWidth=1.5),
    ]
    for number, values in enumerate(artery.values(), 1):
        layers.append(chart.line(zip(times, values, strict=True), x, y, number))
    layers += published(x, y)
    for name, at, number in LABELS:
        color = theme.series(number)
        layers.append(chart.label(content.label(name), at, x, y, color, fontWeight=600))
    note = chart.look(lineHeight=17, baseline="bottom")
    layers += [
        chart.label(content.label("published"), (58, 205), x, y, **note),
        chart.label(content.label("infusion"), (38, 312), x, y, chart.MUTED, align="right"),
    ]
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
