"""What a drawing is made of: nodes and arrows as rows of its data table. Ids are those of the parts in `docs/figures/<id>.svg`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scripts.figures import Cell


class Part(NamedTuple):
    """name: the part's `<title>` in the SVG. says: what it stands for or what happens. page: where the site explains it.
    grade: certainty, for arrows. seen_in: species or preparation. sources: citation keys, space between.
    evidence, against: for drawings that weigh a step."""

    id: str
    name: str
    says: str
    page: str
    grade: str = ""
    seen_in: str = ""
    sources: str = ""
    evidence: str = ""
    against: str = ""


def _labels(keys: str) -> str:
    from scripts.core import bibliography

    sources = bibliography.load()
    return "; ".join(sources[key].label for key in keys.split())


def rows(parts: Iterable[Part], weighed: bool = False) -> list[dict[str, Cell]]:
    """One row per part; an en dash where there is nothing to say."""
    table: list[dict[str, Cell]] = []
    for part in parts:
        row: dict[str, Cell] = {"Part": part.name, "What it says": part.says}
        if weighed:
            row |= {"Evidence for": part.evidence, "Against, or open": part.against}
        row |= {
            "Certainty": part.grade,
            "Seen in": part.seen_in,
            "Sources": _labels(part.sources),
            "Page": part.page.replace(".md", "/"),
        }
        table.append({name: cell or "–" for name, cell in row.items()})
    return table
