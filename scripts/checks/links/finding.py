"""A finding before it is known where it was written, and the site-wide facts that the rules share."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from scripts.checks.links.scan import Scan, folder_of
from scripts.checks.links.site import PAGE_ENDINGS, Place, Site, fold, page_path
from scripts.checks.links.tokens import tokens

SVG_ID_RE = re.compile(r"""\sid=["']([^"']+)["']""")
SHORT = 4  # in names shorter than this, one letter is no evidence
LEFT_BEHIND_RE = re.compile(r"(<!-- moved ids -->).*?\1", re.DOTALL)
NEARBY = 1500  # beyond this many names, only equal last parts are offered: difflib is quadratic


class Finding(NamedTuple):
    """What is wrong on a built page (or other file): `kind` and `value` as the tokenizer saw them.

    `target` is what the address means for the site (`history/#pcp`), the key by which its source line is found;
    `better` is the address to write instead, for suggestions and --fix (`mechanical` says that no judgement is needed).
    """

    code: str
    page: str
    kind: str
    value: str
    message: str
    target: str = ""
    better: str = ""
    mechanical: bool = False


class World:
    """Everything the rules look at; `ours` switches on those that only make sense with our own sources."""

    def __init__(
        self, site: Site, scan: Scan, ours: bool = False, later: tuple[str, ...] = ()
    ) -> None:
        self.site, self.scan, self.ours = site, scan, ours
        self.later = later  # beginnings of addresses that a later step of the build makes
        self.moved: dict[str, str] = {}  # site address with fragment → its new address
        self.behind: dict[tuple[str, str], str | None] = {}  # what page_behind has answered

    @cached_property
    def pages(self) -> list[str]:
        return self.site.pages

    @cached_property
    def number(self) -> dict[str, int]:
        return {page: number for number, page in enumerate(self.pages)}

    def folder(self, number: int) -> str:
        base = next(
            (token.value for token in self.scan.special.get(number, ()) if token.kind == "base"),
            None,
        )
        return folder_of(self.pages[number], base)

    def page_behind(self, folder: str, address: str) -> str | None:
        """The page of this site that an address leads to; a redirect counts as where it leads."""
        key = folder, address
        if key not in self.behind:
            place = self.site.place(folder, address)
            file = self.site.file_of(place.path) if place.kind in ("local", "own") else None
            if file in self.redirects:
                file = self.site.file_of(self.redirects[file].path)
            self.behind[key] = file if file in self.number else None
        return self.behind[key]

    @cached_property
    def redirects(self) -> dict[str, Place]:
        """Pages that only send the reader on, by their meta refresh."""
        found = {}
        for number, special in self.scan.special.items():
            for token in special:
                if token.kind == "refresh":
                    page = self.pages[number]
                    found[page] = self.site.place(page.rpartition("/")[0], token.value)
        return found

    @cached_property
    def content(self) -> list[str]:
        return [page for page in self.pages if self.is_content(page)]

    def is_content(self, page: str) -> bool:
        """Whether a reader reads it: not a redirect, not the error page."""
        return page not in self.redirects and page != "404.html"

    @cached_property
    def pages_with_id(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number, ids in self.scan.ids.items():
            for value in ids:
                found.setdefault(value, []).append(self.pages[number])
        return found

    def ids(self, file: str) -> frozenset[str] | set[str] | None:
        """Ids that a fragment on `file` can name; None when fragments there are not ids."""
        if file in self.number:
            return self.scan.ids.get(self.number[file], frozenset())
        if file.endswith(".svg"):
            return set(SVG_ID_RE.findall(self.site.read(file)))
        return None

    def has_fragment(self, file: str, fragment: str) -> bool:
        """Browsers compare the fragment as written, then percent-decoded, always in exact case."""
        fragment = fragment.partition(":~:")[0]
        if fragment in ("", "top"):
            return True
        ids = self.ids(file)
        return ids is None or fragment in ids or unquote(fragment) in ids

    def answers(self, address: str, redirected: bool = False) -> bool:
        """Whether a site address ('history/#pcp', './') leads somewhere; by a redirect only if `redirected`."""
        address = address.removeprefix("./")
        path, _, fragment = address.partition("#")
        file = self.site.file_of(unquote(path))
        # An id kept alive on its page by a redirect is there in the HTML, and still counts as moved.
        if new := self.moved.get(address) or self.moved.get(path):
            return redirected and self.answers(
                new if "#" in new or not fragment else f"{new}#{fragment}"
            )
        if file is None:
            return bool(self.later) and path.startswith(self.later)
        if file in self.redirects:
            goal = self.redirects[file]
            return redirected and (
                goal.kind == "external"
                or self.answers(goal.path + (f"#{fragment}" if fragment else ""))
            )
        return self.has_fragment(file, fragment)

    def lives(self, address: str) -> bool:
        """Whether an address is there by itself, not by what scripts.publish.redirects wrote into the site."""
        path, _, fragment = address.removeprefix("./").partition("#")
        file = self.site.file_of(unquote(path))
        if file is None or file in self.redirects:
            return False
        own = LEFT_BEHIND_RE.sub("", self.site.read(file)) if fragment else ""
        return not fragment or any(
            token.kind in ("id", "anchor") and token.value == fragment for token in tokens(own)
        )

    def near(self, address: str) -> str:
        """The existing address that a dead one most likely became."""
        path, _, fragment = address.removeprefix("./").partition("#")
        file = self.site.file_of(path)
        return self.near_fragment(file, fragment) if file else self.near_file(path)

    def near_file(self, path: str) -> str:
        """The existing page or file that a broken path most likely meant, or ''."""
        wanted = path.rstrip("/")
        exact = self.site.by_fold.get(fold(wanted)) or self.site.by_fold.get(
            fold(wanted + "/index.html")
        )
        if exact:
            return page_path(exact)
        last = wanted.rpartition("/")[2]
        ending = posixpath.splitext(last)[1]
        names = [
            page_path(name)
            for name in (
                self.content if ending in ("", ".md", *PAGE_ENDINGS) else sorted(self.site.files)
            )
            if ending in ("", ".md") or name.endswith(ending)
        ]
        same = [name for name in names if name.rstrip("/").rpartition("/")[2] == last]
        if same or len(names) > NEARBY:
            return min(same, key=len) if same else ""
        return closest(path, names, 0.7) if len(last.partition(".")[0]) >= SHORT else ""

    def near_fragment(self, file: str, fragment: str) -> str:
        """The address with an existing id that a broken fragment most likely meant, or ''."""
        ids, decoded = self.ids(file) or set(), unquote(fragment)
        for value in sorted(ids):
            if fold(value) == fold(decoded):
                return f"{page_path(file)}#{value}"
        elsewhere = [page for page in self.pages_with_id.get(decoded, []) if self.is_content(page)]
        if len(elsewhere) == 1:
            return f"{page_path(elsewhere[0])}#{decoded}"
        named = sorted(value for value in ids if not value.startswith(("__", "fn:", "fnref")))
        close = closest(decoded, named, 0.6)
        return f"{page_path(file)}#{close}" if close else ""


def closest(word: str, words: list[str], least: float) -> str:
    """The one of `words` most like `word`, or '' if none is at least that like it."""
    import difflib  # here, because a sound site needs no suggestion

    return next(iter(difflib.get_close_matches(word, words, 1, least)), "")
