"""Takes the words out of built pages and puts others in: segments for translators, and pages in another language.

Everything a reader sees is in the built page, wherever it comes from (Markdown, figures, templates, bibliography), so one
mechanism covers it all. A segment is the inline content of one block; its tags are numbered, so that a translator sees
`<1>NMDA receptors</1> open` and no address. Open this when words of a page cannot be translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

INLINE = {
    *("a", "abbr", "b", "br", "cite", "code", "em", "i", "img", "ins", "kbd", "mark", "q", "small"),
    *("span", "strong", "sub", "sup", "svg", "time", "tspan", "u", "wbr", "-text", "-comment", "_comment"),
}  # fmt: skip
OPAQUE = {"script", "style", "template"}
# Names of papers and people stay as they are, and so does code.
KEPT = '[translate="no"], .footnote li, [id^="ref-"], pre, code, kbd'
ATTRIBUTES = ("alt", "aria-label", "data-definition", "data-term", "placeholder", "title")
META = '[name="description"], [property="og:title"], [property="og:description"], [property="og:image:alt"]'
LETTER_RE = re.compile(r"[^\W\d_]{2}|[^\W\d_].*[^\W\d_]", re.DOTALL)
SPACE_RE = re.compile(r"[ \t\r\n]+")
TAG_RE = re.compile(r"<(?P<close>/?)(?P<number>\d+)(?P<empty>/?)>")
VOID = {"br", "img", "wbr"}

Translate = Callable[[str], str | None]  # a segment → its translation, None where there is none


@dataclass(frozen=True)
class Segment:
    text: str
    place: str  # id of the nearest element before it, "" at the top of the page


class TranslationError(ValueError):
    """The tags of a translation are not those of its segment."""


def tags_match(segment: str, translation: str) -> bool:
    return sorted(TAG_RE.findall(segment)) == sorted(TAG_RE.findall(translation))


def has_words(text: str) -> bool:
    return bool(LETTER_RE.search(text))


def folded(text: str) -> str:
    """As a segment, white space folded."""
    return SPACE_RE.sub(" ", escape(text, quote=False)).strip(" ")


def words_of(node: LexborNode) -> str:
    return node.text(deep=True) if node.tag != "-text" else (node.text_content or "")


def start_tag(node: LexborNode) -> str:
    written = "".join(
        f" {name}" if value is None else f' {name}="{escape(value)}"'
        for name, value in node.attributes.items()
    )
    return f"<{node.tag}{written}>"


def is_inline(node: LexborNode) -> bool:
    """Whether it can stand in a sentence: an icon can, a drawing with words in it is a block of its own."""
    if node.tag == "svg":
        return not has_words(words_of(node))
    return node.tag in INLINE and all(map(is_inline, node.iter(include_text=True)))


# -------------------------------------------------------------- one group of inline nodes


@dataclass
class Group:
    """Neighbors that make one segment. `tags` are the elements that its numbers stand for."""

    parent: LexborNode
    nodes: list[LexborNode]
    whole: bool  # nothing else stands in the parent
    kept: set[int]

    def __post_init__(self) -> None:
        self.tags: list[LexborNode] = []
        text = "".join(map(self._written, self.nodes))
        self.lead = " " if text[:1].isspace() else ""
        self.trail = " " if text[-1:].isspace() else ""
        self.text = SPACE_RE.sub(" ", text).strip(" ")

    def _written(self, node: LexborNode) -> str:
        if node.tag == "-text":
            return escape(node.text_content or "", quote=False)
        if node.tag not in INLINE or "comment" in (node.tag or ""):
            return ""
        self.tags.append(node)
        number = len(self.tags)
        if node.tag in VOID or node.mem_id in self.kept or not has_words(words_of(node)):
            return f"<{number}/>"
        inner = "".join(map(self._written, node.iter(include_text=True)))
        return f"<{number}>{inner}</{number}>"

    def html(self, translation: str) -> str:
        """The translation as HTML; raises TranslationError where its tags are not those of the segment."""
        if not tags_match(self.text, translation):
            raise TranslationError(f"other tags than in '{self.text}': '{translation}'")

        def tag(match: re.Match[str]) -> str:
            node = self.tags[int(match["number"]) - 1]
            if match["empty"]:
                return node.html or ""
            return f"</{node.tag}>" if match["close"] else start_tag(node)

        return self.lead + TAG_RE.sub(tag, translation) + self.trail

    def put(self, translation: str) -> None:
        markup = self.html(translation)
        if self.whole:
            self.parent.inner_html = markup
            return
        made = LexborHTMLParser(f"<body><div>{markup}</div></body>").css_first("div")
        assert made
        for node in list(made.iter(include_text=True)):
            self.nodes[0].insert_before(node)
        for node in self.nodes:
            node.remove()


def kept_in(tree: LexborHTMLParser) -> set[int]:
    return {node.mem_id for node in tree.css(KEPT)}


def groups(parent: LexborNode, kept: set[int]) -> Iterator[Group]:
    """Every group of words below `parent`, in the order of the page."""
    if parent.tag in OPAQUE or parent.mem_id in kept:
        return
    children = list(parent.iter(include_text=True))
    shown = [child for child in children if child.tag != "-text" or words_of(child).strip()]
    if len(shown) == 1 and shown[0].tag not in ("-text", "svg") and shown[0].tag in INLINE:
        # A link or span around all of it says nothing to a translator.
        yield from groups(shown[0], kept)
        return
    found: list[LexborNode] = []
    for child in [*children, None]:
        if child is not None and is_inline(child):
            found.append(child)
            continue
        if any(has_words(words_of(node)) for node in found):
            yield Group(parent, found, len(found) == len(children), kept)
        found = []
        if child is not None and (child.tag or "")[:1] not in ("-", "_"):
            yield from groups(child, kept)


def attributes(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, str, str]]:
    """(element, attribute, words) of what is said without being shown, and of link previews."""
    kept = kept_in(tree)
    for node in tree.css(", ".join(f"[{name}]" for name in ATTRIBUTES)):
        for name in ATTRIBUTES:
            value = node.attributes.get(name)
            if value and has_words(value) and node.mem_id not in kept:
                yield node, name, value
    for node in tree.css(", ".join(f"meta{one}" for one in META.split(", "))):
        if (value := node.attributes.get("content")) and has_words(value):
            yield node, "content", value


# -------------------------------------------------------------- whole pages


def segments(tree: LexborHTMLParser) -> list[Segment]:
    """What there is to translate on a page."""
    assert tree.root
    found, place = [], ""
    for group in groups(tree.root, kept_in(tree)):
        node: LexborNode | None = group.parent
        while node and node.tag != "-document" and not node.attributes.get("id"):
            node = node.parent
        if node and node.tag != "-document":
            place = node.attributes.get("id") or ""
        if has_words(group.text):
            found.append(Segment(group.text, place))
    for node, _, value in attributes(tree):
        found.append(Segment(folded(value), node.attributes.get("id") or ""))
    return found


def translate(tree: LexborHTMLParser, language: str, words: Translate) -> list[str]:
    """Put translations into a page; returns the segments that have none, which stay and say that they are English."""
    assert tree.root
    missing = []
    for node, name, value in list(attributes(tree)):
        made = words(folded(value))
        if made is None:
            missing.append(folded(value))
        else:
            node.attrs[name] = unescape(made)
    for group in list(groups(tree.root, kept_in(tree))):
        if not has_words(group.text):
            continue
        made = words(group.text)
        if made is not None:
            group.put(made)
            continue
        missing.append(group.text)
        if group.whole and group.parent.tag not in ("title", "desc", "text", "html"):
            group.parent.attrs["lang"] = "en"
    root = tree.css_first("html")
    assert root
    root.attrs["lang"] = language
    return missing
