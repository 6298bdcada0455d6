"""The guide in Chromium, Firefox and WebKit: what a reader does must work in all three.

What only one engine can be asked (accessibility tree, clipboard, touch, no scripting) is in test_reading.py. What an
engine has no means for is in its `cannot`; the test is then skipped with the reason.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from tests.browser.engines.engine import DESKTOP, PHONE, Engine, measure
from tests.browser.opening import (
    INTERACTIVE,
    LAST_PLACES,
    LESSON,
    LESSONS,
    PAGES,
    PLACE,
    REFERENCES,
    TITLES,
    folder,
)

pytestmark = pytest.mark.engines

NARROW = (320, 568)  # a 1280-pixel window at 400% (WCAG 1.4.10)
LEAST_TYPE = 12  # px on a phone
FOCUSED = "(selector) => document.activeElement.matches(selector)"
PLACE_NOW = "() => location.pathname + location.hash"
BACKGROUND = "(selector) => getComputedStyle(document.querySelector(selector)).backgroundColor"
SCROLLED = "() => scrollY"
SEARCH_IS_OPEN = "() => document.getElementById('__search').checked"
RESULTS = ".md-search-result__item > a:first-child"  # each begins with the link to its page


# Every page ---------------------------------------------------------------------------------------------------------

Findings = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def tour(running_engine: Engine) -> Findings:
    """Every page once, opened at its last place in the dark, as a phone, a narrow window and a desktop show it →
    measure → page → what was found."""
    engine, found = running_engine, {}

    def note(name: str, address: str, wrong: list[str]) -> None:
        found.setdefault(name, {})
        if wrong:
            found[name][address] = wrong

    engine.reset()
    engine.dark(True)
    for address in [*PAGES, "404.html"]:
        engine.window(*PHONE)
        place = LAST_PLACES.get(address)
        engine.visit(f"{address}#{place}" if place else address)
        moved = engine.measure("landing") if place else None
        note("moved after it loaded", address, [moved] if moved else [])
        note("light", address, [] if engine.measure("isDark") else ["light"])
        note("headings", address, [] if engine.visible("h1") == 1 else ["not one main heading"])
        note("small words", address, engine.measure("smallWords", LEAST_TYPE))
        note("missed", address, engine.measure("landings"))
        engine.window(*NARROW)
        engine.drawn()
        note("wide", address, engine.measure("wide"))
        note("small signs", address, engine.measure("smallIcons"))
        engine.window(*DESKTOP)
        engine.drawn()
        labels = engine.measure("meetingLabels")
        engine.run(SPACING)
        engine.drawn()
        note("wide when spaced", address, engine.measure("wide"))
        pushed = [each for each in engine.measure("meetingLabels") if each not in labels]
        note("labels when spaced", address, pushed)
        note("faults", address, engine.faults())
    return found


# WCAG 1.4.12: a reader's own spacing. A sheet that scripts may add although the policy forbids style elements.
SPACING = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
  document.adoptedStyleSheets = [sheet]; }"""


def test_no_page_has_anything_to_say_to_the_console_or_to_other_hosts(tour: Findings) -> None:
    assert tour["faults"] == {}
    assert tour["headings"] == {}


def test_every_place_of_every_page_lands(tour: Findings) -> None:
    assert tour["missed"] == {}


def test_pages_fit_a_narrow_window_with_signs_of_full_size(tour: Findings, engine: Engine) -> None:
    assert tour["wide"] == tour["small signs"] == {}
    engine.window(*NARROW)
    engine.visit(LESSON)
    assert len(engine.measure("icons")) >= 3, "what was measured is there"


def test_words_in_figures_can_be_read_on_a_phone(tour: Findings) -> None:
    assert tour["small words"] == {}


def test_wide_spacing_of_letters_pushes_nothing_together_or_out(tour: Findings) -> None:
    assert tour["labels when spaced"] == tour["wide when spaced"] == {}


def test_a_page_loaded_at_a_place_shows_it_in_the_dark_too(tour: Findings) -> None:
    """What is laid out late, or not at the height that was reckoned with, would move it away again."""
    assert tour["moved after it loaded"] == tour["light"] == {}


@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_source_lands_however_far_down_the_list_it_stands(
    engine: Engine, window: tuple[int, int]
) -> None:
    """Sources far from the window have not been laid out when the page opens."""
    engine.window(*window)
    engine.visit(REFERENCES)
    ids = engine.run("() => [...document.querySelectorAll('p[id^=ref-]')].map((one) => one.id)")
    wrong = []
    for place in (ids[0], ids[len(ids) // 2], ids[-25], ids[-15], ids[-1]):
        engine.visit(f"{REFERENCES}#{place}")
        wrong += filter(None, [engine.measure("landing")])
    assert wrong == []


# Finding one's way --------------------------------------------------------------------------------------------------


def test_the_menu_of_a_phone_leads_on_and_escape_keeps_the_place(engine: Engine) -> None:
    engine.window(*PHONE)
    engine.visit(LESSON)
    assert engine.visible(".md-sidebar--primary a[href]") == 0, (
        "closed, it is no stop for the keyboard"
    )
    engine.run("() => scrollTo({top: 2000, behavior: 'instant'})")
    button = ".md-header [role=button][aria-label=Lessons]"
    engine.focus(button)
    engine.drawn()
    place = engine.run(SCROLLED)
    assert place > 500
    engine.keys("Enter")
    engine.until(FOCUSED, ".md-nav--primary a[href]")
    engine.keys("Escape")
    engine.until(FOCUSED, button)
    assert engine.run(SCROLLED) == place
    engine.until("() => !document.getElementById('__drawer').checked")

    engine.click(button)
    engine.until(FOCUSED, ".md-nav--primary a[href]")
    link = f".md-nav--primary a.md-nav__link[href$='{LESSONS[-1]}']"
    goal = engine.run("(selector) => document.querySelector(selector).pathname", link)
    engine.click(link)
    engine.until("(goal) => location.pathname === goal && document.readyState !== 'loading'", goal)
    assert engine.visible("h1") == 1


def test_the_story_goes_on_and_back_again(engine: Engine) -> None:
    engine.visit(LESSON)
    here = ".md-nav--primary a.md-nav__link--active"
    assert engine.visible(here) >= 1
    assert engine.run("(one) => document.querySelector(one).pathname === location.pathname", here)
    first = engine.run(PLACE_NOW)
    engine.click("a.next-lesson")
    engine.until(
        "(first) => location.pathname !== first && document.readyState === 'complete'", first
    )
    title = TITLES[LESSONS[LESSONS.index(LESSON) + 1]]
    engine.until("(title) => document.querySelector('h1').innerText === title", title)
    engine.run("() => history.back()")
    engine.until(
        "(first) => location.pathname === first && document.readyState === 'complete'", first
    )


def test_the_panel_for_sharing_is_a_step_in_the_history(engine: Engine) -> None:
    engine.visit(LESSON)
    engine.click(".page-facts a[href='#share']")
    engine.until("() => document.getElementById('share').open && location.hash === '#share'")
    assert engine.measure("landing") is None
    engine.run("() => history.back()")
    engine.until("() => location.hash === '' && scrollY < 100")


def test_an_unknown_address_helps(engine: Engine) -> None:
    engine.visit("there-is-no-such-page/")
    assert engine.visible("h1") == 1
    assert engine.visible("article .all-pages a[href]") == len(PAGES)
    # There is nowhere to report it: `repo_url` is not set (tests/browser/test_report.py sets it).
    assert engine.visible("article .lead a") == 0
    engine.faults()  # that it is missing
    engine.click(f"article .all-pages a[href*='{LESSON}']")
    engine.until("(goal) => location.pathname.endsWith('/' + goal)", LESSON)


# The search ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_search_finds_by_keyboard_alone_and_one_escape_closes_it(
    engine: Engine, window: tuple[int, int]
) -> None:
    engine.window(*window)
    engine.visit(LESSON)
    goal = LESSONS[-1]

    def open_search() -> None:
        engine.keys("/")
        engine.until(SEARCH_IS_OPEN)
        engine.until(FOCUSED, ".md-search__input")

    def escape() -> None:
        engine.keys("Escape")
        engine.until(f"() => !({SEARCH_IS_OPEN})()", seconds=3)
        engine.drawn()  # the theme hears a frame later that the field lost the focus

    open_search()
    escape()
    open_search()
    engine.type(TITLES[goal])
    engine.until("(one) => document.querySelectorAll(one).length", RESULTS)
    found = "(one) => [...document.querySelectorAll(one)].slice(0, 3).map((link) => link.pathname)"
    engine.until(f"(one, goal) => ({found})(one).includes('/' + goal)", RESULTS, goal)
    escape()
    open_search()
    engine.keys("ArrowDown")
    engine.until(FOCUSED, "a.md-search-result__link")
    to = engine.run("() => document.activeElement.pathname")
    engine.keys("Enter")
    engine.until("(to) => location.pathname === to && document.readyState === 'complete'", to)
    engine.until(f"() => !({SEARCH_IS_OPEN})()")


# Cards, claims, questions -------------------------------------------------------------------------------------------

TIP = ".tip:not([hidden])"
NO_TIP = "(one) => !document.querySelector(one)"


def test_a_term_tells_what_it_means(engine: Engine) -> None:
    engine.visit(LESSON)
    term = "article a.term"
    engine.hover(term)
    told = engine.until("(one) => document.querySelector(one)?.innerText", TIP)
    engine.keys("Escape")
    engine.until(NO_TIP, TIP)
    engine.pointer(2, 2)
    engine.focus(term)
    assert engine.until("(one) => document.querySelector(one)?.innerText", TIP) == told
    assert len(told) > 20


def test_a_number_in_the_text_tells_its_source(engine: Engine) -> None:
    engine.visit(LESSON)
    number = "article > p a.footnote-ref"
    engine.hover(number)
    told = engine.until("(one) => document.querySelector(one)?.innerText", TIP)
    source = engine.run(
        "(one) => document.getElementById(decodeURIComponent(document.querySelector(one).hash.slice(1))).textContent",
        number,
    )
    assert told.split()[:4] == source.split()[:4]
    engine.hover(TIP + " a[href^=http]")  # one can go to it
    engine.drawn()
    assert engine.visible(TIP) == 1
    engine.keys("Escape")
    engine.until(NO_TIP, TIP)


def test_the_numbers_of_the_sources_are_seen(engine: Engine) -> None:
    """Looks at the pixels left of the text: a marker that is computed is not always drawn."""
    engine.visit(LESSON)
    engine.click("details.footnote > summary")
    item = ".footnote > ol > li"
    count = engine.until("(one) => document.querySelectorAll(one).length", item)
    for at in (0, count // 2, count - 1):
        box = engine.run(
            "(one, at) => { const item = document.querySelectorAll(one)[at]; item.scrollIntoView({block: 'center', behavior: 'instant'});"
            " const box = item.getBoundingClientRect(); return [box.left, box.top]; }",
            item,
            at,
        )
        engine.drawn()
        picture = Image.open(io.BytesIO(engine.screenshot())).convert("L")
        left, top = box
        marker = picture.crop((int(left) - 36, int(top), int(left) - 1, int(top) + 20))
        assert marker.getextrema()[0] < 150, f"{at + 1} of {count}"


def test_each_way_back_from_a_source_is_a_link_of_its_own(engine: Engine) -> None:
    engine.visit(LESSON)
    assert engine.measure("alikeBackLinks") == []


def test_an_address_marks_the_claim_and_its_sign_copies_it(engine: Engine) -> None:
    engine.visit(LESSON)
    claims = engine.run(
        "() => [...document.querySelectorAll('article mark.claim')].map((one) => one.id)"
    )
    engine.visit(f"{LESSON}#{claims[1]}")
    assert engine.measure("landing") is None
    marked, other = (engine.run(BACKGROUND, f"#{each}") for each in (claims[1], claims[0]))
    assert marked != other
    engine.focus(f"a.headerlink[href='#{claims[1]}']")
    engine.keys("Enter")
    engine.until("() => document.querySelector('.md-dialog--active')")
    engine.until("() => !document.querySelector('.md-dialog--active')", seconds=6)


@pytest.mark.parametrize("address", [LESSONS[0], LESSONS[-1]], ids=["first", "last"])
def test_the_first_question_is_near_for_the_keyboard(engine: Engine, address: str) -> None:
    engine.visit(address)
    engine.keys("Tab", "Enter")  # skip to the content
    for _ in range(MOST_STOPS // 5):
        engine.keys(*["Tab"] * 5)
        if engine.run(AT_OR_PAST, ".choice > summary"):
            return
    raise AssertionError(f"more than {MOST_STOPS} presses of Tab")


MOST_STOPS = 150
AT_OR_PAST = """(selector) => { const goal = document.querySelector(selector), now = document.activeElement;
  return now === goal || Boolean(goal.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING); }"""


def test_questions_answer_to_the_keyboard(engine: Engine) -> None:
    engine.visit(LESSON)
    for kind, key in (("wrong", "Enter"), ("right", "Space")):
        choice = f".choice-{kind}"
        assert engine.visible(f"{choice} .feedback") == 0
        engine.focus(f"{choice} > summary")
        engine.keys(key)
        opened = "(one) => document.querySelector(one).open"
        asked = "() => document.activeElement.matches('.how-sure button')"
        engine.until(f"(one) => ({opened})(one) || ({asked})()", choice)
        if engine.run(asked):  # once a question: how sure one is
            engine.keys(key)
            engine.until(opened, choice)
        assert engine.visible(f"{choice} .feedback") == 1
        assert engine.text(f"{choice} .verdict")
        assert engine.run(FOCUSED, f"{choice} > summary")
        engine.keys(key)
        engine.until(f"(one) => !({opened})(one)", choice)


# Figures ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_figures_open_change_and_close_by_keyboard(engine: Engine, width: tuple[int, int]) -> None:
    """Half of them in each window."""
    engine.window(*width)
    engine.dark(width == PHONE)
    wrong = {}
    for figure_id in INTERACTIVE[(width == PHONE) :: 2]:
        engine.visit(f"{folder(PLACE[figure_id])}#fig-{figure_id}")
        try:
            use_by_keyboard(engine, figure_id)
        except AssertionError as error:
            wrong[figure_id] = str(error)
    assert wrong == {}


def use_by_keyboard(engine: Engine, figure_id: str) -> None:
    inside = f"#fig-{figure_id} "
    panel, button = inside + ".figure-panel", inside + ".figure-button[aria-expanded]"
    engine.focus(button)
    engine.keys("Enter")
    engine.until(THERE, f"{panel} :is(.figure-skip, svg)")
    if engine.visible(f"{panel} .figure-skip"):  # the question that comes before some figures
        engine.focus(f"{panel} .figure-skip")
        engine.keys("Enter")
        engine.until(THERE, f"{panel} svg")
    engine.drawn()
    if engine.visible(live := f"{panel} :is(.figure-live, [role=status])"):
        said = engine.until(WORDS, live)
        control = engine.run(FOCUS_CONTROL, panel)
        if control == "select-one":
            engine.run(CHOOSE_NEXT)  # each engine and system opens a list by other keys
        else:
            engine.keys(*TO_CHANGE[control])
        engine.until(f"(one, said) => ({WORDS})(one) !== said", live, said)
        engine.until("(id) => location.search.includes('fig-' + id)", figure_id)
    assert engine.measure("wide") == []
    engine.focus(button)
    engine.keys("Enter")
    engine.until(f"(one) => !({THERE})(one)", panel)
    assert engine.visible(f"{inside} .figure-stage > svg") == 1


THERE = "(one) => Boolean(document.querySelector(one))"
WORDS = "(one) => document.querySelector(one).textContent.trim()"
FOCUS_CONTROL = """(panel) => {
  const one = document.querySelector(panel).querySelector(':is(input, select, button:not([aria-disabled=true]))');
  one.focus();
  return one.type; }"""
TO_CHANGE = {
    "range": ["ArrowRight"] * 3,
    "radio": ["ArrowDown"],
    "checkbox": ["Space"],
    "button": ["ArrowRight"],  # a figure in steps: any of its buttons
}
CHOOSE_NEXT = """() => { const list = document.activeElement; list.selectedIndex += 1;
  for (const kind of ['input', 'change']) list.dispatchEvent(new Event(kind, {bubbles: true})); }"""


# Colors, paper, and what readers set themselves ----------------------------------------------------------------------


def test_colors_follow_the_system_until_the_reader_chooses(engine: Engine) -> None:
    def settles(dark: bool) -> None:
        engine.until(measure("isDark") if dark else f"() => !({measure('isDark')})()")

    switch = "[data-md-component=palette] label"
    ink = "() => getComputedStyle(document.querySelector('article figure.figure svg text')).fill"
    engine.visit(LESSON)
    settles(dark=False)
    drawn = engine.run(ink)
    engine.dark(True)
    settles(dark=True)
    assert engine.run(ink) != drawn
    engine.click(switch)  # from the system's to light
    settles(dark=False)
    engine.visit(LESSON)
    assert not engine.measure("isDark")
    engine.click(switch)  # from light to dark
    settles(dark=True)
    engine.dark(False)
    engine.visit(LESSON)
    settles(dark=True)


def test_paper_has_the_text_and_its_address_only(engine: Engine) -> None:
    engine.dark(True)
    engine.visit(LESSON)
    engine.paper(True)
    for hidden in (
        ".md-header",
        ".md-sidebar",
        ".share",
        ".headerlink",
        ".md-footer",
        ".next-lesson",
    ):
        assert engine.visible(hidden) == 0, hidden
    for shown in (".print-address", ".footnote > ol > li", ".choice .feedback"):
        assert engine.visible(shown) > 0, shown
    engine.measure("settled")
    assert engine.measure("paleWords") == []
    engine.paper(False)


def test_what_is_printed_in_the_dark_is_light(engine: Engine, built_site: Path) -> None:
    """The smallest page with a figure, as the engine itself prints it."""
    engine.needs("pdf")
    pages = {folder(slug) for slug in PLACE.values()}
    address = min(pages, key=lambda one: (built_site / one / "index.html").stat().st_size)
    engine.dark(True)
    engine.visit(address)
    engine.drawn()
    sheets = pypdfium2.PdfDocument(engine.pdf())
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        shades = sheet.render(scale=0.5).to_numpy().mean(axis=2)
        assert float(np.median(shades)) > 240, f"sheet {number} is not white"
        assert float((shades < 100).mean()) < 0.2, f"sheet {number} is dark"


def test_no_heading_is_the_last_word_of_a_sheet(engine: Engine) -> None:
    engine.needs("pdf")
    engine.visit("")
    headings = engine.run(
        "() => [...document.querySelectorAll('article :is(h2, h3)')].map((one) => one.firstChild.textContent.trim())"
    )
    wrong = []
    for number, sheet in enumerate(pypdfium2.PdfDocument(engine.pdf()), 1):
        last = sheet.get_textpage().get_text_range().strip().split("\n")[-1].strip()
        wrong += [f"{last} (sheet {number})"] if last in headings else []
    assert wrong == []


def test_forced_colors_leave_claims_readable_and_grades_different(engine: Engine) -> None:
    engine.needs("forced colors")
    engine.visit(LESSON)
    engine.forced_colors(True)
    try:
        engine.until("() => matchMedia('(forced-colors: active)').matches")
        assert engine.measure("forcedColors") == []
    finally:
        engine.forced_colors(False)
