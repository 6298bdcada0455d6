"""Write evidence.json and evidence.csv into a built site, from the same claims the Evidence page prints."""

from __future__ import annotations

import argparse
import csv
import json
import re
from pathlib import Path
from typing import Any

from scripts.core import bibliography
from scripts.core.problems import InputError
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


def write(site: Path, docs: Path, site_url: str) -> int:
    """Write both files into `site`; returns the number of claims."""
    sources = bibliography.load(docs / "references.bib")
    records = [record(claim, sources, site_url) for claim in ordered_claims(docs)]
    data = {"version": 1, "generated_from": site_url, "grades": list(GRADES), "claims": records}
    (site / "evidence.json").write_text(
        json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    with (site / "evidence.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in records:
            writer.writerow(
                {
                    **row,
                    "sources": " ".join(source["key"] for source in row["sources"]),
                    "reviewed": str(row["reviewed"]).lower(),
                }
            )
    return len(records)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.publish.evidence", description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--site-url", default="http://127.0.0.1:8000/")
    args = parser.parse_args(argv)
    try:
        print(f"{write(args.site, args.docs, args.site_url)} claims")
    except InputError as error:
        print(error)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
