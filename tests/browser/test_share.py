"""The share panel at a place of the page: it cites that place, comes to it and goes back, and nothing covers it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.opening import (
    ABOUT,
    GLOSSARY,
    PLACES,
    SOURCES,
    STEPS,
    STEPS_LESSON,
    TITLES,
)

LESSON = STEPS_LESSON
SLUG = LESSON.rstrip("/")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
CLIPBOARD = ["clipboard-read", "clipboard-write"]
SECTION, CLAIM = PLACES[LESSON].sections[1], PLACES[LESSON].claims[2]
WORDS = """(id) => { const copy = document.getElementById(id).cloneNode(true);
  copy.querySelectorAll('.headerlink, sup[id^=fnref]').forEach((e) => e.remove());
  return copy.textContent.replace(/\\s+/g, ' ').trim(); }"""


def use_sign(page: Page, place: str) -> None:
    sign = page.locator(f"article a.headerlink[href='#{place}']")
    sign.focus()
    page.keyboard.press("Enter")


def open_at(page: Page, place: str) -> None:
    use_sign(page, place)
    page.locator(".place-tools").get_by_role("link", name=re.compile("^Share or cite")).click()
    expect(page.locator("#share")).to_have_attribute("open", "")


def downloaded(page: Page, name: str) -> tuple[str, str]:
    with page.expect_download() as caught:
        page.locator("#share").get_by_role("link", name=re.compile(f"^{name}")).click()
    return caught.value.suggested_filename, Path(caught.value.path()).read_bytes().decode()


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desktop"])
@pytest.mark.parametrize("place", [SECTION, CLAIM])
def test_every_format_names_the_place(visit, output, window, place):
    page = visit(LESSON, viewport=window, permissions=CLIPBOARD)
    open_at(page, place)
    words = page.evaluate(WORDS, place)
    named = f"{TITLES[LESSON]}, “{words.removesuffix('.')}”"
    panel = page.locator("#share")
    for style in ("apa", "vancouver"):
        text = panel.locator(f"#share-{style}").inner_text()
        assert named in text and f"/{LESSON}#{place}" in text
    name, bibtex = downloaded(page, "BibTeX")
    assert name == f"{SLUG}.{place}.bib"
    assert f"title = {{{{{named.replace('%', chr(92) + '%')}}}}}" in bibtex
    assert bibtex.startswith(f"@incollection{{ketamine-{SLUG}-2026-{place},\n")
    assert re.search(rf"url = {{http\S+/{LESSON}#{place}}}", bibtex)
    name, ris = downloaded(page, "RIS")
    lines = ris.split("\r\n")
    assert (lines[0], lines[-2]) == ("TY  - ECHAP", "ER  - ") and f"TI  - {named}" in lines
    assert any(re.fullmatch(rf"UR  - http\S+#{place}", line) for line in lines)
    name, text = downloaded(page, "CSL")
    item = json.loads(text)[0]
    assert item["title"] == named and item["URL"].endswith(f"/{LESSON}#{place}")
    assert item["container-title"] == "How Ketamine Works" and item["id"].endswith(place)
    page.screenshot(path=output / f"share-{place}-{window['width']}.png")


def test_a_section_of_the_front_page_is_a_section_and_the_page_the_book(visit):
    page = visit("")
    page.locator("#share > summary").click()
    section = next(each.id for each in SOURCES["index.md"].headings if each.level == 2)
    for place, kind in (("", "@book{"), (section, "@incollection{")):
        page.locator(".share-place select").select_option(place)
        assert downloaded(page, "BibTeX")[1].startswith(kind)


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desktop"])
@pytest.mark.parametrize("leave", ["Close and go back", "Escape", "summary"])
def test_the_panel_opens_at_the_place_and_gives_it_back(visit, window, leave):
    page = visit(LESSON, viewport=window)
    end = page.evaluate("document.getElementById('share').previousElementSibling.className")
    use_sign(page, CLAIM)
    link = page.locator(".place-tools a").first
    page.evaluate("scrollBy(0, -150)")
    before = page.evaluate("scrollY")
    link.press("Enter")
    panel = page.locator("#share")
    expect(panel.locator("select")).to_be_focused()
    expect(panel.locator("select")).to_have_value(CLAIM)
    tools, box = page.locator(".place-tools").bounding_box(), panel.bounding_box()
    assert 0 <= box["y"] - tools["y"] - tools["height"] < 60, "right below the place"
    assert 0 <= box["y"] < window["height"] / 2
    if leave == "Escape":
        page.keyboard.press("Escape")
    elif leave == "summary":
        panel.locator("summary").click()
    else:
        page.get_by_role("button", name=leave).click()
    expect(link).to_be_focused()
    assert abs(page.evaluate("scrollY") - before) <= 1
    assert page.url.endswith(f"#{CLAIM}")
    assert panel.get_attribute("open") is None
    assert page.evaluate("document.getElementById('share').previousElementSibling.className") == end


def test_the_head_of_a_page_opens_it_there_and_back_leads_back(visit):
    page = visit(LESSON)
    link = page.get_by_role("link", name="Share, cite or download")
    link.click()
    expect(page.locator(".page-head + #share")).to_be_visible()
    assert page.url.endswith("#share")
    page.go_back()
    expect(page.locator(".page-head + #share")).to_have_count(0)
    link.click()
    page.get_by_role("button", name="Close and go back").click()
    expect(link).to_be_focused()


def test_a_figure_keeps_its_own_state_and_nothing_keeps_another_s(visit):
    page = visit(f"{LESSON}?fig-{STEPS}=step:2&fig-other=a:1&grade=x", permissions=CLIPBOARD)
    page.locator("#share > summary").click()
    for place, end in (
        ("", ""),
        (SECTION, f"#{SECTION}"),
        (f"fig-{STEPS}", f"?fig-{STEPS}=step:2#fig-{STEPS}"),
    ):
        page.locator(".share-place select").select_option(place)
        expect(page.locator("#share-address")).to_have_text(
            re.compile(f"/{re.escape(LESSON + end)}$")
        )
        page.get_by_role("button", name="Copy address").click()
        expect(page.locator(".md-dialog--active")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()").endswith(f"/{LESSON}{end}")


def test_a_fold_is_opened_by_its_address_and_its_sign_offers_to_cite_it(visit):
    page = visit(LESSON)
    fold = page.locator("details[id^='more-']").first
    place, title = fold.get_attribute("id"), fold.locator("summary").inner_text().strip()
    fold.locator("summary").click()
    fold.get_by_role("link", name="Link to this detail").click()
    assert page.url.endswith(f"#{place}")
    fold.get_by_role("link", name="Share or cite this detail").click()
    expect(page.locator("#share-address")).to_have_text(re.compile(rf"#{place}$"))
    expect(page.locator("#share-apa")).to_contain_text(f"“{title}”")
    page = visit(f"{LESSON}#{place}")
    expect(page.locator(f"#{place}")).to_have_attribute("open", "")


COVERED = """(what) => { const note = document.querySelector('.md-dialog').getBoundingClientRect(), at = document.querySelector(what).getBoundingClientRect();
  return !(note.right < at.left || note.left > at.right || note.bottom < at.top || note.top > at.bottom); }"""


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desktop"])
@pytest.mark.parametrize("edge", ["start", "end"])
def test_the_note_never_covers_what_was_copied_and_goes_with_the_next_step(visit, window, edge):
    page = visit(LESSON, viewport=window, permissions=CLIPBOARD)
    page.locator("#share > summary").click()
    button = page.get_by_role("button", name="Copy APA citation")
    button.focus()
    button.evaluate(
        "(e, edge) => { e.closest('.share-row').scrollIntoView({ block: edge }); }", edge
    )
    page.keyboard.press("Enter")
    note = page.locator(".md-dialog--active")
    expect(note).to_contain_text("Copied to clipboard")
    expect(note).to_have_attribute("role", "status")
    page.wait_for_timeout(500)  # it slides in
    assert not page.evaluate(COVERED, ".share-row:has(#share-apa)")
    assert note.evaluate("e => getComputedStyle(e).pointerEvents") == "none"
    page.locator(".share-cite h2").click()
    expect(note).to_have_count(0)


NOTED = """() => { const note = document.querySelector('.md-dialog'); window.noted = [];
  new MutationObserver(() => noted.push([note.classList.contains('md-dialog--active'), performance.now()])).observe(note, { attributeFilter: ['class'] }); }"""


def test_the_note_stays_long_enough_to_be_read_and_goes_by_itself(visit):
    """Three words: a second and a half is enough, and nobody wants them for twenty."""
    page = visit(LESSON, permissions=CLIPBOARD)
    page.locator("#share > summary").click()
    page.evaluate(NOTED)
    page.get_by_role("button", name="Copy APA citation").click()
    note = page.locator(".md-dialog--active")
    expect(note).to_have_text("Copied to clipboard")
    expect(note).to_have_count(0, timeout=20_000)
    turns = page.evaluate("noted")
    shown = next(at for on, at in turns if on)
    gone = next(at for on, at in turns if not on and at > shown)
    assert 1_500 <= gone - shown <= 20_000


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desktop"])
@pytest.mark.parametrize("place", [SECTION, CLAIM, "where-next"])
def test_the_note_leaves_the_place_and_its_offer_free(visit, window, place):
    page = visit(LESSON, viewport=window, permissions=CLIPBOARD)
    use_sign(page, place)
    expect(page.locator(".md-dialog--active")).to_be_visible()
    page.wait_for_timeout(500)
    assert not page.evaluate(COVERED, f"#{place}")
    assert not page.evaluate(COVERED, ".place-tools")


def test_each_page_offers_its_chapter_on_both_papers(visit, site_url):
    for path, slug in ((LESSON, SLUG), (GLOSSARY, GLOSSARY.rstrip("/")), ("", "index")):
        page = visit(path)
        links = page.locator(".share-links a[href$='.pdf']")
        files = [link.get_attribute("href").rpartition("/")[2] for link in links.all()]
        assert files[:2] == [f"{slug}.pdf", f"{slug}-letter.pdf"]
        for link in links.all():
            assert page.request.head(link.evaluate("a => a.href")).ok


def test_without_a_repository_no_report_is_offered_and_about_says_how(visit):
    page = visit(LESSON)
    use_sign(page, SECTION)
    expect(page.locator(".place-tools a")).to_have_text(["Share or cite this section"])
    assert page.locator("a.report, a[href*='issues/new'], .md-content__button").count() == 0
    assert page.get_by_role("link", name="Report a mistake").count() == 0
    page = visit(f"{ABOUT}#corrections")
    assert "repo_url" in page.locator("article").inner_text()
    page = visit("404-nowhere/")
    assert page.locator(".lead a").count() == 0
