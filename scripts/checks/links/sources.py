"""Where something was written: the addresses, ids and texts of the source files, each with its line.

Only findings pay for this: a regular expression finds the line of a fault that is known already.
"""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from scripts.checks.links import active
from scripts.checks.links.addresses import with_fragment
from scripts.checks.links.extract import SRCSET_RE
from scripts.checks.links.index import Finding, SiteIndex
from scripts.core.pages import FENCE_RE

# Every way in which a source file names an address. One group matches per alternative.
ADDRESS_RE = re.compile(
    r"""\]\(\s*<([^>\n]*)>|\]\(\s*([^)\s]*(?:\([^)\s]*\)[^)\s]*)*)"""  # [text](address), one level of brackets inside
    r"""|^\s{0,3}\[[^\]^][^\]]*\]:\s*<?(\S+?)>?(?:\s|$)"""  # [label]: address
    r"""|<(https?://[^>\s]+)>"""
    r"""|\b(?:href|src|poster|action|data|cite)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
    r"""|\burl\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']"""
    r"""|^\s*(?:-\s+)?(?:url|href|link|csv|image|page)\s*[:=]\s*["']?([^"'\s#][^"'\s]*)"""  # front matter, figure files
    r"""|["']?loc(?:ation)?["']?\s*[:=]\s*["']([^"']+)"""
    r"""|\bsection\s*[:=]\s*["']?([\w-]+)""",
)
SRCSET_ATTR_RE = re.compile(r"""srcset\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# In an attribute list, in the options of a block, in HTML.
ID_RE = re.compile(r"""\{[^}]*?#([^\s}]+)[^}]*\}|\{id:\s*([\w:.-]+)|\bid\s*=\s*["']([^"']+)["']""")
BIB_RE = re.compile(r"""^\s*(doi|url|pmid|pmcid)\s*=\s*["{]?\s*([^"}\s]+)""")
BIB_HOME = {
    "doi": "https://doi.org/{}",
    "url": "{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
}
# In settings and in the data of a drawing, where nothing stands around it.
FILE_RE = re.compile(
    r"(?<![\w./-])[\w./-]+\.(?:md(?:#[\w:.-]+)?|css|m?js|svg|png|ico|webmanifest)(?![\w./-])"
)
HTTP_ONLY = "http only"  # written on the line of an address whose host has no https:
FIGURES = "figures"  # folder of docs with the words and drawings that the build puts into pages
# From what most likely wrote something to what least likely did.
KINDS = tuple(
    ".bib .toml .html .yml .css .csv .svg .md .txt .js .py".split()  # noqa: SIM905 (easier to read than a line for each)
)
NOT_WRITING = {"checks", "bench", "audit"}  # parts of scripts/ that write nothing into a site
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
PROSE = (".md", ".html", ".toml", ".bib", ".csv")  # sources whose words a reader sees


class Written(NamedTuple):
    """One thing that a source says: `kind` is address, id or text; `target` is what it means for the site."""

    path: Path
    line: int
    kind: str = "text"
    value: str = ""
    target: str = ""


def addresses_in(line: str) -> Iterator[str]:
    for match in ADDRESS_RE.finditer(line):
        value = next((group for group in match.groups() if group is not None), "")
        section = match.lastindex == ADDRESS_RE.groups
        yield "#" + value if section else unescape(value)
    for match in SRCSET_ATTR_RE.finditer(line):
        for candidate in SRCSET_RE.finditer(match[1] or match[2] or ""):
            yield unescape(candidate[1])


def visible_lines(text: str, markdown: bool) -> Iterator[tuple[int, str]]:
    """Numbered lines; in Markdown, fenced examples are left out because nothing in them is built."""
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        match = FENCE_RE.match(line) if markdown else None
        if fence:
            if match and match["fence"].startswith(fence):
                fence = ""
        elif match:
            fence = match["fence"]
        else:
            yield number, line


def bib_address(line: str) -> str:
    match = BIB_RE.match(line)
    return BIB_HOME[match[1]].format(match[2].replace("\\", "")) if match else ""


def http_only(docs: Path) -> set[str]:
    """Addresses that a source marks as having no https:."""
    found: set[str] = set()
    for path in filter(is_source, docs.rglob("*")):
        text = path.read_text("utf-8", "replace") if path.suffix in (".bib", ".md", ".toml") else ""
        for line in text.split("\n") if HTTP_ONLY in text else ():
            if HTTP_ONLY in line:
                found.update([bib_address(line)] if path.suffix == ".bib" else addresses_in(line))
    return found


@lru_cache(maxsize=512)
def written_in(text: str, ending: str) -> tuple[tuple[str, str, int], ...]:
    """(kind, value, line) of everything that a source names."""
    found: list[tuple[str, str, int]] = []
    for number, line in visible_lines(text, ending == ".md"):
        if ending == ".bib":
            if value := bib_address(line):
                found.append(("address", value, number))
            continue
        found += [("address", address, number) for address in addresses_in(line)]
        if ending in (".csv", ".yml"):
            found += [("address", match[0], number) for match in FILE_RE.finditer(line)]
        found += [("id", match[match.lastindex or 0], number) for match in ID_RE.finditer(line)]
    return tuple(found)


def is_source(path: Path) -> bool:
    """Not an editor's lock file, nor a link that leads nowhere, nor the list that names every address."""
    named = path.suffix in KINDS and path.name[0] != "." and path.name != "permalinks.txt"
    return named and path.is_file()


def source_files(docs: Path) -> list[Path]:
    root, found = docs.parent, sorted(docs.rglob("*"))
    found.append(root / "mkdocs.yml")
    for folder in ("overrides", "scripts", "snippets"):
        below = sorted((root / folder).rglob("*"))
        found += [path for path in below if not NOT_WRITING & set(path.relative_to(root).parts)]
    return sorted(filter(is_source, found), key=lambda path: KINDS.index(path.suffix))


class Sources:
    """The files a site is made of, those first that more likely wrote something."""

    def __init__(self, index: SiteIndex, docs: Path) -> None:
        self.index, self.docs = index, docs
        self.texts = {
            path: path.read_text("utf-8", "replace").replace("\r\n", "\n")
            for path in source_files(docs)
        }
        self.uses: list[Written] = []
        self.by_key: dict[tuple[str, str], list[Written]] = {}
        for path, text in self.texts.items():
            for kind, value, line in written_in(text, path.suffix):
                target = self.meaning(path, value) if kind == "address" else ""
                use = Written(path, line, kind, value, target)
                self.uses.append(use)
                for key in {value, target, unquote(target)} - {""}:
                    self.by_key.setdefault((kind, key), []).append(use)

    def line_of(self, use: Written) -> str:
        return self.texts[use.path].split("\n")[use.line - 1]

    def folder_of(self, path: Path) -> str:
        """What addresses in a source are relative to: its own folder, but those of a figure stand on a page."""
        if not path.is_relative_to(self.docs):
            return ""  # settings, or what pages take in
        folder = path.parent.relative_to(self.docs)
        is_drawn = folder == Path(FIGURES) and path.suffix in (".svg", ".toml", ".csv")
        return "" if is_drawn or folder == Path() else folder.as_posix()

    def meaning(self, path: Path, address: str) -> str:
        """An address as written in a source → what it means for the site: history/#pcp."""
        home = posixpath.join(self.folder_of(path), path.name)
        place = self.index.resolver.place(home, address)
        if path.suffix == ".bib" or not place.is_ours:
            return address
        goal = place.path.lstrip("/")
        goal = self.index.page_of(goal) if goal.endswith(".md") else goal
        return with_fragment(goal, place.fragment)

    def in_raw_html(self, use: Written) -> bool:
        """Whether an address of a Markdown file stands in HTML, which nothing turns into the page's own addresses."""
        markdown = rf"\](?:\(|:)\s*<?{re.escape(use.value)}"
        in_page = use.kind == "address" and use.path.suffix == ".md"
        return in_page and not re.search(markdown, self.line_of(use))

    def markdown_of(self, page: str) -> Path | None:
        """Built page → the Markdown it was made from."""
        stem = page.removesuffix(".html").removesuffix(".md").removesuffix("/index")
        for name in (f"{stem}.md", f"{stem}/index.md", "README.md" if stem == "index" else ""):
            if name and self.docs / name in self.texts:
                return self.docs / name
        return None

    def lines_of(self, finding: Finding) -> list[Written]:
        """What made a finding: on its own page, else in any other source."""
        home = self.markdown_of(finding.file)
        if finding.kind == "document":
            return []  # made from pages that are checked themselves: what is only wrong here was not written wrong
        if finding.kind == "page":
            return [Written(home, 1)] if home else []
        if finding.kind == "active":
            return self.running(finding, home)
        if finding.kind == "text":
            return self.lines_with(finding, home)
        if finding.kind == "id":
            every = self.by_key.get(("id", finding.value), [])
            found = [use for use in every if use.path == home]
            found = found or [use for use in every if use.path.suffix == ".html"]
            return found[1:] or found
        if finding.code == "empty" and not finding.value:
            uses = (use for use in self.uses if use.path == home)
            return [use for use in uses if use.kind == "address" and not use.value]
        keys = dict.fromkeys((finding.value, finding.target, unquote(finding.target)))
        named = (self.by_key.get(("address", key), []) for key in keys)
        alike = list(dict.fromkeys(itertools.chain.from_iterable(named)))
        # Style sheets, drawings and data are copied as they are.
        near = [use for use in alike if use.path in (home, self.docs / finding.file)]
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
            return [use for use in found if pattern.search(self.line_of(use))]
        return found

    def shown_by(self, pattern: re.Pattern[str], home: Path | None) -> list[Written]:
        """Where the page, or one place in all templates, shows a fault that has no address to be found by."""
        spots = [
            Written(path, text.count("\n", 0, match.start()) + 1)
            for path, text in self.texts.items()
            if path.suffix == ".html" or path == home
            for match in pattern.finditer(text)
        ]
        return [spot for spot in spots if spot.path == home] or (spots if len(spots) == 1 else [])

    def running(self, finding: Finding, home: Path | None) -> list[Written]:
        """Where something that could run was written: on the page itself, else in data, settings or templates."""
        others = [p for p in self.texts if p.suffix not in (".js", ".py")]
        for path in sorted(others, key=lambda path: (path != home, path.suffix == ".html")):
            lines = list(visible_lines(self.texts[path], path.suffix == ".md"))
            if found := active.lines_with(finding.value, lines):
                return [Written(path, line) for line in found]
        return []

    def lines_with(self, finding: Finding, home: Path | None) -> list[Written]:
        """The first line that holds the offending text, however it was wrapped; a long one may have lost its end."""
        words, is_text = finding.value.replace("¶", "").split(), finding.kind == "text"
        is_leftover = finding.code == "leftover"
        order = [p for p in self.texts if p == home or p.suffix in PROSE or not is_text]
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
                text = self.texts[path]
                lines = [text.count("\n", 0, m.start()) + 1 for m in pattern.finditer(text)]
                if path != home or count < len(words):
                    lines = lines[:1]
                if is_leftover and len(lines) > 1:
                    # Elsewhere on the page it is read; in raw HTML it is not.
                    rows = text.split("\n")
                    lines = [line for line in lines if rows[line - 1][:1] == "<"] or lines
                if lines:
                    return [Written(path, line) for line in lines]
        return []
