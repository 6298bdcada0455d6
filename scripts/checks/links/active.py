"""Finds what could run in a page of our own site, load from elsewhere in a way the link check does not see, or send something away.

The policy of a page would stop most of it; an e-reader, a copy on disk and a picture opened alone have no policy. So
nothing of the kind is published, however it was written: what is looked at is the page as a browser reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from scripts.core.pages import CODE_SPAN_RE

# Elements that run, take in another document, change how addresses are read, or hide their content from this check.
ANYWHERE = frozenset(
    "animate animatecolor animatemotion animatetransform applet discard embed foreignobject frame frameset handler iframe listener noscript object portal set template".split()  # noqa: SIM905 (easier to read than a line for each)
)
# The templates write these, a text may not.
NOT_IN_TEXT = "article :is(base, link, meta, style, script:not([src], [type$=json i]))"
SENDING = frozenset(("action", "formaction", "ping", "srcdoc"))
# Whether a page needs a closer look: nearly none does. Once a tree has been written, < stands for nothing but a tag,
# except inside scripts and styles, and an attribute follows a blank. One expression for all would take ten times as
# long: a search is quick where every match begins with the same letters.
SIGNS = (
    re.compile(rf"<(?:{'|'.join(sorted(ANYWHERE))})".encode()),
    re.compile(rf" (?:on[a-z]+|{'|'.join(sorted(SENDING))})=".encode()),
    re.compile(rb"script:"),
    re.compile(rb"url\((?<!new url\()(?!#)"),
    re.compile(rb'="[\x00-\x20]*data:'),
)
ESCAPED_RE = re.compile(rb'(?:fill|stroke|filter|mask|clip-path|cursor|marker[a-z-]*)="[^"]*\\')
LOWER_CASE = bytes(range(256)).lower()
HANDLER_RE = re.compile(r"on[a-z]+", re.IGNORECASE)
PAINT_RE = re.compile(r"fill|stroke|filter|mask|clip-path|cursor|marker[a-z-]*")
OUTSIDE_RE = re.compile(r"\\|url\((?!#)")
# Attributes that hold words for a reader, not an address.
WORDS_RE = re.compile(r"alt|title|content|label|placeholder|aria-.*|data-.*")
SCHEME_RE = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
MEDIA = frozenset(("img", "audio", "video", "source", "track"))  # what these hold never runs
BLANK_RE = re.compile(r"[\x00-\x20]+")  # a browser drops these from an address
SCRIPT_RE = re.compile(r"<\s*script\b", re.IGNORECASE)


def attribute_fault(tag: str, name: str, value: str) -> tuple[str, str] | None:
    """(token to look for in the sources, what is wrong) for one attribute."""
    name = name.lower()
    if HANDLER_RE.fullmatch(name):
        return f"{name}=", f"'{name}' on <{tag}> would run a script"
    if name in SENDING:
        return f"{name}=", f"'{name}' on <{tag}> takes in or sends what the guide does not know"
    if PAINT_RE.fullmatch(name) and OUTSIDE_RE.search(value):
        return f"{name}=", f"'{name}' on <{tag}> refers to something outside the page: '{value}'"
    if WORDS_RE.fullmatch(name):
        return None
    address = BLANK_RE.sub("", value)
    match = SCHEME_RE.match(address)
    scheme = match[0].lower() if match else ""
    if not scheme or (tag in MEDIA and name == "src" and scheme == "data:"):
        return None
    return scheme, f"an address that starts with {scheme} ('{name}' on <{tag}>)"


def is_suspect(written: bytes) -> bool:
    lower = written.translate(LOWER_CASE, delete=b"\t\n\r")
    escaped = b"\\" in lower and ESCAPED_RE.search(lower)
    return bool(escaped) or any(sign.search(lower) for sign in SIGNS)


def find(tree: LexborHTMLParser, written: bytes) -> Iterator[tuple[str, str]]:
    """(token to look for in the sources, what is wrong) of a page, and of what was written of it."""
    suspect = is_suspect(written)
    if suspect:  # a browser reads what is written, which may be another tree
        tree = LexborHTMLParser(written)
    not_in_text = tree.css(NOT_IN_TEXT)
    refused = {node.mem_id for node in not_in_text}
    for node in tree.css("*") if suspect else not_in_text:
        tag = (node.tag or "").lower()
        if tag in ANYWHERE or node.mem_id in refused:
            yield f"<{tag}", f"<{tag}> may not stand in a text"
            continue
        for name, value in node.attributes.items():
            if fault := attribute_fault(tag, name, value or ""):
                yield fault


def lines_with(token: str, numbered: list[tuple[int, str]]) -> list[int]:
    """Lines where a token stands in any spelling: as entities, in capitals, with blanks or a line's end inside.

    `numbered` are the lines of a source without its examples."""
    joined, starts = "", list[tuple[int, int]]()
    for number, line in numbered:
        starts.append((len(joined), number))
        # Twice: what a quoted string of XML holds.
        text = unescape(unescape(CODE_SPAN_RE.sub("", line)))
        joined += BLANK_RE.sub("", text).lower().replace("\xad", "")
    # Without blanks, a handler follows the name of its element; extra_javascript: is no address.
    start = r"(?<!\w)" if token.endswith(":") else ""
    found = [match.start() for match in re.finditer(start + re.escape(token), joined)]
    return sorted({max(number for at, number in starts if at <= spot) for spot in found})


def written_scripts(numbered: list[tuple[int, str]]) -> list[int]:
    """Lines of a Markdown page that hold a script, even one of the site's own: pages get theirs from templates."""
    return [number for number, line in numbered if SCRIPT_RE.search(CODE_SPAN_RE.sub("", line))]
