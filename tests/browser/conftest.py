"""Pages and figures opened so that nothing their policy forbids, and no request to another host, passes unseen."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests import browsers
from tests.browser.engines import start
from tests.browser.engines.engine import Engine
from tests.browser.opening import WATCH, address, skip
from tests.conftest import SiteServer

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Lets a fixture know at its end whether the test failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session", params=browsers.ENGINES)
def running_engine(
    request: pytest.FixtureRequest, playwright: Playwright, site_server: SiteServer, site_url: str
) -> Iterator[Engine]:
    engine = start(request.param, playwright)
    if engine is None:
        absent = f"{request.param} did not run: it is not on this machine (python -m tests.browsers installs it)"
        pytest.fail(absent) if browsers.in_ci() else pytest.skip(absent)
    engine.site, engine.missing = site_url, site_server.missing
    yield engine
    engine.close()


@pytest.fixture
def engine(
    running_engine: Engine, request: pytest.FixtureRequest, output: Path
) -> Iterator[Engine]:
    """Each of the three engines, as a new reader has it, in a window of a desktop's size.

    Messages of the console, requests that fail and requests to other hosts fail the test at its end.
    """
    engine = running_engine
    engine.reset()
    yield engine
    if request.node.stash.get(FAILED, False):
        name = re.sub(r"\W+", "-", request.node.name).strip("-")
        (output / f"{name}.png").write_bytes(engine.screenshot())
        engine.faults()
    assert engine.faults() == []


@pytest.fixture(scope="session")
def copy_on_disk(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in the ZIP file that readers unpack."""
    folder = tmp_path_factory.mktemp("disk")
    with zipfile.ZipFile(built_site / "download" / "how-ketamine-works-site.zip") as file:
        file.extractall(folder)
    return next(folder.glob("*/index.html")).parent


@pytest.fixture
def opened(browser, site_url: str, copy_on_disk: Path) -> Iterator[Callable]:
    """open_at(id, query="", width=…, click=True, from_file=False, **context options) → (page, figure).

    Errors and warnings of the console, breaches of the content security policy and requests to another origin fail the test at its end.
    """
    contexts, errors = [], []

    def open_at(
        figure_id: str,
        query: str = "",
        width: int = 1280,
        click: bool = True,
        from_file: bool = False,
        **options,
    ):
        base = f"{copy_on_disk.as_uri()}/" if from_file else site_url
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.expose_function("forbidden", lambda told: errors.append(told))
        page = context.new_page()
        page.on(
            "console",
            lambda message: (
                errors.append(f"{message.text} {message.location.get('url', '')}")
                if message.type in ("error", "warning")
                else None
            ),
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((base, "data:", "blob:"))
                else errors.append(f"asked for {request.url}")
            ),
        )
        page.add_init_script(WATCH)
        page.goto(address(base, figure_id, query))
        figure = page.locator(f"#fig-{figure_id}")
        if click and not query:
            figure.get_by_role("button", name="Explore this figure").click()
            skip(figure)
        if click or query:
            figure.locator(".figure-panel").wait_for()
        return page, figure

    yield open_at
    for context in contexts:
        context.close()
    assert not errors


DESK = {"width": 1280, "height": 900}


@pytest.fixture
def visit(browser, site_url: str) -> Iterator[Callable]:
    """visit(path, **context options) → page, in a context of its own; `path` may be a whole file: address.

    Errors and warnings of the console and requests to another origin fail the test at its end.
    """
    contexts, faults = [], []

    def open_page(path: str, **options):
        options.setdefault("viewport", DESK)
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: (
                faults.append(message.text)
                if message.type in ("error", "warning") and "404" not in path
                else None
            ),
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: (
                faults.append(request.url)
                if not request.url.startswith((site_url, "data:", "blob:", "file:", "about:"))
                else None
            ),
        )
        page.goto(path if path.startswith("file:") else site_url + path, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
