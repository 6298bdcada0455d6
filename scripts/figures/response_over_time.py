"""Response and depression scores by time after treatment, as printed; intervals of shares are calculated here."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import altair as alt

from scripts.figures import Figure, chart, plain, theme


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


RESPONSE, CHANGE, SCORE, FREE = "response (%)", "MADRS change (points)", "MADRS score (points)", "no suicidal thoughts (%)"
PRINTED, ROUNDED = "printed", "calculated from the share"
SHORT_DAYS = {"2 h": 2 / 24, "day 1": 1.0, "day 2": 2.0, "day 3": 3.0, "day 5": 5.0, "day 7": 7.0, "day 7–8": 7.5, "day 14": 14.0, "day 15": 15.0, "day 28": 28.0}


def _shares(trial: str, arm: str, role: str, source: str, fact: str, values: dict[str, tuple[float, int | None, int | None]], how: str = ROUNDED, measure: str = RESPONSE) -> list[Point]:
    """values: time -> (percent as printed, n, number of people)."""
    return [Point(trial, measure, arm, role, SHORT_DAYS[at], at, value, n, source, fact, None, "95% CI (Wilson, calculated)" if count is not None else "", count, how if count is not None else "") for at, (value, n, count) in values.items()]


def _scores(trial: str, measure: str, arm: str, role: str, source: str, fact: str, n: int | None, kind: str, values: dict[str, tuple[float, float | None]]) -> list[Point]:
    return [Point(trial, measure, arm, role, SHORT_DAYS[at], at, value, n, source, fact, spread, kind if spread is not None else "") for at, (value, spread) in values.items()]


ZARATE, MURROUGH, HAN, LII = "Zarate 2006", "Murrough 2013", "Han 2016 (9 trials pooled)", "Lii 2023 (under anesthesia)"
TRANSFORM, COCHRANE_P, COCHRANE_M = "TRANSFORM-1 and -2 pooled", "Cochrane 2021, against placebo", "Cochrane 2021, against midazolam"
DALY, SINGH, SU = "Daly 2018 (spray, 2 doses a week)", "Singh 2016 (repeated doses)", "Su 2023"
T1, T2, T4 = "CLI Table 1", "CLI Table 2", "CLI Table 4"

POINTS: list[Point] = [
    # Shares in response after one dose. Lii: 20 + 20 people to day 3, 19 + 19 from day 5 (the shares fit no other number).
    *_shares(ZARATE, "ketamine", "drug", "zarate2006", "CLI-02", {"day 1": (71, 17, 12), "day 7": (35, 17, 6)}),
    *_shares(MURROUGH, "ketamine", "drug", "murrough2013a", "CLI-03", {"day 1": (64, 47, 30)}),
    *_shares(MURROUGH, "midazolam", "control", "murrough2013a", "CLI-03", {"day 1": (28, 25, 7)}),
    *_shares(HAN, "ketamine", "drug", "han2016", "CLI-07", {"day 1": (52.2, None, None), "day 3": (47.9, None, None), "day 7": (39.8, None, None)}),
    *_shares(LII, "ketamine", "drug", "lii2023", T1, {"day 1": (60.0, 20, 12), "day 2": (50.0, 20, 10), "day 3": (45.0, 20, 9), "day 5": (36.8, 19, 7), "day 7": (31.6, 19, 6), "day 14": (42.1, 19, 8)}),
    *_shares(LII, "saline", "control", "lii2023", T1, {"day 1": (50.0, 20, 10), "day 2": (60.0, 20, 12), "day 3": (50.0, 20, 10), "day 5": (42.1, 19, 8), "day 7": (36.8, 19, 7), "day 14": (57.9, 19, 11)}),
    *_shares(COCHRANE_P, "with ketamine", "drug", "dean2021", "CLI-09", {"day 1": (27.4, None, None)}),
    *_shares(COCHRANE_P, "with placebo", "control", "dean2021", "CLI-09", {"day 1": (8.8, None, None)}),
    *_shares(COCHRANE_M, "with ketamine", "drug", "dean2021", "CLI-10", {"day 1": (46.5, None, None)}),
    *_shares(COCHRANE_M, "with midazolam", "control", "dean2021", "CLI-10", {"day 1": (25.9, None, None)}),
    # Repeated doses of esketamine spray, each arm with an oral antidepressant.
    *_shares(TRANSFORM, "esketamine spray", "drug", "turkoz2021", "CLI-20", {"day 2": (17.3, 318, 55), "day 28": (58.7, 310, 182)}, PRINTED),
    *_shares(TRANSFORM, "placebo spray", "control", "turkoz2021", "CLI-20", {"day 2": (9.4, 203, 19), "day 28": (45.2, 208, 94)}, PRINTED),
    # Share without suicidal thoughts (42 + 42 people with marked suicidal ideation, one infusion).
    *_shares(SU, "ketamine", "drug", "su2023", T4, {"day 1": (33.3, 42, 14), "day 2": (33.3, 42, 14), "day 3": (33.3, 42, 14), "day 5": (26.2, 42, 11), "day 7": (19.0, 42, 8), "day 14": (16.7, 42, 7)}, ROUNDED, FREE),
    *_shares(SU, "midazolam", "control", "su2023", T4, {"day 1": (7.1, 42, 3), "day 2": (9.5, 42, 4), "day 3": (7.1, 42, 3), "day 5": (7.1, 42, 3), "day 7": (11.9, 42, 5), "day 14": (16.7, 42, 7)}, ROUNDED, FREE),
    # Depression scores.
    *_scores(DALY, CHANGE, "placebo spray", "control", "daly2018", T2, 33, "SE", {"2 h": (-9.7, 1.76), "day 1": (-5.7, 1.79), "day 7–8": (-4.9, 1.74)}),
    *_scores(DALY, CHANGE, "esketamine 28 mg", "drug", "daly2018", T2, 11, "SE", {"2 h": (-16.4, 2.76), "day 1": (-14.8, 2.80), "day 7–8": (-9.8, 2.72)}),
    *_scores(DALY, CHANGE, "esketamine 56 mg", "drug", "daly2018", T2, 11, "SE", {"2 h": (-14.3, 2.70), "day 1": (-15.7, 2.74), "day 7–8": (-12.4, 2.66)}),
    *_scores(DALY, CHANGE, "esketamine 84 mg", "drug", "daly2018", T2, 12, "SE", {"2 h": (-17.6, 2.60), "day 1": (-16.4, 2.64), "day 7–8": (-15.3, 2.56)}),
    *_scores(SINGH, CHANGE, "ketamine twice a week", "drug", "singh2016", T2, None, "SD", {"day 15": (-18.4, 12.0)}),
    *_scores(SINGH, CHANGE, "saline twice a week", "control", "singh2016", T2, None, "SD", {"day 15": (-5.7, 10.2)}),
    *_scores(SINGH, CHANGE, "ketamine three times a week", "drug", "singh2016", T2, None, "SD", {"day 15": (-17.7, 7.3)}),
    *_scores(SINGH, CHANGE, "saline three times a week", "control", "singh2016", T2, None, "SD", {"day 15": (-3.1, 5.7)}),
    *_scores(MURROUGH, CHANGE, "ketamine", "drug", "murrough2013b", T2, 47, "", {"day 1": (-16.5, None)}),
    *_scores(MURROUGH, CHANGE, "midazolam", "control", "murrough2013b", T2, 25, "", {"day 1": (-8.8, None)}),
    Point(LII, SCORE, "ketamine", "drug", 0, "before", 25.1, 20, "lii2023", T2, 8.3, "SD"),
    *_scores(LII, SCORE, "ketamine", "drug", "lii2023", T2, 20, "SD", {"day 1": (12.7, 7.6), "day 2": (15.1, 11.1), "day 3": (17.0, 10.5), "day 5": (16.9, 8.0), "day 7": (15.9, 9.2), "day 14": (16.9, 10.0)}),
    Point(LII, SCORE, "saline", "control", 0, "before", 29.9, "19–20", "lii2023", T2, 7.0, "SD"),
    *_scores(LII, SCORE, "saline", "control", "lii2023", T2, "19–20", "SD", {"day 1": (16.4, 10.0), "day 2": (17.5, 11.5), "day 3": (17.2, 12.0), "day 5": (16.9, 10.1), "day 7": (18.5, 10.8), "day 14": (16.2, 12.5)}),
]


def wilson(count: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """95% confidence interval of a share, in percent (Wilson's score interval)."""
    share, weight = count / n, z * z / n
    middle, half = (share + weight / 2) / (1 + weight), z * sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight)
    return 100 * (middle - half), 100 * (middle + half)


def bounds(point: Point) -> tuple[float, float] | None:
    """The ends of the whisker, or None where nothing is known."""
    if point.count is not None and isinstance(point.n, int):
        return wilson(point.count, point.n)
    if point.spread is not None:
        return point.value - point.spread, point.value + point.spread
    return None


SHAPES = {"drug": (1, "circle", True), "control": (2, "square", False)}


def select(trial: str, measure: str, arm: str) -> list[Point]:
    return [point for point in POINTS if (point.trial, point.measure, point.arm) == (trial, measure, arm)]


def _low(y: alt.Y) -> alt.Y:
    """The same axis, for the lower end of a whisker."""
    copy = y.copy()
    copy.shorthand = "low:Q"
    return copy


def _arm(points: list[Point], x: alt.X, y: alt.Y, shift: float = 0.0) -> list[alt.Chart]:
    """Whiskers, line and points of one arm; drug arms are filled circles on a solid line, controls hollow squares on a dashed one."""
    number, shape, filled = SHAPES[points[0].role]
    color = theme.series(number)
    rows = [{"x": point.day + shift, "y": point.value, "low": ends[0], "high": ends[1]} for point in points for ends in [bounds(point) or (point.value, point.value)]]
    base = alt.Chart(alt.Data(values=rows)).encode(x=x)
    layers = [base.mark_rule(color=color, strokeWidth=1.5).encode(y=_low(y), y2="high:Q")]
    if len(points) > 1:
        layers.append(base.mark_line(color=color, strokeDash=theme.DASHES[1 if filled else 2], strokeWidth=2).encode(y=y))
    fill = color if filled else theme.LIGHT["paper"]
    layers.append(base.mark_point(shape=shape, filled=True, fill=fill, stroke=color, strokeWidth=2, size=60, opacity=1).encode(y=y))
    return layers


# (points, sideways shift in days, label, where the label stands, alignment)
Arm = tuple[list[Point], float, str, tuple[float, float], str]


def _panel(title: str, arms: list[Arm], domain: tuple[float, float], ticks: list[float], days: list[float], last: bool = False, remark: str = "") -> plain.Spec:
    x = chart.axis_x("Days after the first dose" if last else None, (-0.4, 15.5 if max(days) == 14 else 10.8), values=days, format="d")
    y = chart.axis_y(None, domain, values=ticks)
    layers = [layer for points, shift, *_ in arms for layer in _arm(points, x, y, shift)]
    for points, _, text, at, align in arms:
        layers.append(chart.label(text, at, x, y, theme.series(SHAPES[points[0].role][0]), align=align, fontWeight=600))
    if remark:
        layers.append(chart.label(remark, (14.9, 91), x, y, theme.LIGHT["muted"], align="right", fontSize=theme.TICK))
    heading = alt.TitleParams(title, fontSize=theme.LABEL, fontWeight="normal", offset=6, anchor="start", frame="group")
    return plain.layer(*layers, width=214, height=112, title=heading)


def _group(title: str, whisker: str, *rows: plain.Spec) -> plain.Spec:
    heading = alt.TitleParams(title, subtitle=whisker, subtitleFontSize=theme.TICK, subtitleColor=theme.LIGHT["muted"], subtitleFont=theme.MEASURED_FONT, anchor="start", offset=8)
    return plain.above(*rows, spacing=14, title=heading)


def drawing() -> plain.Spec:
    share: tuple[tuple[float, float], list[float], list[float]] = ((0, 100), [0, 25, 50, 75, 100], [1, 3, 7, 14])
    unseen = "control not seen"
    zarate = _panel("Zarate 2006, 17 people", [(select(ZARATE, RESPONSE, "ketamine"), 0, "ketamine", (7.7, 35), "left")], *share, remark=unseen)
    murrough = _panel("Murrough 2013, 47 + 25 people", [(select(MURROUGH, RESPONSE, "ketamine"), 0, "ketamine", (1.7, 64), "left"), (select(MURROUGH, RESPONSE, "midazolam"), 0, "midazolam", (1.7, 28), "left")], *share)
    han = _panel("Han 2016, nine trials (no CI seen)", [(select(HAN, RESPONSE, "ketamine"), 0, "ketamine", (7.7, 39.8), "left")], *share, remark=unseen)
    lii = _panel("Lii 2023, anesthetized, 20 + 20", [(select(LII, RESPONSE, "ketamine"), -0.14, "ketamine", (8.2, 17), "left"), (select(LII, RESPONSE, "saline"), 0.14, "saline", (10.2, 68), "right")], *share)
    doses = [("esketamine 28 mg", -0.1, "28 mg", -9.8), ("esketamine 56 mg", 0.1, "56 mg", -12.4), ("esketamine 84 mg", 0.3, "84 mg", -15.3)]
    spray: list[Arm] = [(select(DALY, CHANGE, arm), shift, label, (8.4, at), "left") for arm, shift, label, at in doses]
    spray.append((select(DALY, CHANGE, "placebo spray"), -0.3, "placebo", (8.1, -4.9), "left"))
    daly = _panel("Daly 2018, spray: change ± SE", spray, (-21, 0), [-20, -15, -10, -5, 0], [0, 1, 7], True)
    scores: list[Arm] = [(select(LII, SCORE, "ketamine"), -0.14, "ketamine", (2.6, 2.6), "left"), (select(LII, SCORE, "saline"), 0.14, "saline", (2.0, 35), "left")]
    asleep = _panel("Lii 2023: score ± SD", scores, (0, 40), [0, 10, 20, 30, 40], [0, 1, 3, 7, 14], True)
    upper = _group("Share in response after one dose (%)", "Whiskers: 95% CI, calculated from the numbers of people", plain.beside(zarate, murrough, spacing=16), plain.beside(han, lii, spacing=16))
    lower = _group("Depression score (MADRS points, higher is worse)", "Whiskers: as each panel says; the two must not be compared", plain.beside(daly, asleep, spacing=16))
    return plain.above(upper, lower, spacing=18)


def figure() -> Figure:
    rows = []
    for point in POINTS:
        ends = bounds(point)
        low, high = (f"{end:.1f}".replace("-", "−") for end in ends) if ends else ("", "")
        value = f"{point.value:g}".replace("-", "−")
        row = {"Trial": point.trial, "Measure": point.measure, "Arm": point.arm, "Time": point.at, "Value": value, "Whisker from": low, "Whisker to": high, "Whisker is": point.kind or "none", "n": point.n if point.n is not None else "not seen", "Source": point.source}
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
    View("zarate", ZARATE, RESPONSE, *PERCENT, [1, 3, 7], CI, "At day 7: people who kept the response for at least a week."),
    View("murrough", MURROUGH, RESPONSE, *PERCENT, [0, 1, 2, 3], CI),
    View("han", HAN, RESPONSE, *PERCENT, [1, 3, 7], NO_CI),
    View("lii", LII, RESPONSE, *PERCENT, [1, 2, 3, 5, 7, 14], CI, "Both groups received it under general anesthesia."),
    View("cochrane-placebo", COCHRANE_P, RESPONSE, *PERCENT, [0, 1, 2, 3], NO_CI, "Shares as in the review's summary table; certainty very low."),
    View("cochrane-midazolam", COCHRANE_M, RESPONSE, *PERCENT, [0, 1, 2, 3], NO_CI, "Shares as in the review's summary table; certainty very low."),
    View("transform", TRANSFORM, RESPONSE, *PERCENT, [2, 7, 14, 21, 28], CI, "Repeated doses; every arm also took an oral antidepressant."),
    View("su", SU, FREE, *PERCENT, [1, 2, 3, 5, 7, 14], CI, "All had marked suicidal ideation at the start."),
    View("daly", DALY, CHANGE, (-25, 0), [-25, -20, -15, -10, -5, 0], [0, 1, 3, 7], "one standard error either way", "Two doses were given in the week; the last point is its end, day 7 to 8."),
    View("singh", SINGH, CHANGE, (-32, 8), [-30, -20, -10, 0], [0, 5, 10, 15], "one standard deviation either way", "67 people in all."),
    View("murrough-score", MURROUGH, CHANGE, (-25, 0), [-25, -20, -15, -10, -5, 0], [0, 1, 2, 3], "none, because none was seen", "From a conference report."),
    View("lii-score", LII, SCORE, (0, 40), [0, 10, 20, 30, 40], [0, 1, 3, 5, 7, 14], "one standard deviation either way", "The groups differed by chance before treatment."),
]
TITLES = {RESPONSE: "People in response (%)", FREE: "People without suicidal thoughts (%)", CHANGE: "Change in MADRS score (points)", SCORE: "MADRS score (points)"}


def parameters() -> dict[str, object]:
    """What the interactive version draws: the same points; positions of whiskers to a tenth, as in the table."""
    views = []
    for view in VIEWS:
        points = [point for point in POINTS if (point.trial, point.measure) == (view.trial, view.measure)]
        arms = []
        for arm in dict.fromkeys(point.arm for point in points):
            own = [point for point in points if point.arm == arm]
            sizes = list(dict.fromkeys(str(point.n) if point.n is not None else "not seen" for point in own))
            values = []
            for point in own:
                low, high = bounds(point) or (None, None)
                values.append([point.day, point.at, point.value, None if low is None else round(low, 1), None if high is None else round(high, 1)])
            arms.append({"name": arm, "label": arm.removeprefix("esketamine ") if "mg" in arm else arm, "role": own[0].role, "n": ", later ".join(sizes), "points": values})
        unit = "%" if view.measure in (RESPONSE, FREE) else " points"
        views.append({"key": view.key, "name": f"{view.trial}: {view.measure}", "trial": view.trial, "measure": view.measure, "title": TITLES[view.measure], "unit": unit, "domain": view.domain, "ticks": view.ticks, "days": view.days, "whisker": view.whisker, "note": view.note, "arms": arms})
    return {"views": views}
