"""What stands behind each graded claim, docs/claims/<slug>.toml, and the rule that makes the grade from it.

One table a claim, named by its id. The grade in the text must be the one the rule gives (`scripts.checks.claims`), so
that it can only change when the evidence on record does.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from scripts.core import records
from scripts.core.problems import Problem
from scripts.core.records import Words, load_tables

Grade = Literal["established", "supported", "contested", "speculative"]
GRADES: tuple[Grade, ...] = get_args(Grade)
# How close to a patient the statement was tested; `document` is a law, label or registry that says so itself.
Directness = Literal["people", "animals", "cells", "calculation", "document"]
DIRECTNESS: tuple[Directness, ...] = get_args(Directness)
Sources = tuple[str, ...]  # keys of docs/references.bib
SomeSources = Annotated[Sources, msgspec.Meta(min_length=1)]


class Event(records.Record, frozen=True):
    """A day on which the grade was given or changed."""

    date: dt.date
    grade: Grade
    why: str = ""


class Record(records.Table, frozen=True, kw_only=True):
    IDS = r"claim-[a-z0-9-]+"
    EXAMPLE = "claim-trapping"
    topics: tuple[str, ...]  # words a reader would filter by
    species: tuple[str, ...]  # or systems in which it was tested
    method: Words  # how, in a few words
    directness: Directness
    n: int | None = None  # largest number of people or animals in one study, where it is known
    groups: tuple[SomeSources, ...]  # who found it, for each independent group of researchers
    kinds: tuple[str, ...] = ()  # independent kinds of evidence, such as "binding" and "behavior"
    against: Sources = ()  # those that tested it and found otherwise
    untested: bool = False  # the statement itself was not tested: it is inferred
    gap: str = ""  # what is missing although several groups agree; caps the grade at supported
    report: bool = False  # it reports what one document says
    objection: Words  # the main one
    objection_sources: Sources = ()
    would_change: Words  # which result would change this grade
    history: Annotated[tuple[Event, ...], msgspec.Meta(min_length=1)]

    def __post_init__(self) -> None:
        if any(one.date > following.date for one, following in pairwise(self.history)):
            raise ValueError("history begins with the first grade and goes on by date")

    @property
    def sources(self) -> set[str]:
        """Every source that the record names."""
        found = {key for group in self.groups for key in group}
        return found | set(self.against) | set(self.objection_sources)

    @property
    def grade(self) -> str:
        return grade(self)


def grade(record: Record, retracted: frozenset[str] = frozenset()) -> str:
    """The grade that the record earns; a retracted source counts for nothing.

    speculative: nobody has tested the statement itself
    contested: somebody tested it and found otherwise
    established: two independent groups, or two independent kinds of evidence, found it; nobody found otherwise, and
        no important test is missing
    supported: at least one group found it
    """
    groups = [group for group in record.groups if set(group) - retracted]
    if record.untested or not groups:
        return "speculative"
    if set(record.against) - retracted:
        return "contested"
    independent = len(groups) > 1 or len(record.kinds) > 1
    if independent and not record.gap and not record.report:
        return "established"
    return "supported"


def load(folder: Path) -> tuple[dict[str, Record], list[Problem]]:
    """Every record by its claim, and what is wrong with the files themselves."""
    return load_tables(folder, Record)
