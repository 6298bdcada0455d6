"""Changes of files that a build has made. All are plain functions of a file's bytes, so that they can be sent to another process."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pikepdf


def replaced(old: str, new: str, data: bytes) -> bytes:
    """The first of `old` becomes `new`; a file that does not hold it would make a fault that is none."""
    if old.encode() not in data:
        raise ValueError(f"nothing to replace: {old!r}")
    return data.replace(old.encode(), new.encode(), 1)


def halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def gone(_: bytes) -> None:
    return None


def in_zip(name: str, change: Callable[[bytes], bytes | None], data: bytes) -> bytes:
    """One file of an archive changed or left out; the others stay as they are, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == name:
                content = change(content)
            if content is not None:
                new.writestr(entry, content)
    return out.getvalue()


def in_pdf(change: Callable[[pikepdf.Pdf], None], data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as book:
        change(book)
        book.save(out)
    return out.getvalue()


def jumps(book: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Links of a book that stay in it."""
    return [
        note
        for page in book.pages
        for note in page.get("/Annots", [])
        if "/Dest" in note or note.get("/A", {}).get("/S") == "/GoTo"
    ]


def stray_page(book: pikepdf.Pdf) -> pikepdf.Object:
    return book.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page))


def jump_to_no_page(book: pikepdf.Pdf) -> None:
    note = jumps(book)[0]
    place = note.Dest if "/Dest" in note else note.A.D
    place[0] = stray_page(book)


def jump_by_name(name: str, book: pikepdf.Pdf) -> None:
    note = jumps(book)[0]
    if "/Dest" in note:
        note.Dest = pikepdf.String(name)
    else:
        note.A.D = pikepdf.String(name)


def bookmark_to_no_page(book: pikepdf.Pdf) -> None:
    book.Root.Outlines.First.Dest[0] = stray_page(book)


def outside_link(start: str, new: str, book: pikepdf.Pdf) -> None:
    """The first link to an address that begins like this leads to another one."""
    for page in book.pages:
        for note in page.get("/Annots", []):
            if str(note.get("/A", {}).get("/URI", "")).startswith(start):
                note.A.URI = pikepdf.String(new)
                return
    raise ValueError(f"no link to {start}")
