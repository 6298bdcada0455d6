"""Links inside the book: one made by Typst, and where a fault in it is named. Kinds of faults: tests/mutations."""

from __future__ import annotations

import subprocess
import sys

from scripts.checks.links.documents import pdf_links
from tests.checks import link_check
from tests.conftest import make_site
from tests.mutations.corrupt import in_pdf, jump_by_name
from tests.mutations.publications import pdf

PAGE = '<!doctype html>\n<html lang="en"><head><link rel="canonical" href="https://e.org/guide/"></head><article id="why"><a href="book.pdf">b</a></article></html>'


def typst(text: bytes) -> bytes:
    """In a process of its own: Typst starts threads, and a build that forks after that waits for ever."""
    command = "import sys, typst; sys.stdout.buffer.write(typst.compile(sys.stdin.buffer.read()))"
    return subprocess.run(
        [sys.executable, "-c", command], input=text, capture_output=True, check=True
    ).stdout


def test_a_pdf_made_by_typst_is_read():
    text = b'#set document(title: "T")\n= One <one>\nSee @two[here], #link(<one>)[there], #link("https://doi.org/10.x")[out].\n#pagebreak()\n#set heading(numbering: "1")\n= Two <two>'
    assert list(pdf_links(typst(text))) == [("https://doi.org/10.x", "")]


def test_what_is_wrong_in_a_book_is_not_blamed_on_a_source_that_holds_the_same_words(tmp_path):
    root = make_site(
        tmp_path,
        {
            "site/index.html": PAGE,
            "site/one/index.html": PAGE.replace("book.pdf", "../book.pdf"),
            "site/book.pdf": in_pdf(jump_by_name("nowhere"))(pdf()),
            "docs/index.md": "---\n---\nIt leads nowhere.\n",
        },
    )
    found = [p for p in link_check.find(root / "site", root / "docs") if "nowhere" in p.message]
    assert [(p.path, p.line) for p in found] == [(str(root / "site/book.pdf"), 0)]
