"""What every engine can do. The subclasses know how to say it: see playwright.py, firefox.py and webkit.py."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import Any

import pytest

# Where the first visible match can be pointed at, in px of the window, after scrolling to it.
POINT = """(selector) => {
  const seen = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility({visibilityProperty: true}));
  if (!seen) return null;
  seen.scrollIntoView({block: 'center', behavior: 'instant'});
  const box = seen.getClientRects()[0];
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""
# Everything asked for by the page that failed, or that another host was asked for.
REQUESTS = """() => performance.getEntriesByType('resource')
  .filter((one) => one.responseStatus >= 400 || !one.name.startsWith(location.origin + '/') && !/^(data|blob):/.test(one.name))
  .map((one) => `${one.responseStatus} ${one.name}`)"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"


class Engine(ABC):
    """One window of one browser. `function` below is the text of a JavaScript function; it runs past the page's policy."""

    name: str
    cannot: dict[str, str] = {}  # what this engine has no means for, and why

    @abstractmethod
    def open(self, address: str) -> None:
        """Go to `address` and wait until it has loaded."""

    @abstractmethod
    def run(self, function: str, *arguments: Any) -> Any:
        """Call a function in the page and wait for what it promises."""

    @abstractmethod
    def keys(self, *names: str) -> None:
        """Press and release real keys: "a", "Tab", "Escape", "Shift+Tab"."""

    @abstractmethod
    def pointer(self, x: float, y: float, press: bool = False) -> None:
        """Move the mouse there and perhaps click."""

    @abstractmethod
    def window(self, width: int, height: int) -> None:
        """Make what shows the page this large, in CSS px."""

    @abstractmethod
    def dark(self, wanted: bool) -> None:
        """What the system prefers from now on."""

    @abstractmethod
    def paper(self, wanted: bool) -> None:
        """Lay out for print instead of for the screen, or back."""

    @abstractmethod
    def pdf(self) -> bytes: ...

    @abstractmethod
    def screenshot(self) -> bytes: ...

    @abstractmethod
    def messages(self) -> list[str]:
        """Errors and warnings of the console since the last call, refusals of the page's policy among them."""

    @abstractmethod
    def close(self) -> None: ...

    # What all share -------------------------------------------------------------------------------------------------

    def needs(self, ability: str) -> None:
        if reason := self.cannot.get(ability):
            pytest.skip(f"{self.name}: {ability}: {reason}")

    def faults(self) -> list[str]:
        """Messages of the console, requests that failed and requests to other hosts."""
        return [*self.messages(), *self.run(REQUESTS)]

    def until(self, function: str, *arguments: Any, seconds: float = 15) -> Any:
        """The first true result of `function`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if result := self.run(function, *arguments):
                return result
            time.sleep(0.03)
        raise AssertionError(f"{self.name}: not within {seconds} s: {function} {arguments}")

    def drawn(self) -> None:
        """What was asked for before is laid out and drawn."""
        self.run(TWO_FRAMES)

    def click(self, selector: str) -> None:
        self.pointer(*self.until(POINT, selector), press=True)

    def hover(self, selector: str) -> None:
        self.pointer(*self.until(POINT, selector))

    def focus(self, selector: str) -> None:
        self.run("(selector) => document.querySelector(selector).focus()", selector)

    def type(self, text: str) -> None:
        self.keys(*text)

    def visible(self, selector: str) -> int:
        """How many matches can be seen."""
        return int(
            self.run(
                "(selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility({visibilityProperty: true})).length",
                selector,
            )
        )

    def text(self, selector: str) -> str:
        return str(
            self.run("(selector) => document.querySelector(selector)?.innerText ?? ''", selector)
        )
