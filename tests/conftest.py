"""Helpers shared by the tests: small sites from dicts of files, one real build per session, a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import browsers

ROOT = Path(__file__).resolve().parent.parent


def make_site(folder: Path, files: dict[str, str]) -> Path:
    """Write a dict of relative path → text (or bytes) below `folder` and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder


@pytest.fixture(autouse=True)
def _in_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths in mkdocs.yml are relative to the project; so are the tests."""
    monkeypatch.chdir(ROOT)


def build_site(site: Path) -> Path:
    from scripts.build import build

    before = Path.cwd()
    os.chdir(ROOT)
    try:
        assert build(Path("."), site, "http://127.0.0.1:8000/") == 0
    finally:
        os.chdir(before)
    return site


def pytest_configure(config: pytest.Config) -> None:
    """Before the workers of `pytest -n` start: one build for all of them, and an empty folder for screenshots."""
    if hasattr(config, "workerinput"):
        return
    shutil.rmtree(ROOT / "test-output", ignore_errors=True)
    unit_tests_only = "not slow" in config.option.markexpr
    parallel = getattr(config.option, "numprocesses", None)
    if parallel and not unit_tests_only and "TEST_SITE" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="test-site-")
        config.add_cleanup(folder.cleanup)
        os.environ["TEST_SITE"] = str(build_site(Path(folder.name) / "site"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or the whole site, so that `make test-fast` can leave it out; and begin with files that
    have such tests, so that workers do not wait for one long file at the end."""
    long = set()
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & {"browser", "engine"}:
            item.add_marker("browser")
        if "built_site" in fixtures:
            item.add_marker("slow")
        if item.get_closest_marker("slow"):
            long.add(item.path)
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once by the real build with every check; TEST_SITE names one that is built already."""
    if ready := os.environ.get("TEST_SITE"):
        return Path(ready).resolve()
    return build_site(tmp_path_factory.mktemp("real") / "site")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Serve the site's own page for an unknown address, as static hosts do."""
        if self.path != "/favicon.ico":  # a browser's own guess
            self.server.missing.append(self.path)
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class SiteServer(http.server.ThreadingHTTPServer):
    missing: list[str]  # paths that were asked for and are not there

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
        self.missing = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes in the middle of an answer is no fault."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture(scope="session")
def site_server(built_site: Path) -> Iterator[SiteServer]:
    """The built site on a free port of 127.0.0.1, for as long as the tests run."""
    server = SiteServer(built_site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def site_url(site_server: SiteServer) -> str:
    return f"http://127.0.0.1:{site_server.server_address[1]}/"


@pytest.fixture(scope="session")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    path = browsers.find()
    assert path, "no browser: run python -m tests.browsers"
    running = playwright.chromium.launch(
        executable_path=path,
        args=[
            *browsers.ARGUMENTS,
            "--disable-quic",
            "--disable-component-update",
            "--disable-sync",
        ],
    )
    new_context = running.new_context

    def without_worker(*, keeps_guide: bool = False, **options):
        """The worker that keeps the guide on a device would fetch sixty files for each window; its own tests have it.
        Playwright's own way of blocking workers writes a warning to the console."""
        context = new_context(**options)
        if not keeps_guide:
            context.add_init_script("delete Navigator.prototype.serviceWorker")
        return context

    running.new_context = without_worker
    yield running
    running.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def output() -> Path:
    """Where tests leave screenshots for a person to look at; not committed."""
    folder = ROOT / "test-output"
    folder.mkdir(exist_ok=True)
    return folder
