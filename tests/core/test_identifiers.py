"""Identifiers of glossary terms: their shape, their addresses, and where they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.core import identifiers
from scripts.core.problems import InputError
from scripts.markdown.identifiers import MARKER, add
from tests.conftest import make_site

PATH = Path("docs/identifiers.toml")
TEXT = """[ketamine]
gtopdb = "4233"
gtopdb_kind = "ligand"
chebi = "CHEBI:6121"
seen = "GtoPdb 2020.5, 2026-11-30"

[glun2]
gtopdb = ["456", "457"]
gtopdb_kind = "target"
uniprot = ["Q12879", "Q13224"]
seen = "GtoPdb 2020.5, 2026-11-30"
"""


def test_each_identifier_has_a_label_and_an_address(tmp_path):
    path = make_site(tmp_path, {"a.toml": TEXT}) / "a.toml"
    found = identifiers.load(path)
    assert [item.label for item in found["ketamine"]] == ["GtoPdb 4233", "ChEBI 6121"]
    assert found["ketamine"][0].address.endswith("ligandId=4233")
    assert [item.label for item in found["glun2"]][-1] == "UniProt Q13224"
    assert found["glun2"][0].address.endswith("objectId=456")
    assert identifiers.load(tmp_path / "none.toml") == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[ketamine]", "[ketamin]", "the glossary has no term 'ketamin'; did you mean 'ketamine'"),
        ("CHEBI:6121", "6121", "ketamine: '6121' is no identifier of ChEBI"),
        ('"Q12879"', '"X1"', "glun2: 'X1' is no identifier of UniProt"),
        ('gtopdb_kind = "target"\n', "", "glun2: gtopdb_kind is 'ligand' or 'target'"),
        ("chebi", "chebbi", "ketamine: unknown field 'chebbi'"),
        ("2020.5, 2026-11-30", "2020.5", "'seen' says where"),
    ],
)
def test_what_is_wrong_is_said(old, new, message):
    text = TEXT.replace(old, new, 1)
    found = identifiers.find_problems(text, PATH, ["ketamine", "glun2"])
    assert any(message in str(problem) for problem in found), found
    assert identifiers.find_problems(TEXT, PATH, ["ketamine", "glun2"]) == []


def test_a_file_that_is_no_toml_names_its_line():
    with pytest.raises(InputError, match=r"docs/identifiers\.toml:4: "):
        identifiers.find_problems(TEXT.replace('"CHEBI:6121"', '"CHEBI:6121'), PATH, [])


def test_links_stand_at_the_end_of_their_term(tmp_path):
    known = identifiers.load(make_site(tmp_path, {"a.toml": TEXT}) / "a.toml")
    page = f"Intro.\n\n{MARKER}\n\n### Ketamine {{ #ketamine }}\n\nA drug.\n\n### X {{ #x }}\n\nY."
    lines = add(page.split("\n"), known)
    at = next(number for number, line in enumerate(lines) if line.startswith("[GtoPdb 4233]"))
    assert MARKER not in lines
    assert lines.index("A drug.") < at < lines.index("### X { #x }")
    assert lines[at + 1] == "{ .identifiers }"
