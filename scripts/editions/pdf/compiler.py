"""Compiles Typst documents to PDF/UA-1 and PDF/A-2a. Open this when Typst refuses a document or a PDF has wrong metadata.

Typst itself refuses a missing text alternative or a link that leads nowhere.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pikepdf
import typst

from scripts.core.problems import InputError, Problem
from scripts.editions.imprint import Imprint
from scripts.editions.pdf.document import Document
from scripts.figures.raster import FONTS

TEMPLATE = Path(__file__).with_name("book.typ")
STANDARDS = ["1.7", "a-2a", "ua-1"]
LETTER = (612, 792)  # points
COVER_PPI = 200  # e-book shops ask for 1,600 pixels or more


class Compiler:
    """Compiles several documents in one workspace; Typst keeps in memory what they share."""

    def __init__(self, imprint: Imprint) -> None:
        self._imprint = imprint
        self._folder = tempfile.TemporaryDirectory(prefix="book-")
        self.root = Path(self._folder.name)
        (self.root / "pictures").mkdir()
        (self.root / "book.typ").write_bytes(TEMPLATE.read_bytes())
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

    def picture(self, document: Document) -> bytes:
        """The only page of a document as PNG."""
        png = self._open(document).compile(format="png", ppi=COVER_PPI)
        assert isinstance(png, bytes)
        return png

    def compile(self, document: Document, epoch: int) -> pikepdf.Pdf:
        """The document with its metadata, not yet packed."""
        name = f"{document.name}.pdf"
        try:
            data, warnings = self._open(document).compile_with_warnings(
                format="pdf", pdf_standards=STANDARDS, timestamp=epoch
            )
        except typst.TypstError as error:
            raise InputError(Problem(name, 0, f"{error.message}\n{error.diagnostic}")) from error
        if warnings:
            what = f"{warnings[0].message}\n{warnings[0].diagnostic}"
            raise InputError(Problem(name, 0, what))
        # Read from a file: from bytes, each of 30,000 objects would pass through Python.
        file = self.root / name
        file.write_bytes(data)
        pdf = pikepdf.open(file)
        self._add_rights(pdf)
        head_rows(pdf)
        return pdf

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


def pages_of(data: bytes) -> dict[str, int]:
    """The page, from 1, of each label that something links to or that is a heading."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        places = pikepdf.NameTree(pdf.Root.Names.Dests).items()
        return {
            str(name): numbers[
                place.D[0].objgen if isinstance(place, pikepdf.Dictionary) else place[0].objgen
            ]
            for name, place in places
        }


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
        for box in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
            if box in page:
                del page[box]
