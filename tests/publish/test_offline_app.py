"""The list of the offline app: what is in it, and that it follows the content and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scripts.checks import links
from scripts.core.site import Site
from scripts.publish import offline_app
from tests.conftest import ROOT
from tests.publish.test_finish import FILES, HTML, read_site

MARK = (ROOT / "docs/assets/img/mark.svg").read_text(encoding="utf-8")
WORKER = (ROOT / "docs/service-worker.js").read_text(encoding="utf-8")
PUBLISHED = {
    "site/assets/img/mark.svg": MARK,
    "site/assets/js/one.js": "1",
    "site/assets/javascripts/lunr/min/lunr.fr.min.js": "1",
    "site/assets/qr/one.svg": "<svg/>",
    "site/assets/qr/one.why.svg": "<svg/>",
    "site/assets/social/one.png": b"1",
    "site/download/one.pdf": b"1",
    "site/download/one.epub": b"1",
    "site/download/site.zip": b"1",
    "site/download/deck.apkg": b"1",
    "site/search/search_index.json": "{}",
    "site/one/index.md": "1",
}
SOURCES = {
    "docs/service-worker.js": WORKER,
    "docs/assets/img/mark.svg": MARK,
    "docs/assets/js/one.js": "1",
    "site/one/index.html": HTML.replace("</article>", '<img src="../assets/qr/one.svg"></article>'),
}


def written(root: Path, files: dict[str, str | bytes] | None = None) -> tuple[Site, str]:
    site = read_site(root, {**FILES, **PUBLISHED, **SOURCES, **(files or {})})
    offline_app.write(site)
    return site, (site.folder / "service-worker.js").read_text(encoding="utf-8")


def list_of(script: str) -> dict[str, dict[str, str]]:
    match = re.match(r"const BUILD = (.*);", script)
    assert match
    return json.loads(match[1])


def test_everything_but_the_downloads(tmp_path: Path) -> None:
    build = list_of(written(tmp_path)[1])
    assert set(build["rest"]) == {"", "one/", "assets/qr/one.svg", "search/search_index.json"}
    shell = {address.partition("?")[0] for address in build["shell"]}
    assert {"assets/js/one.js", "assets/img/mark.svg", "manifest.webmanifest"} <= shell
    assert not [address for address in shell if "lunr" in address or "download" in address]
    assert [a for a in build["shell"] if re.fullmatch(r"assets/js/one\.js\?v=\w{8}", a)]


def test_same_bytes_twice_in_any_folder(tmp_path: Path) -> None:
    assert written(tmp_path / "a")[1] == written(tmp_path / "else" / "b")[1]


@pytest.mark.parametrize(
    ("changed", "address"),
    [
        ({"site/one/index.html": HTML.replace("One is", "One was")}, "one/"),
        ({"site/search/search_index.json": "[]"}, "search/search_index.json"),
    ],
)
def test_a_changed_file_has_another_hash(tmp_path: Path, changed, address) -> None:
    before = list_of(written(tmp_path / "a")[1])["rest"]
    after = list_of(written(tmp_path / "b", changed)[1])["rest"]
    assert before[address] != after[address] and before[""] == after[""]


def test_a_changed_script_has_another_address_and_all_scripts_with_it(tmp_path: Path) -> None:
    def scripts(root: Path, text: str) -> set[str]:
        two = {"docs/assets/js/two.js": text, "site/assets/js/two.js": text}
        shell = list_of(written(root, two)[1])["shell"]
        return {address for address in shell if ".js?" in address}

    before, after = scripts(tmp_path / "a", "1"), scripts(tmp_path / "b", "2")
    assert len(before) == len(after) == 2 and not before & after


def test_the_worker_itself_is_as_written(tmp_path: Path) -> None:
    assert written(tmp_path)[1].split("\n", 1)[1] == WORKER.split("\n", 1)[1]


def test_icons_are_what_the_manifest_says(tmp_path: Path) -> None:
    site, _ = written(tmp_path)
    manifest = json.loads((site.folder / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert [icon.get("purpose") for icon in manifest["icons"]].count("maskable") == 1
    for icon in manifest["icons"]:
        data = (site.folder / icon["src"]).read_bytes()
        width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
        assert f"{width}x{height}" == icon["sizes"]


def test_a_site_without_the_worker_stays_without(tmp_path: Path) -> None:
    site = read_site(tmp_path, FILES)
    offline_app.write(site)
    assert not (site.folder / "manifest.webmanifest").exists()


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("assets/qr/one.svg", "service worker: no such file: 'assets/qr/one.svg'"),
        ("assets/img/icon-512.png", "manifest: no such file: 'assets/img/icon-512.png'"),
        ("manifest.webmanifest", "no such file: 'manifest.webmanifest'"),
        ("service-worker.js", "no such file: 'service-worker.js'"),
    ],
)
def test_the_link_check_follows_every_address(tmp_path: Path, lost: str, said: str) -> None:
    named = '<link rel="manifest" href="manifest.webmanifest"><link rel="serviceworker" href="service-worker.js"></head>'
    site, _ = written(tmp_path, {"site/index.html": HTML.replace("</head>", named)})
    index = links.index_folder(site.folder)
    assert not [f for f in links.find(index, None) if said in f.message]
    (site.folder / lost).unlink()
    index = links.index_folder(site.folder)
    assert [f for f in links.find(index, None) if said in f.message]
