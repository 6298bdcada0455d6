"""Install what the tests need from npm into `.cache`, where this machine has Node.js; `python -m tests.node_packages` before several workers start."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".cache"
FILES = ("package.json", "package-lock.json")


def folder() -> Path:
    """Where these packages stand: a change of the lock file makes another folder."""
    content = b"".join((HERE / name).read_bytes() for name in FILES)
    return CACHE / f"node-{hashlib.sha256(content).hexdigest()[:12]}" / "node_modules"


def install() -> Path:
    """The installed packages; done once, whole or not at all."""
    modules = folder()
    if modules.exists():
        return modules
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="node-", dir=CACHE) as name:
        for file in FILES:
            shutil.copy(HERE / file, name)
        # No scripts: nothing that a package brings may run while it is installed.
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=name, check=True)
        modules.parent.mkdir(exist_ok=True)
        try:
            (Path(name) / "node_modules").rename(modules)
        except OSError:
            if not modules.exists():  # otherwise another worker was faster
                raise
    return modules


def required() -> Path:
    """For a test: the packages, or a skip that names the reason. In CI a missing Node.js is a failure."""
    if shutil.which("node") and shutil.which("npm"):
        return install()
    if os.environ.get("CI") == "true":
        pytest.fail("Node.js is missing; in CI every format must be read")
    pytest.skip("Node.js is not installed here")


def main() -> int:
    if shutil.which("node") and shutil.which("npm"):
        print(f"node packages: {install()}")
    else:
        print("node packages: no Node.js here, so the formats that it reads are not tested")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
