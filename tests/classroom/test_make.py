"""All files that the table promises are made, twice the same, wherever and by whomever the build runs."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from scripts.editions.classroom.make import make_classroom
from scripts.editions.imprint import is_public
from scripts.markdown.exports import EXPORTS, WHOLE, by_lesson, formats
from scripts.markdown.listings import lessons
from tests.classroom.conftest import EPOCH, URL, site_at
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return make(tmp_path_factory, "first")


def make(tmp_path_factory: pytest.TempPathFactory, name: str) -> dict[str, bytes]:
    site, folder = tmp_path_factory.mktemp(name), tmp_path_factory.mktemp(f"{name}-download")
    files = make_classroom(site_at(site, URL), EPOCH, folder, say=lambda _: None)
    assert sorted(files) == sorted(folder.iterdir())
    return {file.name: file.read_bytes() for file in files}


def test_every_promised_file_is_made_and_linked_once(made: dict[str, bytes]):
    pages = lessons(ROOT / "docs")
    promised = {
        f"{stem}{ending}"
        for export in EXPORTS
        for ending in export.files
        for stem in [
            *([WHOLE] if export.whole else []),
            *(page.slug for page in pages if export.each),
        ]
    }
    assert made.keys() == promised
    rows = "\n".join([*formats(ROOT / "docs"), *by_lesson(ROOT / "docs")])
    assert {name: rows.count(f'"../download/{name}"') for name in promised} == dict.fromkeys(
        promised, 1
    )


def test_two_builds_in_other_folders_time_zones_and_umasks_are_the_same(
    made: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("USER", "somebody-else")
    mask = os.umask(0o077)
    try:
        again = make(tmp_path_factory, "second")
    finally:
        os.umask(mask)
    assert [name for name in made if made[name] != again[name]] == []


def test_no_file_names_a_folder_of_this_machine(made: dict[str, bytes], tmp_path: Path):
    for name, data in made.items():
        parts = [data]
        if data[:2] == b"PK":
            file = tmp_path / name
            file.write_bytes(data)
            with zipfile.ZipFile(file) as opened:
                parts = [opened.read(entry) for entry in opened.namelist()]
        for part in parts:
            assert str(ROOT).encode() not in part and b"/tmp/" not in part, name


def test_a_build_without_a_public_address_says_so(tmp_path_factory: pytest.TempPathFactory):
    said: list[str] = []
    site = site_at(tmp_path_factory.mktemp("local"), "http://127.0.0.1:8000/")
    assert not is_public(site.url)
    make_classroom(site, EPOCH, tmp_path_factory.mktemp("out"), said.append)
    assert "no public address" in said[0]
