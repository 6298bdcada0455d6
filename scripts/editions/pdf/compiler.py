"""Compiles Typst documents to PDF/UA-1 and PDF/A-2a. Open this when Typst refuses a document or a PDF has wrong metadata.

Typst itself refuses a missing text alternative or a link that leads nowhere.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import msgspec
import pikepdf
import typst

from scripts.core.disk_cache import cached
from scripts.core.problems import InputError, Problem
from scripts.editions.imprint import Imprint
from scripts.editions.pdf.document import Document
from scripts.figures.raster import FONTS

TEMPLATE = Path(__file__).with_name("book.typ")
CACHE = Path(".cache") / "pdf"  # below the project's folder
# What the template prints of the imprint, beside the date.
PRINTED = (
    *("name", "description", "authors", "creator", "version_and_date", "citation", "url"),
    *("rights", "license_url", "subjects"),
)
LETTER = (612, 792)  # points
COVER_PPI = 200  # e-book shops ask for 1,600 pixels or more


# Everything that has a label of ours: where it stands, and what to call it.
PLACES = """query(selector(metadata).or(heading).or(figure)).filter(it => "#" in str(it.at("label", default: ""))).map(it => {
  let place = it.location().position()
  (str(it.label), if it.func() == metadata { it.value } else { "" }, place.page, place.y.pt())
})"""


class Place(NamedTuple):
    label: str
    words: str
    page: int
    y: float  # points from the top


class Compiled(NamedTuple):
    pdf: pikepdf.Pdf
    pages: dict[str, int]  # of each label


class Printed(msgspec.Struct):
    files: dict[str, bytes]  # by name
    pages: dict[str, int]  # of each label


class Compiler:
    """Compiles several documents in one workspace; Typst keeps in memory what they share, and `cache` what is printed
    again although nothing of it has changed. The workspace stands in `folder`: with what a killed build leaves there,
    the next build removes it too."""

    def __init__(self, imprint: Imprint, cache: Path = CACHE, folder: Path | None = None) -> None:
        self._imprint, self._cache = imprint, cache
        self._folder = tempfile.TemporaryDirectory(prefix="book-", dir=folder)
        self.root = Path(self._folder.name)
        (self.root / "pictures").mkdir()
        (self.root / "book.typ").write_bytes(TEMPLATE.read_bytes())
        values = {name: getattr(imprint, name) for name in PRINTED} | {
            "released": imprint.released.timetuple()[:3]
        }
        self._values = json.dumps(values)
        (self.root / "imprint.json").write_text(self._values, encoding="utf-8")
        self._fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)]
        )

    def __enter__(self) -> Compiler:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def _open(self, document: Document) -> typst.Compiler:
        for name, data in document.pictures.items():
            (self.root / "pictures" / name).write_bytes(data)
        main = self.root / f"{document.name}.typ"
        main.write_text(document.source, encoding="utf-8")
        return typst.Compiler(input=str(main), root=str(self.root), font_paths=self._fonts)

    def _made_from(self, document: Document, *more: object) -> str:
        """Everything that what is printed depends on; this file stands for what it does to a PDF of Typst's."""
        files = (path.read_text(encoding="utf-8") for path in (TEMPLATE, Path(__file__)))
        tools = (version(name) for name in ("typst", "pikepdf", "fontpkg-fira-sans"))
        pictures = (
            f"{name} {hashlib.sha256(data).hexdigest()}"
            for name, data in sorted(document.pictures.items())
        )
        parts = (document.source, self._values, *files, *tools, *pictures, *map(str, more))
        return "\0".join(parts)

    def picture(self, document: Document) -> bytes:
        """The only page of a document as PNG."""

        def draw() -> bytes:
            png = self._open(document).compile(format="png", ppi=COVER_PPI)
            assert isinstance(png, bytes)
            return png

        folder = self._cache / document.name
        return cached(folder, self._made_from(document), draw, only_last=True)

    def print(self, document: Document, epoch: int, letter: bool = False) -> Printed:
        """The document on A4 and, if `letter`, as a second cut of the same pages."""

        def make() -> bytes:
            pdf, pages = self.compile(document, epoch)
            with pdf:
                files = {f"{document.name}.pdf": pack(pdf)}
                if letter:
                    cut_to_letter(pdf)
                    files[f"{document.name}-letter.pdf"] = pack(pdf)
            return msgspec.msgpack.encode(Printed(files, pages))

        made_from = self._made_from(document, epoch, letter)
        kept = cached(self._cache / document.name, made_from, make, only_last=True)
        return msgspec.msgpack.decode(kept, type=Printed)

    def compile(self, document: Document, epoch: int) -> Compiled:
        """The document with its metadata, not yet packed."""
        name, compiler = f"{document.name}.pdf", self._open(document)
        try:
            data, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=["1.7", "a-2a", "ua-1"], timestamp=epoch
            )
            places: list[Place] = [Place(*place) for place in json.loads(compiler.eval(PLACES))]
        except typst.TypstError as error:
            raise InputError(Problem(name, 0, f"{error.message}\n{error.diagnostic}")) from error
        assert isinstance(data, bytes)
        if warnings:
            what = f"{warnings[0].message}\n{warnings[0].diagnostic}"
            raise InputError(Problem(name, 0, what))
        # Read from a file: from bytes, each of 30,000 objects would pass through Python.
        file = self.root / name
        file.write_bytes(data)
        pdf = pikepdf.open(file)
        self._add_rights(pdf)
        head_rows(pdf)
        describe_links(pdf, places)
        return Compiled(pdf, {place.label: place.page for place in places})

    def _add_rights(self, pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:rights"] = f"{self._imprint.rights}. {self._imprint.license_url}"
            metadata["xmpRights:WebStatement"] = self._imprint.license_url
            metadata["xmpRights:Marked"] = "True"
            metadata["dc:publisher"] = {self._imprint.creator}


def head_rows(pdf: pikepdf.Pdf) -> None:
    """The first cell of a row names the row; Typst has heads of columns only."""
    scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
    for row in pdf.objects:
        if not isinstance(row, pikepdf.Dictionary) or row.get("/S") != "/TR":
            continue
        first = row.K[0] if isinstance(row.K, pikepdf.Array) else row.K
        if first.get("/S") == "/TD":
            first.S = pikepdf.Name.TH
            first.A = pikepdf.Array([first.A, scope] if "/A" in first else [scope])


def describe_links(pdf: pikepdf.Pdf, places: list[Place]) -> None:
    """Typst describes a link to a section or figure by its name; one to a place in a text only as "page 170"."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    height = float(pdf.pages[0].mediabox[3])
    # The window opens so much above the place.
    words = {(p.page, round(height - max(p.y - 10, 0))): p.words for p in places if p.words}
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            goal = link.get("/Dest")
            if isinstance(goal, pikepdf.Array):
                number = pages[goal[0].objgen]
                if name := words.get((number, round(float(goal[3])))):
                    link.Contents = pikepdf.String(f"{name}, page {number}")


def pack(pdf: pikepdf.Pdf) -> bytes:
    """Pack the thousands of small objects that tags consist of: a third of the size, the same content.

    The PDF's id is computed from its content, so that the same book always has the same bytes. Typst has
    compressed the streams as well as can be; decoding them only to compress them again would double the time.
    """
    out = io.BytesIO()
    pdf.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        deterministic_id=True,
    )
    return out.getvalue()


def cut_to_letter(pdf: pikepdf.Pdf) -> None:
    """The same pages cut for US Letter: 6 mm wider, 18 mm shorter, kept at the upper left corner.

    The template's text block fits both papers, so only the frame of each page changes. Both editions share
    their page numbers: a class with mixed printouts can say "page 31".
    """
    for page in pdf.pages:
        top = float(page.mediabox[3])
        page.mediabox = pikepdf.Array([0, round(top - LETTER[1], 3), LETTER[0], top])
