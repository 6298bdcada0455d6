"""The whole build: it publishes only what passed every check, all at once or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from scripts import build as builder
from scripts import check as quick
from scripts.core.problems import Problem
from scripts.core.site import BuiltPage
from tests.browser.opening import ABOUT, LESSON, LESSONS, PLACES
from tests.conftest import ROOT, make_site

URL = "https://example.org/guide/"
SLUG, OTHER, PROSE = (address.rstrip("/") for address in (LESSON, LESSONS[-1], ABOUT))
SECTION = f"{OTHER}.md#{PLACES[LESSONS[-1]].sections[0]}"


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built_site: Path) -> Path:
    """A copy of the real sources beside a site that was published earlier; what the session's build kept is kept here too."""
    root = tmp_path / "project"
    root.mkdir()
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copytree(ROOT / "tests" / "ledger", root / "tests" / "ledger")
    shutil.copy(ROOT / "tests" / "words.txt", root / "tests")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "mkdocs_hook.py", root / "scripts")
    for name in ("figures", "figures-parts", "sources", "codes", "pictures"):
        if (ROOT / ".cache" / name).exists():
            shutil.copytree(ROOT / ".cache" / name, root / ".cache" / name)
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("the last good site")
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return root


def run(root: Path) -> int:
    return builder.build(Path("."), Path("site"), URL, downloads=False)


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


READERS = ("scripts.core.site", "scripts.checks.links.extract", "scripts.publish.redirects")


def test_a_good_build_replaces_the_site_and_repeats_byte_for_byte(project, capsys, monkeypatch):
    read, written = Counter[str](), Counter[str]()
    parse, serialize = LexborHTMLParser, BuiltPage.html.fget

    def counting_parse(html: str | bytes) -> LexborHTMLParser:
        text = html if isinstance(html, str) else html.decode("utf-8")
        if text.lstrip()[:20].lower().startswith("<!doctype html"):
            read[text] += 1
        return parse(html)

    def counting_serialize(page: BuiltPage) -> str:
        written[page.path] += 1
        return serialize(page)

    with monkeypatch.context() as patch:
        for module in READERS:
            patch.setattr(import_module(module), "LexborHTMLParser", counting_parse)
        patch.setattr(BuiltPage, "html", property(counting_serialize))
        assert run(project) == 0, capsys.readouterr().err
    first = fingerprint(project / "site")
    assert f"{LESSON}index.html" in first
    assert f'<link rel="canonical" href="{URL}{LESSON}"' in (
        project / f"site/{LESSON}index.html"
    ).read_text(encoding="utf-8")
    assert set(written.values()) == set(read.values()) == {1}, "each page is read and written once"
    assert len(read) == len(written) > len(list(Path("docs").glob("*.md")))
    assert run(project) == 0
    assert fingerprint(project / "site") == first
    assert sorted(p.name for p in project.glob("site*")) == ["site"]


def first_line(name: str, pattern: str) -> str:
    return next(
        line
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines(keepends=True)
        if re.search(pattern, line)
    )


HEADING = first_line(f"docs/{PROSE}.md", "^## ")
FAULTS = [
    (
        "a broken Markdown link",
        f"docs/{SLUG}.md",
        "## In brief",
        "[gone](gone.md)\n\n## In brief",
        1,
        f"docs/{SLUG}.md:",
    ),
    (
        "an unknown citation",
        f"docs/{SLUG}.md",
        "## In brief",
        "Fact.[^nobody1900]\n\n## In brief",
        1,
        "citation [^nobody1900] is not in",
    ),
    (
        "an unknown front-matter key",
        f"docs/{SLUG}.md",
        "kind: lesson",
        "kind: lesson\ncolour: red",
        1,
        "unknown front-matter key 'colour'",
    ),
    (
        "malformed front matter",
        f"docs/{SLUG}.md",
        "kind: lesson",
        "kind: [lesson",
        2,
        "malformed front matter",
    ),
    (
        "a changed number",
        f"tests/ledger/{SLUG}.csv",
        "section,value",
        "sektion,value",
        2,
        f"tests/ledger/{SLUG}.csv:1:",
    ),
    (
        "invalid BibTeX",
        "docs/references.bib",
        '    author = "',
        '    author = "" ',
        2,
        "docs/references.bib:",
    ),
    (
        "a raw HTML link to nowhere",
        f"docs/{PROSE}.md",
        HEADING,
        f'<a href="../nowhere/">gone</a>\n\n{HEADING}',
        1,
        f"docs/{PROSE}.md:",
    ),
    (
        "a page missing from the nav",
        "mkdocs.yml",
        first_line("mkdocs.yml", rf": {OTHER}\.md$"),
        "",
        1,
        f"docs/{OTHER}.md:0: the page is not in the nav",
    ),
    (
        "what only MkDocs sees",
        f"docs/{PROSE}.md",
        HEADING,
        f'<a href="{SECTION}">there</a>\n\n{HEADING}',
        1,
        f"docs/{PROSE}.md:",
    ),
    (
        "a template with a spelling error",
        "overrides/main.html",
        '{% extends "base.html" %}',
        '{% extnds "base.html" %}',
        2,
        "overrides/main.html:5: template: Encountered unknown tag 'extnds'",
    ),
    (
        "a template that asks for what is not there",
        "overrides/main.html",
        "{% block site_meta %}",
        "{% block site_meta %}{{ page.nobody.home }}",
        2,
        "overrides/main.html:7: template: ",
    ),
    ("broken settings", "mkdocs.yml", "site_name: ", "site_name: [", 2, "mkdocs.yml:"),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "words"),
    [fault[1:] for fault in FAULTS],
    ids=[fault[0] for fault in FAULTS],
)
def test_a_failing_build_says_why_and_leaves_the_site_alone(
    project, capsys, name, old, new, code, words
):
    before = fingerprint(project / "site")
    edit(project, name, old, new)
    assert run(project) == code
    assert words in capsys.readouterr().err
    assert fingerprint(project / "site") == before
    assert sorted(p.name for p in project.glob("site*")) == ["site"]


def test_a_fault_is_said_once_by_whoever_knows_its_place_best():
    """A warning with a place of its own is the cause; MkDocs' words about a link count only when the link check,
    which names lines, has nothing to say."""
    link = Problem("docs/a.md", 3, "Doc file 'a.md' contains a link 'b.md#tow', but …")
    nav = Problem("mkdocs.yml", 0, "A reference to 'x.md' is included in the 'nav' configuration.")
    cause = Problem("docs/a.md", 2, "this block is never closed")
    found = [Problem("docs/a.md", 3, "no id 'tow' on b/")]
    assert builder.all_problems(found, [link, nav]) == found
    assert builder.all_problems([], [link, nav]) == [link, nav]
    assert builder.all_problems(found, [link, cause]) == [cause]


def test_check_mends_what_is_mechanical_finds_the_rest_and_publishes_nothing(project, capsys):
    before = fingerprint(project / "site")
    edit(
        project,
        f"docs/{SLUG}.md",
        "## In brief",
        f'<a href="../{OTHER.capitalize()}/">x</a> [y]({SECTION.capitalize()}) <http://example.org/>\n\n## In brief',
    )
    assert quick.main(["--fix", "--content"]) == 0, capsys.readouterr().err
    assert f'<a href="../{OTHER}/">x</a> [y]({SECTION}) <https://example.org/>\n' in (
        project / f"docs/{SLUG}.md"
    ).read_text(encoding="utf-8")
    assert f"corrected: ../{OTHER.capitalize()}/ → ../{OTHER}/" in capsys.readouterr().out
    edit(project, f"docs/{SLUG}.md", "## In brief", "Fact.[^nobody1900]\n\n## In brief")
    assert quick.main(["--content"]) == 1
    assert "citation [^nobody1900] is not in" in capsys.readouterr().err
    edit(project, f"docs/{SLUG}.md", "kind: lesson", "kind: [lesson")
    assert quick.main(["--content"]) == 2
    assert f"docs/{SLUG}.md:" in capsys.readouterr().err
    assert fingerprint(project / "site") == before


def test_a_crash_half_way_leaves_the_site_alone(project, monkeypatch):
    def crash(root: Path, folder: Path, site_url: str) -> None:
        (folder / "index.html").write_text("half a site")
        raise RuntimeError("power cut")

    before = fingerprint(project / "site")
    monkeypatch.setattr(builder, "render", crash)
    with pytest.raises(RuntimeError, match="power cut"):
        run(project)
    assert fingerprint(project / "site") == before
    assert sorted(path.name for path in project.glob("*site*")) == ["site"]
    assert sorted(path.name for path in project.glob(".site*")) == []


def test_a_failed_rename_brings_the_old_site_back(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    with pytest.raises(FileNotFoundError):
        builder.publish(tmp_path / "no-such-staging", tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "old"


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_killed_build_is_cleaned_up_by_the_next(tmp_path):
    """Killed between the two renames, only `site.old` is left; killed before, a staging folder."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    make_site(tmp_path, {"site.old/index.html": "old", f".site-staging-{dead.pid}-x/a": "half"})
    builder.clean_up(tmp_path / "site")
    assert leftovers(tmp_path) == ["site"]
    assert (tmp_path / "site/index.html").read_text() == "old"


def test_a_build_that_still_runs_keeps_its_folder(tmp_path):
    running = f".site-staging-{os.getpid()}-x"
    make_site(tmp_path, {"site/index.html": "old", f"{running}/a": "half"})
    builder.clean_up(tmp_path / "site")
    assert leftovers(tmp_path) == [running, "site"]


def test_a_private_umask_does_not_lock_out_a_web_server(tmp_path):
    make_site(tmp_path, {"staging/a/index.html": "x"})
    (tmp_path / "staging/a").chmod(0o700)
    (tmp_path / "staging/a/index.html").chmod(0o600)
    builder.publish(tmp_path / "staging", tmp_path / "site")
    assert (tmp_path / "site/a").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "site/a/index.html").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("what", ["No space left on device", "Read-only file system"])
def test_a_disk_that_takes_nothing_is_one_line(project, capsys, monkeypatch, what):
    before = fingerprint(project / "site")

    def refuse(*args: object) -> None:
        raise OSError(28, what, "a/file")

    monkeypatch.setattr(builder, "render", refuse)
    assert run(project) == 2
    assert f"build: {what} (a/file); site is as it was" in capsys.readouterr().err
    assert fingerprint(project / "site") == before
