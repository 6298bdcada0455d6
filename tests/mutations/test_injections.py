"""What somebody hostile could write into the guide's sources: each is refused at its file and line, whatever its spelling.

What is accepted because it stays plain text is opened in a browser by tests/browser/test_injections.py. The tables are
not formatted: a row for each reads better than six lines for each.
"""

from __future__ import annotations

import pytest

from scripts.core.problems import InputError
from scripts.publish import redirects
from tests.mutations.faults import (
    BIB,
    DRAWING,
    HERE,
    PAGE,
    PLACE,
    REDIRECTS,
    ROWS,
    SETTINGS,
    SHEET,
    UNUSABLE,
    WORDS,
    line_of,
    text_of,
)
from tests.mutations.workspace import Workspace, changed

RUNS = "'{}' on <{}> would run a script"
STARTS = "an address that starts with {} ('{}' on <{}>)"
NOT_HERE = "<{}> may not stand in a text"
FETCH = "the reader's browser would fetch '{}' from another host"
UNKNOWN = "'{}' on <{}> takes in or sends what the guide does not know"
OUTSIDE = "'{}' on <{}> refers to something outside the page: '{}'"
JS = STARTS.format("javascript:", "href", "a")
SVG = '<svg role="img" aria-label="x">{}</svg>'
# Written into a page, at line HERE: what is written → lines below HERE, and the one finding there.
TEXT = {
    "a script": ("Text.\n\n<script>run()</script>", 2, NOT_HERE.format("script")),
    "a script within a line, in odd letters": ("A <ScRiPt >run()</sCrIpT> b", 0, NOT_HERE.format("script")),
    "a script of the site itself": ('<script src="../assets/site.js"></script>', 0, NOT_HERE.format("script")),
    "a script of another host": ('<script src="https://evil.example/x.js"></script>', 0, NOT_HERE.format("script")),
    "a script in a drawing": (SVG.format("<script>run()</script>"), 0, NOT_HERE.format("script")),
    "a handler": ('<img src="../assets/mark.svg" alt="x" onerror="run()">', 0, RUNS.format("onerror", "img")),
    "a handler in capitals, without quotation marks": ('<svg role="img" aria-label="x" ONLOAD=run()><path d="M0 0"/></svg>', 0, RUNS.format("onload", "svg")),
    "a handler that needs no click": ('<details open ontoggle="run()"><summary>x</summary></details>', 0, RUNS.format("ontoggle", "details")),
    "a handler that runs on focus": ('<span tabindex="0" autofocus onfocus="run()">x</span>', 0, RUNS.format("onfocus", "span")),
    "a handler in an attribute list": ('Text.\n{ onclick="run()" }', 1, RUNS.format("onclick", "p")),
    "a handler in the attribute list of a link": ('[two](two.md){ onmouseover="run()" }', 0, RUNS.format("onmouseover", "a")),
    "a handler in the attribute list of a heading": ('### Here { #here onclick="run()" }', 0, RUNS.format("onclick", "h3")),
    "a handler in the title of a box": ('/// note | "<img src=x onerror=run()>"\nText.\n///', 0, RUNS.format("onerror", "img")),
    "a handler in a cell of a table": ('| a | b |\n|---|---|\n| 1 | <img src=x alt="" onerror=run()> |', 2, RUNS.format("onerror", "img")),
    "a handler behind a comment that ends at once": ("<!--> <img src=x onerror=run()> -->", 0, RUNS.format("onerror", "img")),
    "a handler beside an example of one": ('`<b onclick="x">` <b onclick="run()">x</b>', 0, RUNS.format("onclick", "b")),
    "javascript: in a link": ("[x](javascript:run())", 0, JS),
    "javascript: in a link by reference": ("[x][y]\n\n[y]: javascript:run()", 2, JS),
    "javascript: as entities": ('<a href="&#106;ava&#x73;cript:run()">x</a>', 0, JS),
    "javascript: with the entities of a tab and a colon": ('<a href="java&Tab;script&colon;run()">x</a>', 0, JS),
    "javascript: over two lines": ('<a href="java\nscript:run()">x</a>', 0, JS),
    "javascript: behind a control character, in odd letters": ('<a href="&#1; JaVaScRiPt:run()">x</a>', 0, JS),
    "javascript: in a link of a drawing": (SVG.format('<a xlink:href="javascript:run()"><text>x</text></a>'), 0, STARTS.format("javascript:", "xlink:href", "a")),
    "javascript: in MathML": ('<math><maction actiontype="statusline" xlink:href="javascript:run()">x</maction></math>', 0, STARTS.format("javascript:", "xlink:href", "maction")),
    "vbscript:": ('<a href="vbscript:x">x</a>', 0, STARTS.format("vbscript:", "href", "a")),
    "data: in capitals": ('<a href="DATA:text/html;base64,PHNjcmlwdD4=">x</a>', 0, STARTS.format("data:", "href", "a")),
    "data: in a drawing": (SVG.format('<use href="data:image/svg+xml,x#a"/>'), 0, STARTS.format("data:", "href", "use")),
    "foreignObject": (SVG.format("<foreignObject><p>x</p></foreignObject>"), 0, NOT_HERE.format("foreignobject")),
    "an animation that runs": (SVG.format('<animate onbegin="run()" attributeName="x" dur="1s"/>'), 0, NOT_HERE.format("animate")),
    "an animation that makes an address": (SVG.format('<a><set attributeName="href" to="javascript:run()"/><text>x</text></a>'), 0, NOT_HERE.format("set")),
    "a drawing of another host": (SVG.format('<use href="https://evil.example/x.svg#a"/>'), 0, FETCH.format("https://evil.example/x.svg#a")),
    "a picture of another host in a drawing": (SVG.format('<image href="https://evil.example/x.png"/>'), 0, FETCH.format("https://evil.example/x.png")),
    "a picture of another host in a filter": (SVG.format('<filter id="f"><feImage href="https://evil.example/x.png"/></filter>'), 0, FETCH.format("https://evil.example/x.png")),
    "a filter of another host": (SVG.format('<rect filter="url(https://evil.example/x.svg#f)"/>'), 0, OUTSIDE.format("filter", "rect", "url(https://evil.example/x.svg#f)")),
    "a mask of another host, spelled with an escape": (SVG.format(r'<rect mask="u\72l(https://evil.example/x.svg#f)"/>'), 0, OUTSIDE.format("mask", "rect", r"u\72l(https://evil.example/x.svg#f)")),
    "a picture of another host": ("![x](https://evil.example/x.png)", 0, FETCH.format("https://evil.example/x.png")),
    "a picture of another host for fine screens": ('<img src="../assets/mark.svg" alt="x" srcset="https://evil.example/x.png 2x">', 0, FETCH.format("https://evil.example/x.png")),
    "a poster of another host": ('<video poster="https://evil.example/x.png"></video>', 0, FETCH.format("https://evil.example/x.png")),
    "<style> that imports": ('<style>@import "https://evil.example/x.css";</style>', 0, NOT_HERE.format("style")),
    "<link>": ('<link rel="stylesheet" href="https://evil.example/x.css">', 0, NOT_HERE.format("link")),
    "<base>": ('<base href="https://evil.example/">', 0, NOT_HERE.format("base")),
    "<meta> that sends on": ('<meta http-equiv="refresh" content="0; url=https://evil.example/">', 0, NOT_HERE.format("meta")),
    "<iframe> with its own document": ('<iframe srcdoc="&lt;script&gt;run()&lt;/script&gt;"></iframe>', 0, NOT_HERE.format("iframe")),
    "<object>": ('<object data="https://evil.example/x"></object>', 0, NOT_HERE.format("object")),
    "<embed>": ('<embed src="//evil.example/x">', 0, NOT_HERE.format("embed")),
    "<noscript> that ends in an attribute": ('<noscript><p title="</noscript><img src=x onerror=run()>">x</p></noscript>', 0, NOT_HERE.format("noscript")),
    "<template> that is shown": ('<template shadowrootmode="open"><img src="x" alt="" onerror="run()"></template>', 0, NOT_HERE.format("template")),
    "a form": ('<form action="https://evil.example/"><input name="q"></form>', 0, UNKNOWN.format("action", "form")),
    "a button with a form's address": ('<button formaction="javascript:run()">x</button>', 0, UNKNOWN.format("formaction", "button")),
    "a link that tells another host": ('<a href="https://www.example.org/" ping="https://evil.example/">x</a>', 0, UNKNOWN.format("ping", "a")),
    "the end of the page's text": ("</article><script>run()</script>", 0, "</article> closes nothing"),
}  # fmt: skip
P = text_of(PAGE)
PICTURE, ASSET = '<svg xmlns="http://www.w3.org/2000/svg">\n{}</svg>', "docs/assets/mouse.svg"
NEVER = "a picture may not hold <{}>: it could run, load or lead somewhere"
NAME = "a file's name has letters, digits and - _ . only: it becomes an address"
# In any other file: what is changed → the one finding.
FILES = {
    "the id of a section": ({PAGE: P.replace("section: why", "section: why\"onclick=\"x").replace("{ #why }", '{ #why"onclick="x }')}, f"{PAGE}:{line_of(P, '## Why')}: id 'why\"onclick=\"x' has more than letters, digits and - _ . :"),
    "the address of a source of the page": ({PAGE: P.replace("https://www.example.org/talk", "javascript:run()")}, f"{PAGE}:15: a source's address starts with https:, not 'javascript:run()'"),
    "feedback to an answer": ({PAGE: P.replace("    Right.", '    Right. <b onclick="run()">x</b>')}, f"{PAGE}:{line_of(P, '    Right.')}: " + RUNS.format("onclick", "b")),
    "a definition": ({"docs/glossary.md": text_of("docs/glossary.md").replace("A word;", 'A <b onclick="run()">word</b>;')}, "docs/glossary.md:14: " + RUNS.format("onclick", "b")),
    "a title, which the theme does not escape": ({PAGE: P.replace("title: One", "title: <script>run()</script>")}, f"{PAGE}:2: title holds words only, no <"),
    "an objective that a template does not escape": ({PAGE: P.replace("Say why.", "<b onclick=run()>Say why.</b>")}, f"{PAGE}:9: " + RUNS.format("onclick", "b")),
    "a label of the menu": ({SETTINGS: text_of(SETTINGS).replace("- two.md", "- '<img src=x alt=\"\" onerror=run()>': two.md")}, f"{SETTINGS}:13: " + RUNS.format("onerror", "img")),
    "the address of a reference": ({BIB: text_of(BIB).replace("https://www.example.org/second", "javascript:run()")}, f"{BIB}:12: " + JS),
    "the caption of a figure": ({WORDS: text_of(WORDS).replace("One leads", '<b onclick="run()">x</b> One leads')}, f"{WORDS}:5: " + RUNS.format("onclick", "b")),
    "the title of a figure": ({WORDS: text_of(WORDS).replace("Two steps", "<img src=x onerror=run()>")}, f"{WORDS}:1: " + RUNS.format("onerror", "img")),
    "the address of a part of a drawing": ({ROWS: text_of(ROWS).replace("one.md#why", "javascript:run()")}, f"{ROWS}:2: " + JS),
    "a script in a figure's drawing": ({DRAWING: text_of(DRAWING).replace("</svg>", "<script>run()</script></svg>")}, f"{DRAWING}:4: a drawing may not hold 'script'"),
    "a handler in a figure's drawing": ({DRAWING: text_of(DRAWING).replace("viewBox", 'onload="run()" viewBox')}, f"{DRAWING}:1: a drawing may not have the attribute 'onload' (on <svg>)"),
    "foreignObject in a figure's drawing": ({DRAWING: text_of(DRAWING).replace("</svg>", "<foreignObject/></svg>")}, f"{DRAWING}:4: a drawing may not hold 'foreignObject'"),
    "a style sheet in a figure's drawing": ({DRAWING: text_of(DRAWING).replace("</svg>", '<style>@import "https://evil.example/x.css";</style></svg>')}, f"{DRAWING}:4: a drawing may not hold 'style'"),
    "HTML in a figure's drawing": ({DRAWING: text_of(DRAWING).replace("</svg>", '<h:script xmlns:h="http://www.w3.org/1999/xhtml">run()</h:script></svg>')}, f"{DRAWING}:4: a drawing may not hold '{{http://www.w3.org/1999/xhtml}}script'"),
    "a script in a picture": ({ASSET: PICTURE.format("<script>run()</script>")}, f"{ASSET}:2: " + NEVER.format("script")),
    "a script under a prefix in a picture": ({ASSET: '<s:svg xmlns:s="http://www.w3.org/2000/svg">\n<s:script>run()</s:script></s:svg>'}, f"{ASSET}:2: " + NEVER.format("script")),
    "HTML's script in a picture": ({ASSET: PICTURE.format('<script xmlns="http://www.w3.org/1999/xhtml">run()</script>')}, f"{ASSET}:2: " + NEVER.format("script")),
    "a picture in a folder that only has the name of the figures'": ({"docs/assets/figures/mouse.svg": PICTURE.format("<script>run()</script>")}, "docs/assets/figures/mouse.svg:2: " + NEVER.format("script")),
    "a handler in a picture": ({ASSET: '<svg xmlns="http://www.w3.org/2000/svg"\n onload="run()"/>'}, f"{ASSET}:2: " + RUNS.format("onload", "svg")),
    "an animation in a picture": ({ASSET: PICTURE.format('<animate onbegin="run()" attributeName="x" dur="1s"/>')}, f"{ASSET}:2: " + NEVER.format("animate")),
    "a link in a picture": ({ASSET: PICTURE.format('<a href="javascript:run()"><path d="M0 0h9"/></a>')}, f"{ASSET}:2: " + NEVER.format("a")),
    "another file in a picture": ({ASSET: PICTURE.format('<use href="https://evil.example/x.svg#a"/>')}, f"{ASSET}:2: 'href' on <use> refers to something outside the picture: 'https://evil.example/x.svg#a'"),
    "a style sheet that a picture imports": ({ASSET: PICTURE.format('<style>@import "https://evil.example/x.css";</style>')}, f"{ASSET}:2: the style sheet of a picture refers to something outside the picture"),
    "a style sheet beside a picture": ({ASSET: '<?xml-stylesheet href="https://evil.example/x.css"?>' + PICTURE.format("")}, f"{ASSET}:1: a picture loads no style sheet"),
    "an entity in a picture": ({ASSET: '<!DOCTYPE svg [<!ENTITY x "&#60;script&#62;run()&#60;/script&#62;">]>' + PICTURE.format("")}, f"{ASSET}:1: a picture has no document type"),
    "a style sheet that imports": ({SHEET: text_of(SHEET) + "\n@import url(https://evil.example/x.css);\n"}, f"{SHEET}:{text_of(SHEET).count(chr(10)) + 2}: " + FETCH.format("https://evil.example/x.css")),
    "a background of another host": ({SHEET: text_of(SHEET) + "\nq { background: url(//evil.example/x.png) }\n"}, f"{SHEET}:{text_of(SHEET).count(chr(10)) + 2}: " + FETCH.format("//evil.example/x.png")),
    "a page that is no Markdown": ({"docs/evil.html": "<script>run()</script>"}, f"docs/evil.html:0: {UNUSABLE}"),
    "a file whose name is HTML": ({'docs/assets/a" onerror="run().svg': text_of("docs/assets/mark.svg")}, 'docs/assets/a" onerror="run().svg:0: ' + NAME),
    "text that pages take in": ({"snippets/evil.md": '\n<b onclick="run()">x</b>\n', PAGE: P.replace(PLACE, '--8<-- "evil.md"')}, "snippets/evil.md:2: " + RUNS.format("onclick", "b")),
    "a redirect to a script": ({REDIRECTS: "old/ -> javascript:run()\n"}, f"{REDIRECTS}:1: expected `old -> new`, found 'old/ -> javascript:run()'"),
    "a redirect to another host": ({REDIRECTS: "old/ -> //evil.example/\n"}, f"{REDIRECTS}:1: expected `old -> new`, found 'old/ -> //evil.example/'"),
    "a redirect from HTML": ({REDIRECTS: '"><script>run()</script>/ -> two/\n'}, f"{REDIRECTS}:1: expected `old -> new`, found '\"><script>run()</script>/ -> two/'"),
    "a redirect out of the site": ({REDIRECTS: "a/../../../x/ -> two/\n"}, f"{REDIRECTS}:1: expected `old -> new`, found 'a/../../../x/ -> two/'"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXT)
def test_injection_into_a_page(workspace: Workspace, kind: str) -> None:
    new, below, message = TEXT[kind]
    expected = [f"{PAGE}:{HERE + below}: {message}"]
    assert workspace.messages({PAGE: P.replace(PLACE, new)}) == expected


@pytest.mark.parametrize("kind", FILES)
def test_injection_into_another_file(workspace: Workspace, kind: str) -> None:
    changes, expected = FILES[kind]
    assert workspace.messages(changes) == [expected]


def test_a_redirect_is_read_before_a_page_is_made_of_it(workspace: Workspace) -> None:
    """The check comes after the page is written: what leads out of the site must not get that far."""
    site, _ = workspace.build()
    with changed({REDIRECTS: "../../out/ -> two/\n"}), pytest.raises(InputError):
        redirects.make_pages(site)
