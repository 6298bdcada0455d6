"""The guide without a network: what was read, everything, a new build, and switched off."""

from __future__ import annotations

import functools
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scripts.publish import asset_versions, offline_app
from tests.browser.opening import ABOUT, INTERACTIVE, LESSONS, PLACE, PLACES, TITLES, folder
from tests.conftest import ROOT, SiteServer, _Quiet
from tests.publish.test_finish import FILES, read_site

READY = "navigator.serviceWorker.ready.then((it) => Boolean(it.active))"
KEPT = """caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((it) => it.keys()))))
.then((all) => all.flat().map((request) => request.url))"""


class Host:
    """A server that can be stopped and started again on its port, with another build."""

    def __init__(self) -> None:
        self.server: SiteServer | None = None
        self.port = 0

    def start(self, folder: Path) -> str:
        server = SiteServer.__new__(SiteServer)
        super(SiteServer, server).__init__(
            ("127.0.0.1", self.port), functools.partial(_Quiet, directory=str(folder))
        )
        server.missing = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.server, self.port = server, server.server_address[1]
        return f"http://127.0.0.1:{self.port}/"

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.stop()


@pytest.fixture
def page(browser) -> Iterator[Page]:
    context = browser.new_context(keeps_guide=True)
    yield context.new_page()
    context.close()


def wait_until_kept(page, address: str) -> None:
    page.evaluate(READY)
    page.wait_for_function(
        f"address => {KEPT}.then((urls) => urls.includes(address))", arg=address, timeout=20_000
    )


def test_what_was_read_and_then_everything(page, host, built_site, output):
    explored = [folder(PLACE[each]) for each in INTERACTIVE]
    one, two = [each for each in LESSONS if each in explored][:2]
    unread = LESSONS[-1]
    url = host.start(built_site)
    for address in (one, two):
        page.goto(url + address)
        wait_until_kept(page, url + address)
    host.stop()
    page.goto(f"{url}{one}#{PLACES[one].sections[0]}")
    expect(page.locator("h1")).to_be_visible()
    figure = page.locator("figure[data-explore]").first
    figure.get_by_role("button", name="Explore this figure").click()
    expect(figure.locator(".figure-panel")).to_be_visible(timeout=20_000)
    page.goto(url + unread)
    expect(page.locator("h1")).to_have_text("This page is not kept on your device")
    expect(page.locator(".all-pages li:visible")).to_have_count(2)
    page.screenshot(path=output / "offline-not-kept.png")

    host.start(built_site)
    page.goto(url + ABOUT)
    place = page.locator("[data-offline]")
    place.get_by_role("button", name=re.compile(r"Keep the whole guide \(\d+ MB\)")).click()
    expect(place.get_by_role("status")).to_have_text(
        "The whole guide is kept on this device.", timeout=60_000
    )
    place.screenshot(path=output / "offline-controls.png")
    assert not [each for each in page.evaluate(KEPT) if "/download/" in each]
    host.stop()
    page.goto(url + unread)
    expect(page.locator("h1")).to_have_text(TITLES[unread])
    page.keyboard.press("/")
    field = page.get_by_role("textbox", name="Search", exact=True)
    field.press_sequentially("bladder")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)


def published(root: Path, word: str) -> Path:
    """A small site whose page and script say `word`."""
    scripts = {
        name: (ROOT / "docs/assets/js" / name).read_text()
        for name in ("frame.js", "offline.js", "kept.js")
    }
    scripts["site.js"] = (
        "var __md_get = (key) => JSON.parse(localStorage.getItem(key));\n"
        "var __md_set = (key, value) => localStorage.setItem(key, JSON.stringify(value));\n"
        f"addEventListener('load', () => document.querySelector('b').textContent = '{word}');\n"
    )  # fmt: skip
    names = ("site.js", "frame.js", "offline.js", "kept.js")
    tags = "".join(f'<script src="../assets/js/{name}"></script>' for name in names)
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title>'
        '<link rel="serviceworker" href="../service-worker.js"></head>'
        f"<body><p>{word}</p><b></b><div data-offline></div>{tags}</body></html>"
    )
    files = {
        **FILES,
        "docs/service-worker.js": (ROOT / "docs/service-worker.js").read_text(),
        "docs/assets/img/mark.svg": (ROOT / "docs/assets/img/mark.svg").read_text(),
        **{f"docs/assets/js/{name}": text for name, text in scripts.items()},
        "site/one/index.html": html,
        "site/two/index.html": html,
        "site/503.html": "<!doctype html><title>x</title><p>not kept</p>",
    }
    site = read_site(root, files)
    shutil.copytree(site.docs / "assets", site.folder / "assets")
    for built in site.pages.values():
        asset_versions.add(site, built)
        site.write(built)
    offline_app.write(site)
    later = time.time() + 9  # a server tells builds apart by the second
    for file in site.folder.rglob("*") if word == "new" else ():
        os.utime(file, (later, later))
    return site.folder


def test_a_new_build_comes_whole_and_one_press_erases_all(page, host, tmp_path):
    old, new = published(tmp_path / "a", "old"), published(tmp_path / "b", "new")
    url = host.start(old)
    page.goto(url + "one/")
    wait_until_kept(page, url + "one/")
    host.stop()
    host.start(new)
    page.reload()
    expect(page.locator("p").first).to_have_text("new")
    expect(page.locator("b")).to_have_text("new")
    page.evaluate("navigator.serviceWorker.getRegistration().then((it) => it.update())")
    page.wait_for_function(
        "navigator.serviceWorker.getRegistration().then((it) => Boolean(it.waiting))"
    )
    host.stop()
    # The old worker is in charge still; the page and script of the new build are there together.
    page.reload()
    shown = [page.locator(tag).first.text_content() for tag in ("p", "b")]
    assert shown == ["new", "new"]
    # The last page of the old build is closed: the new one takes over, and nothing of the old is left.
    context = page.context
    page.close()
    page = context.new_page()
    page.wait_for_timeout(500)
    page.goto(url + "one/")
    page.wait_for_function("navigator.serviceWorker.getRegistration().then((it) => !it.waiting)")
    expect(page.locator("b")).to_have_text("new")
    versions = {each.partition("?v=")[2] for each in page.evaluate(KEPT) if "?v=" in each}
    assert len(versions) == 1
    page.goto(url + "two/")
    expect(page.locator("p")).to_have_text("not kept")

    host.start(new)
    page.goto(url + "one/")
    page.get_by_role("button", name="Erase and switch off").click()
    expect(page.get_by_role("status")).to_have_text("Nothing is kept on this device.")
    # Changed one's mind on the same page, and again.
    page.get_by_role("button", name="Keep what I read").click()
    expect(page.get_by_role("status")).to_contain_text("Kept on this device")
    page.get_by_role("button", name="Erase and switch off").click()
    expect(page.get_by_role("status")).to_have_text("Nothing is kept on this device.")
    page.goto(url + "two/")
    page.wait_for_timeout(1000)
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )
    assert page.evaluate("caches.keys()") == []
    page.get_by_role("button", name="Keep what I read").click()
    wait_until_kept(page, url + "two/")
