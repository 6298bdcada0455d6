"""Edits that break nothing: the checks have to stay silent about each of them.

The tables are not formatted: a row for each reads better than six lines for each.
"""

from __future__ import annotations

from tests.mutations.corrupt import in_pdf, in_zip, jump_by_name, replaced
from tests.mutations.faults import (
    BIB,
    BOOK,
    EPUB,
    INDEX,
    LOC,
    MAIN,
    PAGE,
    PLACE,
    REDIRECTS,
    SETTINGS,
    SHEET,
    URL,
    text_of,
)

TEXT = {
    "code span": "`[x](nope.md)` and `[^nope]`",
    "fenced example": "```markdown\n[x](nope.md)\n[[figure: nope]]\n![](nope.png)\n```",
    "comment": '<!-- <a href="../nope/">x</a> -->',
    "comment over lines": '<!--\n[x](nope.md)\n<img src="nope.png">\n-->',
    "mail address": "Write to [the editors](mailto:editors@example.org).",
    "telephone": "[Call](tel:+1234567)",
    "template element": '<template><a href="../nope/">x</a><img src="nope.png"></template>',
    "outside link": "[outside](https://example.org/any/page?x=1&y=2#z)",
    "DOI": "[a paper](https://doi.org/10.1016/S0006-3223(99)00230-9)",
    "short DOI": "[a paper](https://doi.org/10/gf5k8v) and [another](https://doi.org/bg5v)",
    "link with title": '[two](two.md#about-two "About it")',
    "angle brackets": "[two](<two.md#about-two>)",
    "reference link": "[two][s]\n\n[s]: two.md#about-two",
    "raw link": '<a href="../two/#about-two">two</a>',
    "raw link to a file": '<a href="../two/index.html">two</a>',
    "query": '<a href="../two/?from=here#about-two">two</a>',
    "non-ASCII id": '<span id="café"></span>\n\n[there](#café) and <a href="#caf%C3%A9">again</a>',
    "picture in the page": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="A dot">',
    "decorative picture": '<img src="data:," alt="">',
    "anchor made by script": '<div data-anchors="made-by-script"></div>\n\n<a href="#made-by-script">there</a>',
    "text fragment": '<a href="../two/#:~:text=about">two</a>',
    "brackets in the text": "The dose [in rats] and the dose [in people] differ.",
    "labeled nucleus": "[^3^H]MK-801 labels the pore, [3H][14C]ketamine and [3H,14C]x the rest.",
    "new section": "### A new section { #a-new-section }\n\nText. [Back to it](#a-new-section)",
    "emphasis in a link": "[*two* and **more**](two.md)",
    "named anchor": '<a name="old-name"></a>\n\n<a href="#old-name">there</a>',
    "code in a list": '- A step\n\n    ```html\n    <a href="nope.html">x</a> [x](nope.md)\n    ```',
    "fence of tildes": "~~~markdown\n[x](nope.md) [^nope]\n~~~",
    "fence in a fence": "````markdown\n```\n[x](nope.md)\n```\n````",
    "code span with a backtick": "`` [x](nope.md) ` [^nope] ``",
    "raw code": "<p><code>[x](nope.md)</code>, <kbd>[^nope]</kbd> and <samp>[[nope]]</samp></p>",
    "Markdown in pre": "<pre>\n[x](nope.md) [^nope] [[figure: nope]]\n</pre>",
    "text field": '<textarea>[x](nope.md) <a href="nope/">x</a></textarea>',
    "escaped brackets": r"\[Racemic\] ketamine and \*no\* emphasis.",
    "comment for old browsers": '<!--[if IE]><a href="../nope/">x</a><![endif]-->',
    "script with HTML in a string": "<script>\nvar x = \"<a href='../nope/'>x</a><img src='nope.png'></a>\";\n</script>",
    "JSON in a script": '<script type="application/json">{"href": "../nope/", "src": "nope.png"}</script>',
    "template with an id of the page": '<template><span id="why"></span></template>',
    "inline drawing with ids": '<svg viewBox="0 0 9 9"><defs><linearGradient id="shade-x"></linearGradient></defs><rect id="box-x" fill="url(#shade-x)"></rect><use href="#box-x"></use></svg>',
    "self-closed title in a drawing": '<svg role="img" aria-label="x" viewBox="0 0 9 9"><title/><path d="M0 0"/></svg> [two](two.md)',
    "drawing as link": '<a href="../two/" aria-label="Two"><svg></svg></a>',
    "picture as link": '<a href="../two/"><img src="data:," alt="Two"></a>',
    "labeled picture as link": '<a href="../two/"><i role="img" aria-label="Two"></i></a>',
    "figure addresses": '<a href="../figures/steps.svg">drawing</a>, <a href="../figures/steps.csv">data</a>, <img src="../figures/steps.png" alt="x">',
    "place of a figure": "[the figure](one.md#fig-steps)",
    "question as goal": '<a href="../one/#q-so">question</a>',
    "automatic link": "<https://example.org/a_(b)> and <editors@example.org>",
    "mail with a subject": '<a href="mailto:editors@example.org?subject=A%20mistake">x</a>',
    "address with brackets": "[x](https://en.wikipedia.org/wiki/Ketamine_(drug))",
    "address with an entity": '<a href="https://example.org/?a=1&amp;copy=2">x</a>',
    "address with an encoded letter": '<a href="../%74wo/#%61bout-two">x</a>',
    "scheme in capitals": '<a href="HTTPS://example.org/">x</a>',
    "host without https:": "[x](http://old.example.org/) <!-- http only -->",
    "brackets in a link text": "[doses [in rats] and in people](two.md)",
    "the page itself": '<a href="./">top</a>, <a href="./#why">why</a>, <a href="#top">top</a>, <a href="#TOP">top</a>',
    "braces": "The set {a, b} and {.5, 1}, a == b, and `{ #x }`.",
    "closed details": '<details><summary>More</summary><p id="inside-x">x</p></details>\n\n[inside](#inside-x)',
    "raw heading": '<h3 id="raw-heading">A heading</h3>',
    "link over lines": '<a class="x"\n   href="../two/#about-two"\n>two</a>',
    "other language": '<p lang="de">[sic] Übermaß, naïve, Ca²⁺ [3H]</p>',
    "box in a box": '//// note | "Outer"\n\n/// note | "Inner"\nText.\n///\n\n////',
    "table with a pipe in a cell": "| a | b |\n|---|---|\n| `x|y` | 1 \\| 2 |",
    "less than": "At p < 0.05 and n > 3, a<b.",
}
EDITS = {
    "remark in the redirects": (REDIRECTS, "# nothing -> nowhere, a remark\n"),
    "redirect": (REDIRECTS, "formerly/ -> two/\nformerly/#harm -> two/#about-two\n"),
    "redirect of an id": (REDIRECTS, "two/#formerly -> two/#about-two\ntwo/#elsewhere -> three/#alone\n"),
    "remark in the bibliography": (BIB, "\n@comment{nothing here: http://example.org}\n"),
    "remark in the settings": (SETTINGS, "# see nope.md\n"),
    "template remark": (MAIN, "{# <a href='nope'>x</a> #}\n"),
    "comment in a template": (MAIN, "<!-- <a href='nope'>x</a> -->\n"),
    "remark in a style sheet": (SHEET, "/* url(nope.png) @import 'nope.css'; */\n"),
    "data in a style sheet": (SHEET, ".x { background: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=) }\n"),
    "id in a style sheet": (SHEET, ".x { fill: url(#shade); }\n"),
    "font of the reader": (SHEET, '@font-face { font-family: x; src: local("Georgia") }\n'),
    "words like an address in a style sheet": (SHEET, '.x::before { content: "url(nope.png)" }\n'),
    "nested rules in a style sheet": (SHEET, "@media print { .x { color: red; &:hover { color: blue } } }\n"),
}  # fmt: skip
NEW_PAGE = (
    text_of("docs/three.md").replace("title: Three", "title: New").replace("about-three", "new")
)


def moved_page() -> dict[str, str | None]:
    """Two gets another name, with what names it and the redirect that was promised."""
    named = ("docs/index.md", PAGE, "docs/three.md", "docs/glossary.md", "docs/about.md", SETTINGS, "docs/figures/steps.toml", "docs/figures/steps.csv")  # fmt: skip
    changes: dict[str, str | None] = {n: text_of(n).replace("two.md", "second.md") for n in named}
    page = {"docs/two.md": None, "docs/second.md": text_of("docs/two.md")}
    return changes | page | {REDIRECTS: "two/ -> second/\n"}


HARMLESS: dict[str, dict[str, str | None]] = {
    **{kind: {PAGE: text_of(PAGE).replace(PLACE, new)} for kind, new in TEXT.items()},
    **{kind: {name: text_of(name) + new} for kind, (name, new) in EDITS.items()},
    "new page": {
        "docs/new.md": NEW_PAGE.replace("#alone", "#alone-too"),
        SETTINGS: text_of(SETTINGS).replace("- three.md", "- three.md\n      - new.md"),
    },
    "moved page": moved_page(),
    "moved section": {
        "docs/three.md": text_of("docs/three.md").replace("#alone", "#together"),
        REDIRECTS: "three/#alone -> three/#together\n",
    },
}
HARMLESS_BUILT = {
    "remark in the site map": {"sitemap.xml": replaced("<url>", f"<!-- <loc>{URL}nope/</loc> --><url>")},
    "query in the site map": {"sitemap.xml": replaced(LOC, LOC.replace("/<", "/?x=1<"))},
    "title in the search index": {INDEX: replaced('"title":"Two"', '"title":"nope/"')},
    "jump by name in a PDF": {BOOK: in_pdf(jump_by_name("one#why"))},
    "link to a whole chapter of the e-book": {EPUB: in_zip("E/one.xhtml", replaced("two.xhtml#about-two", "two.xhtml"))},
    "comment in the e-book": {EPUB: in_zip("E/one.xhtml", replaced("<body>", '<body><!-- <a href="nope.xhtml">x</a> -->'))},
    "sum of a binary file": {"download/SHA256SUMS": replaced("  book.pdf", " *book.pdf")},
}  # fmt: skip
