"""What an HTML page refers to and what it offers: one pass over its text, by the HTML tokenization rules.

A full parser builds a tree that no link rule needs and was measured four times slower on 36 MB of pages;
`tests/test_check_links.py` compares this tokenizer with lexbor's tree on the real site instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# A quote only counts inside a tag; possessive quantifiers keep the scan linear on any input.
ATTRS = r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+"""
# Text up to the closing tag is not markup (template: it is, but nothing in it is part of the page).
_RAW = "script|style|template|textarea|title|iframe|xmp|noembed|noframes"
# Patterns kept as text are compiled by `re` when first used: many sites need none of them, and all take as long as ten pages.
TAG = (
    rf"(?s)<(?:!--(?:-?>|.*?--!?>)"
    rf"|(?P<raw>(?i:{_RAW}))(?=[\s/>])(?P<raw_attrs>{ATTRS})>(?P<content>.*?)(?i:</(?P=raw)(?=[\s/>]))"
    rf"|(?i:(?!(?:{_RAW})[\s/>]))(?P<name>[a-zA-Z][^\s/>]*+)(?:[\s/](?P<attrs>{ATTRS}))?>"
    rf"|(?P<open>(?:[a-zA-Z]|!--)))"
)
NAME_RE, RAW_NAMES = re.compile(r"[^\s/]+"), frozenset(_RAW.split("|"))
RAW = rf"(?i)(?:{_RAW})(?=[\s/>])"
ATTR_RE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
CSS = r"""(?s)/\*.*?\*/|@import\s+(?:"([^"]*)"|'([^']*)')|url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]+))\s*\)"""
ANCHOR_END_RE = re.compile(r"</a[\s>/]|<a[\s>]", re.IGNORECASE)
MARKUP_RE = re.compile(r"<[^>]*>")
ALT = r"""(?i)<img[^>]*\salt=(?:"[^"]*[^"\s][^"]*"|'[^']*[^'\s][^']*'|[^\s"'>]+)|<svg[^>]*\saria-label=|<title[\s>]"""
SRCSET = r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)"
REFRESH = r"""(?i)^\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)"""

LOADS = {"src", "poster", "srcset", "imagesrcset", "data", "background"}
LINKS = {"href", "action", "formaction", "cite", "longdesc", "xlink:href"}
# <link> relations that make the browser fetch something; the others only point.
FETCHED = {
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "mask-icon",
    "manifest",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
}
PAGE_META = (
    "citation_pdf_url",
    "citation_public_url",
    "citation_fulltext_html_url",
    "og:url",
    "og:image",
    "og:video",
    "og:audio",
    "twitter:image",
    "twitter:url",
)


class Token(NamedTuple):
    """kind: link, load, id, anchor, made, base, canonical, refresh, meta, jsonld, badjson, noalt, notext."""

    kind: str
    value: str
    at: int


class Unfinished(Exception):
    """The text ends inside a tag, a comment, a script or a link."""


def unescape(text: str) -> str:
    if "&" not in text:
        return text
    import html  # here, because its two thousand names take as long to load as five pages to read

    return html.unescape(text)


def css_addresses(text: str) -> Iterator[tuple[str, int]]:
    for match in re.finditer(CSS, text):
        if match.lastindex:
            yield match[match.lastindex], match.start()


def parse_attributes(text: str) -> dict[str, str]:
    """Attribute text of one tag → values; the first of two equal names wins, as in a browser."""
    found: dict[str, str] = {}
    for name, double, single, bare in ATTR_RE.findall(text):
        value = double or single or bare
        found.setdefault(name.lower(), unescape(value))
    return found


def _json_addresses(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _json_addresses(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _json_addresses(inner, key)
    elif isinstance(value, str) and key != "@context" and re.match(r"https?://", value):
        yield value


def _address(value: str) -> str:
    """Browsers drop surrounding blanks and any line break inside an address."""
    return value.strip() if value.isprintable() else re.sub(r"[\t\n\r]", "", value.strip())


def _link_element(attrs: dict[str, str], at: int) -> Iterator[Token]:
    rels = set(attrs.get("rel", "").lower().split())
    href = _address(attrs.get("href", ""))
    if "canonical" in rels:
        yield Token("canonical", href, at)
    elif rels & FETCHED:
        yield Token("load", href, at)
    elif href:
        yield Token("link", href, at)


def _raw_element(
    name: str, attrs: dict[str, str], content: str, at: int, inside: int
) -> Iterator[Token]:
    if name == "style":
        for address, _ in css_addresses(content):
            yield Token("load", _address(address), inside)
    elif name == "script" and attrs.get("type", "").lower() == "application/ld+json":
        import json  # here, because loading it takes as long as ten pages and many sites have none

        try:
            for address in _json_addresses(json.loads(content)):
                yield Token("jsonld", address, inside)
        except ValueError as error:
            yield Token("badjson", f"{error}\t{' '.join(content.split())[:40]}", inside)


def tag_tokens(name: str, attrs: dict[str, str], at: int) -> Iterator[Token]:
    """Tokens of one start tag, apart from what needs its content."""
    if value := attrs.get("id"):
        yield Token("id", value, at)
    if value := attrs.get("data-anchors"):  # ids that the page's own script makes when it runs
        for made in value.split():
            yield Token("made", made, at)
    if name == "a" and attrs.get("name"):
        yield Token("anchor", attrs["name"], at)
    elif name == "meta":
        if attrs.get("http-equiv", "").lower() == "refresh" and (
            match := re.match(REFRESH, attrs.get("content", ""))
        ):
            yield Token("refresh", _address(match[1]), at)
        key = attrs.get("property") or attrs.get("name") or ""
        if key in PAGE_META:
            yield Token("meta", f"{key}\t{_address(attrs.get('content', ''))}", at)
        return
    elif name == "base":
        if "href" in attrs:
            yield Token("base", _address(attrs["href"]), at)
        return
    elif name == "link":
        yield from _link_element(attrs, at)
        yield from _candidates(attrs.get("imagesrcset", ""), at)
        return
    elif (
        name == "img"
        and "alt" not in attrs
        and attrs.get("role") not in ("presentation", "none")
        and attrs.get("aria-hidden") != "true"
    ):
        yield Token("noalt", attrs.get("src", ""), at)
    for key, value in attrs.items():
        if key in ("srcset", "imagesrcset"):
            yield from _candidates(value, at)
        elif key in LOADS or (
            key in ("href", "xlink:href") and name in ("image", "use", "feimage")
        ):
            if key != "data" or name == "object":
                yield Token("load", _address(value), at)
        elif key in LINKS:
            yield Token("link", _address(value), at)
        elif key == "style" and "url(" in value:
            for address, _ in css_addresses(value):
                yield Token("load", _address(address), at)


def _candidates(value: str, at: int) -> Iterator[Token]:
    for match in re.finditer(SRCSET, value):
        yield Token("load", match[1], at)


def _silence(attrs: dict[str, str], text: str, start: int, end: int) -> Iterator[Token]:
    """Says so if the link whose start tag stands from `start` to `end` has neither text nor a name for a screen reader."""
    if "href" in attrs and _says_nothing(attrs, text, end):
        yield Token("notext", attrs["href"], start)


def _says_nothing(attrs: dict[str, str], text: str, start: int) -> bool:
    if (
        attrs.get("aria-label")
        or attrs.get("title")
        or attrs.get("aria-labelledby")
        or attrs.get("aria-hidden") == "true"
    ):
        return False
    if attrs["href"] == "#" + attrs.get(
        "id", ""
    ):  # a line number of a code listing marks its own place
        return False
    end = ANCHOR_END_RE.search(text, start)
    content = text[start : end.start() if end else len(text)]
    return not unescape(MARKUP_RE.sub("", content)).strip() and not re.search(ALT, content)


def start_tag(text: str) -> tuple[str, list[Token]]:
    """What stands between < and > of a start tag → its name and tokens."""
    name = NAME_RE.match(text)[0]  # type: ignore[index]
    return name.lower(), list(tag_tokens(name.lower(), parse_attributes(text[len(name) :]), 0))


def link_tokens(tag: str, text: str) -> list[Token]:
    """What a link says, given what stands between its < and >, and its text; not what tags in that text say."""
    attrs = parse_attributes(tag[1:])
    return [*tag_tokens("a", attrs, 0), *_silence(attrs, text, 0, 0)]


def tokens(text: str, final: bool = True) -> list[Token]:
    """Every token of `text`; unless `final`, text that stops inside a construct raises Unfinished."""
    found: list[Token] = []
    at, search = 0, re.compile(TAG).search
    while match := search(text, at):
        at, start = match.end(), match.start()
        if match["open"]:
            if not final:
                raise Unfinished
            if match["open"] == "!--" or re.compile(RAW).match(text, start + 1):
                break  # an unclosed comment or script swallows the rest of the page
        elif match["raw"]:
            name = match["raw"].lower()
            if name != "template":
                attrs = parse_attributes(match["raw_attrs"])
                found += tag_tokens(name, attrs, start)
                found += _raw_element(name, attrs, match["content"], start, match.start("content"))
        elif match["attrs"]:
            name, attrs = match["name"].lower(), parse_attributes(match["attrs"])
            found += tag_tokens(name, attrs, start)
            if name == "a" and not text[at : at + 1].isalnum():
                if not final and not ANCHOR_END_RE.search(text, at):
                    raise Unfinished
                found += _silence(attrs, text, start, at)
    return found
