"""What every engine can do. The subclasses know how to say it: see playwright.py, firefox.py and webkit.py."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import Any, ClassVar

import pytest

# Where the first visible match can be pointed at, in px of the window; null while it moves or is not in the window.
POINT = """async (selector) => {
  const seen = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility({visibilityProperty: true}));
  if (!seen) return null;
  seen.scrollIntoView({block: 'center', behavior: 'instant'});
  const middle = () => { const box = seen.getClientRects()[0]; return [box.left + box.width / 2, box.top + box.height / 2]; };
  const [x, y] = middle();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const still = middle().every((at, axis) => at === [x, y][axis]);
  return still && x >= 0 && y >= 0 && x < innerWidth && y < innerHeight ? [x, y] : null;
}"""
ELSEWHERE = """() => performance.getEntriesByType('resource').map((one) => one.name)
  .filter((name) => !name.startsWith(location.origin + '/') && !/^(data|blob):/.test(name))"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"

DESKTOP = (1280, 900)
PHONE = (390, 844)


class Engine(ABC):
    """One window of one browser. `function` below is the text of a JavaScript function; it runs past the page's policy."""

    name: str
    cannot: ClassVar[dict[str, str]] = {}  # what it has no means for, and why
    site: str  # the address of the site that `visit` begins at
    missing: list[str]  # where the site's server notes what was asked for in vain

    @abstractmethod
    def open(self, address: str) -> None:
        """Go to `address` and wait until it has loaded."""

    @abstractmethod
    def run(self, function: str, *arguments: Any) -> Any:
        """Call a function in the page and wait for what it promises; RuntimeError when it fails."""

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

    def visit(self, address: str) -> None:
        """Go to a page of the site: "" for the front page, "metabolism/#oral"."""
        self.open(self.site + address)

    def faults(self) -> list[str]:
        """Since the last call: messages of the console, what was asked for in vain; and requests to other hosts."""
        missing = [f"not there: {path}" for path in self.missing]
        self.missing.clear()
        return [*self.messages(), *missing, *self.run(ELSEWHERE)]

    def reset(self) -> None:
        """As a new reader has it, in a window of a desktop's size."""
        self.visit("404.html")
        self.run("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.dark(False)
        self.window(*DESKTOP)
        self.open("about:blank")
        self.messages()
        self.missing.clear()

    def until(self, function: str, *arguments: Any, seconds: float = 15) -> Any:
        """The first true result of `function`. That it fails while another page loads does not matter."""
        end, failure = time.monotonic() + seconds, None
        while time.monotonic() < end:
            try:
                if result := self.run(function, *arguments):
                    return result
            except RuntimeError as error:
                failure = error
            time.sleep(0.03)
        what = f"{self.name}: not within {seconds} s: {function} {arguments}"
        raise AssertionError(f"{what}: {failure}" if failure else what)

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
