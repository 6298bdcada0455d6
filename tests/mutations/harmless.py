"""Edits that break nothing: the gate has to stay silent about each of them."""

from __future__ import annotations

from pathlib import Path

from tests.mutations.harmless_elsewhere import elsewhere, made, moves
from tests.mutations.tree import Mutation, Tree

HARMLESS = {
    "code span": "`[x](nope.md)` and `[^nope]`",
    "fenced example": "```markdown\n[x](nope.md)\n[[figure: nope]]\n![](nope.png)\n```",
    "comment": '<!-- <a href="../nope/">x</a> -->',
    "comment over lines": '<!--\n[x](nope.md)\n<img src="nope.png">\n-->',
    "mail address": "Write to [the editors](mailto:editors@example.org).",
    "telephone": "[Call](tel:+1234567)",
    "template element": '<template><a href="../nope/">x</a><img src="nope.png"></template>',
    "outside link": "[outside](https://example.org/any/page?x=1&y=2#z)",
    "DOI": "[a paper](https://doi.org/10.1016/S0006-3223(99)00230-9)",
    "link with title": '[Safety](safety.md#bladder "The bladder")',
    "angle brackets": "[Safety](<safety.md#bladder>)",
    "reference link": "[Safety][s]\n\n[s]: safety.md#bladder",
    "raw link": '<a href="../safety/#bladder">Safety</a>',
    "raw link to a file": '<a href="../safety/index.html">Safety</a>',
    "query": '<a href="../safety/?from=here#bladder">Safety</a>',
    "non-ASCII id": '<span id="café"></span>\n\n[there](#café) and <a href="#caf%C3%A9">again</a>',
    "picture in the page": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="A dot">',
    "decorative picture": '<img src="data:," alt="">',
    "anchor made by script": '<div data-anchors="made-by-script"></div>\n\n<a href="#made-by-script">there</a>',
    "text fragment": '<a href="../safety/#:~:text=bladder">Safety</a>',
    "brackets in the text": "The dose [in rats] and the dose [in people] differ.",
    "labeled nucleus": "[^3^H]MK-801 labels the pore.",
    "new section": "## A new section { #a-new-section }\n\nText. [Back to it](#a-new-section)",
    "emphasis in a link": "[*Safety* and **harm**](safety.md)",
    "named anchor": '<a name="old-name"></a>\n\n<a href="#old-name">there</a>',
    "code in a list": '- A step\n\n    ```html\n    <a href="nope.html">x</a> [x](nope.md)\n    ```',
    "fence of tildes": "~~~markdown\n[x](nope.md) [^nope]\n~~~",
    "code span with a backtick": "`` [x](nope.md) ` [^nope] ``",
    "raw code": "<p><code>[x](nope.md)</code>, <kbd>[^nope]</kbd> and <samp>[[nope]]</samp></p>",
    "Markdown in pre": "<pre>\n[x](nope.md) [^nope] [[figure: nope]]\n</pre>",
    "text field": '<textarea>[x](nope.md) <a href="nope/">x</a></textarea>',
    "escaped brackets": r"\[Racemic\] ketamine and \*no\* emphasis.",
    "comment for old browsers": '<!--[if IE]><a href="../nope/">x</a><![endif]-->',
    "script with HTML in a string": "<script>\nvar x = \"<a href='../nope/'>x</a><img src='nope.png'></a>\";\n</script>",
    "JSON in a script": '<script type="application/json">{"href": "../nope/", "src": "nope.png"}</script>',
    "template with an id of the page": '<template><span id="in-brief"></span></template>',
    "inline drawing with ids": '<svg viewBox="0 0 9 9"><defs><linearGradient id="shade-x"></linearGradient></defs><rect id="box-x" fill="url(#shade-x)"></rect><use href="#box-x"></use></svg>',
    "drawing as link": '<a href="../safety/" aria-label="Safety"><svg></svg></a>',
    "picture as link": '<a href="../safety/"><img src="data:," alt="Safety"></a>',
    "figure addresses": '<a href="../figures/magnesium-block.svg">drawing</a>, <a href="../figures/magnesium-block.csv">data</a>, <img src="../figures/magnesium-block.png" alt="x">',
    "place of a figure": "[the figure](glutamate.md#fig-magnesium-block)",
    "question as goal": '<a href="../safety/#check-yourself">questions</a>',
    "reference as goal": '<a href="../references/#ref-mealing1999">the source</a>',
    "automatic link": "<https://example.org/a_(b)> and <editors@example.org>",
    "mail with a subject": '<a href="mailto:editors@example.org?subject=A%20mistake">x</a>',
    "script link": '<a href="javascript:void(0)">x</a>',
    "address with brackets": "[x](https://en.wikipedia.org/wiki/Ketamine_(drug))",
    "address with an entity": '<a href="https://example.org/?a=1&amp;copy=2">x</a>',
    "address with an encoded letter": '<a href="../%73afety/#bl%61dder">x</a>',
    "scheme in capitals": '<a href="HTTPS://example.org/">x</a>',
    "host without https:": "[x](http://old.example.org/) <!-- http only -->",
    "brackets in a link text": "[doses [in rats] and in people](safety.md)",
    "the page itself": '<a href="./">top</a>, <a href="./#in-brief">brief</a>, <a href="#top">top</a>',
    "braces": "The set {a, b} and {.5, 1}, a == b, and `{ #x }`.",
    "closed details": '<details><summary>More</summary><p id="inside-x">x</p></details>\n\n[inside](#inside-x)',
    "raw heading": '<h3 id="raw-heading">A heading</h3>',
    "link over lines": '<a class="x"\n   href="../safety/#bladder"\n>Safety</a>',
    "other language": '<p lang="de">[sic] Übermaß, naïve, Ca²⁺ [3H]</p>',
}


def harmless(root: Path) -> list[Mutation]:
    """Edits that change the site and break nothing: in the text of one page each, in other sources, in what a build makes."""
    t = Tree(root)
    found = [
        t.insert(kind, t.lessons[number % len(t.lessons)], text)
        for number, (kind, text) in enumerate(HARMLESS.items())
    ]
    found += [*elsewhere(t), *moves(t), *made(t)]
    for mutation in found:
        mutation.expect = set()
    return found
