"""Response and depression scores by time after treatment, as printed: the points of the figure `response-over-time`."""

from __future__ import annotations

from typing import NamedTuple

from scripts.figures.models.intervals import wilson


class Point(NamedTuple):
    """One value of one arm at one time. spread: SD or SE as printed. count: responders of n, where they are known."""

    trial: str
    measure: str
    arm: str
    role: str
    day: float
    at: str
    value: float
    n: int | str | None
    source: str
    fact: str
    spread: float | None = None
    kind: str = ""
    count: int | None = None
    count_from: str = ""


RESPONSE, CHANGE, SCORE, FREE = (
    "response (%)",
    "MADRS change (points)",
    "MADRS score (points)",
    "no suicidal thoughts (%)",
)
PRINTED, ROUNDED = "printed", "calculated from the share"
SHORT_DAYS = {
    "2 h": 2 / 24,
    "day 1": 1.0,
    "day 1, 240 min": 1.0,
    "day 2": 2.0,
    "day 3": 3.0,
    "day 5": 5.0,
    "day 7": 7.0,
    "day 7–8": 7.5,
    "day 14": 14.0,
    "day 15": 15.0,
    "day 28": 28.0,
}


def _shares(
    trial: str,
    arm: str,
    role: str,
    source: str,
    fact: str,
    values: dict[str, tuple[float, int | None, int | None]],
    how: str = ROUNDED,
    measure: str = RESPONSE,
) -> list[Point]:
    """values: time -> (percent as printed, n, number of people)."""
    return [
        Point(
            trial,
            measure,
            arm,
            role,
            SHORT_DAYS[at],
            at,
            value,
            n,
            source,
            fact,
            None,
            "95% CI (Wilson, calculated)" if count is not None else "",
            count,
            how if count is not None else "",
        )
        for at, (value, n, count) in values.items()
    ]


def _scores(
    trial: str,
    measure: str,
    arm: str,
    role: str,
    source: str,
    fact: str,
    n: int | None,
    kind: str,
    values: dict[str, tuple[float, float | None]],
) -> list[Point]:
    return [
        Point(
            trial,
            measure,
            arm,
            role,
            SHORT_DAYS[at],
            at,
            value,
            n,
            source,
            fact,
            spread,
            kind if spread is not None else "",
        )
        for at, (value, spread) in values.items()
    ]


ZARATE, MURROUGH, HAN, LII = (
    "Zarate 2006",
    "Murrough 2013",
    "Han 2016 (9 trials pooled)",
    "Lii 2023 (under anesthesia)",
)
TRANSFORM, COCHRANE_P, COCHRANE_M = (
    "TRANSFORM-1 and -2 pooled",
    "Cochrane 2021, against placebo",
    "Cochrane 2021, against midazolam",
)
DALY, SINGH, SU = "Daly 2018 (spray, 2 doses a week)", "Singh 2016 (repeated doses)", "Su 2023"
T1, T2, T4 = "CLI Table 1", "CLI Table 2", "CLI Table 4"

POINTS: list[Point] = [
    # Shares in response after one dose. Lii: 20 + 20 people to day 3, 19 + 19 from day 5 (the shares fit no other number).
    *_shares(
        ZARATE,
        "ketamine",
        "drug",
        "zarate2006",
        "CLI-02",
        {"day 1": (71, 17, 12), "day 7": (35, 17, 6)},
    ),
    *_shares(
        MURROUGH,
        "ketamine",
        "drug",
        "murrough2013a murrough2013b",
        "CLI-03",
        {"day 1": (64, 47, 30)},
    ),
    *_shares(
        MURROUGH,
        "midazolam",
        "control",
        "murrough2013a murrough2013b",
        "CLI-03",
        {"day 1": (28, 25, 7)},
    ),
    *_shares(
        HAN,
        "ketamine",
        "drug",
        "han2016",
        "CLI-07",
        {"day 1": (52.2, None, None), "day 3": (47.9, None, None), "day 7": (39.8, None, None)},
    ),
    *_shares(
        LII,
        "ketamine",
        "drug",
        "lii2023",
        T1,
        {
            "day 1": (60.0, 20, 12),
            "day 2": (50.0, 20, 10),
            "day 3": (45.0, 20, 9),
            "day 5": (36.8, 19, 7),
            "day 7": (31.6, 19, 6),
            "day 14": (42.1, 19, 8),
        },
    ),
    *_shares(
        LII,
        "saline",
        "control",
        "lii2023",
        T1,
        {
            "day 1": (50.0, 20, 10),
            "day 2": (60.0, 20, 12),
            "day 3": (50.0, 20, 10),
            "day 5": (42.1, 19, 8),
            "day 7": (36.8, 19, 7),
            "day 14": (57.9, 19, 11),
        },
    ),
    *_shares(
        COCHRANE_P, "with ketamine", "drug", "dean2021", "CLI-09", {"day 1": (27.4, None, None)}
    ),
    *_shares(
        COCHRANE_P, "with placebo", "control", "dean2021", "CLI-09", {"day 1": (8.8, None, None)}
    ),
    *_shares(
        COCHRANE_M, "with ketamine", "drug", "dean2021", "CLI-10", {"day 1": (46.5, None, None)}
    ),
    *_shares(
        COCHRANE_M, "with midazolam", "control", "dean2021", "CLI-10", {"day 1": (25.9, None, None)}
    ),
    # Repeated doses of esketamine spray, each arm with an oral antidepressant.
    *_shares(
        TRANSFORM,
        "esketamine spray",
        "drug",
        "turkoz2021",
        "CLI-20",
        {"day 2": (17.3, 318, 55), "day 28": (58.7, 310, 182)},
        PRINTED,
    ),
    *_shares(
        TRANSFORM,
        "placebo spray",
        "control",
        "turkoz2021",
        "CLI-20",
        {"day 2": (9.4, 203, 19), "day 28": (45.2, 208, 94)},
        PRINTED,
    ),
    # Share without suicidal thoughts (42 + 42 people with marked suicidal ideation, one infusion).
    *_shares(
        SU,
        "ketamine",
        "drug",
        "su2023",
        T4,
        {
            "day 1, 240 min": (33.3, 42, 14),
            "day 2": (33.3, 42, 14),
            "day 3": (33.3, 42, 14),
            "day 5": (26.2, 42, 11),
            "day 7": (19.0, 42, 8),
            "day 14": (16.7, 42, 7),
        },
        ROUNDED,
        FREE,
    ),
    *_shares(
        SU,
        "midazolam",
        "control",
        "su2023",
        T4,
        {
            "day 1, 240 min": (7.1, 42, 3),
            "day 2": (9.5, 42, 4),
            "day 3": (7.1, 42, 3),
            "day 5": (7.1, 42, 3),
            "day 7": (11.9, 42, 5),
            "day 14": (16.7, 42, 7),
        },
        ROUNDED,
        FREE,
    ),
    # Depression scores.
    *_scores(
        DALY,
        CHANGE,
        "placebo spray",
        "control",
        "daly2018",
        T2,
        33,
        "SE",
        {"2 h": (-9.7, 1.76), "day 1": (-5.7, 1.79), "day 7–8": (-4.9, 1.74)},
    ),
    *_scores(
        DALY,
        CHANGE,
        "esketamine 28 mg",
        "drug",
        "daly2018",
        T2,
        11,
        "SE",
        {"2 h": (-16.4, 2.76), "day 1": (-14.8, 2.80), "day 7–8": (-9.8, 2.72)},
    ),
    *_scores(
        DALY,
        CHANGE,
        "esketamine 56 mg",
        "drug",
        "daly2018",
        T2,
        11,
        "SE",
        {"2 h": (-14.3, 2.70), "day 1": (-15.7, 2.74), "day 7–8": (-12.4, 2.66)},
    ),
    *_scores(
        DALY,
        CHANGE,
        "esketamine 84 mg",
        "drug",
        "daly2018",
        T2,
        12,
        "SE",
        {"2 h": (-17.6, 2.60), "day 1": (-16.4, 2.64), "day 7–8": (-15.3, 2.56)},
    ),
    *_scores(
        SINGH,
        CHANGE,
        "ketamine twice a week",
        "drug",
        "singh2016",
        T2,
        None,
        "SD",
        {"day 15": (-18.4, 12.0)},
    ),
    *_scores(
        SINGH,
        CHANGE,
        "saline twice a week",
        "control",
        "singh2016",
        T2,
        None,
        "SD",
        {"day 15": (-5.7, 10.2)},
    ),
    *_scores(
        SINGH,
        CHANGE,
        "ketamine three times a week",
        "drug",
        "singh2016",
        T2,
        None,
        "SD",
        {"day 15": (-17.7, 7.3)},
    ),
    *_scores(
        SINGH,
        CHANGE,
        "saline three times a week",
        "control",
        "singh2016",
        T2,
        None,
        "SD",
        {"day 15": (-3.1, 5.7)},
    ),
    *_scores(
        MURROUGH, CHANGE, "ketamine", "drug", "murrough2013b", T2, 47, "", {"day 1": (-16.5, None)}
    ),
    *_scores(
        MURROUGH,
        CHANGE,
        "midazolam",
        "control",
        "murrough2013b",
        T2,
        25,
        "",
        {"day 1": (-8.8, None)},
    ),
    Point(LII, SCORE, "ketamine", "drug", 0, "before", 25.1, 20, "lii2023", T2, 8.3, "SD"),
    *_scores(
        LII,
        SCORE,
        "ketamine",
        "drug",
        "lii2023",
        T2,
        20,
        "SD",
        {
            "day 1": (12.7, 7.6),
            "day 2": (15.1, 11.1),
            "day 3": (17.0, 10.5),
            "day 5": (16.9, 8.0),
            "day 7": (15.9, 9.2),
            "day 14": (16.9, 10.0),
        },
    ),
    Point(LII, SCORE, "saline", "control", 0, "before", 29.9, "19–20", "lii2023", T2, 7.0, "SD"),
    *_scores(
        LII,
        SCORE,
        "saline",
        "control",
        "lii2023",
        T2,
        "19–20",
        "SD",
        {
            "day 1": (16.4, 10.0),
            "day 2": (17.5, 11.5),
            "day 3": (17.2, 12.0),
            "day 5": (16.9, 10.1),
            "day 7": (18.5, 10.8),
            "day 14": (16.2, 12.5),
        },
    ),
]


def bounds(point: Point) -> tuple[float, float] | None:
    """The ends of the whisker, or None where nothing is known."""
    if point.count is not None and isinstance(point.n, int):
        return wilson(point.count, point.n)
    if point.spread is not None:
        return point.value - point.spread, point.value + point.spread
    return None


def select(trial: str, measure: str, arm: str) -> list[Point]:
    return [
        point
        for point in POINTS
        if (point.trial, point.measure, point.arm) == (trial, measure, arm)
    ]
