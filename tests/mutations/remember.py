"""What a build computes from its arguments alone, kept from one mutation to the next: only what a fault touches is made anew.

Nothing is skipped. Each result is found again by everything it was made from, so that the gate sees the whole
build's own output; a build of which one page changed costs a fifth of the first.
"""

from __future__ import annotations

import hashlib
import logging
import re
from functools import lru_cache
from pathlib import Path

import jinja2
from mkdocs.structure.pages import Page

from scripts.checks.links import scan, targets
from scripts.checks.links.reader import Reader
from scripts.core import bibliography, pages
from scripts.publish import qr_codes as codes

# What rendering a page leaves in it, besides the anchors that it links to: those are kept by the name of their file.
RENDERED = ("content", "toc", "_title_from_render", "present_anchor_ids")

LISTING_RE = re.compile(r"\[\[(?!figure:)")


def remember() -> None:
    """Once in a process, before its first build."""
    for module, name in ((pages, "split_front_matter"), (bibliography, "parse"), (codes, "code")):
        function = getattr(module, name)
        if not hasattr(function, "cache_info"):
            setattr(module, name, lru_cache(1000)(function))
    if not hasattr(Page.render, "__wrapped__"):
        Page.render = rendered_once(Page.render)
    listing = jinja2.FileSystemLoader.list_templates
    if not hasattr(
        listing, "__wrapped__"
    ):  # fourteen thousand icons, listed by every build; mutations add no template
        known: dict[tuple[str, ...], list[str]] = {}
        jinja2.FileSystemLoader.list_templates = lambda self: (
            known.get(tuple(self.searchpath))
            or known.setdefault(tuple(self.searchpath), listing(self))
        )
        jinja2.FileSystemLoader.list_templates.__wrapped__ = listing
    scan.PARALLEL_BYTES = float("inf")  # one process, whose reader remembers
    reader = Reader()  # stretches of HTML it has read, by their text
    scan.Reader = targets.Reader = lambda: reader


def surroundings(markdown: str) -> str:
    """A digest of what a page is made from besides its own text; one that lists things may show any other page."""
    files = [
        Path("mkdocs.yml"),
        Path("docs/references.bib"),
        Path("docs/glossary.md"),
        *sorted(Path("docs/figures").glob("*.*")),
        *sorted(Path("snippets").glob("*.md")),
    ]
    if LISTING_RE.search(markdown):
        files += sorted(Path("docs").glob("*.md"))
    seen = hashlib.sha256(str(sorted(path.name for path in Path("docs").iterdir())).encode())
    for path in files:
        seen.update(path.read_bytes())
    return seen.hexdigest()


def rendered_once(render):
    """Markdown → HTML only for a page that changed; the warnings it gave then are given again."""
    known: dict[
        tuple[str, ...],
        tuple[dict[str, object], dict[str, dict[str, str]], list[logging.LogRecord]],
    ] = {}

    class Listener(logging.Handler):
        def __init__(self) -> None:
            super().__init__(logging.WARNING)
            self.records: list[logging.LogRecord] = []

        def emit(self, record: logging.LogRecord) -> None:
            self.records.append(record)

    def once(self, config, files) -> None:
        key = (self.file.src_uri, self.markdown, str(self.meta), surroundings(self.markdown))
        log = logging.getLogger("mkdocs")
        if key not in known:
            listener = Listener()
            log.addHandler(listener)
            try:
                render(self, config, files)
            finally:
                log.removeHandler(listener)
            anchors = {file.src_uri: links for file, links in (self.links_to_anchors or {}).items()}
            known[key] = {name: getattr(self, name) for name in RENDERED}, anchors, listener.records
            return
        values, anchors, records = known[key]
        self.__dict__.update(values)
        self.links_to_anchors = {
            files.get_file_from_path(name): links for name, links in anchors.items()
        }
        for record in records:
            log.handle(record)

    once.__wrapped__ = render
    return once
