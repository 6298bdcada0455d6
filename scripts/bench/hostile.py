"""Pages that are made to stop a link check: five megabytes each of what parsers, recursion and suggestions do not like."""

from __future__ import annotations

SIZE = 5_000_000


def fill(piece: str, end: str = "", size: int = SIZE) -> str:
    times = size // (len(piece) + len(end))
    return piece * times + end * times


def numbered(piece: str, between: str = "", size: int = SIZE) -> str:
    return between.join(piece.format(n) for n in range(size // (len(piece) + len(between) + 4)))


def pages(size: int = SIZE) -> dict[str, str]:
    """What each is → a page of about `size` bytes."""
    data = '<script type="application/ld+json">{}</script>'
    return {
        "start tags without an end": fill("<a ", size=size),
        "links": fill("<a href=x>", size=size),
        "surplus quotation marks": fill('<a href="x""> ', size=size),
        "quotation marks without an end": fill("<a x='", size=size),
        "comments without an end": fill("<!--", size=size),
        "nested divisions": fill("<div>", "</div>", size),
        "divisions without an end": fill("<div>", size=size),
        "nested templates": fill("<template>", size=size),
        "nested lists": fill("<ul><li>", size=size),
        "nested drawings": fill("<svg><g>", size=size),
        "attributes": f"<a {numbered(' x{}=1', size=size)}>",
        "open formatting": numbered("<b x={}>", "<p>", size),
        "ends of paragraphs": fill("<b></p>", size=size),
        "broken links to different ids": numbered("<p id=a{0}><a href=#b{0}>x</a>", size=size),
        "one id": fill("<p id=a>", size=size),
        "zero bytes": fill("\0<a href=\0>", size=size),
        "a long address": f"<a href='{fill('../', size=size)}'>x</a>",
        "a long set of pictures": f"<img alt='' srcset='{fill('a.png 1x, ', size=size)}'>",
        "a style sheet": f"<style>{fill('a{background:url(x)}', size=size)}</style>",
        "braces": f"<style>{fill('{', size=size)}url(x)</style>",
        "deep structured data": data.format(fill("[", "]", size)),
        "deep structured data without an end": data.format(fill('{"a":', size=size)),
        "Markdown left in the text": f"<article>{fill('[x](', size=size)}",
    }


# Files of a shape that nobody expects, by every name that the link check reads.
NAMES = ("site.webmanifest", "search/search_index.json", "sitemap.xml", "a.svg", "a.css")
SHAPES = ("", "null", "[]", "1", '{"icons": [1, null, {"src": 1}]}', '{"docs": 1}', "[" * 100_000)
