"""A place to try mutations in: a copy of the sources that builds cheaply, and what each checker says of the result."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from jinja2 import TemplateError

from scripts import build, check
from scripts.checks import sources as check_sources
from scripts.checks.links import check as check_links
from scripts.core.problems import InputError, Problem
from scripts.publish import permalinks
from tests.mutations import few_downloads
from tests.mutations.peers import MKDOCS, complaints
from tests.mutations.remember import remember
from tests.mutations.tree import Mutation

SOURCES = ("docs", "overrides", "scripts", "mkdocs.yml", "tests/ledger", ".cache")
DOCS, LEDGER = Path("docs"), Path("tests/ledger")
SITE = Path("site")  # the sound and finished one, in which what a build made is damaged
TRIAL = Path("trial")  # made from damaged sources


@dataclass
class Result:
    mutation: Mutation
    found: list[Problem]
    peers: dict[str, bool]
    left: list[Problem] = field(default_factory=list)  # what a mechanical mend has left

    @property
    def caught(self) -> bool:
        right = any(
            (problem.path, problem.line) in self.mutation.expect
            and self.mutation.says in str(problem)
            for problem in self.found
        )
        return right and not self.left


class Workspace:
    """A copy of the sources with its sound site, in which mutations are built and checked one at a time."""

    def __init__(self, root: Path, folder: Path, peers: bool = False) -> None:
        for name in SOURCES:
            if (root / name).is_dir():
                shutil.copytree(
                    root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
                )
            elif (root / name).is_file():
                shutil.copy2(root / name, folder / name)
        os.chdir(folder)
        remember()
        self.assemble()
        world, _ = check_links.look(TRIAL, DOCS, build.LOCAL_URL, later=("download/",))
        permalinks.add(DOCS, permalinks.published(world))
        shutil.copytree(TRIAL, SITE)
        self.with_peers = peers
        self.before: set[Problem] = set()
        self.before = set(self.check())
        self.peers_before = complaints(TRIAL, len(self.said)) if peers else {}

    def assemble(self) -> None:
        shutil.rmtree(TRIAL, ignore_errors=True)
        TRIAL.mkdir()
        self.said = build.assemble(Path("."), TRIAL, build.LOCAL_URL, downloads=False)
        self.assembled = True

    def check(self) -> list[Problem]:
        """What an author would be told: like the build, the site is only made and checked when its sources are sound."""
        found: list[Problem] = []
        try:
            found = check_sources.check(DOCS, LEDGER)
            if set(found) - self.before:
                return found
            self.assemble()
            return found + build.gate(TRIAL, DOCS, build.LOCAL_URL, downloads=False, said=self.said)
        except InputError as error:
            return error.problems
        except TemplateError as error:
            return [*found, Problem("mkdocs.yml", 0, str(error))]

    def check_finished(self) -> list[Problem]:
        return build.gate(SITE, DOCS, build.LOCAL_URL, downloads=True, said=[])

    @cached_property
    def finished_before(self) -> set[Problem]:
        """What is said of the finished site because it has few of its downloads; they are made when a fault first needs them."""
        few_downloads.make(SITE, build.LOCAL_URL)
        return set(self.check_finished())

    @cached_property
    def finished_peers_before(self) -> dict[str, int]:
        return complaints(SITE, 0)

    def peers_now(self) -> dict[str, bool]:
        """Who complains more about the mutated site than about the sound one; where no site comes out, only MkDocs can have said why."""
        try:
            if not self.assembled:
                self.assemble()
        except TemplateError:
            return {name: name == MKDOCS for name in self.peers_before}
        except InputError as error:
            return {
                name: name == MKDOCS and "MkDocs stopped" in str(error)
                for name in self.peers_before
            }
        return more(complaints(TRIAL, len(self.said)), self.peers_before)

    def try_out(self, mutation: Mutation) -> Result:
        return self.try_built(mutation) if mutation.built else self.try_sources(mutation)

    def try_sources(self, mutation: Mutation) -> Result:
        """Apply, build, check, mend and check again, undo."""
        self.assembled, left = False, []
        with changed(mutation.changes):
            found = sorted(set(self.check()) - self.before)
            resolve(mutation)
            peers = self.peers_now() if self.with_peers else {}
            if mutation.mends:
                with undone(sources()):
                    check.mend(Path("."), build.LOCAL_URL)
                    left = sorted(set(self.check()) - self.before)
        return Result(mutation, found, peers, left)

    def try_built(self, mutation: Mutation) -> Result:
        """Damage the finished site, check, undo; nothing is built."""
        before, peers_before = (
            self.finished_before,
            self.finished_peers_before if self.with_peers else {},
        )
        with changed(
            {name: change(Path(name).read_bytes()) for name, change in mutation.built.items()}
        ):
            found = sorted(set(self.check_finished()) - before)
            resolve(mutation)
            peers = more(complaints(SITE, 0), peers_before) if self.with_peers else {}
        return Result(mutation, found, peers)


def more(now: dict[str, int], before: dict[str, int]) -> dict[str, bool]:
    return {name: count > before[name] for name, count in now.items()}


def resolve(mutation: Mutation) -> None:
    """Words that stand for lines become those lines, now that the file is there."""
    for name, words in list(mutation.expect):
        if isinstance(words, str):
            mutation.expect.remove((name, words))
            mutation.expect |= {
                (name, number)
                for number, line in enumerate(Path(name).read_text("utf-8").split("\n"), 1)
                if words in line
            }


class Kept:
    """A file as it was, to be put back: its time too, because the build redraws what is newer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content, self.stat = (
            (path.read_bytes(), path.stat()) if path.is_file() else (None, None)
        )

    def restore(self) -> None:
        if self.content is None or self.stat is None:
            self.path.unlink(missing_ok=True)
        elif not self.path.is_file() or self.path.read_bytes() != self.content:
            self.path.write_bytes(self.content)
            os.utime(self.path, ns=(self.stat.st_atime_ns, self.stat.st_mtime_ns))


@contextlib.contextmanager
def undone(paths: Iterable[Path]) -> Iterator[None]:
    """Whatever happens to these files meanwhile is undone."""
    kept = [Kept(path) for path in paths]
    try:
        yield
    finally:
        for file in kept:
            file.restore()


@contextlib.contextmanager
def changed(files: Mapping[str, str | bytes | None]) -> Iterator[None]:
    """Files with other content, or without them, for a while."""
    with undone(map(Path, files)):
        for name, new in files.items():
            if new is None:
                Path(name).unlink()
            else:
                Path(name).parent.mkdir(parents=True, exist_ok=True)
                Path(name).write_bytes(new.encode("utf-8") if isinstance(new, str) else new)
        yield


def sources() -> list[Path]:
    return [
        path
        for name in ("docs", "overrides", "snippets")
        for path in Path(name).rglob("*")
        if path.is_file()
    ] + [Path("mkdocs.yml")]
