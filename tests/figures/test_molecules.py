"""Molecules: names fit structures, InChIKeys are those of the databases, shapes have the handedness of their names."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import etree
from rdkit import Chem

from scripts.core import identifiers
from scripts.core.problems import InputError
from scripts.figures import build, molecules, theme
from tests.figures.helpers import FOLDER, content_of

KNOWN = identifiers.inchikeys(FOLDER.parent / identifiers.NAME)
ROWS = molecules.read_csv(FOLDER / "molecules.csv", molecules.Molecule)
Drawn = dict[str, dict[str, Any]]


@pytest.fixture
def drawn(records: Drawn) -> Drawn:
    """What the page draws of each molecule."""
    return {one["id"]: one for one in records["molecules"]["parameters"]["molecules"]}


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=lambda row: row.id)
def test_the_structure_is_what_its_name_and_a_database_say(row: molecules.Molecule) -> None:
    molecule = Chem.MolFromSmiles(row.smiles)
    assert molecules.fault(row, molecule, KNOWN) == ""
    key = Chem.MolToInchiKey(molecule)
    assert key.split("-")[0] == KNOWN[row.term].split("-")[0]
    if not KNOWN[row.term].split("-")[1].startswith("UHFFFAOYSA"):
        assert key == KNOWN[row.term]
    assert re.findall(r"[RS]", row.name.split(")")[0] if "(" in row.name else "") in (
        [],
        row.stereo.split(),
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("CN[C@]1(", "CN[C@@]1(", "'stereo' is 'S', but the structure has 'R'"),
        ("CC12CC3CC(C)(C1)", "CC12CC3CC(CC)(C1)", "the InChIKey of the structure is"),
        (",memantine,CC12", ",memantin,CC12", "has no inchikey for 'memantin'"),
        ("C1CCN(CC1)C1", "C1CCN(CC1C1", "no structure can be read"),
    ],
)
def test_a_wrong_structure_stops_the_build(tmp_path: Path, old: str, new: str, told: str) -> None:
    folder = tmp_path / "figures"
    folder.mkdir()
    for name in ("molecules.toml", "molecules.csv"):
        shutil.copy(FOLDER / name, folder)
    for name in (identifiers.NAME, "references.bib"):
        shutil.copy(FOLDER.parent / name, tmp_path)
    rows = folder / "molecules.csv"
    before = rows.read_text(encoding="utf-8")
    assert before.count(old) == 1
    rows.write_text(before.replace(old, new), encoding="utf-8")
    line = before[: before.index(old)].count("\n") + 1
    with pytest.raises(InputError, match=rf"molecules\.csv:{line}: .*{re.escape(told)}"):
        build.build_figures(tmp_path / "cache", folder)


def test_a_malformed_inchikey_is_a_finding() -> None:
    text = '[pcp]\ninchikey = "JTJMJGYZQZDUJJ"\nseen = "there, 2026-11-30"\n'
    found = identifiers.find_problems(text, Path("identifiers.toml"), ["pcp"])
    assert [one.message for one in found] == ["pcp: 'JTJMJGYZQZDUJJ' is no InChIKey"]


def test_the_shape_has_the_handedness_of_its_name(cache: Path) -> None:
    """The file that readers download, read back without its stereo marks: R and S follow from the coordinates."""
    supplier = Chem.SDMolSupplier()
    supplier.SetData((cache / "molecules.sdf").read_text(encoding="utf-8"), removeHs=False)
    read = list(supplier)
    assert len(read) == len(ROWS)
    for molecule, (_, row) in zip(read, ROWS, strict=True):
        Chem.RemoveStereochemistry(molecule)
        Chem.AssignStereochemistryFrom3D(molecule)
        key, told = Chem.MolToInchiKey(molecule), molecule.GetProp("InChIKey")
        assert "calculated" in molecule.GetProp("_Name")
        if row.stereo:
            assert key == told
            assert sorted(molecules.centers(molecule).values()) == sorted(row.stereo.split())
        else:
            # From coordinates alone the corners of memantine's cage are marked too, which can be only as they are.
            assert key.split("-")[0] == told.split("-")[0]


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=lambda row: row.id)
def test_only_what_has_no_stereocenter_lies_on_its_mirror_image(
    row: molecules.Molecule, drawn: Drawn
) -> None:
    found = drawn[row.id]
    atoms = np.array(found["atoms"])
    matrix = np.array(found["mirror"])
    image = atoms @ matrix[:3] + matrix[3]
    assert np.linalg.det(matrix[:3]) == pytest.approx(-1, abs=1e-3), "a reflection, nothing bent"
    heavy = [at for at, one in enumerate(found["elements"]) if one != "H"]
    nearest = [np.linalg.norm(image[heavy] - atoms[at], axis=1).min() for at in heavy]
    assert (max(nearest) < 0.1) == (not row.stereo) == (found["split"] == [])
    assert sum(one < 0.3 for one in nearest) >= 7, "some part is laid on"


def test_r_ketamine_has_the_mirrored_shape_of_s_ketamine(drawn: Drawn) -> None:
    one, other = (np.array(drawn[name]["atoms"]) for name in ("s-ketamine", "r-ketamine"))
    np.testing.assert_allclose(one * [-1, 1, 1], other, atol=1e-9)


def test_bonds_have_the_lengths_of_bonds(drawn: Drawn) -> None:
    for found in drawn.values():
        atoms = np.array(found["atoms"])
        for start, end, _ in found["bonds"]:
            pair = {found["elements"][start], found["elements"][end]}
            low, high = (0.95, 1.15) if "H" in pair else (1.2, 1.8)
            assert low < np.linalg.norm(atoms[start] - atoms[end]) < high, (found["id"], pair)


def test_the_picture_marks_each_stereocenter_and_stays_within_the_rules(cache: Path) -> None:
    picture = (build.parts_of(cache) / "molecules.svg").read_text(encoding="utf-8")
    root = etree.fromstring(picture)
    cells = [one for one in root if one.tag.endswith("}g")]
    assert len(cells) == len(ROWS)
    for cell, (_, row) in zip(cells, ROWS, strict=True):
        words = "".join(cell.itertext())
        assert words.startswith(row.name)
        marks = re.findall(r"\(([RS])\)", words.removeprefix(row.name))
        assert sorted(marks) == sorted(row.stereo.split())
    for element in root.iter():
        assert not set(element.attrib) & {"style", "class"}
        assert not element.tag.endswith("}text") or float(element.get("font-size")) >= 13
    colors = set(re.findall(r"#[0-9a-fA-F]{6}", picture))
    assert colors <= set(theme.LIGHT.values())


def test_the_words_name_what_the_calculation_finds(drawn: Drawn) -> None:
    """The description is written by hand; every part that stays apart is in it."""
    words = " ".join(content_of("molecules").words.description.split())
    for found in drawn.values():
        for part in found["split"]:
            assert part.split(" ", 1)[1].split(" on the")[0] in words.replace(
                "its methyl", "the methyl"
            ), part
