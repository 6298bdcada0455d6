"""The head of every page: what it says of itself, and when it was checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from scripts.core.pages import read_pages


@pytest.mark.parametrize("page", read_pages(), ids=lambda page: page.slug)
def test_a_page_of_facts_says_that_nobody_reviewed_it_and_every_page_when_it_was_checked(
    built_site: Path, page
):
    folder = "" if page.slug == "index" else page.slug
    tree = LexborHTMLParser((built_site / folder / "index.html").read_bytes())
    head = tree.css_first(".page-head")
    of_facts = page.meta["kind"] in ("lesson", "reference")
    assert ("Not reviewed by an expert" in head.text()) == of_facts
    assert ("min read" in head.text()) == (page.meta["kind"] == "lesson")
    if page.meta["kind"] != "home":
        assert head.css_first("time[datetime]").text().strip() == str(page.meta["checked"])
