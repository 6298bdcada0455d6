"""Faults of what a build makes besides pages: site map, search index, feed, exports, head of a page, downloads.

No line of the sources holds them: a later change of the code that writes those files would bring them.
They are put into the finished site.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.mutations import spoil
from tests.mutations.other_files import HOME
from tests.mutations.tree import Change, Mutation, Tree

PAGE, COPY, MAP, INDEX = (
    "site/safety/index.html",
    "site/safety/index.md",
    "site/sitemap.xml",
    "site/search/index.js",
)
CHAPTER, BOOK, SUMS = (
    "site/download/safety.pdf",
    "site/download/how-ketamine-works.epub",
    "site/download/SHA256SUMS",
)
SAFETY, NOPE = f"{HOME}safety/", f"{HOME}nope/"


def fault(
    kind: str, name: str, made: Change, where: str | int, said: str = "", at: str = ""
) -> Mutation:
    """`where`: the line, or words of the line, of the file itself or of another one (`at`)."""
    return Mutation(
        kind, {}, {(at or name, where)}, f"{name}: {where}", built={name: made}, says=said
    )


def swapped(kind: str, name: str, old: str, new: str, said: str = "", where: str = "") -> Mutation:
    return fault(kind, name, partial(spoil.replaced, old, new), where or new, said)


def companions(t: Tree) -> Iterator[Mutation]:
    """Texts beside the pages, and what a page says in its head."""
    yield swapped(
        "dead address in the site map", MAP, f"<loc>{SAFETY}<", f"<loc>{NOPE}<", "no such page"
    )
    yield swapped(
        "foreign address in the site map",
        MAP,
        f"<loc>{SAFETY}<",
        "<loc>https://example.org/<",
        "not on this site",
    )
    for slug in ("safety", "glutamate"):
        yield fault(
            "page left out of the site map",
            MAP,
            partial(spoil.replaced, f"<loc>{HOME}{slug}/</loc>", f"<loc>{HOME}</loc>"),
            1,
            "the site map leaves out",
            t.name(slug),
        )
    yield fault("broken site map", MAP, spoil.halved, 1, "not valid XML: ")
    yield swapped("dead page in the search index", INDEX, '["safety/"', '["nope/"', "no such page")
    yield swapped(
        "dead id in the search index",
        INDEX,
        '["safety/#bladder"',
        '["safety/#nope"',
        "no id 'nope' on safety/",
    )
    yield fault("broken search index", INDEX, spoil.halved, 1, "cannot be read")
    for kind, name, old in (
        ("feed", "site/feed.xml", f'<link href="{HOME}'),
        ("robots.txt", "site/robots.txt", HOME),
        ("llms.txt", "site/llms.txt", f"({SAFETY}"),
        ("Markdown copy", COPY, f": {SAFETY}"),
        ("citation as BibTeX", "site/cite/safety.bib", SAFETY),
        ("citation as CSL", "site/cite/safety.json", SAFETY),
        ("citation as RIS", "site/cite/safety.ris", SAFETY),
        ("table of claims", "site/evidence.csv", SAFETY),
        ("claims as JSON", "site/evidence.json", SAFETY),
    ):
        yield swapped(f"dead address in the {kind}", name, old, f"{old}nope/", "no such")
    for kind, old, new, said in (
        (
            "dead canonical address",
            f'rel="canonical" href="{SAFETY}"',
            f'rel="canonical" href="{NOPE}"',
            "no such page",
        ),
        (
            "canonical address of another page",
            f'rel="canonical" href="{SAFETY}"',
            f'rel="canonical" href="{HOME}about/"',
            f"did you mean {SAFETY}",
        ),
        (
            "dead og:url",
            f'"og:url" content="{SAFETY}"',
            f'"og:url" content="{NOPE}"',
            "no such page",
        ),
        (
            "dead og:image",
            f'"og:image" content="{HOME}assets/social/safety',
            f'"og:image" content="{HOME}assets/social/nope',
            "no such file",
        ),
        (
            "relative og:image",
            f'"og:image" content="{HOME}assets/social/',
            '"og:image" content="../assets/social/',
            "needs an absolute address",
        ),
        (
            "dead citation_pdf_url",
            f'"citation_pdf_url" content="{HOME}download/safety.pdf',
            f'"citation_pdf_url" content="{HOME}download/nope.pdf',
            "no such file",
        ),
        ("dead structured data", f'"@id": "{SAFETY}"', f'"@id": "{NOPE}"', "no such page"),
        ("dead icon", "assets/img/mark.svg", "assets/img/nope.svg", "no such file"),
        (
            "link to a download that was never made",
            "<article",
            '<a href="../download/nope.pdf">x</a><article',
            "no such file",
        ),
    ):
        yield swapped(kind, PAGE, old, new, said)
    yield fault(
        "preview picture not made",
        "site/assets/social/safety.png",
        spoil.gone,
        "assets/social/safety.png",
        "no such file",
        PAGE,
    )
    yield fault(
        "figure data not made",
        "site/figures/magnesium-block.csv",
        spoil.gone,
        "figures/magnesium-block.csv",
        "no such file",
        "site/glutamate/index.html",
    )
    yield swapped(
        "dead link in a drawn figure",
        "site/figures/metabolic-pathway.svg",
        "metabolism/",
        "nope/",
        "no such",
    )


def downloads(t: Tree) -> Iterator[Mutation]:
    """Inside the book and the e-book; files that are named and not there."""
    for kind, damage, said in (
        ("jump to no page in a PDF", spoil.jump_to_no_page, "no such page in the book"),
        (
            "jump to no name in a PDF",
            partial(spoil.jump_by_name, "safety#bladder-x"),
            "no such place in the book: 'safety#bladder-x'",
        ),
        ("bookmark to no page in a PDF", spoil.bookmark_to_no_page, "no such page in the book"),
        ("dead page in a PDF", partial(spoil.outside_link, f"{HOME}about/", NOPE), "no such page"),
        (
            "dead id in a PDF",
            partial(spoil.outside_link, f"{HOME}glossary/", f"{HOME}glossary/#nope"),
            "no id 'nope' on glossary/",
        ),
        (
            "malformed DOI in a PDF",
            partial(spoil.outside_link, "https://doi.org/", "https://doi.org/10.x/nope"),
            "malformed DOI",
        ),
        (
            "http: address in a PDF",
            partial(spoil.outside_link, "https://doi.org/", "http://www.example.org/paper"),
            "uses http:",
        ),
    ):
        yield fault(kind, CHAPTER, partial(spoil.in_pdf, damage), 0, said)
    yield fault("broken PDF", CHAPTER, spoil.halved, 0, "cannot read the book")
    for kind, name, old, new, said in (
        (
            "dead file in the e-book",
            "safety.xhtml",
            'href="about.xhtml#',
            'href="nope.xhtml#',
            "no such",
        ),
        (
            "dead id in the e-book",
            "safety.xhtml",
            'href="about.xhtml#grade-',
            'href="about.xhtml#nope-',
            "no id 'nope-",
        ),
        ("dead note in the e-book", "safety.xhtml", 'href="#fn-', 'href="#fn-x-', "no id 'fn-x-"),
        (
            "dead contents of the e-book",
            "nav.xhtml",
            'href="safety.xhtml#',
            'href="safety.xhtml#nope-',
            "no id 'nope-",
        ),
        (
            "duplicate id in the e-book",
            "safety.xhtml",
            'id="bladder"',
            'id="deaths"',
            "used more than once",
        ),
        (
            "dead own address in the e-book",
            "safety.xhtml",
            f'href="{SAFETY}"',
            f'href="{NOPE}"',
            "no such page",
        ),
        (
            "malformed DOI in the e-book",
            "safety.xhtml",
            'href="https://doi.org/',
            'href="https://doi.org/x',
            "malformed DOI",
        ),
        (
            "http: address in the e-book",
            "safety.xhtml",
            'href="https://www.',
            'href="http://www.',
            "uses http:",
        ),
        (
            "third-party picture in the e-book",
            "cover.xhtml",
            'src="cover.png"',
            'src="https://example.org/cover.png"',
            "from another host",
        ),
        (
            "dead file in the e-book's package",
            "package.opf",
            'href="safety.xhtml"',
            'href="nope.xhtml"',
            "no such file: 'nope.xhtml'",
        ),
    ):
        yield fault(
            kind,
            BOOK,
            partial(spoil.in_zip, f"EPUB/{name}", partial(spoil.replaced, old, new)),
            0,
            said,
        )
    for kind, name in (
        ("chapter missing in the e-book", "safety.xhtml"),
        ("style sheet missing in the e-book", "style.css"),
        ("cover missing in the e-book", "cover.png"),
    ):
        yield fault(kind, BOOK, partial(spoil.in_zip, f"EPUB/{name}", spoil.gone), 0, name)
    yield fault("broken e-book", BOOK, spoil.halved, 0, "cannot open the e-book")
    yield fault(
        "chapter not made", CHAPTER, spoil.gone, "download/safety.pdf", "no such file", PAGE
    )
    yield fault(
        "e-book not made",
        BOOK,
        spoil.gone,
        "how-ketamine-works.epub",
        "no such file",
        t.name("teach"),
    )
    yield swapped("sum of a file that is not there", SUMS, "safety.pdf", "nope.pdf", "no such file")
