"""Work in a second process: the same result, the same warnings, and a failure that is not lost."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from mkdocs.commands import build as commands
from mkdocs.commands.build import build
from mkdocs.config import load_config

from scripts import halves
from scripts.apart import CAN_FORK, apart
from tests.conftest import make_site

TEXT = "# {name}\n\n## Part { #part }\n\nSee [another]({other}.md#part) and [home](index.md).\n" + "Words. " * 50
DATE_RE = re.compile(r"Build Date UTC : .*")
NAMES = ["index", "one", "two", "three", "four"]


def test_apart_gives_the_result_or_fails():
    assert apart(lambda: {"a": [1, 2]})() == {"a": [1, 2]}

    def broken() -> None:
        raise ValueError("no")

    with pytest.raises(ChildProcessError if CAN_FORK else ValueError):
        apart(broken)()


def render(root: Path, pages: dict[str, str], split: bool, caplog) -> tuple[dict[str, str], list[str]]:  # noqa: ANN001
    make_site(root, {"mkdocs.yml": "site_name: T\nplugins: []\ntheme: mkdocs\nmarkdown_extensions: [attr_list]\nvalidation: {links: {anchors: warn}}\n", **{f"docs/{name}.md": text for name, text in pages.items()}})
    caplog.clear()
    settings = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site"))
    with caplog.at_level(logging.WARNING, logger="mkdocs"):
        if split:
            with halves.in_halves():
                build(settings)
        else:
            build(settings)
    built = {path.relative_to(root / "site").as_posix(): DATE_RE.sub("", path.read_text("utf-8")) for path in sorted((root / "site").rglob("index.html"))}
    return built, sorted(record.getMessage() for record in caplog.records)


def test_halves_make_the_same_site_and_say_the_same(tmp_path, caplog):
    pages = {name: TEXT.replace("{name}", name).replace("{other}", NAMES[at - 1]) for at, name in enumerate(NAMES)}
    pages["two"] += "\n\n[gone](nowhere.md) and [mistyped](one.md#prat)\n"
    pages["three"] += "\n\n[gone too](nothing.md)\n"
    whole, split = render(tmp_path / "a", pages, False, caplog), render(tmp_path / "b", pages, True, caplog)
    assert len(whole[0]) == 5 and whole[0] == split[0]
    assert len(whole[1]) == 3 and whole[1] == split[1]


def test_a_page_that_cannot_be_rendered_says_so_itself(tmp_path, monkeypatch):
    original = commands._populate_page

    def populate(page, config, files, dirty=False) -> None:  # noqa: ANN001
        if page.file.src_uri == "two.md":
            raise RuntimeError("this page")
        original(page, config, files, dirty)

    monkeypatch.setattr("mkdocs.commands.build._populate_page", populate)
    make_site(tmp_path, {"mkdocs.yml": "site_name: T\nplugins: []\ntheme: mkdocs\n", **{f"docs/{name}.md": "# x" for name in NAMES}})
    with pytest.raises(RuntimeError, match="this page"), halves.in_halves():
        build(load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
