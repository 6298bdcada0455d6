"""Compare each graded claim with its record: the grade must be the one that the rule gives for the evidence named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scripts.core.claim_records import Record, grade
from scripts.core.facts import nearest
from scripts.core.problems import Problem
from scripts.markdown.claims import Claim


def find_problems(
    claims: list[Claim],
    records: dict[str, Record],
    sources: Iterable[str],
    retracted: frozenset[str] = frozenset(),
) -> Iterator[Problem]:
    """A claim without record, a record without claim, a grade that the evidence does not earn, a source that is
    unknown, or dissent that the page does not cite."""
    known = set(sources)
    for claim in claims:
        record = records.get(claim.id)
        if record is None:
            hint = nearest(claim.id, records)
            yield claim.page.problem(claim.line, f"'{claim.id}' has no record", hint)
            continue
        earned = grade(record, retracted)
        if claim.grade != earned:
            where = f"{record.path}:{record.line}"
            what = f"'{claim.id}' is graded {claim.grade}, but its record ({where}) earns {earned}"
            yield claim.page.problem(claim.line, what, f"'.{earned}'")
        for what, hint in record_faults(claim, record, known):
            yield Problem(str(record.path), record.line, f"{record.id}{what}", hint)
    written = {claim.id for claim in claims}
    for name, record in records.items():
        if name not in written:
            yield Problem(str(record.path), record.line, f"no page makes the claim '{name}'")


def record_faults(claim: Claim, record: Record, known: set[str]) -> Iterator[tuple[str, str]]:
    """(what is wrong, what may have been meant)."""
    cited = {key for _, key in claim.page.citations}
    for key in sorted(record.sources - known):
        yield f" names source '{key}', which is unknown", nearest(key, known)
    for key in sorted((record.sources & known) - cited):
        yield f" counts '{key}', which {claim.page.path} does not cite", ""
    last = record.history[-1]
    if last.grade != claim.grade:
        yield f": history ends with {last.grade}, the page says {claim.grade}", ""
    if any(not event.why for event in record.history[1:]):
        yield ": a change of grade says why", ""
