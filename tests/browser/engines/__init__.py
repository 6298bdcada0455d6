"""Three browser engines behind one small set of commands; open this package to see what each can and cannot do."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Playwright

from tests import browsers
from tests.browser.engines.engine import Engine
from tests.browser.engines.firefox import FirefoxEngine
from tests.browser.engines.playwright import PlaywrightEngine
from tests.browser.engines.webkit import WebKitEngine


def start(name: str, playwright: Playwright) -> Engine | None:
    """Start what `tests.browsers` finds; None where this machine has no such engine."""
    path = browsers.installed(name)
    if name == "firefox" and path:
        return FirefoxEngine(path)
    if name == "webkit" and path:
        return WebKitEngine(path, shutil.which("Xvfb") or "Xvfb")
    kind = getattr(playwright, name)
    path = path or kind.executable_path
    if not Path(path).exists():
        return None
    arguments = browsers.ARGUMENTS if name == "chromium" else []
    return PlaywrightEngine(name, kind.launch(executable_path=path, args=arguments))
