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


def works(venv: Path) -> bool:
    """Whether the environment is whole: one whose making was interrupted has a Python but no pip."""
    if not python_of(venv).exists():
        return False
    command = [str(python_of(venv)), "-m", "pip", "--version"]
    return subprocess.run(command, capture_output=True).returncode == 0


def make_venv(venv: Path) -> None:
    """Create the environment; Debian ships Python without ensurepip, so add its package where we may."""
    command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    if subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0:
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", "python3-venv"]
        subprocess.run(["apt-get", "update", "-q"], check=True)
        subprocess.run(install, check=True)
        subprocess.run(command, check=True)
        return
    raise SystemExit(
        "setup_env: this Python cannot make virtual environments; "
        "on Debian or Ubuntu run: sudo apt-get install python3-venv"
    )


def install(files: list[Path]) -> bool:
    """Install the pinned requirements, then the project itself, so that plain `mkdocs` finds its extensions."""
    pip = [str(python_of(VENV)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pinned = [*pip, "--require-hashes", *(part for file in files for part in ("-r", str(file)))]
    itself = [*pip, "--no-build-isolation", "--no-deps", "--editable", str(ROOT)]
    return all(subprocess.run(command).returncode == 0 for command in (pinned, itself))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tests", action="store_true", help="also what the tests need")
    args = parser.parse_args(argv)
    if sys.version_info < MINIMUM:
        wanted, found = ".".join(map(str, MINIMUM)), sys.version.split()[0]
        print(f"setup_env: Python {wanted} or newer is needed, this is {found}", file=sys.stderr)
        return 2
    files = [ROOT / "requirements.txt"]
    files += [ROOT / "tests" / "requirements.txt"] if args.tests else []
    stamp = VENV / f"installed-{'tests' if args.tests else 'site'}"
    current = fingerprint([*files, ROOT / "pyproject.toml"])
    if stamp.exists() and stamp.read_text() == current and python_of(VENV).exists():
        return 0
    if not works(VENV):
        make_venv(VENV)
    if not install(files):
        print("setup_env: the requirements could not be installed (see above)", file=sys.stderr)
        return 2
    stamp.write_text(current)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
