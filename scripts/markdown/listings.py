"""Lists made from what the lessons already say: cards, objectives, misconceptions. Open this to change one of them."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.core.pages import Page
from scripts.core.settings import Place, nav_places, ordered_pages, read_settings

SECTION_ID = "objectives-{}"  # of one lesson, by its slug
FIGURE_RE = re.compile(r"^\[\[figure:\s*(?P<id>[\w-]+)\s*\]\]")
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
        lines += [
            "",
            f"### {page.meta['title']} {{ #{SECTION_ID.format(page.slug)} }}",
            "",
            f"{page.meta['minutes']} minutes. [Open the lesson]({page.path.name}) or [its questions]({page.path.name}#check-yourself).",
            "",
        ]
        lines += [
            f"- [{objective['text']}]({page.path.name}#{objective['section']})"
            for objective in page.meta.get("objectives", [])
        ]
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
