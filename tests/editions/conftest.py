"""One small guide for the rules, and the real book of the real site, opened once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from scripts.core.site import Site  # before MkDocs: it silences the theme's advertisement

from mkdocs.config import load_config  # isort: skip

from scripts.editions.chapter import Chapter, make_chapters
from scripts.editions.imprint import Imprint, read_imprint
from scripts.editions.pdf.document import Book
from scripts.editions.pdf.writer import Writer
from scripts.editions.tree import Element
from tests.conftest import ROOT, make_site

URL = "https://guide.example.org/"
SETTINGS = """
site_name: Guide
site_description: About everything.
site_url: {url}
nav:
  - Start: index.md
  - Body: [{{Metabolism: metabolism.md}}]
  - Reference: [{{Glossary: glossary.md}}, {{References: references.md}}, {{About: about.md}}]
plugins: []
extra:
  edition: {{version: "1.2", released: "2026-11-23", authors: [Guide contributors], subjects: [ketamine]}}
"""
HEAD = "title: {title}\ndescription: About {title}.\nkind: {kind}\nreviewed: false\nchecked: 2026-11-23\nminutes: 3\n"
OBJECTIVES = "objectives:\n  - {text: Trace the steps., section: steps}\nsources:\n  - {title: A video, url: 'https://video.example.org/'}\n"
TITLES = {
    "index": "The guide",
    "metabolism": "What the body does",
    "glossary": "Glossary",
    "references": "References",
    "about": "About this guide",
}
CITE = '<sup id="fnref:{0}"><a class="footnote-ref" href="#fn:{0}">{1}</a></sup>'
NOTE = '<li id="fn:{0}"><p>{1} <a class="footnote-backref" href="#fnref:{0}">↩</a></p></li>'
QUESTION = """<h3 class="question" id="q-a">Why?<a class="headerlink" href="#q-a">¶</a></h3>
<ul class="choices"><li><details class="choice choice-right"><summary>Yes</summary><div class="feedback"><p class="verdict">Correct</p><p>So it is.</p></div></details></li>
<li><details class="choice choice-wrong"><summary>No</summary><div class="feedback"><p class="verdict">Not this one</p><p>Tempting.</p></div></details></li></ul>
<p class="question-note">Tests objective 1.</p>"""
FIGURE = """<figure class="figure" id="fig-a" data-kind="plot" data-src="../figures/a.svg"><div class="figure-stage"><svg viewBox="0 0 400 300"><title>Square</title><desc>A square.</desc></svg></div>
<figcaption><p><a class="figure-number" href="#fig-a">Figure 1.</a> <strong>A square.</strong> It is black.</p><div class="figure-tools">CSV</div>
<details class="figure-details"><summary>In words</summary><p>Four sides.</p></details>
<details class="figure-details"><summary>Data</summary><div class="figure-table"><table><thead><tr><th>x</th><th>y</th></tr></thead><tbody><tr><th scope="row">1</th><td>2</td></tr></tbody></table></div></details></figcaption></figure>"""
TABLE = """<figure class="table" id="__table-caption_1"><table><thead><tr><th>drug</th><th>block</th></tr></thead><tbody><tr><td>ketamine</td><td>86 ± 1%</td></tr><tr><td>memantine</td><td>7 ± 4%</td></tr></tbody></table>
<figcaption><p><span class="caption-prefix">Table 1.</span> Block that stays. In neurons.</p></figcaption></figure>"""
STEPS = f"""<h2 id="steps">Steps<a class="headerlink" href="#steps">¶</a></h2>
<p>The <a class="term" href="../glossary/#nmda">NMDA</a> receptor.{CITE.format("anis1983", 1)} <mark class="claim supported" id="claim-a">Ketamine blocks it.</mark>\u00a0<a class="grade grade-supported" href="../about/#grade-supported">supported</a>{CITE.format("mion2017", 2)} See <a href="../about/#grades">grades</a>.</p>
<details><summary>More detail: what came next</summary><p>The bladder.</p></details>
<div class="admonition recap"><p class="admonition-title">What you need</p><p>Receptors.</p></div>
{FIGURE}{TABLE}<h2 id="later">Later</h2><p>Text.</p>{QUESTION}
<div class="footnote"><hr><ol>{NOTE.format("anis1983", "Anis. <em>BJP</em>.")}{NOTE.format("mion2017", 'Mion. <a href="https://doi.org/10.1/x">doi:10.1/x</a>')}</ol></div>"""
BODIES = {
    "index": '<h2 id="hello">Hello</h2><p>See <a href="metabolism/#steps">the steps</a>.</p>',
    "metabolism": STEPS,
    "glossary": '<h2 id="letter-n">N</h2><h3 id="nmda">NMDA</h3><p>An amino acid.</p>',
    "references": '<ul><li><p id="ref-anis1983">Anis. <em>BJP</em>. <em>Cited in</em> <a href="../metabolism/#fnref:anis1983">What the body does</a>.</p></li><li><p id="ref-mion2017">Mion.</p></li></ul>',
    "about": '<h2 id="grades">Grades</h2><h3 id="grade-supported">Supported</h3><p>Fairly sure.</p><h2 id="not-reviewed">Not reviewed</h2><p>Nobody has.</p>',
}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" font-family="Arial, sans-serif"><a href="../x/"><rect width="9" height="9"/></a><text x="1" y="20" font-size="13">Box</text></svg>'


def small_guide(folder: Path, url: str = URL, bodies: dict[str, str] | None = None) -> Site:
    """A guide of five pages, as its site stands after a build; `bodies` replaces the text of some."""
    files = {"mkdocs.yml": SETTINGS.format(url=url), "site/figures/a.svg": DRAWING}
    for slug, title in TITLES.items():
        kind = "lesson" if slug == "metabolism" else "reference"
        head = HEAD.format(title=title, kind=kind) + (OBJECTIVES if kind == "lesson" else "")
        body = (BODIES | (bodies or {}))[slug]
        address = "" if slug == "index" else f"{slug}/"
        files[f"docs/{slug}.md"] = f"---\n{head}---\n\n{body}\n"
        files[f"site/{address}index.html"] = (
            f'<!doctype html><html><body><main><article class="md-content__inner"><header class="page-head"><h1>{title}</h1></header>'
            f'<section class="objectives">again</section>{body}<details class="share">Share</details></article></main></body></html>'
        )
    make_site(folder, files)
    site = Site(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site")))
    site.read()
    return site


@pytest.fixture
def guide(tmp_path: Path) -> Site:
    return small_guide(tmp_path)


@pytest.fixture
def imprint(guide: Site) -> Imprint:
    return read_imprint(guide)


Write = Callable[[str], tuple[Chapter, Writer]]


@pytest.fixture
def lesson(tmp_path: Path) -> Write:
    """A body as the metabolism page of the small guide, and what writes it into a book."""

    def make(body: str) -> tuple[Chapter, Writer]:
        site = small_guide(tmp_path, bodies={"metabolism": body})
        about = read_imprint(site)
        book = Book(site, about, make_chapters(site, about))
        chapter = book.by_slug["metabolism"]
        return chapter, book.writer(chapter)

    return make


def walk(chapter: Chapter) -> list[Element]:
    return [element for root in chapter.roots() for element in root.walk()]


@pytest.fixture(scope="session")
def downloads(built_site: Path) -> Path:
    return built_site / "download"


@pytest.fixture(scope="session")
def site(built_site: Path) -> Site:
    real = Site(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(built_site)))
    real.read()
    return real


@pytest.fixture(scope="session")
def chapters(site: Site) -> list[Chapter]:
    return make_chapters(site, read_imprint(site))


@pytest.fixture(scope="session")
def book(downloads: Path) -> pikepdf.Pdf:
    return pikepdf.open(downloads / "how-ketamine-works.pdf")


@pytest.fixture(scope="session")
def pages(downloads: Path) -> list[str]:
    """Text of every page of the book."""
    reader = pypdfium2.PdfDocument(downloads / "how-ketamine-works.pdf")
    return [page.get_textpage().get_text_range() for page in reader]
