"""Links inside the e-book: an EPUB is a small site in a zip file, so its pages are checked like the others; then what its package lists."""

from __future__ import annotations

import posixpath
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from scripts.checks.links.finding import Finding, World
from scripts.checks.links.scan import scan_site
from scripts.checks.links.site import Site
from scripts.checks.links.targets import find as find_targets
from scripts.checks.links.targets import local_fault

SELF_CLOSED_RE = re.compile(r"<(script|style|title|iframe|textarea)\b([^>]*)/>")
CONTAINER = "META-INF/container.xml"


def said(name: str, page: str, finding: Finding) -> Finding:
    return Finding(
        finding.code,
        name,
        "epub",
        finding.value,
        f"link inside the e-book ({page}): {finding.message}",
        finding.target,
    )


def missing(name: str, page: str, address: str) -> Finding:
    return said(name, page, Finding("missing", page, "epub", address, f"no such file: '{address}'"))


def tags(path: Path, name: str) -> list[dict[str, str]]:
    """Attributes of all elements with this name, whatever its namespace."""
    return [
        element.attrib
        for element in ElementTree.parse(path).iter()
        if element.tag.rpartition("}")[2] == name
    ]


def package(site: Site, name: str) -> Iterator[Finding]:
    """What a reading system looks for: the package, each file that it lists, each part of the reading order."""
    for root in tags(site.root / CONTAINER, "rootfile") if CONTAINER in site.files else ():
        path = root.get("full-path", "")
        if path not in site.files:
            yield missing(name, CONTAINER, path)
            continue
        items = tags(site.root / path, "item")
        for item in items:
            if (
                posixpath.join(posixpath.dirname(path), unquote(item.get("href", "")))
                not in site.files
            ):
                yield missing(name, path, item.get("href", ""))
        known = {item.get("id") for item in items}
        for part in tags(site.root / path, "itemref"):
            if part.get("idref") not in known:
                yield said(
                    name,
                    path,
                    Finding(
                        "missing",
                        path,
                        "epub",
                        part.get("idref", ""),
                        f"the reading order names '{part.get('idref')}', which is not listed",
                    ),
                )


def pages(world: World, inside: World, name: str) -> Iterator[Finding]:
    for finding in find_targets(inside):
        yield said(name, finding.page, finding)
    for number, values in inside.scan.repeated.items():
        for value in values:
            yield said(
                name,
                inside.pages[number],
                Finding("duplicate-id", "", "epub", value, f"id '{value}' is used more than once"),
            )
    for (_, folder), uses in inside.scan.uses.items():
        for address, first in uses.first.items():
            place = world.site.place(folder, address)
            if place.kind == "own" and (fault := local_fault(world, place, address)):
                yield said(
                    name,
                    inside.pages[first],
                    Finding(fault.code, "", "epub", address, fault.message, fault.target),
                )


def find(world: World, name: str) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        try:
            with zipfile.ZipFile(world.site.root / name) as book:
                book.extractall(root)
        except (zipfile.BadZipFile, OSError) as error:
            yield Finding("document", name, "", "", f"cannot open the e-book: {error}")
            return
        for path in root.rglob(
            "*.xhtml"
        ):  # in XHTML an element may close itself; to the tokenizer it would swallow the page
            path.write_text(
                SELF_CLOSED_RE.sub(r"<\1\2></\1>", path.read_text("utf-8", "replace")), "utf-8"
            )
        site = Site(root)
        yield from pages(world, World(site, scan_site(root, site.pages, jobs=1), world.ours), name)
        try:
            yield from package(site, name)
        except ElementTree.ParseError as error:
            yield Finding("document", name, "", "", f"cannot read the e-book's package: {error}")
