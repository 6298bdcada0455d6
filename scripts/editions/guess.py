"""Where everything will stand in a document that was never laid out: a guess from how much is written before it.

A page number as wide as the right one lets the first layout break its lines as the last will, so that a second one is
enough to put the right number there. Only the number of digits matters for that, so a guess may be several pages off.
"""

from __future__ import annotations

import re

FRONT = 6  # pages before the first chapter of the whole book: cover, imprint, contents
A_PAGE = {"text": 5000, "columns": 8800}  # characters of Typst source
CONTENTS = "#contents("
PLACE_RE = re.compile(
    r'#(section\(\d, |anchor\(|question\(|claim\("[a-z]+", |chapter\(slug: |back-matter\(|answer\(|answers-of\(|figure-words\()"([^"]+)"'
)
# What the template makes of a name that something is called with.
PREFIX = {"answer(": "answer:", "answers-of(": "answers-of:", "figure-words(": "words:"}
OPENING = {"chapter(slug: ", "back-matter("}
LAYOUT_RE = re.compile(r'layout: "(\w+)"')


def guess(source: str) -> dict[str, int]:
    """The page of each place that Typst source names."""
    pages: dict[str, int] = {}
    page, at, density = float(FRONT if CONTENTS in source else 0), 0, A_PAGE["text"]
    for found in PLACE_RE.finditer(source):
        what, name = found.groups()
        page += (found.start() - at) / density
        at = found.start()
        if what in OPENING:  # on a new page
            page = float(int(page) + 1) if pages else page + 1
            layout = LAYOUT_RE.search(source, at)
            density = A_PAGE[layout[1]] if layout and what != "back-matter(" else A_PAGE["text"]
            name += "#top"
        pages.setdefault(PREFIX.get(what, "") + name, int(page))
    return pages
