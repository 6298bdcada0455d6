"""Faults that an author can write into the text of a page: Markdown and raw HTML."""

from __future__ import annotations

from collections.abc import Iterator

from tests.mutations.tree import Mutation, Tree

# The fault stands on the last line.
RAW = {
    "raw link": '<a href="../nope/">x</a>',
    "raw link to a Markdown file": '<a href="safety.md">x</a>',
    "raw link out of the site": '<a href="../../outside/">x</a>',
    "raw link with an encoded letter": '<a href="../saf%C3%A9ty/">x</a>',
    "raw link in capitals": "<A HREF='../nope/'>x</A>",
    "raw link over lines": '<a class="x"\n   href="../nope/">x</a>',
    "raw fragment": '<a href="../safety/#nope">x</a>',
    "empty raw link": '<a href="">x</a>',
    "link to #": "[x](#)",
    "image map": '<map name="m"><area href="../nope/" alt="x"></map>',
    "form": '<form action="../nope/"></form>',
    "quotation": '<blockquote cite="../nope/">x</blockquote>',
    "raw image": '<img src="../nope.png" alt="x">',
    "srcset candidate": '<img src="data:," srcset="../nope.png 2x" alt="x">',
    "source of a picture": '<picture><source srcset="../nope.webp"><img src="data:," alt="x"></picture>',
    "poster": '<video poster="../nope.png"></video>',
    "captions of a video": '<video src="data:,"><track src="../nope.vtt"></video>',
    "iframe": '<iframe src="../nope.html" title="x"></iframe>',
    "embed": '<embed src="../nope.svg">',
    "script": '<script src="../nope.js"></script>',
    "module": '<link rel="modulepreload" href="../nope.js">',
    "style sheet link": '<link rel="stylesheet" href="../nope.css">',
    "icon": '<link rel="icon" href="../nope.ico">',
    "object": '<object data="../nope.svg"></object>',
    "picture in an inline drawing": '<svg><image href="../nope.png"></image></svg>',
    "link in an inline drawing": '<svg><a href="../nope/"><text>x</text></a></svg>',
    "symbol of an inline drawing": '<svg><use href="#nope-symbol"></use></svg>',
    "url() in a style attribute": '<p style="background: url(../nope.png)">x</p>',
    "url() in a style element": "<style>.x { background: url(../nope.png) }</style>",
    "raw image without alt": '<img src="data:,">',
    "raw link without text": '<a href="../safety/"></a>',
    "link around a picture without alt": "[![](data:,)](safety.md)",
    "third-party picture": '<img src="https://example.org/x.png" alt="x">',
    "third-party picture without a scheme": '<img src="//example.org/x.png" alt="x">',
    "third-party frame": '<iframe src="https://example.org/" title="x"></iframe>',
    "third-party video": '<video src="https://example.org/x.webm"></video>',
    "third-party script": '<script src="https://example.org/x.js"></script>',
    "third-party style sheet": '<link rel="stylesheet" href="https://example.org/x.css">',
    "third-party connection": '<link rel="preconnect" href="https://example.org/">',
    "third-party @import": '<style>@import "https://example.org/x.css";</style>',
    "http: address": "[x](http://www.example.org/page)",
    "http: address in angle brackets": "<http://www.example.org/page>",
    "malformed DOI": "[x](https://doi.org/10.x/nope)",
    "DOI of the wrong host": "[x](https://dx.doi.org/10.1234/abc)",
    "malformed address": '<a href="https:///example.org">x</a>',
    "non-ASCII page": "[x](sécurité.md)",
    "wrong case in raw HTML": '<a href="../Safety/">x</a>',
    "wrong case of a file": '<a href="../figures/Magnesium-Block.csv">x</a>',
    "reference link to nowhere": "[Safety][s]\n\n[s]: nope.md",
    "fragment of a reference link": "[Safety][s]\n\n[s]: safety.md#nope",
    "undefined short reference": "[nope][]",
    "undefined citation": "A sentence.[^nobody1999]",
    "citation left in raw HTML": "<div>A sentence.[^mealing1999]</div>",
    "unknown figure": "[[figure: nope]]",
    "missing image": "![A picture](nope.png)",
    "image without alt": "![](data:,)",
    "missing download": "[the slides](download/nope.pdf)",
    "unfilled marker": "[[nonsense]]",
    "link in a heading": "### See [x](nope.md) { #see-x }",
    "link in a table": "| a | b |\n|---|---|\n| [x](nope.md) | y |",
    "link in a table caption": "| a |\n|---|\n| b |\n\n/// table-caption\nSee [x](safety.md#nope).",
    "link in a box": '/// note | "A remark"\nSee [x](safety.md#nope).',
    "duplicate id": '<span id="in-brief"></span>',
    "duplicate heading id": "### Once more { #in-brief }",
    "heading without id": "### A heading of its own",
    "skipped level": "#### Too deep { #too-deep }",
    "raw heading without id": "<h3>A heading of its own</h3>",
    "raw heading of a skipped level": '<h4 id="too-deep">Too deep</h4>',
    "anchor that no script makes": '<div data-anchors="made-here"></div>\n\n<a href="#made-there">x</a>',
}
CLOSED = {"link in a table caption", "link in a box"}  # by a line of its own, after the fault
MENDS = {
    "http: address",
    "http: address in angle brackets",
    "DOI of the wrong host",
    "wrong case in raw HTML",
    "wrong case of a file",
}
OFFERS = {
    "http: address": "did you mean https://www.example.org/page",
    "DOI of the wrong host": "did you mean https://doi.org/10.1234/abc",
    "wrong case in raw HTML": "did you mean ../safety/",
    "wrong case of a file": "did you mean ../figures/magnesium-block.csv",
    "undefined citation": "citation [^nobody1999] is not in",
    "citation left in raw HTML": "a citation that nothing filled",
}


def written(t: Tree) -> Iterator[Mutation]:
    """Each on two pages; what --fix has to mend, on one of them."""
    for number, (kind, text) in enumerate(RAW.items()):
        offset = text.count("\n")
        for step in (0, 3):
            slug = t.lessons[(number + step) % len(t.lessons)]
            mutation = t.insert(kind, slug, text + "\n///" * (kind in CLOSED), offset)
            mutation.says = OFFERS.get(kind, "")
            mutation.mends = kind in MENDS and not step
            yield mutation
