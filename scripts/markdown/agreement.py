"""How far a second reader agrees with the grades: docs/claims/agreement.csv as Markdown for the Evidence page."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.core.claim_records import GRADES
from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem

MARKER = "[[agreement]]"
COLUMNS = ["id", "first", "second", "why"]


@dataclass(frozen=True)
class Pair:
    """A claim as two readers graded it on the same day, neither knowing of the other; `why` is the second's reason."""

    id: str
    first: str
    second: str
    why: str


def parse(text: str, path: Path) -> list[Pair]:
    reader = csv.reader(io.StringIO(text))
    if next(reader, None) != COLUMNS:
        raise InputError(Problem(str(path), 1, f"the header must be {','.join(COLUMNS)}"))
    pairs = []
    for row in reader:
        if len(row) != len(COLUMNS) or not {row[1], row[2]} <= set(GRADES):
            what = f"expected a claim, two grades of {', '.join(GRADES)}, and a reason"
            raise InputError(Problem(str(path), reader.line_num, what))
        pairs.append(Pair(*row))
    return pairs


def load(docs: Path) -> list[Pair]:
    path = docs / "claims" / "agreement.csv"
    return parse(read_text(path), path) if path.is_file() else []


def kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's kappa (Cohen 1960): agreement beyond what the two readers' habits alone would give; 1 is perfect."""
    total = len(pairs)
    agreed = sum(pair.first == pair.second for pair in pairs) / total
    first, second = Counter(p.first for p in pairs), Counter(p.second for p in pairs)
    chance = sum(first[grade] * second[grade] for grade in GRADES) / total**2
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def agreement(pairs: list[Pair], places: dict[str, str], texts: dict[str, str]) -> list[str]:
    """`places`: where each claim stands, as a Markdown address; `texts`: its sentence."""
    if not pairs:
        return []
    apart = [pair for pair in pairs if pair.first != pair.second and pair.id in places]
    same = sum(pair.first == pair.second for pair in pairs)
    lines = [
        "",
        f"Of {len(pairs)} claims drawn at random the second reader gave {same} the same grade. Cohen's kappa, which takes "
        f"off what chance alone would give, is {kappa(pairs):.2f} (1 would be perfect, 0 chance).",
        "",
    ]
    if apart:
        lines += [
            "| Claim | Grade by the record | Second reader | Second reader's reason |",
            "|---|---|---|---|",
            *(
                f"| [{texts[pair.id]}]({places[pair.id]}) | {pair.first} | {pair.second} | {pair.why} |".replace(
                    "==", ""
                )
                for pair in apart
            ),
            "",
        ]
    return lines
