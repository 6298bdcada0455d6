"""The record of each claim as Markdown for the Evidence page: who found it, who disagrees, what would change its grade."""

from __future__ import annotations

from collections.abc import Iterable

from scripts.core.bibliography import Source
from scripts.core.claim_records import Event, Record

RECORD_ID = "record-{}"  # of one claim, by its id without `claim-`
DIRECTNESS = {
    "people": "shown in people",
    "animals": "shown in animals",
    "cells": "shown in cells",
    "calculation": "calculated",
    "document": "stated in a document",
}


def record_id(claim: str) -> str:
    return RECORD_ID.format(claim.removeprefix("claim-"))


def cited(keys: Iterable[str], sources: dict[str, Source]) -> str:
    known = (key for key in keys if key in sources)  # an unknown key is a finding of its own
    return ", ".join(f"[{sources[key].label}](references.md#ref-{key})" for key in known)


def tested(record: Record) -> str:
    size = f"largest study: {record.n:,}" if record.n else ""
    parts = (", ".join(record.species), record.method, DIRECTNESS[record.directness], size)
    return "; ".join(filter(None, parts))


def dated(event: Event) -> str:
    why = f" ({event.why.rstrip('.')})" if event.why else ""
    return f"{event.date} {event.grade}{why}"


def lines_of(text: str, record: Record, sources: dict[str, Source]) -> list[str]:
    """One claim: its sentence, then what stands behind its grade."""
    groups = "; ".join(cited(group, sources) for group in record.groups)
    found = {
        "Tested in": tested(record),
        "Found by": groups + (" (a report of one document)" if record.report else ""),
        "Independent kinds of evidence": ", ".join(record.kinds),
        "Found otherwise": cited(record.against, sources),
        "Nobody has tested it": "it is inferred from other findings" if record.untested else "",
        "Missing": record.gap,
        "Main objection": f"{record.objection} {cited(record.objection_sources, sources)}".strip(),
        "What would change this grade": record.would_change,
        "History": "; ".join(map(dated, record.history)),
    }
    anchor = f"{{ .record-claim #{record_id(record.id)} }}"
    items = [f"- **{name}:** {value}" for name, value in found.items() if value]
    return ["", text, anchor, "", *items]


def fold(records: list[tuple[str, Record]], sources: dict[str, Source]) -> list[str]:
    """The records of one page's claims, folded."""
    body = [line for text, record in records for line in lines_of(text, record, sources)]
    title = "The records behind these grades: who found it, who disagrees, what would change it"
    return ["", f"//// details | {title}", *body, "", "////", ""] if body else []
