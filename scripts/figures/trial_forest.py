"""Differences and ratios with 95% confidence intervals, one panel per scale, as printed."""

from __future__ import annotations

from math import exp
from typing import Any, Literal

from scripts.core.records import Named, Printed, Record, Words, fields, minus
from scripts.figures import chart, theme
from scripts.figures.content import Content
from scripts.figures.figure import Figure
from scripts.figures.models import pooling

# px: width of a panel, height of a heading and of a comparison, whose words stand above its mark.
PLOT, HEAD, STEP = 384, 22, 37


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


class Scale(Named, frozen=True):
    unit: Words
    domain: tuple[float, float]
    ticks: list[float]
    log: bool = False
    better: str = "favors ketamine →"
    drawn: bool = False

    @property
    def zero(self) -> int:
        """No difference."""
        return 1 if self.log else 0


class Control(Named, frozen=True):
    heading: Words
    felt: Words
    shape: Literal["circle", "square", "diamond", "triangle"]
    series: Literal[1, 2, 3, 4, 5]


def both(text: str, top: float, left: float, y: chart.Spec, **more: Any) -> list[chart.Spec]:
    """Words over the grid, above their halo."""
    return [
        chart.words(text, top, left, y, **more | chart.HALO),
        chart.words(text, top, left, y, **more),
    ]


def panel(content: Content, scale: Scale, rows: list[Row], controls: list[Control]) -> chart.Spec:
    """The comparisons on one scale, below the name of each control."""
    groups = [
        (control, [row for row in rows if row.control == control.key]) for control in controls
    ]
    height = sum(HEAD + STEP * len(own) for _, own in groups if own)
    look = chart.look(values=scale.ticks, grid=True, format="~g")
    x = chart.axis("x", None, scale.domain, log=scale.log, **look)
    y = chart.hidden("y", [height, 0])
    layers = [chart.mark("rule", [{"x": scale.zero}], x, color=chart.INK, strokeWidth=1.5)]
    top = 0
    for control, own in groups:
        if own:
            layers += both(control.heading, top + 13, 0, y, color=chart.MUTED, fontWeight=600)
            top += HEAD
        color = theme.series(control.series)
        shape = control.shape.replace("triangle", "triangle-up")
        for row in own:
            value, ends = float(row.estimate), (float(row.low), float(row.high))
            layers += [
                *chart.interval(value, ends, top + 27, x, y, color, shape, color=color),
                *both(row.label, top + 10, 0, y),
                *both(row.interval, top + 10, PLOT, y, align="right"),
            ]
            top += STEP
    head = chart.look(color=chart.MUTED, baseline="bottom", y=-4)
    for text, align, left in ((content.line("interval"), "left", 0), (scale.better, "right", PLOT)):
        layers.append(chart.mark("text", [{}], text=text, align=align, x=left, **head))
    title = chart.heading(scale.name, fontSize=theme.LABEL, frame="group", offset=6)
    return chart.panel(*layers, width=PLOT, height=height, title=title)


def figure(content: Content) -> Figure:
    rows = content.rows(Row)
    scales = content.keyed("scales", Scale, rows, "scale")
    controls = content.keyed("controls", Control, rows, "control")
    panels = []
    for scale in scales.values():
        if scale.drawn:
            own = [row for row in rows if row.scale == scale.key]
            panels.append(panel(content, scale, own, list(controls.values())))
    groups = poolable(rows)
    pooled = [pooled_row(content, scales[group[0].scale], group) for group in groups]
    published = content.publish(
        cells
        | {"scale": scales[cells["scale"]].unit, "control": controls[cells["control"]].name}
        | {name: minus(cells[name]) for name in ("estimate", "low", "high")}
        for cells in [*(fields(row) for row in rows), *pooled]
    )
    words = {"pooled": "\n".join(sentence(scales[cells["scale"]], cells) for cells in pooled)}
    start = parameters(content, rows, scales, controls)
    start["groups"] = [[rows.index(row) for row in group] for group in groups]
    return Figure(published, chart.above(*panels, spacing=16), parameters=start, words=words)


def poolable(rows: list[Row]) -> list[list[Row]]:
    """Trials that may be pooled: on one scale, of one drug form, against one control, at one time, each counted once.

    docs/assets/js/pool.js gives a reader the reasons; a test compares the two.
    """
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        # The two trials against ECT count different things: response and remission.
        if row.kind == "trial" and row.scale != "ect":
            key = (row.scale, row.form, row.control, row.when)
            groups.setdefault(key, []).append(row)
    for group in groups.values():
        studies = {study for row in group for study in row.study.split()}
        if len(studies) < sum(len(row.study.split()) for row in group):
            group.clear()
    return [group for group in groups.values() if len(group) > 1]


def pooled_row(content: Content, scale: Scale, group: list[Row]) -> dict[str, Any]:
    """A row of the table: what the interactive version shows when these trials are chosen."""
    effects = [pooling.effect(row.estimate, row.low, row.high, scale.log) for row in group]
    found = pooling.pool([y for y, _ in effects], [v for _, v in effects])
    result = pooling.shown(found)
    said = "luck" if pooling.luck(found) else "knapp"

    def printed(value: float) -> str:
        return f"{exp(value) if scale.log else value:.2f}"

    def between(*ends: float) -> str:
        return minus(f"{content.line('to')}".join(printed(end) for end in ends))

    new = between(result.predicted_low, result.predicted_high)
    narrow = between(found.low, found.high)
    return fields(group[0]) | {
        "label": f"{content.line('pooled')} {content.line('and').join(r.label for r in group)}",
        "outcome": content.line("calculated"),
        "estimate": printed(result.estimate),
        "low": printed(result.low),
        "high": printed(result.high),
        "n": " + ".join(row.n for row in group),
        "kind": content.line("pooled-kind"),
        "dose": "; ".join(dict.fromkeys(row.dose for row in group)),
        "source": " ".join(dict.fromkeys(key for row in group for key in row.source.split())),
        "read": content.line("rows"),
        "note": content.line(said).format(new=new, narrow=narrow, k=len(group)),
    }


def sentence(scale: Scale, cells: dict[str, Any]) -> str:
    """A pooled row as an item of the description."""
    interval = minus(f"{cells['estimate']} (95% CI {cells['low']} to {cells['high']})")
    return f"- {cells['label']}. {scale.name}: {interval}. {cells['note']}"


def parameters(
    content: Content, rows: list[Row], scales: dict[str, Scale], controls: dict[str, Control]
) -> dict[str, Any]:
    """What the interactive version draws: the same rows, as printed."""
    order = list(controls)
    shown = ("scale", "label", "outcome", "estimate", "low", "high", "n")
    sorts = ("study", "kind", "form", "dose", "when", "read")
    axes = ("name", "domain", "ticks", "log", "zero", "better")
    looks = ("key", "heading", "felt", "shape", "series")
    return {
        "rows": [
            fields(row, *shown, *sorts) | {"control": order.index(row.control)} for row in rows
        ],
        "t": pooling.T,
        "z": pooling.Z,
        "scales": {key: fields(one, *axes) | {"title": one.name} for key, one in scales.items()},
        "controls": [fields(control, *looks) for control in controls.values()],
        "forms": {name: content.line(name) for name in ("infusion", "spray", "tablets")},
        "times": {name: content.line(name) for name in ("hours", "days", "weeks")},
    }
