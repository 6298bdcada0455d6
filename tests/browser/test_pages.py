"""Every page opens in a real browser without an error and without asking any other host for anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.core.settings import nav_order

PAGES = [name.removesuffix(".md") for name in nav_order(Path(__file__).parents[2] / "mkdocs.yml")]


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_opens_cleanly(page, site_url, slug):
    errors: list[str] = []
    outside: list[str] = []
    page.on(
        "console",
        lambda message: (
            errors.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "request",
        lambda request: (
            outside.append(request.url)
            if not request.url.startswith((site_url, "data:", "blob:"))
            else None
        ),
    )
    response = page.goto(
        site_url + ("" if slug == "index" else f"{slug}/"), wait_until="networkidle"
    )
    assert response.status == 200
    assert page.locator("h1").count() == 1
    assert (errors, outside) == ([], [])


@pytest.mark.parametrize("slug", PAGES)
def test_a_lesson_says_that_nobody_reviewed_it_and_every_page_when_it_was_checked(
    page, site_url, slug
):
    page.goto(site_url + ("" if slug == "index" else f"{slug}/"))
    kind = page.locator(".md-content").get_attribute("class")
    said = page.locator(".page-head").get_by_text("Not reviewed by an expert").count()
    assert said == ("kind-lesson" in kind)
    assert page.locator(".page-head").get_by_text("min read").count() == said
    assert (
        "kind-home" in kind or page.locator(".page-head time[datetime]").first.inner_text().strip()
    )
