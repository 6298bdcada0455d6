"""Drawings for e-readers: labels held to their width, no links in them, tall ones cut in two. Open this when a figure
looks wrong in an e-reader and right on the site.

Labels were placed with the widths that Arial, Helvetica and Liberation Sans share. Few readers have a typeface of those
widths for pictures, and a wider one makes labels run into each other; with `textLength` it is narrowed instead.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import replace

from scripts.editions.pictures import SVG, Picture
from scripts.figures.theme import FONT

etree.register_namespace("", SVG)
# Thousandths of the type size and the characters that are so wide; what is not here is as wide as a digit.
WIDTHS_TABLE = """
191 '
222 ijl‘’
278 !,./:;I[\\]ft· \u00a0
333 ()-r`“”²₂₃⁺
355 "
389 *
500 Jckvsxyz
584 +<=>~−±×≤≥≈
611 FTZ
667 &ABEKPSVXY
722 CDHNRUw
778 GOQ
833 Mm
889 %
944 W
1000 →←↑↓…
"""
ROWS = (row.partition(" ") for row in WIDTHS_TABLE.strip().split("\n"))
WIDTHS = {character: int(width) for width, _, characters in ROWS for character in characters}
DIGIT, BOLD = 556, 1.06
SIZE_RE = re.compile(r"[\d.]+")


def width_of(words: str, size: float, bold: bool) -> float:
    thousandths = sum(WIDTHS.get(character, DIGIT) for character in words)
    return thousandths / 1000 * size * (BOLD if bold else 1)


def fit(drawing: bytes) -> bytes:
    """The drawing with the width of each label written down, and its links turned into plain groups: readers built
    on MuPDF leave out the shapes inside of a link, and a picture in a book cannot be clicked anyway."""
    root = etree.fromstring(drawing)
    root.set("font-family", FONT)
    for link in root.iter(f"{{{SVG}}}a"):
        link.tag = f"{{{SVG}}}g"
        link.attrib = {"id": link.attrib["id"]} if "id" in link.attrib else {}
    for text in root.iter(f"{{{SVG}}}text"):
        size = SIZE_RE.match(text.get("font-size", ""))
        bold = text.get("font-weight") in ("600", "700", "bold")
        if size is None:
            continue
        for line in list(text) or [text]:
            if words := (line.text or "").strip():
                line.set("textLength", f"{width_of(words, float(size[0]), bold):.1f}")
                line.set("lengthAdjust", "spacingAndGlyphs")
    return etree.tostring(root, encoding="unicode").encode()


def part_of(drawing: Picture, name: str, top: float, bottom: float) -> Picture:
    root = etree.fromstring(drawing.data)
    root.set("viewBox", f"0 {top:g} {drawing.width:g} {bottom - top:g}")
    root.set("height", f"{bottom - top:g}")
    data = etree.tostring(root, encoding="unicode").encode()
    return replace(drawing, name=name, data=data, height=bottom - top, fold=None)


def parts(drawing: Picture) -> list[Picture]:
    """A drawing made ready for e-readers; one that is taller than a page could show legibly comes in two parts."""
    if not drawing.name.endswith(".svg"):
        return [drawing]
    drawing = replace(drawing, data=fit(drawing.data))
    if drawing.fold is None:
        return [drawing]
    stem = drawing.name.removesuffix(".svg")
    return [
        part_of(drawing, f"{stem}-1.svg", 0, drawing.fold[0]),
        part_of(drawing, f"{stem}-2.svg", drawing.fold[1], drawing.height),
    ]
