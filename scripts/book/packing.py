"""A PDF as Typst writes it, as a list of objects: read it, and write it packed.

Typst writes each of the 30,000 small objects that tags and links consist of by itself, and a list of them at the end.
Packed into compressed object streams (PDF 1.5) the same objects take a third of the room. A PDF library can do that
too, but takes each object apart and puts it together again, which is four times the work.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from scripts.book.errors import BookError

TOGETHER = 250  # objects in one stream: a reader unpacks a whole stream to see one of them
ENTRY = 20  # bytes of one entry in the list of objects
END = b"\nendobj\n"
TRAILER_RE = re.compile(rb"trailer\s*<<.*?/Size (\d+).*?/Root (\d+) 0 R.*?/Info (\d+) 0 R", re.DOTALL)
BOX_RE = re.compile(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]")  # the only one of the five boxes that Typst writes
PAGES_RE = re.compile(rb"<</Type/Pages/Count \d+/Kids\[([^\]]*)\]")


@dataclass
class Pdf:
    """`objects[n]` is what object n is made of; number 0 is never used in a PDF."""

    objects: list[bytes]
    root: int
    info: int

    def pages(self) -> list[int]:
        """The numbers of the pages' objects, in order; Typst writes a flat list of them."""
        lists = [found for found in map(PAGES_RE.match, self.objects) if found]
        if len(lists) != 1:
            raise BookError(f"the PDF has {len(lists)} lists of pages")
        return [int(number) for number in re.findall(rb"(\d+) 0 R", lists[0][1])]


def page_height(page: bytes) -> float:
    """Points from the lower edge of a page to its upper one."""
    found = BOX_RE.search(page)
    if found is None:
        raise BookError("a page of the PDF has no size")
    return float(found[2])


def cut_page(page: bytes, width: float, height: float) -> bytes:
    """A page with another frame, kept at its upper left corner."""
    top = page_height(page)
    return BOX_RE.sub(b"/MediaBox[0 %.3f %.3f %.3f]" % (top - height, width, top), page)


def read(data: bytes) -> Pdf:
    """Take a PDF of Typst apart; one of another make stops the build rather than be packed wrongly."""
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    found = TRAILER_RE.search(data, start)
    if found is None:
        raise BookError("the PDF does not end as Typst's do")
    size, root, info = map(int, found.groups())
    first = data.index(b"\n", data.index(b"\n", start) + 1) + 1  # after "xref" and "0 29962"
    offsets = [int(data[at : at + 10]) for at in range(first + ENTRY, first + ENTRY * size, ENTRY)]
    objects = [b""]
    for number, (begin, end) in enumerate(zip(offsets, [*offsets[1:], start], strict=True), 1):
        head = b"%d 0 obj\n" % number
        if not (data.startswith(head, begin) and data.endswith(END, begin, end)):
            raise BookError(f"object {number} of the PDF does not look as Typst's do")
        objects.append(data[begin + len(head) : end - len(END)])
    return Pdf(objects, root, info)


def _together(numbers: list[int], objects: list[bytes]) -> bytes:
    """An object stream: numbers and places of the objects, then the objects."""
    places, at = [], 0
    for number in numbers:
        places.append(b"%d %d" % (number, at))
        at += len(objects[number]) + 1
    head = b" ".join(places) + b"\n"
    packed = zlib.compress(head + b"\n".join(objects[number] for number in numbers))
    return b"<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(numbers), len(head), len(packed), packed)


def _groups(pdf: Pdf) -> Iterator[list[int]]:
    small = [number for number in range(1, len(pdf.objects)) if not pdf.objects[number].endswith(b"endstream")]
    return (small[at : at + TOGETHER] for at in range(0, len(small), TOGETHER))


def pack(pdf: Pdf) -> bytes:
    """The same objects in less room. The id is computed from them, so that the same book always has the same bytes."""
    groups = list(_groups(pdf))
    with ThreadPoolExecutor() as pool:  # compressing lets other threads run
        streams = list(pool.map(lambda group: _together(group, pdf.objects), groups))
    size = len(pdf.objects) + len(streams)
    entries = [b"\0\0\0\0\0\xff\xff"] * (size + 1)  # kind, place, place within a stream: 1 + 4 + 2 bytes
    for holder, group in enumerate(groups, len(pdf.objects)):
        for index, number in enumerate(group):
            entries[number] = b"\2" + holder.to_bytes(4, "big") + index.to_bytes(2, "big")
    written, at = [b"%PDF-1.7\n%\x80\x80\x80\x80\n"], 15
    for number, content in [*enumerate(pdf.objects), *enumerate(streams, len(pdf.objects))]:
        if number and content.endswith(b"endstream"):
            entries[number] = b"\1" + at.to_bytes(4, "big") + b"\0\0"
            written.append(b"%d 0 obj\n%b%b" % (number, content, END))
            at += len(written[-1])
    entries[size] = b"\1" + at.to_bytes(4, "big") + b"\0\0"
    table = zlib.compress(b"".join(entries))
    name = hashlib.md5(b"".join(written), usedforsecurity=False).hexdigest().encode()
    written.append(b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]/Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream%b" % (size, size + 1, pdf.root, pdf.info, name, name, len(table), table, END))
    written.append(b"startxref\n%d\n%%%%EOF\n" % at)
    return b"".join(written)
