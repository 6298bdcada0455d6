"""Compare the searches on record with the pages: every doubtful claim was searched for, and the page says when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from scripts.core.facts import nearest
from scripts.core.front_matter import key_line
from scripts.core.pages import Page
from scripts.core.problems import Problem
from scripts.core.searches import Search, is_outdated, last_searched
from scripts.markdown.claims import Claim

SEARCHED_GRADES = ("supported", "contested")


def find_problems(
    pages: Iterable[Page], claims: Iterable[Claim], searches: dict[str, list[Search]]
) -> list[Problem]:
    """Pure comparison; `claims` are those of all pages."""
    claims = list(claims)
    known = {claim.id for claim in claims}
    named = {name for found in searches.values() for search in found for name in search.claims}
    problems = [
        Problem(str(s.path), s.line, f"no page makes the claim '{name}'", nearest(name, known))
        for found in searches.values()
        for s in found
        for name in s.claims
        if name not in known
    ]
    problems += [
        Problem(
            str(claim.page.path),
            claim.line,
            f"no search for evidence against '{claim.id}' ({claim.grade}) is on record in docs/facts/searches",
        )
        for claim in claims
        if claim.grade in SEARCHED_GRADES and claim.id not in named
    ]
    for page in pages:
        if page.meta.get("kind") != "lesson":
            continue
        last, written = last_searched(searches.get(page.slug, [])), page.meta.get("searched")
        if last is None:
            problems.append(
                Problem(
                    str(page.path),
                    1,
                    f"no search is on record: docs/facts/searches/{page.slug}.csv needs a row",
                )
            )
        elif last != written:
            line = key_line(page, "searched")
            what = f"searched says {written}, the last search on record is of {last}"
            problems.append(Problem(str(page.path), line, what))
    return problems


def outdated(pages: Iterable[Page], today: dt.date) -> list[Problem]:
    """Pages whose literature was searched too long ago: said to authors, never a reason to stop a build."""
    return [
        Problem(str(page.path), key_line(page, "searched"), f"literature last searched {date}")
        for page in pages
        if isinstance(date := page.meta.get("searched"), dt.date) and is_outdated(date, today)
    ]
