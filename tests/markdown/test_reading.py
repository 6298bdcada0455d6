"""Reading aids: sections wrapped, tables framed, claims linked, terms defined."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from selectolax.lexbor import LexborHTMLParser

from scripts.markdown import reading
from tests.conftest import make_site

FRONT = "---\ntitle: Glossary\n---\n\n"
GLOSSARY = (
    FRONT
    + """## K { #letter-k }

### K~i~ { #ki }

A *constant*: see [affinity](#affinity).[^a2001] *Say:* kay-eye. Explained in [a yardstick](other.md#x).

### Affinity { #affinity }

How tightly Ca^2+^ binds. See also [K~i~](#ki).
"""
)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return make_site(tmp_path, {"glossary.md": GLOSSARY, "references.bib": ""})


def convert(text: str, docs: Path) -> str:
    extensions = [
        "md_in_html",
        "attr_list",
        "tables",
        "footnotes",
        "pymdownx.mark",
        "pymdownx.blocks.details",
        "scripts.markdown.extension",
    ]
    return markdown.markdown(
        text,
        extensions=extensions,
        extension_configs={"scripts.markdown.extension": {"docs": str(docs)}},
    )


def test_definitions_are_plain_and_end_before_the_pointer(docs):
    found = reading.definitions(docs / "glossary.md")
    assert found["ki"] == ("Kᵢ", "A constant: see affinity.")
    assert found["affinity"] == ("Affinity", "How tightly Ca²⁺ binds.")
    assert reading.definitions(docs / "nothing.md") == {}


def test_a_link_to_the_glossary_carries_its_definition(docs):
    html = convert("An [affinity](glossary.md#affinity) and a [gap](glossary.md#unknown).", docs)
    assert html.count('class="term"') == 1
    assert html.count('title="Affinity: How tightly Ca²⁺ binds."') == 1


def test_named_sections_are_wrapped_up_to_the_next_heading(docs):
    html = convert(
        "## In brief { #in-brief }\n\n- one\n\n## Why { #why }\n\ntext\n\n## What is not known { #not-known }\n\nmuch",
        docs,
    )
    assert (
        '<section aria-label="In brief" class="in-brief">' in html
        or '<section class="in-brief" aria-label="In brief">' in html
    )
    assert html.index("</section>") < html.index('id="why"') < html.index('class="not-known"')
    assert html.count("<section") == 2


def test_the_list_of_sources_stays_outside(docs):
    html = convert("## Where next { #where-next }\n\nThere.[^a]\n\n[^a]: Source.", docs)
    assert html.index("</section>") < html.index('class="footnote"')


def test_tables_are_framed_and_rows_named_under_an_empty_corner(docs):
    html = convert(
        "| | a |\n|---|---|\n| x | 1 |\n\nThen.\n\n| Claim | Grade |\n|---|---|\n| y | z |", docs
    )
    assert '<div class="table-frame columns-2"><table class="data">' in html.replace("\n", ""), (
        "no heading, no caption: nothing to call it"
    )
    assert '<th scope="row">x</th>' in html and "<th></th>" not in html
    assert 'class="table-frame columns-2 evidence"' in html


def test_a_table_is_called_by_its_caption_or_its_heading(docs):
    table = "| x | y |\n|---|---|\n| 1 | 2 |\n"
    captioned = (
        '<figure markdown="1">\n\n'
        + table
        + '\n<figcaption markdown="1">\n\n**Table 1.** Rat neurons.[^a] More.\n\n</figcaption>\n</figure>'
    )
    html = convert("## Rates { #rates }\n\n" + table + "\n" + captioned + "\n\n[^a]: A.", docs)
    names = re.findall(r'<table [^>]*aria-label="([^"]*)"', html)
    assert names == ["Rates", "Table 1. Rat neurons"]


def tree(text: str, docs: Path) -> LexborHTMLParser:
    return LexborHTMLParser(convert(text, docs))


def test_a_claim_links_to_itself_and_its_citations_follow_as_one_link(docs):
    page = tree("==Ketamine blocks.=={ .established #claim-x }[^a][^b]\n\n[^a]: A.\n[^b]: B.", docs)
    mark = page.css_first("mark")
    grade, link, first, second = (mark.next, mark.next.next, *page.css("p > sup"))
    assert (grade.tag, link.attributes["href"], link.text()) == ("a", "#claim-x", "¶")
    assert [first.id, second.id] == ["fnref:a", "fnref:b"]  # both are published addresses
    assert first.css_first("a").attributes == {
        "class": "footnote-ref",
        "href": "#fn:a",
        "data-also": "#fn:b",
        "aria-label": "Sources 1,2",
    }
    assert (first.text(), second.css("a")) == ("1,2", [])


def test_a_fold_with_an_id_links_to_itself(docs):
    page = tree("/// details | More detail\n    attrs: {id: more-x}\nText.\n///", docs)
    link = page.css_first("details#more-x > summary + a.headerlink")
    assert (link.attributes["href"], link.text()) == ("#more-x", "¶")


def test_citations_with_words_between_them_stay_apart(docs):
    page = tree("One,[^a] two.[^b]\n\n[^a]: A.\n[^b]: B.", docs)
    labels = [a.attributes["aria-label"] for a in page.css(".footnote-ref")]
    assert labels == ["Source 1", "Source 2"]


def test_the_sources_are_a_fold_with_lettered_ways_back(docs):
    page = tree("One.[^a] Two.[^b] Three.[^a]\n\n[^a]: A.\n[^b]: B.", docs)
    fold = page.css_first("details.footnote")
    assert fold.css_first("summary").text() == "Sources (2)" and not fold.css("hr")
    back = [(a.text(), a.attributes["aria-label"]) for a in fold.css(".footnote-backref")]
    assert back == [
        ("a", "Back to where source 1 is cited: a"),
        ("b", "Back to where source 1 is cited: b"),
        ("↩", "Back to where source 2 is cited"),
    ]


def test_what_the_search_leaves_out(docs):
    page = tree("==K blocks.=={ .established #claim-x }[^a]\n\n[^a]: A.", docs)
    hidden = {node.tag for node in page.css("[data-search-exclude]")}
    # A claim is a result of its own, so the section it stands in does not repeat it.
    assert hidden == {"a", "sup", "details", "mark"}


def test_routes_are_sections_of_their_own(docs):
    page = tree(
        "## Routes { #routes }\n\n### One { #route-one }\n\n- a\n\n### Two { #route-two }\n\nb\n\n## Next { #next }\n\nc",
        docs,
    )
    assert [section.text().split() for section in page.css("section.route")] == [
        ["One", "a"],
        ["Two", "b"],
    ]
