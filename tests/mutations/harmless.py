"""Edits that break nothing: the checks have to stay silent about each of them. Most are rows of harmless.toml."""

from __future__ import annotations

from tests.mutations.corrupt import in_pdf, in_zip, jump_by_name, replaced
from tests.mutations.faults import (
    BOOK,
    EPUB,
    INDEX,
    LOC,
    PAGE,
    PLACE,
    REDIRECTS,
    SETTINGS,
    THREE,
    URL,
    Changes,
    edited,
    read_tables,
    text_of,
)

TABLES = read_tables("harmless.toml")
NEW_PAGE = text_of(THREE).replace("title: Three", "title: New").replace("about-three", "new")
NAME_TWO = ("docs/index.md", PAGE, THREE, "docs/glossary.md", "docs/about.md", SETTINGS, "docs/figures/steps.toml", "docs/figures/steps.csv")  # fmt: skip
HARMLESS: dict[str, Changes] = {
    **{kind: edited(PAGE, PLACE, new) for kind, new in TABLES["text"].items()},
    **{kind: edited(*row) for kind, row in TABLES["edits"].items()},
    "line ends of Windows": {PAGE: text_of(PAGE).replace("\n", "\r\n")},
    "a byte order mark": {PAGE: "\ufeff" + text_of(PAGE)},
    "new page": {
        "docs/new.md": NEW_PAGE.replace("#alone", "#alone-too"),
        **edited(SETTINGS, "- three.md", "- three.md\n      - new.md"),
    },
    "moved page": {
        "docs/two.md": None,
        "docs/second.md": text_of("docs/two.md"),
        **{name: text_of(name).replace("two.md", "second.md") for name in NAME_TWO},
        REDIRECTS: "two/ -> second/\n",
    },
    "moved section": {
        **edited(THREE, "#alone", "#together"),
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
