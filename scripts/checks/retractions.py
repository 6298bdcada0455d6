"""Ask Crossref and PubMed whether a source was retracted, corrected or questioned; for the weekly workflow only.

    python -m scripts.checks.retractions [--bibliography FILE] [--report FILE] [--contact ADDRESS]

One request at a time, with a pause between them and a longer one after a refusal. The report is empty when nothing is
new: what an entry of the bibliography already says (`retracted`, `corrected`, `concern`, each with a date) is left
out. The exit code is 0 whatever is found, 2 for unusable input; a source that nobody could be asked about is named.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from scripts.core.bibliography import BIBLIOGRAPHY, parse
from scripts.core.pages import read_text
from scripts.core.problems import InputError

AGENT = "retraction check of an open educational site ({contact}; one request at a time, weekly)"
CROSSREF = "https://api.crossref.org/works?rows=20&select=DOI,update-to&filter=updates:{doi}"
PUBMED = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pubmed&retmode=xml&id={pmid}"
TIMEOUT = 30  # seconds
PAUSE = 1.0  # seconds between requests
TRIES = 3
BUSY = {429, 500, 502, 503, 504}
# The field of an entry that records a notice → what either service calls it.
NOTICES = {
    "retracted": "retraction withdrawal removal partial_retraction RetractionIn PartialRetractionIn",
    "corrected": "correction corrigendum erratum ErratumIn CorrectedandRepublishedIn",
    "concern": "expression_of_concern ExpressionOfConcernIn",
}
KINDS = {name: field for field, names in NOTICES.items() for name in names.split()}
Fetch = Callable[[str], bytes]


class UnavailableError(Exception):
    """A service that did not answer, or not with what it is documented to send."""


@dataclass(frozen=True)
class Entry:
    """What is needed of a source: its key and line, its identifiers, and which notices it records already."""

    key: str
    line: int
    doi: str
    pmid: str
    known: frozenset[str]


@dataclass(frozen=True)
class Notice:
    kind: str  # retracted, corrected or concern
    service: str
    where: str  # the notice's own DOI or citation


def entries(path: Path) -> list[Entry]:
    data, lines = parse(read_text(path), path)
    return [
        Entry(
            key,
            lines.get(key, 0),
            entry.fields.get("doi", ""),
            entry.fields.get("pmid", ""),
            frozenset(NOTICES.keys() & {name.lower() for name in entry.fields}),
        )
        for key, entry in data.entries.items()
    ]


def fetcher(contact: str, pause: float = PAUSE) -> Fetch:
    """A function that asks politely: never two requests at once, and later again where a service is busy."""

    def fetch(address: str) -> bytes:
        headers = {"User-Agent": AGENT.format(contact=contact)}
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 - https addresses above
        wait, why = pause, ""
        for _ in range(TRIES):
            time.sleep(wait)
            try:
                with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
                    return bytes(answer.read())
            except urllib.error.HTTPError as error:
                why, wanted = f"answers {error.code}", error.headers.get("Retry-After") or ""
                if error.code not in BUSY:
                    break
                wait = float(wanted) if wanted.isdigit() else wait * 4
            except (OSError, ValueError) as error:
                why, wait = str(error), wait * 4
        raise UnavailableError(why)

    return fetch


def crossref_notices(doi: str, fetch: Fetch) -> list[Notice]:
    """Notices that say which work they update; field `update-to` of https://api.crossref.org."""
    text = fetch(CROSSREF.format(doi=quote(doi, safe="/")))
    try:
        items = json.loads(text)["message"]["items"]
        return [
            Notice(kind, "Crossref", item["DOI"])
            for item in items
            for update in item.get("update-to", ())
            if update["DOI"].lower() == doi.lower()
            and (kind := KINDS.get(update["type"].replace(" ", "_").replace("-", "_").lower()))
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnavailableError(f"sent something else than documented ({error!r})") from error


def pubmed_notices(pmid: str, fetch: Fetch) -> list[Notice]:
    """`CommentsCorrections` of a PubMed record, whose RefType says what the other record is to this one."""
    try:
        root = etree.fromstring(fetch(PUBMED.format(pmid=quote(pmid))))
    except etree.ParseError as error:
        raise UnavailableError(f"sent no XML ({error})") from error
    return [
        Notice(kind, "PubMed", (element.findtext("RefSource") or "").strip())
        for element in root.iter("CommentsCorrections")
        if (kind := KINDS.get(element.get("RefType", "")))
    ]


def check(
    found: Iterable[Entry], fetch: Fetch
) -> tuple[list[tuple[Entry, Notice]], list[tuple[Entry, str]]]:
    """(notices that the bibliography does not record yet, sources that a service could not be asked about)."""
    news, unasked = [], []
    for entry in found:
        for identifier, ask in ((entry.doi, crossref_notices), (entry.pmid, pubmed_notices)):
            if not identifier:
                continue
            try:
                notices = ask(identifier, fetch)
            except UnavailableError as error:
                unasked.append((entry, f"{ask.__name__.partition('_')[0]} {error}"))
                continue
            news += [(entry, notice) for notice in notices if notice.kind not in entry.known]
    return news, unasked


def render(
    path: Path, news: list[tuple[Entry, Notice]], unasked: list[tuple[Entry, str]], total: int
) -> str:
    """Markdown for the issue; "" when nothing is new."""
    if not news:
        return ""
    rows = dict.fromkeys(
        f"- [ ] `{path}:{entry.line}` **{entry.key}** {notice.kind} ({notice.service}: {notice.where})"
        for entry, notice in news
    )
    gaps = "".join(f"- `{entry.key}`: {why}\n" for entry, why in unasked)
    return (
        f"{len({entry.key for entry, _ in news})} of {total} sources have a notice that the "
        "bibliography does not record. Read it, mend what rests on it, and write "
        '`retracted = "2026-01-31"` (or `corrected`, `concern`) into the entry.\n\n'
        + "\n".join(rows)
        + (f"\n\nCould not be asked about:\n\n{gaps}" if gaps else "\n")
    )


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.checks.retractions", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--bibliography", type=Path, default=BIBLIOGRAPHY)
    parser.add_argument("--report", type=Path, help="where to write the issue's text")
    parser.add_argument("--contact", default="no contact given", help="whom the services can ask")
    args = parser.parse_args(argv)
    try:
        found = entries(args.bibliography)
    except (InputError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    news, unasked = check(found, fetcher(args.contact))
    text = render(args.bibliography, news, unasked, len(found))
    if args.report:
        args.report.write_text(text, encoding="utf-8")
    asked = sum(bool(entry.doi or entry.pmid) for entry in found)
    print(text or "no new notices")
    print(f"{asked} of {len(found)} sources have an identifier; {len(unasked)} requests failed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
