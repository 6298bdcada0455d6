"""Where everything stands in a document: what the document prints about itself, and where its links lead."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from scripts.book.errors import BookError

END = "/end"  # added to the name of a claim: where it ends
AIR = 9.0  # points that the bar of a claim is longer than the way from its first line to its last
ABOVE = 10.0  # points between the top of the window and the place that a link led to
Place = tuple[str, int, float, float]  # name, page from 1, points from its left edge and from its top


def stood(places: list[Place]) -> dict[str, dict[str, Any]]:
    """What the template needs: page and height (points) of each place; of each claim its start from the left and the length of its bar."""
    by_name: dict[str, tuple[int, float, float]] = {}
    for name, page, left, down in places:
        if name in by_name:
            raise BookError(f"two places are called {name}")
        by_name[name] = (page, left, down)
    claims = {}
    for name in [name for name in by_name if name.endswith(END)]:
        (first, left, start), (last, _, end) = by_name[name.removesuffix(END)], by_name.pop(name)
        claims[name.removesuffix(END)] = [round(left, 2), round((max(end - start, 0.0) if first == last else 0.0) + AIR, 2)]
    return {"places": {name: [page, round(max(down - ABOVE, 0))] for name, (page, _, down) in by_name.items()}, "claims": claims}


NOTHING = json.dumps(stood([]))  # before the first round


def recall(file: Path | None) -> str:
    """What was remembered in `file`, as JSON; nothing if it is not there or was cut short."""
    try:
        said = file.read_text(encoding="utf-8") if file else NOTHING
        json.loads(said)
    except (OSError, ValueError):
        return NOTHING
    return said


def remember(file: Path | None, said: str) -> None:
    if file is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    # Two builds at once: a reader finds the whole file or none.
    part = file.with_name(f"{file.name}.part{os.getpid()}")
    part.write_text(said, encoding="utf-8")
    part.replace(file)
