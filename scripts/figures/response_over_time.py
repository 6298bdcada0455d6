"""Response and depression scores by time after treatment, one panel per trial and measure."""

from __future__ import annotations

from typing import NamedTuple

import altair as alt

from scripts.figures import Figure, chart, plain, theme
from scripts.figures.responses import (
    CHANGE,
    COCHRANE_M,
    COCHRANE_P,
    DALY,
    FREE,
    HAN,
    LII,
    MURROUGH,
    POINTS,
    RESPONSE,
    SCORE,
    SINGH,
    SU,
    TRANSFORM,
    ZARATE,
    Point,
    bounds,
    select,
)

SHAPES = {"drug": (1, "circle", True), "control": (2, "square", False)}


def _arm(points: list[Point], x: alt.X, y: alt.Y, shift: float = 0.0) -> list[alt.Chart]:
    """Whiskers, line and points of one arm; drug arms are filled circles on a solid line, controls hollow squares on a dashed one."""
    number, shape, filled = SHAPES[points[0].role]
    color = theme.series(number)
    rows = [
        {"x": point.day + shift, "y": point.value, "low": ends[0], "high": ends[1]}
        for point in points
        for ends in [bounds(point) or (point.value, point.value)]
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(x=x)
    layers = [base.mark_rule(color=color, strokeWidth=1.5).encode(y=chart.lower(y), y2="high:Q")]
    if len(points) > 1:
        layers.append(
            base.mark_line(
                color=color, strokeDash=theme.DASHES[1 if filled else 2], strokeWidth=2
            ).encode(y=y)
        )
    fill = color if filled else theme.LIGHT["paper"]
    layers.append(
        base.mark_point(
            shape=shape, filled=True, fill=fill, stroke=color, strokeWidth=2, size=60, opacity=1
        ).encode(y=y)
    )
    return layers


# (points, sideways shift in days, label, where the label stands, alignment)
Arm = tuple[list[Point], float, str, tuple[float, float], str]


def _panel(
    title: str,
    arms: list[Arm],
    domain: tuple[float, float],
    ticks: list[float],
    days: list[float],
    last: bool = False,
    remark: str = "",
) -> plain.Spec:
    x = chart.axis_x(
        "Days after the first dose" if last else None,
        (-0.4, 15.5 if max(days) == 14 else 10.8),
        values=days,
        format="d",
    )
    y = chart.axis_y(None, domain, values=ticks)
    layers = [layer for points, shift, *_ in arms for layer in _arm(points, x, y, shift)]
    for points, _, text, at, align in arms:
        layers.append(
            chart.label(
                text, at, x, y, theme.series(SHAPES[points[0].role][0]), align=align, fontWeight=600
            )
        )
    if remark:
        layers.append(
            chart.label(
                remark, (14.9, 91), x, y, theme.LIGHT["muted"], align="right", fontSize=theme.TICK
            )
        )
    heading = alt.TitleParams(
        title, fontSize=theme.LABEL, fontWeight="normal", offset=6, anchor="start", frame="group"
    )
    return plain.layer(*layers, width=214, height=112, title=heading)


def _group(title: str, whisker: str, *rows: plain.Spec) -> plain.Spec:
    heading = alt.TitleParams(
        title,
        subtitle=whisker,
        subtitleFontSize=theme.TICK,
        subtitleColor=theme.LIGHT["muted"],
        subtitleFont=theme.MEASURED_FONT,
        anchor="start",
        offset=8,
    )
    return plain.above(*rows, spacing=14, title=heading)


def drawing() -> plain.Spec:
    share: tuple[tuple[float, float], list[float], list[float]] = (
        (0, 100),
        [0, 25, 50, 75, 100],
        [1, 3, 7, 14],
    )
    unseen = "control not seen"
    zarate = _panel(
        "Zarate 2006, 17 people",
        [(select(ZARATE, RESPONSE, "ketamine"), 0, "ketamine", (7.7, 35), "left")],
        *share,
        remark=unseen,
    )
    murrough = _panel(
        "Murrough 2013, 47 + 25 people",
        [
            (select(MURROUGH, RESPONSE, "ketamine"), 0, "ketamine", (1.7, 64), "left"),
            (select(MURROUGH, RESPONSE, "midazolam"), 0, "midazolam", (1.7, 28), "left"),
        ],
        *share,
    )
    han = _panel(
        "Han 2016, nine trials (no CI seen)",
        [(select(HAN, RESPONSE, "ketamine"), 0, "ketamine", (7.7, 39.8), "left")],
        *share,
        remark=unseen,
    )
    lii = _panel(
        "Lii 2023, anesthetized, 20 + 20",
        [
            (select(LII, RESPONSE, "ketamine"), -0.14, "ketamine", (8.2, 17), "left"),
            (select(LII, RESPONSE, "saline"), 0.14, "saline", (10.2, 68), "right"),
        ],
        *share,
    )
    doses = [
        ("esketamine 28 mg", -0.1, "28 mg", -9.8),
        ("esketamine 56 mg", 0.1, "56 mg", -12.4),
        ("esketamine 84 mg", 0.3, "84 mg", -15.3),
    ]
    spray: list[Arm] = [
        (select(DALY, CHANGE, arm), shift, label, (8.4, at), "left")
        for arm, shift, label, at in doses
    ]
    spray.append((select(DALY, CHANGE, "placebo spray"), -0.3, "placebo", (8.1, -4.9), "left"))
    daly = _panel(
        "Daly 2018, spray: change ± SE", spray, (-21, 0), [-20, -15, -10, -5, 0], [0, 1, 7], True
    )
    scores: list[Arm] = [
        (select(LII, SCORE, "ketamine"), -0.14, "ketamine", (2.6, 2.6), "left"),
        (select(LII, SCORE, "saline"), 0.14, "saline", (2.0, 35), "left"),
    ]
    asleep = _panel(
        "Lii 2023: score ± SD", scores, (0, 40), [0, 10, 20, 30, 40], [0, 1, 3, 7, 14], True
    )
    upper = _group(
        "Share in response after one dose (%)",
        "Whiskers: 95% CI, calculated from the numbers of people",
        plain.beside(zarate, murrough, spacing=16),
        plain.beside(han, lii, spacing=16),
    )
    lower = _group(
        "Depression score (MADRS points, higher is worse)",
        "Whiskers: as each panel says; the two must not be compared",
        plain.beside(daly, asleep, spacing=16),
    )
    return plain.above(upper, lower, spacing=18)


def figure() -> Figure:
    rows = []
    for point in POINTS:
        ends = bounds(point)
        low, high = (f"{end:.1f}".replace("-", "−") for end in ends) if ends else ("", "")
        value = f"{point.value:g}".replace("-", "−")
        row = {
            "Trial": point.trial,
            "Measure": point.measure,
            "Arm": point.arm,
            "Time": point.at,
            "Value": value,
            "Whisker from": low,
            "Whisker to": high,
            "Whisker is": point.kind or "none",
            "n": point.n if point.n is not None else "not seen",
            "Source": point.source,
        }
        rows.append(row)
    return Figure(rows, plain.spec(drawing), parameters=parameters())


class View(NamedTuple):
    """One choice of the interactive version: a trial on one measure, on its own axis. key stands for it in an address."""

    key: str
    trial: str
    measure: str
    domain: tuple[float, float]
    ticks: list[float]
    days: list[float]
    whisker: str
    note: str = ""


PERCENT: tuple[tuple[float, float], list[float]] = ((0, 100), [0, 25, 50, 75, 100])
CI = "95% confidence intervals, calculated from the numbers of people"
NO_CI = "none, because the numbers of people per arm were not seen"
VIEWS = [
    View(
        "zarate",
        ZARATE,
        RESPONSE,
        *PERCENT,
        [1, 3, 7],
        CI,
        "At day 7: people who kept the response for at least a week.",
    ),
    View("murrough", MURROUGH, RESPONSE, *PERCENT, [0, 1, 2, 3], CI),
    View("han", HAN, RESPONSE, *PERCENT, [1, 3, 7], NO_CI),
    View(
        "lii",
        LII,
        RESPONSE,
        *PERCENT,
        [1, 2, 3, 5, 7, 14],
        CI,
        "Both groups received it under general anesthesia.",
    ),
    View(
        "cochrane-placebo",
        COCHRANE_P,
        RESPONSE,
        *PERCENT,
        [0, 1, 2, 3],
        NO_CI,
        "Shares as in the review's summary table; certainty very low.",
    ),
    View(
        "cochrane-midazolam",
        COCHRANE_M,
        RESPONSE,
        *PERCENT,
        [0, 1, 2, 3],
        NO_CI,
        "Shares as in the review's summary table; certainty very low.",
    ),
    View(
        "transform",
        TRANSFORM,
        RESPONSE,
        *PERCENT,
        [2, 7, 14, 21, 28],
        CI,
        "Repeated doses; every arm also took an oral antidepressant. Day 2 is the day after the first dose.",
    ),
    View(
        "su",
        SU,
        FREE,
        *PERCENT,
        [1, 2, 3, 5, 7, 14],
        CI,
        "All had marked suicidal ideation at the start. Days as the trial counts them; its day 1 is at 240 minutes.",
    ),
    View(
        "daly",
        DALY,
        CHANGE,
        (-25, 0),
        [-25, -20, -15, -10, -5, 0],
        [0, 1, 3, 7],
        "one standard error either way",
        "Two doses were given in the week; the last point is its end, day 7 to 8.",
    ),
    View(
        "singh",
        SINGH,
        CHANGE,
        (-32, 8),
        [-30, -20, -10, 0],
        [0, 5, 10, 15],
        "one standard deviation either way",
        "67 people in all.",
    ),
    View(
        "murrough-score",
        MURROUGH,
        CHANGE,
        (-25, 0),
        [-25, -20, -15, -10, -5, 0],
        [0, 1, 2, 3],
        "none, because none was seen",
        "From a conference report.",
    ),
    View(
        "lii-score",
        LII,
        SCORE,
        (0, 40),
        [0, 10, 20, 30, 40],
        [0, 1, 3, 5, 7, 14],
        "one standard deviation either way",
        "The groups differed by chance before treatment.",
    ),
]
TITLES = {
    RESPONSE: "People in response (%)",
    FREE: "People without suicidal thoughts (%)",
    CHANGE: "Change in MADRS score (points)",
    SCORE: "MADRS score (points)",
}


def parameters() -> dict[str, object]:
    """What the interactive version draws: the same points; positions of whiskers to a tenth, as in the table."""
    views = []
    for view in VIEWS:
        points = [
            point for point in POINTS if (point.trial, point.measure) == (view.trial, view.measure)
        ]
        arms = []
        for arm in dict.fromkeys(point.arm for point in points):
            own = [point for point in points if point.arm == arm]
            sizes = list(
                dict.fromkeys(str(point.n) if point.n is not None else "not seen" for point in own)
            )
            values = []
            for point in own:
                low, high = bounds(point) or (None, None)
                values.append(
                    [
                        point.day,
                        point.at,
                        point.value,
                        None if low is None else round(low, 1),
                        None if high is None else round(high, 1),
                    ]
                )
            arms.append(
                {
                    "name": arm,
                    "label": arm.removeprefix("esketamine ") if "mg" in arm else arm,
                    "role": own[0].role,
                    "n": ", later ".join(sizes),
                    "points": values,
                }
            )
        unit = "%" if view.measure in (RESPONSE, FREE) else " points"
        views.append(
            {
                "key": view.key,
                "name": f"{view.trial}: {view.measure}",
                "trial": view.trial,
                "measure": view.measure,
                "title": TITLES[view.measure],
                "unit": unit,
                "domain": view.domain,
                "ticks": view.ticks,
                "days": view.days,
                "whisker": view.whisker,
                "note": view.note,
                "arms": arms,
            }
        )
    return {"views": views}
