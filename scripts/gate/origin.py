"""Where was it written? The source files' addresses, ids and texts, each with the line it stands on."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from scripts.gate.finding import Finding, World
from scripts.gate.site import SCHEME_RE, page_path
from scripts.gate.tokens import SRCSET_RE, tokens
from scripts.problems import Problem

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
BIB_HOME = {"doi": "https://doi.org/{}", "url": "{}", "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/", "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/"}
FENCE_RE = re.compile(r"^\s*(`{3,}|~{3,})")
SETTING_RE = re.compile(r"(?<![\w./-])[\w./-]+\.(?:md|css|js|mjs|svg|png|ico|webmanifest)(?![\w./-])")  # nav, extra_css, logo
KINDS = (".md", ".bib", ".css", ".html", ".toml", ".yml", ".yaml", ".txt", ".svg", ".js", ".py", ".csv")


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
        for candidate in SRCSET_RE.finditer(match[1] or match[2] or ""):
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


@dataclass
class Sources:
    """The files a site is made of, searched on demand: only findings pay for this."""

    world: World
    docs: Path
    uses: list[Use] = field(default_factory=list)
    texts: dict[Path, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        root = self.docs.parent
        files = [p for p in sorted(self.docs.rglob("*")) if p.suffix in KINDS and not p.name.startswith(".") and p.name != "permalinks.txt"]
        files += [root / name for name in ("mkdocs.yml", "mkdocs.yaml") if (root / name).is_file()]
        for folder in ("overrides", "scripts", "snippets"):
            files += [p for p in sorted((root / folder).rglob("*")) if p.suffix in KINDS and not {"gate", "mutations"} & set(p.parts)]
        for path in files:
            try:
                self.texts[path] = path.read_text("utf-8", "replace").replace("\r\n", "\n")
            except OSError:
                continue
            self.uses += self.read(path, self.texts[path])

    def read(self, path: Path, text: str) -> Iterator[Use]:
        markdown, bib = path.suffix == ".md", path.suffix == ".bib"
        for number, line in visible_lines(text, markdown):
            if bib:
                if match := BIB_RE.match(line):
                    value = BIB_HOME[match[1]].format(match[2].replace("\\", ""))  # BibTeX escapes _, & and %
                    yield Use("address", value, value, path, number)
                continue
            for address in addresses_in(line):
                yield Use("address", address, self.target(path, address), path, number)
            for match in SETTING_RE.finditer(line) if path.suffix in (".yml", ".yaml") else ():
                yield Use("address", match[0], self.page_of(self.docs / match[0]) if match[0].endswith(".md") else match[0], path, number)
            for match in ID_RE.finditer(line):
                yield Use("id", match[1] or match[2], "", path, number)
            if markdown:
                for match in CITATION_RE.finditer(line):
                    yield Use("cite", match[1], "", path, number)

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
            return address if place.kind != "own" else place.path + (f"#{place.fragment}" if place.fragment else "")
        rest, _, fragment = address.partition("#")
        rest = unquote(rest.partition("?")[0])
        tail = f"#{fragment}" if fragment else ""
        if not path.is_relative_to(self.docs):
            return posixpath.normpath("/" + rest).lstrip("/") + tail
        if not rest:
            return self.page_of(path) + tail if path.suffix == ".md" else tail
        other = posixpath.normpath(posixpath.join(path.parent.relative_to(self.docs).as_posix(), rest))
        return (self.page_of(self.docs / other) if other.endswith(".md") else other + ("/" if rest.endswith("/") else "")) + tail

    def markdown_of(self, page: str) -> Path | None:
        """Built page → the Markdown it was made from."""
        stem = page.removesuffix(".html").removesuffix("/index")
        for name in (f"{stem}.md", f"{stem}/index.md", "README.md" if stem == "index" else ""):
            if name and self.docs / name in self.texts:
                return self.docs / name
        return None
