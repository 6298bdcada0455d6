"""Checks the files of docs/ that are published as they are: style sheets, scripts, pictures, and how files are named.

What MkDocs copies, nobody reads before a reader's browser does; a fault there shows nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
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
LARGEST = 2_000_000  # bytes: more than all of a page's other files together
FIGURE_MARK = "[[figure:"
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
            continue
        waiting += getattr(node, "prelude", None) or []
        content = getattr(node, "content", None)
        if node.type == "qualified-rule" or (node.type == "at-rule" and content is not None):
            waiting += tinycss2.parse_blocks_contents(
                content, skip_comments=True, skip_whitespace=True
            )
        elif node.type == "declaration":
            waiting += node.value


def script_errors(text: bytes) -> Iterator[tuple[int, str]]:
    """The first syntax error: what follows it means nothing."""
    waiting = [tree_sitter.Parser(JAVASCRIPT).parse(text).root_node]
    while waiting:
        node = waiting.pop()
        if node.is_missing:
            yield (
                node.start_point[0] + 1,
                f"the script has a syntax error: '{node.type}' is missing",
            )
            return
        if node.type == "ERROR":
            yield node.start_point[0] + 1, "the script has a syntax error"
            return
        waiting += reversed([child for child in node.children if child.has_error])


def picture_errors(text: bytes) -> Iterator[tuple[int, str]]:
    """What could run or load something when an SVG file is opened by itself."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        yield error.lineno or 1, "malformed SVG"
        return
    if root.getroottree().docinfo.doctype:
        yield 1, "a picture has no document type"
    instruction = root.getprevious()
    while instruction is not None:
        if not isinstance(instruction, etree._Comment):
            yield instruction.sourceline or 1, "a picture loads no style sheet"
        instruction = instruction.getprevious()
    for element in root.iter():
        line = element.sourceline or 1
        if isinstance(element, etree._Comment):
            continue
        if not isinstance(element.tag, str):
            yield line, "a picture holds elements only"
            continue
        name = etree.QName(element).localname
        if not DRAWING_RE.fullmatch(name):
            yield line, f"a picture may not hold <{name}>: it could run, load or lead somewhere"
            continue
        for key, value in element.attrib.items():
            key = etree.QName(key).localname
            if key.lower().startswith("on"):
                yield line, f"'{key}' on <{name}> would run a script"
            elif (key == "href" and not value.startswith("#")) or OUTSIDE_RE.search(value):
                yield (
                    line,
                    f"'{key}' on <{name}> refers to something outside the picture: '{value}'",
                )
        rules = element.text or "" if name == "style" else ""
        if "\\" in rules or any(kind != "same" for kind, _ in css_uses(rules)):
            yield line, "the style sheet of a picture refers to something outside the picture"


def file_errors(path: Path) -> Iterator[tuple[int, str]]:
    if not path.exists():
        yield 0, "a link that leads to no file"
        return
    ending, size = path.suffix.lower().removeprefix("."), path.stat().st_size
    if ending not in KINDS:
        listed = ", ".join(sorted(KINDS))
        yield (
            0,
            f"no page can use a file of this kind, and it would be published; known are {listed}",
        )
    elif size > LARGEST:
        limit = LARGEST / 1e6
        yield (
            0,
            f"the file has {size / 1e6:.0f} MB, and readers on phones fetch it: at most {limit:.0f}",
        )
    elif ending == "css":
        yield from css_errors(path.read_text("utf-8", "replace"))
    elif ending in ("js", "mjs"):
        yield from script_errors(path.read_bytes())


def find_problems(docs: Path) -> list[Problem]:
    """Of every file that MkDocs publishes or that is drawn from; those whose names start with a dot are neither."""
    problems: list[Problem] = []
    alike: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(docs.rglob("*")):
        if path.is_dir() or any(part[0] == "." for part in path.relative_to(docs).parts):
            continue
        problems += [Problem(str(path), line, what) for line, what in file_errors(path)]
        if path.suffix.lower() == ".svg" and path.parent != docs / "figures" and path.exists():
            # Those of figures are read before they are drawn.
            problems += [Problem(str(path), *told) for told in picture_errors(path.read_bytes())]
        if not NAME_RE.fullmatch(path.name):
            message = "a file's name has letters, digits and - _ . only: it becomes an address"
            problems.append(Problem(str(path), 0, message))
        alike[unicodedata.normalize("NFC", str(path)).casefold()].append(path)
    message = (
        "differs from {} in nothing but letter case or accents: many disks hold only one of them"
    )
    problems += [
        Problem(str(path), 0, message.format(first.name))
        for first, *others in alike.values()
        for path in others
    ]
    return problems


def find_unplaced_figures(pages: list[Page], docs: Path) -> list[Problem]:
    """Figures that no page shows, marks that name no figure, and a figure that is placed twice."""
    written = {path.stem: path for path in sorted((docs / "figures").glob("*.toml"))}
    placed: dict[str, str] = {}
    problems = []
    for page in pages:
        for line, text in page.prose:
            if not text.startswith(FIGURE_MARK) or not text.rstrip().endswith("]]"):
                continue
            name = text.strip().removeprefix(FIGURE_MARK).removesuffix("]]").strip()
            if name not in written:
                what = f"no figure '{name}' in docs/figures"
                problems.append(Problem(str(page.path), line, what, nearest(name, written)))
            elif name in placed:
                what = f"figure '{name}' is placed already, on {placed[name]}"
                problems.append(Problem(str(page.path), line, what))
            placed.setdefault(name, f"{page.path}:{line}")
    return problems + [
        Problem(str(path), 0, f"no page places the figure: [[figure: {name}]]")
        for name, path in written.items()
        if name not in placed
    ]
