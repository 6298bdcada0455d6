"""Put the hash of a file behind its address (`site.css?v=1a2b3c4d`), so that new pages never run with old scripts.

The theme names its own files by their content already; this is for those of `docs/assets`.
"""

from __future__ import annotations

import hashlib
import posixpath
from functools import lru_cache
from pathlib import Path

from scripts.core.site import BuiltPage, Site

ATTRIBUTES = ("href", "src", "data-src", "data-script")
SUFFIXES = (".css", ".js")


@lru_cache(maxsize=256)
def _version(file: Path, stamp: int, size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]


def version(file: Path) -> str:
    stat = file.stat()
    return _version(file, stat.st_mtime_ns, stat.st_size)


def add(site: Site, page: BuiltPage) -> None:
    folder = posixpath.dirname(page.path)
    for attribute in ATTRIBUTES:
        for suffix in SUFFIXES:
            for node in page.tree.css(f"[{attribute}$='{suffix}']"):
                address = node.attributes[attribute] or ""
                file = site.docs / posixpath.normpath(posixpath.join(folder, address))
                if ":" not in address and node.tag != "a" and file.is_file():
                    node.attrs[attribute] = f"{address}?v={version(file)}"
