"""Building blocks of charts, as plain Vega-Lite. Open this to change how all charts look.

Labels stand on the lines, there are no legends. Functions that draw one thing return a layer; `panel` puts layers
together, `above` and `beside` put panels together. Vega-Lite's own names are used, so its documentation is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scripts.figures import theme

Point = tuple[float, float]
Spec = dict[str, Any]
MUTED, INK, PAPER = (theme.LIGHT[role] for role in ("muted", "ink", "paper"))


def look(**properties: Any) -> dict[str, Any]:
    """Properties of a mark or title under Vega-Lite's names, to pass on with `**`."""
    return properties


def axis(
    name: str,
    title: str | None,
    domain: Sequence[float],
    /,
    *,
    log: bool = False,
    **more: Any,
) -> Spec:
    """The encoding of `x` or `y`; `more` are properties of the axis."""
    kind = "log" if log else "linear"
    scale = {"domain": list(domain), "type": kind, "nice": False, "zero": False, "clamp": False}
    return {"field": name, "type": "quantitative", "title": title, "scale": scale, "axis": more}


def hidden(name: str, domain: Sequence[float]) -> Spec:
    scale = {"domain": list(domain), "nice": False, "zero": False}
    return {"field": name, "type": "quantitative", "scale": scale, "axis": None}


def rows_y(count: int, above: float = 0.5) -> Spec:
    """Hidden axis for `count` rows, the first at the top."""
    return hidden("y", [count - 1 + above, -above])


def mark(
    kind: str,
    rows: Iterable[Mapping[str, object]],
    x: Spec | None = None,
    y: Spec | None = None,
    /,
    *,
    also: Mapping[str, Spec] | None = None,
    **more: Any,
) -> Spec:
    """One layer: marks of a kind at `rows`; `also` are further encodings, `more` properties of the mark."""
    encoding = {name: part for name, part in (("x", x), ("y", y)) if part} | dict(also or {})
    return {
        "data": {"values": list(rows)},
        "mark": {"type": kind, **more},
        "encoding": encoding,
    }


def x2(name: str = "x2") -> dict[str, Spec]:
    return {"x2": {"field": name}}


def y2(name: str = "y2") -> dict[str, Spec]:
    return {"y2": {"field": name}}


def panel(*layers: Spec, **properties: Any) -> Spec:
    """Layers in drawing order, with width, height and title."""
    return {"layer": list(layers), **properties}


def beside(*parts: Spec, **properties: Any) -> Spec:
    return {"hconcat": list(parts), **properties}


def above(*parts: Spec, **properties: Any) -> Spec:
    return {"vconcat": list(parts), **properties}


def heading(text: str, subtitle: str = "", /, **more: Any) -> Spec:
    """Title of a panel, at its left edge."""
    found = {"text": text, "anchor": "start", **more}
    if subtitle:
        found |= {"subtitle": subtitle, "subtitleFontSize": theme.TICK, "subtitleColor": MUTED}
        found |= {"subtitleFont": theme.MEASURED_FONT}
    return found


def at(points: Iterable[Point]) -> list[dict[str, object]]:
    return [{"x": float(f"{x:.6g}"), "y": float(f"{y:.6g}")} for x, y in points]


def line(points: Iterable[Point], x: Spec, y: Spec, number: int, **more: Any) -> Spec:
    """Curve in series color and dash `number`; never told apart by color alone."""
    own = look(color=theme.series(number), strokeDash=theme.DASHES[number], clip=True)
    order = {"order": {"field": "x", "type": "quantitative"}}
    return mark("line", at(points), x, y, also=order, **own | more)


def band(
    points: Iterable[tuple[float, float, float]], x: Spec, y: Spec, color: str, opacity: float
) -> Spec:
    """Area between two curves, as (x, low, high)."""
    rows = [
        {"x": float(f"{a:.6g}"), "y": float(f"{b:.6g}"), "y2": float(f"{c:.6g}")}
        for a, b, c in points
    ]
    return mark("area", rows, x, y, also=y2(), color=color, opacity=opacity, clip=True)


def span(x: Spec, low: float, high: float) -> Spec:
    """Vertical stripe from `low` to `high` over the whole height."""
    return mark("rect", [{"x": low, "x2": high}], x, also=x2(), color=theme.LIGHT["band"])


def rule(x: Spec, value: float) -> Spec:
    """Thin vertical line."""
    return mark("rule", [{"x": value}], x, color=MUTED, strokeDash=[3, 3])


def level(y: Spec, value: float) -> Spec:
    """Thin horizontal line."""
    return mark("rule", [{"y": value}], None, y, color=MUTED)


def points(values: Iterable[Point], x: Spec, y: Spec, color: str, **more: Any) -> Spec:
    """Measured values: open circles."""
    own = look(size=60, filled=True, fill=PAPER, stroke=color, strokeWidth=2)
    return mark("point", at(values), x, y, **own | {"opacity": 1} | more)


def interval(
    row: Mapping[str, object], x: Spec, y: Spec, color: str, shape: str, /, **more: Any
) -> list[Spec]:
    """A whisker from `low` to `high` and a mark at `x`."""
    whisker = {**x, "field": "low"}
    own = look(filled=True, size=75, opacity=1)
    return [
        mark("rule", [row], whisker, y, also=x2("high"), color=color, strokeWidth=2),
        mark("point", [row], x, y, shape=shape, **own | more),
    ]


def words(text: str, row: float, left: float, y: Spec, **more: Any) -> Spec:
    """Text of a row, `left` px from the edge of the plot; negative for what stands before it."""
    own = look(align="left", baseline="middle", fontSize=theme.TICK)
    return mark("text", [{"y": row}], None, y, text=text, x=left, **own | more)


def label(
    text: str | Sequence[str], place: Point, x: Spec, y: Spec, color: str = INK, **more: Any
) -> Spec:
    """Words in the plot with a paper halo, so that they read over a line; several lines for a list."""
    own = look(align="left", baseline="middle", fontSize=theme.LABEL)
    own |= look(lineHeight=theme.LABEL + 3) | more
    halo = look(stroke=PAPER, strokeWidth=5, color=PAPER, strokeJoin="round")
    rows = [{"x": place[0], "y": place[1]}]
    written = text if isinstance(text, str) else list(text)
    return panel(
        mark("text", rows, x, y, text=written, **halo | own),
        mark("text", rows, x, y, text=written, **{"color": color} | own),
    )
