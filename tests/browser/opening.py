"""The pages and figures of the guide as browser tests need them, and waiting for what a page shows instead of for time.

Pages and places are chosen by what they are or hold, not by name, so that one can be renamed without touching a test.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from scripts.checks.measures import is_main_text
from scripts.core.pages import Page, read_pages
from scripts.core.settings import nav_order, read_settings
from scripts.figures import content

SOURCES = {page.path.name: page for page in read_pages()}
ALL = content.read_all()
PLACE = {
    figure.id: page.slug
    for figure in ALL
    for page in SOURCES.values()
    if f"[[figure: {figure.id}]]" in "\n".join(page.lines)
}
INTERACTIVE = [
    figure.id for figure in ALL if Path(f"docs/assets/js/models/{figure.id}.js").exists()
]
MODELS = [
    "dose-to-plasma",
    "magnesium-block",
    "block-by-concentration",
    "use-dependence",
    "disinhibition",
    "follow-a-dose",
]
STEPPED = {
    "receptor-states": 6,
    "signaling-cascade": 11,
    "hypotheses-side-by-side": 8,
    "one-drug-three-states": 5,
}

# Counts what moves without a click or key to explain it, and tells of everything the page's policy forbids.
WATCH = """window.moved = 0;
const count = (entries) => entries.forEach((entry) => entry.hadRecentInput || (window.moved += entry.value));
const observer = new PerformanceObserver((list) => count(list.getEntries()));
observer.observe({type: "layout-shift", buffered: true});
window.movedByItself = () => (count(observer.takeRecords()), window.moved);
document.addEventListener("securitypolicyviolation", (event) => window.forbidden(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));"""


def folder(slug: str) -> str:
    """The address of a page below the site's: "" for the front page."""
    return "" if slug == "index" else f"{slug}/"


ORDER = [SOURCES[name] for name in nav_order()]
PAGES = [folder(page.slug) for page in ORDER]
TITLES = {folder(page.slug): str(page.meta["title"]) for page in ORDER}
LESSONS = [folder(page.slug) for page in ORDER if page.meta["kind"] == "lesson"]
# A lesson with a figure that opens has everything that a page can have.
LESSON = next(one for one in LESSONS if one in {folder(PLACE[each]) for each in INTERACTIVE})
# The first drawing in steps, whose step is kept in the address, and its lesson.
STEPS = next(iter(STEPPED))
STEPS_LESSON = folder(PLACE[STEPS])


def labels(nav: Any) -> Iterator[tuple[str, str]]:
    """(address of a page, what the menu calls it)."""
    for label, goal in (pair for item in nav for pair in item.items()):
        if isinstance(goal, str):
            yield folder(goal.removesuffix(".md")), label
        else:
            yield from labels(goal)


LABELS = dict(labels(read_settings()["nav"]))


def holding(words: str) -> str:
    """The address of the page that has these words in its source, such as the id of a section or the mark of a list."""
    return next(folder(page.slug) for page in ORDER if words in "\n".join(page.lines))


ABOUT = holding("{ #privacy }")
EVIDENCE = holding("[[evidence]]")
GLOSSARY = holding("[[identifiers]]")
REFERENCES = holding("[[references]]")
TEACH = holding("[[exports]]")


class Places(NamedTuple):
    """Ids on a lesson: sections that no other page has, claims of the main text, questions."""

    sections: list[str]
    claims: list[str]
    questions: list[str]


COMMON = Counter(heading.id for page in ORDER for heading in page.headings)
HEADINGS = {heading.id: heading.text for page in ORDER for heading in page.headings}


def places(page: Page) -> Places:
    ids = [(heading.level, heading.id) for heading in page.headings]
    shown = is_main_text(page)
    text = "\n".join(words for line, words in page.prose if shown[line])
    return Places(
        [each for level, each in ids if level == 2 and COMMON[each] == 1],
        re.findall(r"#(claim-[\w-]+)", text),
        [each for _, each in ids if each.startswith("q-")],
    )


LAST_PLACES = {folder(page.slug): page.headings[-1].id for page in ORDER if page.headings}
PLACES = {folder(page.slug): places(page) for page in ORDER if folder(page.slug) in LESSONS}


def address(base: str, figure_id: str, query: str = "") -> str:
    """`base` is the address of the site, or of its folder: then it is the figure's own page, opened as a file."""
    if base.startswith("file:"):
        return f"{base}figures/{figure_id}/index.html{query}"
    return f"{base}{folder(PLACE[figure_id])}{query}"


def skip(figure) -> None:
    """Past the question that stands before a figure."""
    figure.get_by_role("button", name="Skip").click()


def drawn(page) -> None:
    """Two frames: what was asked for before has been drawn and laid out."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
