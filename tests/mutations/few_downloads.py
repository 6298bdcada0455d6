"""Real downloads, but few: one chapter, the e-book and their sums, by the code that makes them all, in a third of the time."""

from __future__ import annotations

from pathlib import Path

from scripts.editions.clean import make_chapters
from scripts.editions.document import cover_only, one_chapter
from scripts.editions.downloads import BOOK, FOLDER, print_chapters, write_sums
from scripts.editions.epub import make_epub
from scripts.editions.site import read_site

CHAPTER = "safety"
EPOCH = 0


def make(site: Path, url: str) -> None:
    folder = site / FOLDER
    folder.mkdir(exist_ok=True)
    read = read_site(site, url)
    chapters = make_chapters(read)
    chosen = [one_chapter(read, chapter, EPOCH) for chapter in chapters if chapter.slug == CHAPTER]
    printed, cover = print_chapters(chosen, cover_only(read, EPOCH), EPOCH)
    files = {name: data for name, data, _ in printed} | {
        f"{BOOK}.epub": make_epub(read, chapters, cover, EPOCH)
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    write_sums([folder / name for name in files])
