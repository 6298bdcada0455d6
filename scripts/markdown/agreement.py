"""How far a second reader agrees with the grades: docs/claims/agreement.csv as Markdown for the Evidence page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scripts.core.claim_records import GRADES, Grade
from scripts.core.records import Record, Words, read_csv


class Pair(Record, frozen=True):
    """A claim as two readers graded it on the same day, neither knowing of the other; `why` is the second's reason."""

    id: Words
    first: Grade
    second: Grade
    why: Words


def load(docs: Path) -> list[Pair]:
    path = docs / "claims" / "agreement.csv"
    return [pair for _, pair in read_csv(path, Pair)] if path.is_file() else []


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
        lines.append("| Claim | Grade by the record | Second reader | Second reader's reason |")
        lines.append("|---|---|---|---|")
        for pair in apart:
            claim = f"[{texts[pair.id]}]({places[pair.id]})"
            row = f"| {claim} | {pair.first} | {pair.second} | {pair.why} |"
            lines.append(row.replace("==", ""))
        lines.append("")
    return lines
