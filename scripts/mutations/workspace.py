"""A place to try mutations in: a copy of the sources that builds cheaply, and what each checker says of the result."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError

from scripts import build, check_links, check_sources, permalinks
from scripts.mutations.remember import remember
from scripts.mutations.tree import Mutation
from scripts.problems import InputError, Problem

MKDOCS = "mkdocs --strict"
SOURCES = ("docs", "overrides", "scripts", "mkdocs.yml", "tests/ledger", ".cache")


@dataclass
class Result:
    mutation: Mutation
    found: list[Problem]
    peers: dict[str, bool]

    @property
    def caught(self) -> bool:
        return any((problem.path, problem.line) in self.mutation.expect for problem in self.found)


class Workspace:
    """A copy of the sources with its sound site, in which mutations are built and checked one at a time."""

    def __init__(self, root: Path, folder: Path, peers: bool = False) -> None:
        self.site = Path("site")
        for name in SOURCES:
            if (root / name).is_dir():
                shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif (root / name).is_file():
                shutil.copy2(root / name, folder / name)
        os.chdir(folder)
        remember()
        self.assemble()
        world, _ = check_links.look(self.site, Path("docs"), build.LOCAL_URL, later=("download/",))
        permalinks.add(Path("docs"), permalinks.published(world))
        self.before: set[Problem] = set()
        self.before = set(self.check())
        self.peers_before = self.peers() if peers else {}

    def assemble(self) -> None:
        shutil.rmtree(self.site, ignore_errors=True)
        self.site.mkdir()
        self.said = build.assemble(Path("."), self.site, build.LOCAL_URL, downloads=False)
        self.made = True

    def check(self) -> list[Problem]:
        """What an author would be told: like the build, the site is only made and checked when its sources are sound."""
        found: list[Problem] = []
        try:
            found = check_sources.check(Path("docs"), Path("tests/ledger"))
            if set(found) - self.before:
                return found
            self.assemble()
            return found + build.gate(self.site, Path("docs"), build.LOCAL_URL, downloads=False, said=self.said)
        except InputError as error:
            return error.problems
        except TemplateError as error:
            return [*found, Problem("mkdocs.yml", 0, str(error))]

    def peers(self) -> dict[str, int]:
        """How many complaints each other tool has about the site; a tool that is not installed is left out."""
        counts, site = {MKDOCS: len(self.said)}, str(self.site.resolve())
        if tool := shutil.which("lychee"):
            out = run([tool, "--offline", "--no-progress", "--include-fragments", "--index-files", "index.html", "--root-dir", site, "--format", "json", site])
            counts["lychee"] = json.loads(out)["errors"]
        if tool := shutil.which("linkinator"):
            out = run([tool, site, "--recurse", "--check-fragments", "--check-css", "--skip", "^https?://(?!localhost)", "--format", "json"])
            counts["linkinator"] = sum(link["state"] == "BROKEN" for link in json.loads(out[out.index("{") :])["links"])
        return counts

    def peers_now(self) -> dict[str, bool]:
        """Who complains more about the mutated site than about the sound one; where no site comes out, only MkDocs can have said why."""
        try:
            if not self.made:
                self.assemble()
        except TemplateError:
            return {name: name == MKDOCS for name in self.peers_before}
        except InputError as error:
            return {name: name == MKDOCS and "MkDocs stopped" in str(error) for name in self.peers_before}
        return {name: count > self.peers_before[name] for name, count in self.peers().items()}

    def try_out(self, mutation: Mutation) -> Result:
        """Apply, build, check, undo."""
        kept = {name: (Path(name).read_bytes(), Path(name).stat()) if Path(name).is_file() else None for name in mutation.changes}
        peers: dict[str, bool] = {}
        self.made = False
        try:
            for name, text in mutation.changes.items():
                Path(name).write_bytes(text.encode("utf-8"))
            found = self.check()
            if self.peers_before:
                peers = self.peers_now()
        finally:
            for name, before in kept.items():
                if before is None:
                    Path(name).unlink()
                else:
                    Path(name).write_bytes(before[0])
                    os.utime(name, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))
        return Result(mutation, sorted(set(found) - self.before), peers)


def run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300).stdout
