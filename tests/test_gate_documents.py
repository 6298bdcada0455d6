"""Links inside the book and the e-book."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
import typst

from scripts import check_links
from scripts.gate.documents import pdf_problems
from tests.conftest import make_site

PAGE = '<!doctype html>\n<html lang="en"><head><link rel="canonical" href="https://e.org/"></head><article><a href="book.{}">b</a></article></html>'
XHTML = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'


def pdf(*links: dict, names: tuple[str, ...] = ()) -> bytes:
    """A book of one page with these links; a link to `"page"` leads to it, one to `"stray"` to a page the book does not hold."""
    out, made = io.BytesIO(), pikepdf.new()
    made.add_blank_page()
    goal = {"page": made.pages[0].obj, "stray": made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page))}
    notes = []
    for link in links:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link)
        if "uri" in link:
            note.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(link["uri"]))
        else:
            place = pikepdf.Array([goal[link["to"]], pikepdf.Name.Fit]) if link["to"] in goal else pikepdf.String(link["to"])
            note.A = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=place)
        notes.append(note)
    made.pages[0].Annots = pikepdf.Array(notes)
    if names:
        made.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=pikepdf.Array([part for name in names for part in (pikepdf.String(name), goal["page"])])))
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
    assert [reason for _, reason in pdf_problems(pdf(*links, names=names))] == wrong


def test_a_pdf_made_by_typst_is_read():
    text = b'#set document(title: "T")\n= One <one>\nSee @two[here], #link(<one>)[there], #link("https://doi.org/10.x")[out].\n#pagebreak()\n#set heading(numbering: "1")\n= Two <two>'
    assert list(pdf_problems(typst.compile(text))) == [("https://doi.org/10.x", "")]


def test_what_is_no_pdf_is_said(tmp_path):
    assert book(tmp_path, "pdf", b"not a book")[0].startswith("cannot read the book's links: ")


def book(tmp_path, ending: str, data: bytes) -> list[str]:
    root = make_site(tmp_path, {"site/index.html": PAGE.format(ending), f"site/book.{ending}": data, "docs/index.md": "---\n---\n"})
    return [problem.message for problem in check_links.find_problems(root / "site", root / "docs") if f"book.{ending}" in problem.path]


def test_gate_reports_links_in_the_book(tmp_path):
    data = pdf({"to": "nowhere"}, {"uri": "https://e.org/nope/"}, {"uri": "https://doi.org/10.x"}, {"uri": "https://e.org/"})
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
    sound = epub(one_xhtml=XHTML.format('<p id="a">x</p><a href="two.xhtml#b">x</a>'), two_xhtml=XHTML.format('<p id="b">x</p><a href="one.xhtml#a">x</a>'))
    assert book(tmp_path / "sound", "epub", sound) == []
    broken = epub(one_xhtml=XHTML.format('<a href="two.xhtml#c">x</a><img src="no.png" alt="x"/>'), two_xhtml=XHTML.format('<script src="../x.js"/><p id="b">x</p>'))
    assert book(tmp_path / "broken", "epub", broken) == [
        "link inside the e-book (one.xhtml): no id 'c' on two.xhtml",
        "link inside the e-book (one.xhtml): no such file: 'no.png'",
        "link inside the e-book (two.xhtml): outside the site: '../x.js'",
    ]
    assert book(tmp_path / "none", "epub", b"not a zip file") == ["cannot open the e-book: File is not a zip file"]
