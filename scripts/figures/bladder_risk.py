"""Harms as counted: users of ketamine without a comparison group, and patients beside placebo."""

from __future__ import annotations

from itertools import groupby
from typing import Literal

from scripts.core.records import Named, Printed, Record, Words, fields
from scripts.figures import chart, theme
from scripts.figures.content import Content
from scripts.figures.figure import Cell, Figure
from scripts.figures.models.intervals import wilson

# px: width of a panel, two lines of words, and one line of marks.
PLOT, WORDS, MARK = 384, 38, 20


class Share(Record, frozen=True):
    """`percent` of `n` people as printed; `count` as printed, or calculated from the percentage.
    `key` stands for the outcome in an address; one without a key is in the table only."""

    group: Words
    harm: Words
    who: Words
    arm: Words
    percent: Printed
    count: int
    n: int
    count_is: Literal["printed", "calculated"]
    source: Words
    fact: Words
    key: str = ""
    note: str = ""

    @property
    def bounds(self) -> tuple[float, float]:
        """95% confidence interval in percent, calculated."""
        return wilson(self.count, self.n)


class Arm(Named, frozen=True):
    series: Literal[1, 2, 3, 4, 5]
    shape: Literal["circle", "square"]


class Group(Named, frozen=True):
    """One panel."""

    title: Words
    subtitle: Words
    axis: Words
    choice: Words
    domain: tuple[float, float]
    ticks: list[float]


class Range(Record, frozen=True):
    """A row below the shares: the least and the most over studies, or nothing counted at all."""

    group: Words
    name: Words
    harm: Words
    who: Words
    label: Words
    low: float = 0
    high: float = 0
    arm: str = ""
    source: str = ""
    note: str = ""


Outcome = list[Share]


def outcomes(shares: list[Share], group: Group) -> list[Outcome]:
    """The shares of a panel; arms of one outcome together."""
    own = [share for share in shares if share.group == group.key and share.key]
    return [list(arms) for _, arms in groupby(own, key=lambda share: share.key)]


def two_lines(first: str, second: str, top: float, y: chart.Spec) -> list[chart.Spec]:
    return [
        chart.words(first, top + 10, 0, y, fontSize=theme.LABEL),
        chart.words(second, top + 27, 0, y, color=chart.MUTED),
    ]


def range_row(found: Range, top: float, x: chart.Spec, y: chart.Spec) -> list[chart.Spec]:
    """A dashed box as wide as what studies reported, or as the panel where nobody counted."""
    end, middle = found.high or x["scale"]["domain"][1], top + WORDS + MARK / 2
    box = [{"x": found.low, "x2": end, "y": middle - 9, "y2": middle + 9}]
    look = chart.look(color=theme.LIGHT["band"], stroke=chart.MUTED, strokeDash=[3, 3])
    words = chart.look(fontSize=theme.TICK, fontWeight=600)
    left, align, gap = (end, "left", 7) if found.high else (end / 2, "center", 0)
    return [
        *two_lines(found.harm, found.who, top, y),
        chart.mark("rect", box, x, y, **look),
        chart.label(found.label, (left, middle), x, y, align=align, dx=gap, **words),
    ]


def marks(share: Share, arm: Arm, at: float, x: chart.Spec, y: chart.Spec) -> list[chart.Spec]:
    """A share with its interval and its value."""
    color, value = theme.series(arm.series), float(share.percent)
    fill = color if arm.shape == "circle" else chart.PAPER
    look = chart.look(fill=fill, stroke=color, strokeWidth=2)
    words = chart.look(dx=7, fontSize=theme.TICK, fontWeight=600)
    name = "" if share.arm == "users" else f" {share.arm}"
    return [
        *chart.interval(value, share.bounds, at, x, y, color, arm.shape, **look),
        chart.label(f"{share.percent}%{name}", (share.bounds[1], at), x, y, color, **words),
    ]


def panel(
    group: Group, rows: list[Outcome], ranges: list[Range], arms: dict[str, Arm]
) -> chart.Spec:
    height = sum(WORDS + MARK * len(row) + 6 for row in rows) + (WORDS + MARK + 6) * len(ranges)
    x = chart.axis("x", group.axis, group.domain, values=group.ticks, grid=True)
    y = chart.hidden("y", [height, 0])
    layers: list[chart.Spec] = []
    top: float = 0
    for shares in rows:
        first, sizes = shares[0], ", ".join(f"{share.n} {share.arm}" for share in shares)
        who = f"{first.who}: {sizes}" if len(shares) > 1 else f"{first.n} {first.who}"
        layers += two_lines(first.harm, who, top, y)
        for at, share in enumerate(shares):
            layers += marks(share, arms[share.arm], top + WORDS + MARK * (at + 0.5), x, y)
        top += WORDS + MARK * len(shares) + 6
    for found in ranges:
        layers += range_row(found, top, x, y)
        top += WORDS + MARK + 6
    look = chart.look(fontSize=theme.LABEL, frame="group", offset=10)
    title = chart.heading(group.title, group.subtitle, **look)
    return chart.panel(*layers, width=PLOT, height=height, title=title)


def figure(content: Content) -> Figure:
    shares = content.rows(Share)
    groups = content.keyed("groups", Group, shares, "group")
    arms = content.keyed("arms", Arm, shares, "arm")
    rows: list[dict[str, Cell]] = [
        fields(share)
        | {"group": groups[share.group].name, "arm": arms[share.arm].name}
        | dict(zip(("low", "high"), (f"{end:.1f}" for end in share.bounds), strict=True))
        for share in shares
    ]
    ranges = content.table("ranges", Range)
    rows += [
        fields(one, "harm", "who", "arm", "source", "note")
        | {"group": one.name, "percent": f"{one.low:g}–{one.high:g}", "low": "", "high": ""}
        | {"count": "", "n": "", "count_is": ""}
        for one in ranges
        if one.high
    ]
    panels = {key: outcomes(shares, group) for key, group in groups.items()}
    below = {key: [one for one in ranges if one.group == key] for key in groups}
    drawn = [panel(group, panels[key], below[key], arms) for key, group in groups.items()]
    return Figure(
        content.publish(rows),
        chart.above(*drawn, spacing=22),
        parameters=parameters(groups, panels, below, arms),
    )


def parameters(
    groups: dict[str, Group],
    panels: dict[str, list[Outcome]],
    below: dict[str, list[Range]],
    arms: dict[str, Arm],
) -> dict[str, object]:
    """What the interactive version draws: the same counts."""
    counts = []
    for number, key in enumerate(groups):
        for shares in panels[key]:
            first, alone = shares[0], len(shares) == 1
            entry = fields(first, "key", "harm") | {"panel": number}
            entry |= {"who": f"{first.n} {first.who}" if alone else first.who}
            entry |= {"short": first.arm if alone else first.who}
            entry["arms"] = [
                fields(share, "percent", "count", "n")
                | {"name": share.arm, "printed": share.count_is == "printed"}
                | {"low": round(share.bounds[0], 2), "high": round(share.bounds[1], 2)}
                | {"series": arms[share.arm].series}
                for share in shares
            ]
            counts.append(entry)
    axes = [
        fields(group, "domain", "ticks")
        | {"title": group.choice}
        | {"ranges": [fields(one, "harm", "who", "label", "low", "high") for one in below[key]]}
        for key, group in groups.items()
    ]
    return {"counts": counts, "panels": axes}
