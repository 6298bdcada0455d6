"""A place to try mutations in: a copy of the sources that builds cheaply, and what each checker says of the result."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# Before MkDocs is imported: the theme prints an advertisement on every run.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from jinja2 import TemplateError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from scripts import bibliography, build, check_links, check_sources, pages, permalinks
from scripts.finish import codes
from scripts.mutations.tree import Mutation
from scripts.problems import InputError, Problem

SOURCES = ("docs", "overrides", "scripts", "mkdocs.yml", "tests/ledger", ".cache")


@dataclass
class Result:
    mutation: Mutation
    found: list[Problem]
    peers: dict[str, bool]

    @property
    def caught(self) -> bool:
        return any((problem.path, problem.line) in self.mutation.expect for problem in self.found)


class Counter(logging.Handler):
    """Counts MkDocs' warnings: with --strict, one is enough to stop it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


class Workspace:
    """A copy of the sources with its sound site; a mutated page is rendered into a copy of what MkDocs made of the rest."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.raw, self.site = Path("raw"), Path("site")
        for name in SOURCES:
            if (root / name).is_dir():
                shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif (root / name).is_file():
                shutil.copy2(root / name, folder / name)
        os.chdir(folder)
        self.warnings = Counter()
        log = logging.getLogger("mkdocs")
        log.addHandler(self.warnings)
        log.propagate = False
        build.render = self.render  # the rest of the build stays as it is
        remember()
        self.dirty = False
        self.assemble()
        world, _ = check_links.look(self.site, Path("docs"), build.LOCAL_URL, later=("download/",))
        permalinks.add(Path("docs"), permalinks.published(world))
        self.before: set[Problem] = set()
        self.before = set(self.check())
        self.peers_before: dict[str, int] = {}

    def render(self, config: Path, staging: Path, site_url: str) -> None:
        """Like the build's own, but warnings do not stop it, and pages older than their HTML are left alone."""
        os.environ["SITE_URL"] = site_url
        self.warnings.count = 0
        if self.dirty:
            shutil.copytree(self.raw, staging, dirs_exist_ok=True)
        mkdocs_build(load_config(str(config), site_dir=str(staging), strict=False), dirty=self.dirty)
        if not self.raw.exists():
            shutil.copytree(staging, self.raw)

    def assemble(self) -> None:
        shutil.rmtree(self.site, ignore_errors=True)
        self.site.mkdir()
        build.assemble(Path("."), self.site, build.LOCAL_URL, downloads=False)

    def check(self, assemble: bool = False) -> list[Problem]:
        """What an author would be told: like the build, the site is only made and checked when its sources are sound."""
        found: list[Problem] = []
        try:
            found = check_sources.check(Path("docs"), Path("tests/ledger"))
            if set(found) - self.before:
                return found
            if assemble:
                self.assemble()
            return found + check_links.find_problems(self.site, Path("docs"), build.LOCAL_URL, jobs=1, later=("download/",))
        except InputError as error:
            return error.problems
        except (Abort, MkDocsException, TemplateError) as error:
            return [*found, Problem("mkdocs.yml", 0, str(error))]

    def peers(self) -> dict[str, int]:
        """How many complaints each other tool has about the site; a tool that is not installed is left out."""
        counts, site = {"mkdocs --strict": self.warnings.count}, str(self.site.resolve())
        if tool := shutil.which("lychee"):
            out = run([tool, "--offline", "--no-progress", "--include-fragments", "--index-files", "index.html", "--root-dir", site, "--format", "json", site])
            counts["lychee"] = json.loads(out)["errors"]
        if tool := shutil.which("linkinator"):
            out = run([tool, site, "--recurse", "--check-fragments", "--check-css", "--skip", "^https?://(?!localhost)", "--format", "json"])
            counts["linkinator"] = sum(link["state"] == "BROKEN" for link in json.loads(out[out.index("{") :])["links"])
        return counts

    def try_out(self, mutation: Mutation, with_peers: bool) -> Result:
        """Apply, build, check, undo."""
        kept = {name: (Path(name).read_bytes(), Path(name).stat()) if Path(name).is_file() else None for name in mutation.changes}
        # Only a change of pages alone leaves the other pages as they were; the others' warnings are MkDocs' to repeat.
        self.dirty = all(name.endswith(".md") for name in mutation.changes) and not with_peers
        peers = {}
        try:
            for name, text in mutation.changes.items():
                Path(name).write_bytes(text.encode("utf-8"))
            found = self.check(assemble=True)
            if with_peers:
                self.assemble()
                peers = {name: count > self.peers_before.get(name, 0) for name, count in self.peers().items()}
        finally:
            for name, before in kept.items():
                if before is None:
                    Path(name).unlink()
                else:
                    Path(name).write_bytes(before[0])
                    os.utime(name, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))
        return Result(mutation, sorted(set(found) - self.before), peers)


def remember() -> None:
    """What depends on its arguments alone is not computed again for every mutation: a build of the unchanged rest costs less than half."""
    for module, name in ((pages, "split_front_matter"), (bibliography, "parse"), (codes, "code")):
        function = getattr(module, name)
        if not hasattr(function, "cache_info"):
            setattr(module, name, lru_cache(1000)(function))


def run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300).stdout
