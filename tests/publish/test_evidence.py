"""evidence.json and evidence.csv say what the Evidence page says."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import nanopub
import pytest
import rdflib
from mkdocs.config import load_config

from scripts.core.claim_records import GRADES
from scripts.core.site import Site
from scripts.markdown.claims import ordered_claims
from scripts.publish import evidence

URL = "https://example.org/guide/"
NP = rdflib.Namespace("http://www.nanopub.org/nschema#")


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


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    site = Site(load_config("mkdocs.yml", site_dir=str(folder), site_url=URL))
    evidence.write(site)
    return folder


def test_version_2_is_what_its_schema_says(written):
    data = json.loads((written / "evidence-2.json").read_text(encoding="utf-8"))
    schema = json.loads((written / "evidence-2.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema)
    first = json.loads((written / "evidence.json").read_text(encoding="utf-8"))
    for old, new in zip(first["claims"], data["claims"], strict=True):
        assert old == {name: new[name] for name in old}
    broken = {**data, "claims": [{**data["claims"][0], "grade": "certain"}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        ("a=b", "a=b"),
        (["=a", "b"], "'=a; b"),
        (None, ""),
        (3, "3"),
    ],
)
def test_no_cell_starts_a_formula(value, text):
    assert evidence.cell(value) == text


def test_every_claim_is_a_valid_nanopublication(written):
    data = rdflib.Dataset(default_union=True)
    data.parse(written / "evidence.trig", format="trig")
    names = set(data.subjects(rdflib.RDF.type, NP.Nanopublication))
    assert len(names) == len(ordered_claims(Path("docs")))
    for name in names:
        own = rdflib.Dataset()
        for graph in data.graphs():
            if str(graph.identifier).partition("#")[0] == str(name):
                for triple in graph:
                    own.graph(graph.identifier).add(triple)
        assert nanopub.Nanopub(rdf=own).is_valid
