"""Seventy years of PCP and ketamine: dated events by theme; the picture names the landmarks."""

from __future__ import annotations

from typing import Literal

from scripts.core.records import Named, Record, Words, fields
from scripts.figures import chart, theme
from scripts.figures.content import Content, cited
from scripts.figures.figure import Figure

# px: the first lane and the step to the next, the step of a year, where the words begin, width.
FIRST, LANE, STEP, WORDS, WIDTH = 38, 12, 9.0, 114, 392
TOP, LAST = 1955, 2027
DECADES = range(1960, LAST, 10)


class Event(Record, frozen=True):
    """`short`: words for a landmark in the picture. `section`: of the page that tells it."""

    year: int
    theme: Words
    event: Words
    section: Words
    source: Words
    fact: Words
    short: str = ""
    disputed: Literal["yes", ""] = ""


def where(year: int) -> float:
    """px from the top."""
    return (year - TOP) * STEP


def spread(marks: list[float], gap: float, bottom: float) -> list[float]:
    """Positions as near to `marks` (ascending) as `gap` and the bottom allow."""
    out: list[float] = []
    for at, mark in enumerate(marks):
        out.append(max(mark, out[at - 1] + gap if at else 0))
    for at in range(len(out) - 1, -1, -1):
        out[at] = min(out[at], out[at + 1] - gap if at < len(out) - 1 else bottom)
    return out


def color_of(number: int) -> str:
    return theme.series(number) if number < 6 else chart.INK


def frame(themes: list[Named], x: chart.Spec, y: chart.Spec) -> list[chart.Spec]:
    """Decades, and a lane for each theme with its number and name."""
    years = [{"x": 36, "x2": FIRST + LANE * 5.5, "y": where(year)} for year in DECADES]
    layers = [chart.mark("rule", years, x, y, color=theme.LIGHT["grid"])]
    layers += [chart.text(str(year), (0, where(year)), x, y, color=chart.MUTED) for year in DECADES]
    for at, one in enumerate(themes):
        left, color = FIRST + LANE * at, color_of(at + 1)
        head = chart.look(fontWeight=600, color=color)
        place = chart.look(x=200 * (at % 2), y=-64 + 18 * (at // 2))
        line = [{"x": left, "y": 0, "y2": where(LAST)}]
        look = chart.look(strokeWidth=1, strokeDash=theme.DASHES.get(at + 1, [1, 0]))
        number = chart.look(text=str(at + 1), align="center", baseline="bottom", y=-4)
        layers += [
            chart.mark("rule", line, x, y, color=color, **look),
            chart.mark("text", [{}], text=f"{at + 1} {one.name}", **head, **place),
            chart.mark("text", [{"x": left}], x, **head, **number),
        ]
    return layers


def landmark(
    event: Event, number: int, place: float, x: chart.Spec, y: chart.Spec
) -> list[chart.Spec]:
    """A line from the lane to the words, then year, number of the theme and words."""
    level = where(event.year)
    corners = [(FIRST + LANE * (number - 1), level), (FIRST + LANE * 5 + 6, level)]
    bend = [{"x": a, "y": b} for a, b in (*corners, (WORDS - 6, place))]
    strong = chart.look(fontWeight=600, color=color_of(number))
    return [
        chart.mark("line", bend, x, y, color=chart.MUTED, strokeWidth=0.8, strokeCap="butt"),
        chart.text(str(event.year), (WORDS, place), x, y, color=chart.MUTED),
        chart.text(str(number), (WORDS + 36, place), x, y, **strong),
        chart.text(event.short, (WORDS + 50, place), x, y, fontSize=theme.LABEL),
    ]


def drawing(events: list[Event], themes: list[Named]) -> chart.Spec:
    height, order = where(LAST), [one.key for one in themes]
    x, y = chart.hidden("x", [0, WIDTH]), chart.hidden("y", [height, 0])
    layers = frame(themes, x, y)
    landmarks = [event for event in events if event.short]
    places = spread([where(event.year) for event in landmarks], 21.5, height - 4)
    for event, level in zip(landmarks, places, strict=True):
        layers += landmark(event, order.index(event.theme) + 1, level, x, y)
    for event in sorted(events, key=lambda event: bool(event.short)):
        lane = order.index(event.theme)
        color = color_of(lane + 1)
        fill = color if event.short else chart.PAPER
        place = (FIRST + LANE * lane, where(event.year))
        layers.append(chart.point(place, x, y, color, fill, strokeWidth=1.5, size=45))
    return chart.panel(*layers, width=WIDTH, height=height)


def in_words(events: list[Event], themes: list[Named]) -> str:
    """Markdown: every event with its sources, a list for each theme."""
    lines = []
    for one in themes:
        lines += ["", f"*{one.name[0].upper()}{one.name[1:]}:*", ""]
        for event in (event for event in events if event.theme == one.key):
            lines.append(f"- {event.year}: {event.event}.{cited(event.source)}")
    return "\n".join(lines).strip()


def figure(content: Content) -> Figure:
    events = content.rows(Event)
    names = content.keyed("themes", Named, events, "theme")
    themes, order = list(names.values()), list(names)
    shown = [
        fields(event, "year", "section")
        | {"theme": order.index(event.theme), "text": event.event}
        | {"contested": bool(event.disputed)}
        for event in events
    ]
    return Figure(
        content.publish(fields(event) | {"theme": names[event.theme].name} for event in events),
        drawing(events, themes),
        parameters={"themes": [fields(one) for one in themes], "events": shown},
        words={"events": in_words(events, themes)},
    )
