"""Hold the words of a drawing to the width they were placed for, whatever typeface an e-reader puts in.

Labels were placed with the widths that Arial, Helvetica and Liberation Sans share. Few readers have a typeface of those
widths for pictures, and a wider one makes labels run into each other; with `textLength` it is narrowed instead.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from scripts.figures.svg import SVG
from scripts.figures.theme import FONT

# Thousandths of the type size; what is not here is as wide as a digit.
WIDTHS = {
    character: width
    for width, characters in {
        191: "'",
        222: "ijl‘’",
        278: " \u00a0!,./:;I[\\]ft·",
        333: "()-r`“”²₂₃⁺",
        355: '"',
        389: "*",
        500: "Jckvsxyz",
        584: "+<=>~−±×≤≥≈",
        611: "FTZ",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1000: "→←↑↓…",
    }.items()
    for character in characters
}
DIGIT, BOLD = 556, 1.06
SIZE_RE = re.compile(r"[\d.]+")


def width_of(words: str, size: float, bold: bool) -> float:
    return (
        sum(WIDTHS.get(character, DIGIT) for character in words)
        / 1000
        * size
        * (BOLD if bold else 1)
    )


def fit(drawing: bytes) -> bytes:
    """The same drawing with the width of each label written down, and with the typefaces that need no narrowing asked for first."""
    root = etree.fromstring(drawing)
    root.set("font-family", FONT)
    for text in root.iter(f"{{{SVG}}}text"):
        size, bold = (
            SIZE_RE.match(text.get("font-size", "")),
            text.get("font-weight") in ("600", "700", "bold"),
        )
        if size is None:
            continue
        for line in list(text) or [text]:
            if words := (line.text or "").strip():
                line.set("textLength", f"{width_of(words, float(size[0]), bold):.1f}")
                line.set("lengthAdjust", "spacingAndGlyphs")
    return etree.tostring(root, encoding="unicode").encode()
