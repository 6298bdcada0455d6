"""Everything that a built site holds, as the rules ask for it: files, ids, redirects, and what a dead address may have meant."""

from __future__ import annotations

import difflib
import os
import posixpath
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from scripts.checks.links.addresses import Place, Resolver, page_path, published, with_fragment
from scripts.checks.links.extract import PAGE_ENDINGS, Extract

SHORT = 4  # in names shorter than this, one letter is no evidence
# To compare with every name is quadratic: beyond so many names or searches, only equal last parts are offered.
NAMES, SEARCHES = 1500, 300
# Parts of a file that a # may name without an id: of an image, of a film, of a drawing.
MEDIA = ("xywh=", "t=", "svgView(", "xpointer(")
# Shown in the place of a page that is not there, or not kept on the device: nobody links to them.
ERROR_PAGES = ("404.html", "503.html")


class Finding(NamedTuple):
    """What is wrong in a built file. `kind` and `value` say where to look for it: an attribute's or text's value.

    `target` is what the address means for the site (history/#pcp), by which its source line is found; `better` is
    what to write instead; `mechanical`: no judgment is needed to write it.
    """

    code: str
    file: str
    kind: str
    value: str
    message: str
    target: str = ""
    better: str = ""
    mechanical: bool = False


@dataclass
class SiteIndex:
    """`own` switches on the rules that only make sense for the site whose sources we have; addresses that start with
    one of `unmade` lead to what this build does not make."""

    root: Path
    files: frozenset[str]
    extracts: dict[str, Extract]
    resolver: Resolver
    own: bool = False
    unmade: tuple[str, ...] = ()
    moved: dict[str, str] = field(default_factory=dict)  # old site address → new
    searches: int = 0
    behind: dict[tuple[str, str], str | None] = field(default_factory=dict)
    sound: set[str] = field(default_factory=set)  # absolute addresses that were looked for already

    @cached_property
    def pages(self) -> list[str]:
        return sorted(name for name in self.extracts if name.lower().endswith(PAGE_ENDINGS))

    @cached_property
    def content(self) -> list[str]:
        """Pages that a reader reads: no redirects, not the error page."""
        return [page for page in self.pages if self.is_content(page)]

    def is_content(self, page: str) -> bool:
        # A figure's own page is for frames of other sites; its lesson is where readers find it.
        aside = page in ERROR_PAGES or page.startswith("figures/")
        return not aside and page not in self.redirects

    @cached_property
    def moved_pages(self) -> frozenset[str]:
        return frozenset(old.partition("#")[0] for old in self.moved)

    @cached_property
    def redirects(self) -> dict[str, Place]:
        """Pages that only send the reader on."""
        return {
            page: self.place(page, address)
            for page, extract in self.extracts.items()
            for kind, address in extract.uses
            if kind == "refresh"
        }

    def read(self, file: str) -> str:
        return (self.root / file).read_bytes().decode("utf-8", "replace")

    def place(self, page: str, address: str) -> Place:
        extract = self.extracts.get(page)
        return self.resolver.place(page, address, extract.base if extract else None)

    def file_of(self, path: str) -> str | None:
        """The file that a server sends for a path."""
        if path in self.files:
            return path
        folder = path if path == "" or path[-1] == "/" else f"{path}/"
        index = f"{folder}index.html"
        return index if index in self.files else None

    def file_at(self, place: Place) -> str | None:
        return self.file_of(place.path) if place.is_ours else None

    def page_of(self, markdown: str) -> str:
        """The address of a Markdown file's page, in whichever of its two forms it was built."""
        address, flat = published(markdown), f"{markdown.removesuffix('.md')}.html"
        return address if self.file_of(address) or flat not in self.files else flat

    def page_behind(self, page: str, address: str) -> str | None:
        """The page of this site that an address leads to; a redirect counts as where it leads."""
        # //about/ names a host; where there is such a page, it was meant.
        address = address[1:] if address.startswith("//") else address
        folder = page[: page.rfind("/") + 1] if self.extracts[page].base is None else page
        if (folder, address) not in self.behind:
            file = self.file_at(self.place(page, address))
            if file in self.redirects:
                file = self.file_of(self.redirects[file].path)
            is_page = file is not None and file.lower().endswith(PAGE_ENDINGS)
            self.behind[folder, address] = file if is_page else None
        return self.behind[folder, address]

    def pages_linked(self, page: str, addresses: Iterable[str]) -> set[str]:
        """The other pages that these addresses lead to."""
        whole = {address.partition("#")[0] for address in addresses} - {""}
        found = {self.page_behind(page, address) for address in whole}
        return {file for file in found if file and file != page}

    @cached_property
    def graph(self) -> dict[str, tuple[str, ...]]:
        """Page → the pages that its links lead to."""
        uses = {page: self.extracts[page].uses for page in self.content}
        links = {page: (a for kind, a in found if kind == "link") for page, found in uses.items()}
        return {page: tuple(self.pages_linked(page, found)) for page, found in links.items()}

    def has_fragment(self, file: str, fragment: str) -> bool:
        """Browsers compare the fragment as written, then percent-decoded, in exact case but for #top."""
        fragment = fragment.partition(":~:")[0]
        if not fragment or fragment.lower() == "top":
            return True
        extract = self.extracts.get(file)
        ids = extract.ids if extract else None
        if ids is None or fragment in ids or unquote(fragment) in ids:
            return True
        return file.endswith(".svg") and fragment.startswith(MEDIA)

    def answers(self, address: str, redirected: bool = False) -> bool:
        """Whether a site address (history/#pcp) leads somewhere; by a redirect only if `redirected`."""
        path, _, fragment = address.removeprefix("./").partition("#")
        # An id that a redirect keeps alive on its page is there in the HTML, and still counts as moved.
        if new := self.moved.get(address) or self.moved.get(path):
            return redirected and self.answers(with_fragment(new, fragment))
        file = self.file_of(unquote(path))
        if file is None:
            return bool(self.unmade) and path.startswith(self.unmade)
        if goal := self.redirects.get(file):
            on = with_fragment(goal.path, fragment)
            return redirected and (goal.kind == "external" or self.answers(on))
        return self.has_fragment(file, fragment)

    @cached_property
    def by_fold(self) -> dict[str, str]:
        """File by its name in one letter case and one Unicode form: what a careless address may have meant."""
        return {fold(name): name for name in sorted(self.files)}

    @cached_property
    def by_last(self) -> dict[str, list[str]]:
        """Addresses by their last part."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.files):
            address = page_path(name)
            found.setdefault(address.rstrip("/").rpartition("/")[2], []).append(address)
        return found

    @cached_property
    def pages_with_id(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for page in self.content:
            for value in self.extracts[page].ids or ():
                found.setdefault(value, []).append(page)
        return found

    def near(self, address: str) -> str:
        """The existing address that a dead one most likely became."""
        path, _, fragment = address.removeprefix("./").partition("#")
        file = self.file_of(path)
        return self.near_fragment(file, fragment) if file else self.near_file(path)

    def near_file(self, path: str) -> str:
        """The page or file that a broken path most likely meant, or ""."""
        wanted = path.rstrip("/")
        for name in (wanted, f"{wanted}/index.html"):
            if exact := self.by_fold.get(fold(name)):
                return page_path(exact)
        last = wanted.rpartition("/")[2]
        ending = posixpath.splitext(last)[1]
        if same := self.by_last.get(
            last.removesuffix(".md").removesuffix(".html"), self.by_last.get(last)
        ):
            return min(same, key=len)
        names: Iterable[str] = self.files
        if ending in ("", ".md", *PAGE_ENDINGS):
            names = map(page_path, self.content)
        alike = [name for name in names if ending in ("", ".md") or name.endswith(ending)]
        return self.closest(path, alike, 0.7) if len(last.partition(".")[0]) >= SHORT else ""

    def near_fragment(self, file: str, fragment: str) -> str:
        """The address with an existing id that a broken fragment most likely meant, or ""."""
        extract, decoded = self.extracts.get(file), unquote(fragment)
        known = extract.ids if extract and extract.ids else frozenset()
        ids = sorted(known) if len(known) <= NAMES and self.searches < SEARCHES else []
        page = page_path(file)
        for value in ids:
            if fold(value) == fold(decoded):
                return f"{page}#{value}"
        elsewhere = self.pages_with_id.get(decoded, [])
        if len(elsewhere) == 1:
            return f"{page_path(elsewhere[0])}#{decoded}"
        named = [value for value in ids if not value.startswith(("__", "fn:", "fnref"))]
        close = self.closest(decoded, named, 0.6)
        return f"{page}#{close}" if close else ""

    def closest(self, word: str, words: list[str], least: float) -> str:
        self.searches += 1
        if len(words) > NAMES or self.searches > SEARCHES or len(word) > 200:
            return ""
        return next(iter(difflib.get_close_matches(word, sorted(words), 1, least)), "")


def fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def files_below(root: Path) -> frozenset[str]:
    """Names as they are on disk: asking the file system would accept a wrong case on some."""
    found: set[str] = set()
    for folder, _, names in os.walk(root):
        prefix = f"{folder}/".replace(os.sep, "/")[len(str(root)) + 1 :]
        found.update(prefix + name for name in names if os.path.isfile(f"{folder}/{name}"))
    return frozenset(found)
