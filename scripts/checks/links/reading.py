"""What a page of our own site shows a reader: headings, links of its text and of its menu, and Markdown left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

# data-share: text to copy, Markdown among it.
CODE = "code, pre, kbd, samp, output, textarea, script, style, template, svg, math, [data-share]"
# Those of the share panel are not part of the text: nobody links to them.
HEADINGS = ":is(h1, h2, h3, h4, h5, h6):not(.share h2)"
TEXT_LINKS = "a[href]:not(svg a, nav a, .headerlink, .footnote-ref, .footnote-backref, .md-content__button, .grade)"
# Ways on from one page to its neighbors: a page that only these name is in no list of all pages.
NOT_MENU = ":not(.md-footer__inner):not(.md-path):not(.md-nav--secondary):not(.next):not(.track)"
ISOTOPE = r"\[(?:\d{1,3}[A-Z][a-z]?[,-]?)+\]"  # [3H][14C]ketamine
TAGS = "a|abbr|b|blockquote|br|code|details|div|em|figure|h[1-6]|i|img|kbd|li|ol|p|pre|q|section|small|span|strong|sub|summary|sup|svg|table|t[dhr]|ul|video"
# What an address in Markdown begins with or is.
TARGET = r"(?:[^()\[\]\s]+\.md|#|https?:|\.\./)"
# What is left in the text when Markdown did not recognize it, and what it is. The key is a sign that it needs.
LEFT = {
    "[^": (r"\[\^[^\]\s]+\]", "a citation that nothing filled"),
    "@": (r"\[-?@[\w:.-]+[^\]]*\]", "a citation in another program's form"),
    "[[": (r"\[\[[^\[\]\n]+\]\]?", "a marker that nothing filled"),
    "][": (rf"(?!{ISOTOPE})\[[^\[\]]+\]\[[^\[\]]*\]", "a reference link without its address"),
    "(": (rf"\[[^\[\]]+\]\s*\({TARGET}[^()\n]*\)?", "a link that was not recognized"),
    ")[": (rf"\([^()]+\)\[{TARGET}[^\[\]]*\]", "a link with its brackets the wrong way round"),
    "{": (r"\{:?\s*[#.](?!\d)[\w-]+[^}]*\}", "an attribute list that was not recognized"),
    "==": (r"==\S[^=]*==", "a claim mark that was not recognized"),
    "///": (r"(?:^|\n)///(?: \w+|\s*$)", "a box that was not recognized"),
    "<": (
        rf"</?(?:{TAGS})(?:\s[^<>]*)?/?>",
        "a tag that was not recognized: look for a quotation mark too many or too few",
    ),
}
LEFTOVERS = [(sign, re.compile(pattern), what) for sign, (pattern, what) in LEFT.items()]


@dataclass(slots=True)
class Reading:
    headings: list[tuple[int, str, str]] = field(default_factory=list)  # level, id, text
    links: list[tuple[str, str]] = field(default_factory=list)  # address, text; of the text
    menu: set[str] = field(default_factory=set)
    leftovers: list[tuple[str, str]] = field(default_factory=list)  # text, what it is
    styles: list[str] = field(default_factory=list)


def find_leftovers(text: str) -> Iterator[tuple[str, str]]:
    """(what stands there, what it is) for each piece of Markdown in a page's visible text."""
    taken: list[tuple[int, int]] = []
    for sign, pattern, what in LEFTOVERS:
        for match in pattern.finditer(text) if sign in text else ():
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield match[0].strip(), what


def text_without_code(article: LexborNode) -> str:
    """An example of Markdown is not a leftover of it."""
    text = article.text(deep=True)
    for node in article.css(CODE):
        inner = node.text(deep=True)
        if any(sign in inner for sign, _, _ in LEFTOVERS):
            text = text.replace(inner, "\u2060", 1)
    return text


def article_of(tree: LexborHTMLParser) -> LexborNode | None:
    return tree.css_first("article") or tree.css_first("main") or tree.body


def read(tree: LexborHTMLParser) -> Reading:
    found = Reading()
    found.menu = {node.attributes["href"] or "" for node in tree.css(f"nav{NOT_MENU} a[href]")}
    found.styles = [node.attributes["style"] or "" for node in tree.css("[style]")]
    article = article_of(tree)
    if article is None:
        return found
    for node in article.css(HEADINGS):
        level, text = int((node.tag or "h1")[1]), node.text(deep=True).strip()
        found.headings.append((level, node.attributes.get("id") or "", text))
    for node in article.css(TEXT_LINKS):
        address = node.attributes["href"] or ""
        found.links.append((address, node.text(deep=True).strip() if address == "#" else ""))
    found.leftovers = list(find_leftovers(text_without_code(article)))
    return found
