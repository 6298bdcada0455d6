"""Make every file of `SITE/download/`, with SHA-256 sums beside them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from scripts.book.clean import make_chapters
from scripts.book.document import cover_only, one_chapter, whole_book
from scripts.book.epub import make_epub
from scripts.book.offline import make_offline
from scripts.book.pdf import Press, letter_from_a4
from scripts.book.site import read_site

FOLDER = "download"
Say = Callable[[str], None]


def make_downloads(site: Path, site_url: str, epoch: int, say: Say = print) -> list[Path]:
    """Write all downloads of the built site; the same site and `epoch` give the same bytes."""
    folder = site / FOLDER
    folder.mkdir(exist_ok=True)
    made: list[Path] = []
    clock = time.perf_counter()

    def write(name: str, data: bytes) -> None:
        nonlocal clock
        (folder / name).write_bytes(data)
        made.append(folder / name)
        say(f"{FOLDER}/{name}: {len(data) / 1e6:.2f} MB in {time.perf_counter() - clock:.1f} s")
        clock = time.perf_counter()

    read = read_site(site, site_url)
    chapters = make_chapters(read)
    with Press() as press:
        book = press.print(whole_book(read, chapters, epoch), epoch)
        write("how-ketamine-works.pdf", book)
        write("how-ketamine-works-letter.pdf", letter_from_a4(book))
        for chapter in chapters:
            write(f"{chapter.slug}.pdf", press.print(one_chapter(read, chapter, epoch), epoch))
        write("how-ketamine-works.epub", make_epub(read, chapters, press.picture(cover_only(read, epoch)), epoch))
    write("how-ketamine-works-site.zip", make_offline(site, read.url, epoch, f"{FOLDER}/how-ketamine-works-site.zip"))
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(made))
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return [*made, folder / "SHA256SUMS"]
