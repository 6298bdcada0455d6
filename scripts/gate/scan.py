"""Read every page of a built folder once, on all cores, keeping only what the rules need.

What comes back from a worker is the set of different addresses, each with a first and a last page that uses it
(enough to prove that somebody else links there), so that cost and memory stay linear in the site.
"""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path

from scripts.apart import CAN_FORK, apart, uncollected
from scripts.gate.reader import Part, Reader
from scripts.gate.tokens import Token

PARALLEL_BYTES = 4_000_000
OUTSIDE = "//"  # the "folder" of addresses that name their host
UP = itemgetter(0)  # the first field of a Part
NOTHING = Part((), (), (), (), (), (), ())


@dataclass
class Uses:
    """Which pages use each address as written in one folder: the first and the last of them."""

    first: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def add(self, addresses: Iterable[str], page: int) -> None:
        for address in set(addresses).difference(self.last):
            self.first[address] = page
        self.last.update(dict.fromkeys(addresses, page))

    def widen(self, addresses: Iterable[str], first: int, last: int) -> None:
        """These are used from page `first` to page `last`, in whatever order pages are added."""
        for address in addresses:
            self.first[address] = min(first, self.first.get(address, first))
            self.last[address] = max(last, self.last.get(address, last))

    def merge(self, other: Uses) -> None:
        self.first = {**other.first, **self.first}
        self.last.update(other.last)


@dataclass
class Scan:
    """What a set of pages says: ids by page, addresses by (kind, folder they are relative to), and oddities."""

    ids: dict[int, frozenset[str]] = field(default_factory=dict)
    same: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)  # equal sets of ids are held once
    uses: dict[tuple[str, str], Uses] = field(default_factory=dict)
    repeated: dict[int, list[str]] = field(default_factory=dict)
    missing_here: dict[int, list[str]] = field(default_factory=dict)
    special: dict[int, list[Token]] = field(default_factory=dict)
    bad_bytes: dict[int, int] = field(default_factory=dict)
    shared: dict[tuple[str, int], tuple[Part, list[int]]] = field(default_factory=dict)

    def add(self, kind: str, folder: str, addresses: Iterable[str], page: int) -> None:
        if addresses:
            uses = self.uses.get((kind, folder))
            if uses is None:
                uses = self.uses[kind, folder] = Uses()
            uses.add(addresses, page)

    def share(self, folder: str, part: Part, page: int) -> None:
        """Like `add`, for the links up of a block that many pages share: only the pages are noted now."""
        if part.up:
            self.shared.setdefault((folder, id(part)), (part, [page, page]))[1][1] = page

    def settle(self) -> None:
        """Now the links of shared blocks are added, once for all their pages."""
        for (folder, _), (part, (first, last)) in self.shared.items():
            self.uses.setdefault(("link", folder), Uses()).widen(part.up, first, last)
        self.shared.clear()

    def merge(self, other: Scan) -> None:
        self.ids.update(other.ids)
        self.repeated.update(other.repeated)
        self.missing_here.update(other.missing_here)
        self.special.update(other.special)
        self.bad_bytes.update(other.bad_bytes)
        for key, uses in other.uses.items():
            self.uses.setdefault(key, Uses()).merge(uses)


def folder_of(page: str, base: str | None) -> str:
    """The folder that relative addresses of a page start from; a <base> with a host is kept whole."""
    if base is None:
        return posixpath.dirname(page)
    if "://" in base or base.startswith("//"):
        return base
    joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(page), base))
    return (joined if base.endswith("/") or not base else posixpath.dirname(joined)).lstrip("/")


def start_of(address: str, folder: str) -> tuple[str, str]:
    """(folder, address from there): one in a sister folder counts for the parent, one that names its host for none."""
    if address.startswith(("https:", "http:")):
        return OUTSIDE, address
    if address.startswith("../") and folder and "://" not in folder:
        return posixpath.dirname(folder), address[3:]
    return folder, address


def scan_page(scan: Scan, number: int, page: str, text: str, reader: Reader) -> None:
    own, shared = reader.read(text)
    up = set(chain.from_iterable(map(UP, own)))
    _, out, here, loads, ids, names, special = map(chain.from_iterable, zip(NOTHING, *own, *shared, strict=True))
    out, here, ids, special = set(out), set(here), list(ids), list(special)
    every = set(ids)
    if len(every) != len(ids):
        scan.repeated[number] = [value for value, times in Counter(ids).items() if times > 1]
    every.update(names)
    same = frozenset(every)
    scan.ids[number] = scan.same.setdefault(same, same)
    if special:
        scan.special[number] = special
    base = next((token.value for token in special if token.kind == "base"), None)
    folder = folder_of(page, base)
    if base is None:
        here.difference_update(["#" + value for value in every])
        if fragments := [value for value in here if value[:1] in ("#", "")]:
            here.difference_update(fragments)
            scan.missing_here[number] = fragments
    if not folder or "://" in folder:  # nothing above: kept as written
        here.update(["../" + address for address in chain(up, *map(UP, shared))])
        up.clear()
    else:
        for part in shared:
            scan.share(posixpath.dirname(folder), part, number)
    add = scan.add
    add("link", posixpath.dirname(folder), up, number)
    add("link", OUTSIDE, out, number)
    add("link", folder, here, number)
    for address in set(loads):
        start, rest = start_of(address, folder)
        add("load", start, (rest,), number)


def scan_some(root: Path, pages: list[tuple[int, str]]) -> Scan:
    scan, reader, start = Scan(), Reader(), f"{root}{os.sep}"
    for number, page in pages:
        with open(f"{start}{page}", "rb") as file:
            data = file.read()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            scan.bad_bytes[number] = data[: error.start].count(b"\n") + 1
            text = data.decode("utf-8", "replace")
        scan_page(scan, number, page, text, reader)
    scan.settle()
    return scan


def is_large(root: Path, pages: list[str]) -> bool:
    """Whether a second process is worth its start."""
    total = 0
    for page in pages:
        total += os.stat(f"{root}{os.sep}{page}").st_size
        if total >= PARALLEL_BYTES:
            return True
    return False


@uncollected()
def scan_site(root: Path, pages: list[str], jobs: int | None = None) -> Scan:
    """All pages, in as many processes as pay; the result does not depend on how many."""
    numbered = list(enumerate(pages))
    jobs = jobs or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    if jobs > 1 and not (CAN_FORK and is_large(root, pages)):
        jobs = 1
    # Neighbors share their navigation, so each process gets a run of pages.
    step = -(-len(numbered) // jobs)
    others = [apart(partial(scan_some, root, numbered[at : at + step])) for at in range(step, len(numbered), step)]
    whole = scan_some(root, numbered[:step])
    for wait in others:
        whole.merge(wait())
    return whole
