"""Reading a page: what is accepted, and the line named when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.core.pages import read_page, read_pages, split_front_matter
from scripts.core.problems import InputError, Problem, report
from scripts.core.settings import nav_order
from tests.conftest import make_site

GOOD = "---\ntitle: A\n---\n\n## One { #one }\n\nText.[^a2001]\n"


def page(text: str):
    return split_front_matter(text, Path("docs/a.md"))


def test_lines_are_those_of_the_file():
    read = page(GOOD)
    assert read.meta == {"title": "A"}
    assert [(h.line, h.level, h.text, h.id) for h in read.headings] == [(5, 2, "One", "one")]
    assert read.citations == [(7, "a2001")]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("   \n", 1, "empty"),
        ("# Title\n", 1, "no front matter"),
        ("---\ntitle: A\n", 1, "not closed"),
        ("---\ntitle: [A\n---\ntext", 2, "malformed"),
        ("---\ntitle: A\n  bad: indent\n---\ntext", 3, "malformed"),
        ("---\n- a list\n---\ntext", 2, "expected"),
        ("---\ntitle: A\n---\n\n", 3, "no text"),
    ],
)
def test_unusable_pages_name_their_line(text, line, words):
    with pytest.raises(InputError) as caught:
        page(text)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("docs/a.md", line)
    assert words in problem.message


def test_not_utf8_names_the_line(tmp_path):
    make_site(tmp_path, {"a.md": b"---\ntitle: A\n---\nfine\nbad \xff byte\n"})
    with pytest.raises(InputError, match=r"a\.md:5: not UTF-8: byte 0xff"):
        read_page(tmp_path / "a.md")


def test_every_unusable_file_is_reported_at_once(tmp_path):
    make_site(tmp_path, {"a.md": "", "b.md": "no front matter", "c.md": GOOD})
    with pytest.raises(InputError) as caught:
        read_pages(tmp_path)
    assert [Path(p.path).name for p in caught.value.problems] == ["a.md", "b.md"]


def test_code_and_comments_are_not_prose():
    read = page(
        "---\ntitle: A\n---\n```\n## Not { #not }\n[^no]\n```\n`[^no]` ``a ` [^no]``\n<!-- [^no]\n[^no] -->\n[^yes]\n"
    )
    assert read.headings == []
    assert read.citations == [(11, "yes")]


def test_code_in_raw_html_is_not_prose_and_what_follows_it_is():
    read = page(
        "---\ntitle: A\n---\n<p><code>[^no]</code> <KBD>[^no]</KBD> [^one]</p>\n<pre>\n[^no]\n## Not { #not }\n</pre>\n[^two] \\[^no]\n<textarea>[^no]\n</textarea>\n[^three]\n"
    )
    assert read.citations == [(4, "one"), (9, "two"), (12, "three")]
    assert read.headings == []


def test_superscript_marks_are_not_citations():
    assert page("---\ntitle: A\n---\n[^3^H]MK-801 [^real]\n").citations == [(4, "real")]


def test_nav_order_ignores_tags_only_mkdocs_knows(tmp_path):
    make_site(
        tmp_path,
        {
            "mkdocs.yml": "site_url: !ENV [A, 'b']\nnav:\n  - A: a.md\n  - Group:\n      - B: b.md\n      - c.md\n"
        },
    )
    assert nav_order(tmp_path / "mkdocs.yml") == ["a.md", "b.md", "c.md"]


def test_report_sorts_counts_and_returns_the_code(capsys):
    assert report([], "clean") == 0
    assert capsys.readouterr().out == "clean\n"
    assert (
        report(
            [Problem("b", 1, "y"), Problem("a", 2, "x", "'z'"), Problem("a", 2, "x", "'z'")],
            "clean",
        )
        == 1
    )
    assert capsys.readouterr().err == "a:2: x; did you mean 'z'\nb:1: y\n2 problems\n"
