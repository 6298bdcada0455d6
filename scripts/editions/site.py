"""Read a built site: its name, its pages in the order of the navigation, and where a link leads."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.editions.errors import BookError
from scripts.editions.tree import Element, from_node

OUTSIDE = {"http", "https", "mailto", "tel"}


@dataclass(eq=False)
class Page:
    """One page as built. `path` is its address below the site's root ("" for the home page)."""

    slug: str
    path: str
    label: str
    part: str
    title: str
    description: str
    article: Element


@dataclass(eq=False)
class Site:
    root: Path
    url: str
    name: str
    description: str
    version: str
    pages: list[Page]
    by_path: dict[str, Page] = field(default_factory=dict)
    by_slug: dict[str, Page] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_path = {page.path: page for page in self.pages}
        self.by_slug = {page.slug: page for page in self.pages}


@dataclass(frozen=True)
class Target:
    """Where a link leads: a page of the book (`slug`), or an address outside it (`url`)."""

    slug: str = ""
    fragment: str = ""
    url: str = ""

    @property
    def label(self) -> str:
        return f"{self.slug}#{self.fragment or 'top'}"


@functools.cache  # a page links to the same terms and sections again and again
def _followed(path: str, href: str) -> SplitResult:
    return urlsplit(urljoin(f"//site/{path}", href))


def resolve(site: Site, page: Page, href: str) -> Target:
    """Follow a link as a browser on that page would; other files of the site keep their live address."""
    if href.startswith("#"):  # two of three links, most of them citations
        return Target(slug=page.slug, fragment=unquote(href[1:]))
    if scheme := urlsplit(href).scheme:
        if scheme not in OUTSIDE:
            raise BookError(f"{page.slug}: cannot print a link to {href}")
        return Target(url=href)
    parts = _followed(page.path, href)
    if parts.netloc != "site":
        return Target(url=f"https:{href}")
    path = unquote(parts.path).lstrip("/").removesuffix("index.html")
    if found := site.by_path.get(path):
        return Target(slug=found.slug, fragment=unquote(parts.fragment))
    return Target(url=live(site, path, parts.fragment))


def live(site: Site, path: str, fragment: str = "") -> str:
    return site.url.rstrip("/") + "/" + path + (f"#{fragment}" if fragment else "")


def _content(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return (node.attributes.get("content") or "").strip() if node else ""


def _nav(tree: LexborHTMLParser) -> list[tuple[str, str, str]]:
    """(address, label, part) of every page in the order of the navigation."""
    found: dict[str, tuple[str, str, str]] = {}
    for item in tree.css("#site-nav li.part"):
        name = item.css_first(".part-name")
        for link in item.css("a"):
            path = (
                urljoin("/", link.attributes.get("href") or "")
                .lstrip("/")
                .removesuffix("index.html")
            )
            found.setdefault(
                path,
                (
                    path,
                    " ".join(link.text().split()),
                    " ".join(name.text().split()) if name else "",
                ),
            )
    return list(found.values())


def _version(tree: LexborHTMLParser) -> str:
    """The edition's version from the page's structured data, where libraries and citation tools read it too."""
    for node in tree.css('script[type="application/ld+json"]'):
        data = json.loads(node.text())
        for entry in (data, data.get("isPartOf") or {}):
            if isinstance(entry, dict) and entry.get("version"):
                return str(entry["version"])
    return ""


def _slug(path: str) -> str:
    return PurePosixPath(path).with_suffix("").name if path else "index"


def _page(root: Path, path: str, label: str, part: str) -> Page:
    file = root / path / "index.html" if path.endswith("/") or not path else root / path
    if not file.is_file():
        raise BookError(f"{path or 'index'}: in the navigation, but {file} does not exist")
    tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
    article: LexborNode | None = tree.css_first("main article")
    heading = article.css_first("h1") if article else None
    if article is None or heading is None:
        raise BookError(f"{_slug(path)}: no article with a title found in {file}")
    title = from_node(heading)
    title.children = [
        child
        for child in title.children
        if isinstance(child, str) or "headerlink" not in child.classes
    ]
    return Page(
        _slug(path),
        path,
        label,
        part,
        title.text,
        _content(tree, "meta[name=description]"),
        from_node(article),
    )


def read_site(root: Path, url: str) -> Site:
    index = root / "index.html"
    if not index.is_file():
        raise BookError(f"{root}: not a built site (no index.html)")
    tree = LexborHTMLParser(index.read_text(encoding="utf-8"))
    name = _content(tree, 'meta[property="og:site_name"]')
    pages = [_page(root, *entry) for entry in _nav(tree)]
    if not pages:
        raise BookError(f"{index}: no navigation found")
    return Site(
        root,
        url,
        name or pages[0].title,
        _content(tree, "meta[name=description]"),
        _version(tree),
        pages,
    )
