"""With `repo_url` every section and claim can be reported to the repository, and every page shows its source."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Page, expect

from tests.browser.accessibility import faults
from tests.browser.opening import LESSON, PLACES, TITLES
from tests.browser.test_share import PHONE, WORDS, use_sign
from tests.conftest import SiteServer

REPOSITORY = "https://github.com/example/guide"
SITE = "https://guide.example.org/"
SOURCE = f"docs/{LESSON.rstrip('/')}.md"
SECTION, CLAIM, QUESTION = (ids[1] for ids in PLACES[LESSON])


@pytest.fixture(scope="module")
def repository_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages, built with a repository."""
    folder: Path = tmp_path_factory.mktemp("repository")
    build(load_config("mkdocs.yml", site_dir=str(folder), site_url=SITE, repo_url=REPOSITORY))
    server = SiteServer(folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Every address that the page asks for."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url))
    return found


def issue(link) -> dict[str, str]:
    address = urlsplit(link.get_attribute("href"))
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{REPOSITORY}/issues/new"
    return {name: values[0] for name, values in parse_qs(address.query).items()}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("place", [SECTION, CLAIM, QUESTION])
def test_every_place_offers_a_report_that_is_half_written(
    page: Page, repository_url, asked, output, place, width
):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{repository_url}{LESSON}")
    use_sign(page, place)
    link = page.locator(".place-tools").get_by_role("link", name="Report a mistake")
    words = page.evaluate(WORDS, place)
    written = issue(link)
    assert written["title"] == f"Mistake: {TITLES[LESSON]}, “{words[:80]}”"
    assert f"Page: {SITE}{LESSON}#{place}\n" in written["body"]
    assert "Version: 2.0, facts checked 2026-11-30" in written["body"]
    quote = words if place.startswith("claim") else "(copy it here)"
    assert f"\n> {quote}\n" in written["body"]
    assert faults(page, ".place-tools") == []
    page.screenshot(path=output / f"report-{place}-{width}.png")
    # The panel reports the same place.
    page.locator(".place-tools a").first.click()
    expect(page.locator("#share a.report")).to_have_attribute("href", re.compile(place))
    assert issue(page.locator("#share a.report"))["title"] == written["title"]
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(repository_url).netloc}, (
        "the theme would ask the host for its stars"
    )


def test_the_sign_exists_at_every_section_and_claim(page: Page, repository_url):
    page.goto(f"{repository_url}{LESSON}")
    missing = page.evaluate(
        """[...document.querySelectorAll('article :is(h2, h3, mark.claim)[id]')].filter((place) => !place.closest('.share, .objectives') && !document.querySelector(`.headerlink[href="#${place.id}"]`)).map((place) => place.id)"""
    )
    assert missing == []


def test_what_was_selected_is_the_sentence(page: Page, repository_url):
    page.goto(f"{repository_url}{LESSON}")
    words = page.evaluate(
        """(id) => { const text = document.querySelector(`#${id} ~ p`).firstChild; getSelection().setBaseAndExtent(text, 0, text, 20); return String(getSelection()).trim(); }""",
        SECTION,
    )
    sign = page.locator(f"a.headerlink[href='#{SECTION}']")
    sign.hover()
    sign.click()
    assert f"\n> {words}\n" in issue(page.locator(".place-tools .report"))["body"]


def test_the_foot_of_a_page_reports_the_page_without_scripts(browser, repository_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{repository_url}{LESSON}")
    link = page.locator(".md-copyright").get_by_role("link", name="Report a mistake")
    assert f"Page: {SITE}{LESSON}\n" in issue(link)["body"]
    context.close()


def test_an_unknown_address_is_reported_with_itself(page: Page, repository_url):
    page.goto(f"{repository_url}metabolsim/?x=1#y")
    written = issue(page.get_by_role("link", name="report it"))
    assert f"Page: {repository_url}metabolsim/?x=1#y\n" in written["body"]


def test_the_source_of_a_page_by_the_theme_s_own_button(page: Page, repository_url, output):
    for name, size in (("phone", PHONE), ("desktop", {"width": 1280, "height": 844})):
        page.set_viewport_size(size)
        page.goto(f"{repository_url}{LESSON}")
        link = page.get_by_role("link", name="View source of this page")
        expect(link).to_be_visible()
        assert link.get_attribute("href") == f"{REPOSITORY}/raw/HEAD/{SOURCE}"
        page.screenshot(path=output / f"source-{name}.png")


def test_gitlab_names_its_fields_otherwise(tmp_path: Path):
    address = "https://gitlab.com/example/guide"
    build(load_config("mkdocs.yml", site_dir=str(tmp_path), site_url=SITE, repo_url=address))
    html = (tmp_path / LESSON / "index.html").read_text(encoding="utf-8")
    assert f'href="{address}/-/issues/new?issue[title]=Mistake' in html
    assert "issue[description]=Page" in html
    assert f'href="{address}/-/raw/HEAD/{SOURCE}"' in html
