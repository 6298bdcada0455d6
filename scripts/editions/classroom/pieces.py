"""Cuts a tall figure into pieces that stand side by side on a slide. Open this when a cut runs through a word."""

from __future__ import annotations

import itertools
import math
import re
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

TALLEST = (
    520  # of a piece, in the units of the drawing, so that its type can be read from the last row
)
MOST = 560  # where an uneven cut spares a word
FAINT = 10  # a difference from the paper that is no ink; the frame of a group is
GAP, WIDEST = 12, 8  # what a unit of blank paper above and below a cut is worth, up to so many
UNEVEN = 400  # the cost of a piece twice as long as it need be; a line of type costs about 150
WANTED = 1000  # how much the place is preferred that the drawing itself names
STEP = 4  # pixels
VIEW_RE = re.compile(r'viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"')
FOLD_RE = re.compile(r'data-fold="(?P<end>[\d.]+) [\d.]+"')
SIZE_RE = re.compile(r'(<svg\b[^>]*?)\s(?:width|height)="[^"]*"')

Piece = tuple[float, float]  # where it begins and ends, as parts of the height


def size(svg: Path) -> tuple[float, float]:
    """Width and height in the units of the drawing."""
    match = VIEW_RE.search(svg.read_text(encoding="utf-8"))
    assert match, f"{svg} has no viewBox from 0 0"
    return float(match["width"]), float(match["height"])


@cache
def cut(svg: Path, png: Path) -> tuple[Piece, ...]:
    """As few pieces as can be, cut where rows of pixels cross least, then as even as can be."""
    height = size(svg)[1]
    count = math.ceil(height / TALLEST)
    if count == 1:
        return ((0.0, 1.0),)
    with Image.open(png) as image:
        pixels = np.asarray(image.convert("L"), dtype=np.int16)
    crossed = (np.abs(pixels - pixels[0, 0]) > FAINT).sum(axis=1)
    rows, scale = len(crossed), len(crossed) / height
    inked = np.flatnonzero(crossed)

    def cost(row: int) -> float:
        """What the rows around a cut cross; where they cross nothing, the wider the gap the better: it parts groups."""
        near = crossed[max(row - STEP, 0) : row + STEP]
        gap = float(np.abs(inked - row).min()) / scale if len(inked) else 0.0
        return float(near.mean()) - GAP * min(gap, WIDEST)

    costs = [cost(row) for row in range(0, rows, STEP)]
    if fold := FOLD_RE.search(svg.read_text(encoding="utf-8")):
        costs[round(float(fold["end"]) * scale / STEP)] = -WANTED
    cuts = [at * STEP / rows for at in _best(costs, count, math.ceil(len(costs) * MOST / height))]
    return tuple(itertools.pairwise([0.0, *cuts, 1.0]))


def _best(costs: list[float], count: int, most: int) -> tuple[int, ...]:
    """Places of `count` − 1 cuts, no piece longer than `most`: what they cost and how uneven the pieces are, least of both."""
    end = len(costs)

    def uneven(length: int) -> float:
        return UNEVEN * max(length * count / end - 1, 0.0) ** 2

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        """(cost, cuts) of what is below `start`, in so many pieces."""
        if left == 1:
            return (uneven(end - start) if end - start <= most else math.inf), ()
        found: tuple[float, tuple[int, ...]] = (math.inf, ())
        for at in range(start + most // 5, min(start + most, end - 1) + 1):
            cost, cuts = best(at, left - 1)
            found = min(found, (costs[at] + uneven(at - start) + cost, (at, *cuts)))
        return found

    return best(0, count)[1]


def part(svg: str, piece: Piece) -> str:
    """The drawing seen through a window of this piece."""
    match = VIEW_RE.search(svg)
    assert match
    height = float(match["height"])
    top, bottom = piece[0] * height, piece[1] * height
    view = f'viewBox="0 {top:.1f} {match["width"]} {bottom - top:.1f}"'
    bare = SIZE_RE.sub(r"\1", SIZE_RE.sub(r"\1", svg, count=1), count=1)
    return bare.replace(match[0], view, 1)
