"""Read every page of a built folder once, on all cores, keeping only what the rules need.

What comes back from a worker is the set of different addresses, each with a first and a last page that uses it
(enough to prove that somebody else links there), so that cost and memory stay linear in the site.
"""

from __future__ import annotations

import marshal
import os
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path

from scripts.checks.links.reader import Part, Reader
from scripts.checks.links.tokens import Token
from scripts.core.child_process import CAN_FORK, apart, uncollected

PARALLEL_BYTES = 4_000_000
RUNS = 64
OUTSIDE = "//"  # the "folder" of addresses that name their host
UP = itemgetter(0)  # the first field of a Part
NOTHING = Part([], [], [], [], [], [], [])


class Uses:
    """Which pages use each address as written in one folder: the first and the last of them."""

    def __init__(self) -> None:
        self.first: dict[str, int] = {}
        self.last: dict[str, int] = {}

    def add(self, addresses: set[str], page: int) -> None:
        for address in addresses.difference(self.last):
            self.first[address] = page
        self.last.update(dict.fromkeys(addresses, page))

    def widen(self, addresses: Iterable[str], first: int, last: int) -> None:
        """These are used from page `first` to page `last`, in whatever order pages are added."""
        for address in addresses:
            self.first[address] = min(first, self.first.get(address, first))
            self.last[address] = max(last, self.last.get(address, last))

    def merge(self, first: dict[str, int], last: dict[str, int]) -> None:
        """Add the uses on other pages, whichever were read first."""
        for address, page in first.items():
            if page < self.first.get(address, page + 1):
                self.first[address] = page
        for address, page in last.items():
            if page > self.last.get(address, -1):
                self.last[address] = page


class Scan:
    """What a set of pages says: ids by page, addresses by (kind, folder they are relative to), and oddities."""

    def __init__(self) -> None:
        self.ids: dict[int, frozenset[str]] = {}
        self.same: dict[frozenset[str], frozenset[str]] = {}  # equal sets of ids are held once
        self.uses: dict[tuple[str, str], Uses] = {}
        self.repeated: dict[int, list[str]] = {}
        self.missing_here: dict[int, list[str]] = {}
        self.special: dict[int, list[Token]] = {}
        self.bad_bytes: dict[int, int] = {}
        self.shared: dict[tuple[str, int], tuple[Part, list[int]]] = {}

    def add(self, kind: str, folder: str, addresses: set[str], page: int) -> None:
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

    def plain(self) -> tuple:
        """As built-in values, to be sent to another process."""
        uses = {key: (uses.first, uses.last) for key, uses in self.uses.items()}
        special = {page: list(map(tuple, tokens)) for page, tokens in self.special.items()}
        return self.ids, self.repeated, self.missing_here, self.bad_bytes, special, uses

    def merge(self, plain: tuple) -> None:
        """Add what another process has read of other pages."""
        ids, repeated, missing_here, bad_bytes, special, uses = plain
        self.ids.update(ids)
        self.repeated.update(repeated)
        self.missing_here.update(missing_here)
        self.bad_bytes.update(bad_bytes)
        self.special.update(
            {page: [Token(*token) for token in tokens] for page, tokens in special.items()}
        )
        for key, (first, last) in uses.items():
            self.uses.setdefault(key, Uses()).merge(first, last)


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
    up, out, here, loads, ids, names, special = (
        list(chain.from_iterable(values)) for values in zip(NOTHING, *own, *shared, strict=True)
    )
    every = frozenset(ids)
    if len(every) != len(ids):
        scan.repeated[number] = [value for value, times in Counter(ids).items() if times > 1]
    every = every.union(names)
    scan.ids[number] = scan.same.setdefault(every, every)
    base = None
    if special:
        scan.special[number] = special
        base = next((token.value for token in special if token.kind == "base"), None)
    folder = folder_of(page, base)
    above = posixpath.dirname(folder)
    here = set(here)
    if base is None:
        here.difference_update(map("#".__add__, every))
        if fragments := [value for value in here if value[:1] in ("#", "")]:
            here.difference_update(fragments)
            scan.missing_here[number] = fragments
    if not folder or "://" in folder:  # nothing above: kept as written
        here.update(map("../".__add__, up))
    else:
        scan.add("link", above, set(chain.from_iterable(map(UP, own))), number)
        for part in shared:
            scan.share(above, part, number)
    scan.add("link", OUTSIDE, set(out), number)
    scan.add("link", folder, here, number)
    for address in set(loads):
        start, rest = start_of(address, folder)
        scan.add("load", start, {rest}, number)


def scan_some(root: Path, pages: Iterable[tuple[int, str]]) -> Scan:
    """These pages, in rising order."""
    scan, reader, start = Scan(), Reader(), f"{root}{os.sep}"
    for number, page in pages:
        with open(f"{start}{page}", "rb", buffering=0) as file:
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


def taken(pages: list[str], queue: int, step: int) -> Iterator[tuple[int, str]]:
    """The pages of one run after the other, as this process takes them from the queue that all share."""
    while run := os.read(queue, 1):
        first = run[0] * step
        yield from enumerate(pages[first : first + step], first)


@uncollected()
def scan_site(root: Path, pages: list[str], jobs: int | None = None) -> Scan:
    """All pages, in as many processes as pay; the result does not depend on how many."""
    jobs = jobs or (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    if jobs == 1 or not (CAN_FORK and is_large(root, pages)):
        return scan_some(root, enumerate(pages))
    # Neighbors share their navigation, so pages are taken in runs; who is held up takes fewer.
    step = -(-len(pages) // RUNS)
    queue, end = os.pipe()
    os.write(end, bytes(range(-(-len(pages) // step))))
    os.close(end)
    work = partial(scan_some, root, taken(pages, queue, step))
    others = [apart(lambda: work().plain(), marshal) for _ in range(jobs - 1)]
    whole = work()
    for wait in others:
        whole.merge(wait())
    os.close(queue)
    return whole
