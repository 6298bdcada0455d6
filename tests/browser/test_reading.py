"""Reading and linking in a real browser: finding, cards, copied links, questions, colors, paper, no network but our own."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import faults_of_color, other_faults
from tests.browser.opening import (
    ABOUT,
    EVIDENCE,
    GLOSSARY,
    LABELS,
    LESSON,
    LESSONS,
    PAGES,
    PLACES,
    STEPS,
    STEPS_LESSON,
    TEACH,
    TITLES,
)

SLUG = LESSON.rstrip("/")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def test_the_menu_leads_through_the_story_on_a_phone(visit):
    page = visit("", viewport=PHONE)
    page.get_by_role("button", name="Lessons").click()
    menu = page.get_by_role("navigation", name="Navigation")
    for lesson in LESSONS:  # no panel behind a panel
        assert menu.get_by_role("link", name=LABELS[lesson], exact=True).is_visible()
    lesson = LESSONS[len(LESSONS) // 2]
    menu.get_by_role("link", name=LABELS[lesson], exact=True).click()
    page.wait_for_url(f"**/{lesson}")
    expect(page.locator(".track [aria-current=page]")).to_have_text(LABELS[lesson])
    expect(page.locator(".track-part")).to_contain_text(re.compile(r"page \d of \d"))
    page.locator(".next-lesson").click()
    expect(page).not_to_have_url(re.compile(f"/{lesson}"))


def test_you_are_here_and_no_question_in_the_contents(visit):
    page = visit(LESSON)
    active = page.locator(".md-nav--primary .md-nav__link--active[href]:visible")
    assert active.first.inner_text().strip() == LABELS[LESSON]
    contents = page.locator(".md-sidebar--secondary a:visible")
    assert contents.count() > 5
    assert page.locator(".md-sidebar--secondary a[href^='#q-']").count() == 0


@pytest.mark.parametrize(
    ("path", "there"),
    [(LESSON, True), (EVIDENCE, True), (GLOSSARY, False), (TEACH, False)],
)
def test_the_track_of_a_part_is_only_where_there_is_one(visit, path, there):
    assert visit(path).locator(".track").count() == there


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_scripting_everything_is_there_in_the_system_s_colors(visit, scheme):
    page = visit(LESSON, java_script_enabled=False, color_scheme=scheme)
    term = page.locator("article a.term").first
    assert term.get_attribute("href").startswith(f"../{GLOSSARY}#") and term.get_attribute("title")
    assert page.get_by_role("navigation", name="Navigation").is_visible()
    assert not page.locator(".md-search").is_visible()
    page.locator(".choice-right summary").first.click()
    expect(page.get_by_text("Correct", exact=True).first).to_be_visible()


def test_first_paint_has_the_system_s_colors(browser, site_url):
    """Before the theme's script runs nothing is light in the dark."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.route("**/bundle.*", lambda route: route.abort())
    page.goto(site_url + LESSON)
    shade = page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    )
    assert max(shade) < 60
    context.close()


def test_a_source_opens_beside_its_number_with_all_sources_of_the_place(visit):
    page = visit(LESSON)
    number = page.locator("article .footnote-ref[data-also]:visible").first
    sources = 1 + len(number.get_attribute("data-also").split())
    assert number.get_attribute("aria-label") == f"Sources {number.inner_text()}"
    number.hover()
    tip = page.get_by_role("group", name=f"Sources {number.inner_text()}")
    tip.wait_for()
    assert tip.locator("p").count() == sources and tip.locator("a[href^='http']").count() >= sources
    tip.hover()
    page.wait_for_timeout(600)
    assert tip.is_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#tip")).to_be_hidden()


def test_the_links_of_a_source_are_reached_by_arrow_only(visit):
    page = visit(LESSON)
    number = page.locator("article .footnote-ref:visible").first
    number.focus()
    tip = page.locator("#tip")
    tip.wait_for()
    page.keyboard.press("ArrowDown")
    expect(tip.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(number).to_be_focused()
    expect(tip).to_be_hidden()
    number.blur()
    number.focus()
    expect(tip).to_be_visible()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('#tip')")


def test_a_term_tells_its_definition_by_focus_and_adds_no_stop(visit):
    page = visit(LESSON)
    term = page.locator("article a.term:visible").first
    title = term.get_attribute("title")
    term.focus()
    tip = page.get_by_role("tooltip")
    tip.wait_for()
    assert tip.inner_text() == title
    assert tip.locator("a, button").count() == 0
    page.keyboard.press("Escape")
    assert term.get_attribute("title") == title


def test_a_tap_shows_and_the_second_tap_follows(visit):
    page = visit(LESSON, viewport=PHONE, has_touch=True)
    term = page.locator("article a.term:visible").first
    term.tap()
    tip = page.get_by_role("tooltip")
    tip.wait_for()
    assert page.url.endswith(LESSON)
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    term.tap()
    page.wait_for_url(f"**/{GLOSSARY}**")


@pytest.mark.parametrize("identity", [ids[1] for ids in PLACES[STEPS_LESSON]])
def test_copy_link_says_so_and_the_panel_cites_the_place(visit, identity):
    page = visit(
        f"{STEPS_LESSON}?fig-{STEPS}=step:2", permissions=["clipboard-read", "clipboard-write"]
    )
    link = page.locator(f"article a.headerlink[href='#{identity}']")
    assert link.get_attribute("aria-label").startswith("Link to this")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".md-dialog--active")).to_contain_text("Copied to clipboard")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"http\S+/{STEPS_LESSON}#{identity}", copied), (
        "the published address, without the state of a figure"
    )
    page.locator("a[href='#share']").first.click()
    expect(page.locator("#share-address")).to_contain_text(f"#{identity}")
    page.go_back()
    assert page.url.endswith(f"#{identity}")


def test_what_the_panel_offers_is_copied_by_the_theme(visit):
    page = visit(LESSON, permissions=["clipboard-read", "clipboard-write"])
    page.locator("a[href='#share']").first.click()
    page.get_by_role("button", name="Copy Vancouver citation").click()
    expect(page.locator(".md-dialog--active")).to_contain_text("Copied to clipboard")
    assert "[Internet]" in page.evaluate("navigator.clipboard.readText()")


def test_a_claim_is_quiet_until_pointed_at_and_its_grade_stands_in_the_margin(visit):
    page = visit(LESSON)
    claim = page.locator("article > p > mark.claim").first
    color = "e => getComputedStyle(e).backgroundColor"
    grade = claim.locator("xpath=following-sibling::a[1]")
    link = claim.locator("xpath=following-sibling::a[2]")
    assert claim.evaluate(color) == "rgba(0, 0, 0, 0)"
    assert link.evaluate("e => getComputedStyle(e).opacity") == "0"
    text = page.locator("article > p").first.bounding_box()
    assert grade.bounding_box()["x"] >= text["x"] + text["width"]
    claim.hover()
    assert claim.evaluate(color) != "rgba(0, 0, 0, 0)"
    assert link.evaluate("e => getComputedStyle(e).opacity") == "1"


def test_a_place_in_a_fold_is_opened_by_its_address(visit):
    page = visit(LESSON)
    inside = page.evaluate(
        "() => document.querySelector('article details:not([class]) [id]:is(h3, mark, p)')?.id"
    )
    page = visit(f"{LESSON}#{inside}")
    assert page.locator(f"[id='{inside}']").is_visible()
    assert lands(page, inside)
    source = page.locator(".footnote > ol > li").nth(5).get_attribute("id")
    page.evaluate("(id) => { location.hash = '#' + id; }", source)
    expect(page.locator(f"[id='{source}']")).to_be_visible()
    assert lands(page, source)


WHERE = "(id) => { const r = document.getElementById(id).getBoundingClientRect(); return [r.top, scrollY, document.documentElement.scrollHeight - innerHeight]; }"


def lands(page, identity: str) -> bool:
    """Whether the place stands below the header in the upper half of the window, or anywhere in it at the page's end."""
    page.wait_for_timeout(300)  # what comes near is laid out now, and may move it
    (top, at, end), height = page.evaluate(WHERE, identity), page.viewport_size["height"]
    return 40 <= top <= height / 2 or (at >= end - 3 and 0 < top < height)


def test_share_panel_cites_the_place(visit):
    page = visit(LESSON)
    page.locator("a[href='#share']").first.click()
    place = PLACES[LESSON].sections[-1]
    page.locator(".share-place select").select_option(place)
    expect(page.locator("#share-address")).to_have_text(re.compile(f"/{LESSON}#{place}$"))
    heading = page.locator(f"#{place}").evaluate("h => h.firstChild.textContent.trim()")
    apa = page.locator("#share-apa").inner_text()
    assert heading in apa
    assert re.search(rf"Retrieved \w+ \d+, 20\d\d, from http\S+#{place}", apa)
    assert f"#{place}" in page.locator("#share-vancouver").inner_text()
    image = page.locator(".share-qr")
    expect(image).to_have_attribute("src", re.compile(rf"{SLUG}\.{place}\.svg$"))
    image.scroll_into_view_if_needed()
    expect(image).not_to_have_js_property(
        "naturalWidth", 0
    )  # wait_for_function may evaluate text, which the page's policy forbids
    assert place in page.locator(".share-classroom").get_attribute("href")
    for link in page.locator(".share-links a:not([href*='download/'])").all():
        assert page.request.get(link.evaluate("a => a.href")).ok


def shown(page) -> list[str]:
    return page.locator(".evidence tbody tr:visible td:nth-child(2)").all_inner_texts()


def test_the_explorer_of_claims_filters_counts_and_keeps_its_state(visit):
    page = visit(EVIDENCE)
    total = page.locator(".evidence tbody tr").count()
    told = page.locator("#evidence-filter").get_by_role("status")
    expect(told).to_contain_text(f"{total} claims")
    for grade in ("established", "supported"):
        page.get_by_role("checkbox", name=grade).uncheck()
    found = shown(page)
    assert 0 < len(found) < total and set(found) <= {"contested", "speculative"}
    expect(told).to_contain_text(f"{len(found)} of {total} claims: 0 established, 0 supported")
    page.get_by_role("searchbox", name="Words").fill("metabol")
    fewer = shown(page)
    assert 0 < len(fewer) < len(found)
    assert "grade=contested,speculative" in page.url and "words=metabol" in page.url
    page.reload()
    assert shown(page) == fewer
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these as CSV").click()
    with open(download.value.path(), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["grade"] for row in rows] == fewer
    assert all("metabol" in " ".join(row.values()).lower() for row in rows)
    assert rows[0]["url"].startswith("http") and "#claim-" in rows[0]["url"]


@pytest.mark.parametrize("field", ["Topic", "Tested in", "Lesson"])
def test_the_explorer_offers_what_the_records_name(visit, field):
    page = visit(EVIDENCE)
    box = page.get_by_role("combobox", name=field)
    options = box.locator("option")
    box.select_option(index=1)
    number = re.search(r"\((\d+)\)$", options.nth(1).inner_text())
    assert 0 < len(shown(page)) < page.locator(".evidence tbody tr").count()
    assert not number or len(shown(page)) == int(number[1])


def test_evidence_is_a_plain_table_without_scripting(visit):
    page = visit(EVIDENCE, java_script_enabled=False)
    assert page.locator(".evidence tbody tr:visible").count() > 100
    assert not page.locator("#evidence-filter").is_visible()
    claim = page.locator(".evidence tbody td:first-child").first
    assert claim.locator("a").count() == 1 and claim.locator("a").inner_text() == "in the lesson"


def test_a_route_is_copied_and_saved_with_whole_addresses(visit):
    page = visit(TEACH, permissions=["clipboard-read", "clipboard-write"])
    routes = page.locator(".route")
    assert routes.count() == 3
    routes.first.get_by_role("button", name="Copy the route").click()
    expect(page.locator(".md-dialog--active")).to_contain_text("Copied to clipboard")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.count("http") == routes.first.locator("li a, p a").count() and "../" not in copied
    with page.expect_download() as download:
        routes.first.get_by_role("button", name="Download it").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert saved.startswith("<!doctype html>") and 'href="http' in saved and "../" not in saved


def test_home_begins_with_the_puzzle_and_the_map(visit):
    for size in (PHONE, DESK):
        page = visit("", viewport=size)
        for part in ("h1", ".puzzle h2", ".map figure svg"):
            assert page.locator(part).first.bounding_box()["y"] < size["height"] - 60, part
    cards = page.locator(".lesson-cards li")
    assert cards.count() == len(LESSONS)
    cards.last.scroll_into_view_if_needed()
    for picture in page.locator(".lesson-cards img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).not_to_have_js_property("naturalWidth", 0)


@pytest.mark.parametrize("path", ["", LESSON, ABOUT, GLOSSARY, "404.html"])
def test_the_header_names_the_guide_until_the_title_has_gone_by(visit, path):
    page = visit(path)
    title = page.locator(".md-header__title")
    gone = page.locator("h1").evaluate(
        "h => h.getBoundingClientRect().bottom - parseFloat(getComputedStyle(h).paddingBottom)"
    )
    expect(title).not_to_have_class(re.compile("--active"))
    assert page.locator(".md-header__topic").first.inner_text() == "How Ketamine Works"
    if path != "404.html":  # which is short
        page.mouse.wheel(0, gone)
        expect(title).to_have_class(re.compile("--active"))


def test_a_lesson_ends_with_questions_the_next_lesson_and_folded_sources(visit):
    page = visit(LESSON)
    order = page.evaluate(
        "() => ['.check-yourself', '.next-lesson', '.footnote', '.page-sources', '.share']"
        ".map(s => document.querySelector('article > ' + s).getBoundingClientRect().top)"
    )
    assert order == sorted(order)
    assert page.locator(".footnote > ol").is_hidden()


# Colors are those of the scheme, whatever the width.
AXE = {
    "other faults on a desktop": ("light", "default", DESK, other_faults),
    "colors in the light": ("light", "default", DESK, faults_of_color),
    "colors in the dark": ("dark", "slate", DESK, faults_of_color),
    "other faults on a phone": ("light", "default", PHONE, other_faults),
}


@pytest.mark.parametrize("path", [*PAGES, "404.html"])
def test_axe_finds_nothing(visit, path):
    """Every page, everything unfolded, in the colors of light and dark, on phone and desktop."""
    page, found = visit(path, bypass_csp=True), {}
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    for what, (scheme, name, size, find) in AXE.items():
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
        page.set_viewport_size(size)
        if faults := find(page):
            found[what] = faults
    assert found == {}


def test_axe_is_shown_what_it_has_to_find(visit):
    """Only one element of each look is judged for its colors: a pale one among thousands is a look of its own."""
    page = visit(LESSON, bypass_csp=True)
    page.evaluate(
        """() => { const [pale, link] = [...document.querySelectorAll('article > p')].slice(-2);
        pale.innerHTML += '<span style="color: #bbb" id="pale">pale</span>';
        link.innerHTML += '<a href="#x" style="color: #444; text-decoration: none; border: 0" id="hidden-link">a link</a>'; }"""
    )
    found = dict(faults_of_color(page))
    assert 'id="pale"' in found["color-contrast"][0]
    assert 'id="hidden-link"' in found["link-in-text-block"][0]


WIDGETS = {
    "button",
    "link",
    "searchbox",
    "combobox",
    "slider",
    "radio",
    "checkbox",
    "dialog",
    "navigation",
    "region",
    "table",
}


@pytest.mark.parametrize("path", ["", LESSON, EVIDENCE])
def test_a_screen_reader_hears_a_name_for_everything(visit, path):
    """The accessibility tree itself: what can be used, and each landmark there are several of, has a name."""
    page = visit(path)
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search", exact=True).wait_for()
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")

    def nodes():
        return [
            node
            for node in session.send("Accessibility.getFullAXTree")["nodes"]
            if not node["ignored"]
        ]

    def nameless(tree):
        return [
            node["role"]["value"]
            for node in tree
            if node["role"]["value"] in WIDGETS
            and not node.get("name", {}).get("value", "").strip()
        ]

    tree = nodes()
    assert "dialog" in {node["role"]["value"] for node in tree}
    assert nameless(tree) == []
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    tree = nodes()
    assert len(tree) > 50 and nameless(tree) == []
    links = [node["name"]["value"] for node in tree if node["role"]["value"] == "link"]
    assert [name for name in links if name.isdigit()] == [], "which says nothing of where it leads"
    if path == LESSON:
        assert {"Source 1", "Source 2"} & set(links)
    assert page.locator("figure[data-figure]:not([aria-label])").count() == 0


SEEN = """() => {
  const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  const middle = document.elementFromPoint(b.x + b.width / 2, Math.max(0, Math.min(b.y + b.height / 2, innerHeight - 1)));
  return {what: e.outerHTML.slice(0, 90), ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, hidden: !(middle && (e.contains(middle) || middle.contains(e) || e.getClientRects().length > 1))};
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_keyboard_always_shows_where_it_is(visit, scheme):
    """WCAG 2.4.7 and 2.4.11: a ring around what has the focus, never under the header that stays."""
    page = visit(LESSON, color_scheme=scheme)
    page.keyboard.press("Tab")
    assert (
        "skip"
        in page.evaluate(
            "document.activeElement.className + document.activeElement.textContent"
        ).lower()
    )
    wrong = []
    for _ in range(70):
        page.keyboard.press("Tab")
        seen = page.evaluate(SEEN)
        if seen["hidden"]:
            page.wait_for_timeout(600)  # the tooltip of the link before goes away
            seen = page.evaluate(SEEN)
        if not seen["ring"] or seen["hidden"]:
            wrong.append(seen)
    assert wrong == []


def test_nothing_moves_for_those_who_asked_for_calm(visit):
    page = visit(LESSON)
    page.locator(".choice summary").first.click()
    page.get_by_role("link", name=LABELS[LESSONS[-1]], exact=True).first.hover()
    assert (
        page.evaluate(
            "document.getAnimations().filter(a => a.effect.getComputedTiming().duration > 1).map(a => String(a.animationName || a.transitionProperty))"
        )
        == []
    )
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_targets_are_large_enough(visit):
    """WCAG 2.5.8: 24 by 24 CSS pixels, except links within a sentence."""
    page = visit(LESSON, viewport=PHONE)
    page.get_by_role("button", name="Lessons").click()
    small = page.evaluate("""[...document.querySelectorAll('button, summary, select, .md-nav--primary a, .md-nav--primary label, :is(h2, h3) > .headerlink, .starts a')]
        .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true})).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()]).filter(([, b]) => b.width < 24 || b.height < 24).map(([html]) => html)""")
    assert small == []


def test_the_policy_holds_scripts_back(browser, site_url):
    context = browser.new_context()
    page = context.new_page()
    page.goto(site_url + LESSON)
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "unsafe" not in policy and "http" not in policy and "default-src 'self'" in policy
    assert all(f"{kind}-src 'none'" in policy for kind in ("object", "frame", "media"))
    page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.hole = 1'; document.head.append(script) }"
    )
    assert page.evaluate("window.hole") is None
    assert (
        page.evaluate(
            "() => { const box = document.createElement('button'); box.setAttribute('onclick', 'window.hole = 2'); document.body.append(box); box.click(); return window.hole }"
        )
        is None
    )
    context.close()


def test_metadata_makes_a_book_section(visit):
    page = visit(LESSON)

    def meta(name):
        return page.locator(f"meta[name='{name}']").first.get_attribute("content")

    assert meta("citation_title") == TITLES[LESSON]
    assert meta("citation_book_title") == meta("citation_inbook_title") == "How Ketamine Works"
    assert re.fullmatch(r"\d{4}/\d\d/\d\d", meta("citation_publication_date"))
    data = json.loads(page.locator("script[type='application/ld+json']").text_content())
    assert data["@type"] == ["MedicalWebPage", "LearningResource"]
    assert data["isPartOf"]["@type"] == "Book" and len(data["teaches"]) >= 2 and data["citation"]
    assert data["creativeWorkStatus"] == "Not reviewed by an expert" and "reviewedBy" not in data
    image = page.locator("meta[property='og:image']").get_attribute("content")
    assert page.request.get(page.url.split(LESSON)[0] + image.split("/", 3)[3]).ok
