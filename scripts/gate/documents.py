"""Links inside the book and the e-book: named and page destinations of a PDF, files and ids of an EPUB."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from scripts.gate.finding import Finding, World
from scripts.gate.scan import scan_site
from scripts.gate.site import Site
from scripts.gate.targets import external_fault, find as find_targets, local_fault

SELF_CLOSED_RE = re.compile(r"<(script|style|title|iframe|textarea)\b([^>]*)/>")


def destinations(book: pikepdf.Pdf) -> set[str]:
    """Every name that a link of the book may jump to."""
    names = set(map(str, pikepdf.NameTree(book.Root.Names.Dests))) if "/Names" in book.Root and "/Dests" in book.Root.Names else set()
    return names | {key.removeprefix("/") for key in book.Root.get("/Dests", {})}


def pdf_problems(data: bytes) -> Iterator[tuple[str, str]]:
    """(address, what is wrong) for each link inside one PDF; addresses that leave it come with an empty reason."""
    with pikepdf.open(io.BytesIO(data)) as book:
        pages, names = {page.obj.objgen for page in book.pages}, destinations(book)
        for page in book.pages:
            for note in page.get("/Annots", []):
                action = note.get("/A", {})
                if "/URI" in action:
                    yield str(action.URI), ""
                    continue
                target = note.get("/Dest", action.get("/D"))
                if isinstance(target, pikepdf.Array):
                    if target[0].objgen not in pages:
                        yield str(target[0].objgen[0]), "no such page in the book"
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
            yield Finding("document", name, "pdf", address, f"link inside the book: {reason}: '{address}'")
            continue
        place = world.site.place("", address)
        if place.kind == "own":
            fault = local_fault(world, place, address)
        else:
            fault = external_fault("link", address, world.ours) if place.kind == "external" else None
        if fault:
            yield Finding(fault.code, name, "link", address, f"link inside the book: {fault.message}", fault.target, fault.better)


def epub(world: World, name: str) -> Iterator[Finding]:
    """An e-book is a small site in a zip file: its pages are checked like the others."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(world.site.root / name) as book:
                book.extractall(folder)
        except (zipfile.BadZipFile, OSError) as error:
            yield Finding("document", name, "", "", f"cannot open the e-book: {error}")
            return
        root = Path(folder)
        for path in root.rglob("*.xhtml"):  # in XHTML an element may close itself; to the tokenizer it would swallow the page
            path.write_text(SELF_CLOSED_RE.sub(r"<\1\2></\1>", path.read_text("utf-8", "replace")), "utf-8")
        site = Site(root)
        inside = World(site, scan_site(root, site.pages, jobs=1))
        for finding in find_targets(inside):
            yield Finding("document", name, "epub", finding.value, f"link inside the e-book ({finding.page}): {finding.message}", finding.target)


def find(world: World) -> Iterator[Finding]:
    for name in sorted(world.site.files):
        if name.endswith(".pdf"):
            yield from pdf(world, name)
        elif name.endswith(".epub"):
            yield from epub(world, name)
