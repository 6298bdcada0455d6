"""What other checkers say of a site; those that are not installed are left out."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

MKDOCS = "mkdocs --strict"


def complaints(site: Path, said: int) -> dict[str, int]:
    """How many complaints each has; `said`: how many MkDocs had when it made the site."""
    counts, name = {MKDOCS: said}, str(site.resolve())
    if tool := shutil.which("lychee"):
        out = run(
            [
                tool,
                "--offline",
                "--no-progress",
                "--include-fragments",
                "--index-files",
                "index.html",
                "--root-dir",
                name,
                "--format",
                "json",
                name,
            ]
        )
        counts["lychee"] = json.loads(out)["errors"]
    if tool := shutil.which("linkinator"):
        out = run(
            [
                tool,
                name,
                "--recurse",
                "--check-fragments",
                "--check-css",
                "--skip",
                "^https?://(?!localhost)",
                "--format",
                "json",
            ]
        )
        counts["linkinator"] = sum(
            link["state"] == "BROKEN" for link in json.loads(out[out.index("{") :])["links"]
        )
    return counts


def run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300).stdout
