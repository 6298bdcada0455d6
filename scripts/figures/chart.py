"""Building blocks of charts, as plain Vega-Lite. Open this to change how all charts look.

Labels stand on the lines, there are no legends. Functions that draw one thing return a layer; `panel` puts layers
together, `above` and `beside` put panels together. Vega-Lite's own names are used, so its documentation is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from scripts.core.records import Record, Words, fields
from scripts.figures import theme
from scripts.figures.content import Content

Point = tuple[float, float]
Spec = dict[str, Any]
MUTED, INK, PAPER = (theme.LIGHT[role] for role in ("muted", "ink", "paper"))
HALO: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 5, "color": PAPER, "strokeJoin": "round"}


class Note(Record, frozen=True):
    """Words in a plot, and where they stand on its axes."""

    text: Words | list[Words]
    at: Point
    color: Literal["ink", "muted", "series-1", "series-2", "series-3", "series-4"] = "muted"
    strong: bool = False
    align: Literal["left", "center", "right"] = "left"
    baseline: Literal["top", "middle", "bottom"] = "middle"
    dx: float = 0

    @property
    def look(self) -> dict[str, Any]:
        weight = {"fontWeight": 600} if self.strong else {}
        return fields(self, "align", "baseline", "dx") | weight


def look(**properties: Any) -> dict[str, Any]:
    """Properties of a mark or title under Vega-Lite's names, to pass on with `**`."""
    return properties


def axis(
    name: str, title: str | None, domain: Sequence[float], /, *, log: bool = False, **more: Any
) -> Spec:
    """The encoding of `x` or `y`; `more` are properties of the axis."""
    scale = {"domain": list(domain), "type": "log" if log else "linear"}
    return {"field": name, "type": "quantitative", "title": title, "scale": scale, "axis": more}


def hidden(name: str, domain: Sequence[float]) -> Spec:
    return axis(name, None, domain) | {"axis": None}


def mark(
    kind: str,
    rows: Iterable[Mapping[str, object]],
    x: Spec | None = None,
    y: Spec | None = None,
    /,
    **more: Any,
) -> Spec:
    """One layer: marks of a kind at `rows`, from x to x2 or y to y2 where they have those; `more` are properties of the mark."""
    values = list(rows)
    encoding = {name: part for name, part in (("x", x), ("y", y)) if part}
    encoding |= {name: {"field": name} for name in ("x2", "y2") if name in values[0]}
    return {"data": {"values": values}, "mark": {"type": kind, **more}, "encoding": encoding}


def panel(*layers: Spec, **properties: Any) -> Spec:
    """Layers in drawing order, with width, height and title."""
    return {"layer": list(layers), **properties}


def beside(*parts: Spec, **properties: Any) -> Spec:
    return {"hconcat": list(parts), **properties}


def above(*parts: Spec, **properties: Any) -> Spec:
    return {"vconcat": list(parts), **properties}


def heading(text: str, subtitle: str = "", /, **more: Any) -> Spec:
    """Title of a panel, at its left edge."""
    below = {"subtitle": subtitle, "subtitleFontSize": theme.TICK, "subtitleColor": MUTED}
    return {"text": text, **more, **(below if subtitle else {})}


def short(number: float) -> float:
    return float(f"{number:.6g}")


def line(
    across: Iterable[float], up: Iterable[float], x: Spec, y: Spec, number: int, /, **more: Any
) -> Spec:
    """Curve in series color and dash `number`; never told apart by color alone."""
    own = look(color=theme.series(number), strokeDash=theme.DASHES[number], clip=True)
    rows = [{"x": short(a), "y": short(b)} for a, b in zip(across, up, strict=True)]
    return mark("line", rows, x, y, **own | more)


def band(
    across: Iterable[float],
    low: Iterable[float],
    high: Iterable[float],
    x: Spec,
    y: Spec,
    color: str,
) -> Spec:
    """Area between two curves."""
    rows = [
        {"x": short(a), "y": short(b), "y2": short(c)}
        for a, b, c in zip(across, low, high, strict=True)
    ]
    return mark("area", rows, x, y, color=color, opacity=0.18, clip=True)


def span(x: Spec, low: float, high: float) -> Spec:
    """Vertical stripe from `low` to `high` over the whole height."""
    return mark("rect", [{"x": low, "x2": high}], x, color=theme.LIGHT["band"])


def rule(x: Spec, value: float) -> Spec:
    """Thin vertical line."""
    return mark("rule", [{"x": value}], x, color=MUTED, strokeDash=[3, 3])


def level(y: Spec, value: float) -> Spec:
    """Thin horizontal line."""
    return mark("rule", [{"y": value}], None, y, color=MUTED)


def at(place: Point) -> list[dict[str, float]]:
    return [{"x": short(place[0]), "y": short(place[1])}]


def point(place: Point, x: Spec, y: Spec, color: str, fill: str = PAPER, **more: Any) -> Spec:
    """A value: open, unless it is filled with its color."""
    own = look(filled=True, fill=fill, stroke=color, strokeWidth=2, size=60, opacity=1)
    return mark("point", at(place), x, y, **own | more)


def interval(
    value: float, ends: Point, at: float, x: Spec, y: Spec, color: str, shape: str, /, **more: Any
) -> list[Spec]:
    """A whisker between two ends and a mark at the value."""
    whisker = [{"x": ends[0], "x2": ends[1], "y": at}]
    own = look(shape=shape, filled=True, size=75, opacity=1)
    return [
        mark("rule", whisker, x, y, color=color, strokeWidth=2),
        mark("point", [{"x": value, "y": at}], x, y, **own | more),
    ]


def words(text: str, row: float, left: float, y: Spec, **more: Any) -> Spec:
    """Text of a row, `left` px from the edge of the plot; negative for what stands before it."""
    return mark("text", [{"y": row}], None, y, text=text, x=left, **more)


def text(written: str | list[str], place: Point, x: Spec, y: Spec, **more: Any) -> Spec:
    """Words at a place of the plot; several lines for a list."""
    return mark("text", at(place), x, y, text=written, **more)


def label(
    written: str | list[str], place: Point, x: Spec, y: Spec, color: str = INK, **more: Any
) -> Spec:
    """Words with a paper halo, so that they read over a line."""
    own = look(fontSize=theme.LABEL, lineHeight=theme.LABEL + 3) | more
    halo = text(written, place, x, y, **HALO | own)
    return panel(halo, text(written, place, x, y, color=color, **own))


def notes(content: Content, x: Spec, y: Spec, name: str = "notes") -> list[Spec]:
    """The words that a figure's TOML puts into a plot; each plot of a figure has its own table."""
    return [
        label(note.text, note.at, x, y, theme.LIGHT[note.color], **note.look)
        for note in content.table(name, Note)
    ]
