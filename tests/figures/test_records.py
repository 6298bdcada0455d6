"""Rows, words and drawings that an author got wrong: one finding each, at the file and line of the slip."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scripts.core import records
from scripts.core.problems import InputError
from scripts.figures import build, content
from tests.conftest import ROOT

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages and sources of a guide; its bibliography is formatted once for all tests."""
    folder = tmp_path_factory.mktemp("guide") / "docs"
    folder.mkdir()
    for path in [*DOCS.glob("*.md"), DOCS / "references.bib"]:
        shutil.copy(path, folder)
    return folder


def copy_of(docs: Path, figure_id: str) -> Path:
    """The folder of figures, with one."""
    folder = docs / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(docs.parent / "cache", ignore_errors=True)
    folder.mkdir()
    for path in (DOCS / "figures").glob(f"{figure_id}.*"):
        shutil.copy(path, folder)
    return folder


def findings(folder: Path) -> list[str]:
    """What a build says, with paths relative to docs/figures."""
    with pytest.raises(InputError) as caught:
        build.build_figures(folder.parent.parent / "cache", folder)
    found = [str(problem) for problem in caught.value.problems]
    assert not [one for one in found if ".py" in one and "needs code" not in one], "no code named"
    assert all(one.startswith(f"{folder}/") for one in found)
    return [one.removeprefix(f"{folder}/") for one in found]


def change(path: Path, old: str, new: str) -> int:
    """Put `new` for the first `old`; returns the line on which it stands."""
    text = path.read_text(encoding="utf-8")
    at = text.index(old)
    path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return text[:at].count("\n") + 1 + old.startswith("\n")


# (file, what stands there, what an author made of it, what the finding says)
PLOT_SLIPS = [
    ("csv", "-0.87,", "-0,87,", "18 cells in a table of 17 columns"),
    ("csv", "-0.87,", "O.87,", "'estimate': expected a number such as 0.5 or -12"),
    ("csv", "-0.87,", ",", "'estimate' is missing or empty"),
    ("csv", "estimate,", "estimat,", "unknown column 'estimat'"),
    ("csv", "\nsd,", "\nsdd,", "unknown scale 'sdd'"),
    ("csv", ",dean2021", ",dean2012", "unknown source 'dean2012'"),
    ("csv", ",printed as", ",=printed as", "'note': a spreadsheet would run '=printed as"),
    ("csv", '"Cochrane, 8 trials"', '"Cochrane" 8 trials', "malformed CSV"),
    ("toml", 'kind = "plot"', 'kind = "plott"', "'kind': 'plott' is none of the words"),
    ("toml", "\nalt =", "\nalt_text =", "unknown key 'alt_text'"),
    ("toml", '\nalt = "', f'\nalt = "{"x" * 250}', "'alt': longer than the 250 characters"),
    ("toml", "[labels]", "[labels]\nnew = 'x'\n[more]", "'interval'"),
    ("toml", "[^dean2021]", "[^dean2012]", "unknown source 'dean2012'"),
    ("toml", 'title = "', "title = '", "invalid TOML"),
    ("toml", 'fold = "Dep', 'fold = "dep', "no text 'depression score, in MADRS points' to fold"),
    ("toml", 'label = "Comp', 'labl = "Comp', "[columns] names 'labl', which the figure does not"),
]


@pytest.mark.parametrize(("kind", "old", "new", "told"), PLOT_SLIPS)
def test_a_slip_in_a_plot(docs: Path, kind: str, old: str, new: str, told: str) -> None:
    folder = copy_of(docs, "trial-forest")
    line = change(folder / f"trial-forest.{kind}", old, new)
    (found,) = findings(folder)
    assert found.startswith(f"trial-forest.{kind}:{line}: ") and told in found, (line, found)


def test_a_word_that_is_shown_nowhere(docs: Path) -> None:
    folder = copy_of(docs, "trial-forest")
    line = change(folder / "trial-forest.toml", "interval =", "new = 'x'\ninterval =")
    assert findings(folder) == [f"trial-forest.toml:{line}: 'labels.new' is shown nowhere"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('= "half"', '= "halff"', "the figure has no parameter 'halff'"),
        ('"free1 * ', '"free1 ** * ', "' cannot be written as MathML"),
        ('"free1 * ', '"free1 % ', "' cannot be written as MathML"),
        ('"free1 * ', '"[free1] * ', "a formula may not hold '[free1]'"),
    ],
)
def test_a_slip_in_a_model(docs: Path, old: str, new: str, told: str) -> None:
    folder = copy_of(docs, "magnesium-block")
    line = change(folder / "magnesium-block.toml", "\n[model]", "\n[model]")
    change(folder / "magnesium-block.toml", old, new)
    (found,) = findings(folder)
    assert found.startswith(f"magnesium-block.toml:{line}: [model]: ") and told in found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('color = "series-4"', 'color = "series-9"', "'color': 'series-9' is none of the words"),
        ("at = [-66, -106]", "at = [-66]", "'at': Expected 'array' of length 2"),
        ('text = "no magnesium"', 'text = ""', "'text' is missing or empty"),
        ("[[current-notes]]", "[[notes]]", "a table [[current-notes]] is missing"),
    ],
)
def test_a_slip_in_a_note(docs: Path, old: str, new: str, told: str) -> None:
    folder = copy_of(docs, "magnesium-block")
    table = change(folder / "magnesium-block.toml", "[[current-notes]]", "[[current-notes]]")
    change(folder / "magnesium-block.toml", old, new)
    line = 1 if old == "[[current-notes]]" else table
    (found,) = findings(folder)
    assert found.startswith(f"magnesium-block.toml:{line}: ") and told in found


DRAWING_SLIPS = [
    ("svg", "</a>", "</b>", "malformed SVG"),
    ("svg", "<rect ", "<rect onload='x()' ", "a drawing may not have the attribute 'onload'"),
    ("svg", "<rect ", "<rect style='fill:red' ", "may not have the attribute 'style'"),
    ("svg", "<rect ", "<script>x()</script><rect ", "a drawing may not hold 'script'"),
    ("svg", "<rect ", "<foreignObject/><rect ", "a drawing may not hold 'foreignObject'"),
    ("svg", "<rect ", "<image href='x.png'/><rect ", "a drawing may not hold 'image'"),
    ("svg", "<rect ", "<use href='x.svg#a'/><rect ", "a drawing may not hold 'use'"),
    ("svg", "<rect ", "<animate attributeName='x'/><rect ", "may not hold 'animate'"),
    ("svg", "<rect ", "<a href='javascript:x()'/><rect ", "names a page, such as"),
    ("svg", "<rect ", "<a href='https://x.org/'/><rect ", "names a page, such as"),
    ("svg", "<rect ", "<rect clip-path='url(https://x.org/#a)' ", "outside the drawing"),
    ("svg", "<svg ", "<!DOCTYPE svg><svg ", "a drawing has no document type"),
    ("svg", "<rect ", "<?php x() ?><rect ", "a drawing may not hold '<?…?>'"),
    ("svg", 'viewBox="', 'data-view="', "with a viewBox"),
    ("svg", 'id="released"', 'id="letgo"', "'letgo' has neither a row in the table nor a <title>"),
    (
        "csv",
        "\nreleased,",
        "\nletgo,",
        'receptor-states.svg has no element with id="letgo" and data-part',
    ),
    ("csv", "song2018", "song2081", "unknown source 'song2081'"),
    ("csv", "\nopen,", "\nclosed,", "a second row for 'closed'"),
    ("csv", "established", "claim", "the grade is that of the claim, but '"),
    ("csv", "established", "certain", "'grade': 'certain' is none of the words"),
    ("csv", "Magnesium block,", ",", "'name' is missing or empty"),
]


@pytest.mark.parametrize(("kind", "old", "new", "told"), DRAWING_SLIPS)
def test_a_slip_in_a_drawing(docs: Path, kind: str, old: str, new: str, told: str) -> None:
    folder = copy_of(docs, "receptor-states")
    line = change(folder / f"receptor-states.{kind}", old, new)
    found = findings(folder)
    assert [one for one in found if f"receptor-states.{kind}:{line}: " in one and told in one], (
        line,
        found,
    )
    # A part and its row that lose each other are both told; everything else once.
    assert len(found) == (2 if "letgo" in new or "closed" in new else 1), found


def test_missing_files_are_asked_for_by_name(docs: Path) -> None:
    folder = copy_of(docs, "receptor-states")
    (folder / "receptor-states.svg").unlink()
    assert "a drawing needs a picture" in findings(folder)[0]
    folder = copy_of(docs, "trial-forest")
    (folder / "trial-forest.csv").unlink()
    assert findings(folder) == [
        "trial-forest.csv:0: no such file: the rows of the figure stand there"
    ]
    (folder / "trial-forest.csv").write_text("", encoding="utf-8")
    assert findings(folder) == ["trial-forest.csv:1: no rows below the head of the table"]
    (folder / "trial-forest.toml").rename(folder / "forest-of-trials.toml")
    assert "a plot needs code that draws it" in findings(folder)[0]


class Row(records.Record, frozen=True):
    name: records.Words
    share: float
    n: int = 0


def test_rows_are_read_as_what_they_are_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('name,share,n\n"two\nlines",0.5,\nthree,1,7\n', encoding="utf-8")
    assert records.read_csv(path, Row) == [(2, Row("two\nlines", 0.5)), (4, Row("three", 1.0, 7))]


def test_all_faulty_rows_are_told_together(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("name,share,n\na,x,1\nb,1,1.5\nc,1,2\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        records.read_csv(path, Row)
    assert [problem.line for problem in caught.value.problems] == [2, 3]


def test_the_line_of_a_key() -> None:
    text = 'title = "t"\n[labels]\nx = "a"\n[[scales]]\nkey = "a"\n[[scales]]\nkey = "b"\nx = 1'
    assert content.line_of(text, "title") == 1
    assert content.line_of(text, "labels", "x") == 3
    assert content.line_of(text, "scales", 1) == 6
    assert content.line_of(text, "scales", 1, "x") == 8
