"""Text of a page → its tokens, remembering what other pages already said.

Most of a page is navigation that stands in every other page too. Pages are read in stretches, and a stretch
met before is not read again; this makes the gate several times faster than reading every page anew.
"""

from __future__ import annotations

from typing import NamedTuple

from scripts.gate.tokens import BARE_LINK_RE, RAW_NAMES, START_TAG_RE, Token, Unfinished, start_tag, tokens

CACHE_CHARS = 24_000_000  # the memory is emptied beyond this, so that 10,000 pages need no more than 1,000
OUTSIDE = ("https:", "http:")
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


class Tags(dict[str, "Part | None | str"]):
    """Start tag as written → its tokens (None: nothing of interest; "raw": what follows is not markup)."""

    def __missing__(self, text: str) -> Part | None | str:
        name, _, found = start_tag(text)
        value = self[text] = "raw" if name in RAW_NAMES else sort_tokens(found)
        return value


class Reader:
    """Text of a page → its tokens, remembering stretches and tags between pages.

    A stretch ends where a link ends: long enough that there are few, and no link is ever cut in two.
    """

    def __init__(self) -> None:
        self.known: dict[str, tuple[Part, ...]] = {}
        self.closers: dict[str, str] = {}  # stretches that end inside something → what will close it
        self.tags = Tags()
        self.held = 0

    def read(self, text: str) -> list[Part]:
        found: list[Part] = []
        get, closer = self.known.get, ""
        waiting: list[str] = []
        for stretch in text.split("</a>"):
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
        if waiting and (rest := sort_tokens(tokens("</a>".join(waiting)))):
            found.append(rest)
        return found

    def learn(self, stretch: str) -> tuple[Part, ...]:
        if self.held > CACHE_CHARS:
            self.known.clear()
            self.closers.clear()
            self.tags.clear()
            self.held = 0
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

    def start_tags(self, stretch: str) -> tuple[Part, ...] | None:
        """The quick way: every < opens a whole start tag or an end tag, and the link at the end plainly has a text."""
        text = stretch[stretch.rfind(">") + 1 :].strip()
        if not text or text[0] == "&":
            if BARE_LINK_RE.search(stretch):
                return None
        elif stretch.count("<a") + stretch.count("<A") > 1 and BARE_LINK_RE.search(stretch):
            return None
        found = START_TAG_RE.findall(stretch)
        if len(found) != stretch.count("<") - stretch.count("</"):
            return None
        parts = list(filter(None, map(self.tags.__getitem__, found)))
        return None if "raw" in parts else tuple(parts)  # type: ignore[arg-type]
