"""Finding in a built file → the problem at the line where somebody can correct it."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from scripts.checks.links.addresses import SCHEME_RE, page_path, relative
from scripts.checks.links.extract import ENDS, clean
from scripts.checks.links.index import Finding, SiteIndex
from scripts.checks.links.sources import Sources, Written
from scripts.core.pages import blank
from scripts.core.problems import Problem


class Located(NamedTuple):
    """A problem with what a machine needs to correct it: `old` and `new` on that line, empty if it takes judgment."""

    problem: Problem
    code: str
    old: str = ""
    new: str = ""


# Kinds of findings whose value stands in the text of the built file, not in an attribute.
IN_TEXT = ("text", "site map", "search index", "manifest", "structured data", "@id", "metadata")
ATTRIBUTE_RE = re.compile(r"""\s([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# Nothing in here is part of the page.
HIDDEN_RE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|template|textarea)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE
)
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
    for finding in dict.fromkeys(findings):
        if sources and (uses := sources.lines_of(finding)):
            located += in_sources(index, sources, finding, uses)
        else:
            unwritten[finding.file].append(finding)
    for file, group in unwritten.items():
        located += in_built_file(index, file, group)
    found: dict[tuple[str, int, str], Located] = {}
    for item in located:
        found.setdefault(item.problem[:3], item)
    return list(found.values())
