"""The published files: all there, with right sums, under the names that pages had, and opened from a folder."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from scripts.core.site import Site
from scripts.editions.chapter import Chapter
from scripts.editions.downloads import under_old_names
from scripts.editions.offline import local, localize
from tests.browser.opening import INTERACTIVE, LESSON, PLACE
from tests.conftest import make_site
from tests.editions.conftest import small_guide

LOCAL = [
    ("../metabolism/", "../metabolism/index.html"),
    ("../metabolism/#steps", "../metabolism/index.html#steps"),
    ("../metabolism/?q=a#steps", "../metabolism/index.html?q=a#steps"),
    ("./", "./index.html"),
    ("..", "../index.html"),
    (".", "./index.html"),
    ("#steps", "#steps"),
    ("", ""),
    ("../data.csv", "../data.csv"),
    ("https://doi.org/", "https://doi.org/"),
    ("//host/", "//host/"),
    ("mailto:a@b.c", "mailto:a@b.c"),
]


@pytest.mark.parametrize(("href", "there"), LOCAL)
def test_a_link_to_a_folder_names_its_file_offline(href: str, there: str) -> None:
    assert local(href) == there


def test_only_links_change_in_the_offline_copy() -> None:
    html = '<html><head><meta http-equiv="refresh" content="0; url=../a/"><link rel="canonical" href="https://x/a/"></head><body><a class="x" href="../a/#b">../a/</a><img src="../a/"><a href="../download/own.zip">z</a></body></html>'
    there = localize(html, "page", {"download/own.zip"}, "https://guide.example.org/")
    without = localize(html, "page", {"download/own.zip"}, "")
    assert "<a>z</a>" in without and "own.zip" not in without
    assert there.strip() == html.replace('"../a/#b"', '"../a/index.html#b"').replace('url=../a/"', 'url=../a/index.html"').replace("../download/own", "https://guide.example.org/download/own")  # fmt: skip


def test_files_of_a_lesson_are_there_under_every_name_its_page_had(tmp_path: Path) -> None:
    site = small_guide(tmp_path)
    make_site(
        site.docs,
        {"redirects.txt": "harm/ -> safety/\ngone/ -> safety/#bladder\nsafety/#a -> history/#b\n"},
    )
    names = ("safety.pdf", "safety-letter.pdf", "safety-key.pdf", "history.pdf", "safety.txt")
    folder = make_site(tmp_path / "download", {name: name for name in names})
    made = under_old_names(site, [folder / name for name in names])
    assert {file.name: file.read_text() for file in made} == {
        f"{old}{ending}": f"safety{ending}"
        for old in ("harm", "gone")
        for ending in (".pdf", "-letter.pdf", "-key.pdf")
    }


# ------------------------------------------------------------------ the real files


def test_every_file_is_there_and_the_sums_are_right(
    downloads: Path, chapters: list[Chapter]
) -> None:
    names = ["how-ketamine-works", *(chapter.slug for chapter in chapters)]
    expected = {f"{name}{ending}" for name in names for ending in (".pdf", "-letter.pdf")}
    expected |= {"how-ketamine-works.epub", "how-ketamine-works-site.zip"}
    sums = dict(
        reversed(line.split("  ")) for line in (downloads / "SHA256SUMS").read_text().splitlines()
    )
    assert expected <= set(sums)
    for name, digest in sums.items():
        assert hashlib.sha256((downloads / name).read_bytes()).hexdigest() == digest, name


@pytest.fixture(scope="module")
def unpacked(downloads: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(downloads / "how-ketamine-works-site.zip") as zipped:
        assert zipped.testzip() is None
        zipped.extractall(folder)
    (top,) = folder.iterdir()
    return top


def test_every_link_leads_to_a_file_on_the_disk(unpacked: Path) -> None:
    dead = []
    for file in unpacked.rglob("*.html"):
        for node in LexborHTMLParser(file.read_text(encoding="utf-8")).css("[href], [src]"):
            for name in ("href", "src"):
                parts = urlsplit(node.attributes.get(name) or "")
                if parts.scheme or parts.netloc or not parts.path:
                    continue
                if not (file.parent / unquote(parts.path)).resolve().is_file():
                    dead.append((file.relative_to(unpacked).as_posix(), node.attributes[name]))
    assert not dead, dead[:10]


def test_it_reads_and_explores_without_a_network(unpacked: Path, browser) -> None:
    context = browser.new_context()
    context.set_offline(True)
    page = context.new_page()
    problems: list[str] = []
    outside: list[str] = []
    page.on(
        "console", lambda m: problems.append(m.text) if m.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "request",
        lambda r: (
            outside.append(r.url)
            if urlsplit(r.url).scheme not in ("file", "data", "blob")
            else None
        ),
    )
    page.goto((unpacked / "index.html").as_uri())
    page.locator(f"article p a[href*='{LESSON}index.html']").first.click()
    page.wait_for_url(f"**/{LESSON}index.html*")
    page.goto((unpacked / PLACE[INTERACTIVE[0]] / "index.html").as_uri())
    page.locator("figure button").first.click()
    page.wait_for_timeout(1500)
    context.close()
    assert not problems
    assert not outside


def test_every_page_offers_its_chapter_and_the_book(site: Site) -> None:
    for page in site.guide_pages:
        up = "" if page.slug == "index" else "../"
        offered = {link.attributes.get("href") for link in page.tree.css("article a[href]")}
        assert {f"{up}download/{page.slug}.pdf", f"{up}download/how-ketamine-works.pdf"} <= offered
