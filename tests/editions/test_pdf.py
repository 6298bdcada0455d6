"""The real book, opened: nothing missing, every link alive, accessible, small, and the same every time."""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from pypdfium2 import PdfDocument, raw

from scripts.editions import links
from scripts.editions.chapter import Chapter
from scripts.editions.document import Document, one_chapter
from scripts.editions.errors import BookError
from scripts.editions.figures import data_of, described
from scripts.editions.pdf import Press
from scripts.editions.places import stood, tie
from scripts.editions.site import Site
from scripts.editions.tree import Element

LABELS_END = 133.2  # points from the left edge of the page to the end of its narrow column (47 mm)
WORD_RE = re.compile(r"[^\W\d_]{3,}")


def words(text: str) -> Counter[str]:
    """Words of at least three letters; a hyphen at the end of a line, and any other, joins."""
    text = (
        text.replace("\u00ad", "")
        .replace("ﬁ", "fi")
        .replace("ﬂ", "fl")
        .replace("ﬀ", "ff")
        .replace("ﬃ", "ffi")
    )
    return Counter(WORD_RE.findall(re.sub(r"[-‐]\s*|/\s*", "", text).casefold()))


def numbers_of(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.objgen: n for n, page in enumerate(pdf.pages)}


def destinations(pdf: pikepdf.Pdf) -> dict[str, tuple[int, float]]:
    """Named places of a PDF: (page from 0, height)."""
    numbers = numbers_of(pdf)
    found = {}
    for name, value in pikepdf.NameTree(pdf.Root.Names.Dests).items():
        place = value.D if isinstance(value, pikepdf.Dictionary) else value
        found[str(name)] = (numbers[place[0].objgen], float(place[3]))
    return found


def test_it_says_what_it_is(book: pikepdf.Pdf, site: Site) -> None:
    assert str(book.Root.Lang) == "en-US"
    assert book.Root.MarkInfo.Marked
    assert book.Root.ViewerPreferences.DisplayDocTitle
    with book.open_metadata() as metadata:
        assert metadata["dc:title"] == site.name
        assert str(metadata["pdfuaid:part"]) == "1"


@pytest.mark.parametrize(
    ("name", "size"),
    [("how-ketamine-works.pdf", (595, 842)), ("how-ketamine-works-letter.pdf", (612, 792))],
)
def test_size_and_paper(downloads: Path, name: str, size: tuple[int, int]) -> None:
    file = downloads / name
    assert file.stat().st_size <= 5_000_000
    with pikepdf.open(file) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(value) for value in page.mediabox)
            assert (round(right - left), round(top - bottom)) == size
        assert pdf.Root.MarkInfo.Marked


def test_every_page_of_the_site_is_a_chapter_in_order(
    reader: PdfDocument, chapters: list[Chapter]
) -> None:
    titles = [entry.get_title() for entry in reader.get_toc() if entry.level == 0]
    rest = iter(titles)
    assert all(any(chapter.page.title == title for title in rest) for chapter in chapters), titles
    assert "Answers" in titles and titles[-1] == "Index of key terms"


def test_every_section_is_a_bookmark_on_its_page(
    book: pikepdf.Pdf, pages: list[str], chapters: list[Chapter]
) -> None:
    places = destinations(book)
    for chapter in chapters:
        for element in (
            e for top in chapter.body for e in top.walk() if e.tag in ("h2", "h3") and e.id
        ):
            page, _ = places[f"{chapter.slug}#{element.id}"]
            squeezed = re.sub(r"\W", "", pages[page]).casefold()
            assert re.sub(r"\W", "", element.text).casefold()[:30] in squeezed, (
                chapter.slug,
                element.id,
                page + 1,
            )


def test_no_link_is_dead_and_cross_references_name_the_right_page(
    book: pikepdf.Pdf, chapters: list[Chapter], pages: list[str]
) -> None:
    places, internal = destinations(book), 0
    for page in book.pages:
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") != "/Link":
                continue
            target = annotation.get("/Dest") or annotation.A.get("/D")
            if target is None:
                uri = str(annotation.A.URI)
                assert re.match(r"(https?://|mailto:)", uri) and not uri.startswith("file:"), uri
                continue
            internal += 1
            if isinstance(target, pikepdf.String):
                assert str(target) in places
            else:
                assert target[0].get("/Type") == "/Page"
    assert internal > 500
    # What is printed: "(p. 31)" after a link to a section must be that section's page.
    text = re.sub(r"\s+", " ", " ".join(pages))
    wrong = []
    for chapter in chapters:
        for link in (
            e for top in chapter.body for e in top.walk() if e.tag == "a" and "to" in e.attrs
        ):
            slug, _, fragment = link.attrs["to"].partition("#")
            if (
                slug == chapter.slug
                or links.is_term(link.attrs["to"])
                or link.attrs["to"] not in places
                or fragment.startswith("grade-")
                or len(link.text) < 12
            ):
                continue
            number = places[link.attrs["to"]][0] + 1
            printed = re.findall(re.escape(link.text) + r" [(\[][^)\]]*?p\. ?(\d+)[)\]]", text)
            if printed and str(number) not in printed:
                wrong.append((chapter.slug, link.text, number, printed))
    assert not wrong


def test_nothing_the_site_says_is_missing(pages: list[str], chapters: list[Chapter]) -> None:
    """Word by word: the book says every word at least as often as the site (long tables of figures' data stay files)."""
    expected: Counter[str] = Counter()

    def collect(element: Element) -> str:
        skip = ("x-data", "x-cite", "svg", "code")
        inside = "".join(
            child if isinstance(child, str) else collect(child)
            for child in element.children
            if isinstance(child, str) or (child.tag not in skip and "verdict" not in child.classes)
        )
        return (
            inside
            if element.tag in ("em", "strong", "sub", "sup", "span", "a", "b", "i", "mark", "time")
            else f" {inside} "
        )

    for chapter in chapters:
        for root in chapter.roots():
            expected += words(collect(root))
    printed = words("\n".join(pages))
    missing = {
        word: (count, printed[word]) for word, count in expected.items() if not printed[word]
    }
    short = sum(max(0, count - printed[word]) for word, count in expected.items())
    # Line ends split or join a word here and there (an address, a formula); a lost paragraph would be far above this.
    assert len(missing) <= len(expected) * 0.005, missing
    assert short <= expected.total() * 0.004, [
        (w, c, printed[w]) for w, c in expected.items() if printed[w] < c
    ][:40]


def test_every_claim_has_its_grade_in_the_margin(
    book: pikepdf.Pdf, chapters: list[Chapter]
) -> None:
    """A label placed by a wrong guess of its line leaves the page or strikes through letters of the text."""
    claims = Counter(
        e.attrs["grade"]
        for chapter in chapters
        for top in chapter.body
        for e in top.walk()
        if e.tag == "mark"
    )
    places = destinations(book)
    grades = {round(places[f"about#grade-{grade}"][1], 1): grade for grade in claims}
    labels: Counter[str] = Counter()
    for page in book.pages:
        for link in page.get("/Annots", []):
            right = max(float(link.Rect[0]), float(link.Rect[2]))
            if abs(right - LABELS_END) < 1 and isinstance(link.get("/Dest"), pikepdf.Array):
                labels[grades.get(round(float(link.Dest[3]), 1), "")] += 1
    del labels[""]  # other links that end there
    assert claims and labels == claims


def test_no_printed_address_has_a_hyphen_added(pages: list[str], chapters: list[Chapter]) -> None:
    """Addresses and DOIs are copied from paper by hand."""
    printed = re.sub(r"\s+", "", "".join(pages))
    texts = {
        e.text.strip()
        for chapter in chapters
        for root in chapter.roots()
        for e in root.walk()
        if e.tag == "a" and "href" in e.attrs
    }
    addresses = {text for text in texts if links.reads_as_address(text)}
    assert len(addresses) > 300
    assert not sorted(address for address in addresses if address not in printed)


def _structure(node: pikepdf.Object, found: list[pikepdf.Object]) -> list[pikepdf.Object]:
    """Every structure element below `node`, without recursion: trees of books are deep."""
    stack = [node]
    while stack:
        current = stack.pop()
        children = current.get("/K")
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                found.append(child)
                stack.append(child)
    return found


def test_every_picture_has_words_and_tables_have_headers(
    book: pikepdf.Pdf, chapters: list[Chapter]
) -> None:
    elements = _structure(book.Root.StructTreeRoot, [])
    kinds = Counter(str(element.S) for element in elements)
    figures = [element for element in elements if element.S == "/Figure"]
    drawn = sum(
        e.tag == "figure" and "figure" in e.classes
        for chapter in chapters
        for top in chapter.body
        for e in top.walk()
    )
    assert len(figures) >= drawn + len(chapters)  # and a QR code per chapter
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)
    tables = sum(
        e.tag == "table" for chapter in chapters for top in chapter.body for e in top.walk()
    )
    tables -= sum(data_of(figure) is None for chapter in chapters for figure in described(chapter))
    assert kinds["/Table"] == tables and kinds["/TH"] >= 2 * tables
    assert kinds["/H1"] >= len(chapters) and kinds["/L"] and kinds["/TOC"]


def test_fonts_are_embedded_and_few(book: pikepdf.Pdf) -> None:
    fonts: dict[str, bool] = {}
    for page in book.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            fonts[str(font.BaseFont).split("+")[-1]] = (
                any(
                    name in inner.get("/FontDescriptor", {})
                    for name in ("/FontFile", "/FontFile2", "/FontFile3")
                )
                or font.Subtype == "/Type3"
            )
    assert fonts and all(fonts.values())
    assert {name.split("-")[0] for name in fonts} <= {
        "LibertinusSerif",
        "FiraSans",
        "DejaVuSansMono",
        "NewComputerModern",
        "NewCMMath",
    }, fonts


def test_a_chapter_stands_alone(downloads: Path, chapters: list[Chapter]) -> None:
    for chapter in chapters:
        with pikepdf.open(downloads / f"{chapter.slug}.pdf") as pdf:
            assert str(pdf.Root.Lang) == "en-US" and pdf.Root.MarkInfo.Marked
            uris = {
                str(a.A.URI)
                for page in pdf.pages
                for a in page.get("/Annots", [])
                if "/A" in a and "/URI" in a.A
            }
            others = {
                e.attrs["to"].partition("#")[0]
                for top in chapter.body
                for e in top.walk()
                if "to" in e.attrs
            } - {chapter.slug}
            for slug in others - {"index"}:
                assert any(f"/{slug}/" in uri for uri in uris), (chapter.slug, slug)


def test_the_same_chapter_has_the_same_bytes(site: Site, built_site: Path) -> None:
    from scripts.editions.clean import make_chapters
    from scripts.editions.site import read_site

    made = []
    for _ in range(2):
        again = read_site(built_site, site.url)
        chapter = next(c for c in make_chapters(again) if c.slug == "glutamate")
        with Press() as press:
            made.append(press.print(one_chapter(again, chapter, 1_700_000_000), 1_700_000_000))
    assert made[0] == made[1]


def test_figures_and_their_words_lead_to_each_other(
    book: pikepdf.Pdf, chapters: list[Chapter]
) -> None:
    places, numbers = destinations(book), numbers_of(book)
    links: dict[int, set[int]] = {}
    for number, page in enumerate(book.pages):
        links[number] = {
            numbers[a.Dest[0].objgen]
            for a in page.get("/Annots", [])
            if isinstance(a.get("/Dest"), pikepdf.Array)
        }
    figures = [
        f"{chapter.slug}#{figure.id}" for chapter in chapters for figure in described(chapter)
    ]
    assert figures
    for figure in figures:
        words, _ = places[f"words:{figure}"]
        from_there = links[words] | links[words + 1]  # a long description may end on the next page
        assert any(words in links[page] for page in from_there), figure


def test_a_place_that_exists_twice_stops_the_build() -> None:
    with pytest.raises(BookError, match="two places are called a#b"):
        stood([("a#b", 1, 0.0, 50.0, 0), ("a#b", 1, 0.0, 60.0, 0)])


def test_a_claim_has_a_bar_as_high_as_its_lines() -> None:
    found = stood([
        ("a#b", 2, 96.0, 50.0, 0), ("word", 2, 99.0, 65.0, 0), ("a#b/end", 2, 200.0, 80.0, 0),
        ("a#c", 2, 100.0, 700.0, 0), ("word", 2, 120.0, 714.0, 0), ("word", 3, 160.0, 74.0, 0), ("word", 3, 160.0, 88.0, 0), ("a#c/end", 3, 110.0, 102.0, 0),
        ("a#d", 3, 100.0, 728.0, 0), ("a#d/end", 4, 90.0, 74.0, 0),
    ])  # fmt: skip
    assert found["pages"] == {"a#b": 2, "a#c": 2, "a#d": 3}
    assert found["claims"] == {
        "a#b": [96.0, 39.0],
        "a#c": [100.0, 23.0, 110.0, 37.0, 28.0],
        "a#d": [100.0, 9.0, 90.0, 9.0, 0.0],
    }


@pytest.mark.parametrize(
    ("above", "bars"), [(190, [5, 0]), (205, [3, 2])], ids=["on one page", "over the page"]
)
def test_a_claim_has_bar_and_grade_on_each_page_it_is_on(
    tmp_path: Path, above: int, bars: list[int]
) -> None:
    text = "Its words go on for several lines, don't they, " * 8
    source = f'#import "book.typ": *\n#show: document-style.with(title: "T", description: "D", author: "A", date: datetime(year: 2026, month: 1, day: 1))\n#heading(level: 1)[T]\n#v({above}mm)\nSome words before it. #claim("supported", "a#claim-long", "a#about")[{text}]#cite-marks((("1", "a#about"),)) #section(2, "a#about")[About];\n'
    with Press(tmp_path) as press:
        printed = PdfDocument(press.print(Document("long", source, {}), 0))
    for page, lines in zip(printed, bars, strict=True):
        boxes = [item.get_bounds() for item in page.get_objects([raw.FPDF_PAGEOBJ_PATH])]
        heights = [
            top - bottom for left, bottom, right, top in boxes if abs(right - left - 1.6) < 0.1
        ]
        words = page.get_textpage().get_text_bounded()
        assert heights == ([pytest.approx(13.97 * (lines - 1) + 9, abs=0.1)] if lines else [])
        assert ("SUPPORTED" in words) == ("don\u2019t" in words) == bool(lines)


def test_a_term_has_each_of_its_pages_once() -> None:
    found = stood(
        [
            ("term:pore", 3, 60.0, 50.0, 0),
            ("term:gate", 3, 60.0, 60.0, 0),
            ("term:pore", 3, 60.0, 70.0, 0),
            ("term:pore", 8, 60.0, 50.0, 0),
        ]
    )
    assert found["pages"] == {} and found["terms"] == {"pore": [3, 8], "gate": [3]}


def test_a_page_is_headed_by_the_section_it_begins_with_or_the_one_that_goes_on() -> None:
    found = stood(
        [
            ("a#top", 1, 60.0, 120.0, 1),
            ("a#one", 1, 60.0, 400.0, 2),
            ("a#small", 2, 60.0, 73.7, 3),
            ("a#two", 2, 60.0, 300.0, 2),
            ("a#three", 3, 60.0, 73.7, 2),
            ("a#four", 3, 60.0, 500.0, 2),
            ("a#q", 5, 60.0, 90.0, 0),
            ("b#top", 6, 60.0, 120.0, 1),
            ("b#p", 7, 60.0, 90.0, 0),
        ]
    )
    assert found["heads"] == {
        "1": "",
        "2": "a#one",
        "3": "a#three",
        "4": "a#four",
        "5": "a#four",
        "6": "a#four",
        "7": "",
        "after": "",
    }


def _linking(to: str) -> Document:
    filler = "#pagebreak()\n" * 3
    return Document(
        "small",
        f'#import "book.typ": *\n#show: document-style.with(title: "T", description: "D", author: "A", date: datetime(year: 2026, month: 1, day: 1))\n#heading(level: 1)[T]\n#xref("{to}")[there];\n{filler}#section(2, "a#b")[Here];\n',
        {},
    )


def test_a_link_leads_to_its_place_and_says_its_page(tmp_path: Path) -> None:
    made = []
    for _ in range(2):  # the second time with the places of the first
        with Press(tmp_path / "memory") as press:
            made.append(press.print(_linking("a#b"), 1_700_000_000))
    assert made[0] == made[1] and (tmp_path / "memory" / "small.json").is_file()
    with pikepdf.open(io.BytesIO(made[0])) as pdf:
        (link,) = pdf.pages[0].Annots
        target = link.get("/Dest") or link.A.D
        assert target[0].objgen == pdf.pages[3].objgen
    assert "there (p. 4)" in PdfDocument(made[0])[0].get_textpage().get_text_range().replace(
        "\u00a0", " "
    )


@pytest.mark.parametrize(
    "said",
    [
        '{"pages": {"a#b": 9, "a#gone": 1}, "claims": {}, "terms": {"x": [7]}, "heads": {"1": "a#gone", "after": "a#gone"}}',
        '{"pages": {"a#b"',
        '{"places": {}}',
        "[]",
    ],
    ids=["another edition", "cut short", "of another make", "a list"],
)
def test_what_was_remembered_does_not_change_the_book(tmp_path: Path, said: str) -> None:
    (tmp_path / "small.json").write_text(said, encoding="utf-8")
    with Press(tmp_path) as press, Press() as fresh:
        assert press.print(_linking("a#b"), 1_700_000_000) == fresh.print(
            _linking("a#b"), 1_700_000_000
        )


def test_a_link_without_a_place_stops_the_build() -> None:
    with (
        Press() as press,
        pytest.raises(BookError, match="a link leads to a#nowhere, which is not in it"),
    ):
        press.print(_linking("a#nowhere"), 1_700_000_000)


TYPST = b"<</Type/Pages/Count 1/Kids[7 0 R]>> <</Type/Page/MediaBox[0 0 595.276 841.89]>> <</Subtype/Link/A<</Type/Action/S/URI/URI(to:%b)>>/Contents(to:%b)>>"


def test_a_link_is_tied_in_the_room_it_has() -> None:
    data = TYPST % (b"metabolism#steps", b"metabolism#steps")
    tied = tie(data, [("metabolism#steps", 1, 60.0, 100.0, 0)], "small")
    assert len(tied) == len(data) and b"to:" not in tied
    assert (
        b"/Subtype/Link/Dest[7 0 R/XYZ null 751.89 null]" in tied and b"/Contents(page 1)" in tied
    )


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (TYPST % (b"x", b"x"), "no room for the way to x"),
        (TYPST * 2 % ((b"x",) * 4), "2 lists of pages"),
        (TYPST.replace(b"MediaBox", b"CropBox") % (b"x", b"x"), "0 heights"),
    ],
    ids=["no room", "two books", "no size"],
)
def test_a_pdf_of_another_make_stops_the_build(data: bytes, finding: str) -> None:
    with pytest.raises(BookError, match=finding):
        tie(data, [("x", 1, 60.0, 100.0, 0)], "small")


@pytest.mark.parametrize(
    "source",
    ["#unknown-thing()", '#import "book.typ": *\n#section[', '#image("pictures/none.svg")'],
)
def test_a_document_that_cannot_be_made_is_named(source: str) -> None:
    with Press() as press, pytest.raises(BookError, match="small.pdf: "):
        press.print(Document("small", source, {}), 1_700_000_000)


def test_sums_are_those_of_the_files(downloads: Path) -> None:
    lines = (downloads / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert {line.split("  ")[1] for line in lines} == {
        path.name for path in downloads.iterdir()
    } - {"SHA256SUMS"}
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((downloads / name).read_bytes()).hexdigest() == digest
