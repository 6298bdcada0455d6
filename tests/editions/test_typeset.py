"""Quotes, dates and labels of the e-book: set as in the book, whatever the reader's typeface."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from scripts.editions.fit import fit, width_of
from scripts.editions.typeset import curl, typeset


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ('It\'s "so".', "It’s “so”."),
        ("('yes')", "(‘yes’)"),
        ("\"'In' and out\"", "“‘In’ and out”"),
        ("the '90s", "the ’90s"),
        ('5–"6"', "5–“6”"),
    ],
)
def test_quotes_turn_toward_their_words(straight: str, curly: str) -> None:
    assert curl(straight) == curly


def test_a_quotation_goes_on_through_links_and_starts_afresh_in_a_paragraph() -> None:
    assert (
        typeset('<p>A <a href="#x">drug</a>\'s</p><p class="t">"No"</p>')
        == '<p>A <a href="#x">drug</a>’s</p><p class="t">“No”</p>'
    )


def test_code_and_attributes_stay() -> None:
    same = '<p title="it\'s 2026-11-23"><code>"x"</code></p>'
    assert typeset(same) == same


def test_a_date_stays_on_one_line() -> None:
    assert (
        typeset("<p>On 2026-11-23, see FR-1999-07-13.</p>")
        == '<p>On <span class="date">2026-11-23</span>, see FR-1999-07-13.</p>'
    )


def test_the_e_book_has_no_straight_quotes_outside_code(downloads: Path) -> None:
    epub = zipfile.ZipFile(downloads / "how-ketamine-works.epub")
    for name in (name for name in epub.namelist() if name.endswith(".xhtml")):
        body = re.sub(
            r"<(code|kbd|pre)\b.*?</\1>",
            "",
            epub.read(name).decode().partition("<body")[2].partition(">")[2],
            flags=re.DOTALL,
        )
        assert re.findall(r".{0,20}['\"].{0,20}", re.sub(r"<[^>]*>", "", body)) == [], name


def test_labels_have_the_width_they_were_placed_for() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" font-family="\'Fira Sans\'"><text font-size="10">ii</text><text font-size="10px" font-weight="600"><tspan>00</tspan><tspan x="0">i</tspan></text></svg>'
    fitted = fit(drawing.encode()).decode()
    assert re.findall(r'textLength="([\d.]+)"', fitted) == ["4.4", "11.8", "2.4"]
    assert "Fira" not in fitted and "Arial" in fitted
    assert width_of("ketamine", 14, False) == pytest.approx(56.8, abs=0.1)


def test_every_label_of_the_e_book_is_fitted(downloads: Path) -> None:
    epub = zipfile.ZipFile(downloads / "how-ketamine-works.epub")
    drawings = {
        name: epub.read(name).decode()
        for name in epub.namelist()
        if "/pictures/figures-" in name and name.endswith(".svg")
    }
    assert len(drawings) > 10
    for name, drawing in drawings.items():
        assert "textLength=" in drawing, name
        assert "paint-order" not in drawing, name
