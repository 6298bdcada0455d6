"""Pictures of the built site as files for the book: SVG stays vector, and each needs words for who cannot see it."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin

from selectolax.lexbor import LexborHTMLParser

from scripts.editions.context import Context
from scripts.editions.tree import Element
from scripts.figures.raster import in_our_font


def alternative(element: Element, ctx: Context) -> str:
    """`alt` of an image, or title and description of an SVG."""
    if element.tag == "img":
        words = [element.attrs.get("alt", "")]
    else:
        parsed = LexborHTMLParser(element.attrs["raw"])
        words = [
            node.text().strip()
            for node in (parsed.css_first("svg > title"), parsed.css_first("svg > desc"))
            if node
        ]
        words = words or [element.attrs.get("aria-label", "")]
    if not any(words):
        raise ctx.fail(f"<{element.tag}> {element.attrs.get('src', '')} has no text alternative")
    return ". ".join(part.rstrip(".") for part in words if part.strip()) + "."


def add_picture(element: Element, ctx: Context, source: str = "") -> str:
    """Put the picture among the document's files; return its name. `source` names the file of an inline picture."""
    if element.tag == "svg" and not source:
        raw = element.attrs["raw"]
        if "xmlns=" not in raw.partition(">")[0]:
            raw = raw.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        name, data = f"{ctx.chapter.slug}-{len(ctx.pictures)}.svg", raw.encode()
    else:
        path = (
            unquote(urljoin(f"/{ctx.chapter.page.path}", source or element.attrs.get("src", "")))
            .lstrip("/")
            .partition("?")[0]
        )
        file = ctx.site.root / path
        if not file.is_file():
            raise ctx.fail(f"picture {path} is not in the built site")
        name, data = path.replace("/", "-"), file.read_bytes()
    if name.endswith(".svg"):
        data = in_our_font(
            data.decode()
        ).encode()  # Typst resolves fonts by name and asks for no system's
    ctx.pictures[name] = data
    return name


def size(data: bytes) -> tuple[int, int]:
    """Width and height of an SVG in its own pixels, or zeros; the template decides how large that is on paper."""
    found = re.search(rb"<svg[^>]*viewBox=\"[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)", data)
    return (round(float(found[1])), round(float(found[2]))) if found else (0, 0)


def fold(data: bytes) -> tuple[int, int] | None:
    """Where a tall SVG may be cut to stand in two columns (`data-fold`): end of the first, start of the second, in its own pixels."""
    found = re.search(rb"<svg[^>]*data-fold=\"(\d+) (\d+)\"", data)
    return (int(found[1]), int(found[2])) if found else None
