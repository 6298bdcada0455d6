"""Plasma concentrations after a dose: S-ketamine, 0.5 mg/kg over 40 min, arterial and venous models."""

from __future__ import annotations

import altair as alt
import numpy as np

from scripts.figures import Figure, chart, plain, theme
from scripts.figures.models import ketamine
from scripts.figures.models.published import ANTIDEPRESSANT, PUBLISHED

INFUSION = [(35.0, 0.0, 40.0)]  # mg, start, minutes
TABLE = (0, 10, 20, 30, 40, 50, 60, 80, 110, 150, 180, 240)


def _chart() -> plain.Spec:
    times = np.unique(
        np.concatenate([np.linspace(0, 40, 21), np.linspace(40, 80, 21), np.linspace(80, 240, 41)])
    )
    artery, vein = ketamine.leiden(times, INFUSION), ketamine.venous(times, INFUSION)
    x = chart.axis_x("Minutes after the start", (0, 240), values=list(range(0, 241, 40)))
    y = chart.axis_y("Concentration in plasma (ng/mL)", (0, 320), values=[0, 100, 200, 300])
    both = np.sort([artery["ketamine"], vein["ketamine"]], axis=0)
    layers: list[alt.Chart | alt.LayerChart] = [
        chart.rule(x, 40),
        chart.band(list(zip(times, both[0], both[1], strict=True)), x, y, theme.series(1), 0.18),
        chart.line(list(zip(times, vein["ketamine"], strict=True)), x, y, 1, strokeWidth=1.5),
        chart.line(list(zip(times, artery["ketamine"], strict=True)), x, y, 1),
        chart.line(list(zip(times, artery["norketamine"], strict=True)), x, y, 2),
        chart.line(list(zip(times, artery["hnk"], strict=True)), x, y, 3),
    ]
    a = ANTIDEPRESSANT
    bar = (
        alt.Chart(alt.Data(values=[{"x": a["minutes"], "y": a["low"], "y2": a["high"]}]))
        .mark_rule(color=theme.LIGHT["ink"], strokeWidth=2)
        .encode(x=x, y=y, y2="y2:Q")
    )
    layers += [bar, chart.points([(a["minutes"], a["level"])], x, y, 1, stroke=theme.LIGHT["ink"])]
    for text, at, number in (
        ("ketamine, artery", (44, 292), 1),
        ("vein", (13, 62), 1),
        ("norketamine", (128, 70), 2),
        ("hydroxynorketamine", (152, 12), 3),
    ):
        layers.append(chart.label(text, at, x, y, theme.series(number), fontWeight=600))
    layers.append(
        chart.label(
            ["published for the racemate:", "185, range in volunteers 100–250"],
            (58, 205),
            x,
            y,
            lineHeight=17,
            baseline="bottom",
        )
    )
    layers.append(chart.label("infusion", (38, 312), x, y, theme.LIGHT["muted"], align="right"))
    return plain.layer(*layers, width=440, height=290)


def figure() -> Figure:
    artery, vein = ketamine.leiden(TABLE, INFUSION), ketamine.venous(TABLE, INFUSION)
    rows = [
        {
            "Time (min)": minutes,
            "Ketamine, artery (ng/mL)": float(artery["ketamine"][at]),
            "Ketamine, vein (ng/mL)": float(vein["ketamine"][at]),
            "Norketamine, artery (ng/mL)": float(artery["norketamine"][at]),
            "Norketamine, vein (ng/mL)": float(vein["norketamine"][at]),
            "Hydroxynorketamine, artery (ng/mL)": float(artery["hnk"][at]),
        }
        for at, minutes in enumerate(TABLE)
    ]
    return Figure(
        rows, plain.spec(_chart), parameters=ketamine.PARAMETERS | {"published": PUBLISHED}
    )
