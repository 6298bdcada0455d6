"""A built folder as a web server sees it: which addresses exist, and what an address written on a page means."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

SCHEME_RE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
CANONICAL_RE = re.compile(r"""<link\s[^>]*?\brel=["']?canonical["']?[^>]*>""", re.IGNORECASE)
HREF_RE = re.compile(r"""\shref=["']?([^"'\s>]+)""", re.IGNORECASE)
INSIDE_RE = re.compile(r"[^/]+/index\.html")
PAGE_ENDINGS = (".html", ".htm", ".xhtml")


class Place(NamedTuple):
    """Where an address leads: kind is local, external, own (absolute address of this site) or ignored."""

    kind: str
    path: str  # site-relative file or folder path, percent-decoded; for external the whole address
    fragment: str = ""


class Site:
    def __init__(self, root: Path, url: str = "") -> None:
        self.root = root
        self.url = url  # where it will be published, with a closing slash; "" if unknown
        self.known: dict[tuple[str, str], tuple[str, str]] = {}  # what path_of has answered

    @cached_property
    def files(self) -> frozenset[str]:
        """Site-relative names as they are on disk: asking the file system would accept a wrong case on some."""
        found: list[str] = []
        waiting = [""]
        for prefix in waiting:
            with os.scandir(f"{self.root}{os.sep}{prefix}") as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{prefix}{entry.name}/")
                    elif entry.is_file():
                        found.append(prefix + entry.name)
        return frozenset(found)

    @cached_property
    def pages(self) -> list[str]:
        return sorted(name for name in self.files if name.endswith(PAGE_ENDINGS))

    @cached_property
    def folders(self) -> frozenset[str]:
        found = {""}
        for name in self.files:
            while name := posixpath.dirname(name):
                if name in found:
                    break
                found.add(name)
        return frozenset(found)

    @cached_property
    def by_fold(self) -> dict[str, str]:
        """File by its name in one letter case and one Unicode form: what a careless address may have meant."""
        return {fold(name): name for name in sorted(self.files)}

    @cached_property
    def bare_url(self) -> str:
        """Its host and path without the scheme: http: and https: lead to the same place."""
        return self.url.partition("//")[2].lower()

    @cached_property
    def prefix(self) -> str:
        """Path under which the site is published: `/how-ketamine-works/` for a project page, else `/`."""
        return urlsplit(self.url).path if self.url else "/"

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8", "replace")

    def file_of(self, path: str) -> str | None:
        """The file a server sends for a path, or None."""
        if path in self.files:
            return path
        if path == "" or path.endswith("/") or path in self.folders:
            index = path + ("" if path == "" or path[-1] == "/" else "/") + "index.html"
            return index if index in self.files else None
        return None

    def place(self, folder: str, address: str) -> Place:
        """An address written on a page whose relative addresses start from `folder` → where it leads."""
        rest, mark, fragment = address.partition("#")
        key = folder, rest
        kind, path = self.known.get(key) or self.known.setdefault(key, self.path_of(folder, rest))
        if kind in ("external", "ignored"):
            return Place(kind, path + mark + fragment)
        return Place(kind, path, fragment)

    def path_of(self, folder: str, address: str) -> tuple[str, str]:
        """(kind, path) of an address without its fragment."""
        scheme = SCHEME_RE.match(address)
        if scheme or address.startswith("//"):
            if not scheme:
                address = "https:" + address
            elif scheme[0].lower() not in ("http:", "https:"):
                return "ignored", address
            if "//" not in address:
                return "external", address  # `https:page` is malformed, and reported as such
            bare = address[address.index("//") + 2 :]
            if not self.bare_url or not (bare + "/").lower().startswith(self.bare_url):
                return "external", address
            return "own", tidy(path_part(bare[len(self.bare_url) :]))
        if "://" in folder:
            return "external", folder + address
        path = path_part(address)
        if path.startswith("/"):
            if not (path + "/").startswith(self.prefix):
                return "local", "/" + path.lstrip("/")  # outside the published folder
            return "local", tidy(path[len(self.prefix) :])
        joined = posixpath.normpath(posixpath.join(folder, path)) if path else folder
        if joined.startswith(".."):
            return "local", "/" + joined  # above the published folder
        joined = "" if joined == "." else joined
        return "local", joined + "/" if joined and path.endswith(("/", "/.", "/..")) else joined


def fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def tidy(path: str) -> str:
    clean = posixpath.normpath("/" + path).lstrip("/")
    return clean + "/" if path.endswith("/") and clean else clean


def path_part(address: str) -> str:
    """Address without host and fragment → its path, percent-decoded, without the query."""
    path = address.partition("?")[0]
    return unquote(path) if "%" in path else path


def site_url(site: Site) -> str:
    """Where the site says it is published: the canonical address of its front page, or of any page."""
    front = [page for page in ("index.html",) if page in site.files]
    for page in front + [page for page in site.pages if INSIDE_RE.fullmatch(page)][:1]:
        match = CANONICAL_RE.search(site.read(page))
        href = HREF_RE.search(match[0]) if match else None
        if href and href[1].startswith("http"):
            folder = posixpath.dirname(page)
            url = href[1].removesuffix("index.html")
            if folder:
                url = url.removesuffix(folder + "/").removesuffix(folder)
            return url if url.endswith("/") else url + "/"
    return ""


def page_path(path: str) -> str:
    """File of a page → the address it is known by: `history/index.html` and `history.html` keep their form."""
    return (
        path.removesuffix("index.html")
        if path.endswith("/index.html") or path == "index.html"
        else path
    )
