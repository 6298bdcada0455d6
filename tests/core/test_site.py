"""The site while it is built."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config

from scripts.checks.links.addresses import relative
from scripts.core.site import Site
from tests.conftest import make_site

SETTINGS = """site_name: A Guide
site_url: https://example.org/guide
nav: [index.md, {Part: [{Two: two.md}, {One: sub/one.md}]}]
"""
PAGE = "---\ntitle: {0}\n---\n\nText.\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    files = {f"docs/{name}.md": PAGE.format(name) for name in ("index", "sub/one", "two")}
    make_site(tmp_path, {"mkdocs.yml": SETTINGS, **files})
    config = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    return Site(config)


def test_pages_find_their_sources_and_come_in_the_order_of_the_nav(site):
    for path in ("sub/one/index.html", "404.html", "two/index.html", "index.html"):
        site.add(path, f"<title>{path}</title>")
    assert [page.title for page in site.guide_pages] == ["index", "two", "sub/one"]
    assert [page.address for page in site.guide_pages] == ["", "two/", "sub/one/"]
    assert site.pages["404.html"].source is None and site.pages["404.html"].slug == "404"
    assert site.url == "https://example.org/guide/"


def test_what_is_written_is_what_the_tree_says(site):
    page = site.add("two/index.html", "<!doctype html><head><meta charset=utf-8></head><p>a")
    page.add_to_head('<meta name="b" content="&amp;"><meta name="c">')
    page.add_to_head('<meta name="first"><meta name="second">', first=True)
    site.write(page)
    site.pages.clear()
    site.read()
    names = [
        node.attributes.get("name") or node.attributes.get("charset")
        for node in site.pages["two/index.html"].tree.css("head > meta")
    ]
    assert names == ["utf-8", "first", "second", "b", "c"]
    assert site.pages["two/index.html"].html == page.html


@pytest.mark.parametrize(
    ("address", "folder", "written"),
    [
        ("history/#pcp", "safety", "../history/#pcp"),
        ("", "safety", "../"),
        ("", "", "./"),
        ("a.html", "", "a.html"),
        ("safety/", "safety", "./"),
    ],
)
def test_relative(address, folder, written):
    assert relative(address, folder) == written
