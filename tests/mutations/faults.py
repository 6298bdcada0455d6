"""Every kind of fault that the checks promise to find, as tables: what is changed, where it has to be named, and with which words.

The tables are not formatted: a row for each reads better than six lines for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.mutations.corrupt import (
    Change,
    bookmark_to_no_page,
    gone,
    halved,
    in_pdf,
    in_zip,
    jump_by_name,
    jump_to_no_page,
    leads_to,
    replaced,
)
from tests.mutations.workspace import GUIDE

Changes = dict[str, str | None]
Places = set[tuple[str, int]]

URL, PAGE, PLACE = "https://e.org/guide/", "docs/one.md", "PLACE OF THE FAULT"
REDIRECTS, BIB, SETTINGS = "docs/redirects.txt", "docs/references.bib", "mkdocs.yml"
MAIN, SHEET, DRAWING = "overrides/main.html", "docs/assets/site.css", "docs/figures/steps.svg"
WORDS, ROWS = "docs/figures/steps.toml", "docs/figures/steps.csv"
GLOSSARY, MENU, THREE = "docs/glossary.md", "overrides/menu.html", "docs/three.md"
UNUSABLE = "no page can use a file of this kind, and it would be published; known are avif, bib, css, csv, gif, ico, jpeg, jpg, js, json, md, mjs, png, svg, toml, txt, webmanifest, webp, woff2, yml"


class Fault(NamedTuple):
    """`where`: file and line, any of which is the right place; `fixed`: --fix leaves a guide without findings."""

    kind: str
    changes: Changes
    where: Places
    says: str
    fixed: bool = False


def text_of(name: str) -> str:
    path = GUIDE / name
    return path.read_text("utf-8") if path.is_file() else ""


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def lines_with(name: str, words: str) -> Places:
    lines = enumerate(text_of(name).split("\n"), 1)
    return {(name, number) for number, line in lines if words in line}


def edited(name: str, old: str, new: str) -> Changes:
    """The first of `old` becomes `new`; a file that does not hold it would make a fault that is none."""
    text = text_of(name)
    assert old in text, f"{name} has no {old!r}"
    return {name: text.replace(old, new, 1)}


def swap(kind: str, name: str, old: str, new: str, says: str, fixed: bool = False) -> Fault:
    """In one file `old` becomes `new`, and is named there."""
    line = line_of(text_of(name), old) + (new.count("\n") if new.startswith(old) else 0)
    return Fault(kind, edited(name, old, new), {(name, line)}, says, fixed)


def append(kind: str, name: str, new: str, says: str) -> Fault:
    text = text_of(name)
    return Fault(kind, {name: f"{text}{new}\n"}, {(name, text.count("\n") + 1)}, says)


HERE = line_of(text_of(PAGE), PLACE)
# Written into the text of a page; the fault stands on the last line.
TEXT = {
    "missing page": ("See [x](nope.md).", "link to 'nope.md', which does not exist"),
    "missing page behind a text over lines": ("See [x\ny](nope.md).", "link to 'nope.md', which does not exist"),
    "mistyped fragment": ("[x](two.md#about-tow)", "two.md has no '#about-tow'; did you mean '#about-two'"),
    "fragment in another case": ("[x](two.md#About-two)", "has no '#About-two'"),
    "non-ASCII fragment": ("[x](two.md#about-twö)", "has no '#about-twö'"),
    "encoded fragment": ("[x](two.md#about-tw%C3%B6)", "has no '#about-tw%C3%B6'"),
    "fragment on the same page": ("[x](#no-why)", "has no '#no-why'"),
    "unknown term": ("[x](glossary.md#no-term)", "the glossary has no term 'no-term'"),
    "wrong case of a page": ("[x](Two.md)", "link to 'Two.md', which does not exist; did you mean 'two.md'"),
    "empty link": ("[x]()", "link 'x' has no target"),
    "link without text": ("[](two.md)", "link without text: 'two.md'"),
    "absolute own address": (f"[x]({URL}two/#about-two)", "an absolute address of our own site; did you mean two.md#about-two"),
    "undefined reference link": ("[x][nope]", "a reference link without its address"),
    "undefined short reference": ("[nope][]", "a reference link without its address"),
    "root address": ('<a href="/guide/two/">x</a>', "an absolute address of our own site; did you mean ../two/"),
    "raw link": ('<a href="../nope/">x</a>', "no such page: '../nope/'"),
    "raw link to a Markdown file": ('<a href="two.md">x</a>', "no such page: 'two.md'; did you mean ../two/"),
    "raw link out of the site": ('<a href="../../outside/">x</a>', "outside the site"),
    "raw link with an encoded letter": ('<a href="../tw%C3%B6/">x</a>', "no such page"),
    "raw link in capitals": ("<A HREF='../nope/'>x</A>", "no such page"),
    "raw link over lines": ('<a class="x"\n   href="../nope/">x</a>', "no such page"),
    "raw fragment": ('<a href="../two/#nope">x</a>', "no id 'nope' on two/"),
    "empty raw link": ('<a href="">x</a>', "a link with an empty address"),
    "link to #": ("[x](#)", "the link 'x' leads nowhere"),
    "image map": ('<map name="m"><area href="../nope/" alt="x"></map>', "no such page"),
    "form": ('<form action="../nope/"></form>', "'action' on <form>"),
    "quotation": ('<blockquote cite="../nope/">x</blockquote>', "no such page"),
    "raw image": ('<img src="../nope.png" alt="x">', "no such file"),
    "raw image without an address": ('<img alt="x">', "an image without an address"),
    "srcset candidate": ('<img src="data:," srcset="../nope.png 2x" alt="x">', "no such file"),
    "source of a picture": ('<picture><source srcset="../nope.webp"><img src="data:," alt="x"></picture>', "no such file"),
    "poster": ('<video poster="../nope.png"></video>', "no such file"),
    "captions of a video": ('<video src="data:,"><track src="../nope.vtt"></video>', "no such file"),
    "iframe": ('<iframe src="../nope.html" title="x"></iframe>', "<iframe> may not"),
    "embed": ('<embed src="../nope.svg">', "<embed> may not"),
    "script": ('<script src="../nope.js"></script>', "<script> may not"),
    "module": ('<link rel="modulepreload" href="../nope.js">', "<link> may not"),
    "style sheet link": ('<link rel="stylesheet" href="../nope.css">', "<link> may not"),
    "icon": ('<link rel="icon" href="../nope.ico">', "<link> may not"),
    "object": ('<object data="../nope.svg"></object>', "<object> may not"),
    "picture in an inline drawing": ('<svg><image href="../nope.png"></image></svg>', "no such file"),
    "link in an inline drawing": ('<svg><a href="../nope/"><text>x</text></a></svg>', "no such page"),
    "symbol of an inline drawing": ('<svg><use href="#nope-symbol"></use></svg>', "no id 'nope-symbol'"),
    "url() in a style element": ("<style>.x { background: url(../nope.png) }</style>", "<style> may not"),
    "style attribute": ('<p style="color: red">x</p>', "the security policy drops style="),
    "surplus quotation mark": ('<a href="../two/"">x</a>', "a tag that was not recognized: look for a quotation mark"),
    "raw image without alt": ('<img src="data:,">', "image without alt text"),
    "raw link without text": ('<a href="../two/"></a>', "link without text"),
    "link around a picture without alt": ("[![](data:,)](two.md)", "has no alternative text"),
    "third-party picture": ('<img src="https://example.org/x.png" alt="x">', "from another host"),
    "third-party picture without a scheme": ('<img src="//example.org/x.png" alt="x">', "from another host"),
    "third-party frame": ('<iframe src="https://example.org/" title="x"></iframe>', "<iframe> may not"),
    "third-party video": ('<video src="https://example.org/x.webm"></video>', "from another host"),
    "third-party script": ('<script src="https://example.org/x.js"></script>', "<script> may not"),
    "third-party style sheet": ('<link rel="stylesheet" href="https://example.org/x.css">', "<link> may not"),
    "third-party connection": ('<link rel="preconnect" href="https://example.org/">', "<link> may not"),
    "third-party @import": ('<style>@import "https://example.org/x.css";</style>', "<style> may not"),
    "http: address": ("[x](http://www.example.org/page)", "uses http:; did you mean https://www.example.org/page"),
    "http: address in angle brackets": ("<http://www.example.org/page>", "uses http:"),
    "malformed DOI": ("[x](https://doi.org/10.x/nope)", "malformed DOI '10.x/nope'"),
    "DOI of the wrong host": ("[x](https://dx.doi.org/10.1234/abc)", "did you mean https://doi.org/10.1234/abc"),
    "malformed address": ('<a href="https:///example.org">x</a>', "malformed address"),
    "non-ASCII page": ("[x](twö.md)", "link to 'twö.md', which does not exist"),
    "wrong case in raw HTML": ('<a href="../Two/">x</a>', "letter case or accents; did you mean ../two/"),
    "wrong case of a file": ('<a href="../figures/Steps.csv">x</a>', "did you mean ../figures/steps.csv"),
    "reference link to nowhere": ("[x][s]\n\n[s]: nope.md", "no such page: 'nope.md'"),
    "fragment of a reference link": ("[x][s]\n\n[s]: two.md#nope", "no id 'nope' on two/"),
    "undefined citation": ("A sentence.[^nobody1999]", "citation [^nobody1999] is not in"),
    "citation left in raw HTML": ("<div>A sentence.[^one2001]</div>", "a citation that nothing filled"),
    "unknown figure": ("[[figure: nope]]", "'nope'"),
    "missing image": ("![A picture](nope.png)", "image nope.png does not exist"),
    "image without alt": ("![](data:,)", "has no alternative text"),
    "missing download": ("[the slides](assets/nope.pdf)", "link to 'assets/nope.pdf', which does not exist"),
    "unfilled marker": ("[[nonsense]]", "a marker that nothing filled"),
    "link in a heading": ("### See [x](nope.md) { #see-x }", "link to 'nope.md'"),
    "link in a table": ("| a | b |\n|---|---|\n| [x](nope.md) | y |", "link to 'nope.md'"),
    "duplicate id": ('<span id="why"></span>', "id 'why' is used more than once"),
    "duplicate heading id": ("### Once more { #why }", "id 'why' is already used"),
    "heading without id": ("### A heading of its own", "has no written id"),
    "skipped level": ("#### Too deep { #too-deep }", "heading level jumps from 2 to 4"),
    "raw heading without id": ("<h3>A heading of its own</h3>", "heading 'A heading of its own' has no id"),
    "raw heading of a skipped level": ('<h4 id="too-deep">Too deep</h4>', "heading level jumps from 2 to 4"),
    "anchor that no script makes": ('<div data-anchors="made-here"></div>\n\n<a href="#made-there">x</a>', "no id 'made-there'"),
}  # fmt: skip
FIXED = {
    "absolute own address", "root address", "http: address", "http: address in angle brackets",
    "DOI of the wrong host", "wrong case in raw HTML", "wrong case of a file",
}  # fmt: skip
# The fault stands on the second line of these, which a line of their own closes.
CLOSED = {
    "link in a table caption": ("| a |\n|---|\n| b |\n\n/// table-caption\nSee [x](two.md#nope).\n///", 5),
    "link in a box": ('/// note | "A remark"\nSee [x](two.md#nope).\n///', 1),
}  # fmt: skip


def text_faults() -> Iterator[Fault]:
    for kind, (new, says) in TEXT.items():
        where = {(PAGE, HERE + new.count("\n"))}
        yield Fault(kind, edited(PAGE, PLACE, new), where, says, kind in FIXED)
    for kind, (new, below) in CLOSED.items():
        where = {(PAGE, HERE + below)}
        yield Fault(kind, edited(PAGE, PLACE, new), where, "two.md has no '#nope'")


# One thing in one source becomes another; the fault is named there.
SWAPS = (
    ("objective without section", PAGE, "section: how", "section: nope", "names section 'nope', which is not on the page"),
    ("question without section", PAGE, "section=why", "section=nope", "no id 'nope' on one/"),
    ("nav to nowhere", SETTINGS, "- three.md", "- three-x.md", "the nav names 'three-x.md'"),
    ("link in the glossary", "docs/glossary.md", "one.md#why", "one.md#no-why", "has no '#no-why'"),
    ("link in an answer", PAGE, "[how](#how)", "[how](#no-how)", "has no '#no-how'"),
    ("http: address in the front matter", PAGE, "url: https:", "url: http:", "starts with https:"),
    ("malformed DOI in the front matter", PAGE, "https://www.example.org/talk", "https://doi.org/10.x/a", "malformed DOI"),
    ("link in a snippet", "snippets/shared.md", "three.md#about-three", "nope.md", "no such page: 'nope.md'"),
    ("fragment in a snippet", "snippets/shared.md", "#about-three", "#nope", "no id 'nope' on three/"),
    ("raw link in a snippet", "snippets/shared.md", "A piece", '<a href="../nope/">A</a> piece', "no such page"),
    ("malformed DOI of a source", BIB, "10.1000/1", "10,1000/1", "DOI"),
    ("http: address of a source", BIB, "https://www", "http://www", "http"),
    ("link in a caption", WORDS, "two.md#about-two", "nope.md", "no such page: 'nope.md'"),
    ("fragment in a caption", WORDS, "two.md#about-two", "two.md#nope", "no id 'nope' on two/"),
    ("http: address in a caption", WORDS, "two.md#about-two", "http://www.example.org/", "uses http:"),
    ("undefined citation in a caption", WORDS, "[^one2001]", "[^nobody1999]", "nobody1999"),
    ("link in a description", WORDS, "glossary.md#term", "nope.md", "no such page: 'nope.md'"),
    ("unknown term in a description", WORDS, "glossary.md#term", "glossary.md#nope", "no id 'nope'"),
    ("figure without alt", WORDS, 'alt = "An arrow from one to two."', 'alt = ""', "alt"),
    ("unknown source of a figure", WORDS, "[^two2002]", "[^nobody1999]", "nobody1999"),
    ("link in a drawing", ROWS, "one.md#why", "nope.md#why", "no such page: 'nope.md#why'"),
    ("fragment in a drawing", ROWS, "one.md#why", "one.md#nope", "no id 'nope' on one/"),
    ("template duplicate id", MAIN, "<main>", '<main id="page">', "id 'page' is used more than once"),
    ("url() in a style sheet", SHEET, "url(mark.svg)", "url(nope.png)", "no such file: 'nope.png'"),
    ("wrong case in a style sheet", SHEET, "url(mark.svg)", "url(Mark.svg)", "letter case or accents"),
    ("style sheet in the settings", SETTINGS, "assets/site.css", "assets/nope.css", "no such file"),
    ("wrong case in the settings", SETTINGS, "assets/site.css", "assets/Site.css", "letter case or accents"),
    ("script in the settings", SETTINGS, "assets/site.js", "assets/nope.js", "no such file"),
    ("renamed key", BIB, "{one2001,", "{one2001x,", "one2001"),
    ("style sheet without a brace", SHEET, "p {", "q { color: red\np {", "never closed by }"),
    ("script with a syntax error", "docs/assets/site.js", '"use strict";', "function (a {", "syntax error"),
)  # fmt: skip
# Put before these words of a template, on a line of its own.
TEMPLATE = {
    "template link": (MAIN, "</body>", '<a href="nope/">x</a>', "no such page"),
    "template image": (MAIN, "</body>", '<img src="nope.png" alt="x">', "no such file"),
    "template image without alt": (MAIN, "</body>", '<img src="data:,">', "image without alt text"),
    "template script": (MAIN, "</body>", '<script src="nope.js"></script>', "no such file"),
    "template font": (MAIN, "</head>", '<link rel="stylesheet" href="https://example.org/css">', "from another host"),
    "template preview picture": (MAIN, "</head>", f'<meta property="og:image" content="{URL}nope.png">', "no such file"),
    "template structured data": (MAIN, "</head>", f'<script type="application/ld+json">{{"url": "{URL}nope/"}}</script>', "no such page"),
    "template broken JSON": (MAIN, "</head>", '<script type="application/ld+json">{nope}</script>', "not valid JSON"),
    "template canonical": (MAIN, "</head>", f'<link rel="canonical" href="{URL}nope/">', "no such page"),
    "surplus quotation mark in a template": (MAIN, "</body>", '<a href="two/"">x</a>', "a quotation mark too many or too few in <a>"),
    "template http: address": (MAIN, "</body>", '<a href="http://www.example.org/page">x</a>', "uses http:"),
    "template own address": (MAIN, "</body>", f'<a href="{URL}two/">x</a>', "an absolute address of our own site"),
    "template link without text": (MAIN, "</body>", "<a href=\"{{ 'two/' | url }}\"></a>", "link without text"),
    "template reference link": (MAIN, "</article>", "<p>[text][nope]</p>", "a reference link without its address"),
    "template citation": (MAIN, "</article>", "<p>So it is.[^one2001]</p>", "a citation that nothing filled"),
    "template heading without id": (MAIN, "</article>", "<h2>A heading of its own</h2>", "has no id"),
    "link in a partial": ("overrides/menu.html", "</nav>", '<a href="nope.html">x</a>', "no such page: 'nope.html'"),
    "missing picture in a drawing": (DRAWING, "</svg>", '<image href="nope.png"/>', "a drawing may not hold 'image'"),
    "third-party picture in a drawing": (DRAWING, "</svg>", '<image href="https://example.org/x.png"/>', "a drawing may not hold 'image'"),
}  # fmt: skip
APPENDED = (
    ("font in a style sheet", SHEET, '@font-face { font-family: x; src: url("nope.woff2") }', "no such file"),
    ("@import", SHEET, '@import "nope.css";', "no such file"),
    ("third-party @import of a style sheet", SHEET, '@import "https://example.org/x.css";', "from another host"),
    ("third-party font", SHEET, '@font-face { font-family: x; src: url("https://example.org/x.woff2") }', "from another host"),
    ("redirect to itself", REDIRECTS, "l1/ -> l1/", "loop: "),
    ("live source", REDIRECTS, "two/ -> three/", "live source: "),
    ("dead target", REDIRECTS, "e1/ -> nowhere/", "dead target: "),
    ("dead target id", REDIRECTS, "e1/ -> two/#nowhere", "dead target: "),
    ("redirect of a live id", REDIRECTS, "two/#about-two -> three/", "live source: "),
    ("malformed redirect", REDIRECTS, "two => three", "expected `old -> new`"),
    ("redirect of a file", REDIRECTS, "old.pdf -> two/", "is not a page"),
)  # fmt: skip


# Where else some of them may be named.
ALSO: dict[str, Places] = {
    "nav to nowhere": {(THREE, 0)},
    "malformed DOI of a source": {(BIB, 1)},
    "http: address of a source": {(BIB, 8)},
    "renamed key": lines_with(PAGE, "one2001"),
}


def source_faults() -> Iterator[Fault]:
    for row in SWAPS:
        fault = swap(*row)
        yield fault._replace(where=fault.where | ALSO.get(fault.kind, set()))
    for kind, (name, end, new, says) in TEMPLATE.items():
        changes = edited(name, end, f"{new}\n{end}")
        yield Fault(kind, changes, {(name, line_of(text_of(name), end))}, says)
    for row in APPENDED:
        yield append(*row)


MOVED: Changes = {REDIRECTS: "old/ -> two/\n"}
TO_MOVED = "[x](old.md)", '<a href="../old/#about-two">x</a>'
INBOUND = {
    spot
    for name in ("docs/index.md", PAGE, WORDS, ROWS)
    for spot in lines_with(name, "two.md#about-two")
}
NOT_IN_MENU = "{% if item.url == 'three/' %}{% elif item.children %}"
DEAD_END = "two, the glossary and [a drawing](assets/mark.svg)"
# No page names it any more, or only one that nobody reaches.
LOST = {MENU: ""} | edited(GLOSSARY, "[grades](about.md)", "[three](three.md)")
# Faults of several files or places; of redirects; and pages that a reader no longer finds.
OTHERS = (
    Fault("duplicate redirect", {REDIRECTS: "d1/ -> two/\nd1/ -> three/\n"}, {(REDIRECTS, 2)}, "duplicate: "),
    Fault("redirect chain", {REDIRECTS: "c1/ -> c2/\nc2/ -> two/\n"}, {(REDIRECTS, 1)}, "chain: "),
    Fault("redirect loop", {REDIRECTS: "l1/ -> l2/\nl2/ -> l1/\n"}, {(REDIRECTS, 1), (REDIRECTS, 2)}, "loop: "),
    Fault("link to a moved page", edited(PAGE, PLACE, TO_MOVED[1]) | MOVED, {(PAGE, HERE)}, "did you mean ../two/#about-two", True),
    Fault("Markdown link to a moved page", edited(PAGE, PLACE, TO_MOVED[0]) | MOVED, {(PAGE, HERE)}, "did you mean 'two.md'"),
    Fault("renamed id", edited("docs/two.md", "#about-two }", "#about-two-new }"), INBOUND, "#about-two"),
    Fault("renamed page", {THREE: None, "docs/third.md": text_of(THREE)} | edited(SETTINGS, "three.md", "third.md"), {("docs/third.md", 1)}, "run `python -m scripts.move_page three third`"),
    Fault("promised figure", edited(PAGE, "[[figure: steps]]", ""), {(WORDS, 0)}, "no page places the figure"),
    Fault("not in nav", edited(SETTINGS, "      - three.md\n", ""), {(THREE, 0)}, "the page is not in the nav"),
    Fault("left out of the menu", edited(MENU, "{% if item.children %}", NOT_IN_MENU), {(THREE, 1)}, "three/ is not in the navigation"),
    Fault("no page links to it", LOST, {("docs/about.md", 1)}, "no other page links to about/"),
    Fault("too many clicks away", {MENU: ""}, {("docs/about.md", 1)}, "about/ is more than 2 clicks from the front page"),
    Fault("dead end", edited(THREE, "[two](two.md) and the [glossary](glossary.md)", DEAD_END), {(THREE, 1)}, "a dead end: its text links to 1 other page"),
)  # fmt: skip


# What is promised, and no other page names: only the list of published addresses can notice.
PROMISED = {
    "promised section": (edited(THREE, "#alone", "#alone-new"), "three/#alone"),
    "promised question": (edited(PAGE, "#q-so", "#q-so-new"), "one/#q-so"),
    "promised claim": (edited(PAGE, '"claim-so"', '"claim-so-new"'), "one/#claim-so"),
}


def promise_fault(kind: str, permalinks: str) -> Fault:
    """`permalinks`: the list of what the sound guide publishes."""
    changes, address = PROMISED[kind]
    where = {("docs/permalinks.txt", line_of(permalinks, f"\n{address}\n") + 1)}
    return Fault(kind, changes, where, f"the published address '{address}' no longer works")


class BuiltFault(NamedTuple):
    """In a file of the finished site, and named in `where` at the line, or at the lines that hold the words, of `at`;
    `alone`: it is all that is found."""

    kind: str
    name: str
    change: Change
    says: str
    at: str | int = 0
    where: str = ""
    alone: bool = True


def swapped(kind: str, name: str, old: str, new: str, says: str) -> BuiltFault:
    return BuiltFault(kind, name, replaced(old, new), says, new)


ONE, INDEX = "one/index.html", "search/search_index.json"
BOOK, EPUB = "download/book.pdf", "download/book.epub"
LOC = f"<loc>{URL}three/</loc>"
BUILT = (
    swapped("dead address in the site map", "sitemap.xml", LOC, f"<loc>{URL}nope/</loc></url><url>{LOC}", "no such page"),
    swapped("foreign address in the site map", "sitemap.xml", LOC, f"<loc>https://example.org/</loc></url><url>{LOC}", "not on this site"),
    BuiltFault("page left out of the site map", "sitemap.xml", replaced(LOC, f"<loc>{URL}</loc>"), "the site map leaves out three/", 1, "docs/three.md"),
    BuiltFault("broken site map", "sitemap.xml", halved, "not valid XML: ", 1),
    swapped("dead page in the search index", INDEX, '"location":"two/"', '"location":"nope/"', "no such page"),
    swapped("dead id in the search index", INDEX, '"location":"two/#about-two"', '"location":"two/#nope"', "no id 'nope' on two/"),
    BuiltFault("broken search index", INDEX, halved, "cannot be read", 1),
    *(
        swapped(f"dead address in {what}", name, f"{URL}one/", f"{URL}nope/", "no such page")
        for what, name in {
            "the feed": "feed.xml", "llms.txt": "llms.txt", "the Markdown copy": "one/index.md",
            "the citation as BibTeX": "cite/one.bib", "the citation as CSL": "cite/one.json", "the citation as RIS": "cite/one.ris",
            "the table of claims": "evidence.csv", "the claims as JSON": "evidence.json",
        }.items()
    ),
    swapped("dead address in robots.txt", "robots.txt", "sitemap.xml", "nope.xml", "no such file"),
    swapped("marker left in the Markdown copy", "one/index.md", "# One\n", "[[objectives]]\n", "a marker that nothing filled"),
    swapped("formula in a table", "evidence.csv", "It is so.", "=1+1", "a spreadsheet takes '=1+1' for a formula"),
    swapped("dead canonical address", ONE, f'rel="canonical" href="{URL}one/"', f'rel="canonical" href="{URL}nope/"', "no such page"),
    swapped("canonical address of another page", ONE, f'rel="canonical" href="{URL}one/"', f'rel="canonical" href="{URL}two/"', f"names another page; did you mean {URL}one/"),
    swapped("dead og:url", ONE, f'"og:url" content="{URL}one/"', f'"og:url" content="{URL}nope/"', "og:url: no such page"),
    swapped("dead og:image", ONE, "/guide/assets/mark.svg", "/guide/assets/nope.svg", "og:image: no such file"),
    swapped("relative og:image", ONE, f"{URL}assets/mark.svg", "../assets/mark.svg", "needs an absolute address"),
    swapped("dead citation_pdf_url", ONE, "download/book.pdf", "download/nope.pdf", "no such file"),
    swapped("dead structured data", ONE, f'{{"@id": "{URL}one/"', f'{{"@id": "{URL}nope/"', "structured data: no such page"),
    swapped("dead icon", ONE, '"../assets/mark.svg"', '"../assets/nope.svg"', "no such file"),
    swapped("link to a download that was never made", ONE, "</article>", '<a href="../download/nope.pdf">x</a></article>', "no such file"),
    BuiltFault("preview picture not made", "assets/mark.svg", gone, "no such file", f"{URL}assets/mark.svg", f"finished/{ONE}", False),
    BuiltFault("figure data not made", "figures/steps.csv", gone, "no such file", "figures/steps.csv", f"finished/{ONE}", False),
    BuiltFault("dead link in a drawn figure", "figures/steps.svg", replaced("</svg>", '<a href="nope/"><text>x</text></a></svg>'), "no such page", "nope/"),
    BuiltFault("jump to no page in a PDF", BOOK, in_pdf(jump_to_no_page), "no such page in the book"),
    BuiltFault("jump to no name in a PDF", BOOK, in_pdf(jump_by_name("one#nope")), "no such place in the book: 'one#nope'"),
    BuiltFault("bookmark to no page in a PDF", BOOK, in_pdf(bookmark_to_no_page), "no such page in the book"),
    BuiltFault("dead page in a PDF", BOOK, in_pdf(leads_to(f"{URL}nope/")), "no such page"),
    BuiltFault("dead id in a PDF", BOOK, in_pdf(leads_to(f"{URL}two/#nope")), "no id 'nope' on two/"),
    BuiltFault("malformed DOI in a PDF", BOOK, in_pdf(leads_to("https://doi.org/10.x/nope")), "malformed DOI"),
    BuiltFault("http: address in a PDF", BOOK, in_pdf(leads_to("http://www.example.org/paper")), "uses http:"),
    BuiltFault("broken PDF", BOOK, halved, "cannot read the book"),
    *(
        BuiltFault(kind, EPUB, in_zip(f"E/{name}", replaced(old, new)), says)
        for kind, name, old, new, says in (
            ("dead file in the e-book", "one.xhtml", "two.xhtml#", "nope.xhtml#", "no such page: 'nope.xhtml#about-two'"),
            ("dead id in the e-book", "one.xhtml", "two.xhtml#about", "two.xhtml#nope", "no id 'nope-two' on E/two.xhtml"),
            ("dead note in the e-book", "one.xhtml", '"#note-1"', '"#note-x"', "no id 'note-x'"),
            ("dead contents of the e-book", "nav.xhtml", "one.xhtml#why", "one.xhtml#nope", "no id 'nope' on E/one.xhtml"),
            ("duplicate id in the e-book", "one.xhtml", 'id="how"', 'id="why"', "id 'why' is used more than once"),
            ("dead own address in the e-book", "one.xhtml", f"{URL}two/", f"{URL}nope/", "no such page"),
            ("malformed DOI in the e-book", "one.xhtml", "doi.org/10.", "doi.org/x10.", "malformed DOI"),
            ("http: address in the e-book", "one.xhtml", "https://doi.org/10.1000/1", "http://example.org/", "uses http:"),
            ("third-party picture in the e-book", "one.xhtml", '"cover.png"', '"https://example.org/cover.png"', "from another host"),
            ("file above the e-book", "one.xhtml", '"cover.png"', '"../../cover.png"', "outside the site: '../../cover.png'"),
            ("dead file in the e-book's package", "package.opf", 'href="one.xhtml"', 'href="nope.xhtml"', "no such file: 'nope.xhtml'"),
            ("unlisted part in the e-book's order", "package.opf", 'idref="one', 'idref="nope', "which is not listed"),
            ("malformed page in the e-book", "one.xhtml", "</p>", "</q>", "not valid XHTML"),
        )
    ),
    BuiltFault("chapter missing in the e-book", EPUB, in_zip("E/two.xhtml", gone), "two.xhtml"),
    BuiltFault("style sheet missing in the e-book", EPUB, in_zip("E/style.css", gone), "style.css"),
    BuiltFault("cover missing in the e-book", EPUB, in_zip("E/cover.png", gone), "cover.png"),
    BuiltFault("package missing in the e-book", EPUB, in_zip("META-INF/container.xml", replaced("E/package.opf", "E/nope.opf")), "no such file: 'E/nope.opf'"),
    BuiltFault("broken package of the e-book", EPUB, in_zip("E/package.opf", halved), "cannot read the e-book's package"),
    BuiltFault("broken e-book", EPUB, halved, "cannot open the e-book"),
    BuiltFault("chapter not made", BOOK, gone, "no such file", "citation_pdf_url", f"finished/{ONE}", False),
    BuiltFault("e-book not made", EPUB, gone, "no such file: 'book.epub'", "book.epub", "finished/download/SHA256SUMS"),
    swapped("sum of a file that is not there", "download/SHA256SUMS", "book.pdf", "nope.pdf", "no such file: 'nope.pdf'"),
)  # fmt: skip

FAULTS = [*text_faults(), *source_faults(), *OTHERS]
