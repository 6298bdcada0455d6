"""Text of a page → its tokens, remembering tags and whole navigations between pages.

Most tags of a site are written again and again, and most of a page is navigation that stands in every other page
too. So all tags of a block are taken at once, each is understood the first time it is met, and a navigation met
before is not read again. Whatever this quick way does not plainly understand is read by the full rules of `tokens`.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import NamedTuple

from scripts.checks.links.tokens import (
    ANCHOR_END_RE,
    ATTRS,
    RAW_NAMES,
    Token,
    Unfinished,
    link_tokens,
    start_tag,
    tokens,
)

BLOCKS = 32  # a page is cut no oftener, so that what is put together again stays linear
NEAR = 10_000  # characters: navigations that can be shared stand at the head of a page, one soon after the other
RECENT = 8  # navigations that the next page is likely to share
CACHE_CHARS = (
    24_000_000  # the memory is emptied beyond this, so that 10,000 pages need no more than 1,000
)
TAG_CHARS = 200  # about what a remembered tag takes
# What a text plainly starts with: no tag, no blank and none of its names (&nbsp; &ensp; &emsp; &thinsp; &hairsp; &shy; &zwnj;),
# and of the numbers those of the signs that mark a heading's own link (&#182;) or the way back from a note (&#8617;).
WORDS = r"(?:[^\s<&]|&[^nethszZ#]|&#(?:1[89]\d|8[3-9]\d\d);)"
# What each < opens: a whole start tag, or one character where a closer look is needed, such as at a link whose text starts
# with another tag or with blanks. Left out are end tags and <p> and its like, which say nothing. The order is that of speed;
# quotes are looked at when a tag is met for the first time.
TAGS_RE = re.compile(rf"<([^/a][^>]++>|a\s[^>]*+>(?=\s*+{WORDS})|a[^\s>][^>]*+>|[^/](?!>))")
WHOLE_TAG_RE = re.compile(r"""(?!A\s)[a-zA-Z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
LINK_RE = re.compile(rf"<(a\s{ATTRS}>)(?!\s*+{WORDS})")
PLAIN_LINK_RE = re.compile(r"""a href="(\.\./)?([!#-%'-~]*)"(?: class="[^"]*")?>""")
TEXT_RE = re.compile(r">\s*[^\s<>&]")
PLAIN_META_RE = re.compile(
    r"""meta(?: (?:content|charset)="[^"]*+"| name="(?!citation_|og:|twitter:)[^"]*+")*+ ?/?>"""
)
# A script or title without any < in it cannot hide a tag. A style sheet or structured data holds addresses of its own.
PLAIN_RAW_RE = re.compile(
    rf"<(script|title|textarea|iframe)(?=[\s>]){ATTRS}>[^<]*+</\1\s*>", re.IGNORECASE
)
OUTSIDE = ("https:", "http:")
UP, OUT, HERE, LOAD, ID, NAME, SPECIAL = range(7)
FIELDS = {"load": LOAD, "id": ID, "anchor": NAME, "made": NAME}


class Part(NamedTuple):
    """Tokens of a block of HTML, sorted by what is done with them; links by where they start from."""

    up: list[str]  # links that start with ../, without it
    out: list[str]  # links that name their host
    here: list[str]  # other links
    loads: list[str]
    ids: list[str]
    names: list[str]
    special: list[Token]

    @property
    def links(self) -> list[str]:
        return [*("../" + address for address in self.up), *self.out, *self.here]


Entry = tuple[int, "str | Token"]  # field of a Part, what to put there


def entries(found: list[Token]) -> tuple[Entry, ...]:
    return tuple(map(entry, found))


def entry(token: Token) -> Entry:
    kind, value, _ = token
    if kind == "link":
        if value.startswith("../"):
            return UP, value[3:]
        return OUT if value.startswith(OUTSIDE) else HERE, value
    return (FIELDS[kind], value) if kind in FIELDS else (SPECIAL, token)


def part_of(found: list[tuple[Entry, ...]]) -> Part:
    part = Part([], [], [], [], [], [], [])
    for field, value in chain.from_iterable(found):
        part[field].append(value)
    return part


class Tags(dict[str, "tuple[Entry, ...]"]):
    """Start tag as written, from its name to its > → what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.raw: dict[
            str, str
        ] = {}  # those that something else than markup follows, with their names
        self.odd: set[str] = set()  # those that have to be read together with what surrounds them

    def __missing__(self, text: str) -> tuple[Entry, ...]:
        if match := PLAIN_LINK_RE.fullmatch(
            text
        ):  # most tags that differ from page to page look like this
            said = (
                (UP, match[2])
                if match[1]
                else (OUT if match[2].startswith(OUTSIDE) else HERE, match[2]),
            )
        elif PLAIN_META_RE.fullmatch(text):
            said = ()
        elif WHOLE_TAG_RE.fullmatch(text):
            name, found = start_tag(text[:-1])
            if name in RAW_NAMES:
                self.raw[text] = "data" if "json" in text.lower() else name
            said = entries(found)
        else:
            said = ()
            self.odd.add(text)
        self[text] = said
        return said


class Reader:
    """Text of a page → its tokens, remembering tags and shared blocks between pages."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.blocks: dict[str, Part] = {}  # those met more than once
        self.once: set[int] = set()  # hashes of the blocks met so far
        self.recent: list[tuple[str, Part]] = []  # navigations shared by the pages just read
        self.links: dict[
            str, tuple[Entry, ...]
        ] = {}  # links that took a closer look, with their text
        self.tags = Tags()
        self.held = 0

    def read(self, text: str) -> tuple[list[Part], list[Part]]:
        """(what stands on this page, what it shares with others: the same objects for each of them)."""
        own: list[Part] = []
        shared: list[Part] = []
        rest, start = "", 0
        for _ in range(BLOCKS):
            if (at := text.find("<nav", start, start + NEAR)) < 0:
                break
            rest = self.block(rest + text[start:at], own, shared)
            start = at
            known = (
                None
                if rest
                else next((pair for pair in self.recent if text.startswith(pair[0], at)), None)
            )
            if known:
                shared.append(known[1])
                start = at + len(known[0])
            elif (end := text.find("</nav>", at) + 6) >= 6:
                rest = self.block(rest + text[at:end], own, shared)
                start = end
        if (end := text.rfind("</article>")) > start:  # what follows is the same on many pages
            rest = self.block(rest + text[start:end], own, shared, once=True)
            start = end
        if rest := self.block(rest + text[start:], own, shared):
            own.append(part_of([entries(tokens(rest))]))
        return own, shared

    def block(self, text: str, own: list[Part], shared: list[Part], once: bool = False) -> str:
        """Add what a block says; returned is one that can only be read together with what follows. `once`: no other page has it."""
        if not text:
            return ""
        if not once and (part := self.blocks.get(text)):
            shared.append(part)
            if text.startswith("<nav"):
                self.recent = [(text, part), *self.recent[: RECENT - 1]]
            return ""
        if self.held + TAG_CHARS * (len(self.tags) + len(self.links)) > CACHE_CHARS:
            self.forget()
        part = self.quick(text) or self.full(text)
        if part is None:
            return text
        own.append(part)
        if not once:
            if (key := hash(text)) in self.once:
                self.blocks[text] = part
                self.held += len(text)
            self.once.add(key)
        return ""

    def quick(self, text: str) -> Part | None:
        """What a block says if each of its tags can be understood by itself."""
        tags = self.tags
        start = text.find(">") + 1 if text[:9].lower() == "<!doctype" else 0
        found = TAGS_RE.findall(text, start)
        said = list(map(tags.__getitem__, found))
        if not tags.raw.keys().isdisjoint(found):
            raw = [tags.raw[tag] for tag in found if tag in tags.raw]
            if list(map(str.lower, PLAIN_RAW_RE.findall(text))) != raw:
                return None
        if not tags.odd.isdisjoint(found):
            odd = [tag for tag in found if tag in tags.odd]
            looked = self.look(text) if {"a"}.issuperset(odd) else []
            if len(looked) != len(odd):
                return None
            said += looked
        return part_of(said)

    def look(self, text: str) -> list[tuple[Entry, ...]]:
        """The links whose text starts with another tag or with blanks: only a closer look shows whether they have any."""
        found = []
        for match in LINK_RE.finditer(text):
            end = ANCHOR_END_RE.search(text, match.end())
            if end is None or "<" in match[1]:
                return []
            link = text[match.start() : end.start()]
            if link not in self.links:
                content = text[match.end() : end.start()]
                self.links[link] = (
                    self.tags[match[1]]
                    if TEXT_RE.search(content)
                    else entries(link_tokens(match[1][:-1], content))
                )
                self.held += len(link)
            found.append(self.links[link])
        return found

    @staticmethod
    def full(text: str) -> Part | None:
        """What a block says by the full rules; nothing if it ends inside something."""
        try:
            found = tokens(text, final=False)
        except Unfinished:
            return None
        return part_of([entries(found)])
