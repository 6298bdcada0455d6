"""An installed Firefox, driven through Marionette, the protocol it has built in.

No geckodriver stands between, and scripts with the browser's own rights can set what a system prefers, lay out for
print and read the console. Commands: https://searchfox.org/mozilla-central/source/remote/marionette/driver.sys.mjs
"""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.browser.engines.webdriver import SCRIPT_SECONDS, WebDriverEngine

# A mouse, which a browser without a screen does not find, and scroll bars that take no room, as on phones.
PREFERENCES = """
user_pref("marionette.port", 0);
user_pref("remote.prefs.recommended", true);
user_pref("dom.ipc.processCount", 1);
user_pref("ui.primaryPointerCapabilities", 6);
user_pref("ui.allPointerCapabilities", 6);
user_pref("ui.useOverlayScrollbars", 1);
user_pref("widget.gtk.overlay-scrollbars.enabled", true);
"""
LOADED = (
    "(address) => location.href === new URL(address).href && document.readyState === 'complete'"
)
# Errors and warnings of pages (not of the browser's own scripts), and what pages wrote to the console.
MESSAGES = """
const storage = Cc['@mozilla.org/consoleAPI-storage;1'].getService(Ci.nsIConsoleAPIStorage);
const own = (address) => /^(resource|chrome|moz-extension|about):/.test(address ?? '');
const told = [
  ...Services.console.getMessageArray()
    .filter((one) => one instanceof Ci.nsIScriptError && !(one.flags & one.infoFlag) && !own(one.sourceName) && /CSP|content|CORS|Mixed|SRI|HTML|malformed/i.test(one.category))
    .map((one) => `${one.errorMessage} ${one.sourceName}:${one.lineNumber}`),
  ...storage.getEvents().filter((one) => /^(error|warn|assert)$/.test(one.level) && !own(one.filename))
    .map((one) => `${one.level}: ${one.arguments.join(' ')} ${one.filename}`),
];
Services.console.reset();
storage.clearEvents();
return told;"""


class FirefoxEngine(WebDriverEngine):
    name = "firefox"

    def __init__(self, path: str) -> None:
        self.profile = Path(tempfile.mkdtemp(prefix="firefox-"))
        (self.profile / "user.js").write_text(PREFERENCES)
        self.process = subprocess.Popen(
            [
                *(path, "--headless", "--no-remote", "--profile", str(self.profile)),
                *("--marionette", "--remote-allow-system-access"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self.socket = socket.create_connection(("127.0.0.1", self._port()))
            self.stream = self.socket.makefile("rwb")
            self._receive()  # how it greets
            self.number = 0
            self._send("WebDriver:NewSession", capabilities={})
            self._send("WebDriver:SetTimeouts", script=SCRIPT_SECONDS * 1000)
            self._send("WebDriver:SetWindowRect", width=1300, height=1100)
        except BaseException:
            self.close()
            raise

    def _port(self) -> int:
        """Firefox chooses a free port and writes it into its profile."""
        file, end = self.profile / "MarionetteActivePort", time.monotonic() + 90
        while not (file.exists() and file.read_text()):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("Firefox did not start")
            time.sleep(0.05)
        return int(file.read_text())

    def _receive(self) -> Any:
        """One message: its length in bytes, a colon, JSON."""
        length = b""
        while not length.endswith(b":"):
            byte = self.stream.read(1)
            if not byte:
                raise RuntimeError("Firefox hung up")
            length += byte
        return json.loads(self.stream.read(int(length[:-1])))

    def _send(self, command: str, **parameters: Any) -> Any:
        self.number += 1
        message = json.dumps([0, self.number, command, parameters]).encode()
        self.stream.write(b"%d:%b" % (len(message), message))
        self.stream.flush()
        _, _, error, result = self._receive()
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result

    def _script(self, script: str, *arguments: Any) -> Any:
        return self._send("WebDriver:ExecuteScript", script=script, args=list(arguments))["value"]

    def _chrome(self, script: str, *arguments: Any) -> Any:
        """Run with the rights of the browser's own window."""
        self._send("Marionette:SetContext", value="chrome")
        try:
            return self._script(script, *arguments)
        finally:
            self._send("Marionette:SetContext", value="content")

    def _preference(self, name: str, value: int) -> None:
        self._chrome("Services.prefs.setIntPref(...arguments);", name, value)

    def load(self, address: str) -> None:
        """Firefox may still take the page before the last for the one it shows, and then does not wait for a load
        because only the place on the page seems to change."""
        self._send("WebDriver:Navigate", url=address)
        self.until(LOADED, address, seconds=60)

    def run(self, function: str, *arguments: Any) -> Any:
        return self._script(f"return ({function})(...arguments)", *arguments)

    def act(self, actions: list[dict[str, Any]]) -> None:
        self._send("WebDriver:PerformActions", actions=actions)

    def window(self, width: int, height: int) -> None:
        """The window itself cannot be as narrow as a phone; the element that shows the page can."""
        self._chrome(
            "const {style} = gBrowser.selectedBrowser;"
            "[style.width, style.height] = Array.from(arguments, (one) => one + 'px');",
            width,
            height,
        )
        self.until("(...size) => innerWidth === size[0] && innerHeight === size[1]", width, height)

    def dark(self, wanted: bool) -> None:
        self._preference("layout.css.prefers-color-scheme.content-override", 0 if wanted else 1)

    def paper(self, wanted: bool) -> None:
        script = "gBrowser.selectedBrowser.browsingContext.mediumOverride = arguments[0];"
        self._chrome(script, "print" if wanted else "")

    def forced_colors(self, wanted: bool) -> None:
        self._preference("browser.display.document_color_use", 2 if wanted else 1)

    def pdf(self) -> bytes:
        return base64.b64decode(self._send("WebDriver:Print", background=True)["value"])

    def screenshot(self) -> bytes:
        return base64.b64decode(self._send("WebDriver:TakeScreenshot", full=False)["value"])

    def messages(self) -> list[str]:
        return list(self._chrome(MESSAGES))

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if stream := getattr(self, "stream", None):
            stream.close()
            self.socket.close()
        shutil.rmtree(self.profile, ignore_errors=True)
