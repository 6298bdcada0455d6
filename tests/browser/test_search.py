"""The theme's search as a reader meets it: questions in their own words, claims, misspellings, the keyboard, a disk."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.checks.links.promises import load_redirects
from scripts.core import bibliography
from tests.browser.opening import (
    HEADINGS,
    LABELS,
    LESSON,
    LESSONS,
    PLACES,
    REFERENCES,
    SOURCES,
    folder,
)
from tests.conftest import ROOT

HERE = Path(__file__).parent
PAGES = ".md-search-result__item > a:first-child"  # each result begins with the link to its page


def questions() -> list[tuple[str, list[str]]]:
    """What a reader types, and the pages that answer it, by their names of today."""
    moved = {move.old: move.new for move in load_redirects(ROOT / "docs")}
    with (HERE / "questions.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["query"], row["pages"].split(" or ")) for row in csv.DictReader(file)]
    return [
        (words, [moved.get(f"{slug}/", slug).rstrip("/") for slug in slugs])
        for words, slugs in rows
    ]


def ask(page, words: str) -> list[str]:
    """Type words into the search and return the slugs of the pages found, best first."""
    field = page.get_by_role("textbox", name="Search", exact=True)
    field.fill("")
    field.press("Backspace")
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    field.fill(words)
    field.press("Shift")  # the theme listens to keys
    expect(page.locator(".md-search-result__meta")).to_have_text(
        re.compile(r"\d+ matching document")
    )
    expect(page.locator(PAGES).first).to_be_visible()
    base = page.evaluate(
        "new URL(JSON.parse(document.getElementById('__config').textContent).base, location).pathname"
    )
    paths = page.locator(PAGES).evaluate_all("links => links.map(a => a.pathname)")
    return [path.removeprefix(base).split("/")[0] or "index" for path in paths]


def open_search(page) -> None:
    page.keyboard.press("/")
    expect(page.locator("#__search")).to_be_checked()


def test_readers_questions_are_answered_among_the_first_three(visit):
    page = visit(LESSON)
    open_search(page)
    missed = {}
    for words, wanted in questions():
        found = ask(page, words)
        if not set(found[:3]) & set(wanted):
            missed[words] = found[:3]
    assert missed == {}


@pytest.mark.parametrize("words", ["dose:", "S-", "(R)-", "ketamine: a", "What is it?", "\\"])
def test_a_sign_at_the_end_of_a_word_is_no_obstacle(visit, words):
    """As every title with a colon has it while it is typed. (A message of the console fails the test.)"""
    page = visit(LESSON)
    open_search(page)
    if re.search(r"\w", words):
        assert ask(page, words) == ask(page, re.sub(r"[^\w(]+(?=\s|$)", "", words))
    else:
        page.keyboard.type(words)
        page.wait_for_timeout(300)


def test_words_that_no_key_wrote_are_looked_for(visit):
    """Pasted, dictated, or taken from a suggestion."""
    page = visit(LESSON)
    open_search(page)
    page.wait_for_timeout(500)
    page.keyboard.insert_text("bladder")
    expect(page.locator(PAGES).first).to_be_visible()


def test_a_claim_is_a_result_of_its_own(visit, built_site: Path):
    """Its own words lead to it, in one of the first three results and above all else of its page."""
    claims = json.loads((built_site / "evidence.json").read_text(encoding="utf-8"))["claims"][::4]
    page = visit(LESSON)
    open_search(page)
    missed = []
    for claim in claims:
        ask(page, " ".join(re.findall(r"\w+(?:-\w+)*", claim["claim"])[:10]))
        # The page comes first, then what fits best on it.
        places = page.locator(".md-search-result__item > a:nth-child(2)").evaluate_all(
            "links => links.slice(0, 3).map(a => a.hash.slice(1))"
        )
        missed += [] if claim["id"] in places else [(claim["id"], places)]
    assert len(missed) <= len(claims) / 10, missed


def test_a_source_is_found_by_its_author_and_leads_to_its_place(visit):
    lesson = next(each for each in SOURCES.values() if folder(each.slug) == LESSON)
    source = bibliography.load()[lesson.citations[0][1]]
    page = visit(LESSON)
    open_search(page)
    assert REFERENCES.rstrip("/") in ask(page, source.label.replace(" et al.", ""))[:3]
    place = f"#ref-{source.key}"
    page.locator(
        f".md-search-result__item > a[href*='{REFERENCES}'][href*='{place}']"
    ).first.click()
    page.wait_for_url(re.compile(f"{REFERENCES}.*{place}$"))
    assert 40 <= page.locator(place).bounding_box()["y"] < 450


def test_a_result_leads_to_its_place_and_marks_the_words(visit):
    page = visit("")
    open_search(page)
    lesson = LESSONS[-1]
    place = max(PLACES[lesson].sections, key=lambda each: len(HEADINGS[each]))
    words = re.findall(r"\w+", HEADINGS[place].lower())
    ask(page, " ".join(words))
    page.locator(f".md-search-result__item > a[href*='#{place}']").first.click()
    page.wait_for_url(re.compile(rf"{lesson}\?h=.*#{place}$"))
    marks = page.locator("mark[data-md-highlight]")
    expect(marks.first).to_be_attached()
    beginnings = {word[:4] for word in words}
    assert {text.lower()[:4] for text in marks.all_text_contents()} <= beginnings
    assert 40 <= page.locator(f"#{place}").bounding_box()["y"] < 450
    expect(page.locator("#__search")).not_to_be_checked()


@pytest.mark.parametrize("words", ["ketmaine", "anestesia", "memmantine", "hydroxynorketmine"])
def test_a_misspelled_word_finds_its_neighbors(visit, words):
    page = visit(LESSON)
    open_search(page)
    assert ask(page, words)


def test_the_search_s_own_signs_are_left_alone(visit):
    page = visit(LESSON)
    open_search(page)

    def number(words: str) -> int:
        ask(page, words)
        return int(page.locator(".md-search-result__meta").inner_text().split()[0])

    assert number("+naltrexone -opioid") < number("naltrexone")


def test_search_by_keyboard_alone(visit):
    page = visit(LESSON)
    page.keyboard.press("f")
    page.keyboard.press("n")
    expect(page.locator("#__search")).not_to_be_checked()
    assert page.url.endswith(LESSON)  # single letters do nothing (WCAG 2.1.4)
    open_search(page)
    ask(page, "magnesium block")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    address = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    # No sooner than a hand could press it: the theme hears a frame later that the field has lost the focus.
    expect(page.locator("#__search")).not_to_be_checked()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    open_search(page)
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


@pytest.mark.parametrize("width", [320, 1000])
def test_search_and_lessons_open_by_keyboard_in_a_narrow_window(visit, width):
    page = visit(LESSON, viewport={"width": width, "height": 700})
    lessons = page.get_by_role("button", name="Lessons")
    lessons.focus()
    page.keyboard.press("Space")
    expect(lessons).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("document.activeElement.closest('.md-nav--primary') !== null")
    at = page.evaluate("scrollY")
    page.keyboard.press("Escape")
    expect(lessons).to_be_focused()
    assert page.evaluate("scrollY") == at
    if width < 960:
        search = page.get_by_role("button", name="Search")
        search.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".md-search__input")).to_be_focused()


def test_from_a_disk(visit, copy_on_disk: Path):
    page = visit((copy_on_disk / LESSON / "index.html").as_uri())
    open_search(page)
    field = page.get_by_role("textbox", name="Search", exact=True)
    field.press_sequentially("side effects:")
    expect(page.locator(PAGES).first).to_be_visible()
    page.locator(PAGES).first.click()
    page.wait_for_url(re.compile(r"/[\w-]+/index\.html\?h="))
    expect(page.locator("h1")).to_be_visible()
    other = next(each for each in LESSONS if each not in page.url)
    page.get_by_role("link", name=LABELS[other], exact=True).first.click()
    page.wait_for_url(f"**/{other}index.html")
