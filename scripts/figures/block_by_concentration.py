"""Block of human GluN1/GluN2A receptors against concentration, with plasma levels of ketamine."""

from __future__ import annotations

import numpy as np

from scripts.figures import Figure, chart, plain, theme
from scripts.figures.models import block

GRID = np.logspace(-2, 2, 81)
TABLE = (0.01, 0.03, 0.1, 0.3, 0.71, 0.78, 1.0, 3.0, 5.0, 10.0, 30.0, 100.0)


def _chart() -> plain.Spec:
    x = chart.axis_x(
        "Concentration (µM)", (0.01, 100), log=True, values=[0.01, 0.1, 1, 10, 100], format="~g"
    )
    y = chart.axis_y("NMDA current blocked (%)", (0, 100), values=[0, 25, 50, 75, 100])
    plasma = block.PLASMA
    layers = [
        chart.span(x, plasma["infusion"]["low"], plasma["infusion"]["high"]),
        chart.span(x, plasma["anesthesia"]["low"], plasma["anesthesia"]["high"]),
    ]
    for number, drug in enumerate(block.DRUGS, 1):
        layers.append(
            chart.line(list(zip(GRID, 100 * block.block(drug, GRID), strict=True)), x, y, number)
        )
    level = plasma["infusion"]["level"]
    layers += [
        chart.points([(level, 100 * float(block.block("ketamine", level)))], x, y, 1),
        chart.label("52%", (0.66, 57), x, y, theme.series(1), align="right", fontWeight=600),
        chart.label(
            ["plasma,", "antidepressant", "infusion"],
            (0.37, 96),
            x,
            y,
            theme.LIGHT["muted"],
            align="right",
            baseline="top",
            lineHeight=17,
        ),
        chart.label(
            ["plasma, general", "anesthesia"],
            (11.5, 7),
            x,
            y,
            theme.LIGHT["muted"],
            baseline="bottom",
            lineHeight=17,
        ),
        chart.label("ketamine", (0.045, 17), x, y, theme.series(1), align="right", fontWeight=600),
        chart.label("memantine", (2.0, 58), x, y, theme.series(2), fontWeight=600),
    ]
    return plain.layer(*layers, width=440, height=290)


def figure() -> Figure:
    rows = [
        {
            "Concentration (µM)": f"{c:g}",
            "Current blocked by ketamine (%)": 100 * float(block.block("ketamine", c)),
            "Current blocked by memantine (%)": 100 * float(block.block("memantine", c)),
        }
        | {f"Sites held by {name} (%)": 100 * float(block.occupancy(name, c)) for name in block.KI}
        for c in TABLE
    ]
    return Figure(rows, plain.spec(_chart), parameters=block.PARAMETERS)
