"""Where something was written: the addresses, ids and texts of the source files, each with its line.

Only findings pay for this: a regular expression finds the line of a fault that is known already.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from scripts.checks.links.addresses import with_fragment
from scripts.checks.links.extract import SRCSET_RE
from scripts.checks.links.index import SiteIndex

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
ID_RE = re.compile(r"""\{[^}]*?#([^\s}]+)[^}]*\}|\bid\s*=\s*["']([^"']+)["']""")
BIB_RE = re.compile(r"""^\s*(doi|url|pmid|pmcid)\s*=\s*["{]?\s*([^"}\s]+)""")
BIB_HOME = {
    "doi": "https://doi.org/{}",
    "url": "{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
}
FENCE_RE = re.compile(r"^\s*(`{3,}|~{3,})")
# nav, extra_css, logo
SETTING_RE = re.compile(
    r"(?<![\w./-])[\w./-]+\.(?:md|css|js|mjs|svg|png|ico|webmanifest)(?![\w./-])"
)
PAGE_RE = re.compile(r"(?<![\w./-])[\w./-]+\.md(?:#[\w:.-]+)?")  # in the data of a drawing
HTTP_ONLY = "http only"  # written on the line of an address whose host has no https:
FIGURES = "figures"  # folder of docs with the words and drawings that the build puts into pages
# From what most likely wrote something to what least likely did.
KINDS = tuple(
    ".bib .toml .html .yml .yaml .css .csv .svg .md .txt .js .py".split()  # noqa: SIM905 (easier to read than a line for each)
)
NOT_WRITING = {"checks", "bench", "audit"}  # parts of scripts/ that write nothing into a site


class Written(NamedTuple):
    """One thing that a source says: `kind` is address or id; `target` is what it means for the site."""

    kind: str
    value: str
    target: str
    path: Path
    line: int


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
            if match and match[1].startswith(fence):
                fence = ""
        elif match:
            fence = match[1]
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
        if ending == ".csv":
            found += [("address", match[0], number) for match in PAGE_RE.finditer(line)]
        if ending in (".yml", ".yaml"):
            found += [("address", match[0], number) for match in SETTING_RE.finditer(line)]
        found += [("id", match[1] or match[2], number) for match in ID_RE.finditer(line)]
    return tuple(found)


def is_source(path: Path) -> bool:
    """Not an editor's lock file, nor a link that leads nowhere, nor the list that names every address."""
    named = path.suffix in KINDS and path.name[0] != "." and path.name != "permalinks.txt"
    return named and path.is_file()


def source_files(docs: Path) -> list[Path]:
    root, found = docs.parent, sorted(docs.rglob("*"))
    found += [root / "mkdocs.yml", root / "mkdocs.yaml"]
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
                use = Written(kind, value, target, path, line)
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
