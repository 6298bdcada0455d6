"""Differences and ratios with 95% confidence intervals, one panel per scale, as printed in the sources."""

from __future__ import annotations

from typing import NamedTuple

import altair as alt

from scripts.figures import Figure, chart, plain, theme


class Row(NamedTuple):
    """One comparison; numbers as printed. On score scales and for relapse less favors ketamine, for responses and against ECT more does."""

    scale: str
    label: str
    control: str
    outcome: str
    estimate: str
    low: str
    high: str
    n: str
    source: str
    fact: str
    note: str = ""


SD, RESPONSE, MADRS, RELAPSE, ECT, SUICIDAL, THOUGHTS, RATING = (
    "SD units",
    "odds of response",
    "MADRS points",
    "hazard of relapse",
    "percentage points",
    "odds of remission of suicidal ideation",
    "SSI points",
    "CGI-SS-r points",
)
SALINE, BIPOLAR, MIDAZOLAM, SPRAY, ASLEEP, MIXED, OTHER = (
    "placebo or saline",
    "saline, bipolar depression",
    "midazolam",
    "placebo spray",
    "saline under anesthesia",
    "any control",
    "ECT",
)
SIGN = "printed as a size without sign; sign added here"
TABLE = "CLI Table 3"

ROWS: list[Row] = [
    Row(
        SD,
        "Wilkinson 2019, saline trials",
        SALINE,
        "score, day 1 (Cohen's d)",
        "-1.8",
        "-2.2",
        "-1.4",
        "367 in all",
        "wilkinson2019",
        "CLI-11",
        SIGN,
    ),
    Row(
        SD,
        "Cochrane, 8 trials",
        SALINE,
        "score, 24 h (SMD)",
        "-0.87",
        "-1.26",
        "-0.48",
        "231",
        "dean2021",
        "CLI-09",
    ),
    Row(
        SD,
        "Zarate 2012, 40 min",
        BIPOLAR,
        "MADRS, 40 min (Cohen's d)",
        "-0.89",
        "-1.16",
        "-0.61",
        "15",
        "zarate2012b",
        "CLI-31",
        SIGN,
    ),
    Row(
        SD,
        "Diazgranados 2010, 40 min",
        BIPOLAR,
        "MADRS, 40 min (Cohen's d)",
        "-0.52",
        "-0.76",
        "-0.28",
        "18",
        "diazgranados2010",
        "CLI-31",
        SIGN,
    ),
    Row(
        SD,
        "Diazgranados 2010, day 2",
        BIPOLAR,
        "MADRS, day 2 (Cohen's d)",
        "-0.80",
        "-1.04",
        "-0.55",
        "18",
        "diazgranados2010",
        "CLI-31",
        SIGN,
    ),
    Row(
        SD,
        "Kishimoto 2016, 9 trials",
        MIXED,
        "score, day 1 (Hedges' g)",
        "-1.00",
        "-1.28",
        "-0.73",
        "234",
        "kishimoto2016",
        "CLI-05",
    ),
    Row(
        SD,
        "Wilkinson 2019, midazolam trials",
        MIDAZOLAM,
        "score, day 1 (Cohen's d)",
        "-0.7",
        "-0.9",
        "-0.4",
        "367 in all",
        "wilkinson2019",
        "CLI-11",
        SIGN,
    ),
    Row(
        SD,
        "Cochrane",
        MIDAZOLAM,
        "score, 24 h (SMD)",
        "-0.49",
        "-0.87",
        "-0.10",
        "297",
        "dean2021",
        "CLI-10",
    ),
    Row(
        RESPONSE,
        "Newport 2015, 7 trials",
        SALINE,
        "response, 24 h (OR)",
        "9.87",
        "4.37",
        "22.29",
        "147 on ketamine",
        "newport2015",
        TABLE,
    ),
    Row(
        RESPONSE,
        "Cochrane, 7 trials",
        SALINE,
        "response, 24 h (OR)",
        "3.94",
        "1.54",
        "10.10",
        "185",
        "dean2021",
        "CLI-09",
    ),
    Row(
        RESPONSE,
        "Cochrane, 4 trials",
        MIDAZOLAM,
        "response, 24 h (OR)",
        "2.48",
        "1.00",
        "6.18",
        "296",
        "dean2021",
        "CLI-10",
    ),
    Row(MADRS, "Lii 2023", ASLEEP, "days 1–3", "-5.82", "-13.3", "1.64", "40", "lii2023", "CLI-12"),
    Row(
        MADRS,
        "KARMA-Dep 2, repeated infusions",
        MIDAZOLAM,
        "end of course",
        "-3.16",
        "-8.54",
        "2.22",
        "62",
        "jelovac2025",
        "CLI-13",
    ),
    Row(
        MADRS,
        "R-107 tablets 180 mg, responders",
        SALINE,
        "13 weeks",
        "-6.1",
        "-11.16",
        "-1.0",
        "168 in 5 arms",
        "glue2024",
        "CLI-17",
        "interval printed as a size (1.0–11.16); sign added here",
    ),
    Row(
        MADRS,
        "ASPIRE I and II, spray",
        SPRAY,
        "24 h",
        "-3.8",
        "-5.75",
        "-1.89",
        "456",
        "canuso2021",
        "CLI-30",
    ),
    Row(
        MADRS,
        "TRANSFORM-2, spray",
        SPRAY,
        "day 28",
        "-4.0",
        "-7.31",
        "-0.64",
        "223",
        "popova2019",
        "CLI-19",
    ),
    Row(
        MADRS,
        "TRANSFORM-3, spray, 65 or over",
        SPRAY,
        "day 28",
        "-3.6",
        "-7.20",
        "0.07",
        "137",
        "ochsross2020",
        "CLI-19",
    ),
    Row(
        RELAPSE,
        "SUSTAIN-1, stable remitters",
        SPRAY,
        "relapse (HR)",
        "0.49",
        "0.29",
        "0.84",
        "176",
        "daly2019",
        "CLI-21",
    ),
    Row(
        RELAPSE,
        "SUSTAIN-1, stable responders",
        SPRAY,
        "relapse (HR)",
        "0.30",
        "0.16",
        "0.55",
        "121",
        "daly2019",
        "CLI-21",
    ),
    Row(
        ECT,
        "ELEKT-D",
        OTHER,
        "response, 3 weeks",
        "14.2",
        "3.9",
        "24.2",
        "365 treated",
        "anand2023",
        "CLI-27",
    ),
    Row(
        ECT,
        "KetECT (difference calculated)",
        OTHER,
        "remission",
        "-17",
        "-30",
        "-2",
        "186",
        "ekstrand2022",
        "CLI-26",
        "estimate calculated here (46 − 63); interval as printed",
    ),
    Row(
        SUICIDAL,
        "Abbar 2022, two infusions",
        SALINE,
        "full remission of suicidal ideation, day 3 (OR)",
        "3.7",
        "1.9",
        "7.3",
        "156",
        "abbar2022",
        "CLI-29",
    ),
    Row(
        THOUGHTS,
        "Grunebaum 2018",
        MIDAZOLAM,
        "suicidal ideation, day 1",
        "-4.96",
        "-7.59",
        "-2.33",
        "80",
        "grunebaum2018",
        "CLI-29",
        SIGN,
    ),
    Row(
        RATING,
        "ASPIRE I and II, spray",
        SPRAY,
        "suicidality rating, 24 h",
        "-0.20",
        "-0.43",
        "0.04",
        "456",
        "canuso2021",
        "CLI-30",
    ),
]

# Shape and series of each kind of control; the words stand above each group, so color only repeats them.
LOOKS = {
    SALINE: ("circle", 1),
    BIPOLAR: ("circle", 1),
    MIDAZOLAM: ("square", 2),
    SPRAY: ("diamond", 3),
    ASLEEP: ("triangle-up", 4),
    MIXED: ("circle", 5),
    OTHER: ("square", 5),
}
GROUPS = {
    SALINE: "against placebo or saline",
    BIPOLAR: "against saline, bipolar depression",
    MIXED: "against any control, pooled",
    MIDAZOLAM: "against midazolam",
    SPRAY: "esketamine against placebo spray",
    ASLEEP: "against saline, under anesthesia",
    OTHER: "against ECT",
}

KEYS = {
    SALINE: "placebo",
    BIPOLAR: "bipolar",
    MIXED: "any",
    MIDAZOLAM: "midazolam",
    SPRAY: "spray",
    ASLEEP: "asleep",
    OTHER: "ect",
}


class Scale(NamedTuple):
    """Axis of one scale; the domain runs toward the better result for ketamine."""

    key: str
    name: str
    domain: tuple[float, float]
    ticks: list[float]
    log: bool = False
    better: str = "favors ketamine →"


SCALES = {
    SD: Scale("sd", "Depression score, in standard deviations", (0.4, -2.4), [0, -1, -2]),
    RESPONSE: Scale("or", "Response at 24 hours, odds ratio", (0.8, 26), [1, 2, 5, 10, 20], True),
    MADRS: Scale("madrs", "Depression score, in MADRS points", (3, -14), [0, -5, -10]),
    RELAPSE: Scale(
        "relapse",
        "Relapse, hazard ratio",
        (1.4, 0.12),
        [1, 0.5, 0.2],
        True,
        "favors staying on esketamine →",
    ),
    ECT: Scale(
        "ect",
        "Against ECT, difference in percentage points",
        (-34, 34),
        [-30, -20, -10, 0, 10, 20, 30],
    ),
    SUICIDAL: Scale(
        "remission", "Remission of suicidal ideation, odds ratio", (0.8, 10), [1, 2, 5, 10], True
    ),
    THOUGHTS: Scale("ssi", "Suicidal ideation, in SSI points", (1, -8), [0, -2, -4, -6, -8]),
    RATING: Scale("rating", "Suicidality rating, in CGI-SS-r points", (0.1, -0.5), [0, -0.2, -0.4]),
}
DRAWN = (SD, RESPONSE, MADRS)
LEFT, PLOT, STEP = 206, 160, 19


def minus(text: str) -> str:
    """A true minus sign."""
    return text.replace("-", "−")


def interval(row: Row) -> str:
    return f"{minus(row.estimate)} ({minus(row.low)} to {minus(row.high)})"


def _lines(scale: str) -> list[str | Row]:
    """Headings (the control) and rows from top to bottom."""
    lines: list[str | Row] = []
    for control in GROUPS:
        rows = [row for row in ROWS if (row.scale, row.control) == (scale, control)]
        lines += [GROUPS[control], *rows] if rows else []
    return lines


def _panel(scale: str) -> plain.Spec:
    panel = SCALES[scale]
    lines = _lines(scale)
    height = STEP * len(lines)
    x = chart.axis_x(None, panel.domain, panel.log, values=panel.ticks, grid=True, format="d")
    y = alt.Y(
        "y:Q", scale=alt.Scale(domain=[len(lines) - 0.5, -0.5], nice=False, zero=False), axis=None
    )
    null = 1 if panel.log else 0
    layers = [
        alt.Chart(alt.Data(values=[{"x": null}]))
        .mark_rule(color=theme.LIGHT["ink"], strokeWidth=1.5)
        .encode(x=x)
    ]
    for at, line in enumerate(lines):
        if isinstance(line, str):
            layers.append(chart.words(line, at, -LEFT, y, color=theme.LIGHT["muted"]))
            continue
        shape, number = LOOKS[line.control]
        base = alt.Chart(
            alt.Data(
                values=[
                    {
                        "x": float(line.estimate),
                        "low": float(line.low),
                        "high": float(line.high),
                        "y": at,
                    }
                ]
            )
        ).encode(y=y)
        layers.append(
            base.mark_rule(color=theme.series(number), strokeWidth=2).encode(
                x=chart.lower(x), x2="high:Q"
            )
        )
        layers.append(
            base.mark_point(
                shape=shape, filled=True, size=75, color=theme.series(number), opacity=1
            ).encode(x=x)
        )
        layers.append(chart.words(line.label, at, 8 - LEFT, y))
        layers.append(chart.words(interval(line), at, PLOT + 10, y))
    title = alt.TitleParams(
        panel.name, fontSize=14, anchor="start", frame="group", dx=-LEFT, offset=4
    )
    end = {"fontSize": theme.TICK, "color": theme.LIGHT["muted"], "baseline": "bottom"}
    for text, align, left in (
        (panel.better, "right", PLOT),
        ("estimate (95% CI)", "left", PLOT + 10),
    ):
        layers.append(
            alt.Chart(alt.Data(values=[{}])).mark_text(text=text, align=align, x=left, y=-4, **end)
        )
    return plain.layer(*layers, width=PLOT, height=height, title=title)


def drawing() -> plain.Spec:
    return plain.above(*(_panel(scale) for scale in DRAWN), spacing=16)


def figure() -> Figure:
    rows = []
    for row in ROWS:
        cells = {
            "Scale": row.scale,
            "Comparison": row.label,
            "Control": row.control,
            "Outcome": row.outcome,
            "Estimate": minus(row.estimate),
            "95% CI from": minus(row.low),
            "to": minus(row.high),
            "n": row.n,
            "Source": row.source,
            "Note": row.note,
        }
        rows.append(cells)
    return Figure(rows, plain.spec(drawing), parameters=parameters())


def parameters() -> dict[str, object]:
    """What the interactive version draws: the same rows, as printed."""
    order = list(GROUPS)
    shapes = {"triangle-up": "triangle"}
    return {
        "rows": [
            {
                "scale": SCALES[row.scale].key,
                "label": row.label,
                "control": order.index(row.control),
                "outcome": row.outcome,
                "estimate": row.estimate,
                "low": row.low,
                "high": row.high,
                "n": row.n,
            }
            for row in ROWS
        ],
        "scales": {
            scale.key: {
                "name": scale.name,
                "title": scale.name,
                "domain": scale.domain,
                "ticks": scale.ticks,
                "log": scale.log,
                "zero": 1 if scale.log else 0,
                "better": scale.better,
            }
            for scale in SCALES.values()
        },
        "controls": [
            {
                "key": KEYS[control],
                "heading": GROUPS[control],
                "shape": shapes.get(LOOKS[control][0], LOOKS[control][0]),
                "series": LOOKS[control][1],
            }
            for control in order
        ],
    }
