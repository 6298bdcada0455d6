"""Edits that break nothing: the gate has to stay silent about each of them."""

from __future__ import annotations

from pathlib import Path

from scripts.mutations.tree import Mutation, Tree

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
}


def harmless(root: Path) -> list[Mutation]:
    """Edits that change the page and break nothing; each on two pages, plus some in other files."""
    t = Tree(root)
    found = [t.insert(kind, slug, text) for number, (kind, text) in enumerate(HARMLESS.items()) for slug in (t.lessons[number % len(t.lessons)], t.lessons[(number + 5) % len(t.lessons)])]
    found.append(t.append("remark in the redirects", "docs/redirects.txt", "# nothing -> nowhere, a remark"))
    found.append(t.append("redirect", "docs/redirects.txt", "formerly/ -> safety/\nformerly/#harm -> safety/#bladder"))
    found.append(t.append("remark in the bibliography", "docs/references.bib", "\n@comment{nothing here: http://example.org}"))
    found.append(t.append("remark in the settings", "mkdocs.yml", "# see nope.md"))
    found.append(Mutation("template remark", {"overrides/main.html": t.text("overrides/main.html") + "\n{# <a href='nope'>x</a> #}\n"}))
    for mutation in found:
        mutation.expect = set()
    return found
