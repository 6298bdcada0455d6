"""The one date of a build."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from scripts.core.build_date import VARIABLE, build_date, commit_time
from scripts.core.pages import read_pages
from scripts.core.problems import InputError
from tests.conftest import make_site

SETTINGS = "site_name: A\nextra:\n  edition: {version: '1', released: 2026-01-02}\n"
PAGE = "---\ntitle: A\nchecked: 2026-03-04\n---\n\nText.\n"
NEWEST = int(dt.datetime(2026, 3, 4, tzinfo=dt.UTC).timestamp())


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    return make_site(tmp_path / "project", {"mkdocs.yml": SETTINGS, "docs/index.md": PAGE})


def test_without_git_it_is_the_newest_date_of_the_pages_and_said(root):
    seconds, note = build_date(root, read_pages(root / "docs"))
    assert seconds == NEWEST and "2026-03-04" in note and "git" in note


def test_an_archive_inside_another_repository_does_not_take_its_date(root):
    git(root.parent, "init")
    git(root.parent, "commit", "--allow-empty", "-m", "another project")
    assert commit_time(root) is None
    assert build_date(root, read_pages(root / "docs"))[0] == NEWEST


def test_in_a_checkout_it_is_the_last_commit(root, monkeypatch):
    monkeypatch.setenv("GIT_COMMITTER_DATE", "1700000000 +0200")
    git(root, "init")
    git(root, "commit", "--allow-empty", "-m", "one")
    assert build_date(root, read_pages(root / "docs")) == (1700000000, "")


def test_a_given_date_wins(root, monkeypatch):
    monkeypatch.setenv(VARIABLE, "42")
    assert build_date(root, read_pages(root / "docs")) == (42, "")


@pytest.mark.parametrize("given", ["", "tomorrow", "-1", "1.5", "٣"])
def test_a_bad_given_date_is_one_line(root, monkeypatch, given):
    monkeypatch.setenv(VARIABLE, given)
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH is"):
        build_date(root, read_pages(root / "docs"))
