"""Compare each graded claim with its record: the grade must be the one that the rule gives for the evidence named."""

from __future__ import annotations

from collections.abc import Iterable

from scripts.core.claim_records import Record, grade
from scripts.core.facts import nearest
from scripts.core.problems import Problem
from scripts.markdown.claims import Claim


def find_problems(
    claims: Iterable[Claim],
    records: dict[str, Record],
    sources: Iterable[str],
    retracted: frozenset[str] = frozenset(),
) -> list[Problem]:
    """Pure comparison: a claim without record, a record without claim, a grade that the evidence does not earn, a
    source that is unknown, or dissent that the page does not cite."""
    claims, known = list(claims), set(sources)
    problems = []
    for claim in claims:
        path = str(claim.page.path)
        record = records.get(claim.id)
        if record is None:
            hint = nearest(claim.id, records)
            problems.append(Problem(path, claim.line, f"'{claim.id}' has no record", hint))
            continue
        where = f"{record.path}:{record.line}"
        earned = grade(record, retracted)
        if claim.grade != earned:
            what = f"'{claim.id}' is graded {claim.grade}, but its record ({where}) earns {earned}"
            problems.append(Problem(path, claim.line, what, f"'.{earned}'"))
        problems += record_problems(claim, record, known)
    written = {claim.id for claim in claims}
    return problems + [
        Problem(str(record.path), record.line, f"no page makes the claim '{name}'")
        for name, record in records.items()
        if name not in written
    ]


def record_problems(claim: Claim, record: Record, known: set[str]) -> list[Problem]:
    path, line = str(record.path), record.line
    cited = {key for _, key in claim.page.citations}
    found = [
        Problem(
            path, line, f"{record.id} names source '{key}', which is unknown", nearest(key, known)
        )
        for key in sorted(record.sources - known)
    ]
    found += [
        Problem(path, line, f"{record.id} counts '{key}', which {claim.page.path} does not cite")
        for key in sorted((record.sources & known) - cited)
    ]
    last = record.history[-1]
    if last.grade != claim.grade:
        what = f"{record.id}: history ends with {last.grade}, the page says {claim.grade}"
        found.append(Problem(path, line, what))
    if any(not event.why for event in record.history[1:]):
        found.append(Problem(path, line, f"{record.id}: a change of grade says why"))
    return found
