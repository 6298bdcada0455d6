"""Read the Markdown pages: front matter, body, headings, with line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

from scripts.core.problems import InputError, Problem

DOCS = Path("docs")
CITATION_RE = re.compile(r"(?<!\\)\[\^(?P<key>[^\]\s^]+)\](?!:)")
HEADING_RE = re.compile(r"^(?P<marks>#{1,6})\s+(?P<text>.*?)(?:\s*\{(?P<attrs>[^}]*)\})?\s*$")
FENCE_RE = re.compile(r"^\s*(?P<fence>`{3,}|~{3,})")
# The line below the head of a block that gives it an id.
BLOCK_OPTION_RE = re.compile(r"^ {4}attrs: \{.*\}$")
ID_RE = re.compile(r"#(?P<id>[^\s}]+)")
# The one in C reads eight times faster; a build reads settings and front matter dozens of times.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Code in raw HTML; the long ones may go over lines.
LONG_CODE_RE = re.compile(r"<(?P<tag>pre|textarea|script|style|template)\b", re.IGNORECASE)
RAW_CODE_RE = re.compile(
    r"<(pre|textarea|script|style|template|code|kbd|samp)\b[^>]*>.*?</\1>", re.IGNORECASE
)
CODE_SPAN_RE = re.compile(r"(`+)(?:.*?[^`])?\1(?!`)")


def blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def without_code(lines: Iterable[str]) -> Iterator[str]:
    """The same lines with code and comments blanked, so that an example is never taken for the real thing."""
    fence, comment, code = "", False, ""
    for text in lines:
        match = FENCE_RE.match(text)
        if fence:
            if match and match["fence"].startswith(fence):
                fence = ""
            text = ""
        elif match:
            fence, text = match["fence"], ""
        elif comment or text.lstrip().startswith("<!--"):
            comment, text = "-->" not in text, ""
        elif code:
            code, text = "" if code in text.lower() else code, ""
        else:
            text = RAW_CODE_RE.sub(blank, CODE_SPAN_RE.sub(blank, text))
            if start := LONG_CODE_RE.search(text):
                code, text = f"</{start['tag'].lower()}", text[: start.start()]
        yield text


@dataclass(frozen=True)
class Heading:
    line: int
    level: int
    text: str
    id: str
    attrs: str


@dataclass(frozen=True, eq=False)
class Page:
    """One Markdown page; `first_line` is the file line on which `lines[0]` stands."""

    path: Path
    meta: dict[str, Any]
    lines: tuple[str, ...]
    first_line: int

    @property
    def slug(self) -> str:
        return self.path.stem

    def problem(self, line: int, message: str, suggestion: str = "") -> Problem:
        return Problem(str(self.path), line, message, suggestion)

    @cached_property
    def prose(self) -> list[tuple[int, str]]:
        """(file line, text), examples blanked."""
        return list(enumerate(without_code(self.lines), self.first_line))

    @cached_property
    def headings(self) -> list[Heading]:
        found = []
        for number, text in self.prose:
            if match := HEADING_RE.match(text):
                anchor = ID_RE.search(match["attrs"] or "")
                found.append(
                    Heading(
                        number,
                        len(match["marks"]),
                        match["text"],
                        anchor["id"] if anchor else "",
                        match["attrs"] or "",
                    )
                )
        return found

    @cached_property
    def citations(self) -> list[tuple[int, str]]:
        return [
            (number, match["key"])
            for number, text in self.prose
            for match in CITATION_RE.finditer(text)
        ]


def _mapping(text: str) -> Any:
    try:
        return yaml.load(text, Loader=LOADER)  # noqa: S506 - it is a SafeLoader
    except yaml.YAMLError:
        # The one in Python names the line of an open bracket; the one in C only the end.
        return yaml.safe_load(text)


def split_front_matter(text: str, path: Path) -> Page:
    """Text of a Markdown file → Page, the same object for the same text; raises InputError naming the line when the front matter is unusable."""
    if not text.strip():
        raise InputError(Problem(str(path), 1, "the page is empty"))
    lines = text.split("\n")
    if lines[0].strip() != "---":
        raise InputError(Problem(str(path), 1, "no front matter: the first line must be ---"))
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        raise InputError(Problem(str(path), 1, "the front matter is not closed by a line ---"))
    try:
        meta = _mapping("\n".join(lines[1:end])) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise InputError(
            Problem(str(path), line, f"malformed front matter: {getattr(error, 'problem', error)}")
        ) from error
    if not isinstance(meta, dict):
        raise InputError(
            Problem(str(path), 2, "malformed front matter: expected `key: value` lines")
        )
    if not "".join(lines[end + 1 :]).strip():
        raise InputError(Problem(str(path), end + 1, "the page has no text below its front matter"))
    return Page(path, meta, tuple(lines[end + 1 :]), end + 2)


def read_text(path: Path) -> str:
    """A UTF-8 file's text; InputError names the line of the first bad byte."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            Problem(str(path), line, f"not UTF-8: byte 0x{data[error.start]:02x}")
        ) from error


@lru_cache(maxsize=256)
def _read_page(path: Path, stamp: int, size: int) -> Page:
    return split_front_matter(read_text(path), path)


def read_page(path: Path) -> Page:
    """The page, read once for each state of its file."""
    if not path.exists():  # a link that leads nowhere
        raise InputError(Problem(str(path), 0, "cannot be read: a link that leads to no file"))
    stat = path.stat()
    return _read_page(path, stat.st_mtime_ns, stat.st_size)


def read_pages(docs: Path = DOCS) -> list[Page]:
    """Every page below `docs`, sorted by path; all unusable files are reported together."""
    pages, problems = [], []
    for path in sorted(docs.rglob("*.md")):
        if any(part.startswith(".") for part in path.relative_to(docs).parts):
            continue
        try:
            pages.append(read_page(path))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(*problems)
    if not pages:
        raise InputError(Problem(str(docs), 0, "no Markdown pages here"))
    return pages


def sections(page: Page) -> Iterator[tuple[Heading, list[tuple[int, str]]]]:
    """Each heading with the (file line, text) of the prose below it."""
    for heading, following in zip_longest(page.headings, page.headings[1:]):
        start = heading.line + 1 - page.first_line
        end = following.line - page.first_line if following else None
        yield heading, page.prose[start:end]
