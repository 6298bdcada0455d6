"""Make every file of `SITE/download/`, with SHA-256 sums beside them."""

from __future__ import annotations

import hashlib
import multiprocessing
import posixpath
import re
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from scripts.core.child_process import uncollected
from scripts.editions.clean import make_chapters
from scripts.editions.document import Document, cover_only, one_chapter, whole_book
from scripts.editions.epub import make_epub
from scripts.editions.offline import make_offline
from scripts.editions.pdf import Press, cut_to_letter, pack
from scripts.editions.site import read_site
from scripts.publish.redirects import SIGN

FOLDER = "download"
BOOK = "how-ketamine-works"
# Where everything stood in the last edition: a book that has not moved need not be laid out twice.
MEMORY = Path(__file__).resolve().parents[2] / ".cache" / "places"
MOVED_RE = re.compile(r'http-equiv="refresh" content="0; url=([^"#]+)')
Say = Callable[[str], None]


def print_book(book: Document, epoch: int) -> list[tuple[str, bytes, float]]:
    """The whole book on both papers; Letter is a second cut of the same pages."""
    with Press(MEMORY) as press:
        start = time.perf_counter()
        with press.compile(book, epoch) as pdf:
            a4 = pack(pdf)
            middle = time.perf_counter()
            cut_to_letter(pdf)
            letter = pack(pdf)
        return [
            (f"{BOOK}.pdf", a4, middle - start),
            (f"{BOOK}-letter.pdf", letter, time.perf_counter() - middle),
        ]


def print_chapters(
    chapters: list[Document], cover: Document, epoch: int
) -> tuple[list[tuple[str, bytes, float]], bytes]:
    """Each chapter by itself, and the cover as a picture for the e-book."""
    made = []
    with Press(MEMORY) as press:
        for chapter in chapters:
            start = time.perf_counter()
            made.append(
                (f"{chapter.name}.pdf", press.print(chapter, epoch), time.perf_counter() - start)
            )
        return made, press.picture(cover)


def under_old_names(site: Path, printed: dict[str, bytes]) -> dict[str, bytes]:
    """A chapter whose page has moved, once more under each name that its page had: a promised file cannot be redirected."""
    found = {}
    for page in sorted(site.glob("*/index.html")):
        text = page.read_text(encoding="utf-8")
        if SIGN in text and (goal := MOVED_RE.search(text)):
            name = posixpath.basename(posixpath.normpath(posixpath.join(page.parent.name, goal[1])))
            if f"{name}.pdf" in printed:
                found[f"{page.parent.name}.pdf"] = printed[f"{name}.pdf"]
    return found


def write_sums(files: list[Path]) -> Path:
    """Beside the files, in the form that `sha256sum -c` reads."""
    sums = files[0].parent / "SHA256SUMS"
    sums.write_text(
        "".join(
            f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
            for path in sorted(files)
        ),
        encoding="utf-8",
    )
    return sums


@uncollected()
def make_downloads(site: Path, site_url: str, epoch: int, say: Say = print) -> list[Path]:
    """Write all downloads of the built site; the same site and `epoch` give the same bytes."""
    folder = site / FOLDER
    folder.mkdir(exist_ok=True)
    made: list[Path] = []

    def write(name: str, data: bytes, seconds: float) -> None:
        (folder / name).write_bytes(data)
        made.append(folder / name)
        say(f"{FOLDER}/{name}: {len(data) / 1e6:.2f} MB in {seconds:.1f} s")

    read = read_site(site, site_url)
    chapters = make_chapters(read)
    book, alone = (
        whole_book(read, chapters, epoch),
        [one_chapter(read, chapter, epoch) for chapter in chapters],
    )
    # Two processes, because the book takes about as long as all chapters together. They are started anew: a fork of a process
    # that Typst has worked in has lost Typst's threads and would wait for them for ever.
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        whole = pool.submit(print_book, book, epoch)
        parts = pool.submit(print_chapters, alone, cover_only(read, epoch), epoch)
        printed, cover = parts.result()
        printed = [*whole.result(), *printed]
    for name, data, seconds in printed:
        write(name, data, seconds)
    for name, data in under_old_names(site, {name: data for name, data, _ in printed}).items():
        write(name, data, 0.0)
    start = time.perf_counter()
    epub = make_epub(read, chapters, cover, epoch)
    write(f"{BOOK}.epub", epub, time.perf_counter() - start)
    start = time.perf_counter()
    offline = make_offline(site, read.url, epoch, f"{FOLDER}/{BOOK}-site.zip")
    write(f"{BOOK}-site.zip", offline, time.perf_counter() - start)
    return [*made, write_sums(made)]
