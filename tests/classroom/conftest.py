"""The lessons as the classroom files see them, for a site with a public address and for one without."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.core.site import Site
from scripts.editions.classroom.course import Course, read_course
from scripts.figures.build import build_figures
from tests.conftest import ROOT

URL = "https://example.org/guide/"
EPOCH = 1_795_000_000


def site_at(folder: Path, url: str) -> Site:
    """The real sources with drawn figures, not rendered: the exports read Markdown."""
    from mkdocs.config import load_config

    figures = ROOT / ".cache" / "figures"
    build_figures(figures)
    folder.mkdir(exist_ok=True)
    (folder / "figures").symlink_to(figures, target_is_directory=True)
    settings = {"site_url": url, "site_dir": str(folder), "markdown_extensions": [], "hooks": []}
    return Site(load_config(str(ROOT / "mkdocs.yml"), **settings))


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return read_course(site_at(tmp_path_factory.mktemp("public"), URL))


@pytest.fixture(scope="session")
def local_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return read_course(site_at(tmp_path_factory.mktemp("local"), "http://127.0.0.1:8000/"))
