"""Addresses that no reader clicks: canonical, preview and structured data, sitemap, search index, redirects; and what a page says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from scripts.checks.links.finding import Finding, World
from scripts.checks.links.site import page_path
from scripts.checks.links.targets import fault_of, local_fault
from scripts.checks.links.tokens import css_addresses

INDEXES = ("search/index.js", "search/search_index.json", "search.json")
UNREAD_RE = re.compile(
    r"<!--.*?-->|<(template|pre|textarea|script|code|kbd|samp)\b.*?</\1>|^[ \t]*(```|~~~).*?^[ \t]*\2|`[^`\n]+`",
    re.DOTALL | re.MULTILINE,
)  # comments and examples in a page's Markdown copy
COMPANIONS = (".txt", ".md", ".xml", ".json", ".csv", ".bib", ".ris", "_headers")


def own_address(world: World, page: str, kind: str, address: str, what: str) -> Iterator[Finding]:
    """An absolute address that is meant to be ours has to exist; others are left alone."""
    place = world.site.place(page.rpartition("/")[0], address)
    if place.kind in ("own", "local") and (fault := local_fault(world, place, address)):
        yield Finding(
            fault.code,
            page,
            kind,
            address,
            f"{what}: {fault.message}",
            fault.target,
            world.site.url + fault.better if fault.better else "",
        )


def canonical(world: World, page: str, address: str) -> Iterator[Finding]:
    place = world.site.place(page.rpartition("/")[0], address)
    if place.kind not in ("own", "local"):
        if world.ours:
            yield Finding(
                "canonical",
                page,
                "canonical",
                address,
                f"canonical address '{address}' is not on this site",
                better=world.site.url + page_path(page),
            )
        return
    yield from own_address(world, page, "canonical", address, "canonical")
    file = world.site.file_of(place.path)
    if file and file != page and world.is_content(page):
        yield Finding(
            "canonical",
            page,
            "canonical",
            address,
            f"canonical address '{address}' names another page",
            better=world.site.url + page_path(page),
        )


def page_findings(world: World, number: int) -> Iterator[Finding]:
    page = world.pages[number]
    folder = page.rpartition("/")[0]
    for kind, value, _ in world.scan.special.get(number, ()):
        if kind == "canonical":
            if (
                value != world.site.url + page_path(page) or page in world.redirects
            ):  # as nearly all are
                yield from canonical(world, page, value)
        elif kind == "meta":
            name, _, address = value.partition("\t")
            if world.ours and not urlsplit(address).scheme:
                yield Finding(
                    "metadata",
                    page,
                    "meta",
                    address,
                    f"{name} needs an absolute address, not '{address}'",
                )
            yield from own_address(world, page, "meta", address, name)
        elif kind == "jsonld":
            yield from own_address(world, page, "jsonld", value, "structured data")
        elif kind == "badjson":
            reason, _, start = value.partition("\t")
            yield Finding(
                "metadata", page, "badjson", start, f"structured data is not valid JSON: {reason}"
            )
        elif kind == "refresh":
            place = world.site.place(folder, value)
            if place.kind in ("own", "local"):
                if world.site.file_of(place.path) == page:
                    yield Finding(
                        "redirect", page, "refresh", value, f"redirect to itself: '{value}'"
                    )
                elif fault := local_fault(world, place, value):
                    what = (
                        "redirect to a redirect" if fault.code == "moved" else "redirect to nowhere"
                    )
                    yield Finding(
                        "redirect",
                        page,
                        "refresh",
                        value,
                        f"{what}: {fault.message}",
                        fault.target,
                        fault.better,
                    )
        elif kind == "noalt":
            yield Finding(
                "alt",
                page,
                "noalt",
                value,
                f"image without alt text: '{value}'",
                world.site.place(folder, value).path,
            )
        elif kind == "notext":
            place = world.site.place(folder, value)
            yield Finding(
                "no-text",
                page,
                "notext",
                value,
                f"link without text: '{value}'",
                place.path + (f"#{place.fragment}" if place.fragment else ""),
            )
    for value in world.scan.repeated.get(number, ()):
        yield Finding(
            "duplicate-id",
            page,
            "id",
            value,
            f"id '{value}' is used more than once",
            f"{page_path(page)}#{value}",
        )
    if number in world.scan.bad_bytes:
        yield Finding("encoding", page, "", "", "not UTF-8")


def sitemap(world: World) -> Iterator[Finding]:
    if "sitemap.xml" not in world.site.files:
        return
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring((world.site.root / "sitemap.xml").read_bytes())
    except ElementTree.ParseError as error:
        yield Finding("sitemap", "sitemap.xml", "", "", f"the site map is not valid XML: {error}")
        return
    listed = set()
    for element in root.iter():
        if element.tag.endswith("}loc") or element.tag == "loc":
            address = (element.text or "").strip()
            place = world.site.place("", address)
            if place.kind not in ("own", "local"):
                if world.ours:
                    yield Finding(
                        "sitemap",
                        "sitemap.xml",
                        "loc",
                        address,
                        f"the site map names '{address}', which is not on this site",
                    )
                continue
            listed.add(world.site.file_of(place.path))
            yield from own_address(world, "sitemap.xml", "loc", address, "site map")
    if world.ours:
        for page in world.content:
            if page not in listed:
                yield Finding(
                    "sitemap",
                    page,
                    "page",
                    "",
                    f"the site map leaves out {page_path(page) or 'the front page'}",
                )


def indexed(name: str, text: str) -> list[object]:
    """Addresses of a search index: of our own (rows that start with theirs), or of the two engines that can build the site."""
    import json  # here as below, because most folders that are checked have no such file and loading it takes as long as ten pages

    if name.endswith(".js"):
        return [row[0] for row in json.loads(text.partition("=")[2].rstrip().rstrip(";"))]
    data = json.loads(text)
    entries = (data.get("docs") or data.get("items") or []) if isinstance(data, dict) else []
    return [entry.get("location") for entry in entries if isinstance(entry, dict)]


def search_index(world: World) -> Iterator[Finding]:
    for name in INDEXES:
        if name not in world.site.files:
            continue
        try:
            addresses = indexed(name, world.site.read(name))
        except (ValueError, LookupError, TypeError) as error:
            yield Finding("search", name, "", "", f"the search index cannot be read: {error}")
            continue
        for address in addresses:
            if isinstance(address, str):
                for finding in own_address(
                    world, "index.html", "location", address, "search index"
                ):
                    yield finding._replace(page=name)


def companions(world: World) -> Iterator[Finding]:
    """Our own addresses in what is published for programs and readers of plain text: feed, robots.txt, exports, copies of the pages."""
    if not (world.ours and world.site.url):
        return
    pattern = re.compile(re.escape(world.site.url) + r"[^\s\"'<>()\[\]{}|,\\\\]*")
    for name in sorted(world.site.files):
        if name.endswith(COMPANIONS) and name != "sitemap.xml":
            text = (
                UNREAD_RE.sub("", world.site.read(name))
                if name.endswith(".md")
                else world.site.read(name)
            )
            for address in dict.fromkeys(
                match[0].rstrip(".,;:") for match in pattern.finditer(text)
            ):
                yield from own_address(world, name, "loc", address, "address")


def stylesheets(world: World) -> Iterator[Finding]:
    """`url()` and `@import` of the site's own stylesheets."""
    for name in sorted(world.site.files):
        if name.endswith(".css"):
            for address, _ in css_addresses(world.site.read(name)):
                # A # alone means the page that the style sheet dresses.
                if not address.startswith("#") and (
                    fault := fault_of(world, "load", name.rpartition("/")[0], address)
                ):
                    yield Finding(
                        fault.code,
                        name,
                        "css",
                        address,
                        fault.message,
                        fault.target,
                        fault.better,
                        fault.mechanical,
                    )
        elif name.endswith(".svg"):
            for address in re.findall(
                r"""<(?:image|use|a|feImage)\s[^>]*?(?:xlink:)?href=["']([^"']+)["']""",
                world.site.read(name),
            ):
                if not address.startswith("#") and (
                    fault := fault_of(world, "load", name.rpartition("/")[0], address)
                ):
                    yield Finding(
                        fault.code, name, "svg", address, fault.message, fault.target, fault.better
                    )
        elif name.endswith(".webmanifest"):
            yield from manifest(world, name)


def manifest(world: World, name: str) -> Iterator[Finding]:
    import json

    try:
        data = json.loads(world.site.read(name))
    except ValueError as error:
        yield Finding("metadata", name, "", "", f"not valid JSON: {error}")
        return
    for address in [data.get("start_url"), *(icon.get("src") for icon in data.get("icons", []))]:
        if address and (
            fault := local_fault(world, world.site.place(name.rpartition("/")[0], address), address)
        ):
            yield Finding(
                fault.code, name, "manifest", address, fault.message, fault.target, fault.better
            )


def find(world: World) -> Iterator[Finding]:
    for number in range(len(world.pages)):
        yield from page_findings(world, number)
    yield from sitemap(world)
    yield from search_index(world)
    yield from companions(world)
    yield from stylesheets(world)


def linked_from_elsewhere(world: World) -> set[str]:
    """Pages that at least one other page links to."""
    linked: set[str] = set()
    for (kind, folder), uses in world.scan.uses.items():
        if kind != "link":
            continue
        settled: set[str] = (
            set()
        )  # addresses without their fragment: what else leads there tells nothing new
        for address, first in uses.first.items():
            page = address.partition("#")[0]
            if page in settled:
                continue
            place = world.site.place(folder, page)
            file = world.site.file_of(place.path) if place.kind in ("local", "own") else None
            if file and world.pages[first] == file == world.pages[uses.last[address]]:
                continue
            settled.add(page)
            if file:
                linked.add(file)
    return linked


def orphans(world: World) -> Iterator[Finding]:
    linked = linked_from_elsewhere(world) if len(world.content) > 1 else set(world.content)
    for page in world.content:
        if page not in linked and page != "index.html":
            yield Finding(
                "orphan",
                page,
                "page",
                "",
                f"no other page links to {page_path(page)}",
                page_path(page),
            )
