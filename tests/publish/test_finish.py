"""What is added to a rendered site: each step on a guide of two pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from scripts.publish.guide import read_guide

from scripts.publish import citation_files as cite
from scripts.publish import finish, head, policy, search
from scripts.publish import qr_codes as codes
from scripts.publish import text_exports as texts
from tests.conftest import ROOT, make_site

URL = "https://example.org/guide/"
SETTINGS = """site_name: A Guide
site_description: About things.
nav:
  - Start: index.md
  - Part:
      - One: one.md
extra:
  edition: {version: "2.0", released: 2026-01-02, authors: [A Guide contributors]}
"""
INDEX = "---\ntitle: Start\ndescription: Where to begin.\nkind: home\nchecked: 2026-01-02\n---\n\n## First { #first }\n\nSee [one](one.md#why).\n"
ONE = """---
title: One & only
description: Says "one".
kind: lesson
reviewed: false
checked: 2026-01-03
minutes: 7
objectives:
  - {text: Explain one., section: why}
---

## Why { #why }

/// misconception | "Two."
No.
///

==One is one.=={ .established #claim-one }[^mealing1999]

[[figure: thing]]
"""
HTML = """<!doctype html><html lang="en"><head>
<meta charset="utf-8"><title>x</title><script>go()</script></head><body><article><h1>One</h1>
<h2 id="why">Why<a class="headerlink" href="#why">¶</a></h2><p>One is <em>one</em>.<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup></p>
<div class="footnote"><ol><li id="fn:a"><p>Source. <a href="https://doi.org/10.1/x">doi</a></p></li></ol></div></article></body></html>
"""


ABOUT = "---\ntitle: About\ndescription: What it is.\nkind: project\nreviewed: false\nchecked: 2026-01-03\n---\n\n## Corrections { #corrections }\n\n"


@pytest.fixture
def guide(tmp_path: Path):
    bib = "@article{mealing1999,\n  title = {Trapping},\n  author = {Mealing, A.},\n  journal = {J},\n  year = {1999},\n  doi = {10.1/x}\n}\n"
    make_site(
        tmp_path,
        {
            "mkdocs.yml": SETTINGS,
            "docs/index.md": INDEX,
            "docs/one.md": ONE,
            "docs/references.bib": bib,
        },
    )
    make_site(
        tmp_path / "site",
        {
            "index.html": HTML,
            "one/index.html": HTML,
            "assets/javascripts/bundle.js": "x",
            "search/search_index.json": "{}",
        },
    )
    return read_guide(tmp_path / "site", tmp_path / "docs", URL)


def leaf(guide, slug: str):
    return next(one for one in guide.leaves if one.slug == slug)


def test_bibtex_ris_and_csl_say_the_same(guide):
    one = leaf(guide, "one")
    assert "title = {{One \\& only}}" in cite.bibtex(guide, one) and cite.bibtex(
        guide, one
    ).startswith("@incollection{")
    lines = cite.ris(guide, one).split("\r\n")
    assert lines[0] == "TY  - ECHAP" and "T2  - A Guide" in lines and lines[-2] == "ER  - "
    item = json.loads(cite.csl(guide, one))[0]
    assert (item["type"], item["container-title"], item["URL"]) == (
        "chapter",
        "A Guide",
        URL + "one/",
    )
    assert cite.bibtex(guide, leaf(guide, "index")).startswith("@book{")


def test_citation_tags_make_a_section_of_a_book(guide):
    tags = dict(head.citation_tags(guide, leaf(guide, "one")))
    assert (
        tags["citation_book_title"] == "A Guide"
        and tags["citation_publication_date"] == "2026/01/03"
    )
    assert "citation_book_title" not in dict(head.citation_tags(guide, leaf(guide, "index")))


def test_linked_data_claims_no_review_that_did_not_happen(guide):
    one = leaf(guide, "one")
    data = head.linked_data(guide, one, head.cited(HTML))
    assert data["creativeWorkStatus"] == "Not reviewed by an expert" and not {
        "lastReviewed",
        "reviewedBy",
    } & set(data)
    assert (data["teaches"], data["timeRequired"], data["citation"]) == (
        ["Explain one."],
        "PT7M",
        ["https://doi.org/10.1/x"],
    )
    one.page.meta["reviewed"] = {"name": "Dr. A", "date": "2026-02-02"}
    assert head.linked_data(guide, one, [])["reviewedBy"]["name"] == "Dr. A"


def test_a_title_cannot_break_out_of_an_attribute(guide):
    added = head.addition(guide, leaf(guide, "one"), HTML)
    assert 'content="One &amp; only"' in added and "Says &quot;one&quot;." in added


def test_sections_are_searched_without_numbers_and_sources(guide):
    assert search.rows(leaf(guide, "one")) == [
        ["one/", "One & only", "One & only", 'Says "one". One'],
        ["one/#why", "One & only", "Why", "One is one."],
    ]


def test_markdown_copy_reads_alone(guide):
    from scripts.core import bibliography

    text = texts.markdown_copy(
        guide, leaf(guide, "one"), bibliography.load(guide.docs / "references.bib")
    )
    assert text.startswith("# One & only\n") and "not reviewed by an expert" in text
    assert "One is one. (established)[^mealing1999]" in text and "[^mealing1999]: Mealing" in text
    assert '**Misconception: "Two."**' in text and "///" not in text and "{ #" not in text
    assert f"{URL}figures/thing.svg" in text
    assert f"[one]({URL}one/#why)" in texts.markdown_copy(guide, leaf(guide, "index"), {})


def test_feed_is_well_formed_and_dated(guide):
    feed = ElementTree.fromstring(texts.feed(guide))
    space = "{http://www.w3.org/2005/Atom}"
    assert (
        feed.find(f"{space}updated").text == "2026-01-02T00:00:00Z"
        and len(feed.findall(f"{space}entry")) == 1
    )


def test_a_correction_is_news_that_a_later_one_does_not_rename(tmp_path: Path) -> None:
    def entries(items: str) -> list[tuple[str, str, str, str]]:
        make_site(
            tmp_path,
            {"mkdocs.yml": SETTINGS, "docs/index.md": INDEX, "docs/about.md": ABOUT + items},
        )
        make_site(tmp_path / "site", {"index.html": HTML, "about/index.html": HTML})
        found = ElementTree.fromstring(
            texts.feed(read_guide(tmp_path / "site", tmp_path / "docs", URL))
        ).findall("{*}entry")
        return [
            (
                entry.findtext("{*}title"),
                entry.findtext("{*}summary"),
                entry.find("{*}link").get("href"),
                entry.findtext("{*}id"),
            )
            for entry in found
        ]

    one = "- 2026-01-04: [One](one.md#why): it was two.\n"
    (title, words, address, name), published = entries(one)
    assert (title, words, address) == ("Correction: One", "One: it was two.", f"{URL}one/#why")
    assert entries("- 2026-01-05: No link here.\n" + one)[1:] == [
        (title, words, address, name),
        published,
    ]


def test_a_code_is_a_picture_of_the_address(guide):
    assert codes.code(URL).startswith(b"<svg") and codes.code(URL) != codes.code(URL + "one/")


def test_policy_allows_the_scripts_of_the_page_and_no_others():
    scripts, styles = policy.hashes(
        '<script>go()</script><script src="a.js"></script><script type="application/ld+json">{}</script><style>p{}</style>'
    )
    assert scripts == {policy.digest("go()")} and styles == {policy.digest("p{}")}
    assert "unsafe" not in policy.policy(scripts, styles)


def test_everything_is_written_and_twice_the_same(guide):
    finish(guide.site, guide.docs, URL)
    html = (guide.site / "one/index.html").read_text(encoding="utf-8")
    assert policy.digest("go()") in html and html.index("Content-Security-Policy") < html.index(
        "<script>"
    )
    for name in (
        "_headers",
        "robots.txt",
        "llms.txt",
        "feed.xml",
        "index.md",
        "one/index.md",
        "cite/one.ris",
        "assets/qr/one.why.svg",
        "assets/social/one.png",
        "search/index.js",
    ):
        assert (guide.site / name).stat().st_size > 40, name
    assert (
        not (guide.site / "assets/javascripts").exists()
        and not (guide.site / "search/search_index.json").exists()
    )


def test_the_repository_and_the_site_are_cited_alike():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    edition = yaml.safe_load(re.search(r"edition: (\{.*\})", text)[1])
    assert (
        cff["version"],
        str(cff["date-released"]),
        [author["name"] for author in cff["authors"]],
    ) == (edition["version"], str(edition["released"]), edition["authors"])
