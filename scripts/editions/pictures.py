"""Pictures of the built site as files for book and e-book. Open this when a picture is missing, too large or without words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from scripts.core.site import Site
from scripts.editions.chapter import Chapter
from scripts.editions.tree import Element

SVG = "http://www.w3.org/2000/svg"
UNSAFE_RE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Picture:
    """`fold` says where a tall drawing may be cut (its `data-fold`): end of the first part, start of the second."""

    name: str
    data: bytes
    alt: str
    width: float = 0
    height: float = 0
    fold: tuple[float, float] | None = None


def read_picture(site: Site, chapter: Chapter, element: Element) -> Picture:
    """The picture that an `img` or a figure shows; a figure names the file behind its inline one."""
    source = element.attrs.get("data-src", "")
    element = element.find_tag("img", "svg") or element
    source = source or element.attrs.get("src", "")
    alt = element.attrs.get("alt", "")
    if not alt.strip():
        chapter.fail(f"<{element.tag}> {source} has no text alternative", source)
    alt = alt.rstrip(".") + "."
    path = urljoin(f"/{chapter.page.address}", source).lstrip("/").partition("?")[0]
    file = site.folder / unquote(path)
    if not file.is_file():
        chapter.fail(f"picture {path} is not in the built site", source)
    name, data = UNSAFE_RE.sub("-", path), file.read_bytes()
    if not name.endswith(".svg"):
        return Picture(name, data, alt)
    root = etree.fromstring(data)
    *_, width, height = map(float, (root.get("viewBox") or "0 0 0 0").split())
    end, start = map(float, (root.get("data-fold") or "0 0").split())
    return Picture(name, data, alt, width, height, (end, start) if end else None)
