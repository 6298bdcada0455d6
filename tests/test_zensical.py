"""A second engine: Zensical builds the same sources; the same later steps and the same link check run over the result.

The theme's support ends on 5 May 2027; this test is the proof that the site can outlive it. What differs is listed
in CONTRIBUTING under "A second engine", and nothing but that may differ.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.config import load_config

from scripts.checks import links
from scripts.core.site import Site
from scripts.figures import files as figure_files
from scripts.figures.build import build_figures
from scripts.mkdocs_hook import FIGURE_CACHE
from scripts.publish import finish
from tests.browser.opening import LESSON
from tests.conftest import ROOT

URL = "http://127.0.0.1:8000/"
# Zensical takes an address in raw HTML as relative to the Markdown file and adds a step up; MkDocs leaves it alone.
STEP_UP_RE = re.compile(r"""(\s(?:href|src|srcset|data-src|xlink:href)=["'])\.\./(\.\./)""")
FRONT_STEP_UP_RE = re.compile(r"""(\s(?:href|src|srcset|data-src|xlink:href)=["'])\.\./()""")


def render(folder: Path) -> None:
    """Zensical in the place of MkDocs, in `folder`/site."""
    program = Path(sys.executable).with_name("zensical")
    run = subprocess.run(
        [program, "build", "--config-file", str(folder / "mkdocs.yml")],
        cwd=folder,
        env={**os.environ, "SITE_URL": URL, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, (run.stdout + run.stderr)[-3000:]
    for path in (folder / "site").rglob("*.html"):
        front = path == folder / "site" / "index.html"
        text = (FRONT_STEP_UP_RE if front else STEP_UP_RE).sub(r"\1\2", path.read_text("utf-8"))
        # Its `url` filter gives the front page's own address as nothing at all.
        path.write_text(text.replace('href=""', 'href="./"'), "utf-8")


@pytest.fixture(scope="module")
def second_site(tmp_path_factory, built_site) -> Site:
    folder = tmp_path_factory.mktemp("zensical")
    for name in ("docs", "overrides", "scripts"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    render(folder)
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), site_url=URL)
    site = Site(config)
    build_figures(ROOT / FIGURE_CACHE)
    site.read()
    before = Path.cwd()
    os.chdir(folder)
    try:
        figure_files.write(site, ROOT / FIGURE_CACHE)
        finish(site)
    finally:
        os.chdir(before)
    return site


def test_same_pages(second_site):
    assert {page.slug for page in second_site.guide_pages} == {
        path.stem for path in (ROOT / "docs").glob("*.md")
    }


def test_our_own_syntax_works(second_site):
    tree = second_site.pages[f"{LESSON}index.html"].tree
    for selector in ("mark.claim.established", ".choice-right", ".footnote li", "details"):
        assert tree.css_first(selector), selector
    article = tree.css_first("article")
    assert article and "[[" not in article.text()


def test_same_link_check(second_site):
    found = links.find_problems(second_site, ("download/",))
    # The skip link of its frame leads to an id that its own templates write, which ours replace.
    assert [str(p) for p in found if "no id '__skip'" not in p.message] == []
