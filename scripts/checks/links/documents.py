"""Links of what is published beside the pages: PDF, e-book, lists of sums, and texts that name our addresses."""

from __future__ import annotations

import csv
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree

from scripts.checks.links import rules
from scripts.checks.links.addresses import Resolver
from scripts.checks.links.extract import SITE_MAP, extract
from scripts.checks.links.index import Finding, SiteIndex
from scripts.core.pages import without_code
from scripts.core.records import is_formula

if TYPE_CHECKING:
    import pikepdf

TEXTS = (".txt", ".md", ".xml", ".json", ".csv", ".bib", ".ris", "_headers")
SUMS, CONTAINER = "SHA256SUMS", "META-INF/container.xml"
MARKER_RE = re.compile(r"^\[\[[\w-]+(?::[^\]]*)?\]\]\s*$", re.MULTILINE)


def bookmarks(book: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    waiting, seen = [book.Root.get("/Outlines", {}).get("/First")], set()
    while waiting:
        entry = waiting.pop()
        if entry is not None and entry.objgen not in seen:  # a broken outline goes round in circles
            seen.add(entry.objgen)
            yield entry
            waiting += [entry.get("/Next"), entry.get("/First")]


def pdf_links(data: bytes) -> Iterator[tuple[str, str]]:
    """(address, what is wrong) for each link and bookmark; addresses that leave the book come with an empty reason."""
    import pikepdf  # here, because most folders hold no PDF, and it takes as long to load as twenty pages to read

    try:
        with pikepdf.open(io.BytesIO(data)) as book:
            names = set(map(str, book.Root.get("/Dests", pikepdf.Dictionary()).keys()))
            if "/Names" in book.Root and "/Dests" in book.Root.Names:
                names |= set(map(str, pikepdf.NameTree(book.Root.Names.Dests)))
            pages = {page.obj.objgen for page in book.pages}
            jumps = [
                (f"link on page {number}", note)
                for number, page in enumerate(book.pages, 1)
                for note in page.get("/Annots", [])
            ]
            jumps += [(f"bookmark {mark.get('/Title', '')}", mark) for mark in bookmarks(book)]
            for where, jump in jumps:
                action = jump.get("/A", {})
                target = jump.get("/Dest", action.get("/D"))
                if "/URI" in action:
                    yield str(action.URI), ""
                elif isinstance(target, pikepdf.Array):
                    if target[0].objgen not in pages:
                        yield where, "no such page in the book"
                elif target is not None and not names & {str(target), f"/{target}"}:
                    yield str(target).removeprefix("/"), "no such place in the book"
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError) as error:
        yield "", f"cannot read the book's links: {error}"


def pdf(index: SiteIndex, name: str) -> Iterator[Finding]:
    what = "link inside the book"
    for address, reason in dict.fromkeys(pdf_links((index.root / name).read_bytes())):
        if reason:
            message = f"{what}: {reason}: '{address}'" if address else reason
            yield Finding("document", name, "document", address, message)
            continue
        place = index.resolver.place("", address)
        if place.kind == "own":
            fault = rules.local_fault(index, place, address)
        else:
            fault, _ = rules.fault_of(index, "", "link", address)
        if fault:
            yield fault.finding(name, "document", address, place.address, what)


def package(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """(file, what is wrong): the package, each file that it lists, each part of the reading order."""

    def elements(name: str, tag: str) -> list[dict[str, str]]:
        return [
            node.attrib for node in ElementTree.fromstring(files[name]).iterfind(f".//{{*}}{tag}")
        ]

    for root in elements(CONTAINER, "rootfile") if CONTAINER in files else ():
        path = root.get("full-path", "")
        if path not in files:
            yield CONTAINER, f"no such file: '{path}'"
            continue
        items = elements(path, "item")
        for item in items:
            href = item.get("href", "")
            if posixpath.join(posixpath.dirname(path), unquote(href)) not in files:
                yield path, f"no such file: '{href}'"
        listed = {item.get("id") for item in items}
        for part in elements(path, "itemref"):
            if part.get("idref") not in listed:
                what = f"the reading order names '{part.get('idref', '')}', which is not listed"
                yield path, what


def ebook(index: SiteIndex, name: str) -> Iterator[Finding]:
    """An EPUB is a small site in a ZIP file."""
    try:
        with zipfile.ZipFile(index.root / name) as book:
            files = {entry: book.read(entry) for entry in book.namelist()}
        wrong = list(package(files))
    except (zipfile.BadZipFile, OSError) as error:
        yield Finding("document", name, "document", "", f"cannot open the e-book: {error}")
        return
    except ElementTree.ParseError as error:
        message = f"cannot read the e-book's package: {error}"
        yield Finding("document", name, "document", "", message)
        wrong = []
    extracts = {entry: found for entry, data in files.items() if (found := extract(entry, data))}
    inside = SiteIndex(index.root, frozenset(files), extracts, Resolver(), own=index.own)
    findings = [Finding("missing", page, "", "", message) for page, message in wrong]
    findings += [
        one for one in rules.find(inside) if index.resolver.place("", one.value).kind != "own"
    ]
    for page, said in extracts.items():
        for kind, address in said.uses:
            place = index.resolver.place("", address)
            if place.kind == "own" and (fault := rules.local_fault(index, place, address)):
                findings.append(fault.finding(page, kind, address, place.address))
    for one in findings:
        message = f"link inside the e-book ({one.file}): {one.message}"
        yield Finding(one.code, name, "document", one.value, message, one.target)


def sums(index: SiteIndex, name: str) -> Iterator[Finding]:
    """Files whose sums are published beside them."""
    for line in index.read(name).splitlines():
        file = line.partition(" ")[2].lstrip(" *")  # a star marks a file that was read as binary
        if file and posixpath.join(posixpath.dirname(name), file) not in index.files:
            yield Finding("missing", name, "text", file, f"no such file: '{file}'")


def texts(index: SiteIndex, name: str) -> Iterator[Finding]:
    """Our own addresses in what programs and readers of plain text get: feed, exports, copies of the pages."""
    text = index.read(name)
    found = list(text_faults(index, name, text))
    if found and name.endswith(".md"):  # unless it is an example
        found = list(text_faults(index, name, "\n".join(without_code(text.split("\n")))))
    yield from found


def text_faults(index: SiteIndex, name: str, text: str) -> Iterator[Finding]:
    for match in MARKER_RE.finditer(text) if name.endswith(".md") else ():
        value = match[0].strip()
        message = f"'{value}' is left in the text: a marker that nothing filled"
        yield Finding("leftover", name, "text", value, message)
    url = re.compile(re.escape(index.resolver.url) + r"[^\s\"'<>()\[\]{}|,\\\\]*")
    addresses = (match[0].rstrip(".,;:") for match in url.finditer(text))
    for address in dict.fromkeys(addresses) if index.resolver.url else ():
        yield from rules.own_address(index, name, "text", address, "address")


def table(index: SiteIndex, name: str) -> Iterator[Finding]:
    for row in csv.reader(io.StringIO(index.read(name))):
        for cell in filter(is_formula, row):
            message = f"a spreadsheet takes '{cell}' for a formula"
            yield Finding("formula", name, "text", cell, message)


def find(index: SiteIndex) -> Iterator[Finding]:
    for name in sorted(index.files):
        if name.endswith(".pdf"):
            yield from pdf(index, name)
        elif name.endswith(".epub"):
            yield from ebook(index, name)
        elif posixpath.basename(name) == SUMS:
            yield from sums(index, name)
        elif name.endswith(TEXTS) and name != SITE_MAP:
            yield from texts(index, name)
            if name.endswith(".csv"):
                yield from table(index, name)
