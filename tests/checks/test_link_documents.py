"""Links inside the book and the e-book."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pikepdf
import pytest

from scripts.checks.links.documents import pdf_links
from tests.checks import link_check
from tests.conftest import make_site

PAGE = '<!doctype html>\n<html lang="en"><head><link rel="canonical" href="https://e.org/"></head><article><a href="book.{}">b</a></article></html>'
XHTML = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'


def pdf(*links: dict, names: tuple[str, ...] = (), bookmarks: tuple[str, ...] = ()) -> bytes:
    """A book of one page with these links and bookmarks; one to `"page"` leads to it, one to `"stray"` to a page the book does not hold."""
    out, made = io.BytesIO(), pikepdf.new()
    made.add_blank_page()
    goal = {
        "page": made.pages[0].obj,
        "stray": made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page)),
    }
    notes = []
    for link in links:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link)
        if "uri" in link:
            note.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(link["uri"]))
        else:
            place = (
                pikepdf.Array([goal[link["to"]], pikepdf.Name.Fit])
                if link["to"] in goal
                else pikepdf.String(link["to"])
            )
            note.A = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=place)
        notes.append(note)
    made.pages[0].Annots = pikepdf.Array(notes)
    entries = [
        made.make_indirect(
            pikepdf.Dictionary(
                Title=pikepdf.String(f"To {to}"), Dest=pikepdf.Array([goal[to], pikepdf.Name.Fit])
            )
        )
        for to in bookmarks
    ]
    for entry, following in zip(entries, [*entries[1:], *entries[:1]], strict=True):
        entry.Next = following  # the last one leads back to the first: broken, and no reason to go on for ever
    if entries:
        made.Root.Outlines = pikepdf.Dictionary(First=entries[0])
    if names:
        made.Root.Names = pikepdf.Dictionary(
            Dests=pikepdf.Dictionary(
                Names=pikepdf.Array(
                    [part for name in names for part in (pikepdf.String(name), goal["page"])]
                )
            )
        )
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("links", "names", "wrong"),
    [
        ([{"to": "page"}], (), []),
        ([{"to": "stray"}], (), ["no such page in the book"]),
        ([{"to": "there"}], ("there",), []),
        ([{"to": "nowhere"}], ("there",), ["no such place in the book"]),
        ([{"uri": "https://example.org/a(b)"}], (), [""]),
    ],
)
def test_pdf_links(links, names, wrong):
    assert [reason for _, reason in pdf_links(pdf(*links, names=names))] == wrong


def test_bookmarks():
    assert list(pdf_links(pdf(bookmarks=("page", "stray", "page")))) == [
        ("bookmark To stray", "no such page in the book")
    ]


def typst(text: bytes) -> bytes:
    """In a process of its own: Typst starts threads, and a build that forks after that waits for ever."""
    command = "import sys, typst; sys.stdout.buffer.write(typst.compile(sys.stdin.buffer.read()))"
    return subprocess.run(
        [sys.executable, "-c", command], input=text, capture_output=True, check=True
    ).stdout


def test_a_pdf_made_by_typst_is_read():
    text = b'#set document(title: "T")\n= One <one>\nSee @two[here], #link(<one>)[there], #link("https://doi.org/10.x")[out].\n#pagebreak()\n#set heading(numbering: "1")\n= Two <two>'
    assert list(pdf_links(typst(text))) == [("https://doi.org/10.x", "")]


def test_what_is_no_pdf_is_said(tmp_path):
    assert book(tmp_path, "pdf", b"not a book")[0].startswith("cannot read the book's links: ")


def book(tmp_path, ending: str, data: bytes) -> list[str]:
    root = make_site(
        tmp_path,
        {
            "site/index.html": PAGE.format(ending),
            f"site/book.{ending}": data,
            "docs/index.md": "---\n---\n",
        },
    )
    return [
        problem.message
        for problem in link_check.find(root / "site", root / "docs")
        if f"book.{ending}" in problem.path
    ]


def test_gate_reports_links_in_the_book(tmp_path):
    data = pdf(
        {"to": "nowhere"},
        {"uri": "https://e.org/nope/"},
        {"uri": "https://doi.org/10.x"},
        {"uri": "https://e.org/"},
    )
    assert book(tmp_path, "pdf", data) == [
        "link inside the book: malformed DOI '10.x'",
        "link inside the book: no such page: 'https://e.org/nope/'",
        "link inside the book: no such place in the book: 'nowhere'",
    ]


def epub(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return out.getvalue()


def test_epub(tmp_path):
    sound = epub(
        one_xhtml=XHTML.format('<p id="a">x</p><a href="two.xhtml#b">x</a>'),
        two_xhtml=XHTML.format('<p id="b">x</p><a href="one.xhtml#a">x</a>'),
    )
    assert book(tmp_path / "sound", "epub", sound) == []
    broken = epub(
        one_xhtml=XHTML.format('<a href="two.xhtml#c">x</a><img src="no.png" alt="x"/>'),
        two_xhtml=XHTML.format('<script src="../x.js"/><p id="b">x</p>'),
    )
    assert book(tmp_path / "broken", "epub", broken) == [
        "link inside the e-book (one.xhtml): no id 'c' on two.xhtml",
        "link inside the e-book (one.xhtml): no such file: 'no.png'",
        "link inside the e-book (two.xhtml): outside the site: '../x.js'",
    ]
    assert book(
        tmp_path / "id", "epub", epub(one_xhtml=XHTML.format('<p id="a">x</p><p id="a">y</p>'))
    ) == ["link inside the e-book (one.xhtml): id 'a' is used more than once"]
    leaving = epub(
        one_xhtml=XHTML.format(
            '<a href="https://e.org/">x</a><a href="https://e.org/nope/">x</a><a href="http://example.org/">x</a><img src="https://example.org/x.png" alt="x"/>'
        )
    )
    assert book(tmp_path / "leaving", "epub", leaving) == [
        "link inside the e-book (one.xhtml): 'http://example.org/' uses http:",
        "link inside the e-book (one.xhtml): no such page: 'https://e.org/nope/'",
        "link inside the e-book (one.xhtml): the reader's browser would fetch 'https://example.org/x.png' from another host",
    ]
    assert book(tmp_path / "none", "epub", b"not a zip file") == [
        "cannot open the e-book: File is not a zip file"
    ]


PACKAGE = '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="one.xhtml"/>{}</manifest><spine><itemref idref="a"/>{}</spine></package>'


@pytest.mark.parametrize(
    ("rootfile", "package", "wrong"),
    [
        ("E/p.opf", PACKAGE.format("", ""), []),
        (
            "E/q.opf",
            PACKAGE.format("", ""),
            ["link inside the e-book (META-INF/container.xml): no such file: 'E/q.opf'"],
        ),
        (
            "E/p.opf",
            PACKAGE.format('<item id="b" href="two.xhtml"/>', ""),
            ["link inside the e-book (E/p.opf): no such file: 'two.xhtml'"],
        ),
        (
            "E/p.opf",
            PACKAGE.format("", '<itemref idref="c"/>'),
            ["link inside the e-book (E/p.opf): the reading order names 'c', which is not listed"],
        ),
        (
            "E/p.opf",
            "<package>",
            ["cannot read the e-book's package: no element found: line 1, column 9"],
        ),
    ],
)
def test_package_of_an_epub(tmp_path, rootfile, package, wrong):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "META-INF/container.xml",
            f'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="{rootfile}"/></rootfiles></container>',
        )
        archive.writestr("E/p.opf", package)
        archive.writestr("E/one.xhtml", XHTML.format("x"))
    assert book(tmp_path, "epub", out.getvalue()) == wrong


def test_what_is_wrong_in_a_book_is_not_blamed_on_a_source_that_holds_the_same_words(tmp_path):
    root = make_site(
        tmp_path,
        {
            "site/index.html": PAGE.format("pdf"),
            "site/book.pdf": pdf({"to": "nowhere"}),
            "docs/index.md": "---\n---\nIt leads nowhere.\n",
        },
    )
    (problem,) = link_check.find(root / "site", root / "docs")
    assert (problem.path, problem.line) == (str(root / "site/book.pdf"), 0)


def test_sums_name_files_that_are_there(tmp_path):
    sums = f"{'0' * 64}  book.pdf\n{'0' * 64} *book.epub\n"
    root = make_site(
        tmp_path,
        {
            "site/index.html": PAGE.format("pdf"),
            "site/book.pdf": pdf(),
            "site/SHA256SUMS": sums,
            "docs/index.md": "---\n---\n",
        },
    )
    assert [
        str(problem).replace(f"{root}/", "")
        for problem in link_check.find(root / "site", root / "docs")
    ] == ["site/SHA256SUMS:2: no such file: 'book.epub'"]
