"""Harmless edits outside the text of a page: other sources, things that move with a redirect, files that a build makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from tests.mutations import spoil
from tests.mutations.made import BOOK, CHAPTER, INDEX, MAP, SUMS
from tests.mutations.tree import Mutation, Tree

TEMPLATE, SHEET, SETTINGS, REDIRECTS = (
    "overrides/main.html",
    "docs/assets/css/site.css",
    "mkdocs.yml",
    "docs/redirects.txt",
)
NEW_PAGE = """---
title: A new page
description: A page that nobody has written yet.
kind: project
reviewed: false
minutes: 1
checked: 2026-11-23
---

## First { #first }

See [Safety](safety.md#bladder), [Glutamate](glutamate.md), [History](history.md) and [this](#first).
"""


def elsewhere(t: Tree) -> Iterator[Mutation]:
    yield t.append("remark in the redirects", REDIRECTS, "# nothing -> nowhere, a remark")
    yield t.append("redirect", REDIRECTS, "formerly/ -> safety/\nformerly/#harm -> safety/#bladder")
    yield t.append(
        "redirect of an id",
        REDIRECTS,
        "safety/#formerly -> safety/#bladder\nsafety/#elsewhere -> history/#in-brief",
    )
    yield t.append(
        "remark in the bibliography",
        "docs/references.bib",
        "\n@comment{nothing here: http://example.org}",
    )
    yield t.append("remark in the settings", SETTINGS, "# see nope.md")
    yield Mutation(
        "template remark", {TEMPLATE: t.text(TEMPLATE) + "\n{# <a href='nope'>x</a> #}\n"}
    )
    yield Mutation(
        "comment in a template",
        {TEMPLATE: t.text(TEMPLATE).replace("</body>", "<!-- <a href='nope'>x</a> -->\n</body>")},
    )
    yield t.append("remark in a style sheet", SHEET, "/* url(nope.png) @import 'nope.css'; */")
    yield t.append(
        "data in a style sheet",
        SHEET,
        ".x { background: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=) }",
    )
    yield t.append("id in a style sheet", SHEET, ".x { fill: url(#shade); }")
    yield t.append(
        "font of the reader", SHEET, '@font-face { font-family: x; src: local("Georgia") }'
    )
    drawing = min(
        path.relative_to(t.root).as_posix() for path in (t.root / "docs/figures").glob("*.svg")
    )
    mark = '<defs><linearGradient id="shade-x"><stop stop-color="#ffffff"/></linearGradient></defs>'
    yield Mutation(
        "gradient in a drawing", {drawing: t.text(drawing).replace("</svg>", f"{mark}\n</svg>")}
    )
    settings = t.text(SETTINGS).replace(
        "  - pymdownx.mark\n", "  - pymdownx.mark\n  - pymdownx.snippets: {base_path: [snippets]}\n"
    )
    page = t.insert("", t.lessons[0], '--8<-- "shared.md"')
    yield Mutation(
        "snippet",
        {
            **page.changes,
            SETTINGS: settings,
            "snippets/shared.md": "See [Safety](safety.md#bladder) and [brief](#in-brief).\n",
        },
    )
    yield Mutation(
        "new page",
        {
            "docs/new-page.md": NEW_PAGE,
            SETTINGS: t.text(SETTINGS).replace(
                "      - About: about.md\n", "      - About: about.md\n      - New: new-page.md\n"
            ),
        },
    )


def moves(t: Tree) -> Iterator[Mutation]:
    """A page and a section get other names, together with what names them, and the redirect that was promised."""
    sources = [
        path.relative_to(t.root).as_posix()
        for pattern in ("docs/*.md", "docs/figures/*.*", "scripts/figures/*.py", SETTINGS)
        for path in t.root.glob(pattern)
    ]
    old, new, ledger = "rival-hypotheses", "rivals", "tests/ledger/{}.csv"
    named = {
        name: t.text(name).replace(f"{old}.md", f"{new}.md")
        for name in sources
        if f"{old}.md" in t.text(name)
    }
    page = {
        f"docs/{old}.md": None,
        f"docs/{new}.md": t.text(f"docs/{old}.md"),
        ledger.format(old): None,
        ledger.format(new): t.text(ledger.format(old)),
    }
    redirects = f"{old}/ -> {new}/\nevidence/#evidence-{old} -> evidence/#evidence-{new}\nteach/#objectives-{old} -> teach/#objectives-{new}\n"
    yield Mutation("moved page", {**named, **page, REDIRECTS: redirects})
    own = re.compile(r"(\]\(#|section[:=] ?|\{ #)bladder\b(?!-)")
    inside = {
        "docs/safety.md": own.sub(r"\1bladder-x", t.text("docs/safety.md")),
        ledger.format("safety"): re.sub(
            r"(?m)^bladder,", "bladder-x,", t.text(ledger.format("safety"))
        ),
    }
    named = {
        name: re.sub(r"safety\.md#bladder\b(?!-)", "safety.md#bladder-x", t.text(name))
        for name in sources
        if "safety.md#bladder" in t.text(name)
    }
    yield Mutation(
        "moved section", {**named, **inside, REDIRECTS: "safety/#bladder -> safety/#bladder-x\n"}
    )


def made(t: Tree) -> Iterator[Mutation]:
    for kind, name, change in (
        (
            "remark in the site map",
            MAP,
            partial(
                spoil.replaced, "<url>", "<!-- <loc>http://127.0.0.1:8000/nope/</loc> --><url>"
            ),
        ),
        (
            "title in the search index",
            INDEX,
            partial(spoil.replaced, '["safety/","', '["safety/","nope/ '),
        ),
        (
            "jump by name in a PDF",
            CHAPTER,
            partial(spoil.in_pdf, partial(spoil.jump_by_name, "safety#bladder")),
        ),
        (
            "link to a whole chapter of the e-book",
            BOOK,
            partial(
                spoil.in_zip,
                "EPUB/safety.xhtml",
                partial(spoil.replaced, 'href="about.xhtml#', 'href="about.xhtml" data-x="'),
            ),
        ),
        (
            "comment in the e-book",
            BOOK,
            partial(
                spoil.in_zip,
                "EPUB/safety.xhtml",
                partial(spoil.replaced, "<body", '<!-- <a href="nope.xhtml">x</a> --><body'),
            ),
        ),
        ("sum of a binary file", SUMS, partial(spoil.replaced, "  safety.pdf", " *safety.pdf")),
    ):
        yield Mutation(kind, {}, note=name, built={name: change})
