"""The PO files of a language, `translations/<language>/<page>.po`: what is translated, what is stale, who signed it.

A segment whose English has changed keeps its translation, marked fuzzy, until somebody has looked at it: that is stale.
Open this when a translator's work is not taken in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem
from scripts.publish.translation import tags_match

FOLDER = Path("translations")
INTERFACE = "interface"  # what stands on more than half of the pages
SIGNATURE = "signed.toml"
SIGNED_FIELDS = ("name", "knows", "date", "digest")
Places = dict[str, list[str]]  # segment → where it stands


class State(NamedTuple):
    """Of one catalog: how many segments there are, and how many have no current translation."""

    total: int
    missing: int
    stale: int


def read(path: Path) -> Catalog:
    try:
        return read_po(io.StringIO(read_text(path)), abort_invalid=True)
    except (ValueError, PoFileError) as error:
        line = getattr(error, "lineno", -1) + 1  # Babel counts from 0
        told = re.sub(r" on \d+$", "", str(error))
        raise InputError(Problem(str(path), line, f"no PO file: {told}")) from error


def update(folder: Path, name: str, wanted: Mapping[str, Places], created: dt.datetime) -> None:
    """Bring the PO files of a language up to date with the pages; translations stay, changed ones become fuzzy."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, places in wanted.items():
        path = folder / f"{stem}.po"
        fresh = Catalog(project=name, creation_date=created, revision_date=created, fuzzy=False)
        for text, where in places.items():
            fresh.add(text, auto_comments=where[:3])
        catalog = fresh
        if path.exists():
            catalog = read(path)
            catalog.update(fresh, update_creation_date=False)
        for message in catalog:
            message.flags.discard("python-format")  # "50% of" is no format
        with path.open("wb") as file:
            write_po(file, catalog, width=0, include_previous=True, ignore_obsolete=False)


def translations(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """(segment → translation that is current, segment → translation that is stale); one that is current and has lost
    a tag is an InputError."""
    current: dict[str, str] = {}
    stale: dict[str, str] = {}
    problems = []
    for path in sorted(folder.glob("*.po")):
        for message in read(path):
            text, made = str(message.id), str(message.string)
            if not text or not made:
                continue
            if message.fuzzy:
                stale[text] = made
            elif tags_match(text, made):
                current[text] = made
            else:
                what = f"other tags than in '{text}': '{made}'"
                problems.append(Problem(str(path), message.lineno or 0, what))
    if problems:
        raise InputError(*problems)
    return current, stale


def state(folder: Path, wanted: Mapping[str, Places]) -> dict[str, State]:
    current, stale = translations(folder)
    return {
        stem: State(
            len(places),
            sum(text not in current and text not in stale for text in places),
            sum(text in stale for text in places),
        )
        for stem, places in wanted.items()
    }


def digest(folder: Path) -> str:
    """What a signature stands for: every pair of segment and translation, whatever else the files say."""
    current, _ = translations(folder)
    pairs = "\0".join(f"{text}\0{made}" for text, made in sorted(current.items()))
    return hashlib.sha256(pairs.encode()).hexdigest()


def unsigned(folder: Path) -> str:
    """Why nobody answers for the translation as it is; "" if somebody does."""
    path = folder / SIGNATURE
    if not path.exists():
        return (
            f"{path} is missing: a person who knows the language and the subject reads the translation and writes "
            f'there name = "…", knows = "…", date = 2027-01-31, digest = "{digest(folder)}"'
        )
    try:
        signed = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        return f"{path}: {error}"
    if lacking := [name for name in SIGNED_FIELDS if not signed.get(name)]:
        return f"{path} does not say {', '.join(lacking)}"
    if signed["digest"] != digest(folder):
        return f"{path} is for another state of the translation; the digest is now {digest(folder)}"
    return ""
