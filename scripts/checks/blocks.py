"""Finds Markdown that swallows what follows it: fences, comments, boxes and HTML that nothing closes, and table rows too long.

Everything after such an opener vanishes or changes its meaning, so a page that has one is checked no further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from scripts.core.pages import CODE_SPAN_RE, FENCE_RE, Page
from scripts.core.problems import Problem

BOX_RE = re.compile(r"^(?P<slashes>/{3,})\s*(?P<kind>[\w-]+)?")
COMMENT_RE = re.compile(r"<!--|-->")
DELIMITER_RE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
PIPE_RE = re.compile(r"(?<!\\)\|")
NO_TAG_RE = re.compile(r"<(?!/?[a-zA-Z][\w-]*[\s/>])")  # p<0.05, a<b.
# Elements that need no end tag.
OPTIONAL = frozenset(
    "area base br col embed hr img input link meta source track wbr p li dt dd option optgroup tr td th thead tbody tfoot path rect circle line use stop ellipse polygon polyline image".split()  # noqa: SIM905 (easier to read than a line for each)
)


class Elements(HTMLParser):
    """Which elements of raw HTML are never closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in OPTIONAL:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Closes itself; in HTML only a drawing may, and a browser drops the slash of others."""

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _ in self.open):
            while (last := self.open.pop())[0] != tag:
                self.unclosed(*last)
        elif tag not in OPTIONAL:
            self.found.append((self.getpos()[0], f"</{tag}> closes nothing"))

    def unclosed(self, tag: str, line: int) -> None:
        self.found.append((line, f"<{tag}> is never closed: it swallows what follows"))


def find_unclosed_html(page: Page) -> list[tuple[int, str]]:
    elements = Elements()
    text = "\n".join(text for _, text in page.prose) + "\n"
    elements.feed(NO_TAG_RE.sub("&lt;", text))
    elements.close()
    for tag, line in elements.open:
        elements.unclosed(tag, line)
    return [(line + page.first_line - 1, what) for line, what in elements.found]


def find_unclosed(page: Page) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of fences, comments and boxes."""
    never_closed = "the box is never closed: a line with as many slashes has to end it"
    fence, start, comment = "", 0, 0
    boxes: list[tuple[int, int]] = []  # how many slashes, on which line
    for number, text in enumerate(page.lines, page.first_line):
        match = FENCE_RE.match(text)
        if fence:
            closing = text.strip()
            if closing.startswith(fence) and not closing.strip(fence[0]):
                fence = ""
            continue
        if match and not comment:
            fence, start = match["fence"], number
            continue
        for sign in COMMENT_RE.findall(CODE_SPAN_RE.sub("", text)):
            comment = (comment or number) if sign == "<!--" else 0
        if comment or not (box := BOX_RE.match(text)):
            continue
        count = len(box["slashes"])
        if box["kind"]:
            # A box inside another has fewer slashes: as many or more show that the other one is still open.
            while boxes and boxes[-1][0] <= count:
                yield boxes.pop()[1], never_closed
            boxes.append((count, number))
        elif any(count == slashes for slashes, _ in boxes):
            while (last := boxes.pop())[0] != count:
                yield last[1], never_closed
        else:
            yield number, f"{box['slashes']} closes no box"
    if fence:
        yield start, f"the code block is never closed: a line {fence} has to end it"
    if comment:
        yield comment, "the comment is never closed by -->"
    yield from ((line, never_closed) for _, line in boxes)


def cells(row: str) -> int:
    return len(PIPE_RE.split(row.strip().removeprefix("|").removesuffix("|")))


def find_long_rows(page: Page) -> Iterator[tuple[int, str]]:
    """Rows with more cells than their table has columns: the last ones vanish."""
    columns, above = 0, ""
    for number, text in page.prose:
        if "|" in text and DELIMITER_RE.match(text) and above and cells(above) == cells(text):
            columns = cells(text)
        elif not text.strip():
            columns = 0
        elif columns and (count := cells(text)) > columns:
            yield (
                number,
                f"the row has {count} cells, its table {columns} columns: the rest vanishes",
            )
        above = text


def find_problems(page: Page) -> list[Problem]:
    found = list(find_unclosed(page)) or find_unclosed_html(page) or list(find_long_rows(page))
    return [page.problem(line, what) for line, what in sorted(found)]
