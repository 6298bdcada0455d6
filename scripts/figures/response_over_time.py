"""Response and depression scores by time after treatment, one panel per trial and measure."""

from __future__ import annotations

from typing import Literal

from scripts.core.records import Named, Record, Words, fields, minus
from scripts.figures import chart, theme
from scripts.figures.content import Content
from scripts.figures.figure import Figure
from scripts.figures.models.intervals import wilson

# Drug arms are filled circles on a solid line, controls hollow squares on a dashed one.
LOOKS = {"drug": (1, "circle", theme.series(1)), "control": (2, "square", chart.PAPER)}
Pair = tuple[float, float]
PLOT = 152  # px wide, two panels in a row


class Point(Record, frozen=True):
    """One value of one arm at one time, as printed. count: people of n, where known."""

    trial: Words
    measure: Words
    arm: Words
    role: Literal["drug", "control"]
    day: float
    time: Words
    value: float
    source: Words
    fact: Words
    spread: float | None = None
    spread_is: Literal["SD", "SE", ""] = ""
    n: str = ""
    count: int | None = None
    count_from: str = ""

    @property
    def bounds(self) -> Pair | None:
        """The ends of the whisker, or None where nothing is known."""
        if self.count is not None:
            return wilson(self.count, int(self.n))
        if self.spread is not None:
            return self.value - self.spread, self.value + self.spread
        return None


class Measure(Named, frozen=True):
    title: Words
    unit: Words


class View(Record, frozen=True):
    """One choice of the interactive version; `key` stands for it in an address."""

    key: Words
    trial: Words
    measure: Words
    domain: Pair
    ticks: list[float]
    days: list[float]
    whisker: Words
    note: str = ""


class Arm(Record, frozen=True):
    """at: where the label stands (day, value). shift: days, so that whiskers do not cover each other."""

    arm: Words
    label: Words
    at: Pair
    shift: float = 0
    align: Literal["left", "right"] = "left"


class Panel(Record, frozen=True):
    """One panel of the picture; domain and ticks are those of the view unless it says otherwise."""

    view: Words
    title: Words
    days: list[float]
    arms: list[Arm]
    remark: str = ""
    domain: Pair | None = None
    ticks: list[float] | None = None


def arm_layers(points: list[Point], x: chart.Spec, y: chart.Spec, shift: float) -> list[chart.Spec]:
    """Whiskers, line and points of one arm."""
    number, shape, fill = LOOKS[points[0].role]
    color = theme.series(number)
    rows = [{"x": point.day + shift, "y": point.value} for point in points]
    whiskers = [
        row | dict(zip(("y", "y2"), point.bounds or (point.value, point.value), strict=True))
        for row, point in zip(rows, points, strict=True)
    ]
    layers = [chart.mark("rule", whiskers, x, y, color=color, strokeWidth=1.5)]
    if len(points) > 1:
        look = chart.look(color=color, strokeDash=theme.DASHES[number], strokeWidth=2)
        layers.append(chart.mark("line", rows, x, y, **look))
    places = [(row["x"], row["y"]) for row in rows]
    return layers + [chart.point(place, x, y, color, fill, shape=shape) for place in places]


def panel_of(content: Content, panel: Panel, view: View, points: list[Point]) -> chart.Spec:
    last = content.line("x") if min(panel.days) == 0 else None
    domain = (-0.4, 15.5 if max(panel.days) == 14 else 10.8)
    x = chart.axis("x", last, domain, values=panel.days, format="d")
    y = chart.axis("y", None, panel.domain or view.domain, values=panel.ticks or view.ticks)
    layers, labels = [], []
    for arm in panel.arms:
        place = (view.trial, view.measure, arm.arm)
        own = [point for point in points if (point.trial, point.measure, point.arm) == place]
        layers += arm_layers(own, x, y, arm.shift)
        look = chart.look(align=arm.align, fontWeight=600)
        color = theme.series(LOOKS[own[0].role][0])
        labels.append(chart.label(arm.label, arm.at, x, y, color, **look))
    if panel.remark:
        look = chart.look(align="right", fontSize=theme.TICK)
        labels.append(chart.label(panel.remark, (14.9, 91), x, y, chart.MUTED, **look))
    size = chart.look(fontSize=theme.TICK, fontWeight="normal")
    title = chart.heading(panel.title, **size, offset=6, frame="group")
    return chart.panel(*layers, *labels, width=PLOT, height=112, title=title)


def drawing(content: Content, points: list[Point], views: dict[str, View]) -> chart.Spec:
    groups: dict[str, list[chart.Spec]] = {"upper": [], "lower": []}
    for panel in content.table("panels", Panel):
        view = views[panel.view]
        group = groups["upper" if view.measure == "response" else "lower"]
        group.append(panel_of(content, panel, view, points))
    parts = []
    for name, panels in groups.items():
        pairs = [chart.beside(*panels[at : at + 2], spacing=16) for at in range(0, len(panels), 2)]
        title = chart.heading(content.line(name), content.line(f"{name}-whiskers"), offset=8)
        parts.append(chart.above(*pairs, spacing=14, title=title))
    return chart.above(*parts, spacing=18)


def figure(content: Content) -> Figure:
    points = content.rows(Point)
    trials = content.keyed("trials", Named, points, "trial")
    measures = content.keyed("measures", Measure, points, "measure")
    views = content.table("views", View)
    rows = []
    for point in points:
        low, high = (minus(f"{end:.1f}") for end in point.bounds) if point.bounds else ("", "")
        whisker = content.line("wilson") if point.count is not None else point.spread_is
        rows.append(
            fields(point)
            | {"trial": trials[point.trial].name, "measure": measures[point.measure].name}
            | {"value": minus(f"{point.value:g}"), "low": low, "high": high}
            | {"whisker": whisker or content.line("none"), "n": point.n or content.line("unseen")}
        )
    choices = [
        view_of(content, view, trials[view.trial].name, measures[view.measure], points)
        for view in views
    ]
    picture = drawing(content, points, {view.key: view for view in views})
    return Figure(content.publish(rows), picture, parameters={"views": choices})


def view_of(
    content: Content, view: View, trial: str, measure: Measure, points: list[Point]
) -> dict[str, object]:
    """What the interactive version draws: the same points; whiskers to a tenth, as in the table."""
    own = [one for one in points if (one.trial, one.measure) == (view.trial, view.measure)]
    arms = []
    for arm in dict.fromkeys(point.arm for point in own):
        members = [point for point in own if point.arm == arm]
        values = []
        for point in members:
            ends = [round(end, 1) for end in point.bounds] if point.bounds else [None, None]
            values.append([point.day, point.time, point.value, *ends])
        sizes = dict.fromkeys(point.n or content.line("unseen") for point in members)
        arms.append(
            {
                "name": arm,
                "label": arm.removeprefix("esketamine ") if "mg" in arm else arm,
                "role": members[0].role,
                "n": ", later ".join(sizes),
                "points": values,
            }
        )
    words = {"name": f"{trial}: {measure.name}", "trial": trial, "measure": measure.name}
    words |= {"title": measure.title, "unit": measure.unit}
    return fields(view) | words | {"arms": arms}
