"""Let MkDocs render its pages in two processes: turning Markdown into HTML takes half of a build and one core only.

MkDocs calls one function for page after page. Here that function leaves half of the pages to a child process and
collects them at the last call; what the child's pages logged is logged again.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from mkdocs.commands import build as commands
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from scripts.apart import CAN_FORK, apart

Populate = Callable[..., None]


class Rendered(NamedTuple):
    """What rendering adds to a page; files are named by their path, because both processes have their own objects."""

    content: str | None
    toc: Any
    title: str | None
    anchors: set[str] | None
    links: dict[str, dict[str, str]]


class _Notes(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.name, record.levelno, record.getMessage()))


def _take(page: Page) -> Rendered:
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    return Rendered(page.content, page.toc, page._title_from_render, page.present_anchor_ids, links)


def _give(page: Page, made: Rendered, files: Files) -> None:
    page.content, page.toc, page._title_from_render, page.present_anchor_ids = made.content, made.toc, made.title, made.anchors
    page.links_to_anchors = {file: anchors for uri, anchors in made.links.items() if (file := files.get_file_from_path(uri)) is not None}


def share(sizes: dict[str, int]) -> set[str]:
    """About half of the pages by size, for the child."""
    mine = theirs = 0
    chosen = set()
    for uri, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        if theirs < mine:
            chosen.add(uri)
            theirs += size
        else:
            mine += size
    return chosen


class _Halves:
    def __init__(self, populate: Populate) -> None:
        self.populate = populate
        self.waiting: dict[str, Page] = {}
        self.left: set[str] = set()
        self.wait: Callable[[], tuple[dict[str, Rendered], list[tuple[str, int, str]]]] | None = None

    def start(self, config: MkDocsConfig, files: Files, dirty: bool) -> None:
        pages = {file.src_uri: file.page for file in files.documentation_pages() if file.page is not None}
        chosen = share({uri: len(page.file.content_string) for uri, page in pages.items()})
        self.waiting = {uri: page for uri, page in pages.items() if uri in chosen}
        self.left = set(pages)

        def work() -> tuple[dict[str, Rendered], list[tuple[str, int, str]]]:
            notes, log = _Notes(), logging.getLogger("mkdocs")
            log.handlers, log.propagate = [notes], False
            for page in self.waiting.values():
                self.populate(page, config, files, dirty)
            return {uri: _take(page) for uri, page in self.waiting.items()}, notes.said

        self.wait = apart(work)

    def collect(self, config: MkDocsConfig, files: Files, dirty: bool) -> None:
        assert self.wait is not None
        try:
            made, said = self.wait()
        except ChildProcessError:
            # Here the page that failed fails again, with MkDocs' own message.
            for page in self.waiting.values():
                self.populate(page, config, files, dirty)
            return
        for name, level, message in said:
            logging.getLogger(name).log(level, "%s", message)
        for uri, page in self.waiting.items():
            page.read_source(config)
            _give(page, made[uri], files)

    def __call__(self, page: Page, config: MkDocsConfig, files: Files, dirty: bool = False) -> None:
        if self.wait is None:
            self.start(config, files, dirty)
        self.left.discard(page.file.src_uri)
        if page.file.src_uri not in self.waiting:
            self.populate(page, config, files, dirty)
        if not self.left:
            self.collect(config, files, dirty)


@contextlib.contextmanager
def in_halves() -> Iterator[None]:
    """While this lasts, MkDocs' builds use two processes where the system can fork."""
    original = commands._populate_page
    if CAN_FORK:
        commands._populate_page = _Halves(original)
    try:
        yield
    finally:
        commands._populate_page = original
