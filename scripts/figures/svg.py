"""Make an SVG small, fit to stand in a page, and the same on every build. Open this when a published picture looks wrong."""

from __future__ import annotations

import copy
import re
from typing import TypeAlias

from lxml import etree

from scripts.figures import theme

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
Element: TypeAlias = etree._Element
NUMBER_RE = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
# Vega marks its groups for its own event handling and for screen readers; the picture has one name and one description.
DROP = {
    "class",
    "aria-hidden",
    "aria-label",
    "aria-roledescription",
    "pointer-events",
    "role",
    "style",
}
GEOMETRY = {
    "d",
    "points",
    "transform",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "width",
    "height",
    "cx",
    "cy",
    "r",
}
PAGE_RE = re.compile(r"^(?P<slug>[a-z-]+)\.md(?P<anchor>#.*)?$")


def _round(text: str) -> str:
    def short(match: re.Match[str]) -> str:
        value = f"{float(match[0]):.1f}".removesuffix(".0")
        return "0" if value == "-0" else value

    return NUMBER_RE.sub(short, text)


def _empty(element: Element) -> bool:
    """Groups without content, and the invisible backgrounds and foregrounds that Vega gives every group."""
    tag, paint = str(element.tag).split("}")[-1], (None, "none", "transparent")
    if tag == "g":
        return len(element) == 0
    if element.get("class") in ("background", "foreground"):
        return (
            element.get("d", "") in ("", "M0,0h0v0h0Z")
            or element.get("display") == "none"
            or (element.get("fill") in paint and element.get("stroke") in paint)
        )
    return (
        tag == "rect"
        and element.get("fill") in ("white", "transparent")
        and element.get("stroke") is None
    )


def _prune(element: Element) -> None:
    for child in list(element):
        _prune(child)
        if _empty(child):
            element.remove(child)


def _flatten(element: Element) -> None:
    """Replace groups that say nothing by their children."""
    for child in list(element):
        _flatten(child)
        if child.tag == f"{{{SVG}}}g" and not child.attrib:
            at = list(element).index(child)
            element.remove(child)
            for offset, grand in enumerate(list(child)):
                element.insert(at + offset, grand)


def _renumber(root: Element) -> None:
    """Vega numbers its clips per process; number them per picture, so that two builds are the same."""
    ids = {
        element.get("id", ""): f"c{at}"
        for at, element in enumerate(e for e in root.iter() if e.get("id"))
    }
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, ids[value])
            elif "url(#" in value:
                element.set(
                    name, re.sub(r"url\(#([^)]+)\)", lambda match: f"url(#{ids[match[1]]})", value)
                )


class NoSuchWordsError(ValueError):
    """A picture does not show the words that it should be folded above."""


def _top_of(root: Element, words: str) -> float:
    """Height at which these words stand: the sum of what moves their element and its parents down."""
    found = next((text for text in root.iter(f"{{{SVG}}}text") if text.text == words), None)
    if found is None:
        raise NoSuchWordsError(f"no text '{words}' to fold the picture above")
    steps = [found, *found.iterancestors()]
    moved = (
        re.search(r"translate\([^,)]+,\s*([-\d.]+)", one.get("transform", "")) for one in steps
    )
    return sum(float(match[1]) for match in moved if match)


def from_vega(text: str, fold: str = "") -> str:
    """Vega's SVG without its scaffolding: ids, roles, empty paths and needless digits go; viewBox and text stay."""
    root = etree.fromstring(text)
    if fold:
        top = _top_of(root, fold)
        root.set("data-fold", f"{top - 24:.0f} {top - 20:.0f}")
    _prune(root)
    for element in root.iter():
        for name in [name for name in element.attrib if name in DROP]:
            del element.attrib[name]
        if element.get("opacity") == "1":
            del element.attrib["opacity"]
        if element.get("transform") in ("translate(0,0)", "translate(0, 0)"):
            del element.attrib["transform"]
        for name in GEOMETRY & set(element.attrib):
            element.set(name, _round(element.get(name, "")))
        if element.get("font-family"):
            del element.attrib["font-family"]
    _flatten(root)
    _renumber(root)
    etree.cleanup_namespaces(root)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("font-family", theme.FONT)
    return str(etree.tostring(root, encoding="unicode"))


def standalone(text: str, prefix: str = "../") -> str:
    """A file of its own: light colors, white paper, an own size, links from `figures/` to the pages."""
    root = etree.fromstring(text)
    _link(root, prefix)
    _unwrap_links(root)
    _underlay_halos(root)
    left, top, width, height = (float(part) for part in root.get("viewBox", "0 0 520 340").split())
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    root.insert(
        0,
        etree.Element(
            f"{{{SVG}}}rect",
            {
                "x": f"{left:g}",
                "y": f"{top:g}",
                "width": f"{width:g}",
                "height": f"{height:g}",
                "fill": theme.LIGHT["paper"],
            },
        ),
    )
    return f"{etree.tostring(root, encoding='unicode')}\n"


def _unwrap_links(root: Element) -> None:
    """A linked part becomes a group whose words are linked: readers on MuPDF draw no shape inside a link."""
    for link in list(root.iter(f"{{{SVG}}}a")):
        address = link.attrib.pop("href", "")
        link.tag = f"{{{SVG}}}g"
        for text in link.findall(f"{{{SVG}}}text") if address else []:
            wrapped = etree.Element(f"{{{SVG}}}a", {"href": address})
            wrapped.tail, text.tail = text.tail, None
            link.replace(text, wrapped)
            wrapped.append(text)


def _underlay_halos(root: Element) -> None:
    """A halo becomes a copy beneath its words: Typst paints stroke and fill glyph by glyph, so that each halo would eat the letter before it."""
    for parent in list(root.iter()):
        for child in [child for child in parent if child.get("paint-order") == "stroke"]:
            halo = copy.deepcopy(child)
            halo.attrib.update({"fill": child.get("stroke", ""), "aria-hidden": "true"})
            halo.tail = None
            del halo.attrib["paint-order"]
            parent.insert(list(parent).index(child), halo)
            for name in [
                name for name in child.attrib if name.startswith("stroke") or name == "paint-order"
            ]:
                del child.attrib[name]


def ratio(picture: str) -> str:
    """Width over height of an SVG, as CSS wants it."""
    found = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', picture)
    if found is None:
        raise ValueError("a picture without viewBox has no shape")
    return f"{float(found[1]) / float(found[2]):.5f}"


def inline(text: str, figure_id: str, title: str, alt: str, prefix: str) -> str:
    """For the page: theme colors, ids that no other figure has, a name and a description for assistive technology."""
    root = etree.fromstring(text)
    base = f"fig-{figure_id}"
    ids = {element.get("id", "") for element in root.iter()} - {""}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, f"{base}-{value}")
            elif (
                name in (f"{{{XLINK}}}href", "href") and value.startswith("#") and value[1:] in ids
            ):
                element.set(name, f"#{base}-{value[1:]}")
            elif "url(#" in value:
                element.set(name, re.sub(r"url\(#([^)]+)\)", rf"url(#{base}-\1)", value))
            elif name.startswith("aria-") and name.endswith(("by", "controls")):
                element.set(name, " ".join(f"{base}-{part}" for part in value.split()))
    linked = _link(root, prefix)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    for child in list(root):
        if child.tag in (f"{{{SVG}}}title", f"{{{SVG}}}desc"):
            root.remove(child)
    # role=img hides everything inside from assistive technology, so a drawing with links is a group.
    root.set("role", "group" if linked else "img")
    root.set("aria-labelledby", f"{base}-title")
    root.set("aria-describedby", f"{base}-alt")
    for at, (tag, words) in enumerate((("title", title), ("desc", alt))):
        element = etree.Element(
            f"{{{SVG}}}{tag}", {"id": f"{base}-{'title' if tag == 'title' else 'alt'}"}
        )
        element.text = words
        root.insert(at, element)
    return theme.to_variables(etree.tostring(root, encoding="unicode"))


def _link(root: Element, prefix: str) -> bool:
    """`href="page.md#id"` becomes the page's address below `prefix`; True if there are links at all."""
    links = list(root.iter(f"{{{SVG}}}a"))
    for element in links:
        match = PAGE_RE.match(element.get("href", ""))
        if match:
            folder = "" if match["slug"] == "index" else f"{match['slug']}/"
            element.set("href", f"{prefix}{folder}{match['anchor'] or ''}" or "./")
    return bool(links)
