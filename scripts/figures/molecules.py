"""Molecules: formulas, stereocenters and shapes, all made by RDKit from the SMILES in docs/figures/molecules.csv.

The build is refused when a name does not fit its structure, or a computed InChIKey is not the one that a database gives.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from lxml import etree
from rdkit import Chem, rdBase
from rdkit.Chem import (
    rdCIPLabeler,
    rdDepictor,
    rdDistGeom,
    rdForceFieldHelpers,
    rdinchi,
    rdMolDescriptors,
    rdMolTransforms,
)
from rdkit.Chem.Draw import rdMolDraw2D

from scripts.core import identifiers
from scripts.core.problems import InputError, Problem
from scripts.core.records import Record, Words, read_csv
from scripts.figures import theme
from scripts.figures.content import Content
from scripts.figures.figure import Cell, Figure
from scripts.figures.svg import SVG, TAG, tenths

SEED, TRIALS = 2026, 40
MIRROR = (-1, 1, 1)
CLOSE = 0.3  # Å: atoms that the eye sees as one
APART = 0.7  # Å between an atom and its partner: half a bond, which the eye sees
CELL = (200, 176)  # of the picture, two columns
BOND = 25.0
WIDE = 0.73  # of an H, as a share of the size of type
TEXT = 13  # px: what a phone shows at 12
PAINT = ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")
NO_STEREO = "UHFFFAOYSA"  # the second block of an InChIKey that leaves stereochemistry open


Points: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


class Molecule(Record, frozen=True):
    """A row of the CSV. `term`: the entry of docs/identifiers.toml. `stereo`: its stereocenters as its name gives them.
    `fact`: those of docs/facts that `contact` says."""

    id: Words
    name: Words
    term: Words
    smiles: Words
    contact: Words
    stereo: str = ""
    source: str = ""
    fact: str = ""


class Group(Record, frozen=True):
    """A part of a molecule that has a name: `smarts` finds it."""

    name: Words
    smarts: Words


@dataclass(frozen=True)
class Shape:
    """A molecule with a calculated conformer.

    plain: as it is drawn, without hydrogens. full: the conformer.
    mirror: three rows and a shift that carry each atom to its place in the mirror image, laid over where most coincide.
    split: the parts that do not lie on their counterparts then."""

    row: Molecule
    plain: Chem.Mol
    full: Chem.Mol
    mirror: list[list[float]]
    split: list[str]


def read(smiles: str) -> Chem.Mol | None:
    with rdBase.BlockLogs():
        return Chem.MolFromSmiles(smiles)


def centers(molecule: Chem.Mol) -> dict[int, str]:
    """Stereocenters by the current rules for R and S: index of the atom → label."""
    rdCIPLabeler.AssignCIPLabels(molecule)
    return {
        atom.GetIdx(): atom.GetProp("_CIPCode")
        for atom in molecule.GetAtoms()
        if atom.HasProp("_CIPCode")
    }


def inchikey(molecule: Chem.Mol) -> str:
    return str(rdinchi.MolToInchiKey(molecule))


def agrees(computed: str, known: str) -> bool:
    """The same substance; a database entry without stereochemistry names its skeleton only."""
    if known.split("-")[1].startswith(NO_STEREO):
        return computed.split("-")[0] == known.split("-")[0]
    return computed == known


def fault(row: Molecule, molecule: Chem.Mol | None, known: dict[str, str]) -> str:
    """What is wrong with a row, or ""."""
    if molecule is None:
        return f"'smiles': no structure can be read from '{row.smiles}'"
    found = "".join(sorted(centers(molecule).values()))
    if found != "".join(sorted(row.stereo.replace(" ", ""))):
        return f"'stereo' is '{row.stereo}', but the structure has '{found}'"
    if row.term not in known:
        return f"docs/identifiers.toml has no inchikey for '{row.term}'"
    computed = inchikey(molecule)
    if not agrees(computed, known[row.term]):
        return f"the InChIKey of the structure is {computed}, that of '{row.term}' in docs/identifiers.toml {known[row.term]}"
    return ""


def positions(molecule: Chem.Mol) -> Points:
    return np.asarray(molecule.GetConformer().GetPositions(), dtype=np.float64)


def rounded(points: Points) -> list[list[float]]:
    """Two digits are a hundredth of an ångström; adding zero takes the sign off -0.0."""
    return [[float(value) + 0.0 for value in point] for point in np.round(points, 2)]


def conformer(molecule: Chem.Mol) -> Chem.Mol:
    """The one of lowest energy among a few: ETKDG with a fixed seed, then MMFF94."""
    full = Chem.AddHs(molecule)
    settings: Any = rdDistGeom.ETKDGv3()  # its type stubs call every setting read-only
    settings.randomSeed, settings.numThreads = SEED, 1
    rdDistGeom.EmbedMultipleConfs(full, TRIALS, settings)
    ends = rdForceFieldHelpers.MMFFOptimizeMoleculeConfs(full, numThreads=1, maxIters=5000)
    # Equal energies differ in digits that depend on the machine: the first of them wins.
    lowest = min(range(len(ends)), key=lambda at: (round(ends[at][1], 2), at))
    best = Chem.Mol(full, confId=full.GetConformers()[lowest].GetId())
    rdMolTransforms.CanonicalizeConformer(best.GetConformer())
    best.GetConformer().SetPositions(np.array(rounded(positions(best))))
    return best


def reflected(molecule: Chem.Mol) -> Chem.Mol:
    """The mirror image, structure and shape."""
    made = Chem.Mol(molecule)
    for atom in made.GetAtoms():
        atom.InvertChirality()
    if made.GetNumConformers():
        made.GetConformer().SetPositions(positions(made) * MIRROR)
    return made


def shapes(rows: list[tuple[Molecule, Chem.Mol]], groups: list[Group]) -> list[Shape]:
    """A molecule whose mirror image came before it gets the mirrored shape: the two have the same energy."""
    known: dict[str, Chem.Mol] = {}
    found = []
    for row, plain in rows:
        other = known.get(inchikey(reflected(plain)))
        full = reflected(other) if other is not None and centers(plain) else conformer(plain)
        known[inchikey(plain)] = full
        mirror, apart = lay_over(pairings(full), positions(full))
        found.append(Shape(row, plain, full, mirror, split(full, apart, groups)))
    return found


def pairings(molecule: Chem.Mol) -> list[list[int]]:
    """Every way to pair the atoms, hydrogens left out, that keeps elements and bonds: benzene rings can be flipped."""
    plain = Chem.RemoveHs(molecule)
    found = plain.GetSubstructMatches(plain, uniquify=False, useChirality=False)
    return [list(pair) for pair in found]


def fit(points: Points, onto: Points) -> tuple[Points, Points]:
    """Turn and shift that bring points closest to their partners (Kabsch); never a reflection."""
    start, end = points.mean(0), onto.mean(0)
    left, _, right = np.linalg.svd((points - start).T @ (onto - end))
    left[:, -1] *= np.sign(np.linalg.det(left @ right))
    turn = left @ right
    return turn, end - start @ turn


def lay_over(pairs: list[list[int]], atoms: Points) -> tuple[list[list[float]], list[float]]:
    """→ `mirror` of a shape, and how far each atom, hydrogens left out, lies from its counterpart (Å).

    Every three atoms are tried as a start; atoms that then coincide are fitted again."""
    count = len(pairs[0])
    here = atoms[:count]
    image = here * MIRROR
    best: tuple[tuple[int, float], Points, Points] | None = None
    for pair in pairs:
        for triple in itertools.combinations(range(count), 3):
            chosen = list(triple)
            for _ in range(3):
                turn, shift = fit(image[pair][chosen], here[chosen])
                far = np.linalg.norm(image[pair] @ turn + shift - here, axis=1)
                chosen = np.flatnonzero(far < CLOSE).tolist()
                if len(chosen) < 3:
                    break
            else:
                score = (-len(chosen), round(float(np.mean(far)), 2))
                if best is None or score < best[0]:
                    best = (score, np.vstack([np.diag(MIRROR) @ turn, shift]), far)
    assert best, "three atoms that lie on a mirror line always coincide"
    return [[round(float(one), 4) + 0.0 for one in row] for row in best[1]], best[2].tolist()


def split(molecule: Chem.Mol, apart: list[float], groups: list[Group]) -> list[str]:
    """Names of the parts that do not lie on their counterparts."""
    names = []
    for group in groups:
        hits = molecule.GetSubstructMatches(Chem.MolFromSmarts(group.smarts))
        if any(at < len(apart) and apart[at] > APART for hit in hits for at in hit):
            names.append(group.name)
    return names


def formula_svg(molecule: Chem.Mol) -> list[etree._Element]:
    """RDKit's drawing as plain shapes and words in the colors of the theme."""
    flat = Chem.Mol(molecule)
    rdDepictor.Compute2DCoords(flat, canonOrient=True)
    width, height = CELL
    pen = rdMolDraw2D.MolDraw2DSVG(width, height - 26, -1, -1, True)
    look: Any = pen.drawOptions()  # as above: its type stubs are wrong
    look.useBWAtomPalette()
    look.clearBackground = False
    look.fixedBondLength = BOND
    look.fixedFontSize = 15
    look.annotationFontScale = 14 / 15
    look.addStereoAnnotation = True
    look.unspecifiedStereoIsUnknown = False
    look.bondLineWidth = 2
    look.padding = 0.03
    look.additionalAtomLabelPadding = 0.06
    rdMolDraw2D.PrepareAndDrawMolecule(pen, flat)
    pen.FinishDrawing()
    return merged(etree.fromstring(pen.GetDrawingText().encode()))


def merged(root: etree._Element) -> list[etree._Element]:
    """Lines and shapes of one look as one path, words as words; no style attributes, which the pages' policy refuses."""
    paths: dict[tuple[str, ...], list[str]] = {}
    words: list[etree._Element] = []
    for element in root.iterchildren(f"{TAG}path", f"{TAG}text"):
        style = dict(part.split(":", 1) for part in element.get("style", "").split(";") if part)
        if element.tag == f"{TAG}path":
            look = (style.get(name, "") or element.get(name, "") for name in PAINT)
            key = tuple(value.removesuffix("px") for value in look)
            paths.setdefault(key, []).append(tenths(element.get("d", "")))
        else:
            size = max(TEXT, float(style.get("font-size", "0").removesuffix("px")))
            place = {name: tenths(element.get(name, "")) for name in ("x", "y")}
            made = etree.Element(f"{TAG}text", {"font-size": f"{size:g}", **place})
            made.set("fill", theme.LIGHT["ink"])
            made.text = "".join(element.itertext())
            words.append(made)
    for hydrogen, atom in itertools.pairwise(words):
        # RDKit sets letters closer than most typefaces need.
        if hydrogen.text == "H" and hydrogen.get("y") == atom.get("y"):
            room = float(atom.get("x", "")) - WIDE * float(hydrogen.get("font-size", ""))
            hydrogen.set("x", tenths(str(min(room, float(hydrogen.get("x", ""))))))
    found = []
    for key, parts in paths.items():
        made = etree.Element(f"{TAG}path", d="".join(parts))
        for name, value in zip(PAINT, key, strict=True):
            if value:
                made.set(name, theme.LIGHT["ink"] if value == "#000000" else value)
        found.append(made)
    return found + words


def picture(rows: list[tuple[Molecule, Chem.Mol]]) -> str:
    width, height = CELL
    lines = -(-len(rows) // 2)
    # Print sets the halves side by side.
    half = lines // 2 * height
    look = {"viewBox": f"0 0 {2 * width} {lines * height}", "data-fold": f"{half} {half}"}
    root = etree.Element(f"{TAG}svg", look | {"font-family": theme.FONT}, nsmap={None: SVG})
    for at, (row, molecule) in enumerate(rows):
        x, y = at % 2 * width, at // 2 * height
        cell = etree.SubElement(root, f"{TAG}g", transform=f"translate({x},{y})")
        name = etree.SubElement(cell, f"{TAG}text", x=f"{width / 2:g}", y="18")
        name.set("text-anchor", "middle")
        name.set("font-size", "14")
        name.set("font-weight", "600")
        name.set("fill", theme.series(1))
        name.text = row.name
        body = etree.SubElement(cell, f"{TAG}g", transform="translate(0,26)")
        body.extend(formula_svg(molecule))
    return str(etree.tostring(root, encoding="unicode"))


def sdf(made: list[Shape]) -> str:
    """All shapes in one file that any program for molecules opens."""
    blocks = []
    for found in made:
        found.full.SetProp("_Name", f"{found.row.name} (calculated shape, not measured)")
        block = Chem.MolToMolBlock(found.full)
        blocks.append(f"{block}> <InChIKey>\n{inchikey(found.plain)}\n\n$$$$\n")
    return "".join(blocks)


def parameters(found: Shape) -> dict[str, Any]:
    """What the browser draws: element and place of each atom, bonds, the mirror image laid over."""
    return {
        "id": found.row.id,
        "name": found.row.name,
        "elements": [atom.GetSymbol() for atom in found.full.GetAtoms()],
        "atoms": rounded(positions(found.full)),
        "mirror": found.mirror,
        "bonds": [
            [bond.GetBeginAtomIdx(), bond.GetEndAtomIdx(), int(bond.GetBondTypeAsDouble() * 2)]
            for bond in found.full.GetBonds()
        ],
        "centers": {str(at): label for at, label in centers(found.plain).items()},
        "split": found.split,
        "contact": found.row.contact,
    }


def figure(content: Content) -> Figure:
    known = identifiers.inchikeys(content.folder.parent / identifiers.NAME)
    groups = content.table("groups", Group)
    rows: list[tuple[Molecule, Chem.Mol]] = []
    problems = []
    for line, row in read_csv(content.csv, Molecule):
        molecule = read(row.smiles)
        if told := fault(row, molecule, known):
            problems.append(Problem(str(content.csv), line, told))
        elif molecule is not None:
            rows.append((row, molecule))
    if problems:
        raise InputError(*problems)
    made = shapes(rows, groups)
    cells: list[dict[str, Cell]] = [
        {
            "name": row.name,
            "formula": str(rdMolDescriptors.CalcMolFormula(found.plain)),
            "stereo": row.stereo or "none",
            "inchikey": inchikey(found.plain),
            "known": known[row.term],
            "smiles": row.smiles,
            "apart": "; ".join(found.split) or "none",
            "contact": row.contact,
            "source": row.source or "–",
        }
        for found in made
        for row in [found.row]
    ]
    return Figure(
        content.publish(cells),
        picture=picture(rows),
        parameters={"molecules": [parameters(found) for found in made]},
        files={"sdf": sdf(made)},
    )
