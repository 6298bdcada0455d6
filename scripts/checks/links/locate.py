"""Finding in a built file → the problem at the line where somebody can correct it."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from scripts.checks.links.addresses import SCHEME_RE, page_path, relative
from scripts.checks.links.extract import ENDS, clean
from scripts.checks.links.index import Finding, SiteIndex
from scripts.checks.links.sources import Sources, Written
from scripts.core.problems import Problem


class Located(NamedTuple):
    """A problem with what a machine needs to correct it: `old` and `new` on that line, empty if it takes judgment."""

    problem: Problem
    code: str
    page: str
    old: str = ""
    new: str = ""


# Faults of how an address is written, not of where it leads.
SPELLING = ("absolute", "insecure", "malformed", "third-party", "doi")
EMPTY_RE = {
    "no-text": re.compile(
        r"(?<!!)\[\s*(?:!\[\s*\]\([^)]*\))?\s*\]\(|<a\s[^>]*>\s*(?:<[^>]*>\s*)*</a>"
    ),
    "alt": re.compile(r"!\[\s*\]\(|<img\s(?![^>]*\balt=)"),
    "quote": re.compile(r"""[^=\s]""|[^=\s]''|=\s*"[^">]*>"""),
    "no-source": re.compile(r"<img\s(?![^>]*\bsrc)"),
}
# Kinds of findings whose value stands in the text of the built file, not in an attribute.
IN_TEXT = ("text", "site map", "search index", "manifest", "structured data", "@id", "metadata")
ATTRIBUTE_RE = re.compile(r"""\s([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# Nothing in here is part of the page.
HIDDEN_RE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|template|textarea)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE
)
PROSE = (".md", ".html", ".toml", ".bib", ".csv")  # sources whose words a reader sees
PLAIN = (".css", ".json", ".txt", ".webmanifest")


class BuiltFile:
    """The lines of a built file itself: for folders that are not ours, or when no source line is to be found."""

    def __init__(self, path: Path, values: set[str]) -> None:
        self.path, self.text = path, path.read_text("utf-8", "replace")
        self.breaks = [match.start() for match in re.finditer("\n", self.text)]
        self.attributes: dict[str, list[tuple[str, int]]] = {}
        if path.suffix not in PLAIN:
            shown = HIDDEN_RE.sub(lambda match: " " * len(match[0]), self.text)
            for match in ATTRIBUTE_RE.finditer(shown):
                value = match[match.lastindex or 0]
                value = (unescape(value) if "&" in value else value).strip(ENDS)
                if value in values:
                    self.attributes.setdefault(value, []).append((match[1], match.start()))

    def lines(self, finding: Finding) -> list[int]:
        spots = self.attributes.get(clean(finding.value), [])
        if finding.kind == "id":
            spots = [spot for spot in spots if spot[0].lower() == "id"][1:]
        found = [at for _, at in spots]
        if finding.value and (finding.kind in IN_TEXT or not found):
            found = [self.text.find(finding.value.split("\n")[0])]
        return sorted({bisect_left(self.breaks, at) + 1 for at in found if at >= 0}) or [1]


class Locator:
    def __init__(self, index: SiteIndex, sources: Sources | None, findings: list[Finding]) -> None:
        self.index, self.sources = index, sources
        self.values: dict[str, set[str]] = {}  # by file
        for finding in findings:
            self.values.setdefault(finding.file, set()).add(clean(finding.value))
        self.built: BuiltFile | None = (
            None  # the last one: a large site has many, and findings come file by file
        )

    def written(self, sources: Sources, finding: Finding) -> list[Written]:
        """The source lines that made the finding: on its own page, else in any other source."""
        if finding.kind == "document":
            return []  # made from pages that are checked themselves: what is only wrong here was not written wrong
        home = sources.markdown_of(finding.file)
        if finding.kind == "page":
            return [Written("page", "", "", home, 1)] if home else []
        if finding.kind == "text":
            return self.lines_with(sources, finding, home)
        if finding.kind == "id":
            every = sources.by_key.get(("id", finding.value), [])
            found = [use for use in every if use.path == home]
            found = found or [use for use in every if use.path.suffix == ".html"]
            return found[1:] if len(found) > 1 else found
        if finding.code == "empty" and not finding.value:
            return [
                use
                for use in sources.uses
                if use.path == home and use.kind == "address" and not use.value
            ]
        keys = dict.fromkeys((finding.value, finding.target, unquote(finding.target)))
        alike = list(
            dict.fromkeys(use for key in keys for use in sources.by_key.get(("address", key), []))
        )
        # Style sheets, drawings and data are copied as they are.
        near = [use for use in alike if use.path in (home, sources.docs / finding.file)]
        if found := self.narrow(sources, finding, near):
            return found
        if found := self.narrow(sources, finding, alike):
            return [use for use in found if use.path == found[0].path]
        if pattern := EMPTY_RE.get(finding.kind):
            return self.shown_by(sources, pattern, home) or near
        return self.lines_with(sources, finding, home)

    def narrow(self, sources: Sources, finding: Finding, found: list[Written]) -> list[Written]:
        """Of the places that lead to one target, those that show this fault: an absolute spelling, an empty text."""
        if finding.kind != "load":
            found = [use for use in found if use.path.suffix != ".css"]
        if finding.code in SPELLING:
            return [use for use in found if use.value == finding.value]
        if pattern := EMPTY_RE.get(finding.kind):
            return [use for use in found if pattern.search(sources.line_of(use))]
        return found

    def shown_by(
        self, sources: Sources, pattern: re.Pattern[str], home: Path | None
    ) -> list[Written]:
        """Where the page, or one place in all templates, shows a fault that has no address to be found by."""
        spots = [
            Written("text", "", "", path, text.count("\n", 0, match.start()) + 1)
            for path, text in sources.texts.items()
            if path.suffix == ".html" or path == home
            for match in pattern.finditer(text)
        ]
        return [spot for spot in spots if spot.path == home] or (spots if len(spots) == 1 else [])

    def lines_with(self, sources: Sources, finding: Finding, home: Path | None) -> list[Written]:
        """The first line that holds the offending text, however it was wrapped; a long one may have lost its end."""
        words, is_text = finding.value.replace("¶", "").split(), finding.kind == "text"
        order = [home] if home else []
        order += [p for p in sources.texts if p != home and (p.suffix in PROSE or not is_text)]
        if finding.code == "leftover":
            # In a template it is nothing else, in a page it may be right elsewhere.
            order.sort(key=lambda path: path.suffix != ".html")
        counts = {len(words), 5, 3} if is_text else {len(words)}
        for count in sorted(counts, reverse=True):
            if sum(map(len, words[:count])) < 3:
                continue
            # A # that began a line has become a heading and is gone; a ^ between two keys has raised them.
            parts = (re.escape(word).replace(r"\[", r"\[\^?") for word in words[:count])
            pattern = re.compile(r"\s+#*".join(parts))
            for path in order:
                text = sources.texts[path]
                found = [match.start() for match in pattern.finditer(text)]
                spots = found if path == home and count >= len(words) else found[:1]
                lines = [text.count("\n", 0, at) + 1 for at in spots]
                if finding.code == "leftover" and len(lines) > 1:
                    # Elsewhere on the page it is read; in raw HTML it is not.
                    rows = text.split("\n")
                    lines = [line for line in lines if rows[line - 1][:1] == "<"] or lines
                if lines:
                    return [Written("text", finding.value, "", path, line) for line in lines]
        return []

    def in_built_file(self, finding: Finding) -> list[int]:
        path = self.index.root / finding.file
        if finding.kind in ("document", "unreadable") or not path.is_file():
            return [0 if finding.kind == "document" else 1]
        if self.built is None or self.built.path != path:
            self.built = BuiltFile(path, self.values[finding.file])
        return self.built.lines(finding)

    def suggestion(self, use: Written | None, page: str, better: str) -> str:
        """A site address as one would write it in that source, or on that page."""
        sources = self.sources
        if not better or SCHEME_RE.match(better):
            return better
        rest, mark, fragment = better.partition("#")
        tail = mark + fragment
        if use and sources and not sources.in_raw_html(use):
            path = use.path
            markdown = path.suffix == ".md" or (
                path.suffix in (".toml", ".svg") and path.is_relative_to(sources.docs)
            )
            if markdown:
                file = self.index.file_of(rest)
                home = sources.markdown_of(file) if file else None
                if home == path and fragment:
                    return tail
                goal = home.relative_to(sources.docs).as_posix() if home else rest
                return posixpath.relpath(goal, sources.folder_of(path)) + tail
            if path.suffix in (".bib", ".yml"):
                return better
        if page_path(page) == rest and fragment:
            return tail
        extract = self.index.extracts.get(page)
        folder = posixpath.dirname(page)
        if extract and extract.base is not None:
            folder = posixpath.dirname(self.index.place(page, "x").path)
        return relative(better, folder)

    def locate(self, finding: Finding) -> Iterator[Located]:
        sources = self.sources
        found = self.written(sources, finding) if sources else []
        if not sources or not found:
            better = self.suggestion(None, finding.file, finding.better)
            path = str(self.index.root / finding.file)
            for line in self.in_built_file(finding):
                yield Located(
                    Problem(path, line, finding.message, better), finding.code, finding.file
                )
            return
        for use in dict.fromkeys(found):
            better, message = self.suggestion(use, finding.file, finding.better), finding.message
            if use.kind == "address" and finding.value:
                message = message.replace(f"'{finding.value}'", f"'{use.value}'")
            # A template writes pages of different depths: there no relative address is right for all.
            everywhere = bool(SCHEME_RE.match(better)) or use.path.is_relative_to(sources.docs)
            mechanical = (
                finding.mechanical and use.kind == "address" and bool(better) and everywhere
            )
            old, new = (use.value, better) if mechanical else ("", "")
            problem = Problem(str(use.path), use.line, message, better)
            yield Located(problem, finding.code, finding.file, old, new)


def locate_all(
    index: SiteIndex, sources: Sources | None, findings: Iterable[Finding]
) -> list[Located]:
    """Sorted, and each line reported once however many pages it ended up on."""
    findings = list(dict.fromkeys(findings))
    locator = Locator(index, sources, findings)
    found: dict[tuple[str, int, str], Located] = {}
    for finding in findings:
        for located in locator.locate(finding):
            problem = located.problem
            found.setdefault((problem.path, problem.line, problem.message), located)
    return sorted(found.values(), key=lambda located: located.problem)
