"""A copy of the built site that works by double click, from `file://`, with the network off. Open this when a link of
the unpacked copy leads nowhere.

A server turns `metabolism/` into `metabolism/index.html`; a disk does not. So every link to a folder names its file.
A page from a disk may not fetch nor start a worker: figures load their data as scripts already, and the theme's search
gets its index as a script and a frame in the place of its worker.
"""

from __future__ import annotations

import json
import posixpath
from urllib.parse import urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from scripts.core.site import Site
from scripts.editions.archive import archive
from scripts.editions.imprint import Imprint

TOP = "how-ketamine-works"
# What only a server or a search engine reads, and the checksums of files that are not all in the copy.
ONLINE_ONLY = {
    *("404.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz", "_headers", "_redirects", ".nojekyll", "CNAME"),
    *("search/search_index.json", "download/SHA256SUMS"),
    *("503.html", "manifest.webmanifest", "service-worker.js", "assets/js/offline.js", "assets/js/kept.js"),
}  # fmt: skip
ONLINE_ELEMENTS = (
    "link[rel=preload], link[rel=manifest], link[rel=serviceworker], "
    "script[src*='assets/js/offline.js'], script[src*='assets/js/kept.js']"
)
INDEX = "search/search_index.json"
WORKER = "assets/js/offline-worker.js"
LINKS = {"a": "href", "area": "href", "link": "href", "iframe": "src"}
README = """{name}, offline copy. {version}.

Open index.html in a browser. Nothing needs a network or an installation.
{newest}{rights}, code MIT. Not medical advice.
"""


def local(href: str) -> str:
    """`../metabolism/#steps` becomes `../metabolism/index.html#steps`; everything that is not a folder stays."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return href
    path = parts.path
    if path.endswith("/") or posixpath.basename(path) in (".", ".."):
        path = posixpath.join(path, "index.html")
    return urlunsplit(parts._replace(path=path))


def localize(html: str, folder: str, missing: set[str], url: str) -> str:
    """A page in `folder` with links that work on a disk; those to what the copy lacks lead to the web, or
    are plain words where the site has no address."""
    tree = LexborHTMLParser(html)
    for node in tree.css(", ".join(LINKS)):
        name = LINKS[node.tag or ""]
        href = node.attributes.get(name)
        if not href:
            continue
        goal = posixpath.normpath(posixpath.join(folder, urlsplit(href).path))
        if goal not in missing:
            node.attrs[name] = local(href)
        elif url:
            node.attrs[name] = url + goal
        else:
            del node.attrs[name]
    # A page from a disk may use a font, but not ask for it beforehand; and it is offline as it is.
    for node in tree.css(ONLINE_ELEMENTS):
        node.decompose()
    if first := tree.css_first("body > script[src]"):
        script = tree.create_node("script")
        script.attrs["src"] = posixpath.relpath(WORKER, folder or ".")
        first.insert_before(script)
    for node in tree.css("meta[http-equiv=refresh]"):
        wait, _, goal = (node.attributes.get("content") or "").partition("url=")
        node.attrs["content"] = f"{wait}url={local(goal)}"
    return f"{tree.html}\n"


def make_offline(site: Site, imprint: Imprint, epoch: int, own_name: str) -> bytes:
    """The ZIP of everything in the site's folder but itself."""
    newest = f"The newest version is at {imprint.url}\n" if imprint.url else ""
    readme = README.format(
        name=imprint.name, version=imprint.version_and_date, rights=imprint.rights, newest=newest
    )
    entries, missing = {f"{TOP}/README.txt": readme.encode()}, {*ONLINE_ONLY, own_name}
    for file in sorted(path for path in site.folder.rglob("*") if path.is_file()):
        name = file.relative_to(site.folder).as_posix()
        if name in missing:
            continue
        data = file.read_bytes()
        if name.endswith(".html"):
            folder = posixpath.dirname(name)
            data = localize(data.decode("utf-8"), folder, missing, imprint.url).encode()
        entries[f"{TOP}/{name}"] = data
    if (index := site.folder / INDEX).is_file():
        found = json.loads(index.read_text(encoding="utf-8"))
        for doc in found["docs"]:
            doc["location"] = local(doc["location"] or "./")
        # Where the theme looks for it on a disk.
        script = f"var __index = {json.dumps(found, ensure_ascii=False, separators=(',', ':'))}\n"
        entries[f"{TOP}/{INDEX.removesuffix('on')}"] = script.encode()
    return archive(entries, epoch)
