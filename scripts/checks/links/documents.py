"""Links inside the book, by name or to a page, and its bookmarks; the e-book; the files that the list of sums names."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator

import pikepdf

from scripts.checks.links import ebook
from scripts.checks.links.finding import Finding, World
from scripts.checks.links.targets import external_fault, local_fault

SUMS = "SHA256SUMS"


def destinations(book: pikepdf.Pdf) -> set[str]:
    """Every name that a link of the book may jump to."""
    names = (
        set(map(str, pikepdf.NameTree(book.Root.Names.Dests)))
        if "/Names" in book.Root and "/Dests" in book.Root.Names
        else set()
    )
    return names | {key.removeprefix("/") for key in book.Root.get("/Dests", {})}


def bookmarks(book: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every entry of the outline; `seen`, because a broken one may go round in circles."""
    seen = set()
    waiting = [book.Root.get("/Outlines", {}).get("/First")]
    while waiting:
        entry = waiting.pop()
        if entry is not None and entry.objgen not in seen:
            seen.add(entry.objgen)
            yield entry
            waiting += [entry.get("/Next"), entry.get("/First")]


def pdf_problems(data: bytes) -> Iterator[tuple[str, str]]:
    """(address, what is wrong) for each link and bookmark of one PDF; addresses that leave it come with an empty reason."""
    with pikepdf.open(io.BytesIO(data)) as book:
        pages, names = {page.obj.objgen for page in book.pages}, destinations(book)
        jumps = [
            (f"link on page {number}", note)
            for number, page in enumerate(book.pages, 1)
            for note in page.get("/Annots", [])
        ]
        jumps += [(f"bookmark {entry.get('/Title', '')}", entry) for entry in bookmarks(book)]
        for where, jump in jumps:
            action = jump.get("/A", {})
            if "/URI" in action:
                yield str(action.URI), ""
                continue
            target = jump.get("/Dest", action.get("/D"))
            if isinstance(target, pikepdf.Array):
                if target[0].objgen not in pages:
                    yield where, "no such page in the book"
            elif target is not None and str(target).removeprefix("/") not in names:
                yield str(target).removeprefix("/"), "no such place in the book"


def pdf(world: World, name: str) -> Iterator[Finding]:
    try:
        links = list(pdf_problems((world.site.root / name).read_bytes()))
    except (pikepdf.PdfError, ValueError, TypeError) as error:
        yield Finding("document", name, "", "", f"cannot read the book's links: {error}")
        return
    for address, reason in dict.fromkeys(links):
        if reason:
            yield Finding(
                "document", name, "pdf", address, f"link inside the book: {reason}: '{address}'"
            )
            continue
        place = world.site.place("", address)
        if place.kind == "own":
            fault = local_fault(world, place, address)
        else:
            fault = (
                external_fault("link", address, world.ours) if place.kind == "external" else None
            )
        if fault:
            yield Finding(
                fault.code,
                name,
                "pdf",
                address,
                f"link inside the book: {fault.message}",
                fault.target,
                fault.better,
            )


def sums(world: World, name: str) -> Iterator[Finding]:
    """Files whose sums are published beside them."""
    folder = name.rpartition("/")[0]
    for line in world.site.read(name).splitlines():
        file = line.partition(" ")[2].lstrip(" *")  # a star marks a file that was read as binary
        if file and posixpath.join(folder, file) not in world.site.files:
            yield Finding("missing", name, "loc", file, f"no such file: '{file}'")


def find(world: World) -> Iterator[Finding]:
    for name in sorted(world.site.files):
        if name.endswith(".pdf"):
            yield from pdf(world, name)
        elif name.endswith(".epub"):
            yield from ebook.find(world, name)
        elif name.rpartition("/")[2] == SUMS:
            yield from sums(world, name)
