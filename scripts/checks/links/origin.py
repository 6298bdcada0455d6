"""Where was it written? The source files' addresses, ids and texts, each with the line it stands on."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from scripts.checks.links.finding import World
from scripts.checks.links.site import SCHEME_RE
from scripts.checks.links.tokens import SRCSET

# Every way in which a source file names an address. One group matches per alternative.
ADDRESS_RE = re.compile(
    r"""\]\(\s*<([^>\n]*)>|\]\(\s*([^)\s]*(?:\([^)\s]*\)[^)\s]*)*)"""  # [text](address), one level of brackets inside
    r"""|^\s{0,3}\[[^\]^][^\]]*\]:\s*<?(\S+?)>?(?:\s|$)"""  # [label]: address
    r"""|<(https?://[^>\s]+)>"""
    r"""|\b(?:href|src|poster|action|data|cite)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
    r"""|\burl\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']"""
    r"""|^\s*(?:-\s+)?(?:url|href|link|csv|image|page)\s*[:=]\s*["']?([^"'\s#][^"'\s]*)"""  # front matter, figure files
    r"""|["']?loc(?:ation)?["']?\s*[:=]\s*["']([^"']+)""",
)
SECTION_RE = re.compile(r"""\bsection\s*[:=]\s*["']?([\w-]+)""")
SRCSET_ATTR_RE = re.compile(r"""srcset\s*=\s*(?:"([^"]*)"|'([^']*)')""")
ID_RE = re.compile(r"""\{[^}]*?#([^\s}]+)[^}]*\}|\bid\s*=\s*["']([^"']+)["']""")
CITATION_RE = re.compile(r"\[\^([^\]\s]+)\]")
BIB_RE = re.compile(r"""^\s*(doi|url|pmid|pmcid)\s*=\s*["{]?\s*([^"}\s]+)""")
BIB_HOME = {
    "doi": "https://doi.org/{}",
    "url": "{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
}
FENCE_RE = re.compile(r"^\s*(`{3,}|~{3,})")
SETTING_RE = re.compile(
    r"(?<![\w./-])[\w./-]+\.(?:md|css|js|mjs|svg|png|ico|webmanifest)(?![\w./-])"
)  # nav, extra_css, logo
HTTP_ONLY = "http only"  # written on the line of an address whose host has no https:
FIGURES = "figures"  # folder of docs with the words and drawings that the build puts into pages
TOOLS = ("audit", "bench", "check", "mutate")  # scripts that write nothing into a site
KINDS = (
    ".md",
    ".bib",
    ".css",
    ".html",
    ".toml",
    ".yml",
    ".yaml",
    ".txt",
    ".svg",
    ".js",
    ".py",
    ".csv",
)


class Use(NamedTuple):
    """One thing written in a source: kind is address, id or cite; `target` its meaning for the site."""

    kind: str
    value: str
    target: str
    path: Path
    line: int


def addresses_in(line: str) -> Iterator[str]:
    for match in ADDRESS_RE.finditer(line):
        yield unescape(next((group for group in match.groups() if group is not None), ""))
    for match in SRCSET_ATTR_RE.finditer(line):
        for candidate in re.finditer(SRCSET, match[1] or match[2] or ""):
            yield unescape(candidate[1])
    for match in SECTION_RE.finditer(line):
        yield "#" + match[1]


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
    return (
        BIB_HOME[match[1]].format(match[2].replace("\\", "")) if match else ""
    )  # BibTeX escapes _, & and %


def http_only(docs: Path) -> set[str]:
    """Addresses that a source marks as having no https:; known before anything is traced, because tracing reads every source."""
    found: set[str] = set()
    for path in docs.rglob("*"):
        if path.suffix not in (".bib", ".md", ".toml"):
            continue
        text = path.read_text("utf-8", "replace")
        for line in text.split("\n") if HTTP_ONLY in text else ():
            if HTTP_ONLY in line:
                found.update([bib_address(line)] if path.suffix == ".bib" else addresses_in(line))
    return found


@lru_cache(maxsize=512)
def written(text: str, ending: str) -> tuple[tuple[str, str, int], ...]:
    """(kind, value, line) of everything a source names; the same for the same text, which is read again for every gate of one process."""
    found: list[tuple[str, str, int]] = []
    for number, line in visible_lines(text, ending == ".md"):
        if ending == ".bib":
            if value := bib_address(line):
                found.append(("address", value, number))
            continue
        found += [("address", address, number) for address in addresses_in(line)]
        if ending in (".yml", ".yaml"):
            found += [("address", match[0], number) for match in SETTING_RE.finditer(line)]
        found += [("id", match[1] or match[2], number) for match in ID_RE.finditer(line)]
        if ending == ".md":
            found += [("cite", match[1], number) for match in CITATION_RE.finditer(line)]
    return tuple(found)


@dataclass
class Sources:
    """The files a site is made of, searched on demand: only findings pay for this."""

    world: World
    docs: Path
    uses: list[Use] = field(default_factory=list)
    texts: dict[Path, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        root = self.docs.parent
        files = [
            p
            for p in sorted(self.docs.rglob("*"))
            if p.suffix in KINDS and not p.name.startswith(".") and p.name != "permalinks.txt"
        ]
        files += [root / name for name in ("mkdocs.yml", "mkdocs.yaml") if (root / name).is_file()]
        for folder in ("overrides", "scripts", "snippets"):
            files += [
                p
                for p in sorted((root / folder).rglob("*"))
                if p.suffix in KINDS
                and not {"gate", "mutations"} & set(p.parts)
                and not p.name.startswith(TOOLS)
            ]
        for path in files:
            try:
                self.texts[path] = path.read_text("utf-8", "replace").replace("\r\n", "\n")
            except OSError:
                continue
            self.uses += self.read(path, self.texts[path])

    def read(self, path: Path, text: str) -> Iterator[Use]:
        for kind, value, number in written(text, path.suffix):
            if kind != "address" or path.suffix == ".bib":
                target = value if kind == "address" else ""
            elif path.suffix in (".yml", ".yaml") and SETTING_RE.fullmatch(value):
                target = self.page_of(self.docs / value) if value.endswith(".md") else value
            else:
                target = self.target(path, value)
            yield Use(kind, value, target, path, number)

    def folder_of(self, path: Path) -> str:
        """What addresses in a source are relative to: its own folder, but those of a figure stand on a page."""
        if not path.is_relative_to(self.docs):
            return "."  # a snippet, taken in by pages
        folder = path.parent.relative_to(self.docs).as_posix()
        return "." if folder == FIGURES and path.suffix in (".svg", ".toml") else folder

    def page_of(self, path: Path) -> str:
        """Markdown file → address of its page on the built site, in whichever of the two forms it was built."""
        try:
            name = path.relative_to(self.docs).as_posix()
        except ValueError:
            return ""
        stem = name.removesuffix(".md")
        if stem == "index" or stem.endswith("/index") or stem in ("README",):
            return stem.removesuffix("index").removesuffix("README")
        return f"{stem}.html" if f"{stem}.html" in self.world.site.files else f"{stem}/"

    def target(self, path: Path, address: str) -> str:
        """An address as written in a source → what it means for the site ('history/#pcp')."""
        if SCHEME_RE.match(address) or address.startswith("//"):
            place = self.world.site.place("", address)
            return (
                address
                if place.kind != "own"
                else place.path + (f"#{place.fragment}" if place.fragment else "")
            )
        rest, _, fragment = address.partition("#")
        rest = unquote(rest.partition("?")[0])
        tail = f"#{fragment}" if fragment else ""
        if not path.is_relative_to(self.docs) and path.suffix != ".md":
            return posixpath.normpath("/" + rest).lstrip("/") + tail
        if not rest:
            return self.page_of(path) + tail if path.suffix == ".md" else tail
        other = posixpath.normpath(posixpath.join(self.folder_of(path), rest))
        return (
            self.page_of(self.docs / other)
            if other.endswith(".md")
            else other + ("/" if rest.endswith("/") else "")
        ) + tail

    def line_of(self, use: Use) -> str:
        return self.texts[use.path].split("\n")[use.line - 1]

    def in_raw_html(self, use: Use) -> bool:
        """Whether an address of a Markdown file stands in HTML, which nothing turns into the page's own addresses."""
        return (
            use.kind == "address"
            and use.path.suffix == ".md"
            and not re.search(rf"\](?:\(|:)\s*<?{re.escape(use.value)}", self.line_of(use))
        )

    def markdown_of(self, page: str) -> Path | None:
        """Built page → the Markdown it was made from."""
        stem = page.removesuffix(".html").removesuffix(".md").removesuffix("/index")
        for name in (f"{stem}.md", f"{stem}/index.md", "README.md" if stem == "index" else ""):
            if name and self.docs / name in self.texts:
                return self.docs / name
        return None
