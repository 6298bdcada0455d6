"""A figure as the build makes it, for the tests of figures and of the browser."""

from __future__ import annotations

from functools import lru_cache

from scripts.figures import build, content
from scripts.figures.figure import Figure
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "figures"


@lru_cache(maxsize=1)
def around() -> build.Around:
    return build.Around.of(FOLDER.parent)


def content_of(figure_id: str) -> content.Content:
    return content.read(figure_id, FOLDER)


@lru_cache
def figure_of(figure_id: str) -> Figure:
    return build.load(content_of(figure_id), around())
