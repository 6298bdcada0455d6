"""Finding on a built page → the problem at the line where somebody can mend it."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from scripts.checks.links.finding import Finding, World
from scripts.checks.links.origin import Sources, Use
from scripts.checks.links.site import SCHEME_RE, page_path
from scripts.checks.links.tokens import css_addresses, tokens
from scripts.core.problems import Problem
from scripts.core.site import relative


class Located(NamedTuple):
    """A problem with what a machine needs to mend it: `old` and `new` on that line, both empty if it takes judgement."""

    problem: Problem
    code: str
    page: str
    old: str = ""
    new: str = ""


# Faults of how an address is written, not of where it leads.
SPELLING = ("absolute", "insecure", "malformed", "third-party", "doi")
# Made from pages that are checked themselves: what is only wrong here was not written wrong.
DOCUMENTS = ("pdf", "epub")
EMPTY_RE = {
    "notext": re.compile(
        r"(?<!!)\[\s*(?:!\[\s*\]\([^)]*\))?\s*\]\(|<a\s[^>]*>\s*(?:<[^>]*>\s*)*</a>"
    ),
    "noalt": re.compile(r"!\[\s*\]\(|<img\s(?![^>]*\balt=)"),
}


def rank(path: Path) -> int:
    """Which other source more likely wrote something: bibliography, figures, templates, settings, pages, code."""
    order = (".bib", ".toml", ".html", ".yml", ".css", ".csv", ".md", ".py")
    return order.index(path.suffix) if path.suffix in order else len(order)


class Locator:
    def __init__(self, world: World, docs: Path | None) -> None:
        self.world, self.docs = world, docs
        self.sources = Sources(world, docs) if docs else None
        self.ranked = sorted(self.sources.texts, key=rank) if self.sources else []
        self.index: dict[tuple[str, str], list[Use]] = {}
        for use in (
            sorted(self.sources.uses, key=lambda use: rank(use.path)) if self.sources else ()
        ):
            for key in {use.value, use.target, unquote(use.target)} - {""}:
                self.index.setdefault((use.kind, key), []).append(use)
        self.breaks: dict[str, list[int]] = {}  # where the lines of a built file end
        self.read: dict[str, dict[tuple[str, str], list[int]]] = {}

    def uses(self, finding: Finding) -> list[Use]:
        """The source lines that made the finding, nearest first: its own page, then any other source."""
        if self.sources is None or finding.kind in DOCUMENTS:
            return []
        home = self.sources.markdown_of(finding.page)
        copied = (
            self.docs / finding.page if self.docs else None
        )  # stylesheets, drawings and data are copied as they are
        if finding.kind == "page":
            return [Use("page", "", "", home, 1)] if home else []
        if finding.kind == "text":
            return self.lines_with(finding, home)
        if finding.kind == "id":
            every = self.index.get(("id", finding.value), [])
            found = [use for use in every if use.path == home] or [
                use for use in every if use.path.suffix == ".html"
            ]
            return found[1:] if len(found) > 1 else found
        if finding.code == "empty" and not finding.value:
            return [
                use
                for use in self.sources.uses
                if use.path == home and use.kind == "address" and not use.value
            ]
        same = {
            use: None
            for key in (finding.value, finding.target, unquote(finding.target))
            for use in self.index.get(("address", key), [])
        }
        for paths in ((home, copied), None):
            if found := self.narrow(
                finding, [use for use in same if paths is None or use.path in paths]
            ):
                return found if paths else [use for use in found if use.path == found[0].path]
        if pattern := EMPTY_RE.get(finding.kind):
            return self.in_template(pattern) or [use for use in same if use.path == home]
        if cited := re.search(r"#(?:fn:|fnref\d*:|ref-)(.+)", finding.target or finding.value):
            citing = self.index.get(("cite", cited[1]), [])
            if found := [use for use in citing if use.path == home] or citing:
                return found[:1]
        if found := self.lines_with(finding, home):
            return found
        fragment = finding.target.partition("#")[2]
        return (
            [
                use
                for use in self.lines_with(finding._replace(value=f"#{fragment}"), home)
                if use.path == home
            ]
            if fragment
            else []
        )

    def in_template(self, pattern: re.Pattern[str]) -> list[Use]:
        """Where a template alone shows a fault; its addresses are put together only when a page is made."""
        assert self.sources is not None
        spots = [
            (path, text.count("\n", 0, match.start()) + 1)
            for path, text in self.sources.texts.items()
            if path.suffix == ".html"
            for match in pattern.finditer(text)
        ]
        return [Use("text", "", "", *spots[0])] if len(spots) == 1 else []

    def narrow(self, finding: Finding, found: list[Use]) -> list[Use]:
        """Of the places that lead to one target, those that show this fault: an absolute spelling, an empty text."""
        assert self.sources is not None
        if finding.code in SPELLING and any(use.value == finding.value for use in found):
            return [use for use in found if use.value == finding.value]
        if pattern := EMPTY_RE.get(finding.kind):
            return [use for use in found if pattern.search(self.sources.line_of(use))]
        return found

    def lines_with(self, finding: Finding, home: Path | None) -> list[Use]:
        """The first line that holds the offending text, however it was wrapped; a long one may have lost its end on the way."""
        assert self.sources is not None
        words = finding.value.replace("¶", "").split()
        order = ([home] if home else []) + [path for path in self.ranked if path != home]
        if finding.kind == "text":
            order = [
                path
                for path in order
                if path == home or path.suffix in (".md", ".html", ".toml", ".bib")
            ]
        if (
            finding.code == "leftover"
        ):  # in a template it is nothing else, in a page it may be right elsewhere
            order.sort(key=lambda path: path.suffix != ".html")
        for count in sorted(
            {len(words), 5, 3} if finding.kind == "text" else {len(words)}, reverse=True
        ):
            if sum(map(len, words[:count])) < 3:
                continue
            # A # that began a line has become a heading and is gone; a ^ between two keys has raised them.
            pattern = re.compile(
                r"\s+#*".join(re.escape(word).replace(r"\[", r"\[\^?") for word in words[:count])
            )
            for path in order:
                found = [match.start() for match in pattern.finditer(self.sources.texts[path])]
                if found:
                    lines = [
                        self.sources.texts[path].count("\n", 0, at) + 1
                        for at in (found if path == home and count >= len(words) else found[:1])
                    ]
                    return [Use("text", finding.value, "", path, line) for line in lines]
        return []

    def spots(self, page: str, text: str) -> dict[tuple[str, str], list[int]]:
        """Where each token of a page stands; the page is read once for all its findings."""
        if page not in self.read:
            found: dict[tuple[str, str], list[int]] = {}
            for kind, value, at in tokens(text):
                found.setdefault(
                    (kind, value.rpartition("\t")[2] if kind in ("meta", "badjson") else value), []
                ).append(at)
            self.read[page] = found
        return self.read[page]

    def in_html(self, finding: Finding) -> list[int]:
        """Lines of the built file itself: for folders that are not ours, or when no source line is to be found."""
        path = self.world.site.root / finding.page
        if not path.is_file() or path.suffix in (".pdf", ".epub", ".gz"):
            return [0]
        text = path.read_text("utf-8", "replace")
        if finding.page not in self.breaks:
            self.breaks[finding.page] = [match.start() for match in re.finditer("\n", text)]
        if finding.kind == "css":
            spots = [at for address, at in css_addresses(text) if address == finding.value]
        elif finding.kind in ("text", "loc", "location", "svg", "manifest"):
            spots = [
                match.start()
                for match in re.finditer(re.escape(finding.value.split("\n")[0]), text)
            ][:1]
        elif finding.kind in ("page", ""):
            return [1]
        else:
            spots = self.spots(finding.page, text).get((finding.kind, finding.value), [])
            spots = spots[1:] if finding.kind == "id" and len(spots) > 1 else spots
        return sorted({bisect_left(self.breaks[finding.page], at) + 1 for at in spots}) or [1]

    def address_for(self, path: Path | None, page: str, better: str) -> str:
        """A site address as one would write it in that source, or on that page."""
        if not better or SCHEME_RE.match(better):
            return better
        rest, _, fragment = better.partition("#")
        tail = f"#{fragment}" if fragment else ""
        if (
            path is not None
            and path.suffix in (".md", ".toml", ".svg")
            and self.sources
            and self.docs
            and (path.suffix == ".md" or path.is_relative_to(self.docs))
        ):
            file = self.world.site.file_of(rest)
            home = self.sources.markdown_of(file) if file else None
            if home == path and fragment:
                return tail
            goal = home.relative_to(self.docs).as_posix() if home else rest
            return posixpath.relpath(goal, self.sources.folder_of(path)) + tail
        if path is not None and path.suffix in (".bib", ".yml"):
            return rest + tail
        folder = (
            self.world.folder(self.world.number[page])
            if page in self.world.number
            else posixpath.dirname(page)
        )
        if page_path(page) == rest and fragment:
            return tail
        return relative(better, folder)

    def locate(self, finding: Finding) -> Iterator[Located]:
        found = self.uses(finding)
        if not found:
            better = self.address_for(None, finding.page, finding.better)
            for line in self.in_html(finding):
                yield Located(
                    Problem(
                        str(self.world.site.root / finding.page), line, finding.message, better
                    ),
                    finding.code,
                    finding.page,
                )
            return
        for use in dict.fromkeys(found):
            message, better = (
                finding.message,
                self.address_for(
                    use.path if self.sources and not self.sources.in_raw_html(use) else None,
                    finding.page,
                    finding.better,
                ),
            )
            if use.kind == "address" and finding.value:
                message = message.replace(f"'{finding.value}'", f"'{use.value}'")
            # A template writes pages of different depths: there no relative address is right for all.
            everywhere = bool(SCHEME_RE.match(better)) or (
                self.docs is not None and use.path.is_relative_to(self.docs)
            )
            fix = finding.mechanical and use.kind == "address" and bool(better) and everywhere
            yield Located(
                Problem(str(use.path), use.line, message, better),
                finding.code,
                finding.page,
                use.value if fix else "",
                better if fix else "",
            )


def locate_all(world: World, docs: Path | None, findings: Iterable[Finding]) -> list[Located]:
    """Sorted, and each line reported once however many pages it ended up on."""
    findings = list(dict.fromkeys(findings))
    if not findings:
        return []
    locator = Locator(world, docs)
    found: dict[tuple[str, int, str], Located] = {}
    for finding in findings:
        for located in locator.locate(finding):
            found.setdefault(
                (located.problem.path, located.problem.line, located.problem.message), located
            )
    return sorted(found.values(), key=lambda located: located.problem)
