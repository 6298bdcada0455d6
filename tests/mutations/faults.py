"""Every kind of fault that the checks promise to find: what is changed, where it has to be named, and with which words.

Those that are a change of words stand in faults.toml, where a row each is easy to read; here is what its tables mean,
and faults of several files or of files that are no text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

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
BIB, GLOSSARY, REDIRECTS = "docs/references.bib", "docs/glossary.md", "docs/redirects.txt"
MENU, SETTINGS, THREE = "overrides/menu.html", "mkdocs.yml", "docs/three.md"
WORDS, ROWS = "docs/figures/steps.toml", "docs/figures/steps.csv"


class Fault(NamedTuple):
    """`where`: file and line, any of which is the right place; `fixed`: --fix leaves a guide without findings."""

    kind: str
    changes: Changes
    where: Places
    says: str
    fixed: bool = False


def read_tables(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))


TABLES = read_tables("faults.toml")


def text_of(name: str) -> str:
    path = GUIDE / name
    return path.read_text("utf-8") if path.is_file() else ""


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def lines_with(name: str, words: str) -> Places:
    lines = enumerate(text_of(name).split("\n"), 1)
    return {(name, number) for number, line in lines if words in line}


def edited(name: str, old: str, new: str) -> Changes:
    """The first of `old` becomes `new`, which is a last line where `old` is ""; a file that does not hold it would make
    a fault that is none."""
    text = text_of(name)
    assert old in text, f"{name} has no {old!r}"
    return {name: text.replace(old, new, 1) if old else f"{text}{new}\n"}


HERE = line_of(text_of(PAGE), PLACE)
# Where else some of them may be named.
ALSO: dict[str, Places] = {
    "nav to nowhere": {(THREE, 0)},
    "malformed DOI of a source": {(BIB, 1)},
    "http: address of a source": {(BIB, 8)},
    "renamed key": lines_with(PAGE, "one2001"),
}


def faults_in_words() -> Iterator[Fault]:
    for kind, (new, says) in TABLES["text"].items():
        where = {(PAGE, HERE + new.count("\n"))}
        yield Fault(kind, edited(PAGE, PLACE, new), where, says, kind in TABLES["fixed"])
    for kind, (new, below, says) in TABLES["closed"].items():
        yield Fault(kind, edited(PAGE, PLACE, new), {(PAGE, HERE + below)}, says)
    for kind, (name, old, new, says) in TABLES["edits"].items():
        text = text_of(name)
        line = line_of(text, old) if old else text.count("\n") + 1
        yield Fault(kind, edited(name, old, new), {(name, line), *ALSO.get(kind, ())}, says)
    for kind, (name, words, new, says) in TABLES["before"].items():
        where = {(name, line_of(text_of(name), words))}
        yield Fault(kind, edited(name, words, f"{new}\n{words}"), where, says)


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
    Fault("Markdown link to a moved page", edited(PAGE, PLACE, TO_MOVED[0]) | MOVED, {(PAGE, HERE)}, "'old.md' has moved; did you mean two.md", True),
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
    "renamed id": (edited("docs/two.md", "#about-two }", "#about-two-new }"), "two/#about-two"),
    "promised claim": (edited(PAGE, '"claim-so"', '"claim-so-new"'), "one/#claim-so"),
}


def promise_fault(kind: str, permalinks: str) -> Fault:
    """`permalinks`: the list of what the sound guide publishes."""
    changes, address = PROMISED[kind]
    where = {("docs/permalinks.txt", line_of(permalinks, f"\n{address}\n") + 1)}
    where |= INBOUND if kind == "renamed id" else set()
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


ONE, INDEX = "one/index.html", "search/search_index.json"
BOOK, EPUB = "download/book.pdf", "download/book.epub"
LOC = f"<loc>{URL}three/</loc>"


def built_in_words() -> Iterator[BuiltFault]:
    for kind, (name, old, new, says) in TABLES["built"].items():
        yield BuiltFault(kind, name, replaced(old, new), says, new)
    for kind, (name, old, new, says) in TABLES["book"].items():
        yield BuiltFault(kind, EPUB, in_zip(f"E/{name}", replaced(old, new)), says)


BUILT = (
    *built_in_words(),
    BuiltFault("page left out of the site map", "sitemap.xml", replaced(LOC, f"<loc>{URL}</loc>"), "the site map leaves out three/", 1, "docs/three.md"),
    BuiltFault("broken site map", "sitemap.xml", halved, "not valid XML: ", 1),
    BuiltFault("broken search index", INDEX, halved, "cannot be read", 1),
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
    BuiltFault("chapter missing in the e-book", EPUB, in_zip("E/two.xhtml", gone), "two.xhtml"),
    BuiltFault("style sheet missing in the e-book", EPUB, in_zip("E/style.css", gone), "style.css"),
    BuiltFault("cover missing in the e-book", EPUB, in_zip("E/cover.png", gone), "cover.png"),
    BuiltFault("package missing in the e-book", EPUB, in_zip("META-INF/container.xml", replaced("E/package.opf", "E/nope.opf")), "no such file: 'E/nope.opf'"),
    BuiltFault("broken package of the e-book", EPUB, in_zip("E/package.opf", halved), "cannot read the e-book's package"),
    BuiltFault("broken e-book", EPUB, halved, "cannot open the e-book"),
    BuiltFault("chapter not made", BOOK, gone, "no such file", "citation_pdf_url", f"finished/{ONE}", False),
    BuiltFault("e-book not made", EPUB, gone, "no such file: 'book.epub'", "book.epub", "finished/download/SHA256SUMS"),
)  # fmt: skip

FAULTS = [*faults_in_words(), *OTHERS]
