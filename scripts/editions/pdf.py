"""Compile Typst documents to PDF/UA-1: Typst itself refuses a missing text alternative or a dead link."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import pikepdf
import typst

from scripts.core.disk_cache import write_whole
from scripts.editions.document import Document
from scripts.editions.errors import BookError
from scripts.editions.guess import guess
from scripts.editions.places import EVERYWHERE, Place, recall, stood, tie
from scripts.figures.raster import FONTS

TEMPLATE = Path(__file__).resolve().parents[2] / "overrides" / "book" / "book.typ"
STANDARD = ["1.7", "ua-1"]
LETTER = (612, 792)  # points
STOOD = "stood.json"  # read by the template
MOST_ROUNDS = 6


class Press:
    """Compiles several documents in one workspace; Typst keeps what documents share between them.

    A document prints its own page numbers, so it is laid out until they stay. `memory` is a folder that keeps between
    builds where things stood: a book that has not moved is laid out once.
    """

    def __init__(self, memory: Path | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="book-")
        self.root = Path(self._folder.name)
        self._memory = memory
        (self.root / "pictures").mkdir()
        (self.root / "book.typ").write_bytes(TEMPLATE.read_bytes())
        self._fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)]
        )

    def __enter__(self) -> Press:
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
        (self.root / STOOD).write_text(json.dumps(stood([])), encoding="utf-8")
        png = self._open(document).compile(format="png", ppi=110)
        assert isinstance(png, bytes)
        return png

    def print(self, document: Document, epoch: int) -> bytes:
        with self.compile(document, epoch) as pdf:
            return pack(pdf)

    def compile(self, document: Document, epoch: int) -> pikepdf.Pdf:
        """The document with its links tied, not yet packed."""
        try:
            compiler = self._open(document)
            places = self._settle(compiler, document)
            data, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=STANDARD, timestamp=epoch
            )
        except typst.TypstError as error:
            raise BookError(f"{document.name}.pdf: {error.message}\n{error.diagnostic}") from error
        except RuntimeError as error:  # what evaluating raises
            raise BookError(f"{document.name}.pdf: {error}") from error
        if warnings:
            raise BookError(f"{document.name}.pdf: {warnings[0].message}\n{warnings[0].diagnostic}")
        assert isinstance(data, bytes)
        file = self.root / f"{document.name}.pdf"
        file.write_bytes(tie(data, places, document.name))
        return pikepdf.open(
            file
        )  # by its name: from bytes, every one of 30,000 objects is read through Python

    def _settle(self, compiler: typst.Compiler, document: Document) -> list[Place]:
        """Lay the document out until it stands as it says; to evaluate something lays out without writing a PDF."""
        kept = self._memory / f"{document.name}.json" if self._memory else None
        said = recall(kept) or json.dumps({**stood([]), "pages": guess(document.source)})
        for _ in range(MOST_ROUNDS):
            (self.root / STOOD).write_text(said, encoding="utf-8")
            places: list[Place] = json.loads(compiler.eval(EVERYWHERE))
            found = json.dumps(stood(places))
            if found == said:
                if kept:
                    write_whole(kept, found.encode())
                return places
            said = found
        raise BookError(
            f"{document.name}.pdf: its page numbers still change after {MOST_ROUNDS} rounds"
        )


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
