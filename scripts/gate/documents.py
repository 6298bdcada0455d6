"""Links inside the book and the e-book: named and page destinations of a PDF, files and ids of an EPUB."""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from scripts.gate.finding import Finding, World
from scripts.gate.scan import scan_site
from scripts.gate.site import Site
from scripts.gate.targets import external_fault, find as find_targets, local_fault

OBJECT_RE = re.compile(rb"(\d+) (\d+) obj\b(.*?)endobj", re.DOTALL)
STREAM_RE = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
URI_RE = re.compile(rb"/URI\s*\(((?:\\.|[^\\)])*)\)")
# A link that jumps inside the file names a destination or gives a page and a position.
NAMED_RE = re.compile(rb"/(?:D|Dest)\s*(?:\(((?:\\.|[^\\)])*)\)|/([^\s/<>\[\]()]+))")
DIRECT_RE = re.compile(rb"/(?:D|Dest)\s*\[\s*(\d+) \d+ R")
NAME_TREE_RE = re.compile(rb"/Names\s*\[(.*?)\]\s*(?:/|>>)", re.DOTALL)
STRING_RE = re.compile(rb"\(((?:\\.|[^\\)])*)\)")
SELF_CLOSED_RE = re.compile(r"<(script|style|title|iframe|textarea)\b([^>]*)/>")
PAGE_RE = re.compile(rb"/Type\s*/Page\b")


def pdf_objects(data: bytes) -> dict[int, bytes]:
    """Object number → its text, also of objects packed into compressed streams."""
    found = {}
    for match in OBJECT_RE.finditer(data):
        number, body = int(match[1]), match[3]
        head, stream = body.partition(b"stream")[0], STREAM_RE.search(body)
        if stream and re.search(rb"/Type\s*/ObjStm", head):
            text = zlib.decompress(stream[1]) if b"FlateDecode" in head else stream[1]
            count, first = (int(re.search(rb"/%s\s+(\d+)" % key, head)[1]) for key in (b"N", b"First"))  # type: ignore[index]
            index = [int(value) for value in text[:first].split()[: 2 * count]]
            starts = index[1::2] + [len(text) - first]
            for inner, start, stop in zip(index[::2], starts, starts[1:], strict=False):
                found[inner] = text[first + start : first + stop]
        else:
            found[number] = head
    return found


def pdf_problems(data: bytes) -> Iterator[tuple[str, str]]:
    """(address, what is wrong) for each link inside one PDF; addresses that leave it come with an empty reason."""
    objects = pdf_objects(data)
    pages = {number for number, body in objects.items() if PAGE_RE.search(body)}
    names = {text for body in objects.values() for tree in NAME_TREE_RE.findall(body) for text in STRING_RE.findall(tree)}
    names |= {key for body in objects.values() if b"/Dests" in body for key in re.findall(rb"/([^\s/<>\[\]()]+)\s+\d+ 0 R", body)}
    for body in objects.values():
        for address in URI_RE.findall(body):
            yield re.sub(rb"\\(.)", rb"\1", address).decode("latin-1"), ""
        for text, name in NAMED_RE.findall(body):
            if (text or name) not in names:
                yield (text or name).decode("latin-1"), "no such place in the book"
        for page in DIRECT_RE.findall(body):
            if int(page) not in pages:
                yield page.decode(), "no such page in the book"


def pdf(world: World, name: str) -> Iterator[Finding]:
    try:
        links = list(pdf_problems((world.site.root / name).read_bytes()))
    except (zlib.error, ValueError, TypeError) as error:
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
