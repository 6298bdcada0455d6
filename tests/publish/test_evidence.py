"""evidence.json and evidence.csv say what the Evidence page says."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from mkdocs.config import load_config

from scripts.core.site import Site
from scripts.markdown.claims import GRADES, ordered_claims
from scripts.publish import evidence

URL = "https://example.org/guide/"


def test_both_files_hold_every_claim(tmp_path: Path):
    site = Site(load_config("mkdocs.yml", site_dir=str(tmp_path), site_url=URL))
    claims = ordered_claims(site.docs)
    evidence.write(site)
    assert len(claims) >= 80
    data = json.loads((tmp_path / "evidence.json").read_text(encoding="utf-8"))
    with (tmp_path / "evidence.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["id"] for r in data["claims"]] == [r["id"] for r in rows] == [c.id for c in claims]
    assert data["generated_from"] == URL and data["version"] == 1
    for record, row in zip(data["claims"], rows, strict=True):
        assert record["grade"] == row["grade"] and record["grade"] in GRADES
        assert row["sources"].split() == [s["key"] for s in record["sources"]] != []
        assert record["url"].startswith(URL) and record["url"].endswith("#" + record["id"])
        assert not any(mark in record["claim"] for mark in ("==", "~", "**"))


def test_the_page_documents_every_field():
    text = Path("docs/evidence.md").read_text(encoding="utf-8")
    assert [column for column in evidence.COLUMNS if f"| `{column}` |" not in text] == []


def test_markup_is_taken_out():
    assert evidence.plain(r"K~i~ of *S*-ketamine, CYP2B6\*6") == "Ki of S-ketamine, CYP2B6*6"
