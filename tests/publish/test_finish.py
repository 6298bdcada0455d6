"""What is added to a rendered site: each step on a guide of two pages."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from mkdocs.config import load_config

from scripts.core import bibliography
from scripts.core.settings import read_settings
from scripts.core.site import BuiltPage, Site
from scripts.publish import (
    asset_versions,
    citation_files,
    finish,
    head,
    policy,
    qr_codes,
    text_exports,
)
from tests.conftest import ROOT, make_site

URL = "https://example.org/guide/"
SETTINGS = """site_name: A Guide
site_url: https://example.org/guide/
theme: {name: null, custom_dir: overrides}
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


BIB = """@article{mealing1999,
  title = {Trapping},
  author = {Mealing, A.},
  journal = {J},
  year = {1999},
  doi = {10.1/x}
}
"""
FILES = {
    "mkdocs.yml": SETTINGS,
    "docs/index.md": INDEX,
    "docs/one.md": ONE,
    "docs/references.bib": BIB,
    "overrides/main.html": "<script>go()</script>",
    "site/index.html": HTML,
    "site/one/index.html": HTML,
}


def read_site(root: Path, files: dict[str, str]) -> Site:
    """A site that an engine has rendered: settings, sources and pages as given."""
    make_site(root, files)
    (root / "overrides").mkdir(exist_ok=True)
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site"))
    site = Site(config)
    site.read()
    return site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return read_site(tmp_path, FILES)


@pytest.fixture
def one(site: Site) -> BuiltPage:
    return site.pages["one/index.html"]


def test_bibtex_ris_and_csl_say_the_same(site, one):
    what = citation_files.cited(site, one)
    bibtex = citation_files.bibtex(site, one, what)
    assert "title = {{One \\& only}}" in bibtex and bibtex.startswith("@incollection{")
    lines = citation_files.ris(site, one, what).split("\r\n")
    assert lines[0] == "TY  - ECHAP" and "T2  - A Guide" in lines and lines[-2] == "ER  - "
    item = json.loads(citation_files.csl(site, one, what))[0]
    assert (item["type"], item["container-title"]) == ("chapter", "A Guide")
    assert item["URL"] == URL + "one/"
    home = site.pages["index.html"]
    book = citation_files.bibtex(site, home, citation_files.cited(site, home))
    assert book.startswith("@book{")


@pytest.mark.parametrize("path", ["one/index.html", "index.html"])
def test_each_format_has_the_same_gaps_for_a_place(site, path):
    page = site.pages[path]
    what = citation_files.pattern(site, page)
    for make in citation_files.FORMATS.values():
        text = make(site, page, what)
        assert text.count("[[place]]") == text.count("[[anchor]]") == 1
        assert "@book" not in text and "EBOOK" not in text  # a section of the front page is none
    assert "[[key]]" in citation_files.bibtex(site, page, what)


def test_citation_tags_make_a_section_of_a_book(site, one):
    tags = dict(head.citation_tags(site, one))
    assert tags["citation_book_title"] == "A Guide"
    assert tags["citation_publication_date"] == "2026/01/03"
    assert "citation_book_title" not in dict(head.citation_tags(site, site.pages["index.html"]))


def test_the_author_is_a_group_to_reference_managers(site, one):
    """Zotero saves `Contributors, A Guide` as a person, and a name that ends in a comma as one field."""
    assert ("citation_author", "A Guide contributors,") in head.citation_tags(site, one)


def test_linked_data_claims_no_review_that_did_not_happen(site, one):
    data = head.linked_data(site, one)
    assert data["creativeWorkStatus"] == "Not reviewed by an expert"
    assert not {"lastReviewed", "reviewedBy"} & set(data)
    assert (data["teaches"], data["timeRequired"]) == (["Explain one."], "PT7M")
    assert data["citation"] == ["https://doi.org/10.1/x"]
    one.meta["reviewed"] = {"name": "Dr. A", "date": "2026-02-02"}
    assert head.linked_data(site, one)["reviewedBy"]["name"] == "Dr. A"


def test_a_title_cannot_break_out_of_an_attribute(site, one):
    added = head.addition(site, one)
    assert 'content="One &amp; only"' in added and "Says &quot;one&quot;." in added


def test_markdown_copy_reads_alone(site, one):
    sources = bibliography.load(site.docs / "references.bib")
    text = text_exports.markdown_copy(site, one, sources)
    assert text.startswith("# One & only\n") and "not reviewed by a named expert" in text
    assert "One is one. (established)[^mealing1999]" in text and "[^mealing1999]: Mealing" in text
    assert '**Misconception: "Two."**' in text and "///" not in text and "{ #" not in text
    assert f"{URL}figures/thing.svg" in text
    assert f"[one]({URL}one/#why)" in text_exports.markdown_copy(site, site.pages["index.html"], {})


def test_feed_is_well_formed_and_dated(site):
    feed = ElementTree.fromstring(text_exports.feed(site))
    space = "{http://www.w3.org/2005/Atom}"
    assert (
        feed.find(f"{space}updated").text == "2026-01-02T00:00:00Z"
        and len(feed.findall(f"{space}entry")) == 1
    )


def test_a_correction_is_news_that_a_later_one_does_not_rename(tmp_path: Path) -> None:
    def entries(items: str) -> list[tuple[str, str, str, str]]:
        about = {"docs/about.md": ABOUT + items, "site/about/index.html": HTML}
        feed = text_exports.feed(read_site(tmp_path, FILES | about))
        found = ElementTree.fromstring(feed).findall("{*}entry")
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


def test_a_changed_grade_is_news(tmp_path):
    record = """[claim-one]
topics = ["one"]
species = ["rat"]
method = "counting"
directness = "animals"
groups = [["mealing1999"]]
objection = "One."
would_change = "Two."
history = [
  {date = 2026-01-03, grade = "established"},
  {date = 2026-02-03, grade = "supported", why = "One group."},
]
"""
    site = read_site(tmp_path, FILES | {"docs/claims/one.toml": record})
    assert text_exports.news(site)[0] == (
        "2026-02-03",
        "Grade changed: One & only",
        "One is one. established → supported: One group.",
        f"{URL}one/#claim-one",
    )


def test_teachers_lists_are_written_out_in_the_markdown_copy(tmp_path):
    """A marker that only the website replaces would be printed as it is."""
    teach = ABOUT.replace("Corrections { #corrections }", "Lists { #lists }") + (
        "[[misconceptions]]\n\n[[objectives]]\n"
    )
    files = {"docs/teach.md": teach, "site/teach/index.html": HTML}
    site = read_site(tmp_path, FILES | files)
    text = text_exports.markdown_copy(site, site.pages["teach/index.html"], {})
    assert "[[" not in text and '"Two."' in text and "Explain one." in text


def test_a_code_is_a_picture_of_the_address():
    assert qr_codes.qr_code(URL).startswith(b"<svg")
    assert qr_codes.qr_code(URL) != qr_codes.qr_code(URL + "one/")


def test_policy_allows_what_a_template_wrote_and_no_other_script(site, one):
    known = policy.known_scripts(site)
    assert policy.hashes(one, known) == ({policy.digest("go()")}, set())
    page = site.add(
        "x/index.html",
        "<head><title>x</title><script>stolen()</script></head><script>go()</script>"
        '<script src="a.js"></script><script type="application/ld+json">{}</script>',
    )
    assert policy.hashes(page, known)[0] == {policy.digest("go()")}
    assert "unsafe" not in policy.policy(*policy.hashes(page, known))


def test_a_template_may_fill_in_an_address_but_no_code(tmp_path):
    template = '<script>var base = new URL("{{ base_url }}", location)</script>'
    site = read_site(tmp_path, FILES | {"overrides/main.html": template})
    known = policy.known_scripts(site)
    assert known.fullmatch('var base = new URL("../..", location)')
    assert not known.fullmatch('var base = new URL("");steal();("", location)')


def test_assets_are_versioned_by_their_content(tmp_path):
    html = HTML.replace("</head>", '<link rel="stylesheet" href="../assets/a.css"></head>')
    files = {"docs/assets/a.css": "p{}", "site/one/index.html": html}
    site = read_site(tmp_path, FILES | files)
    page = site.pages["one/index.html"]
    asset_versions.add(site, page)
    link = page.tree.css_first("link[rel=stylesheet]").attributes["href"]
    (site.docs / "assets/a.css").write_text("p{color:red}")
    site = read_site(tmp_path, FILES | {"site/one/index.html": html})
    page = site.pages["one/index.html"]
    asset_versions.add(site, page)
    later = page.tree.css_first("link[rel=stylesheet]").attributes["href"]
    assert link.startswith("../assets/a.css?v=") and len({link, later}) == 2


def test_everything_is_written(site):
    finish(site)
    html = (site.folder / "one/index.html").read_text(encoding="utf-8")
    assert html.index("Content-Security-Policy") < html.index("<script>")
    assert policy.digest("go()") in html
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
    ):
        assert (site.folder / name).stat().st_size > 40, name
    assert (site.folder / ".nojekyll").exists()


def test_the_repository_and_the_site_are_cited_alike():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    edition = read_settings(ROOT / "mkdocs.yml")["extra"]["edition"]
    assert (
        cff["version"],
        str(cff["date-released"]),
        [author["name"] for author in cff["authors"]],
    ) == (edition["version"], str(edition["released"]), edition["authors"])
