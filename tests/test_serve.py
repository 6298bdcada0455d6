"""The live preview: pages and everything that stands beside them on the published site."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts import mkdocs_hook, serve
from scripts.figures import content
from tests.conftest import ROOT, make_site


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_the_downloads_of_every_figure_are_there():
    address = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        [sys.executable, "-m", "scripts.serve", "--address", address],
        cwd=ROOT,
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    # Ends the wait for a server that says nothing; reading its words needs no other clock.
    watch = threading.Timer(300, server.kill)
    watch.start()
    try:
        said = []
        for line in server.stderr:
            said.append(line)
            if "Serving on" in line:
                break
        assert said and address in said[-1], "".join(said)
        for path in [
            "",
            *(
                f"figures/{figure.id}.{kind}"
                for figure in content.read_all()
                for kind in ("csv", "png", "svg")
            ),
        ]:
            with urllib.request.urlopen(f"http://{address}/{path}") as answer:
                body = answer.read()
            if path:
                assert len(body) > len((ROOT / ".cache" / path).read_bytes()), "with its license"
            else:
                assert b"How Ketamine Works" in body
    finally:
        watch.cancel()
        server.terminate()
        server.wait()


def test_an_address_in_use_is_one_line_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        assert serve.main(["--address", address]) == 2
    assert capsys.readouterr().err == f"serve: cannot listen on {address}: Address already in use\n"


def test_an_address_that_is_none_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main(["--address", "localhost"]) == 2
    assert "'localhost' is no address" in capsys.readouterr().err


# A slip while it runs --------------------------------------------------------------------------------------------------

HOOK = """from pathlib import Path
from scripts.core.pages import read_pages
from scripts.serve import keep_last_good

def on_pre_build(config):
    read_pages(Path(config.docs_dir))

def on_serve(server, config, builder):
    keep_last_good(server)
"""
GUIDE = {
    "mkdocs.yml": "site_name: Guide\ntheme: {name: mkdocs, custom_dir: overrides}\nhooks: [hook.py]\nwatch: [overrides]\n",
    "hook.py": HOOK,
    "docs/index.md": "---\ntitle: One\n---\n\nThe first words.\n",
    "overrides/main.html": '{% extends "base.html" %}\n',
}
SLIPS = {
    "front matter": ("docs/index.md", "title: One", "title: [One", "docs/index.md:2: malformed"),
    "settings": ("mkdocs.yml", "name: mkdocs,", "name: [mkdocs,", "mkdocs.yml:2: malformed"),
    "template": ("overrides/main.html", "extends", "extnds", "overrides/main.html:1: template: "),
    "what a template asks for": (
        "overrides/main.html",
        '"base.html" %}',
        '"base.html" %}{% block site_nav %}{{ page.nobody.home }}{% endblock %}',
        "overrides/main.html:1: template: ",
    ),
}
LONGEST = 60  # s that a test waits for words of the server


def start(root: Path) -> tuple[subprocess.Popen[str], str]:
    address = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        [sys.executable, "-m", "scripts.serve", "--address", address],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    return server, address


def said_until(server: subprocess.Popen[str], words: str) -> str:
    said = []
    for line in server.stderr:
        said.append(line)
        if words in line:
            return "".join(said)
    raise AssertionError("".join(said))


def front_page(address: str) -> str:
    with urllib.request.urlopen(f"http://{address}/", timeout=10) as answer:
        return answer.read().decode()


@pytest.fixture(scope="module")
def preview(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Path, subprocess.Popen[str], str]]:
    root = make_site(tmp_path_factory.mktemp("preview"), GUIDE)
    server, address = start(root)
    watch = threading.Timer(LONGEST, server.kill)
    watch.start()
    said_until(server, "Serving on")
    yield root, server, address
    watch.cancel()
    server.terminate()
    server.wait()


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_at_its_line_and_the_pages_stay_until_it_is_mended(preview, slip: str):
    root, server, address = preview
    name, old, new, told = SLIPS[slip]
    good = (root / name).read_text()
    assert old in good
    (root / name).write_text(good.replace(old, new))
    said = said_until(server, "The preview stays as it was")
    assert told in said and "Traceback" not in said
    assert "The first words." in front_page(address)
    (root / name).write_text(good)
    words = f"Words after {slip}."
    page = root / "docs/index.md"
    page.write_text(page.read_text() + f"\n{words}\n")
    while words not in front_page(address):  # it ends with the server, which the clock stops
        time.sleep(0.1)


@pytest.mark.parametrize("slip", ["settings", "template"])
def test_a_slip_before_it_starts_is_one_line(tmp_path: Path, slip: str):
    name, old, new, told = SLIPS[slip]
    root = make_site(tmp_path, {**GUIDE, name: GUIDE[name].replace(old, new)})
    server, _ = start(root)
    _, said = server.communicate(timeout=LONGEST)
    assert server.returncode == 2
    assert told in said and "Traceback" not in said


def test_the_guide_s_own_preview_keeps_its_pages(tmp_path: Path):
    def crash() -> None:
        raise RuntimeError("power cut")

    server = SimpleNamespace(
        builder=crash, root=make_site(tmp_path / "site", {"index.html": "old"})
    )
    mkdocs_hook.on_serve(server, config=None, builder=crash)
    server.builder()
    assert (tmp_path / "site/index.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
