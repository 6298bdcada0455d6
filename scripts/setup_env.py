"""Make .venv and install the hash-pinned requirements; standard library only, so it runs on a bare Python.

Usage: python3 scripts/setup_env.py [--tests]
Skips at once when the requirement files have not changed since the last successful run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
MINIMUM = (3, 11)


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def make_venv(venv: Path) -> None:
    """Create the environment; Debian ships Python without ensurepip, so add its package when we may."""
    command = [sys.executable, "-m", "venv", str(venv)]
    if subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0:
        return
    shutil.rmtree(venv, ignore_errors=True)
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], check=True)
        subprocess.run(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", "python3-venv"],
            check=True,
        )
        subprocess.run(command, check=True)
        return
    raise SystemExit(
        "setup_env: this Python cannot make virtual environments; on Debian or Ubuntu run: sudo apt-get install python3-venv"
    )


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tests", action="store_true", help="also what the tests need")
    args = parser.parse_args(argv)
    if sys.version_info < MINIMUM:
        print(
            f"setup_env: Python {MINIMUM[0]}.{MINIMUM[1]} or newer is needed, this is {sys.version.split()[0]}",
            file=sys.stderr,
        )
        return 2
    files = [ROOT / "requirements.txt"] + (
        [ROOT / "tests" / "requirements.txt"] if args.tests else []
    )
    stamp = VENV / f"installed-{'tests' if args.tests else 'site'}"
    wanted = fingerprint(files)
    if stamp.exists() and stamp.read_text() == wanted and python_of(VENV).exists():
        return 0
    if not python_of(VENV).exists():
        make_venv(VENV)
    install = [
        str(python_of(VENV)),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    result = subprocess.run(install + [part for file in files for part in ("-r", str(file))])
    if result.returncode:
        print("setup_env: the requirements could not be installed (see above)", file=sys.stderr)
        return 2
    # The Markdown extensions live in scripts/; the plain `mkdocs` and `zensical` commands do not look in the current folder.
    packages = subprocess.run(
        [str(python_of(VENV)), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    (Path(packages.stdout.strip()) / "this_project.pth").write_text(
        str(ROOT) + "\n", encoding="utf-8"
    )
    stamp.write_text(wanted)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
