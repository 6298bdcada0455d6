"""Text of a page → its tokens, remembering what other pages already said.

Most of a page is navigation that stands in every other page too. Pages are read in stretches, and a stretch
met before is not read again; this makes the gate several times faster than reading every page anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from scripts.gate.tokens import BARE_LINK_RE, RAW_NAMES, START_TAG_RE, Token, Unfinished, start_tag, tokens

BLOCKS = 32  # a page is cut no oftener, so that what is put together again stays linear
CACHE_CHARS = 24_000_000  # the memory is emptied beyond this, so that 10,000 pages need no more than 1,000
TAG_CHARS = 200  # about what a remembered tag takes
OUTSIDE = ("https:", "http:")
# A script or title without any < in it cannot hide a tag; a style sheet or structured data holds addresses of its own.
PLAIN_RAW_RE = re.compile(r"""<(script|title|textarea|iframe)(?=[\s>])[^<>"']*+(?:"[^"]*+"[^<>"']*+)*+>[^<]*+</\1\s*>""", re.IGNORECASE)
SPEAKING_RAW_RE = re.compile(r"<style|ld\+json", re.IGNORECASE)
SPECIAL = ("base", "canonical", "refresh", "meta", "jsonld", "badjson", "noalt", "notext")


class Part(NamedTuple):
    """Tokens of a stretch of HTML, sorted by what is done with them; links by where they start from."""

    up: tuple[str, ...]  # links that start with ../, without it
    out: tuple[str, ...]  # links that name their host
    here: tuple[str, ...]  # other links
    loads: tuple[str, ...]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    special: tuple[Token, ...]

    @property
    def links(self) -> tuple[str, ...]:
        return (*("../" + address for address in self.up), *self.out, *self.here)


def sort_tokens(found: list[Token]) -> Part | None:
    if not found:
        return None
    up: list[str] = []
    out: list[str] = []
    here: list[str] = []
    loads: list[str] = []
    ids: list[str] = []
    names: list[str] = []
    special: list[Token] = []
    for token in found:
        kind, value, _ = token
        if kind == "link":
            if value.startswith("../"):
                up.append(value[3:])
            else:
                (out if value.startswith(OUTSIDE) else here).append(value)
        elif kind == "id":
            ids.append(value)
        elif kind == "load":
            loads.append(value)
        elif kind in SPECIAL:
            special.append(token)
        else:
            names.append(value)
    return Part(tuple(up), tuple(out), tuple(here), tuple(loads), tuple(ids), tuple(names), tuple(special))


OPEN: tuple[Part, ...] = (Part((), (), (), (), (), (), ()),)


class Tags(dict[str, "Part | None"]):
    """Start tag as written → its tokens (None: nothing of interest)."""

    def __init__(self) -> None:
        super().__init__()
        self.raw: set[str] = set()  # those that something else than markup follows

    def __missing__(self, text: str) -> Part | None:
        # Most tags that differ from page to page look like this.
        if text.startswith('a href="') and text.find('"', 8) == len(text) - 1 and "&" not in text and " " not in text[8:] and text.isprintable():
            found = [Token("link", text[8:-1], 0)]
        else:
            name, _, found = start_tag(text)
            if name in RAW_NAMES:
                self.raw.add(text)
        value = self[text] = sort_tokens(found)
        return value


def merged(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return (Part(*(tuple(chain.from_iterable(values)) for values in zip(*parts, strict=True))),) if parts else ()


def blocks(text: str) -> Iterator[str]:
    """A page cut where navigations begin and end and where its article ends; the reader puts together what must not be cut."""
    start = 0
    for _ in range(BLOCKS):
        end = text.find("</nav>", start + 1)
        if end < 0:
            break
        if (at := text.find("<nav", start, end)) > start:
            yield text[start:at]
            start = at
        yield text[start:end]
        start = end
    if (end := text.find("</article>", start)) > start:
        yield text[start:end]
        start = end
    yield text[start:]


class Reader:
    """Text of a page → its tokens, remembering blocks, stretches and tags between pages.

    A block that stands in other pages too is read once. All tags of a new one are taken at once, unless it holds a
    comment, a script or a link whose text takes a closer look: then it is read in stretches. A stretch ends where a
    link ends: long enough that there are few, and no link is ever cut in two.
    """

    def __init__(self) -> None:
        self.blocks: dict[str, tuple[Part, ...]] = {}
        self.once: set[int] = set()  # hashes of the blocks met so far: kept when met again
        self.known: dict[str, tuple[Part, ...]] = {}
        self.closers: dict[str, str] = {}  # stretches that end inside something → what will close it
        self.tags = Tags()
        self.held = 0

    def read(self, text: str) -> tuple[list[Part], list[Part]]:
        """(what stands on this page, what it shares with others: the same objects for each of them)."""
        found: list[Part] = []
        shared: list[Part] = []
        rest = ""
        for block in blocks(text):
            block = rest + block
            parts, rest = self.blocks.get(block), ""
            if parts is not None:
                shared += parts
                continue
            parts, rest = self.new_block(block)
            found += parts
        if rest and (part := sort_tokens(tokens(rest))):
            found.append(part)
        return found, shared

    def new_block(self, block: str) -> tuple[tuple[Part, ...], str]:
        """What a block says, and the end of it that can only be read with what follows."""
        if self.held + TAG_CHARS * len(self.tags) > CACHE_CHARS:
            for cache in (self.blocks, self.once, self.known, self.closers, self.tags):
                cache.clear()
            self.held = 0
        parts, rest = self.start_tags(block), ""
        if parts is None:
            parts, rest = self.stretches(block)
        key = hash(block)
        if key in self.once and not rest:
            self.blocks[block] = merged(parts)
            self.held += len(block)
        self.once.add(key)
        return parts, rest

    def stretches(self, block: str) -> tuple[tuple[Part, ...], str]:
        found: list[Part] = []
        get, closer = self.known.get, ""
        waiting: list[str] = []
        *whole, last = block.split("</a>")
        for stretch in whole:
            if waiting:
                waiting.append(stretch)
                if closer not in stretch and closer not in stretch.lower():
                    continue
                stretch = "</a>".join(waiting)
            known = get(stretch)
            if known is None:
                known = self.learn(stretch)
            if known is OPEN:
                waiting = waiting or [stretch]
                closer = self.closers[stretch]
            else:
                found += known
                waiting = []
        if waiting:
            return tuple(found), "</a>".join([*waiting, last])
        if "<a" in last or "<A" in last:
            return tuple(found), last
        known = get(last)
        if known is None:
            known = self.learn(last)
        return (tuple(found), last) if known is OPEN else ((*found, *known), "")

    def learn(self, stretch: str) -> tuple[Part, ...]:
        value = self.start_tags(stretch)
        if value is None:
            try:
                whole = sort_tokens(tokens(stretch, final=False))
                value = (whole,) if whole else ()
            except Unfinished as error:
                value, self.closers[stretch] = OPEN, error.closer
        self.held += len(stretch) + 50
        self.known[stretch] = value
        return value

    def start_tags(self, text: str) -> tuple[Part, ...] | None:
        """The quick way: every < opens a whole start tag or an end tag, and every link plainly has a text."""
        if BARE_LINK_RE.search(text):
            return None
        found = START_TAG_RE.findall(text)
        if len(found) + (text[:9].lower() == "<!doctype") != text.count("<") - text.count("</"):
            return None
        parts = tuple(filter(None, map(self.tags.__getitem__, found)))
        if not self.tags.raw.isdisjoint(found):
            raw = sum(tag in self.tags.raw for tag in found)
            if len(PLAIN_RAW_RE.findall(text)) != raw or SPEAKING_RAW_RE.search(text):
                return None
        return parts
