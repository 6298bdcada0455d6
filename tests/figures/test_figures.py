"""Figures: words, tables, pictures, palette, and what the Markdown extension makes of them."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as etree
from itertools import combinations
from pathlib import Path

import markdown
import pytest

from scripts.core.claim_records import GRADES
from scripts.core.pages import read_pages
from scripts.core.problems import InputError
from scripts.figures import build, content, raster, svg, theme
from scripts.figures.content import Content
from scripts.figures.figure import text_of
from tests.conftest import ROOT
from tests.figures.helpers import figure_of

FIGURES = content.read_all()
IDS = [figure.id for figure in FIGURES]
MARKER_RE = re.compile(r"^\[\[figure:\s*([a-z0-9-]+)\s*\]\]$")


# Words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("figure", FIGURES, ids=IDS)
def test_words_say_more_than_the_picture_shows(figure: Content) -> None:
    words = figure.words
    assert len(words.alt) >= 40
    assert not re.search(r"[*_\[\]]", words.title + words.alt), "no markup in title and alt"
    assert len(words.description) > len(words.alt) or "{{" in words.description


@pytest.mark.parametrize(
    "figure", [f for f in FIGURES if f.words.kind == "model"], ids=lambda f: f.id
)
def test_models_say_that_they_are_calculated(figure: Content) -> None:
    assert re.search(r"calculated|fitted to no data", figure.words.caption, re.IGNORECASE)
    script = Path(f"docs/assets/js/models/{figure.id}.js").read_text(encoding="utf-8")
    assert "alculated" in script


def test_every_figure_is_placed_once_and_every_marker_has_a_figure() -> None:
    placed = [
        match[1]
        for page in read_pages()
        for _, line in page.prose
        if (match := MARKER_RE.match(line.strip()))
    ]
    assert sorted(placed) == sorted(IDS)


# Tables and pictures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("figure", FIGURES, ids=IDS)
def test_csv_is_what_the_module_says(figure: Content, cache: Path) -> None:
    rows = figure_of(figure.id).rows
    assert rows and all(list(row) == list(rows[0]) for row in rows), (
        "every row has the same columns"
    )
    written = list(
        csv.DictReader(io.StringIO((cache / f"{figure.id}.csv").read_text(encoding="utf-8")))
    )
    assert written == [{key: text_of(value) for key, value in row.items()} for row in rows]


@pytest.mark.parametrize("figure", FIGURES, ids=IDS)
def test_picture(figure: Content, cache: Path) -> None:
    text = (cache / f"{figure.id}.svg").read_text(encoding="utf-8")
    root = etree.fromstring(text)
    assert root.get("viewBox") and root.get("width") and root.get("height")
    assert root.findall(f".//{{{svg.SVG}}}text"), "words stay words"
    assert (
        "style=" not in text
        and "<style" not in text
        and "<script" not in text
        and "<image" not in text
    )
    colors = {color.lower() for color in re.findall(r"#[0-9a-fA-F]{3,8}(?=[\";])", text)}
    assert colors <= set(theme.LIGHT.values()), "only colors of the palette"
    assert (cache / f"{figure.id}.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("figure", FIGURES, ids=IDS)
def test_inline_picture_follows_the_theme_and_has_a_name(figure: Content, cache: Path) -> None:
    core = (build.parts_of(cache) / f"{figure.id}.svg").read_text(encoding="utf-8")
    text = svg.inline(core, figure.id, figure.words.title, figure.words.alt, "../")
    assert not re.search(r"#[0-9a-f]{6}", text), "no color is left that the theme cannot change"
    root = etree.fromstring(text)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) and all(name.startswith(f"fig-{figure.id}") for name in ids)
    for reference in re.findall(r"url\(#([^)]+)\)", text):
        assert reference in ids
    assert root.get("aria-labelledby") in ids and root.get("aria-describedby") in ids


def test_building_again_changes_nothing_and_draws_nothing(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
    monkeypatch.setattr(build, "draw", lambda *args: pytest.fail("drawn again"))
    build.build_figures(cache)
    assert {path.name: path.stat().st_mtime_ns for path in cache.iterdir()} == before


def test_another_run_makes_the_same_bytes(cache: Path, tmp_path: Path) -> None:
    """All that the session's build keeps, by a process with another hash seed and another time zone."""
    command = [sys.executable, "-m", "scripts.figures.build", tmp_path / "cache"]
    env = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}
    subprocess.run(command, cwd=ROOT, env=env, check=True)
    for made, kept in (
        (tmp_path / "cache", cache),
        (build.parts_of(tmp_path / "cache"), build.parts_of(cache)),
    ):
        names = {path.name for path in kept.iterdir()}
        assert {path.name for path in made.iterdir()} == names >= {f"{name}.svg" for name in IDS}
        differ = [
            name for name in names if (made / name).read_bytes() != (kept / name).read_bytes()
        ]
        assert differ == []


def test_pixels_are_set_in_the_font_that_comes_along(cache: Path) -> None:
    """A font of the machine would make the picture, and with it the offline copy, another one on another machine."""
    for figure in FIGURES:
        drawn = (cache / f"{figure.id}.svg").read_text(encoding="utf-8")
        assert re.search("Liberation|Arial|sans-serif", drawn)
        ours = raster.in_our_font(drawn)
        assert f'font-family="{raster.FONT}"' in ours and not re.search(
            "Liberation|Arial|sans-serif", ours
        ), figure.id
    assert any(raster.FONTS.glob("FiraSans-*.ttf"))


def test_a_broken_figure_is_named_and_the_others_are_drawn(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "figures"
    folder.mkdir(parents=True)
    shutil.copy("docs/references.bib", folder.parent)
    for name in ("magnesium-block", "disinhibition"):
        shutil.copy(content.FIGURES / f"{name}.toml", folder)
    shutil.copy(content.FIGURES / "magnesium-block.toml", folder / "no-module.toml")
    with pytest.raises(InputError, match=r"no-module.toml:2: a model needs code that draws it"):
        build.build_figures(tmp_path / "cache", folder)
    assert (tmp_path / "cache" / "magnesium-block.svg").exists()
    (folder / "no-module.toml").unlink()
    (folder / "disinhibition.toml").unlink()
    build.build_figures(tmp_path / "cache", folder)
    assert not (tmp_path / "cache" / "disinhibition.svg").exists(), (
        "a figure that is gone leaves nothing behind"
    )


def test_cells() -> None:
    assert [text_of(value) for value in (0.123456, 12345.6, 5, "x", 100.0, -0.5)] == [
        "0.1235",
        "12346",
        "5",
        "x",
        "100",
        "-0.5",
    ]


def test_links_in_a_drawing_lead_to_pages() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><a href="metabolism.md#steps"><text id="a">steps</text></a><a href="index.md#map"><text>map</text></a></svg>'
    inline = svg.inline(drawing, "x", "t", "a", "../")
    assert (
        'href="../metabolism/#steps"' in inline
        and 'href="../#map"' in inline
        and 'role="group"' in inline
        and 'id="fig-x-a"' in inline
    )
    assert 'href="../metabolism/#steps"' in svg.standalone(drawing)
    assert 'href="metabolism/#steps"' in svg.inline(drawing, "x", "t", "a", "")


def test_a_published_file_links_words_and_not_shapes() -> None:
    """Readers on MuPDF draw no shape inside a link."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><a id="n" href="metabolism.md"><rect width="9"/><text>steps</text></a></svg>'
    alone = svg.standalone(drawing)
    assert '<g id="n"><rect width="9"/><a href="../metabolism/"><text>steps</text></a></g>' in alone


def test_a_halo_lies_beneath_all_of_its_words() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g><text x="1" fill="#1d2530" stroke="#ffffff" stroke-width="5" paint-order="stroke">0.5</text></g></svg>'
    alone = svg.standalone(drawing)
    assert (
        '<g><text x="1" fill="#ffffff" stroke="#ffffff" stroke-width="5" aria-hidden="true">0.5</text><text x="1" fill="#1d2530">0.5</text></g>'
        in alone
    )


# Palette -----------------------------------------------------------------------------------------------------


DARK = {role: dark for role, _, dark in theme.COLOR_RE.findall(theme.STYLE.read_text("utf-8"))}


def _linear(hex_: str) -> list[float]:
    parts = [int(hex_[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def contrast(a: str, b: str) -> float:
    light, dark = sorted(
        (
            sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), _linear(x), strict=True))
            for x in (a, b)
        ),
        reverse=True,
    )
    return (light + 0.05) / (dark + 0.05)


# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
DEFICIENCIES = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def _lab(linear: list[float]) -> list[float]:
    """OKLab of linear RGB."""
    r, g, b = (max(0.0, c) for c in linear)
    long, middle, short = (
        sum(w * c for w, c in zip(row, (r, g, b), strict=True)) ** (1 / 3)
        for row in (
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        )
    )
    return [
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    ]


@pytest.mark.parametrize("palette", [theme.LIGHT, DARK], ids=["light", "dark"])
def test_contrast(palette: dict[str, str]) -> None:
    for role in set(palette) - {"grid", "band", "paper"}:
        for ground in ("paper", "band"):
            assert contrast(palette[role], palette[ground]) >= 4.5, (role, ground)


@pytest.mark.parametrize("palette", [theme.LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_series_differ_for_color_blind_readers(palette: dict[str, str], deficiency: str) -> None:
    """The three series that share most figures stay apart in color; the others differ by dash and label as well."""
    seen = {}
    for number in (1, 2, 3):
        linear = _linear(palette[f"series-{number}"])
        seen[number] = _lab(
            [
                sum(w * c for w, c in zip(row, linear, strict=True))
                for row in DEFICIENCIES[deficiency]
            ]
        )
    for a, b in combinations(seen, 2):
        assert sum((x - y) ** 2 for x, y in zip(seen[a], seen[b], strict=True)) ** 0.5 > 0.08, (
            a,
            b,
        )
    assert len({json.dumps(dash) for dash in theme.DASHES.values()}) == 5


def test_every_role_has_a_color() -> None:
    roles = {"ink", "muted", "grid", "band", "paper", *(f"series-{n}" for n in range(1, 6))}
    assert set(theme.LIGHT) == roles | {f"grade-{name}" for name in GRADES}


# In the page -------------------------------------------------------------------------------------------------


@pytest.fixture
def convert(cache: Path):
    def run(text: str) -> str:
        extensions = [
            "md_in_html",
            "attr_list",
            "footnotes",
            "pymdownx.superfences",
            "scripts.figures.embed",
            "scripts.markdown.extension",
        ]
        return markdown.markdown(
            text,
            extensions=extensions,
            extension_configs={"scripts.figures.embed": {"cache": str(cache)}},
        )

    return run


def test_marker_becomes_a_numbered_figure_with_everything(convert) -> None:
    html = convert(
        "Before.\n\n[[figure: magnesium-block]]\n\nAfter.\n\n[[figure: disinhibition]]\n"
    )
    assert html.count("<figure ") == 2 and "Figure 1." in html and "Figure 2." in html
    assert (
        'id="fig-magnesium-block"' in html and 'data-src="../figures/magnesium-block.svg"' in html
    )
    assert 'href="../figures/magnesium-block.csv"' in html
    assert re.search(r'<figcaption[^>]*>.*?<sup [^>]*id="fnref:jahr1990"', html, re.DOTALL), (
        "captions cite"
    )
    assert 'id="fn:jahr1990"' in html
    assert html.count("assets/js/figures.js") == 1
    assert "<p><figure" not in html and "[[figure" not in html


def test_table_in_the_page_is_the_csv(convert, cache: Path) -> None:
    html = convert("[[figure: use-dependence]]\n")
    table = etree.fromstring(re.search(r"<table>.*?</table>", html, re.DOTALL)[0])
    shown = [[(cell.text or "").replace("\u2212", "-") for cell in row] for row in table.iter("tr")]
    assert shown == list(
        csv.reader(io.StringIO((cache / "use-dependence.csv").read_text(encoding="utf-8")))
    )


def test_unknown_figure_warns_and_code_is_left_alone(
    convert, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="mkdocs.plugins.figures"):
        html = convert("[[figure: nothing]]\n\n```\n[[figure: magnesium-block]]\n```\n")
    assert "figure 'nothing' has no" in caplog.text
    assert "<figure" not in html and "[[figure: magnesium-block]]" in html
