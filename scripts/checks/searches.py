"""Compare the searches on record with the pages: every doubtful claim was searched for, and the page says when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from scripts.core.facts import nearest
from scripts.core.front_matter import key_line
from scripts.core.pages import Page
from scripts.core.problems import Problem
from scripts.core.searches import Search, is_outdated, last_searched
from scripts.markdown.claims import Claim

SEARCHED_GRADES = ("supported", "contested")


def find_problems(
    pages: Iterable[Page], claims: list[Claim], searches: dict[str, list[Search]]
) -> Iterator[Problem]:
    """`claims` are those of all pages."""
    known = {claim.id for claim in claims}
    named = set()
    for search in (search for found in searches.values() for search in found):
        named |= set(search.claims)
        for name in search.claims:
            if name not in known:
                what = f"no page makes the claim '{name}'"
                yield Problem(str(search.path), search.line, what, nearest(name, known))
    for claim in claims:
        if claim.grade in SEARCHED_GRADES and claim.id not in named:
            what = f"no search for evidence against '{claim.id}' ({claim.grade}) is on record in docs/facts/searches"
            yield claim.page.problem(claim.line, what)
    for page in pages:
        if page.meta.get("kind") != "lesson":
            continue
        last, written = last_searched(searches.get(page.slug, [])), page.meta.get("searched")
        if last is None:
            what = f"no search is on record: docs/facts/searches/{page.slug}.csv needs a row"
            yield page.problem(1, what)
        elif last != written:
            what = f"searched says {written}, the last search on record is of {last}"
            yield page.problem(key_line(page, "searched"), what)


def outdated(pages: Iterable[Page], today: dt.date) -> list[Problem]:
    """Pages whose literature was searched too long ago: said to authors, never a reason to stop a build."""
    return [
        page.problem(key_line(page, "searched"), f"literature last searched {date}")
        for page in pages
        if isinstance(date := page.meta.get("searched"), dt.date) and is_outdated(date, today)
    ]
