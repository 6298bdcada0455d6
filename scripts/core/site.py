"""The site while it is built: MkDocs' settings, the Markdown pages, and one parsed tree for each built page.

Every later step (head, policy, exports, editions, link check) reads and changes these trees, so that a page's HTML
is parsed once and written once. Open this file when a step needs something of a page that it cannot find here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

# Before MkDocs is imported: the theme prints an advertisement for its successor on every run.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.config.defaults import MkDocsConfig
from selectolax.lexbor import LexborHTMLParser

from scripts.core.pages import Page
from scripts.core.settings import ordered_pages


@dataclass
class BuiltPage:
    """One HTML page of the site. `path` is where it stands below the site's folder: `metabolism/index.html`."""

    path: str
    tree: LexborHTMLParser
    source: Page | None = None  # None: no Markdown stands behind it (404.html, redirects)

    @property
    def address(self) -> str:
        """Relative to the site's root: "" for the front page, `metabolism/`, `404.html`."""
        return self.path.removesuffix("index.html")

    @property
    def html(self) -> str:
        return self.tree.html or ""

    def add_to_head(self, markup: str, first: bool = False) -> None:
        """Put elements at the end of the head, or before everything but the character set."""
        head, added = self.tree.head, LexborHTMLParser(f"<head>{markup}</head>").head
        assert head and added, "an HTML parser gives every document a head"
        nodes = list(added.iter())
        charset = self.tree.css_first("head > meta[charset]")
        for node in reversed(nodes) if first and charset else nodes:
            if first and charset:
                charset.insert_after(node)
            else:
                head.insert_child(node)

    @property
    def slug(self) -> str:
        return self.source.slug if self.source else Path(self.address or "index").stem

    @property
    def meta(self) -> dict[str, Any]:
        return self.source.meta if self.source else {}

    @property
    def kind(self) -> str:
        return str(self.meta.get("kind", ""))

    @property
    def title(self) -> str:
        return str(self.meta.get("title", self.slug))

    @property
    def description(self) -> str:
        return str(self.meta.get("description", ""))

    @property
    def checked(self) -> str:
        """The day the facts were last compared with their sources, as 2026-11-30; "" where none is given."""
        return str(self.meta.get("checked", ""))


@dataclass
class Site:
    """`folder` is where MkDocs builds to; the trees of `pages` are not on the disk until `write`."""

    config: MkDocsConfig
    pages: dict[str, BuiltPage] = field(default_factory=dict)
    own_scripts: set[str] = field(default_factory=set)  # that the build writes, and no template

    @property
    def folder(self) -> Path:
        return Path(self.config.site_dir)

    @property
    def docs(self) -> Path:
        return Path(self.config.docs_dir)

    @property
    def root(self) -> Path:
        return Path(self.config.config_file_path).parent

    @property
    def url(self) -> str:
        """The address of the published site, with a slash at its end; "" where none is set."""
        return (self.config.site_url or "").rstrip("/") + "/" if self.config.site_url else ""

    @property
    def name(self) -> str:
        return str(self.config.site_name)

    @property
    def edition(self) -> dict[str, Any]:
        """`extra.edition` of mkdocs.yml: version, released, authors."""
        return dict(self.config.extra.get("edition") or {})

    @property
    def version(self) -> str:
        return str(self.edition.get("version", ""))

    @property
    def released(self) -> str:
        return str(self.edition.get("released", ""))

    @property
    def authors(self) -> list[str]:
        return list(self.edition.get("authors") or [f"{self.name} contributors"])

    @cached_property
    def sources(self) -> list[Page]:
        """The Markdown pages in the order of the nav; one that is not in it comes last."""
        return ordered_pages(self.docs)

    def add(self, path: str, html: str) -> BuiltPage:
        """Take a page that MkDocs (or another engine) has rendered."""
        sources = {built_path(page, self.docs): page for page in self.sources}
        self.pages[path] = BuiltPage(path, LexborHTMLParser(html), sources.get(path))
        return self.pages[path]

    def read(self) -> None:
        """Take every page that stands in `folder` already, as another engine leaves it."""
        for file in sorted(self.folder.rglob("*.html")):
            self.add(file.relative_to(self.folder).as_posix(), file.read_text(encoding="utf-8"))

    @property
    def guide_pages(self) -> list[BuiltPage]:
        """The pages that Markdown stands behind, in the order of the nav."""
        paths = (built_path(page, self.docs) for page in self.sources)
        return [self.pages[path] for path in paths if path in self.pages]

    def write(self, page: BuiltPage) -> None:
        file = self.folder / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.html, encoding="utf-8")


def site_of(config: MkDocsConfig, fresh: bool = False) -> Site:
    """The site that is being built with these settings; `fresh` at the start of each build."""
    if fresh or "site" not in config.extra:
        config.extra["site"] = Site(config)
    site: Site = config.extra["site"]
    return site


def built_path(page: Page, docs: Path) -> str:
    """Where MkDocs puts a page, with its directory addresses: `a.md` is `a/index.html`, `index.md` is `index.html`."""
    name = page.path.relative_to(docs).with_suffix("")
    folder = name.parent if name.name in ("index", "README") else name
    return (folder / "index.html").as_posix()
