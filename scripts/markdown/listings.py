"""Lists made from what is said elsewhere: cards, objectives and misconceptions of the lessons, searches of the literature.
Open this to change one of them."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.core.pages import Page
from scripts.core.searches import load as load_searches
from scripts.core.settings import Place, nav_places, ordered_pages, read_settings

# Ids of sections, by the slug of the lesson that they are about.
OBJECTIVES_ID, SEARCHES_ID = "objectives-{}", "searches-{}"
FIGURE_RE = re.compile(r"^\[\[figure:\s*(?P<id>[\w-]+)\s*\]\]\s*$")
MISCONCEPTION_RE = re.compile(r"^/{3,}\s*misconception\s*\|\s*(?P<title>.+?)\s*$")


def lessons(docs: Path) -> list[Page]:
    return [page for page in ordered_pages(docs) if page.meta.get("kind") == "lesson"]


def in_cell(text: str) -> str:
    return text.replace("|", "\\|")


def cards(docs: Path) -> list[str]:
    """A card for each lesson, with the picture of its first figure."""
    places = dict(nav_places(read_settings(docs.parent / "mkdocs.yml").get("nav")))
    lines = ['<div class="lesson-cards no-print" markdown="1">', ""]
    lines += ["## The lessons { #lessons }", ""]
    for page in lessons(docs):
        _, part, number = places.get(page.path.name, Place())
        figures = (match["id"] for _, text in page.prose if (match := FIGURE_RE.match(text)))
        figure = next(figures, None)
        picture = f'<img src="figures/{figure}.svg" alt="" loading="lazy">' if figure else ""
        lines += [
            f'- {picture}<span class="card-part">Part {number} · {part}</span> '
            f"[{page.meta['title']}]({page.path.name}) {page.meta['description']}",
            f"{{ .part-{number} }}",
            "",
        ]
    return [*lines, "</div>", ""]


def objectives(docs: Path) -> list[str]:
    """Every lesson's objectives, with links to the sections that answer them."""
    lines: list[str] = []
    for page in lessons(docs):
        file, meta = page.path.name, page.meta
        lines += ["", f"### {meta['title']} {{ #{OBJECTIVES_ID.format(page.slug)} }}", ""]
        links = f"[Open the lesson]({file}) or [its questions]({file}#check-yourself)"
        lines += [f"{meta['minutes']} minutes. {links}.", ""]
        lines += [f"- [{o['text']}]({file}#{o['section']})" for o in meta.get("objectives", [])]
    return [*lines, ""]


def misconceptions(docs: Path) -> list[str]:
    """Every misconception box, with a link to the section that cures it."""
    lines = ["", "| What students say | Where the lesson answers it |", "|---|---|"]
    for page in lessons(docs):
        for number, text in page.prose:
            if match := MISCONCEPTION_RE.match(text):
                section = next(h for h in reversed(page.headings) if h.line < number)
                place = f"[{page.meta['title']}: {in_cell(section.text)}]({page.path.name}#{section.id})"
                lines.append(f"| {in_cell(match['title'])} | {place} |")
    return [*lines, ""]


def searches(docs: Path) -> list[str]:
    """A section for each lesson that has searches."""
    lines, found = list[str](), load_searches(docs / "facts/searches")
    for page in (page for page in lessons(docs) if page.slug in found):
        lines += ["", f"## {page.meta['title']} {{ #{SEARCHES_ID.format(page.slug)} }}", ""]
        lines += ["| Date | Words | Where | Found |", "|---|---|---|---|"]
        for search in found[page.slug]:
            cells = " | ".join(map(cell, (search.words, search.where, search.found)))
            lines.append(f"| {search.date} | {cells} |")
    return [*lines, ""]


def cell(text: str) -> str:
    """Text of a table cell that Markdown takes as it is."""
    for mark in "\\`*_[]<>|~^=":
        text = text.replace(mark, f"\\{mark}" if mark != "|" else "&#124;")
    return text
