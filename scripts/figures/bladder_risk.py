"""Harms as counted: users of ketamine without a comparison group, and patients in trials beside placebo."""

from __future__ import annotations

from typing import NamedTuple

import altair as alt

from scripts.figures import Figure, chart, plain, theme
from scripts.figures.models.intervals import wilson


class Share(NamedTuple):
    """`percent` of `n` people as printed; `count` as printed, or calculated from the percentage."""

    panel: str
    harm: str
    who: str
    arm: str
    percent: str
    count: int
    n: int
    printed: bool
    source: str
    fact: str
    note: str = ""


USERS, TRIALS = "users, no comparison group", "patients in trials, with placebo"
DRUG, PLACEBO, USER = (
    "esketamine + oral antidepressant",
    "placebo spray + oral antidepressant",
    "recreational users",
)
YOUNG, OLD = "under 65", "65 or over"
SYSTOLIC, DIASTOLIC = "systolic rise, 40 mm Hg or more", "diastolic rise, 25 mm Hg or more"
SYSTOLIC_HIGH, DIASTOLIC_HIGH = (
    "systolic pressure, 180 mm Hg or more",
    "diastolic pressure, 110 mm Hg or more",
)


def _pressure(harm: str, values: list[tuple[str, str, str, int, int]]) -> list[Share]:
    return [
        Share(TRIALS, harm, who, arm, percent, count, n, True, "janssen2021", "CLI Table 5")
        for who, arm, percent, count, n in values
    ]


SHARES: list[Share] = [
    Share(
        USERS,
        "urinary symptoms",
        "past-year users, online survey",
        USER,
        "26.6",
        340,
        1285,
        True,
        "winstock2012",
        "CLI-53",
        "340 of 1285 is 26.5%; both as printed",
    ),
    Share(
        USERS,
        "those symptoms, better after stopping",
        "users in the same survey",
        USER,
        "51",
        128,
        251,
        False,
        "winstock2012",
        "CLI-53",
    ),
    Share(
        USERS,
        "bile ducts abnormal on imaging",
        "users, 10.5 years of use on average",
        USER,
        "61.9",
        159,
        257,
        False,
        "seto2018",
        "CLI-54",
    ),
    Share(
        USERS,
        "liver injury, bile flow blocked",
        "long-term users with urinary disease",
        USER,
        "9.8",
        29,
        297,
        False,
        "wong2014",
        "CLI-54",
    ),
    *_pressure(
        SYSTOLIC,
        [
            (YOUNG, DRUG, "8", 29, 346),
            (YOUNG, PLACEBO, "0.5", 1, 222),
            (OLD, DRUG, "17", 12, 72),
            (OLD, PLACEBO, "2", 1, 65),
        ],
    ),
    *_pressure(
        DIASTOLIC,
        [
            (YOUNG, DRUG, "13", 46, 346),
            (YOUNG, PLACEBO, "3", 6, 222),
            (OLD, DRUG, "14", 10, 72),
            (OLD, PLACEBO, "3", 2, 65),
        ],
    ),
    *_pressure(
        SYSTOLIC_HIGH,
        [(YOUNG, DRUG, "3", 9, 346), (OLD, DRUG, "3", 2, 72), (OLD, PLACEBO, "2", 1, 65)],
    ),
    *_pressure(DIASTOLIC_HIGH, [(YOUNG, DRUG, "4", 13, 346), (YOUNG, PLACEBO, "0.5", 1, 222)]),
]

# In the address of the interactive version, in the order of SHARES.
KEYS = (
    "urinary",
    "better",
    "ducts",
    "liver",
    "systolic-u65",
    "systolic-65",
    "diastolic-u65",
    "diastolic-65",
)
LEFT, PLOT = 262, 236
LOOKS = {USER: (1, "circle", True), DRUG: (1, "circle", True), PLACEBO: (2, "square", False)}


def bounds(share: Share) -> tuple[float, float]:
    """95% confidence interval in percent, calculated."""
    return wilson(share.count, share.n)


def _mark(
    share: Share, at: float, x: alt.X, y: alt.Y, label: str
) -> list[alt.Chart | alt.LayerChart]:
    number, shape, filled = LOOKS[share.arm]
    color = theme.series(number)
    low, high = bounds(share)
    base = alt.Chart(
        alt.Data(values=[{"x": float(share.percent), "low": low, "high": high, "y": at}])
    ).encode(y=y)
    fill = color if filled else theme.LIGHT["paper"]
    return [
        base.mark_rule(color=color, strokeWidth=2).encode(x=chart.lower(x), x2="high:Q"),
        base.mark_point(
            shape=shape, filled=True, fill=fill, stroke=color, strokeWidth=2, size=75, opacity=1
        ).encode(x=x),
        chart.label(label, (high, at), x, y, color, dx=7, fontSize=theme.TICK, fontWeight=600),
    ]


def _heading(text: str, second: str) -> alt.TitleParams:
    return alt.TitleParams(
        text,
        subtitle=second,
        subtitleFontSize=theme.TICK,
        subtitleColor=theme.LIGHT["muted"],
        subtitleFont=theme.MEASURED_FONT,
        fontSize=14,
        anchor="start",
        frame="group",
        dx=-LEFT,
        offset=10,
    )


def _users() -> plain.Spec:
    shares = [share for share in SHARES if share.panel == USERS]
    step = 42
    lines = len(shares) + 1
    x = chart.axis_x(
        "Share of the people counted (%)", (0, 100), values=[0, 25, 50, 75, 100], grid=True
    )
    y = alt.Y("y:Q", scale=alt.Scale(domain=[lines - 0.5, -0.5], nice=False, zero=False), axis=None)
    layers: list[alt.Chart | alt.LayerChart] = []
    for at, share in enumerate(shares):
        layers += _mark(share, at, x, y, f"{share.percent}%")
        layers.append(chart.words(share.harm, at - 0.19, -LEFT, y, fontSize=theme.LABEL))
        layers.append(
            chart.words(f"{share.n} {share.who}", at + 0.2, -LEFT, y, color=theme.LIGHT["muted"])
        )
    last = len(shares)
    box = alt.Chart(alt.Data(values=[{"x": 0, "x2": 100, "y": last - 0.32, "y2": last + 0.32}]))
    layers.append(
        box.mark_rect(
            color=theme.LIGHT["band"], stroke=theme.LIGHT["muted"], strokeDash=[3, 3]
        ).encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    )
    layers.append(
        chart.words(
            "no rate known", last, PLOT / 2, y, align="center", fontSize=theme.LABEL, fontWeight=600
        )
    )
    layers.append(
        chart.words("bladder, bile ducts or liver", last - 0.19, -LEFT, y, fontSize=theme.LABEL)
    )
    layers.append(
        chart.words(
            "patients at treatment schedules", last + 0.2, -LEFT, y, color=theme.LIGHT["muted"]
        )
    )
    heading = _heading(
        "Counted among recreational users", "nobody to compare with; whiskers: 95% CI (calculated)"
    )
    return plain.layer(*layers, width=PLOT, height=step * lines, title=heading)


def _trials() -> plain.Spec:
    lines = [(harm, who) for harm in (SYSTOLIC, DIASTOLIC) for who in (YOUNG, OLD)]
    step = 40
    x = chart.axis_x("Share of the arm (%)", (0, 32), values=[0, 10, 20, 30], grid=True)
    y = alt.Y(
        "y:Q", scale=alt.Scale(domain=[len(lines) - 0.5, -0.5], nice=False, zero=False), axis=None
    )
    layers: list[alt.Chart | alt.LayerChart] = []
    for at, (harm, who) in enumerate(lines):
        pair = [share for share in SHARES if (share.harm, share.who) == (harm, who)]
        for share, shift in zip(pair, (-0.2, 0.2), strict=True):
            name = ("esketamine " if share.arm == DRUG else "placebo ") if at == 0 else ""
            layers += _mark(share, at + shift, x, y, f"{name}{share.percent}%")
        layers.append(chart.words(harm, at - 0.19, -LEFT, y, fontSize=theme.LABEL))
        layers.append(
            chart.words(
                f"{who}: {pair[0].n} esketamine, {pair[1].n} placebo",
                at + 0.2,
                -LEFT,
                y,
                color=theme.LIGHT["muted"],
            )
        )
    heading = _heading(
        "Counted in trials of esketamine spray",
        "beside placebo, so the drug’s part shows; whiskers: 95% CI (calculated)",
    )
    return plain.layer(*layers, width=PLOT, height=step * len(lines), title=heading)


def drawing() -> plain.Spec:
    return plain.above(_users(), _trials(), spacing=22)


def figure() -> Figure:
    rows = []
    for share in SHARES:
        low, high = bounds(share)
        rows.append(
            {
                "Group": share.panel,
                "Harm": share.harm,
                "People": share.who,
                "Arm": share.arm,
                "Share (%)": share.percent,
                "Number": share.count,
                "of": share.n,
                "Number is": "printed" if share.printed else "calculated",
                "95% CI from (calculated)": f"{low:.1f}",
                "to (calculated)": f"{high:.1f}",
                "Source": share.source,
                "Note": share.note,
            }
        )
    return Figure(rows, plain.spec(drawing), parameters=parameters())


def parameters() -> dict[str, object]:
    """What the interactive version draws: the same counts; outcomes with one arm only stay in the table."""
    names = {USER: "users", DRUG: "esketamine", PLACEBO: "placebo"}
    counts: dict[tuple[str, str], dict[str, object]] = {}
    for share in SHARES:
        if share.harm in (SYSTOLIC_HIGH, DIASTOLIC_HIGH):
            continue
        entry = counts.setdefault(
            (share.harm, share.who),
            {
                "key": KEYS[len(counts)] if (share.harm, share.who) not in counts else "",
                "panel": 0 if share.panel == USERS else 1,
                "harm": share.harm,
                "who": f"{share.n} {share.who}" if share.panel == USERS else share.who,
                "short": "users" if share.panel == USERS else share.who,
                "arms": [],
            },
        )
        low, high = bounds(share)
        arms = entry["arms"]
        assert isinstance(arms, list)
        arms.append(
            {
                "name": names[share.arm],
                "percent": share.percent,
                "count": share.count,
                "n": share.n,
                "printed": share.printed,
                "low": round(low, 2),
                "high": round(high, 2),
                "series": LOOKS[share.arm][0],
            }
        )
    users = {
        "title": "Share of the people counted (%)",
        "domain": [0, 100],
        "ticks": [0, 25, 50, 75, 100],
        "unknown": ["bladder, bile ducts or liver", "patients at treatment schedules"],
    }
    trials = {
        "title": "Share of the arm (%): ● esketamine, □ placebo",
        "domain": [0, 32],
        "ticks": [0, 10, 20, 30],
        "unknown": None,
    }
    return {"counts": list(counts.values()), "panels": [users, trials]}
