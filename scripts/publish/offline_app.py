"""The offline app: web manifest, icons, and the list of files in service-worker.js. Open this when a page that was read
cannot be read without a network, or a phone does not offer to install the guide.

The worker itself is docs/service-worker.js, its start docs/assets/js/offline.js, its controls docs/assets/js/kept.js.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from scripts.core.disk_cache import cached
from scripts.core.site import BuiltPage, Site
from scripts.figures.raster import png
from scripts.publish.asset_versions import versioned

WORKER, MANIFEST, FALLBACK = "service-worker.js", "manifest.webmanifest", "503.html"
SEARCH = ("search/search_index.json", "search.json")  # of either engine that builds the site
# Not of use to a page: languages of the theme's search, its colors, and what stands in for a worker on a disk.
UNUSED = (
    "assets/javascripts/lunr/",
    "assets/stylesheets/palette",
    "assets/js/offline-worker.js",
)
SHORT_NAME = "Ketamine"  # below the icon, where a phone has room for a dozen letters
PAPER, MARK = "#fcfcfa", "#0d6560"
MARK_SIZE = 32  # of docs/assets/img/mark.svg
# (name, pixels, share of the width that the mark takes up). A phone may cut a maskable icon to a circle of 80%.
ICONS = (
    ("icon-192.png", 192, 0.82),
    ("icon-512.png", 512, 0.82),
    ("icon-maskable-512.png", 512, 0.54),
)


def content_hash(data: bytes) -> str:
    """As `hash` in the service worker."""
    return hashlib.sha256(data).hexdigest()[:16]


def is_shell(path: str) -> bool:
    """What a page may need whatever it shows; kept as soon as a reader comes."""
    if path in (MANIFEST, FALLBACK):
        return True
    kind = path.startswith("assets/") and path.endswith((".css", ".js", ".woff2"))
    return (kind and not path.startswith(UNUSED)) or path.startswith("assets/img/")


def is_page(path: str) -> bool:
    return path.endswith(".html") and path != FALLBACK and not path.startswith("download/")


def pictures(pages: Mapping[str, BuiltPage]) -> set[str]:
    """Paths of the pictures that pages show (and not those that they offer for download)."""
    found = set()
    for path, page in pages.items():
        for node in page.tree.css("img[src]"):
            address = node.attributes["src"] or ""
            if ":" not in address:
                found.add(posixpath.normpath(posixpath.join(posixpath.dirname(path), address)))
    return found


def listed(names: Iterable[str], shown: set[str]) -> tuple[list[str], list[str]]:
    """(shell, rest): the paths that the offline app keeps at once, and those that it keeps when they are read."""
    paths = sorted(names)
    shell = [path for path in paths if is_shell(path)]
    rest = [path for path in paths if is_page(path) or path in SEARCH or path in shown]
    return shell, sorted(set(rest) - set(shell))


def with_list(script: str, build: Mapping[str, Any]) -> str:
    """The service worker's script with its first line filled in."""
    first, _, rest = script.partition("\n")
    assert first.startswith("const BUILD = "), f"{WORKER} begins with the line that holds its list"
    return f"const BUILD = {json.dumps(build, separators=(',', ':'))};\n{rest}"


def manifest(site: Site) -> str:
    icons = [
        {"src": f"assets/img/{name}", "sizes": f"{size}x{size}", "type": "image/png"}
        | ({"purpose": "maskable"} if "maskable" in name else {})
        for name, size, _ in ICONS
    ]
    words = {
        "name": site.name,
        "short_name": SHORT_NAME,
        "description": site.config.site_description or "",
        "lang": "en",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": MARK,
        "icons": icons,
    }
    return json.dumps(words, indent=1, ensure_ascii=False) + "\n"


def icon(mark: str, size: int, share: float) -> str:
    """The site's mark on paper, as large as a phone wants it."""
    scale = size * share / MARK_SIZE
    edge = (size - scale * MARK_SIZE) / 2
    inside = re.sub(r"<style>.*?</style>|</?svg[^>]*>", "", mark)
    inside = inside.replace("<path", f'<path fill="{MARK}"')
    inside = inside.replace("<circle", '<circle fill="#a84300"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">'
        f'<rect width="{size}" height="{size}" fill="{PAPER}"/>'
        f'<g transform="translate({edge:.2f} {edge:.2f}) scale({scale:.4f})">{inside}</g></svg>'
    )


def write_icons(site: Site) -> None:
    mark = (site.docs / "assets" / "img" / "mark.svg").read_text(encoding="utf-8")
    for name, size, share in ICONS:
        drawing = icon(mark, size, share)
        image = cached(site.root / ".cache" / "pictures", drawing, partial(png, drawing))
        (site.folder / "assets" / "img" / name).write_bytes(image)


def address(site: Site, path: str) -> str:
    """As pages ask for it."""
    return re.sub(r"(^|/)index\.html$", r"\1", versioned(site, path))


def write(site: Site) -> None:
    source = site.docs / WORKER
    if not source.is_file():
        return  # a site without the offline app
    write_icons(site)
    (site.folder / MANIFEST).write_text(manifest(site), encoding="utf-8")
    files = (path for path in site.folder.rglob("*") if path.is_file())
    names = [path.relative_to(site.folder).as_posix() for path in files]
    shell, rest = listed(names, pictures(site.pages))
    content = {path: (site.folder / path).read_bytes() for path in (*shell, *rest)}
    build = {
        kind: {address(site, path): content_hash(content[path]) for path in paths}
        for kind, paths in (("shell", shell), ("rest", rest))
    }
    size = sum(len(data) for data in content.values())
    script = with_list(source.read_text(encoding="utf-8"), {**build, "size": size})
    (site.folder / WORKER).write_text(script, encoding="utf-8")
