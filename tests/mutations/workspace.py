"""A copy of the small guide, in which one change at a time is built and checked as an author would see it."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from scripts import build
from scripts.checks import links
from scripts.checks import sources as check_sources
from scripts.checks.links.autofix import autofix
from scripts.core.problems import InputError, Problem
from scripts.core.site import Site
from scripts.publish import permalinks, redirects
from tests.mutations import publications
from tests.mutations.corrupt import Change

GUIDE = Path(__file__).parent / "guide"
DOCS, TRIAL, FINISHED = Path("docs"), Path("trial"), Path("finished")
FIGURES = Path(".cache/figures")
UNMADE = ("download/", "figures/steps/")  # of the latter, the page that shows a figure alone


class Workspace:
    """The current folder has to be an empty one, and stay the current folder."""

    def __init__(self) -> None:
        self.folder = Path.cwd()
        shutil.copytree(GUIDE, self.folder, dirs_exist_ok=True)
        logging.getLogger("mkdocs.plugins.search").setLevel(logging.ERROR)
        self.build()
        index = links.index_folder(TRIAL, own=True, unmade=UNMADE)
        permalinks.add(DOCS, permalinks.published(index))

    def build(self) -> tuple[Site, list[Problem]]:
        """The site without its downloads, and what MkDocs warned about."""
        with build.collected_warnings(Path()) as warnings:
            config = load_config("mkdocs.yml", site_dir=str(TRIAL))
            mkdocs_build(config)
        shutil.copytree(FIGURES, TRIAL / "figures", dirs_exist_ok=True)
        site = Site(config)
        site.read()
        for page in site.pages.values():
            redirects.keep_ids(site, page)
        for page in [*site.pages.values(), *redirects.make_pages(site)]:
            site.write(page)
        return site, warnings

    def check(self) -> list[Problem]:
        """What an author is told: of the sources, and only when they are sound, of what is built from them."""
        try:
            if problems := check_sources.check(DOCS, Path("ledger")):
                return problems
            site, warnings = self.build()
            found = links.find_problems(site, UNMADE)
        except InputError as error:
            return error.problems
        return build.all_problems(found, warnings)

    def messages(self, changes: Mapping[str, str | bytes | None]) -> list[str]:
        """The findings with these files changed."""
        with changed(changes):
            return [str(problem) for problem in self.check()]

    def fix(self) -> None:
        site, _ = self.build()
        autofix(links.located_problems(site, UNMADE))

    @cached_property
    def finished(self) -> Path:
        """The sound site with everything that stands beside its pages."""
        self.build()
        shutil.copytree(TRIAL, FINISHED)
        publications.publish(FINISHED)
        return FINISHED

    def check_finished(self, changes: Mapping[str, Change]) -> list[Problem]:
        """Of the finished site with these files changed."""
        new = {
            f"{self.finished}/{name}": change(Path(self.finished, name).read_bytes())
            for name, change in changes.items()
        }
        with changed(new):
            index = links.index_folder(self.finished, own=True, jobs=1, unmade=UNMADE[1:])
            return [item.problem for item in links.find_located(index, DOCS)]


@contextmanager
def changed(files: Mapping[str, str | bytes | None]) -> Iterator[None]:
    """Files with other content, or without them, for a while. What is changed meanwhile in docs/ is undone too."""
    names = {*files, *map(str, DOCS.rglob("*.*")), "mkdocs.yml"}
    before = {name: content(name) for name in names}
    try:
        put(files)
        yield
    finally:
        put({name: data for name, data in before.items() if data != content(name)})


def content(name: str) -> bytes | None:
    return Path(name).read_bytes() if Path(name).is_file() else None


def put(files: Mapping[str, str | bytes | None]) -> None:
    for name, data in files.items():
        path = Path(name)
        if data is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
