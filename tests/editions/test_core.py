"""The published offline files, opened as a reader's program would open them."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from selectolax.lexbor import LexborHTMLParser

from scripts.core.settings import nav_order
from scripts.editions.downloads import under_old_names
from scripts.publish.redirects import Redirect, redirect_page

SLUGS = [name.removesuffix(".md") for name in nav_order(Path(__file__).parents[2] / "mkdocs.yml")]
BOOKS = ["how-ketamine-works.pdf", "how-ketamine-works-letter.pdf"]


def titles(items: list) -> list[str]:
    return [title for item in items for title in (str(item.title), *titles(list(item.children)))]


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_is_tagged_titled_and_in_english(built_site, name):
    path = built_site / "download" / name
    assert path.stat().st_size <= 5_000_000
    with pikepdf.open(path) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked) and "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).lower().startswith("en")
        assert str(pdf.docinfo.Title) == "How Ketamine Works"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        metadata = bytes(pdf.Root.Metadata.read_bytes())
        assert b"pdfuaid:part" in metadata, "PDF/UA is not declared"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_offers_its_chapter_and_the_book(built_site, slug):
    home = slug == "index"
    page = LexborHTMLParser(
        (built_site / ("" if home else slug) / "index.html").read_text(encoding="utf-8")
    )
    offered = {link.attributes["href"] for link in page.css("#share a")}
    assert {
        f"{'' if home else '../'}download/{name}" for name in (f"{slug}.pdf", BOOKS[0])
    } <= offered
    assert any("PDF" in link.text() for link in page.css(".page-facts a[href='#share']"))


def test_every_page_of_the_site_is_a_bookmark(built_site):
    with pikepdf.open(built_site / "download" / BOOKS[0]) as pdf, pdf.open_outline() as outline:
        found = titles(list(outline.root))
    for slug in SLUGS:
        page = LexborHTMLParser(
            (built_site / ("" if slug == "index" else slug) / "index.html").read_text(
                encoding="utf-8"
            )
        )
        heading = " ".join(page.css_first("h1").text().split())
        assert any(heading.replace("’", "'") in title.replace("’", "'") for title in found), heading


def annotations(pdf: pikepdf.Pdf):
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == "/Link":
                yield number, annotation


@pytest.mark.parametrize("name", BOOKS)
def test_no_internal_link_is_dead(built_site, name):
    internal = 0
    with pikepdf.open(built_site / "download" / name) as pdf:
        pages = {page.obj.objgen for page in pdf.pages}
        named = set()
        if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
            named = {str(key) for key in pikepdf.NameTree(pdf.Root.Names.Dests)}
        for number, annotation in annotations(pdf):
            target = annotation.get("/Dest", annotation.get("/A", {}).get("/D"))
            if target is None:
                address = str(annotation.A.URI)
                assert not address.startswith(("file:", "../", "./", "#")), (number, address)
                continue
            internal += 1
            if isinstance(target, pikepdf.Array):
                assert target[0].objgen in pages, number
            else:
                assert str(target) in named, (number, str(target))
    assert internal > 1000


def test_every_font_is_embedded(built_site):
    with pikepdf.open(built_site / "download" / BOOKS[0]) as pdf:
        descriptors = [
            obj
            for obj in pdf.objects
            if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor"
        ]
        assert descriptors
        assert [
            str(d.FontName)
            for d in descriptors
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(d.keys())
        ] == []


def test_every_figure_has_a_description(built_site):
    drawn = len(
        {
            f
            for slug in SLUGS
            for f in re.findall(
                r'<figure[^>]*\bid="(fig-[\w-]+)"',
                (built_site / ("" if slug == "index" else slug) / "index.html").read_text(
                    encoding="utf-8"
                ),
            )
        }
    )
    with pikepdf.open(built_site / "download" / BOOKS[0]) as pdf:
        figures = [
            obj
            for obj in pdf.objects
            if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == "/Figure"
        ]
        assert len(figures) >= drawn > 0
        assert [f for f in figures if not str(f.get("/Alt", "")).strip()] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_each_chapter_stands_alone(built_site, slug):
    with pikepdf.open(built_site / "download" / f"{slug}.pdf") as pdf:
        assert str(pdf.docinfo.Title) and bool(pdf.Root.MarkInfo.Marked)
        pages = {page.obj.objgen for page in pdf.pages}
        for number, annotation in annotations(pdf):
            target = annotation.get("/Dest", annotation.get("/A", {}).get("/D"))
            if isinstance(target, pikepdf.Array):
                assert target[0].objgen in pages, number
            elif target is None:
                assert re.match(r"https?://|mailto:", str(annotation.A.URI)), (
                    number,
                    str(annotation.A.URI),
                )


def test_the_sums_are_right(built_site):
    lines = (built_site / "download" / "SHA256SUMS").read_text().splitlines()
    files = {path.name for path in (built_site / "download").iterdir()} - {"SHA256SUMS"}
    assert {line.split()[1].lstrip("*") for line in lines} == files
    for line in lines:
        digest, name = line.split()
        assert (
            hashlib.sha256((built_site / "download" / name.lstrip("*")).read_bytes()).hexdigest()
            == digest
        ), name


def test_the_e_book_is_well_formed(built_site):
    with zipfile.ZipFile(built_site / "download" / "how-ketamine-works.epub") as book:
        assert book.testzip() is None
        first = book.infolist()[0]
        assert (first.filename, first.compress_type, book.read(first)) == (
            "mimetype",
            zipfile.ZIP_STORED,
            b"application/epub+zip",
        )
        names = set(book.namelist())
        package = next(n for n in names if n.endswith(".opf"))
        text = book.read(package).decode()
        assert "schema:accessMode" in text and "dcterms:modified" in text
        from posixpath import dirname, join, normpath

        for href in re.findall(r'<item[^>]*\bhref="([^"]+)"', text):
            assert normpath(join(dirname(package), href)) in names, href


def test_the_offline_copy_opens_from_a_folder(built_site, tmp_path, page):
    with zipfile.ZipFile(built_site / "download" / "how-ketamine-works-site.zip") as copy:
        assert copy.testzip() is None
        copy.extractall(tmp_path)
    start = next(tmp_path.rglob("index.html"))
    for candidate in tmp_path.rglob("index.html"):
        if len(candidate.parts) < len(start.parts):
            start = candidate
    outside: list[str] = []
    errors: list[str] = []
    page.context.set_offline(True)
    page.on(
        "request",
        lambda request: (
            outside.append(request.url)
            if not request.url.startswith(("file:", "data:", "blob:"))
            else None
        ),
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(start.as_uri())
    page.locator("main a[href*='nmda-antagonism']").first.click()
    page.wait_for_load_state()
    assert (
        page.url.startswith("file:")
        and "nmda-antagonism" in page.url
        and page.locator("h1").count() == 1
    )
    assert (outside, errors) == ([], [])


def test_a_chapter_is_there_under_every_name_its_page_had(tmp_path):
    for name, text in {
        "harm": redirect_page(Redirect("harm/", "safety/", 1), [], "https://e.org/", "Safety"),
        "safety": "<p>the page</p>",
        "gone": redirect_page(
            Redirect("gone/", "safety/#bladder", 2), [], "https://e.org/", "Bladder"
        ),
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(text)
    assert under_old_names(tmp_path, {"safety.pdf": b"chapter", "history.pdf": b"another"}) == {
        "harm.pdf": b"chapter",
        "gone.pdf": b"chapter",
    }
