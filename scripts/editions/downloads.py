"""Makes every file of `download/`, with SHA-256 sums beside them. Open this to add or rename a download."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from scripts.checks.links.promises import load_redirects
from scripts.core.site import Site
from scripts.editions.chapter import make_chapters
from scripts.editions.classroom.make import make_classroom
from scripts.editions.epub.package import make_epub
from scripts.editions.imprint import read_imprint
from scripts.editions.offline import make_offline
from scripts.editions.pdf.compiler import CACHE, Compiler, Printed
from scripts.editions.pdf.document import Book, Document
from scripts.markdown.exports import EXPORTS

FOLDER = "download"
BOOK = "how-ketamine-works"
Workspace = Callable[[], Compiler]


def print_pdfs(
    documents: Iterable[Document], workspace: Workspace, epoch: int
) -> tuple[list[Printed], float]:
    """Each document on both papers, and the seconds that it took."""
    start = time.perf_counter()
    with workspace() as compiler:
        printed = [compiler.print(document, epoch, letter=True) for document in documents]
    return printed, time.perf_counter() - start


def draw_cover(cover: Document, workspace: Workspace) -> bytes:
    with workspace() as compiler:
        return compiler.picture(cover)


def under_old_names(site: Site, made: list[Path]) -> list[Path]:
    """Files of a lesson whose page has moved, once more under each name it had: a promised file cannot be redirected."""
    endings = {ending for export in EXPORTS if export.each for ending in export.files}
    endings |= {".pdf", "-letter.pdf"}
    found = []
    for move in load_redirects(site.docs):
        old, new = (address.partition("#")[0].strip("/") for address in (move.old, move.new))
        for file in made if "#" not in move.old else ():
            if file.name.removeprefix(new) in endings:
                found.append(file.with_name(old + file.name.removeprefix(new)))
                found[-1].write_bytes(file.read_bytes())
    return found


def write_sums(files: list[Path]) -> Path:
    """Beside the files, in the form that `sha256sum -c` reads."""
    sums = files[0].parent / "SHA256SUMS"
    hashes = ((hashlib.sha256(file.read_bytes()), file.name) for file in sorted(files))
    lines = (f"{content.hexdigest()}  {name}\n" for content, name in hashes)
    sums.write_text("".join(lines), encoding="utf-8")
    return sums


def end_with_parent() -> None:
    """For a child process: a build that is killed outright cannot end it, and its queue would be waited on for ever."""

    def watch() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def make_downloads(site: Site, epoch: int) -> list[Path]:
    """Write all downloads of the built site; the same site and `epoch` give the same bytes."""
    folder = site.folder / FOLDER
    folder.mkdir(exist_ok=True)
    made: list[Path] = []

    def write(what: str, files: dict[str, bytes], seconds: float) -> None:
        for name, data in files.items():
            (folder / name).write_bytes(data)
            made.append(folder / name)
        size = sum(map(len, files.values())) / 1e6
        print(f"{FOLDER}/: {what}, {size:.1f} MB in {seconds:.1f} s")

    imprint = read_imprint(site)
    if not imprint.url:
        what = "SITE_URL is no public address, so book and e-book leave out addresses and codes"
        print(f"{FOLDER}/: {what}")
    book = Book(site, imprint, make_chapters(site, imprint))
    workspace = partial(Compiler, imprint, site.root / CACHE, site.folder)
    # Two processes, because the book takes about as long as all chapters together. They are started anew: a fork of a
    # process that Typst has worked in has lost Typst's threads and would wait for them for ever.
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn"), end_with_parent) as pool:
        whole = pool.submit(print_pdfs, [book.whole()], workspace, epoch)  # first: it takes longest
        alone = [book.alone(chapter) for chapter in book.chapters]
        parts = pool.submit(print_pdfs, alone, workspace, epoch)
        cover = pool.submit(draw_cover, book.cover_alone(), workspace)
        made += make_classroom(site, epoch, folder)  # while the others print
        ([printed], book_seconds), (chapters, seconds) = whole.result(), parts.result()
        picture = cover.result()
    write("the book on A4 and Letter", printed.files, book_seconds)
    files = {name: data for chapter in chapters for name, data in chapter.files.items()}
    write(f"{len(chapters)} chapters on A4 and Letter", files, seconds)
    if moved := under_old_names(site, made):
        print(f"{FOLDER}/: {len(moved)} files under former names")
        made += moved
    start = time.perf_counter()
    epub = make_epub(site, imprint, book.chapters, picture, printed.pages, epoch)
    write("the e-book", {f"{BOOK}.epub": epub}, time.perf_counter() - start)
    start, name = time.perf_counter(), f"{BOOK}-site.zip"
    offline = make_offline(site, imprint, epoch, f"{FOLDER}/{name}")
    write("the offline copy", {name: offline}, time.perf_counter() - start)
    return [*made, write_sums(made)]
