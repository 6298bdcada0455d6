"""Find Markdown links, images and glossary terms that lead nowhere, with their line.

MkDocs finds these too, but names no line. The built site is checked again by `scripts.checks.links`; this is the
author's quick answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.checks.links.promises import load_redirects
from scripts.core.facts import nearest
from scripts.core.pages import Page
from scripts.core.problems import Problem

# The text may have begun on the line above.
LINK_RE = re.compile(
    r"(?:(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)|^[^\[\]]*)\]"
    r"\((?P<target><[^>]*>|[^)\s]*)(?:\s+\"[^\"]*\")?\)"
)
IMAGE_RE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)")
OUTSIDE_RE = re.compile(r"^[a-z][a-z0-9+.-]*:|^//", re.IGNORECASE)
# In an attribute list, in the options of a block, in HTML.
ID_RE = re.compile(r"""\{[^}]*#([\w:.-]+)[^}]*\}|\{id:\s*([\w:.-]+)[^}]*\}|\bid=["']([^"']+)""")
# Anchors that the theme or an extension writes: footnotes, reference entries, figures, generated evidence sections.
MADE_RE = re.compile(r"^(fn|fnref\d*):|^(ref|fig|evidence|objective)-|^(?i:top)$")
GLOSSARY = "glossary.md"


def ids(page: Page) -> set[str]:
    text = "\n".join(text for _, text in page.prose)
    return {match[match.lastindex or 0] for match in ID_RE.finditer(text)}


def new_address(moved: dict[str, str], file: str, fragment: str) -> str:
    """What to write instead of a Markdown file whose page has moved, or ''."""
    page = f"{file.removesuffix('.md')}/"
    new = moved.get(f"{page}#{fragment}") or moved.get(page)
    if not new:
        return ""
    path, _, at = new.partition("#")
    return f"'{path.rstrip('/') or 'index'}.md{f'#{at or fragment}' if at or fragment else ''}'"


def find_image_problems(page: Page) -> Iterator[Problem]:
    for line, text in page.prose:
        for match in IMAGE_RE.finditer(text):
            target = match["target"]
            if "://" not in target and not (page.path.parent / target.partition("#")[0]).exists():
                yield page.problem(line, f"image {target} does not exist")
            if not match["alt"].strip():
                yield page.problem(line, f"image {target} has no alternative text")


def links(page: Page) -> Iterator[tuple[int, str, str]]:
    """(line, text, target) of each link that does not leave the site."""
    for line, text in page.prose:
        for match in LINK_RE.finditer(text):
            target = match["target"].strip("<>")
            if not OUTSIDE_RE.match(target):
                yield line, match["text"] or "", target


def find_problems(pages: list[Page], docs: Path) -> Iterator[Problem]:
    by_name = {page.path.relative_to(docs).as_posix(): page for page in pages}
    known = {name: ids(page) for name, page in by_name.items()}
    moved = {move.old: move.new for move in load_redirects(docs)}
    terms = set()
    for name, page in by_name.items():
        yield from find_image_problems(page)
        for line, text, target in links(page):
            file, _, fragment = target.partition("#")
            file = file or name
            if file == GLOSSARY:
                terms.add(fragment)
            if not target:
                yield page.problem(line, f"link '{text}' has no target")
            elif file not in by_name:
                if not (docs / file).exists():
                    near = new_address(moved, file, fragment) or nearest(file, by_name)
                    yield page.problem(line, f"link to '{target}', which does not exist", near)
            elif fragment and fragment not in known[file] and not MADE_RE.match(fragment):
                near = nearest(fragment, known[file])
                what = f"the glossary has no term '{fragment}'"
                if not file == GLOSSARY != name:
                    what = f"link to '{target}': {file} has no '#{fragment}'"
                    near = near.replace("'", "'#", 1)
                yield page.problem(line, what, near)
    if glossary := by_name.get(GLOSSARY):
        for heading in glossary.headings:
            if heading.level == 3 and heading.id not in terms:
                yield glossary.problem(heading.line, f"no page links to the term '{heading.id}'")
