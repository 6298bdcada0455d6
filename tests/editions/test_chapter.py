"""From built pages to chapters: where links lead, what is left out, what belongs together, what stops the build."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.core.problems import InputError
from scripts.editions.chapter import make_chapters, resolve
from scripts.editions.imprint import is_public, read_imprint
from scripts.editions.tree import Element
from tests.editions.conftest import QUESTION, URL, small_guide


def test_pages_come_in_the_order_of_the_navigation(guide, imprint) -> None:
    found = [
        (c.slug, c.label, c.part, c.part_number, c.number) for c in make_chapters(guide, imprint)
    ]
    assert found == [
        ("index", "Start", "", 0, 0),
        ("metabolism", "Metabolism", "Body", 1, 1),
        ("glossary", "Glossary", "Reference", 2, 0),
        ("references", "References", "Reference", 2, 0),
        ("about", "About", "Reference", 2, 0),
    ]


def test_a_chapter_knows_what_its_page_says_of_itself(guide, imprint) -> None:
    lesson = make_chapters(guide, imprint)[1]
    assert lesson.full_title == "1. What the body does"
    assert lesson.facts == ["About 3 minutes to read", "Facts checked 2026-11-23"]
    assert lesson.objectives == [("steps", "Trace the steps.")]
    assert lesson.origins == [("https://video.example.org/", "A video")]
    assert lesson.headings == [("steps", "Steps"), ("later", "Later")]


def test_the_furniture_of_the_screen_is_left_out(guide, imprint) -> None:
    words = " ".join(
        element.text for chapter in make_chapters(guide, imprint) for element in chapter.body
    )
    for furniture in ("again", "Share", "¶", "↩", "CSV", "Figure 1.", "Correct"):
        assert furniture not in words


TARGETS = [
    ("#steps", {"to": "metabolism#steps"}),
    ("../", {"to": "index#top"}),
    ("../about/#grades", {"to": "about#grades"}),
    ("../about/index.html", {"to": "about#top"}),
    ("../evidence.csv", {"href": f"{URL}evidence.csv"}),
    ("https://doi.org/10.1/x", {"href": "https://doi.org/10.1/x"}),
    ("//doi.org/10.1/x", {"href": "https://doi.org/10.1/x"}),
    ("mailto:a@example.org", {"href": "mailto:a@example.org"}),
    ("#a%20b", {"to": "metabolism#a b"}),
]


@pytest.mark.parametrize(("href", "target"), TARGETS)
def test_resolve(guide, imprint, href: str, target: dict[str, str]) -> None:
    assert resolve(guide, imprint, guide.pages["metabolism/index.html"], href) == target


def test_a_file_of_a_site_without_an_address_has_no_link(tmp_path: Path) -> None:
    site = small_guide(tmp_path, url="http://127.0.0.1:8000/")
    page, imprint = site.pages["metabolism/index.html"], read_imprint(site)
    assert resolve(site, imprint, page, "../evidence.csv") == {}
    assert resolve(site, imprint, page, "../about/") == {"to": "about#top"}


def test_one_link_for_several_sources_is_as_many_references(lesson) -> None:
    chapter, _ = lesson(
        '<p>So.<sup id="fnref:a"><a class="footnote-ref" data-also="#fn:b" href="#fn:a">1,2</a></sup><sup class="also" id="fnref:b"></sup></p>'
        '<details class="footnote"><summary>Sources (2)</summary><ol><li id="fn:a"><p>A.</p></li><li id="fn:b"><p>B.</p></li></ol></details>'
    )
    refs = [(e.attrs["key"], e.attrs["number"], e.id) for e in chapter.elements if e.tag == "x-ref"]
    assert refs == [("a", "1", "fnref:a"), ("b", "2", "fnref:b")]
    assert [note.key for note in chapter.notes] == ["a", "b"]
    assert [element.text for element in chapter.body] == ["So."]


def test_a_claim_takes_its_grade_along(guide, imprint) -> None:
    lesson = make_chapters(guide, imprint)[1]
    (claim,) = (e for e in lesson.elements if e.tag == "mark")
    assert claim.attrs["grade"] == "supported"
    assert not [e for e in lesson.elements if "grade" in e.classes]


def test_folded_text_and_recap_are_boxes(guide, imprint) -> None:
    boxes = [e for e in make_chapters(guide, imprint)[1].elements if e.tag == "x-box"]
    assert [(b.attrs["kind"], b.attrs["name"], b.child("x-title").text) for b in boxes] == [
        ("more", "More detail", "What came next"),
        ("recap", "Recap", "What you need"),
    ]


def test_a_question_holds_its_choices_and_note(guide, imprint) -> None:
    (question,) = make_chapters(guide, imprint)[1].questions
    assert [e.tag for e in question.elements] == ["x-title", "x-choice", "x-choice", "x-note"]
    right = question.find_tag("x-choice")
    assert right.attrs["right"] and [e.text for e in right.elements] == ["Yes", "So it is."]


def test_figures_and_tables_are_flat_and_numbered_within_their_chapter(guide, imprint) -> None:
    figures = [e for e in make_chapters(guide, imprint)[1].elements if e.tag == "figure"]
    assert [(f.attrs["kind"], f.attrs["number"]) for f in figures] == [
        ("Figure", "1.1"),
        ("Table", "1.1"),
    ]
    assert [e.tag for e in figures[0].elements] == ["x-caption", "svg", "x-description", "x-data"]
    assert figures[0].child("svg").attrs["alt"] == "Square. A square"
    assert figures[0].child("x-caption").text == "A square. It is black."


def test_sources_are_numbered_through(guide, imprint) -> None:
    references = make_chapters(guide, imprint)[3]
    assert [e.attrs["number"] for e in references.elements if e.attrs.get("kind") == "source"] == [
        "1",
        "2",
    ]


def test_notes_lose_their_arrows(guide, imprint) -> None:
    notes = make_chapters(guide, imprint)[1].notes
    words = [Element("p", {}, note.children).text for note in notes]
    assert [(n.key, n.number) for n in notes] == [("anis1983", 1), ("mion2017", 2)]
    assert words == ["Anis. BJP.", "Mion. doi:10.1/x"]


def test_a_shortened_address_is_printed_whole(lesson) -> None:
    chapter, _ = lesson('<p><a href="https://www.example.org/a/long/way">example.org/a/lo…</a></p>')
    assert chapter.body[0].text == "example.org/a/long/way"


FAULTS = [
    ('<div class="admonition tip"><p class="admonition-title">x</p></div>', "box of unknown kind"),
    ("<details><p>x</p></details>", "box of unknown kind: more"),
    ("<p>Words <mark>of a claim</mark></p>", "<mark> without a grade"),
    ('<p><span class="formula">B = 1</span></p>', "a formula without words"),
    ("<figure id='fig-x'><p>x</p></figure>", "neither table nor picture"),
    (QUESTION.replace("choice-right", "choice-wrong"), "exactly one right choice"),
    (QUESTION.replace("feedback", "other"), "a choice without words or feedback"),
    ('<p><a href="javascript:void(0)">x</a></p>', "cannot print a link to 'javascript:void"),
]


@pytest.mark.parametrize(("html", "message"), FAULTS, ids=[fault[1] for fault in FAULTS])
def test_what_cannot_be_printed_stops_the_build(lesson, html: str, message: str) -> None:
    with pytest.raises(InputError, match=r"metabolism\.md:\d+: ") as error:
        lesson(html)
    assert message in str(error.value)


def test_a_fault_names_the_line_of_its_words(lesson) -> None:
    with pytest.raises(InputError, match=r"metabolism\.md:16: <mark> without a grade"):
        lesson("<p>Text.</p>\n\n<p><mark>of a claim</mark></p>")


def test_a_page_without_text_is_refused(guide, imprint) -> None:
    guide.add("about/index.html", "<p>empty</p>")
    with pytest.raises(InputError, match=r"about\.md:0: the built page has no 'main article'"):
        make_chapters(guide, imprint)


def test_the_imprint_is_that_of_the_settings(imprint) -> None:
    assert imprint.version_and_date == "Version 1.2, November 23, 2026"
    assert imprint.citation == f"Guide contributors. Guide. Version 1.2, November 23, 2026. {URL}"
    assert imprint.live("about/", "grades") == f"{URL}about/#grades"


def test_a_wrong_date_of_release_is_refused(guide) -> None:
    guide.config.extra["edition"]["released"] = "soon"
    with pytest.raises(InputError, match="released is 'soon', not a date"):
        read_imprint(guide)


HOSTS = [
    ("https://guide.example.org/", True),
    ("http://127.0.0.1:8000/", False),
    ("http://localhost:8000/", False),
    ("http://[::1]:8000/", False),
    ("http://192.168.0.4/", False),
    ("http://desk.local/", False),
    ("", False),
]


@pytest.mark.parametrize(("url", "public"), HOSTS)
def test_only_an_address_that_others_can_open_is_printed(url: str, public: bool) -> None:
    assert is_public(url) is public


def test_white_space_is_folded_but_for_the_no_break_space() -> None:
    assert Element("p", {}, ["a\n  b\u00a0c "]).text == "a b\u00a0c"
