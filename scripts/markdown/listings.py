"""Python-Markdown extension: lists made from what the lessons already say.

`[[lessons]]` prints a card for each lesson, with the picture of its first figure (on the home page);
`[[objectives]]` prints every lesson's objectives with links to the sections that answer them;
`[[misconceptions]]` prints every misconception box with a link to the section that cures it.
"""

from __future__ import annotations

import re
from pathlib import Path

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from scripts.core.pages import Page, read_pages
from scripts.core.settings import nav_files, nav_order, read_settings

SECTION_ID = "objectives-{}"  # of one lesson, by its slug
FIGURE_RE = re.compile(r"^\[\[figure:\s*(?P<id>[\w-]+)\s*\]\]")
MISCONCEPTION_RE = re.compile(r"^/{3,}\s*misconception\s*\|\s*(?P<title>.+?)\s*$")


def lessons(docs: Path) -> list[Page]:
    by_name = {page.path.name: page for page in read_pages(docs)}
    return [
        by_name[name]
        for name in nav_order(docs.parent / "mkdocs.yml")
        if name in by_name and by_name[name].meta.get("kind") == "lesson"
    ]


def parts(settings: Path) -> dict[str, tuple[int, str]]:
    """File name → number and title of the part of the nav that it stands in."""
    groups = [item for item in read_settings(settings).get("nav") or [] if isinstance(item, dict)]
    named = [(title, files) for group in groups for title, files in group.items()]
    numbered = enumerate(((title, files) for title, files in named if isinstance(files, list)), 1)
    return {name: (at, title) for at, (title, files) in numbered for name in nav_files(files)}


def cards(pages: list[Page]) -> list[str]:
    lines = ['<div class="lesson-cards no-print" markdown="1">', ""]
    lines += ["## The lessons { #lessons }", ""]
    for page in pages:
        number, part = parts(page.path.parent.parent / "mkdocs.yml").get(page.path.name, (0, ""))
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


def objectives(pages: list[Page]) -> list[str]:
    lines: list[str] = []
    for page in pages:
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


def misconceptions(pages: list[Page]) -> list[str]:
    lines = ["", "| What students say | Where the lesson answers it |", "|---|---|"]
    for page in pages:
        for number, text in page.prose:
            if match := MISCONCEPTION_RE.match(text):
                section = next(h for h in reversed(page.headings) if h.line < number)
                title, heading = (
                    match["title"].replace("|", "\\|"),
                    section.text.replace("|", "\\|"),
                )
                lines.append(
                    f"| {title} | [{page.meta['title']}: {heading}]({page.path.name}#{section.id}) |"
                )
    return [*lines, ""]


MARKERS = {"[[lessons]]": cards, "[[objectives]]": objectives, "[[misconceptions]]": misconceptions}


class _Listings(Preprocessor):
    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs

    def run(self, lines: list[str]) -> list[str]:
        if not MARKERS.keys() & set(lines):
            return lines
        pages = lessons(self.docs)
        return [
            new for line in lines for new in (MARKERS[line](pages) if line in MARKERS else [line])
        ]


class ListingExtension(Extension):
    def __init__(self, **kwargs: str) -> None:
        self.config = {"docs": ["docs", "folder of the pages"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # Below 25, where fenced code is out of reach; above 22, for the HTML and the figures that it may write.
        md.preprocessors.register(_Listings(md, Path(self.getConfig("docs"))), "listings", 23)


def makeExtension(**kwargs: str) -> ListingExtension:
    return ListingExtension(**kwargs)
