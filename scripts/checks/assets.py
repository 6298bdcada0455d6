"""Checks the files of docs/ that are published as they are: style sheets, scripts, pictures, and how files are named.

What MkDocs copies, nobody reads before a reader's browser does; a fault there shows nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tinycss2
import tree_sitter
import tree_sitter_javascript
from lxml import etree

from scripts.checks.links.extract import css_uses
from scripts.core.facts import nearest
from scripts.core.pages import Page
from scripts.core.problems import Problem

KINDS = frozenset(
    "avif bib css csv gif ico jpeg jpg js json md mjs png svg toml txt webmanifest webp woff2 yml".split()  # noqa: SIM905 (easier to read than a line for each)
)
# What any system, any address and any template can hold as it is.
NAME_RE = re.compile(r"[\w@+-][\w.@+-]*")
# Elements of a picture that only draw.
DRAWING_RE = re.compile(
    "svg|g|title|desc|metadata|defs|symbol|use|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|style"
    "|clipPath|mask|marker|pattern|stop|(linear|radial)Gradient|filter|fe(?!Image)[A-Z]\\w+"
)
LARGEST = 2  # MB: more than all of a page's other files together
FIGURE_RE = re.compile(r"\[\[figure:\s*(?P<id>.*?)\s*\]\]\s*$")
# An address of another file, or a backslash, which can hide one.
OUTSIDE_RE = re.compile(r"""\\|url\((?!\s*["']?#)""", re.IGNORECASE)
# A rule after the sheet's end: it is only one of its own if everything before it is closed.
END = "\nend-of-sheet{}"
JAVASCRIPT = tree_sitter.Language(tree_sitter_javascript.language())


def css_errors(text: str) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) in a style sheet."""
    rules = tinycss2.parse_stylesheet(text + END, skip_comments=True, skip_whitespace=True)
    last = rules[-1]
    if not (last.type == "qualified-rule" and last.source_line == text.count("\n") + 2):
        extra = any(node.type == "error" for node in last.prelude)
        yield last.source_line, "a } too many" if extra else "the block is never closed by }"
        return
    waiting: list[Any] = rules[:-1]
    while waiting:
        node = waiting.pop()
        if node.type == "error":
            extra = node.kind in ("}", ")", "]")
            skipped = "a browser skips this: it is no declaration and no rule"
            yield node.source_line, f"a {node.kind} too many" if extra else skipped
        elif node.type == "declaration":
            waiting += node.value
        elif node.type in ("qualified-rule", "at-rule"):
            waiting += node.prelude
            waiting += tinycss2.parse_blocks_contents(
                node.content or (), skip_comments=True, skip_whitespace=True
            )


def script_errors(text: bytes) -> Iterator[tuple[int, str]]:
    """The first syntax error: what follows it means nothing."""
    waiting = [tree_sitter.Parser(JAVASCRIPT).parse(text).root_node]
    while waiting:
        node = waiting.pop()
        if node.is_missing or node.type == "ERROR":
            what = f": '{node.type}' is missing" if node.is_missing else ""
            yield node.start_point[0] + 1, f"the script has a syntax error{what}"
            return
        waiting += reversed([child for child in node.children if child.has_error])


def picture_errors(text: bytes) -> Iterator[tuple[int, str]]:
    """What could run or load something when an SVG file is opened by itself."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        yield error.lineno or 1, "malformed SVG"
        return
    if root.getroottree().docinfo.doctype:
        yield 1, "a picture has no document type"
    for instruction in root.itersiblings(preceding=True):
        yield instruction.sourceline or 1, "a picture loads no style sheet"
    for element in root.iter():
        line = element.sourceline or 1
        if not isinstance(element.tag, str):
            yield line, "a picture holds elements only"
            continue
        name = etree.QName(element).localname
        if not DRAWING_RE.fullmatch(name):
            yield line, f"a picture may not hold <{name}>: it could run, load or lead somewhere"
            continue
        for key, value in element.attrib.items():
            key = etree.QName(key).localname
            where = f"'{key}' on <{name}>"
            if key.lower().startswith("on"):
                yield line, f"{where} would run a script"
            elif (key == "href" and not value.startswith("#")) or OUTSIDE_RE.search(value):
                yield line, f"{where} refers to something outside the picture: '{value}'"
        rules = element.text or "" if name == "style" else ""
        if "\\" in rules or any(kind != "same" for kind, _ in css_uses(rules)):
            yield line, "the style sheet of a picture refers to something outside the picture"


def file_errors(path: Path, drawn: bool) -> Iterator[tuple[int, str]]:
    """(line, what is wrong); the drawings of figures (`drawn`) are read before they are put into a page."""
    if not NAME_RE.fullmatch(path.name):
        yield 0, "a file's name has letters, digits and - _ . only: it becomes an address"
    if not path.exists():
        yield 0, "a link that leads to no file"
        return
    ending, megabytes = path.suffix.lower().removeprefix("."), path.stat().st_size / 1e6
    if ending not in KINDS:
        what = "no page can use a file of this kind, and it would be published; known are"
        yield 0, f"{what} {', '.join(sorted(KINDS))}"
    elif megabytes > LARGEST:
        size = f"the file has {megabytes:.0f} MB"
        yield 0, f"{size}, and readers on phones fetch it: at most {LARGEST}"
    elif ending == "css":
        yield from css_errors(path.read_text("utf-8", "replace"))
    elif ending in ("js", "mjs"):
        yield from script_errors(path.read_bytes())
    elif ending == "svg" and not drawn:
        yield from picture_errors(path.read_bytes())


def find_problems(docs: Path) -> Iterator[Problem]:
    """Of every file that MkDocs publishes or that is drawn from; those whose names start with a dot are neither."""
    alike: dict[str, Path] = {}
    for path in sorted(docs.rglob("*")):
        if path.is_dir() or any(part[0] == "." for part in path.relative_to(docs).parts):
            continue
        drawn = path.parent == docs / "figures"
        yield from (Problem(str(path), line, what) for line, what in file_errors(path, drawn))
        first = alike.setdefault(unicodedata.normalize("NFC", str(path)).casefold(), path)
        if first != path:
            what = f"differs from {first.name} in nothing but letter case or accents"
            yield Problem(str(path), 0, f"{what}: many disks hold only one of them")


def find_unplaced_figures(pages: list[Page], docs: Path) -> Iterator[Problem]:
    """Figures that no page shows, marks that name no figure, and a figure that is placed twice."""
    written = {path.stem: path for path in sorted((docs / "figures").glob("*.toml"))}
    placed: dict[str, str] = {}
    for page in pages:
        for line, text in page.prose:
            if match := FIGURE_RE.match(text):
                name = match["id"]
                if name not in written:
                    what = f"no figure '{name}' in docs/figures"
                    yield page.problem(line, what, nearest(name, written))
                elif name in placed:
                    yield page.problem(
                        line, f"figure '{name}' is placed already, on {placed[name]}"
                    )
                placed.setdefault(name, f"{page.path}:{line}")
    for name, path in written.items():
        if name not in placed:
            yield Problem(str(path), 0, f"no page places the figure: [[figure: {name}]]")
