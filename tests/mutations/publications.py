"""What stands beside the pages of the small guide: book, e-book, sums, feed, exports. Small, and all of it sound."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf

from scripts.editions.archive import archive
from tests.conftest import make_site

URL = "https://e.org/guide/"
XHTML = '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title><link rel="stylesheet" href="style.css"/></head><body>{}</body></html>'
CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="E/package.opf"/></rootfiles></container>'
ITEMS = ("one.xhtml", "two.xhtml", "nav.xhtml", "style.css", "cover.png")
TEXTS = {
    "feed.xml": f"<feed>\n<link href='{URL}one/#why'/></feed>",
    "robots.txt": f"Sitemap: {URL}sitemap.xml\n",
    "llms.txt": f"- [One]({URL}one/)\n",
    "one/index.md": f"# One\n\n<!-- {URL}nope/ -->\nFrom {URL}one/, see [two]({URL}two/).\n`{URL}nope/`\n",
    "cite/one.bib": f"@misc{{one, url = {{{URL}one/}}}}\n",
    "cite/one.json": f'{{"URL": "{URL}one/"}}\n',
    "cite/one.ris": f"UR  - {URL}one/\n",
    "evidence.csv": f"claim,address\nIt is so.,{URL}one/#claim-so\n",
    "evidence.json": f'[{{"url": "{URL}one/#claim-so"}}]\n',
    "download/SHA256SUMS": f"{'0' * 64}  book.pdf\n{'0' * 64} *book.epub\n",
}


def pdf() -> bytes:
    """One page with a link inside, a link to the site, and a bookmark."""
    book, out = pikepdf.new(), io.BytesIO()
    book.add_blank_page()
    place = pikepdf.Array([book.pages[0].obj, pikepdf.Name.Fit])
    link = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Link}
    jump = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=place)
    uri = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(f"{URL}one/#why"))
    notes = [pikepdf.Dictionary(A=action, **link) for action in (jump, uri)]
    book.pages[0].Annots = pikepdf.Array(notes)
    mark = pikepdf.Dictionary(Title=pikepdf.String("One"), Dest=pikepdf.Array(list(place)))
    book.Root.Outlines = pikepdf.Dictionary(First=book.make_indirect(mark))
    names = pikepdf.Array([pikepdf.String("one#why"), place])
    book.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=names))
    book.save(out)
    return out.getvalue()


def epub() -> bytes:
    items = "".join(f'<item id="{name}" href="{name}"/>' for name in ITEMS)
    package = f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine><itemref idref="one.xhtml"/></spine></package>'
    one = f'<p id="why">x</p><p id="how">x</p><a href="two.xhtml#about-two">two</a> <a href="#note-1">1</a> <a href="{URL}two/">web</a> <a href="https://doi.org/10.1000/1">doi</a><p id="note-1">x</p><img src="cover.png" alt="C"/>'
    files = {
        "META-INF/container.xml": CONTAINER,
        "E/package.opf": package,
        "E/one.xhtml": XHTML.format(one),
        "E/two.xhtml": XHTML.format('<p id="about-two">x</p><a id="empty"/>'),
        "E/nav.xhtml": XHTML.format('<a href="one.xhtml#why">Why</a>'),
        "E/style.css": "p { color: black }",
        "E/cover.png": "no picture",
    }
    return archive({name: text.encode() for name, text in files.items()}, epoch=0)


def publish(site: Path) -> None:
    books = {"download/book.pdf": pdf(), "download/book.epub": epub()}
    make_site(site, TEXTS | books)
