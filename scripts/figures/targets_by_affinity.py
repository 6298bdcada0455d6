"""Half-effect concentrations of ketamine and its metabolites, beside those reached in people."""

from __future__ import annotations

import math
from itertools import groupby
from typing import Literal

from scripts.core.records import Named, Record, Words, fields
from scripts.figures import chart, theme
from scripts.figures.content import Content
from scripts.figures.figure import Cell, Figure
from scripts.figures.models.block import FREE

LEFT, PLOT, STEP = 170, 197, 18
DOMAIN = (0.045, 1000)
DECADES = math.log10(DOMAIN[1] / DOMAIN[0])
HOLLOW = ("≤", "<", ">", "none up to")
SHAPES = {"≤": "left", "<": "left", ">": "right", "none up to": "right", "tested at": "cross"}


class Value(Record, frozen=True):
    """One printed value in µM. `high`: the end of a range; 'none up to': no effect up to there."""

    family: Words
    line: Words
    compound: Words
    measure: Literal["Ki", "IC50", "effect"]
    relation: Literal["is", "up to", "≤", "<", ">", "none up to", "tested at"]
    value: float
    system: Words
    source: Words
    fact: Words
    high: float | None = None
    note: str = ""

    @property
    def letter(self) -> str:
        """Which mirror form, where one was measured."""
        return self.compound[0] + " " if self.compound[1:2] == "-" else ""

    @property
    def text(self) -> str:
        """The value as it stands beside its mark."""
        number = {
            "is": f"{self.value:g}",
            "up to": f"{self.value:g}–{self.high or 0:g}",
            "tested at": f"{self.note.partition(' ')[0]}% at {self.value:g}",
        }.get(self.relation, f"{self.relation} {self.value:g}")
        return self.letter + number + (" (calc.)" if self.note.startswith("calculated") else "")

    @property
    def hollow(self) -> bool:
        return self.relation in HOLLOW


class Band(Record, frozen=True):
    """Ketamine in plasma: total as measured; at most 47% of it is bound."""

    short: Words
    name: Words
    total: float
    source: Words
    free_source: Words

    @property
    def free(self) -> float:
        """Least free concentration (µM), to the two digits that the lesson prints."""
        return float(f"{FREE * self.total:.2g}")


class Compounds(Named, frozen=True):
    members: list[str]
    metabolite: bool = False


Line = tuple[str, list[Value]]


def shape_of(value: Value, metabolite: bool) -> str:
    return SHAPES.get(value.relation, "diamond" if metabolite else "circle")


def lines_of(values: list[Value], families: list[Named]) -> list[Line]:
    """Headings (no values) and lines, from top to bottom."""
    lines: list[Line] = []
    for family in families:
        lines.append((family.name, []))
        own = (value for value in values if value.family == family.key)
        lines += [(name, list(line)) for name, line in groupby(own, key=lambda value: value.line)]
    return lines


def marks(
    value: Value, metabolite: bool, at: int, before: bool, x: chart.Spec, y: chart.Spec
) -> list[chart.Spec]:
    """A mark, or a bar for a range, with its value beside it."""
    color, shape = theme.series(2 if metabolite else 1), shape_of(value, metabolite)
    end = value.high or value.value
    if value.high:
        row = {"x": value.value, "x2": end, "y": at}
        layer = chart.mark("rule", [row], x, y, color=color, strokeWidth=5, strokeCap="round")
    else:
        turned = f"triangle-{shape}" if shape in ("left", "right") else shape
        look = chart.look(shape=turned, strokeWidth=1.5, size=55)
        fill = chart.PAPER if value.hollow else color
        layer = chart.point((value.value, at), x, y, color, fill, **look)
    gap = 6 if shape == "diamond" else 8
    words = chart.look(align="right" if before else "left", dx=-gap if before else gap)
    return [layer, chart.label(value.text, (end, at), x, y, fontSize=theme.TICK, **words)]


def drawing(
    content: Content, lines: list[Line], bands: list[Band], metabolites: set[str]
) -> chart.Spec:
    look = chart.look(values=[0.1, 1, 10, 100, 1000], format="~g", grid=True)
    x = chart.axis(
        "x", content.line("x"), DOMAIN, log=True, **look, titleX=-LEFT, titleAlign="left"
    )
    y = chart.hidden("y", [len(lines) - 0.4, -0.6])
    layers = [chart.span(x, band.free, band.total) for band in bands]
    layers += [chart.rule(x, edge) for band in bands for edge in (band.free, band.total)]
    for band in bands:
        # On the outer side of each band.
        edge, align = (band.total, "right") if band is bands[0] else (band.free, "left")
        words = [band.short, content.line("band").format(free=band.free, total=band.total)]
        head = chart.look(baseline="bottom", y=-20, lineHeight=15)
        head |= chart.look(text=words, align=align, color=chart.MUTED)
        layers.append(chart.mark("text", [{"x": edge}], x, **head))
    for at, (name, values) in enumerate(lines):
        color, left = (chart.INK, 8) if values else (chart.MUTED, 0)
        layers.append(chart.words(name, at, left - LEFT, y, color=color))
        ordered = sorted(values, key=lambda value: value.value)
        close = len(ordered) == 2 and ordered[1].value / ordered[0].value < 10
        for value in ordered:
            # What would run out of the picture stands before its mark.
            end = math.log10(value.value / DOMAIN[0]) / DECADES * PLOT + 7 * len(value.text)
            before = (close and value is ordered[0]) or (not close and end > PLOT + 12)
            layers += marks(value, value.compound in metabolites, at, before, x, y)
    return chart.panel(*layers, width=PLOT, height=STEP * len(lines))


def band_rows(content: Content, band: Band) -> list[dict[str, Cell]]:
    """A band as two rows of the table: measured and calculated."""
    word, both = content.line, f"{band.source} {band.free_source}"
    common: dict[str, Cell] = {"family": word("people"), "line": band.name, "high": ""}
    common |= {"compound": word("compound"), "system": word("system")}
    total: dict[str, Cell] = {"relation": "is", "value": band.total, "source": band.source}
    free: dict[str, Cell] = {"relation": "at least", "value": band.free, "source": both}
    return [
        common | total | {"measure": word("total"), "note": word("measured")},
        common | free | {"measure": word("free"), "note": word("calculated")},
    ]


def figure(content: Content) -> Figure:
    values, bands = content.rows(Value), content.table("bands", Band)
    families = content.keyed("families", Named, values, "family")
    groups = content.table("compounds", Compounds)
    metabolites = {name for group in groups if group.metabolite for name in group.members}
    rows: list[dict[str, Cell]] = [
        fields(value) | {"family": families[value.family].name, "high": value.high or ""}
        for value in values
    ]
    rows += [row for band in bands for row in band_rows(content, band)]
    lines = lines_of(values, list(families.values()))
    return Figure(
        content.publish(rows),
        drawing(content, lines, bands, metabolites),
        parameters=parameters(values, bands, list(families.values()), groups),
    )


def parameters(
    values: list[Value], bands: list[Band], families: list[Named], groups: list[Compounds]
) -> dict[str, object]:
    """What the interactive version draws: the same values."""
    order = [family.key for family in families]
    shown = ("line", "value", "high", "relation", "text", "letter", "hollow")
    entries = []
    for number, value in enumerate(values):
        group = next(at for at, one in enumerate(groups) if value.compound in one.members)
        metabolite = groups[group].metabolite
        entries.append(
            fields(value, *shown)
            | {"id": number, "family": order.index(value.family), "group": group}
            | {"kind": value.measure, "shape": shape_of(value, metabolite)}
            | {"metabolite": metabolite}
        )
    return {
        "values": entries,
        "bands": [fields(band, "short", "free", "total") for band in bands],
        "compounds": [fields(group, "key", "name") for group in groups],
        "families": [fields(family) for family in families],
        "domain": (0.03, 3000),
    }
