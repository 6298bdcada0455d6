"""Let MkDocs render its pages in two processes: turning Markdown into HTML takes half of a build and one core only.

MkDocs calls one function for page after page. Here that function leaves pages to a child process and collects them at
the last call; what they logged there is logged again.
"""

from __future__ import annotations

import contextlib
import logging
import mmap
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from mkdocs.commands import build as commands
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from scripts.apart import CAN_FORK, apart

Populate = Callable[..., None]
Note = tuple[str, int, str]  # logger, level, message


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
        self.said: list[Note] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.name, record.levelno, record.getMessage()))


def _take(page: Page) -> Rendered:
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    return Rendered(page.content, page.toc, page._title_from_render, page.present_anchor_ids, links)


def _give(page: Page, made: Rendered, files: Files) -> None:
    page.content, page.toc, page._title_from_render, page.present_anchor_ids = made.content, made.toc, made.title, made.anchors
    page.links_to_anchors = {file: anchors for uri, anchors in made.links.items() if (file := files.get_file_from_path(uri)) is not None}


class _Halves:
    """This process goes forward through the pages, its child backward; a byte for each page says that it is taken."""

    def __init__(self, populate: Populate) -> None:
        self.populate = populate
        self.pages: dict[str, Page] = {}
        self.mine: set[str] = set()
        self.left: set[str] = set()
        self.taken = mmap.mmap(-1, 1)
        self.wait: Callable[[], tuple[dict[str, Rendered], list[Note]]] | None = None

    def take(self, uri: str) -> bool:
        # Without a lock: a page that both took at the same moment is rendered twice, and to the same HTML.
        at = list(self.pages).index(uri)
        free = not self.taken[at]
        self.taken[at] = 1
        return free

    def start(self, config: MkDocsConfig, files: Files, dirty: bool) -> None:
        self.pages = {file.src_uri: file.page for file in files.documentation_pages() if file.page is not None}
        self.left = set(self.pages)
        self.taken = mmap.mmap(-1, len(self.pages))

        def work() -> tuple[dict[str, Rendered], list[Note]]:
            notes, log, made = _Notes(), logging.getLogger("mkdocs"), {}
            log.handlers, log.propagate = [notes], False
            for uri, page in reversed(self.pages.items()):
                if self.take(uri):
                    self.populate(page, config, files, dirty)
                    made[uri] = _take(page)
            return made, notes.said

        self.wait = apart(work)

    def finish(self) -> tuple[dict[str, Rendered], list[Note]]:
        """What the child made, once; a build that stopped early must not leave it waiting for a reader."""
        wait, self.wait = self.wait, None
        return wait() if wait else ({}, [])

    def collect(self, config: MkDocsConfig, files: Files, dirty: bool) -> None:
        others = [page for uri, page in self.pages.items() if uri not in self.mine]
        try:
            made, said = self.finish()
        except ChildProcessError:
            # Here the page that failed fails again, with MkDocs' own message.
            for page in others:
                self.populate(page, config, files, dirty)
            return
        for name, level, message in said:
            logging.getLogger(name).log(level, "%s", message)
        for page in others:
            page.read_source(config)
            _give(page, made[page.file.src_uri], files)

    def __call__(self, page: Page, config: MkDocsConfig, files: Files, dirty: bool = False) -> None:
        if not self.pages:
            self.start(config, files, dirty)
        uri = page.file.src_uri
        self.left.discard(uri)
        if uri not in self.pages or self.take(uri):
            self.mine.add(uri)
            self.populate(page, config, files, dirty)
        if not self.left:
            self.collect(config, files, dirty)


@contextlib.contextmanager
def in_halves() -> Iterator[None]:
    """While this lasts, MkDocs' builds use two processes where the system can fork."""
    original = commands._populate_page
    halves = _Halves(original)
    if CAN_FORK:
        commands._populate_page = halves
    try:
        yield
    finally:
        commands._populate_page = original
        with contextlib.suppress(ChildProcessError):
            halves.finish()
