"""Seventy years of PCP and ketamine: dated events by theme; the landmarks are named in the picture, all are in the table."""

from __future__ import annotations

from typing import NamedTuple

import altair as alt

from scripts.figures import Figure, plain, theme


class Event(NamedTuple):
    """year and text as in the fact base; short: words for a landmark in the picture, empty for the rest."""

    year: int
    theme: str
    text: str
    source: str
    fact: str
    short: str = ""
    contested: bool = False


ORIGIN, MEDICINE, SCIENCE, DEPRESSION, MISUSE, LAW = (
    "making the molecule",
    "anesthesia and pain",
    "how it works",
    "depression",
    "misuse and warnings",
    "drug control",
)
THEMES = (ORIGIN, MEDICINE, SCIENCE, DEPRESSION, MISUSE, LAW)
KEYS = ("molecule", "medicine", "science", "depression", "misuse", "law")

EVENTS: list[Event] = [
    Event(
        1956,
        ORIGIN,
        "Phencyclidine (PCP) made at Parke-Davis, Detroit, on 26 March (other texts give 1926 and 1957)",
        "mion2017",
        "HIS-01",
        "PCP is made (date disputed)",
        True,
    ),
    Event(
        1958,
        MEDICINE,
        "PCP (Sernyl) introduced in human anesthesia",
        "greifenstein1958 millersanesthesia6",
        "HIS-03",
    ),
    Event(
        1959,
        SCIENCE,
        "PCP described as a drug that mimics schizophrenia",
        "luby1959",
        "HIS-05",
        "PCP as a model of psychosis",
    ),
    Event(
        1961,
        ORIGIN,
        "First US patent application behind the ketamine patent (31 July, abandoned)",
        "stevens1966patent",
        "HIS-08",
    ),
    Event(
        1962,
        ORIGIN,
        "Calvin Stevens makes ketamine; US patent application filed on 29 June",
        "mion2017 stevens1966patent",
        "HIS-07",
        "Stevens makes ketamine",
    ),
    Event(
        1963,
        ORIGIN,
        "Belgian patent BE 634208 (its ownership is disputed)",
        "crastoesketamine",
        "HIS-09",
        "",
        True,
    ),
    Event(
        1964,
        MEDICINE,
        "First human doses: Domino and Corssen, prison volunteers, Michigan",
        "mion2017 talleymichigan",
        "HIS-14",
        "first human doses",
    ),
    Event(
        1965,
        MEDICINE,
        "First human study published; term “dissociative anesthetic” proposed",
        "domino1965",
        "HIS-18",
        "“dissociative anesthetic” coined",
    ),
    Event(1965, MEDICINE, "PCP withdrawn from human use", "mion2017", "HIS-04"),
    Event(
        1966,
        MEDICINE,
        "First surgical series (130 patients) published",
        "corssen1966 talleymichigan",
        "HIS-19",
    ),
    Event(1966, ORIGIN, "US patent 3,254,124 granted (31 May)", "stevens1966patent", "HIS-08"),
    Event(
        1970,
        MEDICINE,
        "Ketamine approved in the USA",
        "spravatolabel2026",
        "HIS-20",
        "US approval as an anesthetic",
    ),
    Event(1970, MEDICINE, "Clinical trials begin in Britain (January)", "mercer2009", "HIS-22"),
    Event(1971, MEDICINE, "Ketamine marketed in the USA", "dea1999proposed", "HIS-20"),
    Event(1978, LAW, "PCP moved to US Schedule II", "mion2017", "HIS-06"),
    Event(
        1978,
        MISUSE,
        "Moore and Alltounian publish “Journeys Into the Bright World”",
        "moorealltounian1978",
        "HIS-32",
        "a book on non-medical use",
    ),
    Event(
        1980,
        SCIENCE,
        "S- and R-ketamine compared in surgical patients",
        "white1980",
        "HIS-29",
        "S- against R-ketamine in patients",
    ),
    Event(
        1981,
        LAW,
        "First US proposal to schedule ketamine (2 June), not pursued",
        "dea1999withdrawal",
        "HIS-35",
    ),
    Event(
        1983,
        SCIENCE,
        "NMDA antagonism of ketamine and PCP shown (Anis, Berry, Burton, Lodge)",
        "anis1983",
        "HIS-28",
        "NMDA block found, cats and rats",
    ),
    Event(
        1985,
        MEDICINE,
        "Ketamine placed on the WHO Essential Medicines List",
        "who2015",
        "HIS-25",
        "WHO essential medicine",
    ),
    Event(
        1990,
        DEPRESSION,
        "NMDA hypothesis of depression (animals)",
        "trullas1990",
        "HIS-46",
        "NMDA hypothesis of depression",
    ),
    Event(
        1992,
        SCIENCE,
        "S-ketamine about 4 times as potent as R-ketamine on human perception",
        "oye1992",
        "HIS-30",
    ),
    Event(
        1994,
        SCIENCE,
        "Ketamine model of psychosis in healthy volunteers",
        "krystal1994",
        "HIS-43",
        "psychosis model, volunteers",
    ),
    Event(
        1997,
        MEDICINE,
        "S-ketamine in use as an anesthetic in Germany",
        "internetchemieesketamin",
        "HIS-31",
    ),
    Event(1997, MISUSE, "Non-medical use first documented in China", "unodcdpf", "HIS-34"),
    Event(
        1999,
        LAW,
        "USA: Schedule III, effective 12 August",
        "dea1999final",
        "HIS-36",
        "US Schedule III",
    ),
    Event(
        2000,
        DEPRESSION,
        "First placebo-controlled trial in depression",
        "berman2000",
        "HIS-47",
        "first controlled trial, depression",
    ),
    Event(2000, LAW, "EU risk assessment (25–26 September)", "emcdda2002", "HIS-37"),
    Event(
        2000, LAW, "Hong Kong: Dangerous Drugs Ordinance from 15 December", "hkgov2000", "HIS-38"
    ),
    Event(
        2001,
        LAW,
        "EU Council asks member states to monitor ketamine (March)",
        "emcdda2002",
        "HIS-37",
    ),
    Event(2004, LAW, "China: class I psychotropic (July)", "pjb2004", "HIS-38"),
    Event(2006, LAW, "UK: class C", "ddn2013", "HIS-39"),
    Event(
        2006,
        DEPRESSION,
        "NIMH trial in treatment-resistant depression",
        "zarate2006 nih2006",
        "HIS-48",
        "NIMH trial starts the field",
    ),
    Event(
        2006,
        LAW,
        "WHO recommendation: no international control (first)",
        "who2015",
        "HIS-41",
        "WHO: no UN control (first of four)",
    ),
    Event(
        2011,
        LAW,
        "India: psychotropic substance under the NDPS Act (10 February)",
        "ians2017",
        "HIS-38",
    ),
    Event(2012, LAW, "WHO recommendation: no international control (second)", "who2015", "HIS-41"),
    Event(2014, LAW, "UK: class B (10 June)", "beva2014", "HIS-39", "UK class B"),
    Event(2014, LAW, "WHO recommendation: no international control (third)", "who2015", "HIS-41"),
    Event(
        2015, LAW, "China's UN scheduling proposal withdrawn (13 March)", "scholten2015", "HIS-42"
    ),
    Event(
        2015,
        LAW,
        "WHO recommendation: no international control (fourth, December)",
        "who2015",
        "HIS-41",
    ),
    Event(
        2017,
        DEPRESSION,
        "American Psychiatric Association consensus statement",
        "sanacora2017",
        "HIS-55",
    ),
    Event(
        2018,
        MEDICINE,
        "ASRA/AAPM/ASA consensus guidelines on ketamine for acute and chronic pain",
        "schwenk2018 cohen2018",
        "HIS-60",
        "US guidelines on pain",
    ),
    Event(
        2019,
        DEPRESSION,
        "FDA approves esketamine nasal spray with an oral antidepressant for treatment-resistant depression (5 March)",
        "healio2019",
        "HIS-50",
        "FDA approves esketamine spray",
    ),
    Event(
        2019,
        DEPRESSION,
        "EU authorization of esketamine nasal spray (18 December)",
        "emaspravato",
        "HIS-53",
    ),
    Event(
        2020,
        DEPRESSION,
        "FDA: second use, depressive symptoms with acute suicidal ideation or behavior (announced 3 August)",
        "canady2020",
        "HIS-51",
    ),
    Event(
        2021, DEPRESSION, "EU: second use, psychiatric emergency (February)", "oindp2021", "HIS-53"
    ),
    Event(
        2022,
        MISUSE,
        "FDA alert on compounded ketamine nasal spray (16 February)",
        "fda2022nasal",
        "HIS-56",
    ),
    Event(
        2022,
        DEPRESSION,
        "NICE does not recommend esketamine nasal spray for the NHS (December)",
        "nice2022",
        "HIS-54",
        "NICE says no to the spray",
    ),
    Event(
        2023,
        MISUSE,
        "FDA warning on compounded ketamine including oral forms (10 October)",
        "fda2023compounded",
        "HIS-57",
        "FDA warns of compounded ketamine",
    ),
    Event(2023, MISUSE, "Death of the actor Matthew Perry (28 October)", "advisory2024", "HIS-58"),
    Event(
        2025,
        DEPRESSION,
        "FDA: esketamine nasal spray as monotherapy (January)",
        "jnj2025",
        "HIS-52",
        "FDA: esketamine spray alone",
    ),
    Event(
        2025,
        LAW,
        "UK government asks whether ketamine should become class A (January)",
        "homeoffice2025",
        "HIS-40",
    ),
    Event(
        2026,
        LAW,
        "UK advisory council advises keeping class B (28 January)",
        "acmd2026 lbc2026",
        "HIS-40",
        "UK advice: stay in class B",
    ),
]

LANE, TOP, STEP, WORDS = 25, 1955, 9.0, 196


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


def drawing() -> plain.Spec:
    height = where(2027)
    width = 512
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)
    lanes = {name: 44 + LANE * at for at, name in enumerate(THEMES)}
    ink, muted, grid = theme.LIGHT["ink"], theme.LIGHT["muted"], theme.LIGHT["grid"]

    def layer(rows: list[dict[str, object]]) -> alt.Chart:
        return alt.Chart(alt.Data(values=rows))

    layers: list[alt.Chart] = []
    decades = list(range(1960, 2030, 10))
    layers.append(
        layer(
            [{"x": 36, "x2": 44 + LANE * 5.6, "y": where(year)} for year in decades if year < 2027]
        )
        .mark_rule(color=grid)
        .encode(x=x, x2="x2:Q", y=y)
    )
    layers.append(
        layer([{"x": 0, "y": where(year), "t": str(year)} for year in decades if year < 2027])
        .mark_text(align="left", fontSize=theme.TICK, color=muted)
        .encode(x=x, y=y, text="t:N")
    )
    for at, (name, left) in enumerate(lanes.items()):
        number = at + 1
        color = theme.series(number) if number < 6 else ink
        layers.append(
            layer([{"x": left, "y": 0, "y2": height}])
            .mark_rule(color=color, strokeWidth=1, strokeDash=theme.DASHES.get(number, [1, 0]))
            .encode(x=x, y=y, y2="y2:Q")
        )
        layers.append(
            layer([{}]).mark_text(
                text=f"{number} {name}",
                align="left",
                baseline="middle",
                fontSize=theme.TICK,
                fontWeight=600,
                color=color,
                x=(0, 178, 350)[at % 3],
                y=-46 + 18 * (at // 3),
            )
        )
        layers.append(
            layer([{"x": left}])
            .mark_text(
                text=str(number),
                baseline="bottom",
                fontSize=theme.TICK,
                fontWeight=600,
                color=color,
                y=-4,
            )
            .encode(x=x)
        )
    landmarks = [event for event in EVENTS if event.short]
    places = spread([where(event.year) for event in landmarks], 21.5, height - 4)
    for event, place in zip(landmarks, places, strict=True):
        number = THEMES.index(event.theme) + 1
        color = theme.series(number) if number < 6 else ink
        start, mark = lanes[event.theme], where(event.year)
        bend = [
            {"x": px, "y": py, "o": order}
            for order, (px, py) in enumerate(
                ((start, mark), (44 + LANE * 5 + 12, mark), (WORDS - 6, place))
            )
        ]
        layers.append(
            layer(bend)
            .mark_line(color=muted, strokeWidth=0.8, strokeCap="butt")
            .encode(x=x, y=y, order="o:Q")
        )
        layers.append(
            layer([{"x": WORDS, "y": place}])
            .mark_text(text=str(event.year), align="left", fontSize=theme.TICK, color=muted)
            .encode(x=x, y=y)
        )
        layers.append(
            layer([{"x": WORDS + 36, "y": place}])
            .mark_text(
                text=f"{number}", align="left", fontSize=theme.TICK, fontWeight=600, color=color
            )
            .encode(x=x, y=y)
        )
        layers.append(
            layer([{"x": WORDS + 50, "y": place}])
            .mark_text(text=event.short, align="left", fontSize=theme.LABEL, color=ink)
            .encode(x=x, y=y)
        )
    for event in sorted(EVENTS, key=lambda event: bool(event.short)):
        number = THEMES.index(event.theme) + 1
        color = theme.series(number) if number < 6 else ink
        fill = color if event.short else theme.LIGHT["paper"]
        layers.append(
            layer([{"x": lanes[event.theme], "y": where(event.year)}])
            .mark_point(filled=True, fill=fill, stroke=color, strokeWidth=1.5, size=45, opacity=1)
            .encode(x=x, y=y)
        )
    return plain.layer(*layers, width=width, height=height)


# The section of the history page that tells events of a theme up to a year.
SECTIONS = {
    ORIGIN: [(1958, "pcp"), (2030, "making-ketamine")],
    MEDICINE: [(1958, "pcp"), (1966, "first-humans"), (1985, "approval"), (2030, "today")],
    SCIENCE: [(1959, "pcp"), (1992, "mechanism-found"), (2030, "depression-road")],
    DEPRESSION: [(2006, "depression-road"), (2030, "today")],
    MISUSE: [(1997, "recreational-use"), (2030, "today")],
    LAW: [(1981, "recreational-use"), (2030, "control")],
}
# Told elsewhere than the rule says.
SECTION_OF = {
    "PCP withdrawn from human use": "pcp",
    "UK government asks whether ketamine should become class A (January)": "not-known",
    "UK advisory council advises keeping class B (28 January)": "not-known",
}


def section(event: Event) -> str:
    return SECTION_OF.get(event.text) or next(
        name for last, name in SECTIONS[event.theme] if event.year <= last
    )


def figure() -> Figure:
    rows = [
        {
            "Year": event.year,
            "Theme": event.theme,
            "Event": event.text,
            "Disputed": "yes" if event.contested else "",
            "Source": event.source,
        }
        for event in EVENTS
    ]
    events = [
        {
            "year": event.year,
            "theme": THEMES.index(event.theme),
            "text": event.text,
            "section": section(event),
            "contested": event.contested,
        }
        for event in EVENTS
    ]
    return Figure(
        rows,
        plain.spec(drawing),
        parameters={
            "themes": [{"key": key, "name": name} for key, name in zip(KEYS, THEMES, strict=True)],
            "events": events,
        },
    )
