"""Where an address written on a page leads, by the rules that browsers follow (WHATWG URL, by ada)."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

import ada_url

# Stands for the published folder: a relative address that leaves it no longer starts like this.
HOST = "site.invalid"
ROOT = f"http://{HOST}/-/"
HOST_RE = re.compile(r"(?:https?:)?//[^/\\?#]", re.IGNORECASE)
SCHEME_RE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
quoted = lru_cache(quote)


class Place(NamedTuple):
    """Where an address leads. `kind`: local, own (on this site, but absolute), external, other (no web address) or
    malformed; `path` is the site's own, percent-decoded and without index.html, with a / in front where it is outside;
    else the address."""

    kind: str
    path: str
    fragment: str = ""

    @property
    def is_ours(self) -> bool:
        return self.kind in ("local", "own")

    @property
    def address(self) -> str:
        return with_fragment(self.path, self.fragment)


class Resolver:
    """Resolves addresses for one site; `url` is where it will be published, "" if that is unknown."""

    def __init__(self, url: str = "") -> None:
        self.url = url
        self.bare_url = url.partition("//")[2].lower()
        self.prefix = "/" + self.bare_url.partition("/")[2]
        self.known: dict[tuple[str, str], Place] = {}

    def place(self, page: str, address: str, base: str | None = None) -> Place:
        """`page`: the file on which `address` is written; `base`: what its <base> says."""
        rest, mark, fragment = address.partition("#")
        if not rest and base is None:
            return Place("local", page_path(page), fragment)
        start = page if rest[:1] in ("", "?") or base is not None else page[: page.rfind("/") + 1]
        if rest.startswith(("https:", "http:")):
            start, base = "", None  # the same wherever it is written
        key = (start if base is None else f"{start}\n{base}", rest)
        place = self.known.get(key)
        if place is None:
            place = self.known[key] = self.resolve(start, rest, base)
        if place.is_ours:
            return Place(place.kind, place.path, fragment) if mark else place
        return Place(place.kind, place.path + mark + fragment)

    def resolve(self, start: str, address: str, base: str | None) -> Place:
        scheme = SCHEME_RE.match(address)
        if scheme and scheme[0].lower() not in ("http:", "https:"):
            return Place("other", address)
        # Browsers forgive a missing host and a space; whoever wrote them meant something else.
        absolute = scheme or address.startswith("//")
        spaced = scheme and " " in address.partition("?")[0]
        if spaced or (absolute and not HOST_RE.match(address)):
            return Place("malformed", address)
        try:
            above = ROOT + quoted(start.lstrip("/"))
            if base is not None:
                above = self.inside(ada_url.join_url(above, base))
            url = ada_url.join_url(above, address)
        except ValueError:
            return Place("malformed", address)
        bare = url.partition("//")[2].partition("?")[0]
        if not bare.startswith(f"{HOST}/"):
            if scheme is None and not address.startswith("//"):
                address = url  # by a <base> on another host
            if not self.bare_url or not (bare + "/").lower().startswith(self.bare_url):
                return Place("external", address)
            return Place("own", page_path(unquote(bare[len(self.bare_url) :])))
        path = page_path(unquote(bare.removeprefix(HOST)))
        if path.startswith("/-/"):
            return Place("local", path[3:])
        if address[:1] in "/\\":
            inside = (path + "/").startswith(self.prefix)
            return Place("own", path[len(self.prefix) :] if inside else path)
        return Place("local", path)

    def inside(self, url: str) -> str:
        """An absolute address of this site, as if its folder were the root."""
        return ROOT + url[len(self.url) :] if self.url and url.startswith(self.url) else url


def page_path(file: str) -> str:
    """File of a page → the address it is known by: history/index.html loses its end, history.html does not."""
    return file.removesuffix("index.html") if f"/{file}".endswith("/index.html") else file


def published(markdown: str) -> str:
    """Name of a Markdown file → the address that MkDocs gives its page."""
    folder, slash, name = markdown.removesuffix(".md").rpartition("/")
    return folder + slash + ("" if name in ("index", "README") else f"{name}/")


def with_fragment(address: str, fragment: str) -> str:
    """An address that leads to a part of its page, unless it names one already."""
    return f"{address}#{fragment}" if fragment and "#" not in address else address


def relative(address: str, folder: str) -> str:
    """A site address (history/#pcp, "" for the front page) as one writes it on a page in `folder`."""
    page, mark, fragment = address.partition("#")
    near = posixpath.relpath("/" + page, "/" + folder)
    end = "/" if page.endswith("/") or not page else ""
    return ("./" if near == "." else near + end) + mark + fragment
