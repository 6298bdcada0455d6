"""Where addresses lead: missing files and fragments, wrong case, moved pages, and addresses that leave the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from scripts.checks.links.finding import Finding, World
from scripts.checks.links.reader import Reader
from scripts.checks.links.scan import start_of
from scripts.checks.links.site import Place, page_path
from scripts.checks.links.unbuilt import page_meant

DOI_HOST_RE = re.compile(r"https?://(?:dx\.|www\.)?doi\.org(?:/|$)", re.IGNORECASE)
DOI_RE = re.compile(r"10\.\d{4,9}/\S*[^\s.,;]")  # older ones hold brackets and even < and >
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


class Fault(NamedTuple):
    """What is wrong with one address, whoever wrote it."""

    code: str
    message: str
    target: str
    better: str = ""
    mechanical: bool = False


def external_fault(kind: str, address: str, ours: bool) -> Fault | None:
    """An address that leaves the site; what is behind it is the weekly check's business."""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    if not host or re.search(r"\s", address):
        return Fault("malformed", f"malformed address '{address}'", address)
    if DOI_HOST_RE.match(address):
        doi = unquote(DOI_HOST_RE.sub("", address, count=1))
        if not DOI_RE.fullmatch(doi):
            near = DOI_RE.search(doi)
            return Fault(
                "doi",
                f"malformed DOI '{doi}'",
                address,
                f"https://doi.org/{near[0]}" if near else "",
            )
        if ours and not address.startswith("https://doi.org/"):
            return Fault(
                "insecure",
                f"'{address}' is not the DOI's own address",
                address,
                f"https://doi.org/{doi}",
                True,
            )
    if not ours or host in LOCAL_HOSTS:
        return None
    if kind == "load":
        return Fault(
            "third-party",
            f"the reader's browser would fetch '{address}' from another host",
            address,
        )
    if address.lower().startswith("http:"):
        return Fault("insecure", f"'{address}' uses http:", address, "https:" + address[5:], True)
    return None


def local_fault(world: World, place: Place, address: str, here: str = "") -> Fault | None:
    """A place on this site: is there a file, does it have the id, and has it not moved?"""
    site = world.site
    full = place.path + (f"#{place.fragment}" if place.fragment else "")
    file = here or site.file_of(place.path)
    if moved := world.moved.get(full) or world.moved.get(place.path):
        better = moved if "#" in moved or not place.fragment else f"{moved}#{place.fragment}"
        return Fault("moved", f"'{address}' has moved", full, better, True)
    if file is None and world.later and place.path.startswith(world.later):
        return None
    if file is None:
        near = world.near_file(place.path)
        if (
            near
            and near.rstrip("/").casefold()
            == place.path.rstrip("/").removesuffix("/index.html").casefold()
        ):
            return Fault(
                "case",
                f"'{address}' differs from the file's name in letter case or accents",
                full,
                near + (f"#{place.fragment}" if place.fragment else ""),
                True,
            )
        what = (
            "outside the site"
            if place.path.startswith("/")
            else "no such page"
            if place.path.endswith(("/", ".html", ".md"))
            else "no such file"
        )
        return Fault(
            "missing",
            f"{what}: '{address}'",
            full,
            near + (f"#{place.fragment}" if near and place.fragment else ""),
        )
    if file in world.redirects:
        new = world.redirects[file]
        better = new.path + (
            f"#{place.fragment or new.fragment}" if place.fragment or new.fragment else ""
        )
        if world.ours:
            return Fault(
                "moved",
                f"'{address}' has moved",
                full,
                better if new.kind != "external" else new.path,
                True,
            )
        return None
    if not world.has_fragment(file, place.fragment):
        near = world.near_fragment(file, place.fragment)
        shape = near.partition("#")[2].casefold() == unquote(
            place.fragment
        ).casefold() and near.partition("#")[0] == page_path(file)
        return Fault(
            "fragment",
            f"no id '{unquote(place.fragment)}' on {page_path(file) or 'the front page'}",
            full,
            near,
            shape,
        )
    return None


def fault_of(world: World, kind: str, folder: str, address: str) -> Fault | None:
    if address == "":
        return Fault("empty", "an empty address", "") if kind == "load" else None
    place = world.site.place(folder, address)
    if place.kind == "ignored":
        return None
    if place.kind == "external":
        return external_fault(kind, place.path, world.ours)
    if fault := local_fault(world, place, address):
        if world.ours and fault.code == "missing" and place.path.endswith(".md"):
            page = page_meant(folder, place)
            return local_fault(world, page, address) or fault._replace(
                better=page.path + (f"#{page.fragment}" if page.fragment else "")
            )
        return fault
    if world.ours and (place.kind == "own" or address.startswith("/")):
        full = place.path + (f"#{place.fragment}" if place.fragment else "")
        return Fault(
            "absolute", f"'{address}' is an absolute address of our own site", full, full, True
        )
    return None


def fragments_of(world: World, folder: str, page: str) -> frozenset[str] | None:
    """What an address may have after its #, `page` being what stands before; None if it takes a closer look whatever follows."""
    place = world.site.place(folder, page)
    if (
        not page
        or page.startswith("/")
        or world.moved
        or not (place.kind == "local" or (place.kind == "own" and not world.ours))
    ):
        return None
    file = world.site.file_of(place.path)
    return None if file in world.redirects else world.scan.ids.get(world.number.get(file or "", -1))


def faults(world: World) -> dict[tuple[str, str, str], Fault]:
    """Every different address that is wrong, by (kind, folder it is relative to, address)."""
    found = {}
    for (kind, folder), uses in world.scan.uses.items():
        known: dict[str, frozenset[str] | None] = {}  # most pages are linked to at many places
        for address in uses.first:
            page, _, fragment = address.partition("#")
            if page not in known:
                known[page] = fragments_of(world, folder, page)
            ids = known[page]
            if (ids is None or (fragment and fragment not in ids)) and (
                fault := fault_of(world, kind, folder, address)
            ):
                found[kind, folder, address] = fault
    return found


def users(
    world: World, wrong: dict[tuple[str, str, str], Fault]
) -> Iterator[tuple[int, str, str, Fault]]:
    """(page, kind, address as written) of each use of a wrong address: only now the pages are read again."""
    spans = [
        (uses.first[address], uses.last[address])
        for (kind, folder, address) in wrong
        for uses in [world.scan.uses[kind, folder]]
    ]
    reader = Reader()
    for number in range(min(first for first, _ in spans), max(last for _, last in spans) + 1):
        page = world.pages[number]
        links: set[str] = set()
        loads: set[str] = set()
        for part in chain(*reader.read(world.site.read(page))):
            links.update(part.links)
            loads.update(part.loads)
        folder = world.folder(number)
        for kind, addresses in (("link", links), ("load", loads)):
            for address in addresses:
                start, rest = start_of(address, folder)
                if fault := wrong.get((kind, start, rest)):
                    yield number, kind, address, fault


def find(world: World) -> Iterator[Finding]:
    for number, fragments in world.scan.missing_here.items():
        page = world.pages[number]
        for address in fragments:
            if not address:
                yield Finding("empty", page, "link", address, "a link with an empty address")
                continue
            place = Place("local", page_path(page), address[1:])
            if fault := local_fault(world, place, address, here=page):
                yield Finding(
                    fault.code,
                    page,
                    "link",
                    address,
                    fault.message,
                    fault.target,
                    fault.better,
                    fault.mechanical,
                )
    wrong = faults(world)
    if not wrong:
        return
    for number, kind, address, fault in users(world, wrong):
        page = world.pages[number]
        if page == "404.html" and fault.code == "absolute":
            continue  # served for any address, so its own addresses have to be absolute
        message = fault.message.replace(f"'{address.removeprefix('../')}'", f"'{address}'")
        yield Finding(
            fault.code, page, kind, address, message, fault.target, fault.better, fault.mechanical
        )
