"""Reading and linking in a real browser: finding, cards, copied links, questions, colors, paper, no network but our own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.core.settings import nav_order

LESSON = "nmda-antagonism/"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def opened(browser, site_url):
    """Open a page in a context of its own; at the end nothing may have been reported to the console or asked elsewhere."""
    contexts, faults = [], []

    def open_page(path: str, **options):
        options.setdefault("viewport", DESK)
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: (
                faults.append(message.text)
                if message.type in ("error", "warning") and "404" not in path
                else None
            ),
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: (
                faults.append(request.url)
                if not request.url.startswith((site_url, "data:", "blob:", "file:"))
                else None
            ),
        )
        page.goto(path if path.startswith("file:") else site_url + path, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def search(page, words: str):
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Search the guide").fill(words)
    page.locator(".search li a").first.wait_for()
    return page.locator(".search li a")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hydroxynorketamine", "ydroxynorketamine"),
        ("HNK", "HNK"),
        ("trapping", "rap"),
        ("ketmaine bladder", "bladder"),
        ("Mealing 1999", ""),
    ],
)
def test_search_finds(opened, words, expected):
    page = opened(LESSON)
    hits = search(page, words)
    expect(hits.first).to_contain_text(expected)
    before = page.url
    hits.first.click()
    expect(page.locator("dialog.search[open]")).to_have_count(0)
    assert page.url != before


def test_search_by_keyboard_alone(opened):
    page = opened(LESSON)
    search(page, "magnesium block")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"glutamate|glossary"))
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.search[open]")).to_have_count(0)


def test_the_menu_leads_through_the_story_on_a_phone(opened):
    page = opened("", viewport=PHONE)
    page.get_by_role("button", name="Lessons").click()
    page.get_by_role("link", name="Metabolism").first.click()
    page.wait_for_url("**/metabolism/")
    expect(page.locator(".track [aria-current=page]")).to_have_text("Metabolism")
    page.get_by_role("navigation", name="Previous and next").get_by_role("link").last.click()
    expect(page).not_to_have_url(re.compile("/metabolism/"))


def test_you_are_here_and_no_question_in_the_contents(opened):
    page = opened(LESSON)
    assert page.locator("#site-nav [aria-current=page]").inner_text() == "NMDA antagonism"
    assert page.locator(".contents-margin a[href^='#q-']").count() == 0
    assert page.locator(".contents-margin a").count() > 5


def test_colors_follow_the_system_and_the_choice_is_kept(opened):
    page = opened(LESSON, color_scheme="dark")
    root = page.locator("html")
    expect(root).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_role("button", name="Colors").click()
    expect(root).to_have_attribute("data-md-color-scheme", "default")
    page.reload()
    expect(root).to_have_attribute("data-md-color-scheme", "default")
    expect(page.get_by_role("button", name="Colors: light")).to_be_visible()


def test_a_source_opens_in_a_card_that_stays_while_pointed_at(opened):
    page = opened(LESSON)
    number = page.locator("main .footnote-ref").first
    number.hover()
    card = page.locator("#card")
    card.wait_for()
    expect(card).to_contain_text("Source 1")
    card.hover()
    page.wait_for_timeout(600)
    assert card.is_visible()
    assert card.locator("a[href^='http']").count() >= 1
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)


def test_a_term_opens_by_focus_and_its_links_are_next_in_order(opened):
    page = opened(LESSON)
    term = page.locator("main a.term").first
    term.focus()
    card = page.locator("#card")
    card.wait_for()
    expect(term).to_have_attribute("aria-describedby", "card")
    assert term.get_attribute("data-definition")[:20] in card.inner_text()
    page.keyboard.press("Tab")
    expect(page.locator(".card-more")).to_be_focused()
    page.keyboard.press("Escape")
    expect(term).to_be_focused()


def test_a_card_opens_by_tap_and_the_second_tap_follows(opened):
    page = opened(LESSON, viewport=PHONE, has_touch=True)
    term = page.locator("main a.term").first
    term.tap()
    page.locator("#card").wait_for()
    assert page.url.endswith(LESSON)
    box = page.locator("#card").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    term.tap()
    page.wait_for_url("**/glossary/**")


def test_without_scripting_everything_is_there(opened):
    page = opened(LESSON, java_script_enabled=False)
    assert page.locator("main a.term").first.get_attribute("href").startswith("../glossary/#")
    assert page.get_by_role("navigation", name="Lessons").is_visible()
    assert not page.locator(".search-open").first.is_visible()
    page.locator(".choice-right summary").first.click()
    expect(page.get_by_text("Correct").first).to_be_visible()


@pytest.mark.parametrize("place", ["#closed-channels", "#claim-use-dependence", ".question"])
def test_copy_link_says_so_and_leads_back(opened, place):
    page = opened(LESSON, permissions=["clipboard-read", "clipboard-write"])
    target = page.locator(place).first
    identity = target.get_attribute("id")
    link = page.locator(f"a.headerlink[href='#{identity}']")
    assert link.get_attribute("aria-label").startswith("Copy link to this")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#announce")).to_contain_text("Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url.split("#")[0] + f"#{identity}"
    page.locator("#announce a").click()
    expect(page.locator("[data-share=address]")).to_contain_text(identity)


def test_a_deep_link_shows_and_marks_the_claim(opened):
    page = opened(LESSON + "#claim-use-dependence")
    claim = page.locator("#claim-use-dependence")
    box = claim.bounding_box()
    assert 50 < box["y"] < DESK["height"] / 2
    other = page.locator("mark.claim.established:not(:target)").first
    assert claim.evaluate("e => getComputedStyle(e).backgroundColor") != other.evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )


PLACES = "[...document.querySelectorAll('.page :is(h2, h3, h4, mark, figure, li, p)[id]')].map((e) => e.id)"
WHERE = "(id) => { const r = document.getElementById(id).getBoundingClientRect(); return [r.top, scrollY, document.documentElement.scrollHeight - innerHeight]; }"


def lands(page, identity: str) -> bool:
    """Whether the place stands below the header in the upper half of the window, or anywhere in it at the page's end."""
    page.wait_for_timeout(300)  # what comes near is laid out now, and may move it
    (top, at, end), height = page.evaluate(WHERE, identity), page.viewport_size["height"]
    return 40 <= top <= height / 2 or (at >= end - 3 and 0 < top < height)


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    "path", ["antidepressant-effect/", "metabolism/", "references/", "evidence/"]
)
def test_every_link_lands_on_its_place_though_pages_are_laid_out_as_they_come(
    opened, site_url, path, window
):
    # With motion: smooth scrolling once ended thousands of pixels off, and tests that reduce motion did not see it.
    page = opened(path, viewport=window, reduced_motion="no-preference")
    places = page.evaluate(PLACES)
    chosen = places[5 :: len(places) // 9]
    wrong = []
    for identity in [*chosen[::2], *chosen[1::2][::-1]]:
        page.evaluate("(id) => { location.hash = '#' + id; }", identity)
        wrong += [] if lands(page, identity) else [identity]
    for identity in chosen[2::4]:
        page.goto("about:blank")
        page.goto(f"{site_url}{path}#{identity}")
        wrong += [] if lands(page, identity) else [f"at load: {identity}"]
    assert wrong == []


def test_share_panel_cites_the_place(opened, site_url):
    page = opened(LESSON)
    page.get_by_role("link", name="Share, cite, PDF").first.click()
    page.locator(".share-place select").select_option("binding-site")
    expect(page.locator("[data-share=address]")).to_have_text(
        re.compile("/nmda-antagonism/#binding-site$")
    )
    assert re.search(
        r"Retrieved \w+ \d+, 20\d\d, from http\S+#binding-site",
        page.locator("[data-share=apa]").inner_text(),
    )
    assert "#binding-site" in page.locator("[data-share=vancouver]").inner_text()
    image = page.locator(".share-qr")
    expect(image).to_have_attribute("src", re.compile(r"nmda-antagonism\.binding-site\.svg$"))
    image.scroll_into_view_if_needed()
    expect(image).not_to_have_js_property(
        "naturalWidth", 0
    )  # wait_for_function may evaluate text, which the page's policy forbids
    assert "binding-site" in page.locator(".share-classroom").get_attribute("href")
    for link in page.locator(".share-links a:not([href*='download/'])").all():
        assert page.request.get(link.evaluate("a => a.href")).ok


def test_questions_answer_to_the_keyboard(opened):
    page = opened(LESSON)
    wrong = page.locator(".choice-wrong summary").first
    wrong.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not this one").first).to_be_visible()
    page.locator(".choice-right summary").first.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Correct", exact=True).first).to_be_visible()


def test_evidence_filter_counts_aloud(opened):
    page = opened("evidence/")
    total = page.locator(".evidence tbody tr").count()
    expect(page.locator("#evidence-filter p")).to_have_text(f"{total} claims")
    page.locator("#evidence-filter select").first.select_option("contested")
    shown = page.locator(".evidence tbody tr:visible")
    expect(shown).not_to_have_count(total)
    assert shown.count() > 0
    assert shown.locator(".grade-contested").count() == shown.count()
    expect(page.locator("#evidence-filter p")).to_have_text(f"{shown.count()} of {total} claims")


def test_unknown_addresses_get_help(browser, site_url):
    context = browser.new_context()
    page = context.new_page()
    assert page.goto(site_url + "metabolsim/").status == 404
    assert "not here" in page.locator("h1").inner_text()
    context.close()


def test_paper_shows_text_answers_and_address_only(opened):
    page = opened(LESSON)
    page.emulate_media(media="print")
    for hidden in (
        ".site-header",
        ".site-nav",
        ".contents-margin",
        ".share",
        ".headerlink",
        ".site-footer",
    ):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".print-address").is_visible()
    assert len(page.pdf()) > 20_000


def test_from_a_folder(opened, built_site):
    page = opened((built_site / LESSON / "index.html").as_uri())
    hits = search(page, "norketamine")
    hits.first.click()
    page.wait_for_load_state()
    expect(page.locator("h1")).to_be_visible()
    page.goto((built_site / LESSON / "index.html").as_uri())
    page.locator("#site-nav").get_by_role("link", name="Safety").click()
    page.wait_for_url("**/safety/index.html")
    assert page.locator(".site-header").evaluate("e => getComputedStyle(e).position") == "sticky"


EVERY = [
    "" if name == "index.md" else name.removesuffix(".md") + "/"
    for name in nav_order(Path(__file__).parents[2] / "mkdocs.yml")
] + ["404.html"]
KINDS = [
    "",
    "history/",
    LESSON,
    "other-receptors/",
    "evidence/",
    "glossary/",
    "references/",
    "teach/",
    "about/",
    "404.html",
]


@pytest.mark.parametrize("path", EVERY)
def test_axe_finds_nothing(opened, path):
    """Every page, everything unfolded, light and dark, phone and desktop."""
    from axe_playwright_python.sync_playwright import Axe

    page, axe, found = opened(path, bypass_csp=True), Axe(), {}
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    for scheme, name in (("light", "default"), ("dark", "slate")):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-md-color-scheme", name)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            result = axe.run(page, options={"resultTypes": ["violations"]})
            if result.violations_count:
                found[scheme, size["width"]] = [
                    (v["id"], [node["html"][:160] for node in v["nodes"]][:3])
                    for v in result.response["violations"]
                ]
    assert found == {}


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


@pytest.mark.parametrize("path", ["", LESSON, "evidence/"])
def test_a_screen_reader_hears_a_name_for_everything(opened, path):
    """The accessibility tree itself: what can be used, and each landmark there are several of, has a name."""
    page = opened(path)
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Search the guide").wait_for()
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
    expect(page.locator("dialog.search[open]")).to_have_count(0)
    tree = nodes()
    assert len(tree) > 50 and nameless(tree) == []
    assert page.locator("figure[data-figure]:not([aria-label])").count() == 0


@pytest.mark.parametrize("path", KINDS)
def test_nothing_is_wider_than_a_narrow_window(opened, path):
    """320 CSS pixels: a 1280-pixel window at 400 % (WCAG 1.4.10)."""
    page = opened(path, viewport={"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


SEEN = """() => {
  const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  const middle = document.elementFromPoint(b.x + b.width / 2, Math.max(0, Math.min(b.y + b.height / 2, innerHeight - 1)));
  return {what: e.outerHTML.slice(0, 90), ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, hidden: !(middle && (e.contains(middle) || middle.contains(e) || e.getClientRects().length > 1))};
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_keyboard_always_shows_where_it_is(opened, scheme):
    """WCAG 2.4.7 and 2.4.11: a ring around what has the focus, never under the header that stays."""
    page = opened(LESSON, color_scheme=scheme)
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
        if not seen["ring"] or seen["hidden"]:
            wrong.append(seen)
    assert wrong == []


def test_nothing_moves_for_those_who_asked_for_calm(opened):
    page = opened(LESSON)
    page.locator(".choice summary").first.click()
    page.locator("#site-nav").get_by_role("link", name="Safety").hover()
    assert (
        page.evaluate(
            "document.getAnimations().filter(a => a.effect.getComputedTiming().duration > 1).map(a => String(a.animationName || a.transitionProperty))"
        )
        == []
    )
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_targets_are_large_enough(opened):
    """WCAG 2.5.8: 24 by 24 CSS pixels, except links within a sentence."""
    page = opened(LESSON, viewport=PHONE)
    page.get_by_role("button", name="Lessons").click()
    small = page.evaluate("""[...document.querySelectorAll('button, summary, select, .site-nav a, .contents-top a, :is(h2, h3) > .headerlink, .starts a')]
        .filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()]).filter(([, b]) => b.width < 24 || b.height < 24).map(([html]) => html)""")
    assert small == []


def test_the_policy_holds_scripts_back(browser, site_url):
    context = browser.new_context()
    page = context.new_page()
    page.goto(site_url + LESSON)
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "unsafe" not in policy and "http" not in policy and "default-src 'none'" in policy
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


def test_metadata_makes_a_book_section(opened):
    page = opened(LESSON)

    def meta(name):
        return page.locator(f"meta[name='{name}']").first.get_attribute("content")

    assert meta("citation_title") == "How ketamine blocks the NMDA receptor"
    assert meta("citation_book_title") == meta("citation_inbook_title") == "How Ketamine Works"
    assert re.fullmatch(r"\d{4}/\d\d/\d\d", meta("citation_publication_date"))
    data = json.loads(page.locator("script[type='application/ld+json']").text_content())
    assert data["@type"] == ["MedicalWebPage", "LearningResource"]
    assert data["isPartOf"]["@type"] == "Book" and len(data["teaches"]) >= 2 and data["citation"]
    assert data["creativeWorkStatus"] == "Not reviewed by an expert" and "reviewedBy" not in data
    image = page.locator("meta[property='og:image']").get_attribute("content")
    assert page.request.get(page.url.split(LESSON)[0] + image.split("/", 3)[3]).ok


def test_screenshots_for_a_person_to_look_at(opened, output):
    for name, path in {
        "home": "",
        "lesson": LESSON,
        "middle": LESSON + "#closed-channels",
        "questions": LESSON + "#check-yourself",
        "evidence": "evidence/",
        "glossary": "glossary/",
        "not-found": "404.html",
    }.items():
        for size, view in (("phone", PHONE), ("desktop", DESK)):
            for scheme in ("light", "dark"):
                page = opened(path, viewport=view, color_scheme=scheme)
                page.screenshot(path=output / f"{name}-{size}-{scheme}.png")
                page.context.close()
