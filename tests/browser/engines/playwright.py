"""An engine that Playwright drives: Chromium, or Playwright's own builds of Firefox and WebKit."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Error

from tests.browser.engines.engine import Engine


class PlaywrightEngine(Engine):
    def __init__(self, name: str, browser: Browser) -> None:
        self.name = name
        if name != "chromium":
            self.cannot = {"pdf": "Playwright prints from Chromium only"}
        if name == "webkit":
            self.cannot["forced colors"] = "WebKit has none"
        self.told: list[str] = []
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.on(
            "console",
            lambda message: (
                self.told.append(f"{message.text} {message.location.get('url', '')}")
                if message.type in ("error", "warning")
                and not message.location.get("url", "").endswith("/favicon.ico")  # its own guess
                else None
            ),
        )
        self.page.on("pageerror", lambda error: self.told.append(str(error)))

    def load(self, address: str) -> None:
        self.page.goto(address)

    def run(self, function: str, *arguments: Any) -> Any:
        try:
            return self.page.evaluate(f"(all) => ({function})(...all)", list(arguments))
        except Error as error:
            raise RuntimeError(error.message) from None

    def keys(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    def pointer(self, x: float, y: float, press: bool = False) -> None:
        self.page.mouse.move(x, y)
        if press:
            self.page.mouse.down()
            self.page.mouse.up()

    def window(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def dark(self, wanted: bool) -> None:
        self.page.emulate_media(color_scheme="dark" if wanted else "light")

    def paper(self, wanted: bool) -> None:
        self.page.emulate_media(media="print" if wanted else "null")

    def forced_colors(self, wanted: bool) -> None:
        self.page.emulate_media(forced_colors="active" if wanted else "none")

    def pdf(self) -> bytes:
        return self.page.pdf()

    def screenshot(self) -> bytes:
        return self.page.screenshot()

    def messages(self) -> list[str]:
        self.page.evaluate("0")  # what came in the meantime is heard now
        told, self.told = self.told, []
        return told

    def close(self) -> None:
        self.page.close()
