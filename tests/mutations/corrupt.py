"""Changes of files that a build has made: functions of a file's bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pikepdf

Change = Callable[[bytes], bytes | None]


def replaced(old: str, new: str) -> Change:
    """The first of `old` becomes `new`; a file that does not hold it would make a fault that is none."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data, f"nothing to replace: {old!r}"
        return data.replace(old.encode(), new.encode(), 1)

    return change


def halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def gone(_: bytes) -> None:
    return None


def in_zip(name: str, change: Change) -> Change:
    """One file of an archive changed or left out."""

    def changed(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            assert name in old.namelist()
            for entry in old.infolist():
                content = old.read(entry)
                kept = change(content) if entry.filename == name else content
                if kept is not None:
                    new.writestr(entry, kept)
        return out.getvalue()

    return changed


def in_pdf(change: Callable[[pikepdf.Pdf], None]) -> Change:
    def changed(data: bytes) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as book:
            change(book)
            book.save(out)
        return out.getvalue()

    return changed


def stray_page(book: pikepdf.Pdf) -> pikepdf.Object:
    return book.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page))


def jump_to_no_page(book: pikepdf.Pdf) -> None:
    book.pages[0].Annots[0].A.D[0] = stray_page(book)


def jump_by_name(name: str) -> Callable[[pikepdf.Pdf], None]:
    def change(book: pikepdf.Pdf) -> None:
        book.pages[0].Annots[0].A.D = pikepdf.String(name)

    return change


def bookmark_to_no_page(book: pikepdf.Pdf) -> None:
    mark = book.Root.Outlines.First
    mark.Dest[0] = stray_page(book)
    mark.Next = mark  # broken too, and no reason to go on for ever


def leads_to(address: str) -> Callable[[pikepdf.Pdf], None]:
    def change(book: pikepdf.Pdf) -> None:
        book.pages[0].Annots[1].A.URI = pikepdf.String(address)

    return change
