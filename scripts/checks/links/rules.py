"""What is wrong with an address, whoever wrote it: missing, moved, misspelled, malformed, or leaving the site where it must not."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator, Set
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from scripts.checks.links.addresses import SCHEME_RE, Place, page_path, published, with_fragment
from scripts.checks.links.extract import PAGE_ENDINGS
from scripts.checks.links.index import ERROR_PAGES, Finding, SiteIndex, fold

DOI_HOST_RE = re.compile(
    r"https?://(?:dx\.)?doi\.org(?:/|$)|https?://www\.doi\.org/(?=10\.)", re.IGNORECASE
)
# Older ones hold brackets and even < and >; the short ones have no full stop.
DOI_RE = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S*[^\s.,;]")
SHORT_DOI_RE = re.compile(r"(?:10/)?[a-z0-9]{3,12}", re.IGNORECASE)
MOST = 1000  # findings that one file can have; nobody reads more
MAY_BE_RELATIVE = ("site map", "manifest", "search index", "service worker")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
SCHEMES = frozenset(
    "mailto tel sms data blob javascript about ftp ftps sftp irc ircs magnet news nntp geo git ssh urn view-source xmpp webcal".split()  # noqa: SIM905 (easier to read than a line for each)
)


# Kind of an address, where it is written, what stands before its # → what `check_target` says.
Seen = dict[tuple[str, str, str], tuple[bool, Set[str] | None]]


class Fault(NamedTuple):
    """What is wrong with one address, and what to write instead; `mechanical`: that takes no judgment."""

    code: str
    message: str
    better: str = ""
    mechanical: bool = False

    def finding(self, file: str, kind: str, value: str, target: str, what: str = "") -> Finding:
        """Of an address in a file; `what` is how a message calls it."""
        message = f"{what}: {self.message}" if what else self.message
        return Finding(self.code, file, kind, value, message, target, self.better, self.mechanical)


def doi_fault(address: str, own: bool) -> Fault | None:
    doi = unquote(DOI_HOST_RE.sub("", address, count=1))
    better = f"https://doi.org/{doi}"
    if not DOI_RE.fullmatch(doi) and not SHORT_DOI_RE.fullmatch(doi):
        near = DOI_RE.search(doi)
        better = f"https://doi.org/{near[0]}" if near else ""
        return Fault("doi", f"malformed DOI '{doi}'", better)
    if own and not address.startswith("https://doi.org/"):
        return Fault("insecure", f"'{address}' is not the DOI's own address", better, True)
    return None


def external_fault(index: SiteIndex, kind: str, address: str) -> Fault | None:
    """An address that leaves the site; what is behind it is the weekly check's business."""
    if DOI_HOST_RE.match(address) and (fault := doi_fault(address, index.own)):
        return fault
    if not index.own:
        return None
    parts = urlsplit(address)
    host, path = parts.hostname or "", parts.path.lstrip("/")
    if host in LOCAL_HOSTS:
        better = page_path(path) if index.file_of(path) else ""
        return Fault("malformed", f"'{address}' leads to the reader's own computer", better)
    if "." not in host and ":" not in host:
        better = f"https://{path}" if host in ("http", "https") and path else ""
        message = f"malformed address '{address}': no host is called '{host}'"
        return Fault("malformed", message, better)
    if kind == "load":
        message = f"the reader's browser would fetch '{address}' from another host"
        return Fault("third-party", message)
    if address.lower().startswith("http:"):
        return Fault("insecure", f"'{address}' uses http:", "https:" + address[5:], True)
    return None


def scheme_fault(address: str) -> Fault | None:
    """Of an address of our own site that is no web address."""
    scheme, _, rest = address.partition(":")
    scheme = scheme.lower()
    if scheme in SCHEMES:
        return None
    if scheme == "doi":
        return Fault("malformed", f"'{address}' is no web address", f"https://doi.org/{rest}")
    if len(scheme) == 1 or scheme == "file":
        return Fault("malformed", f"'{address}' is a file on one computer")
    message = f"malformed address '{address}': no browser knows '{scheme}:'"
    return Fault("malformed", message, f"https:{rest}" if rest.startswith("//") else "")


def missing_fault(index: SiteIndex, place: Place, address: str) -> Fault:
    near = index.near_file(place.path)
    better = near and with_fragment(near, place.fragment)
    if near and fold(near.rstrip("/")) == fold(place.path.rstrip("/")):
        message = f"'{address}' differs from the file's name in letter case or accents"
        return Fault("case", message, better, True)
    what = "no such page" if place.path.endswith(("/", ".md", *PAGE_ENDINGS)) else "no such file"
    what = "outside the site" if place.path.startswith("/") else what
    return Fault("missing", f"{what}: '{address}'", better)


def local_fault(index: SiteIndex, place: Place, address: str) -> Fault | None:
    """A place on this site: is there a file, does it have the id, and has it not moved?"""
    file = index.file_of(place.path)
    if moved := index.moved.get(place.address) or index.moved.get(place.path):
        return Fault("moved", f"'{address}' has moved", with_fragment(moved, place.fragment), True)
    if file is None:
        unmade = bool(index.unmade) and place.path.startswith(index.unmade)
        return None if unmade else missing_fault(index, place, address)
    if new := index.redirects.get(file):
        on = "" if new.kind == "external" else place.fragment or new.fragment
        better = with_fragment(new.path, on)
        return Fault("moved", f"'{address}' has moved", better, True) if index.own else None
    if index.has_fragment(file, place.fragment):
        return None
    near, decoded = index.near_fragment(file, place.fragment), unquote(place.fragment)
    page, _, shape = near.partition("#")
    only_case = page == page_path(file) and shape.casefold() == decoded.casefold()
    where = page_path(file) or "the front page"
    return Fault("fragment", f"no id '{decoded}' on {where}", near, only_case)


def page_meant(page: str, place: Place) -> Place:
    """Where a link to `other.md` would lead if there were such a file: MkDocs leaves it in the page as it was written,
    relative to the Markdown file instead of the page, which is one folder below."""
    folder = posixpath.dirname(page)
    name = posixpath.relpath("/" + place.path, "/" + folder)
    home = posixpath.normpath(posixpath.join(posixpath.dirname(folder), name))
    return Place("local", published(home), place.fragment)


def fault_of(index: SiteIndex, page: str, kind: str, address: str) -> tuple[Fault | None, str]:
    """What is wrong with an address on a page, and what it means for the site."""
    if address == "":
        what = "an empty address" if kind == "load" else "a link with an empty address"
        return Fault("empty", what), ""
    place = index.place(page, address)
    if kind == "same":
        place = Place("local", page_path(page), address[1:])
    elif place.kind == "malformed":
        return Fault("malformed", f"malformed address '{address}'"), address
    elif place.kind == "other":
        return scheme_fault(address) if index.own else None, address
    elif place.kind == "external":
        return external_fault(index, kind, place.path), address
    fault = local_fault(index, place, address)
    # An error page is served for any address, so its own addresses have to be absolute.
    if fault is None and index.own and place.kind == "own" and page not in ERROR_PAGES:
        message = f"'{address}' is an absolute address of our own site"
        fault = Fault("absolute", message, place.address, True)
    elif fault and fault.code == "missing" and index.own and place.path.endswith(".md"):
        meant = page_meant(page, place)
        fault = local_fault(index, meant, address) or fault._replace(better=meant.address)
        place = meant
    return fault, place.address


def check_target(index: SiteIndex, page: str, kind: str, rest: str) -> tuple[bool, Set[str] | None]:
    """Whether an address is right as far as its #, `rest` being what stands before, and the ids that may follow (None:
    anything). False may also mean that it takes a closer look."""
    place = index.place(page, rest)
    if place.kind == "external":
        return external_fault(index, kind, rest) is None, None
    file = index.file_at(place)
    moved = file in index.redirects or place.path in index.moved_pages
    if file is None or moved or (place.kind == "own" and index.own):
        return False, None
    extract = index.extracts.get(file)
    return True, extract.ids if extract else None


def own_address(
    index: SiteIndex, file: str, kind: str, address: str, what: str
) -> Iterator[Finding]:
    """An absolute address that is meant to be ours has to exist; others are left alone."""
    if address in index.sound:
        return
    place = index.place(file, address)
    fault = local_fault(index, place, address) if place.is_ours else None
    if place.kind == "own" and fault is None:
        index.sound.add(address)
    if fault:
        better = fault.better and index.resolver.url + fault.better
        found = fault.finding(file, kind, address, place.address, what)
        yield found._replace(better=better, mechanical=False)


def canonical(index: SiteIndex, page: str, address: str) -> Iterator[Finding]:
    place = index.place(page, address)
    file = index.file_at(place)
    other = file and file != page and index.is_content(page)
    if other or (index.own and not place.is_ours):
        what = "names another page" if other else "is not on this site"
        message = f"canonical address '{address}' {what}"
        here = index.resolver.url + page_path(page)
        yield Finding("canonical", page, "canonical", address, message, "", here)


def redirect(index: SiteIndex, page: str, address: str) -> Iterator[Finding]:
    if index.file_at(index.place(page, address)) == page:
        yield Finding("redirect", page, "refresh", address, f"redirect to itself: '{address}'")
        return
    for found in own_address(index, page, "refresh", address, ""):
        what = "redirect to a redirect" if found.code == "moved" else "redirect to nowhere"
        yield found._replace(code="redirect", message=f"{what}: {found.message}")


def declared(index: SiteIndex, file: str, kind: str, address: str) -> Iterator[Finding]:
    """Addresses that no reader clicks: of previews, structured data, site map, search index, manifest, service worker."""
    if kind == "refresh":
        yield from redirect(index, file, address)
        return
    whole = kind not in MAY_BE_RELATIVE and (index.own or not address)
    if kind == "canonical":
        yield from canonical(index, file, address)
    elif kind == "@id" and not index.own:
        return
    elif kind == "site map" and index.own and index.place(file, address).kind != "own":
        message = f"the site map names '{address}', which is not on this site"
        yield Finding("sitemap", file, kind, address, message)
        return
    elif whole and not SCHEME_RE.match(address):
        message = f"{kind} needs an absolute address, not '{address}'"
        yield Finding("metadata", file, kind, address, message)
    # The search index is written from the site's root, wherever it lies.
    page = "index.html" if kind == "search index" else file
    what = "structured data" if kind == "@id" else kind
    for found in own_address(index, page, kind, address, what):
        # The page that leads on is kept on a reader's device, for old links without a network.
        if (kind, found.code) != ("service worker", "moved"):
            yield found._replace(file=file)


def of_file(index: SiteIndex, file: str, seen: Seen) -> Iterator[Finding]:
    """The faults of every address of one file; `seen` keeps what was found for each target."""
    extract = index.extracts[file]
    if page_path(file) in index.moved:
        return  # written by the build; the list of moves is checked instead
    for code, value, message in extract.faults:
        target = index.place(file, value).address if code in ("no-text", "alt") else ""
        yield Finding(code, file, code, value, message, target)
    for value in extract.repeated:
        message, target = f"id '{value}' is used more than once", f"{page_path(file)}#{value}"
        yield Finding("duplicate-id", file, "id", value, message, target)
    folder = posixpath.dirname(file) if extract.base is None else f"{file}\n"
    for kind, address in extract.uses:
        if kind in ("link", "load"):
            rest, _, fragment = address.partition("#")
            is_whole = rest.startswith(("https:", "http:"))  # the same wherever it is written
            key = kind, "" if is_whole else folder if rest else file, rest
            if key not in seen:
                seen[key] = check_target(index, file, kind, rest)
            right, ids = seen[key]
            if right and address and (not fragment or ids is None or fragment in ids):
                continue
        elif kind != "same":
            yield from declared(index, file, kind, address)
            continue
        fault, target = fault_of(index, file, kind, address)
        if fault:
            yield fault.finding(file, kind, address, target)


def find(index: SiteIndex) -> Iterator[Finding]:
    seen: Seen = {}
    for file in index.extracts:
        found = of_file(index, file, seen)
        yield from itertools.islice(found, MOST)
        if next(found, None):
            yield Finding("more", file, "page", "", f"more than {MOST} problems in this file")
