"""Block that builds up in open channels and stays when they close: ketamine against memantine."""

from __future__ import annotations

import altair as alt
import numpy as np

from scripts.figures import Figure, chart, plain, theme
from scripts.figures.models import trapping

PHASES = trapping.protocol()
STEPS = (0, 5, 25, 85, 125)
TIMES = np.unique(
    np.concatenate([np.linspace(a, b, 31) for a, b in zip(STEPS, STEPS[1:], strict=False)])
)
TABLE = (5, 6, 7, 10, 15, 25, 27, 30, 60, 85, 87, 90, 95, 105, 125)


def _bars(x: alt.X) -> plain.Spec:
    """What is in the bath, above the curves."""
    y = alt.Y(
        "y:O",
        axis=alt.Axis(title=None, grid=False, domain=False, ticks=False, labelFontSize=theme.TICK),
        sort=["agonist", "drug"],
    )
    rows = [("agonist", 0, 25, "muted"), ("agonist", 85, 125, "muted"), ("drug", 5, 25, "ink")]
    values = [{"y": name, "x": a, "x2": b, "c": theme.LIGHT[role]} for name, a, b, role in rows]
    bars = (
        alt.Chart(alt.Data(values=values))
        .mark_bar(height=9)
        .encode(x=x, x2="x2:Q", y=y, color=alt.Color("c:N", scale=None, legend=None))
    )
    return plain.layer(bars, width=420, height=44)


def _curves(x: alt.X) -> plain.Spec:
    y = chart.axis_y("Channels with the drug inside (%)", (0, 100), values=[0, 25, 50, 75, 100])
    layers = [chart.span(x, 25, 85)]
    for number, drug in enumerate(trapping.RATES, 1):
        layers.append(
            chart.line(
                list(zip(TIMES, 100 * trapping.blocked(drug, PHASES, TIMES), strict=True)),
                x,
                y,
                number,
            )
        )
    layers += [
        chart.label("ketamine: trapped", (30, 94), x, y, theme.series(1), fontWeight=600),
        chart.label("memantine: a fifth escapes", (30, 60), x, y, theme.series(2), fontWeight=600),
        chart.label("wash, channels shut", (55, 8), x, y, theme.LIGHT["muted"], align="center"),
        chart.label(
            ["wash, channels", "open"],
            (124, 52),
            x,
            y,
            theme.LIGHT["muted"],
            align="right",
            lineHeight=17,
        ),
    ]
    return plain.layer(*layers, width=420, height=240)


def _chart() -> plain.Spec:
    top = chart.axis_x(None, (0, 125), labels=False, ticks=False, domain=False)
    x = chart.axis_x("Time (s)", (0, 125), values=[0, 25, 50, 75, 100, 125])
    return plain.above(_bars(top), _curves(x), spacing=26)


def figure() -> Figure:
    rows = [
        {"Time (s)": time}
        | {
            f"{drug.capitalize()}: channels blocked (%)": 100
            * float(trapping.blocked(drug, PHASES, [time])[0])
            for drug in trapping.RATES
        }
        for time in TABLE
    ]
    return Figure(rows, plain.spec(_chart), parameters=trapping.PARAMETERS)
