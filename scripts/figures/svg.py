"""Make an SVG small, fit to stand in a page, and the same on every build. Open this when a published picture looks wrong."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

from scripts.figures import theme

SVG = "http://www.w3.org/2000/svg"
TAG = f"{{{SVG}}}"
Element: TypeAlias = etree._Element
NUMBER_RE = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
# Vega marks its groups for its own event handling and for screen readers; the picture has one name and one description.
DROP_RE = re.compile(
    "aria-(hidden|label|roledescription)|class|font-family|pointer-events|role|style"
)
GEOMETRY_RE = re.compile("d|points|transform|[xy][12]?|width|height|c[xy]|r")
DEFAULTS = {("opacity", "1"), ("transform", "translate(0,0)")}
PAGE_RE = re.compile(r"^(?P<slug>[a-z-]+)\.md(?P<anchor>#.*)?$")


def tenths(text: str) -> str:
    """Numbers to a tenth of a pixel; adding zero takes the sign off -0."""
    return NUMBER_RE.sub(lambda match: f"{round(float(match[0]), 1) + 0:g}", text)


def _prune(root: Element) -> None:
    """The invisible backgrounds and foregrounds that Vega gives every group, and groups without content, innermost first."""
    for element in reversed(list(root.iterdescendants())):
        empty = element.tag == f"{TAG}g" and len(element) == 0
        if empty or element.get("class") in ("background", "foreground"):
            element.getparent().remove(element)


def _flatten(root: Element) -> None:
    """Replace groups that say nothing by their children."""
    for group in list(root.iter(f"{TAG}g")):
        if not group.attrib:
            group.tag = "needless"
    etree.strip_tags(root, "needless")


def _rename(root: Element, ids: Mapping[str, str]) -> None:
    """Give elements other ids, and follow them where a fill or clip refers to one."""
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, ids[value])
            elif match := re.fullmatch(r"url\(#(.+)\)", value):
                element.set(name, f"url(#{ids.get(match[1], match[1])})")


class NoSuchWordsError(ValueError):
    """A picture does not show the words that it should be folded above."""


def _top_of(root: Element, words: str) -> float:
    """Height at which these words stand: the sum of what moves their element and its parents down."""
    steps = root.xpath("(//*[text()=$words])[1]/ancestor-or-self::*", words=words)
    if not steps:
        raise NoSuchWordsError(f"no text '{words}' to fold the picture above")
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
        for name, value in element.attrib.items():
            if DROP_RE.fullmatch(name) or (name, value) in DEFAULTS:
                del element.attrib[name]
            elif GEOMETRY_RE.fullmatch(name):
                element.set(name, tenths(value))
    _flatten(root)
    # Vega numbers its clips per process; numbered per picture, two builds are the same.
    _rename(root, {name: f"c{at}" for at, name in enumerate(root.xpath("//@id"))})
    etree.cleanup_namespaces(root)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("font-family", theme.FONT)
    return str(etree.tostring(root, encoding="unicode"))


def standalone(text: str) -> str:
    """A file of its own: light colors, white paper, an own size, links from `figures/` to the pages."""
    root = etree.fromstring(text)
    _link(root, "../")
    _unwrap_links(root)
    _underlay_halos(root)
    box = zip(("x", "y", "width", "height"), root.get("viewBox", "").split(), strict=True)
    paper = etree.Element(f"{TAG}rect", dict(box) | {"fill": theme.LIGHT["paper"]})
    for name in ("width", "height"):
        root.set(name, paper.get(name, ""))
    root.insert(0, paper)
    return f"{etree.tostring(root, encoding='unicode')}\n"


def _unwrap_links(root: Element) -> None:
    """A linked part becomes a group whose words are linked: readers on MuPDF draw no shape inside a link."""
    for link in list(root.iter(f"{TAG}a")):
        address = link.attrib.pop("href", "")
        link.tag = f"{TAG}g"
        for text in link.findall(f"{TAG}text") if address else []:
            wrapped = etree.Element(f"{TAG}a", {"href": address})
            wrapped.tail, text.tail = text.tail, None
            link.replace(text, wrapped)
            wrapped.append(text)


def _underlay_halos(root: Element) -> None:
    """A halo becomes a copy beneath its words: Typst paints stroke and fill glyph by glyph, so that each halo would eat the letter before it."""
    for words in root.xpath("//*[@paint-order='stroke']"):
        halo = copy.deepcopy(words)
        halo.attrib.update({"fill": words.get("stroke", ""), "aria-hidden": "true"})
        halo.tail = None
        del halo.attrib["paint-order"]
        words.addprevious(halo)
        for name in words.attrib:
            if name.startswith("stroke") or name == "paint-order":
                del words.attrib[name]


def ratio(picture: str) -> str:
    """Width over height of an SVG, as CSS wants it."""
    width, height = etree.fromstring(picture).get("viewBox", "").split()[2:]
    return f"{float(width) / float(height):.5f}"


def inline(text: str, figure_id: str, title: str, alt: str, prefix: str) -> str:
    """For the page: theme colors, ids that no other figure has, a name and a description for assistive technology."""
    root = etree.fromstring(text)
    base = f"fig-{figure_id}"
    _rename(root, {name: f"{base}-{name}" for name in root.xpath("//@id")})
    linked = _link(root, prefix)
    # role=img hides everything inside from assistive technology, so a drawing with links is a group.
    root.set("role", "group" if linked else "img")
    root.set("aria-labelledby", f"{base}-title")
    root.set("aria-describedby", f"{base}-alt")
    for at, (tag, name, words) in enumerate((("title", "title", title), ("desc", "alt", alt))):
        element = etree.Element(f"{TAG}{tag}", id=f"{base}-{name}")
        element.text = words
        root.insert(at, element)
    return theme.to_variables(etree.tostring(root, encoding="unicode"))


def _link(root: Element, prefix: str) -> bool:
    """`href="page.md#id"` becomes the page's address below `prefix`; True if there are links at all."""
    links = list(root.iter(f"{TAG}a"))
    for element in links:
        match = PAGE_RE.match(element.get("href", ""))
        if match:
            folder = "" if match["slug"] == "index" else f"{match['slug']}/"
            element.set("href", f"{prefix}{folder}{match['anchor'] or ''}" or "./")
    return bool(links)
