"""A small book, then the real one, opened: nothing missing, every link alive, accessible, and the same every time."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from scripts.core.problems import InputError
from scripts.core.site import Site
from scripts.editions.chapter import Chapter, make_chapters
from scripts.editions.imprint import Imprint, read_imprint
from scripts.editions.pdf import links
from scripts.editions.pdf.compiler import Compiled, Compiler, cut_to_letter, pack
from scripts.editions.pdf.document import Book, Document
from scripts.editions.pdf.rules import data_of
from scripts.editions.tree import Element
from tests.editions.conftest import DRAWING, FIGURE, small_guide, walk

WORD_RE = re.compile(r"[^\W\d_]{3,}")


def words(text: str) -> Counter[str]:
    """Words of at least three letters; a hyphen at the end of a line, and any other, joins."""
    for ligature, letters in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi")):
        text = text.replace(ligature, letters)
    return Counter(WORD_RE.findall(re.sub(r"[-‐\ufffe\x02]\s*|/\s*", "", text).casefold()))


def structure(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every element of the tags."""
    dictionaries = (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary))
    return [o for o in dictionaries if "/S" in o and "/P" in o]


def annotations(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]


def text_of(data: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(data))


# ------------------------------------------------------------------ a small book


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    site = small_guide(tmp_path_factory.mktemp("small"))
    (site.docs / "index-entries.toml").write_text('"bladder" = ["bladder"]')
    imprint = read_imprint(site)
    return Book(site, imprint, make_chapters(site, imprint))


@pytest.fixture(scope="module")
def printed(small: Book) -> Compiled:
    with Compiler(small.imprint) as compiler:
        return compiler.compile(small.whole(), 1_700_000_000)


@pytest.fixture(scope="module")
def said(printed: Compiled) -> str:
    return text_of(pack(printed.pdf))


def test_it_states_what_it_is(printed: Compiled) -> None:
    with printed.pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Guide" and list(metadata["dc:creator"]) == [
            "Guide contributors"
        ]
        assert (
            metadata["dc:rights"]
            == "Text and figures CC BY 4.0. https://creativecommons.org/licenses/by/4.0/"
        )
        assert metadata["xmp:CreateDate"].startswith("2026-11-23")
        assert metadata["pdf:Keywords"] == "ketamine"
        assert (
            metadata["pdfuaid:part"],
            metadata["pdfaid:part"],
            metadata["pdfaid:conformance"],
        ) == ("1", "2", "A")
    assert (
        str(printed.pdf.Root.Lang) == "en-US" and printed.pdf.Root.ViewerPreferences.DisplayDocTitle
    )


def test_bookmarks_carry_the_numbers_of_chapters(printed: Compiled) -> None:
    with printed.pdf.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
    assert titles == ["The guide", "1 What the body does", "About this guide", "Answers", "The figures in words", "Glossary", "References", "Index"]  # fmt: skip


def test_each_source_is_printed_once_with_the_pages_that_cite_it(
    said: str, printed: Compiled
) -> None:
    page = printed.pages["metabolism#steps"]
    assert said.count("BJP") == 1
    assert re.search(rf"1\s+Anis\. BJP\.\s+←\s+p\.\s+{page}\b", said)
    assert "Cited in" not in said


def test_links_are_described_by_where_they_lead(printed: Compiled) -> None:
    told = Counter(re.sub(r"\d+", "N", str(a.Contents)) for a in annotations(printed.pdf))
    for words in (
        "Source N, page N",
        "Answer, page N",
        "Grades, page N",
        "NMDA, page N",
        "Table N.N, page N",
        "Figure N.N, page N",
    ):
        assert told[words], words
    assert (
        set(told) - {"page N"} and told["page N"] <= 3
    )  # those of the index are page numbers themselves


def test_claims_have_a_bar_beside_their_lines_and_their_grade_in_words(
    printed: Compiled, said: str
) -> None:
    assert "Ketamine blocks it. SUPPORTED" in re.sub(r"\s+", " ", said)
    page = PdfDocument(pack(printed.pdf))[printed.pages["metabolism#steps"] - 1]
    bars = [
        o.get_bounds()
        for o in page.get_objects()
        if o.type == 2 and o.get_bounds()[2] - o.get_bounds()[0] < 4
    ]
    assert any(148 < left < 152 and 5 < top - bottom < 20 for left, bottom, _, top in bars), bars


def test_formulas_lists_and_heads_of_rows_are_tagged(tmp_path: Path) -> None:
    body = '<h2 id="steps">S</h2><p>So <span class="formula" aria-label="B is one"><em>B</em> = 1</span>.</p><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>x</td><td>1</td></tr></tbody></table>'
    site = small_guide(tmp_path, bodies={"metabolism": body})
    imprint = read_imprint(site)
    book = Book(site, imprint, make_chapters(site, imprint))
    with Compiler(imprint) as compiler:
        pdf, _ = compiler.compile(book.alone(book.by_slug["metabolism"]), 0)
    found = structure(pdf)
    kinds = Counter(str(element.S) for element in found)
    assert [str(e.Alt) for e in found if e.S == "/Formula"] == ["B is one"]
    assert kinds["/LI"] == 1, "the objectives are a list"
    heads = [e for e in found if e.S == "/TH"]
    scopes = [str(a["/Scope"]) for e in heads for a in e.A.as_list() if a.get("/Scope")]
    assert scopes.count("/Row") == 1 and kinds["/TD"] == 1


def test_the_index_has_terms_and_entries_with_their_pages(printed: Compiled, said: str) -> None:
    body, home = printed.pages["metabolism#steps"], printed.pages["glossary#nmda"]
    index = re.sub(r"\s+", " ", said[said.rindex("Index") :])
    assert f"bladder {body}" in index and f"NMDA {home}, {body}" in index


def test_folded_text_stands_open_under_its_title(said: str) -> None:
    assert "What came next" in said and "The bladder." in said and "MORE DETAIL" in said


def test_lists_of_figures_and_tables(said: str, printed: Compiled) -> None:
    contents = re.sub(r"\s+", " ", said[: said.rindex("Hello")])
    assert f"Figure 1.1 A square {printed.pages['metabolism#fig-a']}" in contents
    assert f"Table 1.1 Block that stays {printed.pages['metabolism#__table-caption_1']}" in contents


def test_without_a_public_address_no_address_of_this_machine_is_printed(tmp_path: Path) -> None:
    site = small_guide(tmp_path, url="http://127.0.0.1:8000/")
    imprint = read_imprint(site)
    book = Book(site, imprint, make_chapters(site, imprint))
    documents = [book.whole(), *(book.alone(chapter) for chapter in book.chapters)]
    assert not [
        name for document in documents for name in document.pictures if name.startswith("qr-")
    ]
    with Compiler(imprint) as compiler:
        for document in documents:
            pdf, _ = compiler.compile(document, 0)
            data = pack(pdf)
            assert not re.search(r"127\.0\.0\.1|localhost", text_of(data)), document.name
            assert not [
                a for a in annotations(pdf) if "127.0.0.1" in str(a.get("/A", {}).get("/URI", ""))
            ]


def test_the_same_book_has_the_same_bytes(small: Book) -> None:
    made = []
    for _ in range(2):
        with Compiler(small.imprint) as compiler:
            made.append(pack(compiler.compile(small.whole(), 1_700_000_000).pdf))
    assert made[0] == made[1]


def test_only_what_has_changed_is_printed_again(
    small: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled, compile_ = list[Document](), Compiler.compile

    def counting(self: Compiler, document: Document, epoch: int) -> Compiled:
        compiled.append(document)
        return compile_(self, document, epoch)

    monkeypatch.setattr(Compiler, "compile", counting)
    leaf = Document("leaf", "#set document(title: [Leaf])\nA", {"a.svg": b"<svg/>"})

    def print_out(document: Document = leaf, epoch: int = 0, imprint: Imprint = small.imprint):
        with Compiler(imprint, tmp_path) as compiler:
            return compiler.print(document, epoch, letter=True).files

    first = print_out()
    assert list(first) == ["leaf.pdf", "leaf-letter.pdf"]
    assert print_out() == first and compiled == [leaf]
    print_out(replace(leaf, source=leaf.source + "B"))
    print_out(replace(leaf, pictures={"a.svg": b"<svg></svg>"}))
    print_out(epoch=1)
    print_out(imprint=replace(small.imprint, version="9.9"))
    assert len(compiled) == 5
    assert len(list((tmp_path / "leaf").iterdir())) == 1, "nothing older is kept"


def test_letter_is_the_same_pages_in_another_frame(printed: Compiled) -> None:
    with pikepdf.open(BytesIO(pack(printed.pdf))) as pdf:
        cut_to_letter(pdf)
        sizes = {
            tuple(
                round(float(v))
                for v in (p.mediabox[2] - p.mediabox[0], p.mediabox[3] - p.mediabox[1])
            )
            for p in pdf.pages
        }
        assert sizes == {(612, 792)}
        assert text_of(pack(pdf)) == text_of(pack(printed.pdf))


@pytest.mark.parametrize(
    "source",
    [
        "#unknown-thing()",
        '#import "book.typ": *\n#section[',
        '#image("pictures/none.svg")',
        '#link(label("a#b"))[x]',
    ],
)
def test_a_document_that_cannot_be_made_is_named(small: Book, source: str) -> None:
    with Compiler(small.imprint) as compiler, pytest.raises(InputError, match=r"small\.pdf:0: "):
        compiler.compile(Document("small", source, {}), 0)


# ------------------------------------------------------------------ the real book


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("how-ketamine-works", (595, 842)),
        ("how-ketamine-works-letter", (612, 792)),
        ("safety-letter", (612, 792)),
    ],
)
def test_size_and_paper(downloads: Path, name: str, size: tuple[int, int]) -> None:
    file = downloads / f"{name}.pdf"
    assert file.stat().st_size <= 5_000_000
    with pikepdf.open(file) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(value) for value in page.mediabox)
            assert (round(right - left), round(top - bottom)) == size
        assert pdf.Root.MarkInfo.Marked


def test_every_page_of_the_site_is_a_chapter(book: pikepdf.Pdf, chapters: list[Chapter]) -> None:
    with book.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
    for chapter in chapters:
        assert chapter.full_title.replace(". ", " ", 1).replace("'", "’") in [
            t.replace("'", "’") for t in titles
        ]
    assert titles[-1] == "Index"


def destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Named places of a PDF, the headings: page from 0."""
    numbers = {page.objgen: n for n, page in enumerate(pdf.pages)}
    return {str(n): numbers[(v.D if isinstance(v, pikepdf.Dictionary) else v)[0].objgen] for n, v in pikepdf.NameTree(pdf.Root.Names.Dests).items()}  # fmt: skip


def test_every_section_stands_on_the_page_of_its_bookmark(
    book: pikepdf.Pdf, pages: list[str], chapters: list[Chapter]
) -> None:
    places = destinations(book)
    for chapter in chapters:
        for element in (e for e in chapter.elements if e.tag in ("h2", "h3") and e.id):
            page = places[f"{chapter.slug}#{element.id}"]
            squeezed = re.sub(r"\W", "", pages[page]).casefold()
            assert re.sub(r"\W", "", element.text).casefold()[:30] in squeezed, (
                chapter.slug,
                element.id,
            )


def test_no_link_is_dead(book: pikepdf.Pdf) -> None:
    places, internal = destinations(book), 0
    for link in annotations(book):
        target = link.get("/Dest") or link.A.get("/D")
        if target is None:
            assert re.match(r"(https?://|mailto:)", str(link.A.URI)), str(link.A.URI)
            continue
        internal += 1
        assert (
            str(target) in places
            if isinstance(target, pikepdf.String)
            else target[0].Type == "/Page"
        )
    assert internal > 500


def test_cross_references_print_the_right_page(
    book: pikepdf.Pdf, chapters: list[Chapter], pages: list[str]
) -> None:
    text, places, wrong, right = re.sub(r"\s+", " ", " ".join(pages)), destinations(book), [], 0
    for chapter in chapters:
        for link in (e for e in chapter.elements if e.tag == "a" and "to" in e.attrs):
            target = link.attrs["to"]
            if (
                target.startswith(f"{chapter.slug}#")
                or links.is_term(target)
                or target not in places
                or len(link.text) < 12
            ):
                continue
            printed = re.findall(re.escape(link.text) + r" [(\[][^)\]]*?p\. ?(\d+)[)\]]", text)
            right += str(places[target] + 1) in printed
            if printed and str(places[target] + 1) not in printed:
                wrong.append((chapter.slug, link.text, places[target] + 1, printed))
    assert right and not wrong


def test_nothing_the_site_says_is_missing(pages: list[str], chapters: list[Chapter]) -> None:
    """Word by word: the book says every word that the site says (long tables of figures' data stay files)."""
    expected: Counter[str] = Counter()

    def collect(element: Element) -> str:
        skip = ("x-data", "x-cite", "svg", "code")
        inside = "".join(
            c if isinstance(c, str) else collect(c)
            for c in element.children
            if isinstance(c, str) or c.tag not in skip
        )
        return (
            inside
            if element.tag in ("em", "strong", "sub", "sup", "span", "a", "b", "i", "mark", "time")
            else f" {inside} "
        )

    for chapter in chapters:
        for root in chapter.body:
            cut = root.attrs.get("kind") == "source" or chapter.slug == "references"
            expected += Counter() if cut else words(collect(root))
    printed = words("\n".join(pages))
    missing = {word: count for word, count in expected.items() if not printed[word]}
    short = sum(max(0, count - printed[word]) for word, count in expected.items())
    # Line ends split or join a word here and there (an address, a formula); a lost paragraph would be far above this.
    assert len(missing) <= len(expected) * 0.005, missing
    assert short <= expected.total() * 0.004


def test_words_are_whole_and_no_word_is_for_the_screen_only(pages: list[str]) -> None:
    text = "\n".join(pages)
    assert "\u00ad" not in text, "a soft hyphen hides a word from a search"
    assert not re.search(r"\bket\s*-\s*\n\s*amine", text)
    for screen in ("min read", "interactive version", "sign beside the heading", "Select a "):
        assert screen not in text
    assert not re.search(r"https?://\S*…|\w/\S*…", text), "an address is cut short"


def test_no_address_of_this_machine_is_printed(pages: list[str], book: pikepdf.Pdf) -> None:
    assert not re.search(r"127\.0\.0\.1|localhost", "".join(pages))
    assert not [a for a in annotations(book) if "127.0.0.1" in str(a.get("/A", {}).get("/URI", ""))]


def test_every_source_has_one_number_and_every_citation_uses_it(
    pages: list[str], chapters: list[Chapter]
) -> None:
    references = next(chapter for chapter in chapters if chapter.slug == "references")
    numbers = {
        e.id.removeprefix("ref-"): e.attrs["number"]
        for e in references.elements
        if e.attrs.get("kind") == "source"
    }
    cited = {
        ref.attrs["key"] for chapter in chapters for ref in walk(chapter) if ref.tag == "x-ref"
    }
    assert cited <= set(numbers) and len(set(numbers.values())) == len(numbers)
    text = re.sub(r"\s+", " ", "\n".join(pages))
    listed = (e for e in references.elements if e.attrs.get("kind") == "source")
    entries = [re.sub(r"\s+", " ", e.text) for e in listed]
    for title in (entry[:60] for entry in entries[::10]):
        alike = sum(entry.startswith(title) for entry in entries)
        assert text.count(title) in (alike, 0), title  # 0: a line ends at a hyphen
    assert sum(text.count(entry[:40]) > 0 for entry in entries) > 0.9 * len(entries)


def test_every_claim_has_its_grade_in_words(pages: list[str], chapters: list[Chapter]) -> None:
    claims = Counter(
        e.attrs["grade"] for chapter in chapters for e in walk(chapter) if e.tag == "mark"
    )
    text = "".join(pages)
    assert claims and all(text.count(grade.upper()) >= count for grade, count in claims.items())


def test_no_printed_address_has_a_hyphen_added(pages: list[str], chapters: list[Chapter]) -> None:
    """Addresses and DOIs are copied from paper by hand."""
    printed = re.sub(r"[\s\ufffe\x02]+", "", "".join(pages).replace("-", ""))
    texts = {
        e.text.strip()
        for chapter in chapters
        for e in walk(chapter)
        if e.tag == "a" and "href" in e.attrs
    }
    addresses = {text for text in texts if links.reads_as_address(text)}
    assert len(addresses) > 300
    assert not sorted(address for address in addresses if address.replace("-", "") not in printed)


def test_every_picture_has_words_and_every_table_heads(
    book: pikepdf.Pdf, chapters: list[Chapter]
) -> None:
    found = structure(book)
    kinds = Counter(str(element.S) for element in found)
    drawn = sum(len(chapter.figures) for chapter in chapters)
    pictures = [element for element in found if element.S == "/Figure"]
    assert len(pictures) >= drawn and all(str(p.get("/Alt", "")).strip() for p in pictures)
    tables = sum(e.tag == "table" for chapter in chapters for e in chapter.elements)
    tables -= sum(data_of(figure) is None for chapter in chapters for figure in chapter.figures)
    assert kinds["/Table"] == tables and kinds["/TH"] >= 2 * tables
    assert kinds["/H1"] >= len(chapters) and kinds["/L"] and kinds["/TOC"]


def test_fonts_are_embedded_and_few(book: pikepdf.Pdf) -> None:
    fonts: dict[str, bool] = {}
    for page in book.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            files = set(inner.get("/FontDescriptor", {}).keys()) & {
                "/FontFile",
                "/FontFile2",
                "/FontFile3",
            }
            fonts[str(font.BaseFont).split("+")[-1]] = bool(files) or font.Subtype == "/Type3"
    assert fonts and all(fonts.values())
    families = {name.split("-")[0] for name in fonts}
    assert families <= {
        "LibertinusSerif",
        "FiraSans",
        "DejaVuSansMono",
        "NewComputerModern",
        "NewCMMath",
    }


def test_figures_and_their_words_lead_to_each_other(
    book: pikepdf.Pdf, chapters: list[Chapter]
) -> None:
    places = destinations(book)
    numbers = {page.objgen: n for n, page in enumerate(book.pages)}
    leads = {n: {str(a.Dest) if isinstance(a.get("/Dest"), pikepdf.String) else numbers[a.Dest[0].objgen] for a in page.get("/Annots", []) if "/Dest" in a} for n, page in enumerate(book.pages)}  # fmt: skip
    figures = [f"{chapter.slug}#{figure.id}" for chapter in chapters for figure in chapter.figures]
    assert figures
    for figure in figures:
        words = places[f"words:{figure}"]
        from_there = {
            p
            for p in set().union(*(leads[n] for n in range(words, min(words + 4, len(leads)))))
            if isinstance(p, int)
        }
        assert any(f"words:{figure}" in leads[page] for page in from_there), figure


def test_a_chapter_stands_alone(downloads: Path, chapters: list[Chapter], site: Site) -> None:
    for chapter in chapters:
        with pikepdf.open(downloads / f"{chapter.slug}.pdf") as pdf:
            assert str(pdf.Root.Lang) == "en-US" and pdf.Root.MarkInfo.Marked
            uris = {str(a.A.URI) for a in annotations(pdf) if "/A" in a and "/URI" in a.A}
            others = {
                e.attrs["to"].partition("#")[0] for e in chapter.elements if "to" in e.attrs
            } - {chapter.slug, "index"}
            if read_imprint(site).url:
                assert all(any(f"/{slug}/" in uri for uri in uris) for slug in others), chapter.slug


def test_a_figure_is_listed_with_the_page_on_which_it_stands(tmp_path: Path) -> None:
    """One that moves to the next page is not where it was called."""
    lines = "".join(f"<p>Line {n}.</p>" for n in range(30))
    body = f'<h2 id="steps">S</h2>{lines}<p>See.</p>{FIGURE.replace("a.svg", "b.svg")}'
    site = small_guide(tmp_path, bodies={"metabolism": body})
    tall = DRAWING.replace("400 300", "400 900")
    (site.folder / "figures" / "b.svg").write_text(tall)
    imprint = read_imprint(site)
    book = Book(site, imprint, make_chapters(site, imprint))
    with Compiler(imprint) as compiler:
        pdf, pages = compiler.compile(book.whole(), 0)
    texts = [p.get_textpage().get_text_range() for p in PdfDocument(pack(pdf))]
    stands = [n for n, text in enumerate(texts, 1) if "It is black." in text]
    assert stands == [pages["metabolism#fig-a"]]
    assert any(re.search(rf"A square\s+{stands[0]}\b", text) for text in texts[:6])
