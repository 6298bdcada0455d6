"""Real downloads, but few: one chapter, the e-book and their sums, by the code that makes them all, in a third of the time."""

from __future__ import annotations

from pathlib import Path

from scripts.core.site import Site  # before MkDocs: it silences the theme's advertisement

from mkdocs.config import load_config  # isort: skip

from scripts.editions.chapter import make_chapters
from scripts.editions.downloads import BOOK, FOLDER, draw_cover, print_pdfs, write_sums
from scripts.editions.epub.package import make_epub
from scripts.editions.imprint import read_imprint
from scripts.editions.pdf.document import Book

CHAPTER = "safety"
EPOCH = 0


def make(folder: Path, url: str) -> None:
    site = Site(load_config("mkdocs.yml", site_dir=str(folder), site_url=url))
    site.read()
    imprint = read_imprint(site)
    book = Book(site, imprint, make_chapters(site, imprint))
    printed, pages = print_pdfs([book.alone(book.by_slug[CHAPTER])], imprint, EPOCH)
    cover = draw_cover(book.cover_alone(), imprint)
    files = {name: data for name, data, _ in printed}
    files[f"{BOOK}.epub"] = make_epub(site, imprint, book.chapters, cover, pages, EPOCH)
    (folder / FOLDER).mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / FOLDER / name).write_bytes(data)
    write_sums([folder / FOLDER / name for name in files])
