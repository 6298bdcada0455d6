"""Where everything stands in a document: what it prints about itself (page numbers, bars beside claims), and its links.

A link in the PDF only says `to:metabolism#steps` until `tie` gives it the page and height of that section.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from scripts.editions.errors import BookError

END = "/end"  # added to the name of a claim: where it ends
AIR = 9.0  # points that the bar of a claim is longer than the way from its first line to its last
ABOVE = 10.0  # points between the top of the window and the place that a link led to
# A link to a place as the template writes it, `to:…`, and as a PDF holds it: brackets and backslashes in it have a backslash before them, and none of our ids has any.
TO_RE = re.compile(
    rb"/A<</Type/Action/S/URI/URI\(to:(?P<action>[^()]*)\)>>|/Contents\(to:(?P<contents>[^()]*)\)"
)
PAGES_RE = re.compile(rb"/Type/Pages/Count \d+/Kids\[([^\]]*)\]")
BOX_RE = re.compile(rb"/MediaBox\[0 0 [\d.]+ ([\d.]+)\]")
WORD = "word"  # somewhere within a claim
TERM = "term:"  # before the key of a term of the glossary: somewhere it is used
TOP = (
    84.0  # points from the top of a page: what stands no lower begins it (the text starts at 26 mm)
)
Place = tuple[
    str, int, float, float, int
]  # name, page from 1, points from its left edge and from its top, level of a heading or 0
# Evaluated by Typst after layout. In the document itself a list of all places would cost one more pass over all pages.
EVERYWHERE = """query(selector(metadata).or(heading)).filter(it => it.at("label", default: none) not in (none, <chapter-start>, <heads>)).map(it => {
  let place = it.location().position()
  (if it.label == <index-mark> { "term:" + it.value } else { str(it.label) }, place.page, place.x.pt(), place.y.pt(), it.at("level", default: 0))
})"""


def stood(places: list[Place]) -> dict[str, dict[str, Any]]:
    """What the template prints: the page of each place; of each claim its bar; the pages of each term; the section at the top of each page."""
    by_name: dict[str, Place] = {}
    terms: dict[str, list[int]] = {}
    claims: dict[str, list[float]] = {}
    words: list[Place] = []
    for place in places:
        name, page = place[:2]
        if name == WORD:
            words.append(place)
        elif name.startswith(TERM):
            pages = terms.setdefault(name.removeprefix(TERM), [])
            if page not in pages[-1:]:  # places come in the order of pages
                pages.append(page)
        elif name.endswith(END):
            claim = name.removesuffix(END)
            claims[claim], words = _bars(by_name[claim], words, place), []
        elif name in by_name:
            raise BookError(f"two places are called {name}")
        else:
            by_name[name] = place
    return {
        "pages": {name: place[1] for name, place in by_name.items()},
        "claims": claims,
        "terms": terms,
        "heads": _heads(places),
    }


def _bars(start: Place, words: list[Place], end: Place) -> list[float]:
    """Points: how far from the left edge a claim starts and the length of its bar; if it runs over the page, of its end
    likewise, and how far above that its first line on that page is."""
    (_, first, left, top, _), (_, last, right, bottom, _) = start, end
    lines = {page: [down for _, on, _, down, _ in words if on == page] for page in (first, last)}
    if first == last:
        return [round(left, 2), round(max(bottom - top, 0.0) + AIR, 2)]
    up = bottom - min([*lines[last], bottom])
    return [
        round(number, 2)
        for number in (left, max([*lines[first], top]) - top + AIR, right, up + AIR, up)
    ]


def _heads(places: list[Place]) -> dict[str, str]:
    """Of each page the section it begins with, or else the one that goes on there; `after` is that of pages without places."""
    begins: dict[int, str | None] = {}
    last: dict[int, str] = {}
    for name, page, _, down, level in places:
        if level in (1, 2):
            last[page] = name if level == 2 else ""
            begins.setdefault(page, last[page] if down <= TOP else None)
    heads, current = {}, ""
    for page in range(1, max((place[1] for place in places), default=0) + 1):
        begun = begins.get(page)
        heads[str(page)] = current if begun is None else begun
        current = last.get(page, current)
    return {**heads, "after": current}


def tie(data: bytes, places: list[Place], name: str) -> bytes:
    """Give every link of a finished PDF that only names its place the place itself; one that leads nowhere stops the build.

    It is written over the name, in the room that the name takes: no object moves, and no library has to take apart and
    put together 30,000 of them.
    """
    lists, heights = PAGES_RE.findall(data), set(BOX_RE.findall(data))
    if len(lists) != 1 or len(heights) != 1:
        raise BookError(
            f"{name}.pdf: {len(lists)} lists of pages and {len(heights)} heights of a page, where Typst writes one"
        )
    pages, height = re.findall(rb"\d+ 0 R", lists[0]), float(heights.pop())
    found: dict[bytes, tuple[bytes, bytes]] = {}
    for label, number, _, down, _ in places:
        place = b"/Dest[%b/XYZ null %.2f null]" % (
            pages[number - 1],
            min(height - down + ABOVE, height),
        )
        known = f"{label}:{number}" if label.startswith(TERM) else label
        found.setdefault(known.encode(), (place, b"/Contents(page %d)" % number))

    def tied(match: re.Match[bytes]) -> bytes:
        label, room = match["action"] or match["contents"], len(match[0])
        if label not in found:
            raise BookError(
                f"{name}.pdf: a link leads to {label.decode(errors='replace')}, which is not in it"
            )
        new = found[label][match["action"] is None]
        if len(new) > room:
            raise BookError(
                f"{name}.pdf: no room for the way to {label.decode(errors='replace')}: give it a longer name"
            )
        return new.ljust(room)

    return TO_RE.sub(tied, data)


def recall(file: Path | None) -> str:
    """What was remembered in `file`, as JSON; nothing if it is not there, was cut short or is of another make."""
    try:
        said = file.read_text(encoding="utf-8") if file else ""
        fits = bool(said) and json.loads(said).keys() == stood([]).keys()
    except (OSError, ValueError, AttributeError):
        return ""
    return said if fits else ""
