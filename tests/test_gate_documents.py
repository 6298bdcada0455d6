"""Links inside the book and the e-book."""

from __future__ import annotations

import io
import zipfile

import pytest

from scripts import check_links
from scripts.gate.documents import DIRECT_RE, NAMED_RE, pdf_objects, pdf_problems
from tests.conftest import make_site

PAGE = '<!doctype html>\n<html lang="en"><head><link rel="canonical" href="https://e.org/"></head><article><a href="book.{}">b</a></article></html>'
XHTML = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'


def pdf(*objects: str) -> bytes:
    return b"%PDF-1.7\n" + b"".join(f"{number} 0 obj\n{body}\nendobj\n".encode() for number, body in enumerate(objects, 1))


PAGE_OBJECT = "<< /Type /Page /Parent 9 0 R >>"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (["<< /Subtype /Link /A << /S /GoTo /D [2 0 R /XYZ 0 0 0] >> >>", PAGE_OBJECT], []),
        (["<< /Subtype /Link /Dest [7 0 R /Fit] >>", PAGE_OBJECT], [("7", "no such page in the book")]),
        (["<< /Subtype /Link /Dest (there) >>", "<< /Names [(there) 3 0 R] >>", PAGE_OBJECT], []),
        (["<< /Subtype /Link /Dest (nowhere) >>", "<< /Names [(there) 3 0 R] >>", PAGE_OBJECT], [("nowhere", "no such place in the book")]),
        (["<< /A << /S /URI /URI (https://example.org/a\\(b\\)) >> >>"], [("https://example.org/a(b)", "")]),
    ],
)
def test_pdf_links(objects, expected):
    assert list(pdf_problems(pdf(*objects))) == expected


def test_a_real_pdf_is_read_into_its_compressed_objects():
    typst = pytest.importorskip("typst")
    text = b'#set document(title: "T")\n= One <one>\nSee @two[here], #link(<one>)[there], #link("https://doi.org/10.x")[out].\n#pagebreak()\n#set heading(numbering: "1")\n= Two <two>'
    links = list(pdf_problems(typst.compile(text)))
    assert [address for address, reason in links if not reason] == ["https://doi.org/10.x"]
    assert [address for address, reason in links if reason] == []
    assert sum(len(DIRECT_RE.findall(body)) + len(NAMED_RE.findall(body)) for body in pdf_objects(typst.compile(text)).values()) >= 2


def book(tmp_path, ending: str, data: bytes) -> list[str]:
    root = make_site(tmp_path, {"site/index.html": PAGE.format(ending), f"site/book.{ending}": data, "docs/index.md": "---\n---\n"})
    return [problem.message for problem in check_links.find_problems(root / "site", root / "docs") if f"book.{ending}" in problem.path]


def test_gate_reports_links_in_the_book(tmp_path):
    data = pdf("<< /Dest [7 0 R /Fit] >>", "<< /URI (https://e.org/nope/) >>", "<< /URI (https://doi.org/10.x) >>", "<< /URI (https://e.org/) >>")
    assert book(tmp_path, "pdf", data) == [
        "link inside the book: malformed DOI '10.x'",
        "link inside the book: no such page in the book: '7'",
        "link inside the book: no such page: 'https://e.org/nope/'",
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
