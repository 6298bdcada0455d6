"""Small sites from other checkers' bug reports and from the standards: each has a fault in it, or has none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checks import link_check
from tests.conftest import make_site

CASES = json.loads(Path(__file__).with_name("link_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_verdict(tmp_path, case):
    found = link_check.find(make_site(tmp_path, case["files"]))
    assert ("fault" if found else "clean") == case["want"], found
