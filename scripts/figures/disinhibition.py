"""Disinhibition in a two-population rate model: firing against dose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scripts.figures import Figure, chart, plain, theme
from scripts.figures.models import disinhibition

GRID = np.logspace(-2, 2, 81)
SAME = replace(disinhibition.Network(), ratio=1.0)
TABLE = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)


def _rates(network: disinhibition.Network, dose: float) -> list[float]:
    return [100 * rate for rate in disinhibition.steady(network, dose)]


def _chart() -> plain.Spec:
    x = chart.axis_x(
        "Dose (1 = half of the interneurons’ receptors blocked)",
        (0.01, 100),
        log=True,
        values=[0.01, 0.1, 1, 10, 100],
        format="~g",
    )
    y = chart.axis_y("Firing rate (% of the rate without drug)", (0, 150), values=[0, 50, 100, 150])
    normal = [_rates(disinhibition.Network(), d) for d in GRID]
    same = [_rates(SAME, d)[0] for d in GRID]
    layers = [
        chart.level(y, 100),
        chart.line(list(zip(GRID, [i for _, i in normal], strict=True)), x, y, 2),
        chart.line(list(zip(GRID, same, strict=True)), x, y, 4, strokeWidth=1.75),
        chart.line(list(zip(GRID, [p for p, _ in normal], strict=True)), x, y, 1),
        chart.label(
            "pyramidal cells", (0.9, 133), x, y, theme.series(1), align="center", fontWeight=600
        ),
        chart.label(
            "interneurons", (0.36, 62), x, y, theme.series(2), align="right", fontWeight=600
        ),
        chart.label(
            ["pyramidal cells if all", "receptors are alike"],
            (6, 67),
            x,
            y,
            theme.series(4),
            lineHeight=17,
            baseline="top",
        ),
    ]
    return plain.layer(*layers, width=440, height=280)


def figure() -> Figure:
    rows = []
    for dose in TABLE:
        p, i = _rates(disinhibition.Network(), dose)
        rows.append(
            {
                "Dose (relative)": f"{dose:g}",
                "Pyramidal cells (%)": p,
                "Interneurons (%)": i,
                "Pyramidal cells, receptors alike (%)": _rates(SAME, dose)[0],
            }
        )
    return Figure(rows, plain.spec(_chart), parameters=disinhibition.PARAMETERS)
