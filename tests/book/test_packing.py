"""A PDF is packed without losing or changing an object, and one that is not as expected is refused."""

from __future__ import annotations

import io

import pikepdf
import pytest

from scripts.book.errors import BookError
from scripts.book.packing import TOGETHER, cut_page, pack, page_height, read

STREAM = b"0 0 m % endobj\n1 0 obj\nS"  # looks like the ends of objects


def plain(objects: list[bytes]) -> bytes:
    """A PDF written as Typst writes it; the first object is its root, the second its list of pages, the last its facts."""
    data, offsets = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    entries = b"".join(b"%010d 00000 n\r\n" % offset for offset in offsets)
    return data + b"xref\n0 %d\n0000000000 65535 f\r\n%btrailer\n<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, entries, len(objects) + 1, len(objects), len(data))


def small(extra: int = 0) -> list[bytes]:
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 2/Kids[5 0 R 3 0 R]>>",
        b"<</Type/Page/MediaBox[0 0 595.2756 841.8898]/Resources<<>>/Parent 2 0 R/Contents 4 0 R>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(STREAM), STREAM),
        b"<</Type/Page/MediaBox[0 0 595.2756 841.8898]/Resources<<>>/Parent 2 0 R>>",
        *[b"<</N %d>>" % n for n in range(extra)],
        b"<</Title(T)>>",
    ]


@pytest.mark.parametrize("extra", [0, 2 * TOGETHER])
def test_every_object_is_the_same_after_packing(extra: int) -> None:
    written = plain(small(extra))
    packed = pack(read(written))
    with pikepdf.open(io.BytesIO(written)) as before, pikepdf.open(io.BytesIO(packed)) as after:
        assert not after.check_pdf_syntax()
        assert len(after.pages) == 2 and after.docinfo["/Title"] == "T"
        for number in range(1, len(small(extra)) + 1):
            one, other = before.get_object(number, 0), after.get_object(number, 0)
            assert one.unparse() == other.unparse()
            if isinstance(one, pikepdf.Stream):
                assert one.read_raw_bytes() == other.read_raw_bytes()
    assert packed == pack(read(written))
    assert not extra or len(packed) < len(written) / 3


def test_another_content_has_another_id() -> None:
    names = []
    for title in (b"<</Title(T)>>", b"<</Title(U)>>"):
        with pikepdf.open(io.BytesIO(pack(read(plain([*small()[:-1], title]))))) as pdf:
            names.append(bytes(pdf.trailer.ID[0]))
    assert names[0] != names[1]


def test_pages_come_in_their_order() -> None:
    assert read(plain(small())).pages() == [5, 3]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda data: data.replace(b"/Root", b"/Toor"), "does not end as"),
        (lambda data: data.replace(b"\n3 0 obj", b"\n7 0 obj"), "object 3"),
        (lambda data: data.replace(b"/Type/Page/MediaBox[0 0 595.2756 841.8898]/Resources<<>>/Parent 2 0 R>>\nendobj", b"/Type/Page/MediaBox[0 0 595.2756 841.8898]/Resources<<>>/Parent 2 0 R>>\nendox "), "object 5"),
    ],
    ids=["no root", "another number", "no end"],
)
def test_a_pdf_of_another_make_stops_the_build(change, finding: str) -> None:
    with pytest.raises(BookError, match=finding):
        read(change(plain(small())))


def test_two_lists_of_pages_stop_the_build() -> None:
    with pytest.raises(BookError, match="2 lists of pages"):
        read(plain([*small()[:-1], small()[1], small()[-1]])).pages()


def test_a_page_is_cut_at_its_upper_left_corner() -> None:
    page = cut_page(small()[2], 612, 792)
    assert b"/MediaBox[0 49.890 612.000 841.890]" in page and b"/Contents 4 0 R" in page
    with pytest.raises(BookError, match="no size"):
        page_height(b"<</Type/Page>>")
