"""Outside validators: what they say is counted and placed, and one that is missing is named, never passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.audit import files as audit_files
from tests.conftest import make_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", {"index.html": "<p>", "one/index.html": "<p>"})


def program(folder: Path, name: str, script: str) -> None:
    make_site(folder, {name: "#!/bin/sh\n" + script})
    (folder / name).chmod(0o755)


def test_what_the_html_checker_says_is_placed(site, tmp_path, monkeypatch, capsys):
    said = {
        "messages": [
            {
                "type": "error",
                "url": f"file:{site.resolve()}/one/index.html",
                "lastLine": 3,
                "message": "Stray tag.",
            }
        ]
    }
    program(tmp_path / "bin", "java", f"cat >&2 <<'END'\n{json.dumps(said)}\nEND\n")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin:/usr/bin")
    monkeypatch.setenv("VNU_JAR", str(site / "index.html"))
    assert audit_files.html(site) == ["one/index.html:3: Stray tag."]
    assert audit_files.main([str(site)]) == 1
    assert "Nu HTML checker: 1 fault\n  one/index.html:3: Stray tag.\n" in capsys.readouterr().out


def test_a_pdf_that_fails_is_a_finding(site, tmp_path, monkeypatch):
    make_site(site, {"download/book.pdf": "%PDF", "vera.jar": ""})
    program(tmp_path / "bin", "java", 'echo "PASS a.pdf ua1"\necho "FAIL $8 $5"\n')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin:/usr/bin")
    monkeypatch.setenv("VERAPDF_JAR", str(site / "vera.jar"))
    book = site / "download/book.pdf"
    assert audit_files.pdf(site) == [f"PDF/UA-1: FAIL {book} ua1", f"PDF/A-2a: FAIL {book} 2a"]


def test_a_pdf_validator_that_says_nothing_is_a_finding(site, tmp_path, monkeypatch):
    make_site(site, {"download/book.pdf": "%PDF", "vera.jar": ""})
    program(tmp_path / "bin", "java", "echo broken >&2\n")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin:/usr/bin")
    monkeypatch.setenv("VERAPDF_JAR", str(site / "vera.jar"))
    assert audit_files.pdf(site)[0] == "PDF/UA-1: veraPDF printed nothing: broken"


def test_what_ace_finds_is_named():
    rule = {"earl:impact": "serious", "dct:title": "color-contrast"}
    finding = {"earl:test": rule, "earl:result": {"dct:description": "4.44"}}
    report = [{"earl:testSubject": {"url": "a.xhtml"}, "assertions": [finding]}]
    assert audit_files.ace_findings(report) == ["a.xhtml: serious color-contrast: 4.44"]


def test_a_missing_validator_is_named(site, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert audit_files.main([str(site)]) == 0
    assert capsys.readouterr().out.count("not here; needs") == len(audit_files.JUDGES)
    assert audit_files.main([str(tmp_path / "nothing")]) == 2
