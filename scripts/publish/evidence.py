"""The graded claims as files for reuse: evidence.json (version 1), evidence-2.json with its schema, and evidence.csv.

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
    with (site.folder / "evidence.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS + RECORD_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(csv_row(one, two) for one, two in zip(first, second, strict=True))
