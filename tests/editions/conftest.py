"""One small site for the rules, and the real book of the real site, opened once."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from scripts.editions.chapter import Chapter
from scripts.editions.clean import make_chapters
from scripts.editions.context import Context
from scripts.editions.site import Site, read_site
from scripts.editions.tree import Element, parse_fragment
from tests.conftest import make_site

URL = "https://example.org/guide/"


def page_html(title: str, body: str, prefix: str = "../", objectives: str = "") -> str:
    """A page in the frame that the real template makes, as far as the book reads it."""
    return f"""<!doctype html><html lang="en"><head><meta name="description" content="About {title}.">
<meta property="og:site_name" content="Guide"><script type="application/ld+json">{{"isPartOf": {{"version": "1.2"}}}}</script></head><body>
<nav id="site-nav"><ul><li class="part"><ul><li><a href="{prefix}./">Start</a></li></ul></li>
<li class="part"><p class="part-name">Body</p><ul><li><a href="{prefix}metabolism/">Metabolism</a></li></ul></li>
<li class="part"><p class="part-name">Reference</p><ul><li><a href="{prefix}glossary/">Glossary</a></li><li><a href="{prefix}about/">About</a></li></ul></li></ul></nav>
<main><article class="page"><header class="page-head"><h1 id="top">{title}</h1><ul class="page-facts"><li>3 min read</li>
<li>Facts checked <time datetime="2026-11-23">2026-11-23</time></li><li class="review-state">Not reviewed (<a href="{prefix}about/#grades">why</a>)</li></ul></header>
{objectives}{body}</article></main></body></html>"""


SMALL = {
    "index.html": page_html(
        "The guide",
        '<h2 id="hello">Hello</h2><p>See <a href="metabolism/#steps">the steps</a>.</p>',
        prefix="",
    ),
    "metabolism/index.html": page_html(
        "What the body does",
        '<h2 id="steps">Steps<a class="headerlink" href="#steps">¶</a></h2><p>Text.</p>',
        objectives='<section class="objectives"><h2 id="objectives">After</h2><ol><li><a href="#steps">Trace it.</a></li></ol></section>',
    ),
    "glossary/index.html": page_html(
        "Glossary", '<h2 id="letter-n">N</h2><h3 id="nmda">NMDA</h3><p>An amino acid.</p>'
    ),
    "about/index.html": page_html(
        "About",
        '<h2 id="grades">Grades</h2><h3 id="grade-established">Established</h3><p>Sure.</p>',
    ),
    "figures/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" font-family="Arial, sans-serif"><rect width="9" height="9"/></svg>',
}


@pytest.fixture
def small(tmp_path: Path) -> Site:
    return read_site(make_site(tmp_path / "site", SMALL), URL)


@pytest.fixture
def chapter(small: Site):
    """Clean a body as the metabolism page of the small site."""

    def clean(body: str) -> tuple[Chapter, Context]:
        page = next(page for page in small.pages if page.slug == "metabolism")
        page.article.children = parse_fragment(body).children
        chapters = make_chapters(small)
        printed = {c.slug: c for c in chapters}
        made = printed["metabolism"]
        made.body = [
            c if isinstance(c, Element) else Element("p", {}, [c])
            for c in page.article.children
            if isinstance(c, Element) or c.strip()
        ]
        return made, Context(
            small,
            made,
            printed,
            {e.id and f"metabolism#{e.id}" for top in made.body for e in top.walk()},
        )

    return clean


@pytest.fixture(scope="session")
def downloads(built_site: Path) -> Path:
    return built_site / "download"


@pytest.fixture(scope="session")
def site(built_site: Path) -> Site:
    return read_site(built_site, "http://127.0.0.1:8000/")


@pytest.fixture(scope="session")
def chapters(built_site: Path) -> list[Chapter]:
    """The chapters as the book sees them, from a reading of its own: cleaning changes what it cleans."""
    return make_chapters(read_site(built_site, "http://127.0.0.1:8000/"))


@pytest.fixture(scope="session")
def book(downloads: Path) -> pikepdf.Pdf:
    return pikepdf.open(downloads / "how-ketamine-works.pdf")


@pytest.fixture(scope="session")
def reader(downloads: Path) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(downloads / "how-ketamine-works.pdf")


@pytest.fixture(scope="session")
def pages(reader: pypdfium2.PdfDocument) -> list[str]:
    """Text of every page of the book; the mark that PDFium puts for a hyphen at the end of a line becomes a hyphen."""
    return [
        page.get_textpage().get_text_range().replace("\ufffe", "-").replace("\x02", "-")
        for page in reader
    ]
