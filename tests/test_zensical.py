"""A second engine: Zensical builds the same sources, the same later steps and the same gate run over the result.

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

from scripts import build
from scripts.checks.links import check as check_links
from tests.conftest import ROOT

URL = "http://127.0.0.1:8000/"
# Zensical takes an address in raw HTML as relative to the Markdown file and adds a step up; MkDocs leaves it alone.
STEP_UP_RE = re.compile(r"""(\s(?:href|src|srcset|data-src|xlink:href)=["'])\.\./(\.\./)""")
FRONT_STEP_UP_RE = re.compile(r"""(\s(?:href|src|srcset|data-src|xlink:href)=["'])\.\./()""")


def render(config: Path, staging: Path, site_url: str) -> None:
    """Zensical in the place of MkDocs; everything after it stays the same."""
    program = Path(sys.executable).with_name("zensical")
    run = subprocess.run(
        [program, "build", "--config-file", str(config)],
        env={**os.environ, "SITE_URL": site_url, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, (run.stdout + run.stderr)[-3000:]
    shutil.rmtree(staging)
    shutil.move("site", staging)
    for path in staging.rglob("*.html"):
        pattern = FRONT_STEP_UP_RE if path == staging / "index.html" else STEP_UP_RE
        # Its `url` filter gives the front page's own address as nothing at all.
        path.write_text(
            pattern.sub(r"\1\2", path.read_text("utf-8")).replace('href=""', 'href="./"'), "utf-8"
        )


@pytest.fixture(scope="module")
def second_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("zensical")
    for name in ("docs", "overrides", "scripts", ".cache"):
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
    shutil.copy(ROOT / "mkdocs.yml", folder)
    before, original = Path.cwd(), build.render
    os.chdir(folder)
    build.render = render
    try:
        staging = folder / "built"
        staging.mkdir()
        build.assemble(Path("."), staging, URL, downloads=False)
        yield staging
    finally:
        build.render = original
        os.chdir(before)


def names(site: Path) -> set[str]:
    return {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}


def test_same_pages(second_site):
    assert names(second_site) >= {
        path.stem.replace("index", ".") for path in (ROOT / "docs").glob("*.md")
    }


def test_same_gate(second_site):
    assert [
        str(problem)
        for problem in check_links.find_problems(
            second_site, second_site.parent / "docs", URL, later=("download/",)
        )
    ] == []


def test_our_own_syntax_works(second_site):
    page = (second_site / "nmda-antagonism/index.html").read_text("utf-8")
    assert 'class="claim established"' in page
    assert 'class="choice choice-right"' in page
    assert 'class="footnote"' in page
    assert "[[" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
