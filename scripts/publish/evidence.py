"""evidence.json and evidence.csv, from the same claims that the Evidence page prints."""

from __future__ import annotations

import csv
import json
import re
from typing import Any

from scripts.core import bibliography
from scripts.core.site import Site
from scripts.markdown.claims import GRADES, Claim, ordered_claims

COLUMNS = ["id", "claim", "grade", "page", "url", "sources", "checked", "reviewed"]


def plain(markdown: str) -> str:
    """A claim without emphasis, sub- and superscript marks and escapes."""
    return re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)[*~^]", "", markdown))


def record(claim: Claim, sources: dict[str, bibliography.Source], site_url: str) -> dict[str, Any]:
    return {
        "id": claim.id,
        "claim": plain(claim.text),
        "grade": claim.grade,
        "page": claim.page.meta.get("title", claim.page.slug),
        "url": f"{site_url}{'' if claim.page.slug == 'index' else claim.page.slug + '/'}#{claim.id}",
        "sources": [
            {"key": key, "label": sources[key].label, "url": sources[key].url}
            for key in claim.sources
            if key in sources
        ],
        "checked": str(claim.page.meta.get("checked", "")),
        "reviewed": bool(claim.page.meta.get("reviewed")),
    }


def write(site: Site) -> None:
    sources = bibliography.load(site.docs / "references.bib")
    records = [record(claim, sources, site.url) for claim in ordered_claims(site.docs)]
    data = {"version": 1, "generated_from": site.url, "grades": list(GRADES), "claims": records}
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    (site.folder / "evidence.json").write_text(text, encoding="utf-8")
    with (site.folder / "evidence.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in records:
            keys = " ".join(source["key"] for source in row["sources"])
            writer.writerow({**row, "sources": keys, "reviewed": str(row["reviewed"]).lower()})
