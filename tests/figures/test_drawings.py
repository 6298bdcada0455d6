"""The hand-made drawings: links that exist, words that fit their data table, legible type, only colors of the palette."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from pathlib import Path

import pytest

from scripts.core import records
from scripts.core.pages import read_pages
from scripts.core.settings import nav_order
from scripts.figures import content, drawing, theme
from scripts.figures.models import block
from scripts.figures.svg import SVG
from tests.figures.helpers import around, content_of, figure_of

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DRAWINGS = [
    figure.id for figure in content.read_all(DOCS / "figures") if figure.words.kind == "drawing"
]
GRADES = {
    role.removeprefix("grade-"): color
    for role, color in theme.LIGHT.items()
    if role.startswith("grade-")
}
DASHES = {"established": None, "supported": "9 4", "contested": "4 4", "speculative": "0.1 6"}
# A phone 390 px wide shows the picture at least 358 px wide; type is 12.5 px or more there.
PHONE, SMALLEST = 358, 12.5
NAMES = {f"{{{SVG}}}title", f"{{{SVG}}}desc"}
ID_RE = re.compile(r"#([\w-]+)[^{}\n]*\}")


def drawn(figure_id: str) -> etree.Element:
    """The drawing with the words of its rows, as it is published."""
    return etree.fromstring(figure_of(figure_id).picture)


def named(figure_id: str) -> dict[str, etree.Element]:
    return {
        element.get("id"): element
        for element in drawn(figure_id).iter()
        if element.get("data-part")
    }


def words(element: etree.Element, tag: str) -> str:
    return "".join(element.findtext(f"{{{SVG}}}{tag}", ""))


def visible(element: etree.Element) -> str:
    return " ".join("".join(text.itertext()) for text in element.iter(f"{{{SVG}}}text"))


def table(figure_id: str) -> dict[str, drawing.Part]:
    rows = records.read_csv(DOCS / "figures" / f"{figure_id}.csv", drawing.Part)
    return {part.id: part for _, part in rows}


def problems_of_link(address: str) -> str:
    slug, _, anchor = address.partition(".md")
    page = DOCS / f"{slug}.md"
    if not page.exists():
        return f"{address}: no such page"
    ids = set(ID_RE.findall(page.read_text(encoding="utf-8")))
    return "" if not anchor or anchor[1:] in ids else f"{address}: no such id"


def test_the_drawings_are_there():
    assert {
        "hypotheses-side-by-side",
        "mechanism-map",
        "metabolic-pathway",
        "one-drug-three-states",
        "receptor-states",
        "signaling-cascade",
    } <= set(DRAWINGS)


@pytest.mark.parametrize("figure_id", DRAWINGS)
def test_every_link_leads_to_a_heading_or_claim(figure_id):
    links = [element.get("href") for element in drawn(figure_id).iter(f"{{{SVG}}}a")]
    assert links, "a drawing leads into the lessons"
    pages = [part.page for part in table(figure_id).values()]
    assert [problem for address in links + pages if (problem := problems_of_link(address))] == []


@pytest.mark.parametrize("figure_id", DRAWINGS)
def test_every_part_has_a_name_and_a_description(figure_id):
    parts = named(figure_id)
    assert [
        key for key, part in parts.items() if not words(part, "title") or not words(part, "desc")
    ] == []
    ids = [element.get("id") for element in drawn(figure_id).iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    outside = [child for child in drawn(figure_id) if child.get("id") not in parts]
    assert outside == [], "every shape belongs to a part"


@pytest.mark.parametrize("figure_id", DRAWINGS)
def test_the_table_says_what_the_picture_tells_assistive_technology(figure_id):
    parts, rows = named(figure_id), figure_of(figure_id).rows
    for (key, row), cells in zip(table(figure_id).items(), rows, strict=True):
        assert words(parts[key], "title") == cells["Part"]
        assert words(parts[key], "desc") == row.says == cells["What it says"]
        links = [a.get("href") for a in parts[key].iter(f"{{{SVG}}}a")]
        assert set(links) <= {row.page} and cells["Page"] == row.page.replace(".md", "/")


def test_an_arrow_takes_the_grade_of_its_claim(tmp_path: Path) -> None:
    """Word, color, line style, name and row follow the page; nothing else of the picture changes."""
    path = DOCS / "figures" / "mechanism-map.svg"
    before = drawing.read(path, around().grades, around().sources)
    assert before.words["a-ket-nk"] == "established"
    changed = around().grades | {"claim-n-demethylation": "speculative"}
    after = drawing.read(path, changed, around().sources)
    assert after.words["a-ket-nk"] == "speculative"
    row = next(row for row in after.rows if row["Part"].startswith("Ketamine → norketamine"))
    assert row["Part"].endswith(": speculative") and row["Certainty"] == "speculative"
    arrow = next(e for e in etree.fromstring(after.picture).iter() if e.get("id") == "a-ket-nk")
    assert visible(arrow) == "speculative" and arrow.get("data-grade") == "speculative"
    line, head = arrow.iter(f"{{{SVG}}}path")
    assert line.get("stroke") == head.get("stroke") == GRADES["speculative"]
    assert line.get("stroke-dasharray") == DASHES["speculative"]
    assert head.get("stroke-dasharray") is None
    old = next(e for e in etree.fromstring(before.picture).iter() if e.get("id") == "a-ket-nk")
    rest = [len(each.picture) for each in (before, after)]
    assert rest[0] - len(etree.tostring(old)) == rest[1] - len(etree.tostring(arrow))


@pytest.mark.parametrize("figure_id", DRAWINGS)
def test_certainty_is_a_word_and_a_line_style_not_only_a_color(figure_id):
    for key, part in named(figure_id).items():
        grade = part.get("data-grade")
        if not grade or part.get("data-part") not in ("arrow", "side"):
            continue
        lines = [
            path for path in part.iter(f"{{{SVG}}}path") if path.get("stroke") == GRADES[grade]
        ]
        assert {path.get("stroke-dasharray") for path in lines} <= {DASHES[grade], None}, key
        assert DASHES[grade] in {path.get("stroke-dasharray") for path in lines}, key
        assert grade in visible(part) or grade in visible_near(figure_id, key), key


def visible_near(figure_id: str, key: str) -> str:
    """The word may stand in the box that a side road leads to."""
    near = {"side-dhnk": "dehydronorketamine", "side-hk": "hydroxyketamine"}
    return visible(named(figure_id)[near[key]]) if key in near else ""


@pytest.mark.parametrize("figure_id", DRAWINGS)
def test_grades_are_those_of_the_lessons(figure_id):
    """A row that points at a claim says "claim", so that the two cannot part."""
    wrong = {
        key: part.page
        for key, part in table(figure_id).items()
        if part.page.partition("#")[2] in around().grades and part.grade not in ("", "claim")
    }
    assert wrong == {}


@pytest.mark.parametrize("figure_id", DRAWINGS)
def test_type_is_legible_on_a_phone(figure_id):
    root = drawn(figure_id)
    width = float(root.get("viewBox").split()[2])
    sizes = {float(text.get("font-size")) for text in root.iter(f"{{{SVG}}}text")}
    assert width <= 420
    assert min(sizes) * PHONE / width >= SMALLEST
    assert root.get("font-family") == theme.FONT


@pytest.mark.parametrize("figure_id", DRAWINGS)
def test_only_colors_of_the_palette(figure_id):
    for element in drawn(figure_id).iter():
        assert "style" not in element.attrib and "class" not in element.attrib
        for name in ("fill", "stroke", "color"):
            assert element.get(name, "none") in {"none", *theme.LIGHT.values()}, (
                element.tag,
                element.attrib,
            )


@pytest.mark.parametrize("figure_id", DRAWINGS)
def test_labels_stay_inside_the_picture(figure_id):
    """Measured with a wide typeface's widths (0.62 em per character, 0.68 when bold), roughly DejaVu Sans."""
    root = drawn(figure_id)
    width = float(root.get("viewBox").split()[2])
    shifts = {
        text: float(re.search(r"translate\((-?[\d.]+)", group.get("transform"))[1])
        for group in root.iter(f"{{{SVG}}}g")
        if "translate" in group.get("transform", "")
        for text in group.iter(f"{{{SVG}}}text")
    }
    for text in root.iter(f"{{{SVG}}}text"):
        long = (
            len("".join(text.itertext()))
            * float(text.get("font-size"))
            * (0.68 if text.get("font-weight") else 0.6)
        )
        left = (
            float(text.get("x"))
            + shifts.get(text, 0)
            - {"start": 0, "middle": long / 2, "end": long}[text.get("text-anchor", "start")]
        )
        assert left > -12 and left + long < width + 12, "".join(text.itertext())


@pytest.mark.parametrize(
    "figure_id",
    ["hypotheses-side-by-side", "one-drug-three-states", "receptor-states", "signaling-cascade"],
)
def test_steps_of_the_picture_are_the_items_of_the_description(figure_id):
    steps = sorted(
        (int(element.get("data-step")), element)
        for element in drawn(figure_id).iter()
        if element.get("data-step")
    )
    assert [number for number, _ in steps] == list(range(1, len(steps) + 1))
    views = {tuple(element.get("data-view").split()[2:]) for _, element in steps}
    assert len(views) == 1, "every step is shown at one size, so that nothing moves"
    items = re.findall(
        r"^\d+\. \*\*(.+?)\*\*", content_of(figure_id).words.description, re.MULTILINE
    )
    assert len(items) == len(steps)
    for item, (_, element) in zip(items, steps, strict=True):
        assert (
            f"{{{{{element.get('id')}}}}}" in item
            if figure_id == "signaling-cascade"
            else item.rstrip(".") == words(element, "title")
        )


def test_the_ladder_of_states_is_drawn_to_scale():
    """Bars end at the levels of the sources (µM, or ng/mL divided by 237.7), and the dots stand where the model puts them."""
    parts = named("one-drug-three-states")
    ticks = {
        float(text.text): float(text.get("y")) - 5
        for text in parts["axis"].iter(f"{{{SVG}}}text")
        if re.fullmatch(r"[\d.]+", text.text)
    }
    heads = {text.text: float(text.get("x")) for text in parts["heads"].iter(f"{{{SVG}}}text")}

    def level(y):
        return 0.2 * 100 ** ((y - ticks[0.2]) / (ticks[20] - ticks[0.2]))

    assert [value for value, y in ticks.items() if abs(level(y) / value - 1) > 0.01] == []
    said = {
        "pain": [(35 / 237.7, 55 / 237.7), (0.29, 0.67)],
        "dissociation": [(0.21, 0.84), (0.42, 1.1)],
        "same-study": [(1.2, 1.7), (0.285, 0.315)],
        "waking": [(1.8, 3.6)],
        "anesthesia": [(5, 10), (8.5, 10.1), ((1959 - 442) / 237.7, (1959 + 442) / 237.7)],
    }
    for key, ends in said.items():
        bars = [
            (level(float(bar.get("y"))), level(float(bar.get("y")) + float(bar.get("height"))))
            for bar in parts[key].iter(f"{{{SVG}}}rect")
        ]
        assert bars == [pytest.approx(pair, rel=0.02) for pair in ends], key
    dots = [
        (
            level(float(dot.get("cy"))),
            50 * (float(dot.get("cx")) - heads["0"]) / (heads["50"] - heads["0"]),
        )
        for dot in parts["curve"].iter(f"{{{SVG}}}circle")
    ]
    levels = [0.19, 0.78, 2.7, 9.3]
    blocked = [
        100 * float(block.block("ketamine", share * c)) for c in levels for share in (block.FREE, 1)
    ]
    assert [x for _, x in dots] == pytest.approx(blocked, abs=0.5)
    assert [c for c, _ in dots] == pytest.approx([c for c in levels for _ in range(2)], rel=0.02)
    assert [text.text for text in parts["curve"].iter(f"{{{SVG}}}text")] == [
        f"{low:.0f}–{high:.0f}%" for low, high in zip(blocked[::2], blocked[1::2], strict=True)
    ]


def test_an_account_that_shares_a_box_says_so():
    """Accounts that point into one outlined box are named in that box's description."""
    parts = named("hypotheses-side-by-side")
    shared = {key: words(parts[key], "desc") for key in ("nmda", "protein", "ampa")}
    assert {key: re.findall(r"\b\d\b", text) for key, text in shared.items()} == {
        "nmda": ["1", "4"],
        "protein": ["2", "3"],
        "ampa": ["3", "4", "5"],
    }
    for key, part in parts.items():
        if part.get("data-part") == "account":
            inside = [arrow for arrow in part.iter() if arrow.get("data-part") == "arrow"]
            assert len(inside) >= 2, key
            assert bool([arrow for arrow in inside if arrow.get("id").startswith("people-")]) != (
                "no direct" in visible(part)
            ), key


def test_the_map_reaches_every_lesson_of_the_mechanism():
    """All but the first and the last, which tell of people, not of how the drug works."""
    reached = {
        element.get("href").partition("#")[0]
        for element in drawn("mechanism-map").iter(f"{{{SVG}}}a")
    }
    lessons = [page.path.name for page in read_pages() if page.meta["kind"] == "lesson"]
    in_order = [name for name in nav_order() if name in lessons]
    assert reached == set(in_order[1:-1])


def corners(part: etree.Element) -> set[tuple[float, float]]:
    """Every point of the drawn bonds, wedges among them."""
    paths = " ".join(path.get("d") for path in part.iter(f"{{{SVG}}}path"))
    return {(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", paths)}


@pytest.mark.parametrize(
    ("left", "right"),
    [("r-ketamine", "s-ketamine"), ("r-norketamine", "s-norketamine"), ("rr-hnk", "ss-hnk")],
)
def test_mirror_images_are_mirrored(left, right):
    """The mirror stands at x = 200; both columns use hashed bonds only, so the two molecules are enantiomers."""
    parts = named("metabolic-pathway")
    mirrored = sorted((round(400 - x, 1), y) for x, y in corners(parts[left]))
    drawn_right = sorted(corners(parts[right]))
    assert len(mirrored) == len(drawn_right)
    assert all(
        abs(a - c) <= 0.3 and abs(b - d) <= 0.3
        for (a, b), (c, d) in zip(mirrored, drawn_right, strict=True)
    )
    assert not [
        path
        for path in [*parts[left].iter(f"{{{SVG}}}path"), *parts[right].iter(f"{{{SVG}}}path")]
        if path.get("fill") == theme.LIGHT["ink"]
    ]
