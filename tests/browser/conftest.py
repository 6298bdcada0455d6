"""Figures opened in a page that may do nothing its policy forbids and ask no other host for anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.opening import WATCH, address, skip


@pytest.fixture
def opened(browser, site_url: str, built_site: Path) -> Iterator[Callable]:
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
        base = f"{built_site.as_uri()}/" if from_file else site_url
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
