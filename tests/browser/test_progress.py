"""Going on where one stopped, ticks, and a teacher's set: kept in the browser or the address, erased in one place."""

from __future__ import annotations

import json
import re
import threading

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import faults
from tests.browser.opening import ABOUT, LABELS, LESSON, LESSONS, PLACES, TEACH
from tests.conftest import SiteServer

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
SLUG = LESSON.rstrip("/")
SECTION = PLACES[LESSON].sections[3]
QUESTION = PLACES[LESSON].questions[0]
OTHER, *_, LAST = (each for each in LESSONS if each != LESSON)
HEADINGS = "[...document.querySelectorAll('article h2[id]')].filter((h) => !h.closest('.objectives, .share')).map((h) => h.id)"
IN_SET = [
    (SLUG, SECTION),
    (SLUG, QUESTION),
    (OTHER.rstrip("/"), PLACES[OTHER].sections[1]),
    (LAST.rstrip("/"), ""),
]
SET = f"{SLUG}.{SECTION},{QUESTION},{'.'.join(IN_SET[2])},{IN_SET[3][0]}"


def kept(page: Page) -> dict:
    return json.loads(page.evaluate("localStorage.getItem('/.progress')") or "{}")


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desktop"])
def test_home_leads_back_to_the_section(visit, site_url, output, window):
    page = visit("", viewport=window)
    assert page.locator(".continue, .done").count() == 0
    page.goto(f"{site_url}{LESSON}")
    page.locator(f"#{SECTION}").evaluate("e => e.scrollIntoView()")
    heading = page.locator(f"#{SECTION}").evaluate("h => h.firstChild.textContent.trim()")
    page.goto(site_url)
    link = page.locator(".continue a")
    expect(link).to_have_text(f"Continue: {LABELS[LESSON]}, {heading}")
    assert link.bounding_box()["y"] < window["height"], "on the first screen"
    assert faults(page, ".continue") == []
    page.screenshot(path=output / f"continue-{window['width']}.png")
    link.click()
    expect(page).to_have_url(re.compile(rf"/{LESSON}(index\.html)?#{SECTION}$"))


def test_a_lesson_is_read_when_every_section_was_seen(visit, site_url, output):
    page = visit(LESSON)
    ids = page.evaluate(HEADINGS)
    for identity in ids[:-1]:
        page.evaluate("(id) => document.getElementById(id).scrollIntoView()", identity)
        page.wait_for_timeout(900)
    assert kept(page).get("read") == [] and len(kept(page)["seen"][SLUG]) >= len(ids) - 1
    mark = page.locator(".md-nav--primary a[href].md-nav__link--active .done")
    assert mark.count() == 0
    page.reload()  # what was seen before counts
    page.evaluate("(id) => document.getElementById(id).scrollIntoView()", ids[-1])
    expect(mark).to_have_attribute("aria-label", "read")
    page.screenshot(path=output / "tick-nav.png")
    page.goto(site_url)
    expect(page.locator(".lesson-cards .done")).to_have_count(1)
    assert page.locator(".lesson-cards a:has(.done)").get_attribute("href").startswith(LESSON)


def test_jumping_to_the_end_is_not_reading(visit):
    page = visit(LESSON)
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    page.wait_for_timeout(1200)
    assert kept(page)["read"] == []


def test_an_answered_question_is_ticked_also_tomorrow(visit, output):
    page = visit(LESSON)
    question = page.locator("h3.question").first
    page.locator("ul.choices summary").first.click()
    page.get_by_role("button", name="I am guessing").click()
    expect(question.locator(".done")).to_have_count(1)
    page.reload()
    expect(page.locator("h3.question .done")).to_have_count(1)
    expect(question.get_by_role("img", name="answered")).to_be_visible()
    assert faults(page, "h3.question") == []
    question.scroll_into_view_if_needed()
    page.screenshot(path=output / "tick-question.png")


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desktop"])
def test_about_shows_it_erases_it_and_stops_it(visit, site_url, output, window):
    page = visit(LESSON, viewport=window)
    page.locator("ul.choices summary").first.click()
    page.get_by_role("button", name="certain").click()
    page.locator("[data-md-component=palette] label:visible").click()
    page.goto(f"{site_url}{ABOUT}#privacy")
    status = page.locator(".remembered [role=status]")
    expect(status).to_contain_text(
        f"0 lessons read and 1 question answered. You stopped at {LABELS[LESSON]}"
    )
    assert faults(page, ".remembered") == []
    page.screenshot(path=output / f"about-privacy-{window['width']}.png")
    page.get_by_role("button", name="Erase it").click()
    expect(status).to_contain_text("Erased.")
    assert page.evaluate("Object.keys(localStorage)") == []
    page.get_by_role("button", name="Remember nothing new").click()
    page.goto(f"{site_url}{LESSON}")
    page.locator(f"#{SECTION}").evaluate("e => e.scrollIntoView()")
    page.locator("ul.choices summary").first.click()
    page.get_by_role("button", name="certain").click()
    page.wait_for_timeout(900)
    page.goto(site_url)
    assert page.locator(".continue, .done").count() == 0
    assert kept(page) == {"seen": {}, "answered": {}, "read": [], "off": True}
    page.goto(f"{site_url}{ABOUT}#privacy")
    page.get_by_role("button", name="Remember again").click()
    page.goto(f"{site_url}{LESSON}")
    page.locator(f"#{SECTION}").evaluate("e => e.scrollIntoView()")
    page.goto(site_url)
    expect(page.locator(".continue")).to_have_count(1)


@pytest.mark.parametrize(
    "broken",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
        f'try {{ localStorage.setItem(\'/.progress\', \'{{"seen": 3, "read": {{}}, "answered": {{"{SLUG}": 1}}}}\'); }} catch (e) {{}}',
        "try { localStorage.setItem('/.progress', 'not JSON'); } catch (e) {}",
    ],
    ids=["forbidden", "full", "misshapen", "no JSON"],
)
def test_everything_works_where_nothing_can_be_kept(browser, site_url, broken):
    context = browser.new_context(viewport=DESK)
    context.add_init_script(broken)
    page, faults = context.new_page(), []
    # The theme itself asks for the storage and says what it got.
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{site_url}{LESSON}")
    ours = [fault for fault in faults if fault != "no" and "localStorage" not in fault]
    page.locator("ul.choices summary").first.click()
    page.get_by_role("button", name="certain").click()
    expect(page.locator("ul.choices details").first).to_have_attribute("open", "")
    expect(page.locator("h3.question .done")).to_have_count(1)
    page.goto(f"{site_url}{ABOUT}#privacy")
    expect(page.locator("#privacy")).to_be_visible()
    page.goto(site_url)
    assert ours == [], faults
    context.close()


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desktop"])
def test_a_set_opens_its_places_in_order(visit, output, window):
    page = visit(f"#set={SET}", viewport=window)
    bar = page.get_by_role("navigation", name="Set of places to read")
    seen = []
    for at in range(4):
        expect(bar).to_contain_text(f"{at + 1} of 4")
        place = page.url.partition("#")[2]
        seen.append((page.url.split("?")[0].rstrip("/").rpartition("/")[2], place))
        if place:
            box = page.locator(f"#{place}").bounding_box()
            assert 0 < box["y"] < window["height"] / 2
            title = page.locator(f"#{place}").evaluate("h => h.firstChild.textContent.trim()")
            expect(bar).to_contain_text(title)
        if at == 1:
            assert faults(page, ".set-bar") == []
            page.screenshot(path=output / f"set-{window['width']}.png")
        if at < 3:
            bar.get_by_role("link", name="Next").click()
    assert seen == IN_SET
    assert bar.get_by_role("link", name="Next").count() == 0
    bar.get_by_role("link", name="Previous").click()
    expect(bar).to_contain_text("3 of 4")
    assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]
    bar.get_by_role("link", name="Leave the set").click()
    expect(bar).to_have_count(0)
    assert page.url.endswith(f"/{OTHER}#{IN_SET[2][1]}")


def test_the_bar_never_hides_what_has_the_focus(visit):
    page = visit(f"?set={SET}&at=1", viewport={"width": 390, "height": 500})
    for _ in range(40):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => { const e = document.activeElement, b = e.getBoundingClientRect(), bar = document.querySelector('.set-bar'); return !bar.contains(e) && e.matches('article *') && b.top >= bar.getBoundingClientRect().top; }"""
        )
        assert not hidden, page.evaluate("document.activeElement.outerHTML.slice(0, 90)")


@pytest.mark.parametrize(
    "text", ["//evil.example/x", "javascript:alert(1)", "../up", "q-first", "a.b.c", "%E0%A4%A"]
)
def test_a_set_that_is_none_does_nothing(visit, site_url, text):
    page = visit(f"#set={text}")
    assert page.url.startswith(f"{site_url}#set=")
    expect(page.locator(".set-bar")).to_have_count(0)


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desktop"])
def test_teach_makes_a_set(visit, site_url, output, window):
    page = visit(
        f"{TEACH}#own-set", viewport=window, permissions=["clipboard-read", "clipboard-write"]
    )
    form = page.locator(".set-maker")
    form.locator("select").first.focus()
    expect(form.get_by_role("button", name="Copy")).to_be_hidden()  # nothing is chosen yet
    last, place_of_last = LAST.rstrip("/"), PLACES[LAST].sections[1]
    for slug, place in ((SLUG, QUESTION), (SLUG, SECTION), (last, ""), (last, place_of_last)):
        form.locator("select").first.select_option(slug)
        expect(form.locator(f"option[value='{SECTION}']")).to_have_count(int(slug == SLUG))
        form.locator("select").last.select_option(place)
        form.get_by_role("button", name="Add").click()
    form.locator("li").nth(1).get_by_role("button", name=re.compile("^Earlier: ")).click()
    form.locator("li").nth(2).get_by_role("button", name=re.compile("^Remove: ")).click()
    expect(form.locator("li")).to_have_count(3)
    assert faults(page, ".set-maker") == []
    page.screenshot(path=output / f"set-maker-{window['width']}.png")
    form.get_by_role("button", name="Copy the link to your set").click()
    expect(page.locator(".md-dialog--active")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/#set={SLUG}.{SECTION},{QUESTION},{last}.{place_of_last}")
    page.goto(site_url + copied.rpartition("/")[2])
    expect(page.locator(".set-bar")).to_contain_text("1 of 3")


def test_every_route_is_a_set_whose_places_exist(visit, built_site):
    page = visit(TEACH)
    buttons = page.get_by_role("button", name="Copy as one link")
    assert buttons.count() == page.locator(".route").count() == 3
    for text in buttons.evaluate_all("all => all.map((e) => e.dataset.clipboardText)"):
        items = page.evaluate(
            "(text) => Sets.read(text).map((item) => [item.page, item.place])",
            text.partition("#set=")[2],
        )
        assert len(items) >= 8
        for slug, place in items:
            file = built_site / ("" if slug == "index" else slug) / "index.html"
            assert not place or f'id="{place}"' in file.read_text(encoding="utf-8")


def test_a_route_is_a_set_in_a_folder_of_a_host_too(browser, built_site, tmp_path):
    (tmp_path / "guide").symlink_to(built_site, target_is_directory=True)
    server = SiteServer(tmp_path)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_address[1]}/guide/{TEACH}")
    texts = page.get_by_role("button", name="Copy as one link").evaluate_all(
        "all => all.map((e) => e.dataset.clipboardText)"
    )
    slugs = page.evaluate(
        "(texts) => texts.flatMap((text) => Sets.read(text.split('#set=')[1]).map((item) => item.page))",
        texts,
    )
    context.close()
    server.shutdown()
    server.server_close()
    assert "index" in slugs and {f"{slug}/" for slug in slugs} & set(LESSONS)
    assert [slug for slug in slugs if not (built_site / slug).is_dir() and slug != "index"] == []


def test_folds_opened_for_print_are_no_answers(visit):
    page = visit(LESSON)
    page.evaluate(
        "document.querySelectorAll('details.choice').forEach((fold) => { fold.open = true; })"
    )
    page.wait_for_timeout(300)
    assert not kept(page).get("answered") and page.locator(".done").count() == 0


def test_a_set_works_in_the_copy_for_a_disk(copy_on_disk, visit):
    page = visit(f"{(copy_on_disk / 'index.html').as_uri()}#set={SET}")
    bar = page.locator(".set-bar")
    expect(bar).to_contain_text("1 of 4")
    bar.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile(rf"/{LESSON}index\.html\?.*at=2#{QUESTION}$"))
