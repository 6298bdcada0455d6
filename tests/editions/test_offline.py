"""The offline copy, unpacked and opened from the disk in a browser without a network."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

NAME = "how-ketamine-works-site.zip"
HREF_RE = re.compile(r"""<(?:a|img|script|link)\b[^>]*?\s(?:href|src)=["']([^"']+)["']""")


@pytest.fixture(scope="module")
def unpacked(downloads: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(downloads / NAME) as zipped:
        assert zipped.testzip() is None
        zipped.extractall(folder)
    (top,) = folder.iterdir()
    return top


def test_every_link_leads_to_a_file_on_the_disk(unpacked: Path) -> None:
    dead = []
    for file in unpacked.rglob("*.html"):
        for href in HREF_RE.findall(file.read_text(encoding="utf-8")):
            parts = urlsplit(href)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            target = (file.parent / unquote(parts.path)).resolve()
            if not target.is_file():
                dead.append((file.relative_to(unpacked).as_posix(), href))
    assert not dead, dead[:10]


def test_it_reads_searches_and_explores_without_a_network(unpacked: Path, browser) -> None:
    context = browser.new_context()
    context.set_offline(True)
    page = context.new_page()
    problems, outside = [], []
    page.on(
        "console",
        lambda message: (
            problems.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "request",
        lambda request: (
            outside.append(request.url)
            if urlsplit(request.url).scheme not in ("file", "data", "blob")
            else None
        ),
    )
    page.goto((unpacked / "index.html").as_uri())
    page.click("#site-nav a[href*='metabolism/index.html']")
    page.wait_for_url("**/metabolism/index.html")
    page.locator("details.choice summary").first.click()
    assert page.locator("details.choice .feedback").first.is_visible()
    page.locator("button.search-open").first.click()
    page.locator("dialog.search input").fill("trapping")
    hit = page.locator("dialog.search li a").first
    hit.wait_for(timeout=20_000)
    hit.click()
    page.wait_for_url("**/index.html#*")
    assert page.url.startswith("file:")
    page.goto((unpacked / "glutamate" / "index.html").as_uri())
    if (explore := page.locator("figure button")).count():
        explore.first.click()
        page.wait_for_timeout(1500)
    context.close()
    assert not problems
    assert not outside
