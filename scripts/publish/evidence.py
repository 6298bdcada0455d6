"""The graded claims as files for reuse: evidence.json (version 1), evidence-2.json with its schema, evidence.csv, and
evidence.trig, in which each is a nanopublication.

The same claims and records as the Evidence page prints. Version 1 stays as it was for those who already read it.
"""

from __future__ import annotations

import csv
import json
import re
from typing import Any

import msgspec

from scripts.core import bibliography, claim_records
from scripts.core.bibliography import Source
from scripts.core.claim_records import DIRECTNESS, GRADES, Record
from scripts.core.records import Table
from scripts.core.site import Site
from scripts.markdown.claims import Claim, ordered_claims

COLUMNS = ["id", "claim", "grade", "page", "url", "sources", "checked", "reviewed"]
RECORD_COLUMNS = ["topics", "species", "method", "directness", "n", "against"]
RECORD_COLUMNS += ["objection", "would_change"]
FORMULA_RE = re.compile(r"^[=+\-@\t\r]")
TEXT: dict[str, Any] = {"type": "string"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
DATE: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
GRADE: dict[str, Any] = {"enum": list(GRADES)}
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
PREFIXES = """@prefix np: <http://www.nanopub.org/nschema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix hyp: <http://purl.org/petapico/o/hycl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def plain(markdown: str) -> str:
    """A claim without emphasis, sub- and superscript marks and escapes."""
    return re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)[*~^]", "", markdown))


def address(claim: Claim, site_url: str) -> str:
    page = "" if claim.page.slug == "index" else f"{claim.page.slug}/"
    return f"{site_url}{page}#{claim.id}"


def as_version_1(claim: Claim, sources: dict[str, Source], site_url: str) -> dict[str, Any]:
    return {
        "id": claim.id,
        "claim": plain(claim.text),
        "grade": claim.grade,
        "page": claim.page.meta.get("title", claim.page.slug),
        "url": address(claim, site_url),
        "sources": [
            {"key": key, "label": sources[key].label, "url": sources[key].url}
            for key in claim.sources
            if key in sources
        ],
        "checked": str(claim.page.meta.get("checked", "")),
        "reviewed": bool(claim.page.meta.get("reviewed")),
    }


def record_fields(record: Record) -> dict[str, Any]:
    """What stands behind the grade."""
    own = Record.__struct_fields__[len(Table.__struct_fields__) :]
    return {name: msgspec.to_builtins(getattr(record, name)) for name in own}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """Schema of an object that has exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def schema(site_url: str) -> dict[str, Any]:
    """JSON Schema of version 2."""
    source = _object({"key": TEXT, "label": TEXT, "url": TEXT})
    claim = _object(
        {
            "id": {"type": "string", "pattern": "^claim-[a-z0-9-]+$"},
            "claim": TEXT,
            "grade": GRADE,
            "page": TEXT,
            "url": TEXT,
            "sources": {"type": "array", "items": source},
            "checked": DATE,
            "reviewed": {"type": "boolean"},
            "topics": TEXTS,
            "species": TEXTS,
            "method": TEXT,
            "directness": {"enum": list(DIRECTNESS)},
            "n": {"type": ["integer", "null"], "minimum": 1},
            "groups": {"type": "array", "items": {**TEXTS, "minItems": 1}},
            "kinds": TEXTS,
            "against": TEXTS,
            "untested": {"type": "boolean"},
            "gap": TEXT,
            "report": {"type": "boolean"},
            "objection": TEXT,
            "objection_sources": TEXTS,
            "would_change": TEXT,
            "history": {
                "type": "array",
                "items": _object({"date": DATE, "grade": GRADE, "why": TEXT}),
                "minItems": 1,
            },
        }
    )
    whole = _object(
        {
            "version": {"const": 2},
            "generated_from": TEXT,
            "grades": {"const": list(GRADES)},
            "claims": {"type": "array", "items": claim},
        }
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{site_url}evidence-2.schema.json",
        "title": "Graded claims, version 2",
        **whole,
    }


def cell(value: Any) -> str:
    """Text of a CSV cell that no spreadsheet takes for a formula."""
    if isinstance(value, list | tuple):
        value = "; ".join(value)
    text = "" if value is None else str(value)
    return f"'{text}" if FORMULA_RE.match(text) else text


def csv_row(first: dict[str, Any], second: dict[str, Any]) -> dict[str, str]:
    keys = " ".join(source["key"] for source in first["sources"])
    row = {**first, "sources": keys, "reviewed": str(first["reviewed"]).lower()}
    row |= {name: second.get(name) for name in RECORD_COLUMNS}
    return {name: cell(value) for name, value in row.items()}


def literal(text: str) -> str:
    """A string of TriG; JSON's escapes are a part of TriG's."""
    return json.dumps(text, ensure_ascii=False)


def iri(address: str) -> str:
    """An address between angle brackets; characters that TriG forbids there are percent-encoded."""
    forbidden = {ord(character): f"%{ord(character):02X}" for character in '<>"{}|^`\\ '}
    return f"<{address.translate(forbidden)}>"


def nanopublication(claim: Claim, sources: dict[str, Source], site: Site) -> str:
    """The claim, where it comes from, and who says so: four graphs, head, assertion, provenance and publication info, as
    https://nanopub.net/guidelines/working_draft/ asks for. They are not signed: a signature would need a key that the
    project's keepers hold."""
    here = address(claim, site.url)
    name = f"{site.url}np/{claim.id}"
    head, assertion, provenance, info = (
        iri(f"{name}#{graph}") for graph in ("head", "assertion", "provenance", "pubinfo")
    )
    cited = [sources[key].url for key in claim.sources if key in sources and sources[key].url]
    evidence = "".join(f" ;\n    cito:citesAsEvidence {iri(url)}" for url in cited)
    grade = iri(f"{site.url}about/#grade-{claim.grade}")
    who = " , ".join(literal(author) for author in site.authors)
    return f"""
{head} {{
  {iri(name)} a np:Nanopublication ;
    np:hasAssertion {assertion} ;
    np:hasProvenance {provenance} ;
    np:hasPublicationInfo {info} .
}}
{assertion} {{
  {iri(here)} a hyp:Statement ;
    rdfs:label {literal(plain(claim.text))} .
}}
{provenance} {{
  {assertion} prov:wasDerivedFrom {iri(here)} ;
    dct:conformsTo {grade}{evidence} .
}}
{info} {{
  {iri(name)} dct:created "{claim.page.meta.get("checked", "")}"^^xsd:date ;
    dct:creator {who} ;
    dct:license {iri(LICENSE)} ;
    dct:isPartOf {iri(site.url)} .
}}
"""


def write(site: Site) -> None:
    sources = bibliography.load(site.docs / "references.bib")
    records, _ = claim_records.load(site.docs / "claims")
    claims = ordered_claims(site.docs)
    first = [as_version_1(claim, sources, site.url) for claim in claims]
    second = [record_fields(records[claim.id]) if claim.id in records else {} for claim in claims]

    def put(name: str, version: int, rows: list[dict[str, Any]]) -> None:
        data = {"version": version, "generated_from": site.url, "grades": GRADES, "claims": rows}
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (site.folder / name).write_text(text, encoding="utf-8")

    put("evidence.json", 1, first)
    put("evidence-2.json", 2, [one | two for one, two in zip(first, second, strict=True)])
    text = json.dumps(schema(site.url), ensure_ascii=False, indent=1) + "\n"
    (site.folder / "evidence-2.schema.json").write_text(text, encoding="utf-8")
    text = PREFIXES + "".join(nanopublication(claim, sources, site) for claim in claims)
    (site.folder / "evidence.trig").write_text(text, encoding="utf-8")
    with (site.folder / "evidence.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS + RECORD_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(csv_row(one, two) for one, two in zip(first, second, strict=True))
