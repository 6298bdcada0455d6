"""Building blocks for Altair charts in the style of the site: labels on the lines, no legends.

Everything returns an Altair layer; add them with `+`, stack panels with `altair.vconcat`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from scripts.figures import theme

# Altair refuses more than 5,000 rows; ours are thinned long before that.
Point = tuple[float, float]


def scale(domain: Sequence[float], log: bool = False) -> alt.Scale:
    return alt.Scale(
        domain=list(domain), type="log" if log else "linear", nice=False, zero=False, clamp=False
    )


def axis_x(title: str | None, domain: Sequence[float], /, log: bool = False, **axis: Any) -> alt.X:
    return alt.X("x:Q", title=title, scale=scale(domain, log), axis=alt.Axis(**axis))


def axis_y(title: str | None, domain: Sequence[float], /, log: bool = False, **axis: Any) -> alt.Y:
    return alt.Y("y:Q", title=title, scale=scale(domain, log), axis=alt.Axis(**axis))


def _data(points: Sequence[Point]) -> alt.Data:
    return alt.Data(values=[{"x": float(f"{x:.6g}"), "y": float(f"{y:.6g}")} for x, y in points])


def line(points: Sequence[Point], x: alt.X, y: alt.Y, number: int, **mark: Any) -> alt.Chart:
    """Curve in series color and dash `number`; never told apart by color alone."""
    mark = {"color": theme.series(number), "strokeDash": theme.DASHES[number], "clip": True, **mark}
    return alt.Chart(_data(points)).mark_line(**mark).encode(x=x, y=y, order="x:Q")


def band(
    points: Sequence[tuple[float, float, float]],
    x: alt.X,
    y: alt.Y,
    color: str = theme.LIGHT["band"],
    opacity: float = 1,
) -> alt.Chart:
    """Area between two curves, as (x, low, high)."""
    rows = [
        {"x": float(f"{a:.6g}"), "y": float(f"{b:.6g}"), "y2": float(f"{c:.6g}")}
        for a, b, c in points
    ]
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_area(color=color, opacity=opacity, clip=True)
        .encode(x=x, y=y, y2="y2:Q")
    )


def span(x: alt.X, low: float, high: float, color: str = theme.LIGHT["band"]) -> alt.Chart:
    """Vertical stripe from `low` to `high` over the whole height."""
    return (
        alt.Chart(alt.Data(values=[{"x": low, "x2": high}]))
        .mark_rect(color=color)
        .encode(x=x, x2="x2:Q")
    )


def lower(axis: alt.X | alt.Y) -> alt.X | alt.Y:
    """The same axis for the lower end of a whisker, `low` in the rows."""
    copy = axis.copy()
    copy.shorthand = "low:Q"
    return copy


def words(text: str, at: float, left: float, y: alt.Y, **mark: Any) -> alt.Chart:
    """Text of a row, `left` px from the edge of the plot; negative for what stands before it."""
    mark = {"align": "left", "baseline": "middle", "fontSize": theme.TICK, **mark}
    return alt.Chart(alt.Data(values=[{"y": at}])).mark_text(text=text, x=left, **mark).encode(y=y)


def rule(x: alt.X, at: float) -> alt.Chart:
    """Thin vertical line."""
    return (
        alt.Chart(alt.Data(values=[{"x": at}]))
        .mark_rule(color=theme.LIGHT["muted"], strokeDash=[3, 3])
        .encode(x=x)
    )


def level(y: alt.Y, at: float) -> alt.Chart:
    """Thin horizontal line."""
    return alt.Chart(alt.Data(values=[{"y": at}])).mark_rule(color=theme.LIGHT["muted"]).encode(y=y)


def points(values: Sequence[Point], x: alt.X, y: alt.Y, number: int, **mark: Any) -> alt.Chart:
    """Measured values: open circles with a halo."""
    mark = {
        "size": 60,
        "filled": True,
        "fill": theme.LIGHT["paper"],
        "stroke": theme.series(number),
        "strokeWidth": 2,
        "opacity": 1,
        **mark,
    }
    return alt.Chart(_data(values)).mark_point(**mark).encode(x=x, y=y)


def label(
    text: str | Sequence[str],
    at: Point,
    x: alt.X,
    y: alt.Y,
    color: str = theme.LIGHT["ink"],
    **mark: Any,
) -> alt.LayerChart:
    """Words in the plot with a paper halo, so that they read over a line; several lines for a list."""
    mark = {
        "align": "left",
        "baseline": "middle",
        "fontSize": theme.LABEL,
        "lineHeight": theme.LABEL + 3,
        **mark,
    }
    base = alt.Chart(alt.Data(values=[{"x": at[0], "y": at[1]}])).encode(x=x, y=y)
    words = text if isinstance(text, str) else list(text)
    halo = base.mark_text(
        text=words,
        stroke=theme.LIGHT["paper"],
        strokeWidth=5,
        color=theme.LIGHT["paper"],
        strokeJoin="round",
        **mark,
    )
    return halo + base.mark_text(text=words, color=color, **mark)
