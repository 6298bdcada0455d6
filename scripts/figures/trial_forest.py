"""Differences and ratios with 95% confidence intervals, one panel per scale, as printed."""

from __future__ import annotations

from typing import Any, Literal

from scripts.core.records import Printed, Record, Words, fields, minus
from scripts.figures import chart, theme
from scripts.figures.content import Content
from scripts.figures.figure import Figure
from scripts.figures.models import pooling

# px: width of a panel, height of a heading and of a comparison, whose words stand above its mark.
PLOT, HEAD, STEP = 384, 22, 37

HALO = chart.look(stroke=chart.PAPER, strokeWidth=5, color=chart.PAPER, strokeJoin="round")


class Row(Record, frozen=True):
    """One comparison, as printed. For odds of response or remission, and against ECT, more favors
    ketamine; on all other scales less does."""

    scale: Words
    label: Words
    control: Words
    outcome: Words
    estimate: Printed
    low: Printed
    high: Printed
    n: Words
    kind: Literal["trial", "review"]
    form: Literal["infusion", "spray", "tablets"]
    dose: Words
    when: Literal["hours", "days", "weeks"]
    read: Words
    source: Words
    fact: Words
    study: str = ""
    note: str = ""

    @property
    def interval(self) -> str:
        return minus(f"{self.estimate} ({self.low} to {self.high})")


class Scale(Record, frozen=True):
    key: Words
    unit: Words
    name: Words
    domain: tuple[float, float]
    ticks: list[float]
    log: bool = False
    better: str = "favors ketamine →"
    drawn: bool = False

    @property
    def zero(self) -> int:
        """No difference."""
        return 1 if self.log else 0


class Control(Record, frozen=True):
    key: Words
    name: Words
    heading: Words
    shape: Literal["circle", "square", "diamond", "triangle"]
    series: Literal[1, 2, 3, 4, 5]


Line = tuple[Control, Row | None]


def lines_of(scale: Scale, rows: list[Row], controls: list[Control]) -> list[Line]:
    """From top to bottom: each control (no row) above its comparisons."""
    found: list[Line] = []
    for control in controls:
        own = [row for row in rows if (row.scale, row.control) == (scale.key, control.key)]
        if own:
            found += [(control, None), *((control, row) for row in own)]
    return found


def both(text: str, top: float, left: float, y: chart.Spec, **more: Any) -> list[chart.Spec]:
    """Words over the grid, above their halo."""
    return [chart.words(text, top, left, y, **more | HALO), chart.words(text, top, left, y, **more)]


def panel(content: Content, scale: Scale, lines: list[Line]) -> chart.Spec:
    height = sum(STEP if row else HEAD for _, row in lines)
    look = chart.look(values=scale.ticks, grid=True, format="~g")
    x = chart.axis("x", None, scale.domain, log=scale.log, **look)
    y = chart.hidden("y", [height, 0])
    layers = [chart.mark("rule", [{"x": scale.zero}], x, color=chart.INK, strokeWidth=1.5)]
    top = 0
    for control, row in lines:
        if row is None:
            look = chart.look(fontWeight=600)
            layers += both(control.heading, top + 13, 0, y, **look | {"color": chart.MUTED})
            top += HEAD
            continue
        color, shape = (
            theme.series(control.series),
            control.shape.replace("triangle", "triangle-up"),
        )
        ends = {"x": float(row.estimate), "low": float(row.low), "high": float(row.high)}
        layers += [
            *chart.interval({**ends, "y": top + 27}, x, y, color, shape, color=color),
            *both(row.label, top + 10, 0, y),
            *both(row.interval, top + 10, PLOT, y, align="right"),
        ]
        top += STEP
    head = chart.look(fontSize=theme.TICK, color=chart.MUTED, baseline="bottom", y=-4)
    for text, align, left in ((content.line("interval"), "left", 0), (scale.better, "right", PLOT)):
        layers.append(chart.mark("text", [{}], text=text, align=align, x=left, **head))
    title = chart.heading(scale.name, fontSize=theme.LABEL, frame="group", offset=6)
    return chart.panel(*layers, width=PLOT, height=height, title=title)


def figure(content: Content) -> Figure:
    rows = content.rows(Row)
    scales, controls = content.table("scales", Scale), content.table("controls", Control)
    units = content.keyed(scales, rows, "scale")
    names = content.keyed(controls, rows, "control")
    published = content.publish(
        fields(row)
        | {"scale": units[row.scale].unit, "control": names[row.control].name}
        | {name: minus(getattr(row, name)) for name in ("estimate", "low", "high")}
        for row in rows
    )
    panels = (panel(content, s, lines_of(s, rows, controls)) for s in scales if s.drawn)
    drawing = chart.above(*panels, spacing=16)
    return Figure(published, drawing, parameters=parameters(rows, scales, controls))


def parameters(rows: list[Row], scales: list[Scale], controls: list[Control]) -> dict[str, object]:
    """What the interactive version draws: the same rows, as printed."""
    order = [control.key for control in controls]
    shown = ("scale", "label", "outcome", "estimate", "low", "high", "n")
    sorts = ("study", "kind", "form", "dose", "when", "read")
    axes = ("name", "domain", "ticks", "log", "zero", "better")
    looks = ("key", "heading", "shape", "series")
    return {
        "rows": [
            fields(row, *shown, *sorts) | {"control": order.index(row.control)} for row in rows
        ],
        "t": pooling.T,
        "z": pooling.Z,
        "scales": {one.key: fields(one, *axes) | {"title": one.name} for one in scales},
        "controls": [fields(control, *looks) for control in controls],
    }
