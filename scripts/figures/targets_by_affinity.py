"""Half-effect concentrations of ketamine and its metabolites at their targets, beside the concentrations reached in people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import altair as alt

from scripts.figures import Figure, chart, plain, theme


class Value(NamedTuple):
    """One printed value in µM. relation: '=', 'up to' (a range to `high`), '≤', '<', 'none up to' (no effect up to there), '>' or 'tested at'."""

    family: str
    line: str
    compound: str
    kind: str
    value: float
    system: str
    source: str
    fact: str
    relation: str = "="
    high: float | None = None
    note: str = ""


KETAMINE, S, R, NORKETAMINE, LATER = (
    "ketamine",
    "S-ketamine",
    "R-ketamine",
    "norketamine",
    "later metabolites",
)
S_NOR, R_NOR = "S-norketamine", "R-norketamine"
NMDA, OPIOID, MONOAMINE, ACETYLCHOLINE, CHANNEL = (
    "NMDA receptor",
    "Opioid receptors",
    "Dopamine, serotonin, norepinephrine",
    "Acetylcholine receptors",
    "Other channels",
)
KI, IC50, SEEN = "Ki", "IC50", "effect"
PKI = "calculated from the printed pKi"
RAT, CHO, HEK, EGG = "rat brain", "CHO cells", "HEK-293 cells", "frog oocytes"

VALUES: list[Value] = [
    Value(NMDA, "binding: ketamine", S, KI, 0.3, RAT, "ebert1997", "NMD-34"),
    Value(NMDA, "binding: ketamine", R, KI, 1.4, RAT, "ebert1997", "NMD-34"),
    Value(NMDA, "binding: norketamine", S_NOR, KI, 1.7, RAT, "ebert1997", "NMD-34"),
    Value(NMDA, "binding: norketamine", R_NOR, KI, 13, RAT, "ebert1997", "NMD-34"),
    Value(
        NMDA,
        "current: ketamine",
        KETAMINE,
        IC50,
        0.71,
        "human GluN1/GluN2A, HEK-293 cells, −70 mV",
        "gilling2009",
        "NMD-19",
    ),
    Value(NMDA, "current: (2R,6R)-HNK", LATER, IC50, 46, HEK, "abbott2020", "NMD-38"),
    Value(OPIOID, "μ, binding", KETAMINE, KI, 42, CHO, "hirota1999", "CLI-37", note=PKI + " 4.38"),
    Value(OPIOID, "κ, binding", KETAMINE, KI, 28, CHO, "hirota1999", "CLI-37", note=PKI + " 4.55"),
    Value(OPIOID, "δ, binding", KETAMINE, KI, 270, CHO, "hirota1999", "CLI-37", note=PKI + " 3.57"),
    Value(
        OPIOID,
        "opioid peptides boosted",
        KETAMINE,
        SEEN,
        1,
        "recombinant cells, rodent brain",
        "gomes2024",
        "CLI-38",
        "<",
        note="printed as submicromolar",
    ),
    Value(
        MONOAMINE,
        "D2 receptor (contested)",
        KETAMINE,
        KI,
        0.055,
        "cloned human D2, high-affinity state",
        "seeman2005",
        "CLI-40",
    ),
    Value(
        MONOAMINE,
        "D2 receptor (contested)",
        KETAMINE,
        KI,
        0.5,
        "D2, high-affinity state",
        "kapur2002",
        "CLI-40",
        note="the text read does not name the constant",
    ),
    Value(
        MONOAMINE,
        "D2 receptor (contested)",
        KETAMINE,
        KI,
        10,
        "D1 to D5 and the three transporters; also enantiomers and metabolites",
        "can2016",
        "CLI-41",
        "none up to",
    ),
    Value(
        MONOAMINE,
        "5-HT2 receptor",
        KETAMINE,
        KI,
        15,
        "binding",
        "kapur2002",
        "CLI-40",
        note="the text read does not name the constant",
    ),
    Value(
        MONOAMINE,
        "norepinephrine transporter",
        KETAMINE,
        KI,
        66.8,
        "human NET, HEK-293 cells",
        "nishimura1998",
        "CLI-42",
    ),
    Value(
        MONOAMINE,
        "dopamine transporter",
        KETAMINE,
        KI,
        62.9,
        "rat DAT, HEK-293 cells",
        "nishimura1998",
        "CLI-42",
    ),
    Value(
        MONOAMINE,
        "the same, mirror forms",
        S,
        KI,
        46.9,
        "rat DAT, HEK-293 cells",
        "nishimura1999",
        "CLI-42",
    ),
    Value(
        MONOAMINE,
        "the same, mirror forms",
        R,
        KI,
        390,
        "rat DAT, HEK-293 cells",
        "nishimura1999",
        "CLI-42",
    ),
    Value(
        MONOAMINE,
        "serotonin transporter",
        KETAMINE,
        KI,
        162,
        "rat SERT, HEK-293 cells",
        "nishimura1998",
        "CLI-42",
    ),
    Value(
        ACETYLCHOLINE,
        "α7: ketamine",
        KETAMINE,
        IC50,
        20,
        "human α7, " + EGG,
        "coates2001",
        "CLI-43",
        note="part of the effect of the commercial solution came from its preservative",
    ),
    Value(
        ACETYLCHOLINE,
        "α7: dehydronorketamine",
        LATER,
        IC50,
        0.055,
        "patch clamp",
        "moaddel2013",
        "CLI-43",
        note="± 0.006",
    ),
    Value(
        ACETYLCHOLINE,
        "α7: norketamine, HNKs",
        NORKETAMINE,
        SEEN,
        1,
        "patch clamp; ketamine inactive there",
        "moaddel2013",
        "CLI-43",
        "≤",
    ),
    Value(
        ACETYLCHOLINE, "α3β4: ketamine", KETAMINE, IC50, 3.1, "patch clamp", "moaddel2013", "CLI-43"
    ),
    Value(
        ACETYLCHOLINE,
        "α3β4: norketamine",
        NORKETAMINE,
        IC50,
        9.1,
        "patch clamp",
        "moaddel2013",
        "CLI-43",
    ),
    Value(
        ACETYLCHOLINE,
        "α3β4: later metabolites",
        LATER,
        IC50,
        100,
        "patch clamp",
        "moaddel2013",
        "CLI-43",
        ">",
    ),
    Value(
        ACETYLCHOLINE,
        "α4β2",
        KETAMINE,
        IC50,
        50,
        "human α4β2, " + EGG,
        "coates2001",
        "CLI-43",
        note="part of the effect of the commercial solution came from its preservative",
    ),
    Value(
        ACETYLCHOLINE,
        "with β4",
        KETAMINE,
        IC50,
        9.5,
        "human, " + EGG,
        "yamakura2000",
        "CLI-43",
        "up to",
        29,
    ),
    Value(
        ACETYLCHOLINE,
        "with β2",
        KETAMINE,
        IC50,
        50,
        "human, " + EGG,
        "yamakura2000",
        "CLI-43",
        "up to",
        92,
    ),
    Value(ACETYLCHOLINE, "muscarinic M1", KETAMINE, IC50, 5.7, EGG, "durieux1995", "CLI-44"),
    Value(
        CHANNEL,
        "GABA-A, tonic current",
        KETAMINE,
        SEEN,
        100,
        "cultured mouse neurons",
        "wang2017",
        "CLI-46",
        "tested at",
        note="+33.6 ± 6.5% at this concentration",
    ),
    Value(
        CHANNEL, "sodium current", S, IC50, 128, "dorsal-horn neurons", "schnoebel2005", "CLI-47"
    ),
    Value(
        CHANNEL, "sodium current", R, IC50, 269, "dorsal-horn neurons", "schnoebel2005", "CLI-47"
    ),
    Value(
        CHANNEL,
        "delayed-rectifier potassium",
        S,
        IC50,
        266,
        "dorsal-horn neurons",
        "schnoebel2005",
        "CLI-47",
    ),
    Value(
        CHANNEL,
        "delayed-rectifier potassium",
        R,
        IC50,
        196,
        "dorsal-horn neurons",
        "schnoebel2005",
        "CLI-47",
    ),
]


class Band(NamedTuple):
    """Ketamine in plasma: total as measured; free is at least 53% of it, because at most 47% is bound (dayton1983)."""

    name: str
    total: float
    source: str
    fact: str


FREE = 0.53
BANDS = [
    Band("antidepressant infusion, 0.5 mg/kg over 40 min", 0.78, "zanos2018", "MET-17"),
    Band(
        "anesthesia kept up by infusion with nitrous oxide, 31 patients",
        9.3,
        "idvall1979",
        "MET-17",
    ),
]
BINDING_SOURCE = "dayton1983"


def free(band: Band) -> float:
    """Least free concentration (µM), to the two digits that the lesson prints."""
    return float(f"{FREE * band.total:.2g}")


def text(value: Value) -> str:
    """The value as it stands beside its mark."""
    number = {
        "=": f"{value.value:g}",
        "up to": f"{value.value:g}–{value.high or 0:g}",
        "≤": f"≤ {value.value:g}",
        "<": f"< {value.value:g}",
        ">": f"> {value.value:g}",
        "none up to": f"none up to {value.value:g}",
        "tested at": f"+33.6% at {value.value:g}",
    }[value.relation]
    letter = value.compound[0] + " " if value.compound[1:2] == "-" else ""
    return letter + number + (" (calc.)" if value.note.startswith(PKI) else "")


LEFT, PLOT, STEP = 174, 308, 17.5
DOMAIN = (0.045, 1000)


def _lines() -> list[tuple[str, list[Value]]]:
    """Headings (no values) and lines, from top to bottom."""
    lines: list[tuple[str, list[Value]]] = []
    for value in VALUES:
        if not any(name == value.family and not values for name, values in lines):
            lines.append((value.family, []))
        if lines[-1][0] == value.line and lines[-1][1]:
            lines[-1][1].append(value)
        else:
            lines.append((value.line, [value]))
    return lines


GROUPS = {
    "ketamine (racemic)": (KETAMINE,),
    "S-ketamine and R-ketamine": (S, R),
    "norketamine": (NORKETAMINE, S_NOR, R_NOR),
    "later metabolites": (LATER,),
}
HOLLOW = ("≤", "<", ">", "none up to")
SHAPES = {"≤": "left", "<": "left", ">": "right", "none up to": "right", "tested at": "cross"}


def is_metabolite(value: Value) -> bool:
    return value.compound in (NORKETAMINE, S_NOR, R_NOR, LATER)


def shape_of(value: Value) -> str:
    return SHAPES.get(value.relation, "diamond" if is_metabolite(value) else "circle")


def _marks(
    value: Value, at: int, before: bool, x: alt.X, y: alt.Y
) -> list[alt.Chart | alt.LayerChart]:
    color = theme.series(2 if is_metabolite(value) else 1)
    shape = shape_of(value).replace("left", "triangle-left").replace("right", "triangle-right")
    base = alt.Chart(
        alt.Data(values=[{"x": value.value, "high": value.high or value.value, "y": at}])
    ).encode(y=y, x=x)
    hollow = value.relation in HOLLOW
    layers = (
        [base.mark_rule(color=color, strokeWidth=5, strokeCap="round").encode(x2="high:Q")]
        if value.high
        else []
    )
    if not value.high:
        layers.append(
            base.mark_point(
                shape=shape,
                filled=True,
                fill=theme.LIGHT["paper"] if hollow else color,
                stroke=color,
                strokeWidth=1.5,
                size=55,
                opacity=1,
            ).encode()
        )
    where = (value.high or value.value, float(at))
    gap = 6 if shape == "diamond" else 8
    words = {
        "fontSize": theme.TICK,
        "color": theme.LIGHT["ink"],
        "align": "right" if before else "left",
        "dx": -gap if before else gap,
    }
    layers.append(chart.label(text(value), where, x, y, **words))
    return layers


def drawing() -> plain.Spec:
    lines = _lines()
    x = chart.axis_x(
        "Concentration (µM, logarithmic); further left acts at less drug",
        DOMAIN,
        log=True,
        values=[0.1, 1, 10, 100, 1000],
        format="~g",
        grid=True,
        titleAlign="left",
        titleAnchor="start",
        titleX=-60,
    )
    y = alt.Y(
        "y:Q", scale=alt.Scale(domain=[len(lines) - 0.4, -0.6], nice=False, zero=False), axis=None
    )
    layers = [chart.span(x, free(band), band.total) for band in BANDS]
    for band in BANDS:
        layers += [chart.rule(x, free(band)), chart.rule(x, band.total)]
    heads = (
        (BANDS[0], "antidepressant", "right", BANDS[0].total),
        (BANDS[1], "anesthesia", "left", free(BANDS[1])),
    )
    for band, name, align, at in heads:
        words = [name, f"{free(band):g} free to {band.total:g} total"]
        layers.append(
            alt.Chart(alt.Data(values=[{"x": at}]))
            .mark_text(
                text=words,
                align=align,
                baseline="bottom",
                y=-20,
                fontSize=theme.TICK,
                lineHeight=15,
                color=theme.LIGHT["muted"],
            )
            .encode(x=x)
        )
    for at, (name, values) in enumerate(lines):
        color, left = (theme.LIGHT["ink"], 8) if values else (theme.LIGHT["muted"], 0)
        layers.append(chart.words(name, at, left - LEFT, y, color=color))
        ordered = sorted(values, key=lambda value: value.value)
        close = len(ordered) == 2 and ordered[1].value / ordered[0].value < 3
        for value in ordered:
            layers += _marks(value, at, close and value is ordered[0], x, y)
    return plain.layer(*layers, width=PLOT, height=STEP * len(lines))


def figure() -> Figure:
    rows = []
    for value in VALUES:
        rows.append(
            {
                "Target": value.family,
                "What": value.line,
                "Compound": value.compound,
                "Measure": value.kind,
                "Relation": value.relation,
                "Value (µM)": value.value,
                "to (µM)": value.high or "",
                "Measured in": value.system,
                "Source": value.source,
                "Note": value.note,
            }
        )
    for band in BANDS:
        common = {"Target": "in people", "What": band.name, "Compound": KETAMINE}
        rows.append(
            {
                **common,
                "Measure": "plasma, total",
                "Relation": "=",
                "Value (µM)": band.total,
                "to (µM)": "",
                "Measured in": "human plasma",
                "Source": band.source,
                "Note": "measured",
            }
        )
        rows.append(
            {
                **common,
                "Measure": "plasma, free",
                "Relation": "at least",
                "Value (µM)": free(band),
                "to (µM)": "",
                "Measured in": "human plasma",
                "Source": f"{band.source} {BINDING_SOURCE}",
                "Note": "calculated: 53% of the total",
            }
        )
    return Figure(rows, plain.spec(drawing), parameters=parameters())


def named(names: Iterable[str], keys: Iterable[str]) -> list[dict[str, str]]:
    """Names with the short keys that stand for them in an address."""
    return [{"key": key, "name": name} for key, name in zip(keys, names, strict=True)]


def parameters() -> dict[str, object]:
    """What the interactive version draws: the same values."""
    families, groups = list(dict.fromkeys(value.family for value in VALUES)), list(GROUPS.values())
    values = []
    for number, value in enumerate(VALUES):
        entry = {
            "id": number,
            "family": families.index(value.family),
            "line": value.line,
            "group": next(at for at, names in enumerate(groups) if value.compound in names),
            "kind": value.kind,
            "value": value.value,
        }
        entry |= {
            "high": value.high,
            "relation": value.relation,
            "text": text(value),
            "letter": value.compound[0] + " " if value.compound[1:2] == "-" else "",
            "shape": shape_of(value),
            "hollow": value.relation in HOLLOW,
            "metabolite": is_metabolite(value),
        }
        values.append(entry)
    bands = [
        {"short": short, "free": free(band), "total": band.total}
        for band, short in zip(BANDS, ("antidepressant", "anesthesia"), strict=True)
    ]
    return {
        "values": values,
        "bands": bands,
        "compounds": named(GROUPS, ("racemic", "mirror", "norketamine", "later")),
        "families": named(families, ("nmda", "opioid", "monoamine", "acetylcholine", "channels")),
        "domain": (0.03, 3000),
    }
