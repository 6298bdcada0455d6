"""Build the whole site: check the sources, render, make the downloads, check every link, then publish.

Everything happens in a staging folder beside the site. `site/` is replaced only when nothing is wrong, so a build
that fails or is killed leaves the last good site as it was. SITE_URL sets the address of the published site.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import jinja2

from scripts.core.site import Site, site_of  # before MkDocs: it silences the theme's advertisement

from mkdocs.commands.build import build as mkdocs_build  # isort: skip
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from scripts.checks import links
from scripts.checks import sources as check_sources
from scripts.core.build_date import VARIABLE, build_date
from scripts.core.pages import read_pages
from scripts.core.problems import InputError, Problem, report
from scripts.core.settings import SETTINGS

LOCAL_URL = "http://127.0.0.1:8000/"
# How MkDocs' warnings name a page and a link.
DOC_RE = re.compile(r"Doc file '(?P<page>[^']+)' contains .*?link '(?P<link>[^']+)'")

# How our own extensions and readers name a place.
PLACED_RE = re.compile(r"(?P<path>[^:\s]+):(?P<line>[1-9]\d*): (?P<message>.*)", re.DOTALL)


def site_url() -> str:
    """The address of the published site."""
    return os.environ.get("SITE_URL", LOCAL_URL).rstrip("/") + "/"


def page_and_link(message: str) -> tuple[str, str]:
    """The page and the link that a warning of MkDocs names; "" for others."""
    match = DOC_RE.match(message)
    return (match["page"], match["link"]) if match else ("", "")


class Warnings(logging.Handler):
    """MkDocs' warnings, collected instead of printed: the link check mostly reports the same with a line."""

    def __init__(self, root: Path) -> None:
        super().__init__(logging.WARNING)
        self.root = root
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        page, link = page_and_link(message)
        if placed := PLACED_RE.fullmatch(message):
            problem = Problem(placed["path"], int(placed["line"]), placed["message"])
            self.problems.append(problem)
            return
        if not page:
            self.problems.append(Problem(str(self.root / "mkdocs.yml"), 0, message))
            return
        path = self.root / "docs" / page
        lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
        line = next((number for number, text in enumerate(lines, 1) if link in text), 0)
        self.problems.append(Problem(str(path), line, message))


@contextlib.contextmanager
def collected_warnings(root: Path) -> Iterator[list[Problem]]:
    handler, log = Warnings(root), logging.getLogger("mkdocs")
    propagate, log.propagate = log.propagate, False
    log.addHandler(handler)
    try:
        yield handler.problems
    finally:
        log.removeHandler(handler)
        log.propagate = propagate


def template_problem(error: jinja2.TemplateError) -> Problem:
    """The template and line at which Jinja stopped."""
    frames = traceback.extract_tb(error.__traceback__)
    templates = [frame for frame in frames if not frame.filename.endswith(".py")]
    path, line = (templates[-1].filename, templates[-1].lineno) if templates else ("overrides", 0)
    if isinstance(error, jinja2.TemplateSyntaxError):
        path, line = error.filename or path, error.lineno
    return Problem(os.path.relpath(path), line or 0, f"template: {error.message}")


def problems_of(error: BaseException, settings: Path = SETTINGS) -> list[Problem]:
    """What an error says that an author can cause; none for one that only a contributor can."""
    if isinstance(error, InputError):
        return error.problems
    if isinstance(error, jinja2.TemplateError):
        return [template_problem(error)]
    if isinstance(error, (Abort, MkDocsException)):
        return [Problem(str(settings), 0, f"MkDocs stopped: {error}")]
    return []


def render(root: Path, folder: Path, site_url: str) -> tuple[Site, list[Problem]]:
    """Run MkDocs into `folder` → the finished site, and what MkDocs warned about."""
    settings = root / "mkdocs.yml"
    with collected_warnings(root) as warnings:
        try:
            # Strict, so that warnings are counted; but every one is collected before the build stops.
            config = load_config(
                str(settings), site_dir=str(folder), site_url=site_url, strict=True
            )
            config.strict = False
            mkdocs_build(config)
        except (jinja2.TemplateError, Abort, MkDocsException) as error:
            raise InputError(*warnings, *problems_of(error, settings)) from error
        return site_of(config), warnings


def all_problems(found: list[Problem], warnings: list[Problem]) -> list[Problem]:
    """What the link check found, with what MkDocs warned about. A warning that names a place of its own is a cause, and
    findings its consequences; of other warnings only those count that are left when the link check, which names lines,
    has nothing to say."""
    causes = [w for w in warnings if w.line and not page_and_link(w.message)[0]]
    return causes or found or warnings


def old_name(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.old")


def clean_up(folder: Path) -> None:
    """Remove what a killed build left beside `folder`, and bring back a site that it had moved away."""
    old = old_name(folder)
    if old.exists() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    for staging in folder.parent.glob(f".{folder.name}-staging-*"):
        if not is_running(int(staging.name.split("-")[-2])):
            shutil.rmtree(staging, ignore_errors=True)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it belongs to somebody else, or the system cannot tell
        return True
    return True


@contextlib.contextmanager
def staging_folder(folder: Path) -> Iterator[Path]:
    """A folder on the same disk as `folder`, gone afterwards whatever happens."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    clean_up(folder)
    prefix = f".{folder.name}-staging-{os.getpid()}-"
    with tempfile.TemporaryDirectory(
        prefix=prefix, dir=folder.parent, ignore_cleanup_errors=True
    ) as staging:
        yield Path(staging)


def make_readable(folder: Path) -> None:
    """A web server runs as another user; a private umask must not lock it out."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def publish(staging: Path, folder: Path) -> None:
    """Put `staging` in the place of `folder`; if the second rename fails, the old site comes back."""
    make_readable(staging)
    old = old_name(folder)
    if folder.exists():
        folder.rename(old)
    try:
        staging.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def build(root: Path, folder: Path, site_url: str, downloads: bool = True) -> int:
    """Build beside `folder`, check, publish; 0 published, 1 findings, 2 unusable input."""
    start = time.perf_counter()
    try:
        epoch, note = build_date(root, read_pages(root / "docs"))
        os.environ[VARIABLE] = str(epoch)
        if note:
            print(note)
        sources = check_sources.check(root / "docs", root / "tests" / "ledger")
        if report(sources, "sources: no problems"):
            return 1
        with staging_folder(folder) as staging:
            site, warnings = render(root, staging, site_url)
            whole = downloads and not warnings
            if whole:
                from scripts.editions.downloads import make_downloads

                make_downloads(site, epoch)
            found = links.find_problems(site, unmade=() if whole else ("download/",))
            if report(all_problems(found, warnings), "links: no problems"):
                return 1
            publish(staging, folder)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"build: {error.strerror or error}{where}; {folder} is as it was", file=sys.stderr)
        return 2
    print(f"{folder} is up to date ({time.perf_counter() - start:.1f} s)")
    return 0


def stop(number: int, frame: object) -> NoReturn:
    """End with one line, through every `finally` on the way."""
    raise SystemExit(f"build: stopped by {signal.Signals(number).name}; the last site is as it was")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.build", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument(
        "--root", type=Path, default=Path("."), help="folder of mkdocs.yml and docs/"
    )
    parser.add_argument("--site", type=Path, help="where to publish (default: ROOT/site)")
    parser.add_argument(
        "--no-downloads", action="store_true", help="leave out book, e-book and offline copy"
    )
    args = parser.parse_args(argv)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    return build(args.root, args.site or args.root / "site", site_url(), not args.no_downloads)


if __name__ == "__main__":
    raise SystemExit(main())
