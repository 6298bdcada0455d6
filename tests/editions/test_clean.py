"""Reading a built site and turning its pages into chapters."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.editions.clean import make_chapters
from scripts.editions.errors import BookError
from scripts.editions.offline import local, localize
from scripts.editions.site import Site, Target, read_site, resolve
from tests.book.conftest import SMALL, URL
from tests.conftest import make_site


def test_pages_come_in_the_order_of_the_navigation(small: Site) -> None:
    assert [(p.slug, p.path, p.label, p.part) for p in small.pages] == [
        ("index", "", "Start", ""),
        ("metabolism", "metabolism/", "Metabolism", "Body"),
        ("glossary", "glossary/", "Glossary", "Reference"),
        ("about", "about/", "About", "Reference"),
    ]
    assert (small.name, small.version) == ("Guide", "1.2")


TARGETS = [
    ("#steps", Target("metabolism", "steps")),
    ("../", Target("index")),
    ("../about/#grades", Target("about", "grades")),
    ("../about/index.html", Target("about")),
    ("../evidence.csv", Target(url=URL + "evidence.csv")),
    ("https://doi.org/10.1/x", Target(url="https://doi.org/10.1/x")),
    ("mailto:a@example.org", Target(url="mailto:a@example.org")),
    ("#a%20b", Target("metabolism", "a b")),
]


@pytest.mark.parametrize(("href", "target"), TARGETS)
def test_resolve(small: Site, href: str, target: Target) -> None:
    assert resolve(small, small.pages[1], href) == target


def test_a_link_that_cannot_be_printed_names_its_page(small: Site) -> None:
    with pytest.raises(BookError, match="metabolism: cannot print a link to javascript:"):
        resolve(small, small.pages[1], "javascript:void(0)")


def test_chapters_know_what_their_page_says_of_itself(small: Site) -> None:
    start, metabolism, *_ = make_chapters(small)
    assert (start.number, metabolism.number) == (0, 1)
    assert (metabolism.checked, metabolism.minutes) == ("2026-11-23", "3 min read")
    assert [item.text for item in metabolism.objectives] == ["Trace it."]
    assert [element.text for element in metabolism.body] == ["Steps", "Text."]


def test_notes_lose_their_arrows(small: Site, tmp_path: Path) -> None:
    body = '<p>So.</p><div class="footnote"><hr><ol><li id="fn:a"><p>Anis. <em>BJP</em>.\u00a0<a class="footnote-backref" href="#fnref:a">↩</a></p></li></ol></div>'
    files = SMALL | {
        "metabolism/index.html": SMALL["metabolism/index.html"].replace("<p>Text.</p>", body)
    }
    chapter = make_chapters(read_site(make_site(tmp_path / "other", files), URL))[1]
    assert [
        (
            note.key,
            note.number,
            "".join(c if isinstance(c, str) else c.text for c in note.children).strip(),
        )
        for note in chapter.notes
    ] == [("a", 1, "Anis. BJP.")]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "not a built site"),
        ({"index.html": "<main></main>"}, "no navigation found"),
        (
            {name: text for name, text in SMALL.items() if not name.startswith("about")},
            "about/: in the navigation, but",
        ),
        (SMALL | {"about/index.html": "<p>empty</p>"}, "about: no article with a title"),
    ],
)
def test_an_unusable_site_says_why(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(BookError, match=message):
        read_site(make_site(tmp_path / "bad", files), URL)


LOCAL = [
    ("../metabolism/", "../metabolism/index.html"),
    ("../metabolism/#steps", "../metabolism/index.html#steps"),
    ("./", "./index.html"),
    ("..", "../index.html"),
    (".", "./index.html"),
    ("#steps", "#steps"),
    ("", ""),
    ("../data.csv", "../data.csv"),
    ("https://doi.org/", "https://doi.org/"),
    ("//host/", "//host/"),
    ("mailto:a@b.c", "mailto:a@b.c"),
]


@pytest.mark.parametrize(("href", "there"), LOCAL)
def test_a_link_to_a_folder_names_its_file_offline(href: str, there: str) -> None:
    assert local(href) == there


def test_only_links_change_in_the_offline_copy() -> None:
    html = '<a class="x" href="../a/#b">../a/</a><img src="../a/"><meta http-equiv="refresh" content="0; url=../a/"><link rel="canonical" href="https://x/a/">'
    assert localize(html) == html.replace('href="../a/#b"', 'href="../a/index.html#b"').replace(
        'url=../a/"', 'url=../a/index.html"'
    )
