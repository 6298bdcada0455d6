"""The built site once more in another language, below `/<language>/`, sharing pictures, styles and scripts with the first.

Open this when a page there leads to a wrong address, or its search finds nothing.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.core.site import BuiltPage
from scripts.publish.catalogs import INTERFACE, Places
from scripts.publish.translation import Translate, segments, translate

SIGN = "This page has moved"  # a redirect: its reader never sees it
LINKS = ("href", "src", "data-src", "poster")
CONFIG_PATH_RE = re.compile(r'"(?P<name>search)":\s*"(?P<path>\.[^"]*)"')
HEADINGS = ("h1", "h2", "h3")


def pages(site: Path) -> dict[str, str]:
    """Path → HTML of every page that is read; a translation that stands there already is none of them."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        text = file.read_text(encoding="utf-8")
        if SIGN not in text and 'data-translated="' not in text[:400]:
            found[path] = text
    return found


def stem(path: str) -> str:
    """The name of a page's catalog."""
    return path.removesuffix("/index.html").removesuffix(".html").replace("/", "-") or "index"


def catalogs(site: Path) -> dict[str, Places]:
    """What there is to translate, by catalog: a page's own words, and those of the interface."""
    on: dict[str, dict[str, list[str]]] = {}  # segment → path → places on it
    read = pages(site)
    for path, html in read.items():
        address = path.removesuffix("index.html")
        for segment in segments(LexborHTMLParser(html)):
            place = f"{address}#{segment.place}" if segment.place else address or "/"
            on.setdefault(segment.text, {}).setdefault(path, []).append(place)
    found: dict[str, Places] = {INTERFACE: {}, **{stem(path): {} for path in read}}
    for text, where in on.items():
        name = INTERFACE if len(where) > len(read) / 2 else stem(next(iter(where)))
        found[name][text] = list(
            dict.fromkeys(place for places in where.values() for place in places)
        )
    return {name: places for name, places in found.items() if places}


def shifted(link: str, folder: str, there: set[str]) -> str:
    """A link as it must be one folder deeper: to a translated page it stays, to anything else it goes up once more."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return link
    goal = posixpath.normpath(posixpath.join("/" + folder, parts.path)).lstrip("/")
    page = posixpath.join(goal, "index.html") if not goal.endswith(".html") else goal
    return link if page in there else f"../{link}"


def relocate(tree: LexborHTMLParser, path: str, language: str, there: set[str], url: str) -> None:
    folder = posixpath.dirname(path)
    for name in LINKS:
        for node in tree.css(f"[{name}]"):
            link = node.attributes.get(name) or ""
            if url and link.startswith(url) and node.attributes.get("rel") == "canonical":
                node.attrs[name] = f"{url}{language}/{link.removeprefix(url)}"
            else:
                node.attrs[name] = shifted(link, folder, there)
    for node in tree.css("script#__config"):
        text = CONFIG_PATH_RE.sub(
            lambda match: f'"{match["name"]}": "../{match["path"]}"', node.text() or ""
        )
        node.inner_html = text


def search_entries(tree: LexborHTMLParser, address: str) -> Iterator[dict[str, str]]:
    """What the theme's search reads: an entry a page and one a section."""
    article = tree.css_first("article")
    entries: list[dict[str, str]] = []
    for node in article.traverse(include_text=True) if article else ():
        if node.tag in HEADINGS and (anchor := node.attributes.get("id")):
            where = address if node.tag == "h1" else f"{address}#{anchor}"
            entries.append({"location": where, "title": plain(node), "text": ""})
        elif node.tag == "-text" and entries:
            entries[-1]["text"] += node.text_content or ""
    for entry in entries:
        yield entry | {"text": escape(entry["text"].strip(), quote=False)}


def plain(heading: LexborNode) -> str:
    return " ".join((heading.text(deep=True) or "").replace("¶", "").split())


def write(
    site: Path, language: str, words: Translate, url: str = "", preview: bool = True
) -> dict[str, list[str]]:
    """Write `site/<language>/` → path of each page that has English left, and what that is."""
    read = pages(site)
    left: dict[str, list[str]] = {}
    entries: list[dict[str, str]] = []
    for path, html in read.items():
        page = BuiltPage(path, LexborHTMLParser(html))
        tree, address = page.tree, page.address
        if missing := translate(tree, language, words):
            left[path] = missing
        relocate(tree, path, language, set(read), url)
        root = tree.css_first("html")
        assert root
        root.attrs["data-translated"] = language
        if url:
            page.add_to_head(f'<link rel="alternate" hreflang="en" href="{url}{address}">')
        if preview:
            page.add_to_head('<meta name="robots" content="noindex">')
        entries += search_entries(tree, address)
        file = site / language / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.html, encoding="utf-8")
    index = site / "search" / "search_index.json"
    if index.exists():
        config = json.loads(index.read_text(encoding="utf-8"))["config"]
        made = json.dumps({"config": config, "docs": entries}, ensure_ascii=False)
        (site / language / "search").mkdir(parents=True, exist_ok=True)
        (site / language / "search" / "search_index.json").write_text(made, encoding="utf-8")
    return left
