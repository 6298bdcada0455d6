"""Rules for our own site: text that was meant to be markup, pages off the map, and pages that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.checks.links.finding import Finding, World
from scripts.checks.links.scan import start_of
from scripts.checks.links.site import page_path

CLICKS = 2
TEXT_LINKS = 3
CODE = "code, pre, kbd, samp, output, textarea, script, style, template, svg, math, [data-share]"  # data-share: text to copy, Markdown among it
NOT_TEXT_LINKS = (
    "svg a",
    ".headerlink",
    ".footnote-ref",
    ".footnote-backref",
    "nav a",
    ".md-content__button",
    ".grade",
)
# Ways on from one page to its neighbors: a page that only these name is in no list of all pages.
NOT_MENU = ":not(.md-footer__inner):not(.md-path):not(.next):not(.track)"
LABELS = ".share h2"  # of a panel that is not part of the text: nobody links to them
# What is left in the text when Markdown did not recognize it, and what each is.
LEFTOVERS = (
    (re.compile(r"\[\^[^\]\s]+\]"), "a citation that nothing filled"),
    (re.compile(r"\[\[\s*[a-z]+(?::[^\]]*)?\]\]"), "a marker that nothing filled"),
    (re.compile(r"\[[^\[\]]+\]\[[^\[\]]*\]"), "a reference link without its address"),
    (
        re.compile(r"\[[^\[\]]+\]\((?:[^()\s]+\.md|#|https?:|\.\./)[^()]*\)?"),
        "a link that was not recognized",
    ),
    (re.compile(r"\{:?\s*[#.](?!\d)[\w-]+[^}]*\}"), "an attribute list that was not recognized"),
    (re.compile(r"==\S[^=]*=="), "a claim mark that was not recognized"),
    (re.compile(r"(?:^|\n)///(?: \w+|\s*$)"), "a box that was not recognized"),
)


def leftovers(text: str) -> Iterator[tuple[str, str]]:
    """(what stands there, what it is) for each piece of Markdown in a page's visible text."""
    taken: list[tuple[int, int]] = []
    for pattern, what in LEFTOVERS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield match[0].strip(), what


def article_of(tree: LexborHTMLParser) -> LexborNode | None:
    return tree.css_first("article") or tree.css_first("main") or tree.body


def visible_text(article: LexborNode) -> str:
    """Text with code taken out, so that an example of Markdown is not taken for a leftover of it."""
    for node in article.css(CODE):
        node.replace_with("\u2060")
    return article.text(deep=True)


def pages_linked(world: World, page: str, anchors: list[LexborNode]) -> set[str]:
    """The other pages that these links lead to; a redirect counts as where it leads."""
    folder = world.folder(world.number[page])
    found = {
        world.page_behind(*start_of((anchor.attributes.get("href") or "").strip(), folder))
        for anchor in anchors
    }
    return {file for file in found if file and file != page}


def text_links(article: LexborNode) -> list[LexborNode]:
    skipped = {anchor.mem_id for selector in NOT_TEXT_LINKS for anchor in article.css(selector)}
    return [anchor for anchor in article.css("a[href]") if anchor.mem_id not in skipped]


def headings(page: str, article: LexborNode) -> Iterator[Finding]:
    """Written in Markdown, they are checked before anything is built; these stand in raw HTML or come from a template."""
    level, labels = 1, {node.mem_id for node in article.css(LABELS)}
    for node in article.css("h1, h2, h3, h4, h5, h6"):
        text, depth = node.text(deep=True, strip=True), int((node.tag or "h1")[1])
        if depth > 1 and not node.attributes.get("id") and node.mem_id not in labels:
            yield Finding("heading", page, "text", text, f"heading '{text}' has no id")
        if depth > level + 1:
            yield Finding(
                "heading",
                page,
                "text",
                text,
                f"heading level jumps from {level} to {depth}: '{text}'",
            )
        level = depth


def within_clicks(graph: dict[str, set[str]], home: str, clicks: int) -> set[str]:
    reached, edge = {home}, {home}
    for _ in range(clicks):
        edge = {page for start in edge for page in graph.get(start, ())} - reached
        reached |= edge
    return reached


def find(world: World) -> Iterator[Finding]:
    graph: dict[str, set[str]] = {}
    in_nav: set[str] = set()
    for page in world.content:
        tree = LexborHTMLParser(world.site.read(page))
        graph[page] = pages_linked(world, page, tree.css("a[href]"))
        in_nav |= pages_linked(world, page, tree.css(f"nav{NOT_MENU} a[href]"))
        article = article_of(tree)
        if article is None:
            continue
        yield from headings(page, article)
        links = text_links(article)
        for anchor in links:
            if anchor.attributes.get("href") == "#":
                yield Finding(
                    "empty",
                    page,
                    "link",
                    "#",
                    f"the link '{anchor.text(strip=True)}' leads nowhere",
                    "#",
                )
        out = pages_linked(world, page, links)
        if len(out) < min(TEXT_LINKS, len(world.content) - 1):
            yield Finding(
                "dead-end",
                page,
                "page",
                "",
                f"a dead end: its text links to {len(out)} other page{'s' if len(out) != 1 else ''}, {TEXT_LINKS} are needed",
                page_path(page),
            )
        for text, what in leftovers(visible_text(article)):
            yield Finding("leftover", page, "text", text, f"'{text}' is left in the text: {what}")
    if "index.html" not in graph:
        return
    near = within_clicks(graph, "index.html", CLICKS)
    for page in world.content:
        if page == "index.html":
            continue
        if in_nav and page not in in_nav:
            yield Finding(
                "not-in-nav",
                page,
                "page",
                "",
                f"{page_path(page)} is not in the navigation",
                page_path(page),
            )
        if page not in near:
            yield Finding(
                "far",
                page,
                "page",
                "",
                f"{page_path(page)} is more than {CLICKS} clicks from the front page",
                page_path(page),
            )
