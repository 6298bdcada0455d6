"""Put the hash of a file behind its address (`site.css?v=1a2b3c4d`), so that new pages never run with old scripts.

The theme names its own files by their content already; this is for those of `docs/assets`. Scripts have one version
together, because some load others: figures.js asks for its models with the version that it was asked for with.
"""

from __future__ import annotations

import hashlib
import posixpath
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from scripts.core.site import BuiltPage, Site

ATTRIBUTES = ("href", "src", "data-src", "data-script")
SUFFIXES = (".css", ".js")
ANY = ", ".join(f":not(a)[{name}$='{end}']" for name in ATTRIBUTES for end in SUFFIXES)
SCRIPTS = "assets/js"


@lru_cache(maxsize=256)
def _version(files: tuple[tuple[Path, int, int], ...]) -> str:
    content = hashlib.sha256()
    for file, _, size in files:
        content.update(b"%s %d\n" % (file.name.encode(), size) + file.read_bytes())
    return content.hexdigest()[:8]


def version(files: list[Path]) -> str:
    stats = [(file, file.stat()) for file in files]
    return _version(tuple((file, stat.st_mtime_ns, stat.st_size) for file, stat in stats))


def versioned(site: Site, path: str) -> str:
    """The address of a style sheet or script of `docs/assets` with its version; every other path as it is."""
    file = site.docs / path
    if not path.endswith(SUFFIXES) or not path.startswith("assets/") or not file.is_file():
        return path
    together = path.startswith(f"{SCRIPTS}/")
    files = sorted((site.docs / SCRIPTS).rglob("*.js")) if together else [file]
    return f"{path}?v={version(files)}"


def add(site: Site, page: BuiltPage) -> None:
    folder = posixpath.dirname(page.path)
    root = urlsplit(site.url).path or "/"  # with which the error pages begin their addresses
    for node in page.tree.css(ANY):
        for attribute in ATTRIBUTES:
            address = node.attributes.get(attribute) or ""
            near = address.removeprefix(root) if address.startswith("/") else None
            path = near or posixpath.normpath(posixpath.join(folder, address))
            if address.endswith(SUFFIXES) and ":" not in address:
                node.attrs[attribute] = address + versioned(site, path).removeprefix(path)
