"""Whether a reader finds each page: links to it, site map, menu, clicks from the front page; and whether it leads on."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.checks.links.addresses import page_path
from scripts.checks.links.extract import SITE_MAP
from scripts.checks.links.index import Finding, SiteIndex
from scripts.checks.links.reading import Reading

CLICKS = 2
TEXT_LINKS = 3


def of_page(code: str, page: str, message: str) -> Finding:
    return Finding(code, page, "page", "", message, page_path(page))


def orphans(index: SiteIndex) -> Iterator[Finding]:
    """Pages that no other page links to."""
    linked = {goal for goals in index.graph.values() for goal in goals}
    for page in index.content if len(index.content) > 1 else ():
        if page not in linked and page != "index.html":
            yield of_page("orphan", page, f"no other page links to {page_path(page)}")


def left_out(index: SiteIndex) -> Iterator[Finding]:
    """Pages that the site map does not name."""
    site_map = index.extracts.get(SITE_MAP)
    if site_map is None or site_map.faults:
        return
    listed = {index.file_of(index.place(SITE_MAP, address).path) for _, address in site_map.uses}
    for page in index.content:
        if page not in listed:
            name = page_path(page) or "the front page"
            yield of_page("sitemap", page, f"the site map leaves out {name}")


def within_clicks(index: SiteIndex, home: str) -> set[str]:
    reached, edge = {home}, {home}
    for _ in range(CLICKS):
        edge = {page for start in edge for page in index.graph.get(start, ())} - reached
        reached |= edge
    return reached


def shown(index: SiteIndex, page: str, reading: Reading) -> Iterator[Finding]:
    """What a reader of one page stumbles over."""
    level = 1
    for depth, identifier, text in reading.headings:
        if depth > 1 and not identifier:
            yield Finding("heading", page, "text", text, f"heading '{text}' has no id")
        if depth > level + 1:
            message = f"heading level jumps from {level} to {depth}: '{text}'"
            yield Finding("heading", page, "text", text, message)
        level = depth
    for address, text in reading.links:
        if address == "#":
            yield Finding("empty", page, "link", "#", f"the link '{text}' leads nowhere", "#")
    for text, what in reading.leftovers:
        yield Finding("leftover", page, "text", text, f"'{text}' is left in the text: {what}")
    for rules in reading.styles:
        message = f'the security policy drops style="{rules}": write a class'
        yield Finding("style", page, "style", rules, message)
    others = index.pages_linked(page, (address for address, _ in reading.links))
    if len(others) < min(TEXT_LINKS, len(index.content) - 1):
        count = f"{len(others)} other page{'s' if len(others) != 1 else ''}"
        message = f"a dead end: its text links to {count}, {TEXT_LINKS} are needed"
        yield of_page("dead-end", page, message)


def find_own(index: SiteIndex) -> Iterator[Finding]:
    """Rules for our own site."""
    yield from left_out(index)
    in_menu: set[str] = set()
    for page in index.content:
        if seen := index.extracts[page].reading:
            in_menu |= index.pages_linked(page, seen.menu)
            yield from shown(index, page, seen)
    if "index.html" not in index.graph:
        return
    near = within_clicks(index, "index.html")
    for page in index.content:
        if page != "index.html" and in_menu and page not in in_menu:
            yield of_page("not-in-nav", page, f"{page_path(page)} is not in the navigation")
        if page not in near:
            message = f"{page_path(page)} is more than {CLICKS} clicks from the front page"
            yield of_page("far", page, message)
