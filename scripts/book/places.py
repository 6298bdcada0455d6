"""Where everything stands in a document: what it prints about itself (page numbers, bars beside claims), and its links.

A link in the PDF only says `to:metabolism#steps` until `tie` gives it the page and height of that section.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pikepdf

from scripts.book.errors import BookError

SCHEME = "to:"  # how the template writes a link to a place
END = "/end"  # added to the name of a claim: where it ends
AIR = 9.0  # points that the bar of a claim is longer than the way from its first line to its last
ABOVE = 10.0  # points between the top of the window and the place that a link led to
Place = tuple[str, int, float, float]  # name, page from 1, points from its left edge and from its top


def stood(places: list[Place]) -> dict[str, dict[str, Any]]:
    """What the template prints: the page of each place; of each claim its start from the left and the length of its bar (points)."""
    by_name: dict[str, tuple[int, float, float]] = {}
    for name, page, left, down in places:
        if name in by_name:
            raise BookError(f"two places are called {name}")
        by_name[name] = (page, left, down)
    claims = {}
    for name in [name for name in by_name if name.endswith(END)]:
        (first, left, start), (last, _, end) = by_name[name.removesuffix(END)], by_name.pop(name)
        claims[name.removesuffix(END)] = [round(left, 2), round((max(end - start, 0.0) if first == last else 0.0) + AIR, 2)]
    return {"pages": {name: page for name, (page, _, _) in by_name.items()}, "claims": claims}


def tie(pdf: pikepdf.Pdf, places: list[Place], name: str) -> None:
    """Give every link of a finished PDF that only names its place the place itself; one that leads nowhere stops the build."""
    pages = [(page.obj, float(page.mediabox[3])) for page in pdf.pages]
    found: dict[str, tuple[pikepdf.Array, pikepdf.String]] = {}
    for label, number, _, down in places:
        page, height = pages[number - 1]
        place = pikepdf.Array([page, pikepdf.Name.XYZ, None, round(min(height - down + ABOVE, height), 2), None])
        found[label] = (place, pikepdf.String(f"page {number}"))
    for page, _ in pages:
        for link in page.get("/Annots", ()):
            action = link.get("/A")
            address = str(action.get("/URI", "")) if action is not None else ""
            if not address.startswith(SCHEME):
                continue
            label = address.removeprefix(SCHEME)
            if label not in found:
                raise BookError(f"{name}.pdf: a link leads to {label}, which is not in it")
            del link["/A"]
            link.Dest, link.Contents = found[label]


NOTHING = json.dumps(stood([]))  # before the first round


def recall(file: Path | None) -> str:
    """What was remembered in `file`, as JSON; nothing if it is not there, was cut short or is of another make."""
    try:
        said = file.read_text(encoding="utf-8") if file else NOTHING
        fits = json.loads(said).keys() == json.loads(NOTHING).keys()
    except (OSError, ValueError, AttributeError):
        return NOTHING
    return said if fits else NOTHING
