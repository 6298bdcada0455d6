"""Tie the links of a finished PDF to their places: `to:metabolism#steps` becomes the page and height of that section."""

from __future__ import annotations

import pikepdf

from scripts.book.errors import BookError

SCHEME = "to:"
ABOVE = 10.0  # points of air above the place, as Typst leaves them
Place = tuple[str, int, float]  # name, page from 1, points from its top


def tie(pdf: pikepdf.Pdf, places: list[Place], name: str) -> None:
    """Give every link that only names its place the place itself; a name without a place, or with two, stops the build."""
    pages = [(page.obj, float(page.mediabox[3])) for page in pdf.pages]
    found: dict[str, pikepdf.Array] = {}
    numbers: dict[str, int] = {}
    for label, number, down in places:
        if label in found:
            raise BookError(f"{name}.pdf: two places are called {label}")
        page, height = pages[number - 1]
        found[label] = pikepdf.Array([page, pikepdf.Name.XYZ, None, round(min(height - down + ABOVE, height), 2), None])
        numbers[label] = number
    for page, _ in pages:
        for link in page.get("/Annots", ()):
            address = str(link.A.get("/URI", "")) if "/A" in link else ""
            if not address.startswith(SCHEME):
                continue
            label = address.removeprefix(SCHEME)
            if label not in found:
                raise BookError(f"{name}.pdf: a link leads to {label}, which is not in it")
            del link["/A"]
            link.Dest = found[label]
            link.Contents = pikepdf.String(f"page {numbers[label]}")
