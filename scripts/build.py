"""Build the whole site: check the sources, render, add what MkDocs does not make, check every link, then publish.

Everything happens in a staging folder. `site/` is replaced only when nothing is wrong, so a failing
build leaves the last good site as it was. SITE_URL sets the address of the published site.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

# Before MkDocs is imported: the theme prints an advertisement for its successor on every run.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

import jinja2
import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from scripts.checks import sources as check_sources
from scripts.checks.links import check as check_links
from scripts.core.problems import InputError, Problem, report
from scripts.figures.build import build_figures
from scripts.publish import evidence, finish, redirects

LOCAL_URL = "http://127.0.0.1:8000/"
FIGURE_CACHE = Path(".cache/figures")
DOC_RE = re.compile(
    r"Doc file '(?P<page>[^']+)' contains .*?link '(?P<link>[^']+)'"
)  # how MkDocs' warnings name a page and a link


def commit_time(root: Path) -> int:
    """Seconds since 1970 of the last commit, so that two builds of one commit are the same; 0 outside a checkout."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    result = (
        subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True
        )
        if shutil.which("git")
        else None
    )
    return int(result.stdout) if result and result.returncode == 0 and result.stdout.strip() else 0


def named(message: str) -> tuple[str, str]:
    """The page and the link that a warning of MkDocs names; '' for others."""
    match = DOC_RE.match(message)
    return (match["page"], match["link"]) if match else ("", "")


class Complaints(logging.Handler):
    """MkDocs' warnings, kept instead of printed: the gate can mostly say the same with a line."""

    def __init__(self, root: Path) -> None:
        super().__init__(logging.WARNING)
        self.root = root
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        page, link = named(message)
        if not page:
            self.problems.append(Problem(str(self.root / "mkdocs.yml"), 0, message))
            return
        path = self.root / "docs" / page
        lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
        self.problems.append(
            Problem(
                str(path),
                next((number for number, line in enumerate(lines, 1) if link in line), 0),
                message,
            )
        )


def template_fault(error: jinja2.TemplateError) -> Problem:
    """The template and line at which Jinja stopped."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.endswith(".py")
    ]
    path, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else ("overrides", 0)
    if isinstance(error, jinja2.TemplateSyntaxError):
        path, line = error.filename or path, error.lineno
    return Problem(os.path.relpath(path), line, f"template: {error.message}")


def render(config: Path, staging: Path, site_url: str) -> list[Problem]:
    """Run MkDocs into `staging`; every warning is a problem, but does not keep the gate from looking."""
    os.environ["SITE_URL"] = site_url
    complaints, log = Complaints(config.parent), logging.getLogger("mkdocs")
    spread, log.propagate = log.propagate, False
    log.addHandler(complaints)
    try:
        settings = load_config(str(config), site_dir=str(staging), strict=True)
        settings.strict = False
        mkdocs_build(settings)
    except yaml.YAMLError as error:
        raise InputError(
            Problem(
                str(config),
                getattr(getattr(error, "problem_mark", None), "line", 0) + 1,
                f"malformed settings: {error}",
            )
        ) from error
    except jinja2.TemplateError as error:
        raise InputError(*complaints.problems, template_fault(error)) from error
    except (Abort, MkDocsException) as error:
        raise InputError(
            *complaints.problems, Problem(str(config), 0, f"MkDocs stopped: {error}")
        ) from error
    finally:
        log.removeHandler(complaints)
        log.propagate = spread
    return complaints.problems


def publish(staging: Path, site: Path) -> None:
    """Put `staging` in the place of `site`; if the second rename fails, the old site comes back."""
    old = site.with_name(site.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    try:
        staging.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def assemble(root: Path, staging: Path, site_url: str, downloads: bool) -> list[Problem]:
    """Fill `staging` with everything that is published. Returns what MkDocs complained about: then no downloads are made."""
    docs = root / "docs"
    build_figures(root / FIGURE_CACHE)
    said = render(root / "mkdocs.yml", staging, site_url)
    shutil.copytree(root / FIGURE_CACHE, staging / "figures", dirs_exist_ok=True)
    evidence.write(staging, docs, site_url)
    redirects.write(staging, docs, site_url)
    finish(staging, docs, site_url)
    if downloads and not said:
        from scripts.editions import make_downloads

        make_downloads(staging, site_url, commit_time(root))
    return said


def gate(
    site: Path, docs: Path, site_url: str, downloads: bool, said: list[Problem]
) -> list[Problem]:
    """Every fault of the built links, and what else MkDocs complained about; a quick build makes no downloads, so links to them are not faults of the pages."""
    found = check_links.find_problems(
        site, docs, site_url, later=() if downloads and not said else ("download/",)
    )
    return found + [
        complaint for complaint in said if not any(same(complaint, problem) for problem in found)
    ]


def same(complaint: Problem, problem: Problem) -> bool:
    """Whether the gate has a finding where MkDocs complains, about the same address."""
    link = named(complaint.message)[1]
    parts = {link, link.partition("#")[2]} - {""}
    return complaint.path == problem.path and (
        complaint.line == problem.line or any(f"'{part}'" in problem.message for part in parts)
    )


def build(root: Path, site: Path, site_url: str, downloads: bool = True) -> int:
    """Build into a folder beside `site`, check it, publish it; 0 published, 1 findings, 2 unusable input."""
    start = time.perf_counter()
    os.environ["SOURCE_DATE_EPOCH"] = str(commit_time(root))
    site.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f"{site.name}-staging-", dir=site.parent))
    staging.chmod(0o755)
    try:
        if report(
            check_sources.check(root / "docs", root / "tests" / "ledger"), "sources: no problems"
        ):
            return 1
        said = assemble(root, staging, site_url, downloads)
        if report(gate(staging, root / "docs", site_url, downloads, said), "links: no problems"):
            return 1
        publish(staging, site)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    print(f"{site} is up to date ({time.perf_counter() - start:.1f} s)")
    return 0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.build", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--root", type=Path, default=Path("."), help="folder that holds mkdocs.yml and docs/"
    )
    parser.add_argument("--site", type=Path, help="where to publish (default: ROOT/site)")
    parser.add_argument(
        "--no-downloads", action="store_true", help="leave out book, e-book and offline copy"
    )
    args = parser.parse_args(argv)
    site_url = os.environ.get("SITE_URL", LOCAL_URL).rstrip("/") + "/"
    return build(args.root, args.site or args.root / "site", site_url, not args.no_downloads)


if __name__ == "__main__":
    raise SystemExit(main())
