"""The Markdown extensions, through Python-Markdown as the site uses it."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from selectolax.lexbor import LexborHTMLParser

from scripts.core import typography
from scripts.core.pages import split_front_matter
from scripts.markdown import claims, listings, questions
from tests.conftest import make_site

BIB = """@article{one2001, author = "One, A.", title = "First", year = "2001", doi = "10.1000/1"}
@article{two2002, author = "Two, B.", title = "Second *starred*", year = "2002", doi = "10.1000/2"}
"""
PAGE = """---
title: Lesson
kind: lesson
minutes: 3
checked: 2026-01-02
objectives:
  - text: Say why.
    section: why
---
## Why { #why }

==Because of *this*.=={ .supported #claim-because }[^one2001][^two2002] And `[^code]`.

/// misconception | "It is not."
It is.[^one2001]
///

### Which one? { #q-which objective=1 section=why }

- [ ] The first.

    Wrong, see [why](#why).

- [x] The second.

    So it is.[^two2002]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_site(
        tmp_path,
        {
            "mkdocs.yml": "nav:\n  - lesson.md\n  - evidence.md\n",
            "docs/lesson.md": PAGE,
            "docs/evidence.md": "---\ntitle: Evidence\nkind: reference\n---\n[[evidence]]\n\n[[references]]\n",
            "docs/references.bib": BIB,
        },
    )


def render(text: str, project: Path) -> LexborHTMLParser:
    html = markdown.markdown(
        text.split("---\n", 2)[-1],
        extensions=[
            "attr_list",
            "md_in_html",
            "tables",
            "footnotes",
            "toc",
            "pymdownx.mark",
            "pymdownx.tilde",
            "pymdownx.caret",
            "pymdownx.superfences",
            "pymdownx.blocks.admonition",
            "scripts.markdown.extension",
        ],
        extension_configs={
            "pymdownx.blocks.admonition": {"types": ["misconception"]},
            "scripts.markdown.extension": {"docs": str(project / "docs")},
        },
    )
    return LexborHTMLParser(html)


def test_citations_become_footnotes_in_order_of_use(project):
    tree = render(PAGE, project)
    assert [a.text() for a in tree.css("sup a.footnote-ref")] == ["1,2", "1", "2"]
    notes = tree.css("details.footnote li")
    assert [note.id for note in notes] == ["fn:one2001", "fn:two2002"]
    assert notes[0].css_first("a").attributes["href"] == "https://doi.org/10.1000/1"
    assert "*starred*" in notes[1].text(), "markup characters in a title must stay text"
    assert "[^code]" in tree.css_first("code").text()


def test_unknown_citations_are_warned_of(project, caplog):
    render("---\n---\nText.[^nobody]\n", project)
    assert "[^nobody]" in caplog.text


def test_a_claim_says_its_grade_in_words(project):
    tree = render(PAGE, project)
    mark = tree.css_first("mark#claim-because")
    assert mark.attributes["class"] == "claim supported"
    grade = mark.next
    assert (grade.tag, grade.text(), grade.attributes["href"]) == (
        "a",
        "\u00a0supported",
        "about.md#grade-supported",
    )


def test_choices_open_without_javascript(project):
    tree = render(PAGE, project)
    wrong, right = tree.css("ul.choices details")
    assert wrong.css_first("summary").text() == "The first."
    assert wrong.css_first(".verdict").text() == "Not this one"
    assert right.css_first(".verdict").text() == "Correct"
    assert "So it is." in right.css_first(".feedback").text()
    assert "[x]" not in tree.html and "[ ]" not in tree.html
    note = tree.css_first(".question-note")
    assert note.text() == "Tests objective 1. Answered in Why."
    assert tree.css_first("h3#q-which").attributes == {"id": "q-which", "class": "question"}


def test_an_ordinary_list_stays_a_list(project):
    tree = render("---\n---\n### A thing { #thing }\n\n- [ ] not a question\n", project)
    assert not tree.css("details")


def test_the_evidence_page_lists_every_claim(project):
    tree = render((project / "docs/evidence.md").read_text(), project)
    cells = [cell.text() for cell in tree.css("td")]
    assert cells == [
        "Because of this. in the lesson",
        "supported",
        "One 2001, Two 2002",
        "2026-01-02",
    ]
    assert tree.css_first("td a.place").attributes["href"] == "lesson.md#claim-because"


def test_the_evidence_page_carries_what_the_records_say(project):
    from tests.core.test_claim_records import RECORD

    make_site(
        project, {"docs/claims/lesson.toml": re.sub(r"\[claim-[\w-]+\]", "[claim-because]", RECORD)}
    )
    tree = render((project / "docs/evidence.md").read_text(), project)
    place = tree.css_first("td a.place").attributes
    assert place["data-topics"] and place["data-species"]


def test_a_card_for_each_lesson_shows_its_first_figure(project):
    lesson = project / "docs/lesson.md"
    lesson.write_text(
        lesson.read_text().replace("kind:", "description: D.\nkind:")
        + "\n[[figure: first]]\n\n[[figure: second]]\n"
    )
    (project / "mkdocs.yml").write_text("nav:\n  - index.md\n  - Origins:\n      - L: lesson.md\n")
    tree = render("---\n---\n[[lessons]]\n", project)
    card = tree.css_first(".lesson-cards li")
    assert card.css_first("img").attributes["src"] == "figures/first.svg"
    assert card.css_first("a").attributes["href"] == "lesson.md"
    assert card.css_first(".card-part").text() == "Part 1 · Origins"
    assert card.css_first(".part-1") is not None


def test_the_reference_list_links_back(project):
    tree = render((project / "docs/evidence.md").read_text(), project)
    entries = tree.css("li")
    assert [entry.css_first("[id]").id for entry in entries] == ["ref-one2001", "ref-two2002"]
    assert entries[0].css("a")[-1].attributes["href"] == "lesson.md#fnref:one2001"


def test_the_reference_list_leaves_out_what_nobody_cites(project):
    (project / "docs/references.bib").write_text(
        BIB + '@misc{unused, title = "U", year = "2003"}\n'
    )
    assert "ref-unused" not in render((project / "docs/evidence.md").read_text(), project).html


def test_lists_for_teachers(project):
    tree = render("---\n---\n[[objectives]]\n\n[[misconceptions]]\n", project)
    links = {a.text(): a.attributes["href"] for a in tree.css("a")}
    assert links["Say why."] == "lesson.md#why"
    assert links["Lesson: Why"] == "lesson.md#why"
    assert '"It is not."' in tree.css_first("td").text()
    assert listings.lessons(project / "docs")[0].slug == "lesson"


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("10 µM ketamine", "10\u00a0µM ketamine"),
        ("n = 7", "n\u00a0=\u00a07"),
        ("86 ± 1%", "86\u00a0±\u00a01%"),
        ("2 mice", "2 mice"),
        ("0.5 mg/kg", "0.5\u00a0mg/kg"),
        ("in 5 sentences", "in 5 sentences"),
    ],
)
def test_numbers_stay_with_their_units(text, bound):
    assert typography.bind(text) == bound


def page(body: str):
    return split_front_matter("---\ntitle: A\n---\n" + body, Path("docs/a.md"))


def test_find_claims_across_lines():
    (claim,) = claims.find_claims(
        page("Text.\n==A claim\non two lines.=={ .contested #claim-x }[^a][^b] More.\n")
    )
    assert (claim.id, claim.grade, claim.text, claim.sources, claim.line) == (
        "claim-x",
        "contested",
        "A claim on two lines.",
        ("a", "b"),
        5,
    )


@pytest.mark.parametrize(
    "mark",
    [
        "==No grade.==",
        "==Wrong.=={ .certain #claim-x }",
        "==No id.=={ .supported }",
        "==Id.=={ .supported #other }",
        "==Wrapped.=={ .supported\n#claim-x }",
    ],
)
def test_malformed_claims_are_found(mark):
    body = page(f"{mark}\n")
    assert claims.find_claims(body) == []
    assert [line for line, _ in claims.find_malformed(body)] == [4]


def test_find_questions_reads_what_is_rendered():
    (question,) = questions.find_questions(split_front_matter(PAGE, Path("docs/lesson.md")))
    assert (question.id, question.objective, question.section, question.line) == (
        "q-which",
        1,
        "why",
        18,
    )
    assert [(c.text, c.right, c.line) for c in question.choices] == [
        ("The first.", False, 20),
        ("The second.", True, 24),
    ]
    assert re.match("Wrong", question.choices[0].feedback)
