"""Find the browsers of the tests, or install them: Chromium, Firefox, WebKit. What is on the machine is taken first,
then the packages of Debian or Ubuntu, then Playwright's own download. A usual typeface too."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

ENGINES = ("chromium", "firefox", "webkit")
# Commands that start one, and the variable that overrides the search.
COMMANDS = {
    "chromium": (
        "chromium-headless-shell",  # the same pages for half the processor time: it draws no window
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
        "chrome",
        "msedge",
    ),
    "firefox": ("firefox-esr", "firefox"),
    "webkit": ("WebKitWebDriver",),
}
VARIABLES = {"chromium": "CHROME", "firefox": "FIREFOX"}
NO_WINDOW = COMMANDS["chromium"][0]
PACKAGES = {
    "chromium": ("chromium-headless-shell",),
    "firefox": ("firefox-esr",),
    "webkit": ("webkit2gtk-driver", "gir1.2-webkit2-4.1", "python3-gi", "xvfb"),
}
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]
DEBIANS_PYTHON = "/usr/bin/python3"  # the one that Debian's packages of GTK and WebKit are for
LOADS_WEBKIT = "import gi; gi.require_version('WebKit2', '4.1'); gi.require_version('Gtk', '3.0')"


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true")


def installed(engine: str = "chromium") -> str:
    """Path of a browser (for WebKit, of its driver) on this machine, or ''."""
    if wanted := os.environ.get(VARIABLES.get(engine, ""), ""):
        return wanted
    path = next((found for name in COMMANDS[engine] if (found := shutil.which(name))), "")
    return path if engine != "webkit" or (path and has_window()) else ""


def has_window() -> bool:
    """Whether tests/browser/engines/webkit_window.py can run."""
    if not (shutil.which("Xvfb") and Path(DEBIANS_PYTHON).exists()):
        return False
    command = [DEBIANS_PYTHON, "-c", LOADS_WEBKIT]
    return subprocess.run(command, capture_output=True).returncode == 0


def playwrights_own(engine: str = "chromium") -> str:
    """Path of the browser that Playwright downloaded for itself, or ''. In a process of its own: only one at a time
    may use Playwright's API, and a test may do so already."""
    code = f"import playwright.sync_api as a\nwith a.sync_playwright() as p: print(p.{engine}.executable_path)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    path = told.stdout.strip()
    return path if path and Path(path).exists() else ""


def find(engine: str = "chromium") -> str:
    return installed(engine) or playwrights_own(engine)


def install(missing: list[str]) -> None:
    """Debian's packages in one go, which is quickest and can print; what is then missing, one by one, from Debian (which
    refuses all when it does not know one) and from Playwright."""
    debian(*(package for engine in missing for package in PACKAGES[engine]))
    for engine in missing:
        if len(missing) > 1 and not installed(engine):
            debian(*PACKAGES[engine])
        if engine == "chromium" and not installed(engine):
            debian("chromium")
        if not find(engine):
            playwright("install", engine)
            if in_ci():  # elsewhere it would ask for a password
                playwright("install-deps", engine)


def playwright(*command: str) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(
            [sys.executable, "-m", "playwright", *command],
            timeout=300,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )


def debian(*packages: str) -> None:
    """Install packages of Debian where that is possible without asking; one line says what failed."""
    if not (hasattr(os, "geteuid") and shutil.which("apt-get")):
        return
    as_root = []
    if os.geteuid() != 0:
        if not (in_ci() and shutil.which("sudo")):
            return
        as_root = ["sudo", "-n"]
    update_lists(tuple(as_root))
    apt([*as_root, "apt-get", "-q", "install", "-y", "--no-install-recommends", *packages])


@functools.cache
def update_lists(as_root: tuple[str, ...]) -> None:
    """Once is enough, also when it failed: the lists that are there may do."""
    apt([*as_root, "apt-get", "-q", "update"])


def apt(command: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            [*command, "-o", "Acquire::http::Timeout=20", "-o", "DPkg::Lock::Timeout=60"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        print(f"browser: {' '.join(command)}: not done after 300 s", file=sys.stderr)
        return
    if done.returncode != 0:
        why = next((line for line in done.stderr.splitlines() if line.startswith("E:")), "")
        print(f"browser: {' '.join(command)}: {why or 'failed'}", file=sys.stderr)


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
    """Chromium must be there. The other two must in CI; elsewhere the tests say what did not run."""
    absent = [engine for engine in ENGINES if not find(engine)]
    if "chromium" not in absent and not shutil.which(NO_WINDOW) and "CHROME" not in os.environ:
        debian(NO_WINDOW)
    if absent:
        install(absent)
    missing = []
    for engine in ENGINES:
        if found := find(engine):
            print(f"browser: {engine}: {found}")
            continue
        missing.append(engine)
        print(
            f"browser: no {engine} found and none could be installed; install one"
            + (f", or set {VARIABLES[engine]} to its path" if engine in VARIABLES else ""),
            file=sys.stderr,
        )
    if lacks_usual_typeface():
        debian("fonts-liberation")
    return 2 if "chromium" in missing or (missing and in_ci()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
