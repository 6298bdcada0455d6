"""WebKitGTK in a window of our own (webkit_window.py), driven by its WebKitWebDriver on a screen that nobody sees."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, ClassVar

from tests.browser.engines.webdriver import SCRIPT_SECONDS, WebDriverEngine

PYTHON = "/usr/bin/python3"  # Debian's, for which its packages of GTK and WebKit are
WINDOW = Path(__file__).with_name("webkit_window.py")
# WebKit cannot be told to lay out for print, but its style sheets can: every condition on the medium is turned round.
PAPER = r"""() => {
  const turn = (list) => { list.mediaText = list.mediaText.replace(/\bscreen\b/g, 'not all').replace(/\bprint\b/g, 'all'); };
  const each = (rules) => [...rules].forEach((rule) => {
    if (rule.media) turn(rule.media);
    if (rule.cssRules) each(rule.cssRules);
  });
  [...document.styleSheets].forEach((sheet) => { turn(sheet.media); each(sheet.cssRules); });
}"""
# Pictures of a window that nobody sees need no graphics card to be imitated: a third of the time.
SETTINGS = {"WEBKIT_DISABLE_DMABUF_RENDERER": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
# Not that what watches sizes (the theme does) hears of some in the next frame: the others keep that to themselves.
MESSAGE_RE = re.compile(r"CONSOLE \S+ (?:ERROR|WARN)(?! ResizeObserver loop completed)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class WebKitEngine(WebDriverEngine):
    name = "webkit"
    cannot: ClassVar = {"forced colors": "WebKit has none"}

    def __init__(self, driver: str, xvfb: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="webkit-"))
        self.log = self.folder / "console.log"
        self.log.touch()
        self.read = 0
        self.session = ""
        self.processes: list[subprocess.Popen[bytes]] = []
        try:
            display = self._screen(xvfb)
            self.port = free_port()
            environment = {**os.environ, **SETTINGS, "DISPLAY": display, "HOME": str(self.folder)}
            self._start([driver, f"--port={self.port}"], env=environment)
            self._wait_for_driver()
            options = {"binary": PYTHON, "args": [str(WINDOW), str(self.folder)]}
            wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
            session = self._call("POST", "/session", {"capabilities": wanted})["sessionId"]
            self.session = f"/session/{session}"
            self._call("POST", "/timeouts", {"script": SCRIPT_SECONDS * 1000})
        except BaseException:
            self.close()
            raise

    def _start(self, command: list[str], **options: Any) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.processes.append(subprocess.Popen(command, **quiet, **options))

    def _screen(self, xvfb: str) -> str:
        """A screen in memory; Xvfb chooses a free number and writes it to us."""
        reading, writing = os.pipe()
        command = [xvfb, "-displayfd", str(writing), "-screen", "0", "1400x1100x24"]
        self._start([*command, "-nolisten", "tcp"], pass_fds=[writing])
        os.close(writing)
        with os.fdopen(reading) as pipe:
            return ":" + pipe.readline().strip()

    def _wait_for_driver(self) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                self._call("GET", "/status")
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("WebKitWebDriver did not start")

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SCRIPT_SECONDS)
        with contextlib.closing(connection):
            connection.request(method, self.session + path, data)
            value = json.load(connection.getresponse())["value"]
        if isinstance(value, dict) and "error" in value:
            raise RuntimeError(f"{path}: {value['error']}: {value['message']}")
        return value

    def _tell_window(self, what: str, value: str) -> None:
        self.run(
            "(what, value) => window.webkit.messageHandlers.window.postMessage(what + ' ' + value)",
            what,
            value,
        )

    def load(self, address: str) -> None:
        self._call("POST", "/url", {"url": address})

    def run(self, function: str, *arguments: Any) -> Any:
        script = f"return ({function})(...arguments)"
        return self._call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def act(self, actions: list[dict[str, Any]]) -> None:
        self._call("POST", "/actions", {"actions": actions})

    def window(self, width: int, height: int) -> None:
        self._call("POST", "/window/rect", {"width": width, "height": height})
        self.until("(...size) => innerWidth === size[0] && innerHeight === size[1]", width, height)

    def dark(self, wanted: bool) -> None:
        self._tell_window("dark", str(int(wanted)))
        self.until(
            "(wanted) => matchMedia('(prefers-color-scheme: dark)').matches === wanted", wanted
        )

    def paper(self, wanted: bool) -> None:
        if wanted:
            self.run(PAPER)
        else:
            self._call("POST", "/refresh", {})

    def pdf(self) -> bytes:
        file = self.folder / "page.pdf"
        done = self.folder / "page.done"
        done.unlink(missing_ok=True)
        self._tell_window("pdf", str(file))
        end = time.monotonic() + 90
        while not done.exists():
            if time.monotonic() > end:
                raise AssertionError("webkit: nothing was printed")
            time.sleep(0.05)
        return file.read_bytes()

    def screenshot(self) -> bytes:
        return base64.b64decode(self._call("GET", "/screenshot"))

    def messages(self) -> list[str]:
        with self.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(self.read)
            lines = log.readlines()
            self.read = log.tell()
        return [line.strip() for line in lines if MESSAGE_RE.search(line)]

    def close(self) -> None:
        for process in reversed(self.processes):  # the window ends with its driver
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
