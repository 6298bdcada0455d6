"""Published files say whose they are, and stay readable for every program."""

from __future__ import annotations

import csv
import io

import pytest
from lxml import etree
from PIL import Image

from scripts.figures import files

TOLD = {
    "Title": "A title, with a comma",
    "Author": "Someone",
    "Source": "https://guide.test/figures/x/",
    "Copyright": files.LICENSE,
    "Description": "Less < more & µM",
}


def test_csv_keeps_its_head_and_ends_with_one_cell_of_credit() -> None:
    head, row, last = csv.reader(io.StringIO(files.in_csv(b"a,b\n1,2\n", TOLD).decode()))
    assert (head, row) == (["a", "b"], ["1", "2"])
    assert len(last) == 1 and last[0].startswith("# A title; with a comma; Someone; https://guide")


def test_svg_stays_a_document() -> None:
    root = etree.fromstring(
        files.in_svg(b'<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', TOLD)
    )
    assert "Less < more & µM" in root[0].text and "https://guide.test/figures/x/" in root[0].text


def test_png_carries_text_that_viewers_show() -> None:
    plain = io.BytesIO()
    Image.new("RGB", (2, 2)).save(plain, "PNG")
    image = Image.open(io.BytesIO(files.in_png(plain.getvalue(), TOLD)))
    image.load()
    assert {name: image.info[name] for name in TOLD} == TOLD


def test_a_model_says_it_in_its_notes_and_its_docstring() -> None:
    notes = files.in_sbml(b"<notes><p>Parameters from here.</p></notes>", TOLD).decode()
    assert f"<p>Someone; https://guide.test/figures/x/; {files.LICENSE} Parameters from" in notes
    script = files.in_script(b'"""A title."""\n', TOLD).decode()
    assert script == f'"""A title. Someone; https://guide.test/figures/x/; {files.LICENSE}"""\n'


def test_a_cut_file_is_no_picture() -> None:
    with pytest.raises(ValueError, match="not found"):
        files.in_svg(b"", TOLD)
