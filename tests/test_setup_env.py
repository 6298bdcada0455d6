"""The bootstrap that a fresh machine runs first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import setup_env
from tests import browsers as browser
from tests.conftest import ROOT


def test_it_needs_nothing_but_the_standard_library():
    code = "import sys; sys.path = [p for p in sys.path if 'site-packages' not in p]; import runpy; runpy.run_path('scripts/setup_env.py')"
    assert subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT).returncode == 0


def test_an_old_python_gets_one_clear_line(monkeypatch, capsys):
    monkeypatch.setattr(setup_env.sys, "version_info", (3, 10))
    assert setup_env.main([]) == 2
    assert "Python 3.11 or newer is needed" in capsys.readouterr().err


def test_a_changed_requirement_means_a_new_install(tmp_path: Path):
    file = tmp_path / "requirements.txt"
    file.write_text("a==1\n")
    before = setup_env.fingerprint([file])
    assert setup_env.fingerprint([file]) == before
    file.write_text("a==2\n")
    assert setup_env.fingerprint([file]) != before


def test_a_half_made_environment_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Killed after its Python was there and before pip was: the next run must not take it as it is."""
    python = setup_env.python_of(tmp_path / ".venv")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    made: list[Path] = []
    monkeypatch.setattr(setup_env, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup_env, "works", lambda venv: False)
    monkeypatch.setattr(setup_env, "make_venv", made.append)
    monkeypatch.setattr(setup_env, "install", lambda files: True)
    assert setup_env.main([]) == 0
    assert made == [tmp_path / ".venv"]
    assert setup_env.main([]) == 0
    assert len(made) == 1, "and only once"


def test_an_environment_without_pip_does_not_work(tmp_path: Path):
    python = setup_env.python_of(tmp_path)
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    assert not setup_env.works(tmp_path)
    assert not setup_env.works(tmp_path / "nothing")


def test_every_requirement_is_pinned_with_a_hash():
    for name in ("requirements.txt", "tests/requirements.txt"):
        blocks = [
            b
            for b in (ROOT / name).read_text().replace("\\\n", " ").splitlines()
            if b and not b.lstrip().startswith("#")
        ]
        assert blocks and all("==" in block and "--hash=sha256:" in block for block in blocks), name


def test_chrome_can_be_named(monkeypatch):
    monkeypatch.setenv("CHROME", "/opt/chrome")
    assert browser.find() == "/opt/chrome"


@pytest.mark.parametrize(
    ("family", "lacks"), [("DejaVu Sans", True), ("Liberation Sans", False), ("Arial", False)]
)
def test_a_machine_without_a_usual_typeface_is_known(monkeypatch, family, lacks):
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(
        browser.subprocess,
        "run",
        lambda command, **_: subprocess.CompletedProcess(command, 0, family),
    )
    assert browser.lacks_usual_typeface() is lacks
