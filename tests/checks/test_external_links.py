"""The weekly check of outside links, with the outside replaced by a table of answers."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from scripts.checks import external_links as external
from tests.conftest import ROOT, make_site

KNOWN = '{"responseCode": 1}'
UNKNOWN = '{"responseCode": 100}'


@pytest.mark.parametrize(
    ("address", "answer", "verdict"),
    [
        ("https://example.org/", (200, ""), "ok"),
        ("https://example.org/", (301, ""), "ok"),
        ("https://example.org/", (404, ""), "broken"),
        ("https://example.org/", (410, ""), "broken"),
        ("https://example.org/", (0, "unknown host"), "broken"),
        ("https://example.org/", (403, "robots keep out"), "unsure"),
        ("https://example.org/", (429, ""), "unsure"),
        ("https://example.org/", (503, ""), "unsure"),
        ("https://example.org/", (-1, "timed out"), "unsure"),
        ("https://doi.org/10.1/x", (200, KNOWN), "ok"),
        ("https://doi.org/10.1/x", (404, UNKNOWN), "broken"),
        ("https://doi.org/10.1/x", (503, "<html>"), "unsure"),
    ],
)
def test_verdict(address, answer, verdict):
    assert external.judge(address, lambda _: answer)[0] == verdict


def test_a_doi_is_asked_at_its_registry():
    asked = []
    external.judge(
        "https://doi.org/10.1016/S0006(99)0<1>",
        lambda address: asked.append(address) or (200, KNOWN),
    )
    assert asked == ["https://doi.org/api/handles/10.1016/S0006(99)0%3C1%3E"]


def test_report_names_every_place(tmp_path, capsys):
    make_site(
        tmp_path,
        {
            "docs/a.md": "---\ntitle: A\nsources:\n  - title: x\n    url: https://example.org/gone\n---\n[x](https://example.org/gone#part) `https://example.org/code`\n<https://example.org/fine>\n",
            "docs/references.bib": '@article{k,\n author = "A, B",\n title = "T",\n year = "2000",\n doi = "10.1234/x"\n}\n',
        },
    )
    report = tmp_path / "report.md"

    def answer(address: str) -> tuple[int, str]:
        return (
            (200, UNKNOWN)
            if "handles" in address
            else (404, "")
            if "gone" in address
            else (200, "")
        )

    assert (
        external.main(["--docs", str(tmp_path / "docs"), "--report", str(report)], ask=answer) == 0
    )
    text = report.read_text().replace(f"{tmp_path}/", "")
    assert text.startswith("2 of 3 outside addresses no longer answer. 0 more refused")
    assert "https://example.org/gone — answers 404\n  - `docs/a.md:5`\n  - `docs/a.md:7`\n" in text
    assert (
        "https://doi.org/10.1234/x — the DOI registry does not know it\n  - `docs/references.bib:1`\n"
        in text
    )
    assert (
        external.main(
            ["--docs", str(tmp_path / "docs"), "--report", str(report)], ask=lambda _: (200, KNOWN)
        )
        == 0
    )
    assert report.read_text() == ""


def test_workflow_blocks_nothing_and_pins_its_actions():
    workflow = yaml.safe_load((ROOT / ".github/workflows/sources.yml").read_text())
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}
    for step in workflow["jobs"]["check"]["steps"]:
        if "uses" in step:
            assert len(step["uses"].partition("@")[2]) == 40
    assert workflow["permissions"] == {"contents": "read"}


def test_every_real_source_has_an_address_to_ask():
    assert len(external.outside_addresses(Path("docs"))) > 50
