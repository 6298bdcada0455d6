"""Identifiers of glossary terms in public databases, docs/identifiers.toml: one table a term, named by its id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.core.facts import nearest
from scripts.core.pages import read_text
from scripts.core.problems import Problem
from scripts.core.records import parse_toml, table_lines

NAME = "identifiers.toml"
INCHIKEY = r"[A-Z]{14}-[A-Z]{10}-[A-Z]"
GUIDE = "https://www.guidetopharmacology.org/GRAC"


@dataclass(frozen=True)
class Database:
    name: str
    pattern: str
    address: str


DATABASES = {
    "gtopdb-ligand": Database("GtoPdb", r"\d+", GUIDE + "/LigandDisplayForward?ligandId={}"),
    "gtopdb-target": Database("GtoPdb", r"\d+", GUIDE + "/ObjectDisplayForward?objectId={}"),
    "uniprot": Database(
        "UniProt", r"[OPQ]\d[A-Z0-9]{3}\d", "https://www.uniprot.org/uniprotkb/{}/entry"
    ),
    "chebi": Database("ChEBI", r"CHEBI:\d+", "https://www.ebi.ac.uk/chebi/searchId.do?chebiId={}"),
    "pubchem": Database("PubChem", r"\d+", "https://pubchem.ncbi.nlm.nih.gov/compound/{}"),
    "mesh": Database("MeSH", r"D\d{6}(\d{3})?", "https://meshb.nlm.nih.gov/record/ui?ui={}"),
    "wikidata": Database("Wikidata", r"Q\d+", "https://www.wikidata.org/wiki/{}"),
}
FIELDS = {name.partition("-")[0] for name in DATABASES} | {"gtopdb_kind", "inchikey", "of", "seen"}


@dataclass(frozen=True)
class Identifier:
    """`database` is a key of DATABASES."""

    database: str
    value: str

    @property
    def label(self) -> str:
        # ChEBI's own identifiers begin with its name.
        return f"{DATABASES[self.database].name} {self.value.removeprefix('CHEBI:')}"

    @property
    def address(self) -> str:
        return DATABASES[self.database].address.format(self.value)


def identifiers_of(table: dict[str, Any]) -> list[Identifier]:
    """Those of one term, in the order of DATABASES."""
    found = []
    for database in DATABASES:
        field, _, kind = database.partition("-")
        if kind and table.get("gtopdb_kind") != kind:
            continue
        value = table.get(field, [])
        values = [value] if isinstance(value, str) else value
        found += [Identifier(database, item) for item in values]
    return found


def _tables(path: Path) -> dict[str, Any]:
    """{} without the file, InputError with the line where it is no TOML."""
    return parse_toml(read_text(path), path) if path.is_file() else {}


def load(path: Path) -> dict[str, list[Identifier]]:
    """Term's id → its identifiers."""
    return {term: identifiers_of(table) for term, table in _tables(path).items()}


def inchikeys(path: Path) -> dict[str, str]:
    """Term's id → the InChIKey that a database gives it."""
    tables = _tables(path).items()
    return {term: table["inchikey"] for term, table in tables if "inchikey" in table}


def find_problems(text: str, path: Path, terms: Iterable[str]) -> list[Problem]:
    """Terms that the glossary does not define, unknown fields, malformed identifiers."""
    terms = list(terms)
    lines, problems = table_lines(text), []
    for term, table in parse_toml(text, path).items():
        line = lines.get(term, 1)
        if term not in terms:
            hint = nearest(term, terms)
            problems.append(Problem(str(path), line, f"the glossary has no term '{term}'", hint))
        wrong = [f"unknown field '{field}'" for field in table.keys() - FIELDS]
        wrong += [
            f"'{item.value}' is no identifier of {DATABASES[item.database].name}"
            for item in identifiers_of(table)
            if not re.fullmatch(DATABASES[item.database].pattern, item.value)
        ]
        if not re.fullmatch(INCHIKEY, table.get("inchikey", "A" * 14 + "-" + "A" * 10 + "-N")):
            wrong.append(f"'{table['inchikey']}' is no InChIKey")
        if "gtopdb" in table and table.get("gtopdb_kind") not in ("ligand", "target"):
            wrong.append("gtopdb_kind is 'ligand' or 'target'")
        if not re.search(r"\d{4}-\d{2}-\d{2}$", str(table.get("seen", ""))):
            wrong.append("'seen' says where the identifiers were read and ends with the date")
        problems += [Problem(str(path), line, f"{term}: {what}") for what in sorted(wrong)]
    return problems
