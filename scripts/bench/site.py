"""Write a made-up site of N pages to measure link checkers on: HTML shaped like the theme's, every link sound."""

from __future__ import annotations

import random
from pathlib import Path

WORDS = [
    "ketamine",
    "receptor",
    "neuron",
    "channel",
    "block",
    "dose",
    "plasma",
    "cortex",
    "trial",
    "response",
    "glutamate",
    "synapse",
    "current",
    "agonist",
    "membrane",
]
SECTION_PAGES = (
    300  # pages that a page's navigation lists, so that a page weighs the same in a large site
)
HEAD = """<!doctype html>
<html lang="en" class="no-js">
  <head>
      <meta charset="utf-8">
      <meta name="description" content="Page {n} of a made-up site">
      <link rel="canonical" href="https://example.org/page-{n:05d}/">
      <link rel="icon" href="../assets/images/favicon.png">
      <title>Page {n}</title>
      <link rel="stylesheet" href="../assets/main.css">
    <script>document.documentElement.classList.remove("no-js")</script>
  </head>
  <body dir="ltr">
    <input class="md-toggle" type="checkbox" id="__drawer" autocomplete="off">
    <label class="md-overlay" for="__drawer"></label>
"""
NAV_ITEM = """    <li class="md-nav__item">
      <a href="../page-{n:05d}/" class="md-nav__link">


  <span class="md-ellipsis">

    Page {n} about {word}

  </span>


      </a>
    </li>
"""


def navigation(first: int, stop: int) -> str:
    items = "".join(NAV_ITEM.format(n=n, word=WORDS[n % len(WORDS)]) for n in range(first, stop))
    return f'<nav class="md-nav" aria-label="Navigation">\n  <ul class="md-nav__list">\n{items}  </ul>\n</nav>\n'


def page(number: int, pages: int, nav: str, chance: random.Random) -> str:
    body: list[str] = []
    notes: list[str] = []
    for section in range(8):
        body.append(
            f'<h2 id="section-{section}">Section {section}<a class="headerlink" href="#section-{section}" title="Link to this section">&para;</a></h2>\n'
        )
        for _ in range(5):
            note, other = len(notes) + 1, chance.randrange(pages)
            text = " ".join(chance.choices(WORDS, k=60))
            body.append(
                f'<p>{text} <a href="../page-{other:05d}/#section-{chance.randrange(8)}">{chance.choice(WORDS)}</a>.<sup id="fnref:{note}"><a class="footnote-ref" href="#fn:{note}">{note}</a></sup></p>\n'
            )
            notes.append(
                f'<li id="fn:{note}">\n<p>Source {note}. <a href="https://doi.org/10.1000/{note}">doi</a>&#160;<a class="footnote-backref" href="#fnref:{note}" title="Back">&#8617;</a></p>\n</li>\n'
            )
    article = f'<main>\n<article class="md-content__inner">\n<h1>Page {number}</h1>\n{"".join(body)}<div class="footnote">\n<ol>\n{"".join(notes)}</ol>\n</div>\n</article>\n</main>\n'
    return (
        HEAD.format(n=number)
        + nav
        + article
        + '<script src="../assets/main.js"></script>\n</body>\n</html>\n'
    )


def write_site(folder: Path, pages: int) -> int:
    """Write the site and return its size in bytes; the same call always writes the same bytes."""
    chance, size, nav = random.Random(1), 0, ""
    for number in range(pages):
        if number % SECTION_PAGES == 0:
            nav = navigation(number, min(pages, number + SECTION_PAGES))
        text = page(number, pages, nav, chance)
        target = folder / f"page-{number:05d}" / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        size += len(text)
    links = "".join(
        f'<li><a href="page-{n:05d}/">Section from page {n}</a></li>\n'
        for n in range(0, pages, SECTION_PAGES)
    )
    (folder / "index.html").write_text(
        f'<!doctype html>\n<html lang="en">\n<title>Start</title>\n<ul>\n{links}</ul>\n</html>\n',
        "utf-8",
    )
    for name, text in {
        "main.css": "body { color: black }\n",
        "main.js": "\n",
        "images/favicon.png": "",
    }.items():
        (folder / "assets" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "assets" / name).write_text(text, "utf-8")
    return size
