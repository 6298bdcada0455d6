"""Finding in a built file → the problem at the line where somebody can correct it."""

from __future__ import annotations

import itertools
import posixpath
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from scripts.checks.links import active
from scripts.checks.links.addresses import SCHEME_RE, page_path, relative
from scripts.checks.links.extract import ENDS, clean
from scripts.checks.links.index import Finding, SiteIndex
from scripts.checks.links.sources import Sources, Written, visible_lines
from scripts.core.pages import blank
from scripts.core.problems import Problem


class Located(NamedTuple):
    """A problem with what a machine needs to correct it: `old` and `new` on that line, empty if it takes judgment."""

    problem: Problem
    code: str
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


def built_lines(index: SiteIndex, file: str, findings: list[Finding]) -> Iterator[list[int]]:
    """For each finding of a built file, its lines there: for folders that are not ours, or without a source line."""
    kinds = {finding.kind for finding in findings}
    is_text = (index.root / file).is_file() and not kinds & {"document", "unreadable"}
    text = index.read(file) if is_text else ""
    breaks = [match.start() for match in re.finditer("\n", text)]
    values = {clean(finding.value) for finding in findings}
    attributes: dict[str, list[tuple[str, int]]] = {}
    shown = "" if file.endswith(PLAIN) else HIDDEN_RE.sub(blank, text)
    for match in ATTRIBUTE_RE.finditer(shown):
        value = match[match.lastindex or 0]
        value = (unescape(value) if "&" in value else value).strip(ENDS)
        if value in values:
            attributes.setdefault(value, []).append((match[1], match.start()))
    for finding in findings:
        spots = attributes.get(clean(finding.value), [])
        if finding.kind == "id":
            spots = [spot for spot in spots if spot[0].lower() == "id"][1:]
        found = [at for _, at in spots]
        if finding.value and (finding.kind in IN_TEXT or not found):
            found = [text.find(finding.value.split("\n")[0])]
        found_lines = {bisect_left(breaks, at) + 1 for at in found if at >= 0}
        yield sorted(found_lines) or [0 if finding.kind == "document" else 1]


class SourceLines:
    """The lines of sources that made a finding: on its own page, else in any other source."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources

    def of(self, finding: Finding) -> list[Written]:
        home = self.sources.markdown_of(finding.file)
        if finding.kind == "document":
            return []  # made from pages that are checked themselves: what is only wrong here was not written wrong
        if finding.kind == "page":
            return [Written("page", "", "", home, 1)] if home else []
        if finding.kind == "active":
            return self.running(finding, home)
        if finding.kind == "text":
            return self.lines_with(finding, home)
        if finding.kind == "id":
            every = self.sources.by_key.get(("id", finding.value), [])
            found = [use for use in every if use.path == home]
            found = found or [use for use in every if use.path.suffix == ".html"]
            return found[1:] or found
        if finding.code == "empty" and not finding.value:
            uses = (use for use in self.sources.uses if use.path == home)
            return [use for use in uses if use.kind == "address" and not use.value]
        keys = dict.fromkeys((finding.value, finding.target, unquote(finding.target)))
        named = (self.sources.by_key.get(("address", key), []) for key in keys)
        alike = list(dict.fromkeys(itertools.chain.from_iterable(named)))
        # Style sheets, drawings and data are copied as they are.
        near = [use for use in alike if use.path in (home, self.sources.docs / finding.file)]
        if found := self.narrow(finding, near):
            return found
        if found := self.narrow(finding, alike):
            return [use for use in found if use.path == found[0].path]
        if pattern := EMPTY_RE.get(finding.kind):
            return self.shown_by(pattern, home) or near
        return self.lines_with(finding, home)

    def narrow(self, finding: Finding, found: list[Written]) -> list[Written]:
        """Of the places that lead to one target, those that show this fault: an absolute spelling, an empty text."""
        if finding.kind != "load":
            found = [use for use in found if use.path.suffix != ".css"]
        if finding.code in SPELLING:
            return [use for use in found if use.value == finding.value]
        if pattern := EMPTY_RE.get(finding.kind):
            return [use for use in found if pattern.search(self.sources.line_of(use))]
        return found

    def shown_by(self, pattern: re.Pattern[str], home: Path | None) -> list[Written]:
        """Where the page, or one place in all templates, shows a fault that has no address to be found by."""
        spots = [
            Written("text", "", "", path, text.count("\n", 0, match.start()) + 1)
            for path, text in self.sources.texts.items()
            if path.suffix == ".html" or path == home
            for match in pattern.finditer(text)
        ]
        return [spot for spot in spots if spot.path == home] or (spots if len(spots) == 1 else [])

    def running(self, finding: Finding, home: Path | None) -> list[Written]:
        """Where something that could run was written: on the page itself, else in data, settings or templates."""
        others = [p for p in self.sources.texts if p.suffix not in (".js", ".py")]
        for path in sorted(others, key=lambda path: (path != home, path.suffix == ".html")):
            lines = list(visible_lines(self.sources.texts[path], path.suffix == ".md"))
            if found := active.lines_with(finding.value, lines):
                return [Written("text", finding.value, "", path, line) for line in found]
        return []

    def lines_with(self, finding: Finding, home: Path | None) -> list[Written]:
        """The first line that holds the offending text, however it was wrapped; a long one may have lost its end."""
        words, is_text = finding.value.replace("¶", "").split(), finding.kind == "text"
        is_leftover = finding.code == "leftover"
        order = [p for p in self.sources.texts if p == home or p.suffix in PROSE or not is_text]
        # What is left over in a template is nothing else; in a page it may be right elsewhere.
        order.sort(key=lambda path: (is_leftover and path.suffix != ".html", path != home))
        counts = {len(words), 5, 3} if is_text else {len(words)}
        for count in sorted(counts, reverse=True):
            if sum(map(len, words[:count])) < 3:
                continue
            # A # that began a line has become a heading and is gone; a ^ between two keys has raised them.
            parts = (re.escape(word).replace(r"\[", r"\[\^?") for word in words[:count])
            pattern = re.compile(r"\s+#*".join(parts))
            for path in order:
                text = self.sources.texts[path]
                lines = [text.count("\n", 0, m.start()) + 1 for m in pattern.finditer(text)]
                if path != home or count < len(words):
                    lines = lines[:1]
                if is_leftover and len(lines) > 1:
                    # Elsewhere on the page it is read; in raw HTML it is not.
                    rows = text.split("\n")
                    lines = [line for line in lines if rows[line - 1][:1] == "<"] or lines
                if lines:
                    return [Written("text", finding.value, "", path, line) for line in lines]
        return []


def on_page(index: SiteIndex, page: str, better: str) -> str:
    """A site address as one would write it on a built page."""
    rest, mark, fragment = better.partition("#")
    if not better or SCHEME_RE.match(better):
        return better
    if page_path(page) == rest and fragment:
        return mark + fragment
    extract = index.extracts.get(page)
    base = index.place(page, "x").path if extract and extract.base is not None else page
    return relative(better, posixpath.dirname(base))


def in_source(index: SiteIndex, sources: Sources, use: Written, page: str, better: str) -> str:
    """A site address as one would write it in that source."""
    rest, mark, fragment = better.partition("#")
    if not better or SCHEME_RE.match(better) or use.path.suffix in (".bib", ".yml"):
        return better
    in_docs = use.path.is_relative_to(sources.docs)
    is_markdown = use.path.suffix == ".md" or (in_docs and use.path.suffix in (".toml", ".svg"))
    if not is_markdown or sources.in_raw_html(use):
        return on_page(index, page, better)
    home = sources.markdown_of(index.file_of(rest) or "")
    if home == use.path and fragment:
        return mark + fragment
    goal = home.relative_to(sources.docs).as_posix() if home else rest
    return posixpath.relpath(goal, sources.folder_of(use.path)) + mark + fragment


def in_sources(
    index: SiteIndex, sources: Sources, finding: Finding, uses: Iterable[Written]
) -> Iterator[Located]:
    """A finding whose source lines are known."""
    for use in dict.fromkeys(uses):
        better = in_source(index, sources, use, finding.file, finding.better)
        message = finding.message
        if use.kind == "address" and finding.value:
            message = message.replace(f"'{finding.value}'", f"'{use.value}'")
        problem = Problem(str(use.path), use.line, message, better)
        # A template writes pages of different depths: there no relative address is right for all.
        everywhere = bool(SCHEME_RE.match(better)) or use.path.is_relative_to(sources.docs)
        mechanical = finding.mechanical and use.kind == "address" and better and everywhere
        yield Located(problem, finding.code, *((use.value, better) if mechanical else ()))


def in_built_file(index: SiteIndex, file: str, findings: list[Finding]) -> Iterator[Located]:
    for finding, lines in zip(findings, built_lines(index, file, findings), strict=True):
        better = on_page(index, file, finding.better)
        for line in lines:
            problem = Problem(str(index.root / file), line, finding.message, better)
            yield Located(problem, finding.code)


def locate_all(
    index: SiteIndex, sources: Sources | None, findings: Iterable[Finding]
) -> list[Located]:
    """Each line once, however many pages it ended up on."""
    located: list[Located] = []
    unwritten: dict[str, list[Finding]] = defaultdict(list)  # by file
    lines = SourceLines(sources) if sources else None
    for finding in dict.fromkeys(findings):
        if sources and lines and (uses := lines.of(finding)):
            located += in_sources(index, sources, finding, uses)
        else:
            unwritten[finding.file].append(finding)
    for file, group in unwritten.items():
        located += in_built_file(index, file, group)
    found: dict[tuple[str, int, str], Located] = {}
    for item in located:
        found.setdefault(item.problem[:3], item)
    return list(found.values())
