"""Find a Chromium for the tests, or install one: an installed browser, Playwright's own download, then Debian's package. A usual typeface too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "msedge",
)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]


def installed() -> str:
    """Path of a browser on this machine, or ''. CHROME overrides the search."""
    wanted = os.environ.get("CHROME", "")
    if wanted:
        return wanted
    return next((found for name in NAMES if (found := shutil.which(name))), "")


def playwrights_own() -> str:
    """Path of the browser that Playwright downloaded for itself, or ''."""
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Exception:
        return ""
    return path if Path(path).exists() else ""


def find() -> str:
    return installed() or playwrights_own()


def install() -> str:
    """Install a browser and return its path, or '' when none can be had."""
    try:
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"],
            timeout=600,
            capture_output=True,
        )
    except subprocess.TimeoutExpired:
        pass
    if found := playwrights_own():
        return found
    debian("chromium")
    return installed()


def debian(package: str) -> None:
    """Install one of Debian's packages where that is possible without asking."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], stdout=subprocess.DEVNULL)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", package],
            stdout=subprocess.DEVNULL,
            env=environment,
        )


def lacks_usual_typeface() -> bool:
    """Whether there is nothing as wide as Arial, as nearly every reader has it: tests would measure letters that few readers see."""
    if not shutil.which("fc-match"):
        return False
    family = subprocess.run(
        ["fc-match", "--format=%{family}", "Arial"], capture_output=True, text=True, check=False
    ).stdout
    return not any(
        name in family for name in ("Arial", "Liberation Sans", "Arimo", "Helvetica", "Nimbus Sans")
    )


def main(argv: list[str] | None = None) -> int:
    found = find() or install()
    if not found:
        print(
            "browser: no Chromium or Chrome found and none could be installed; install one, or set CHROME to its path",
            file=sys.stderr,
        )
        return 2
    if lacks_usual_typeface():
        debian("fonts-liberation")
    print(f"browser: {found}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
