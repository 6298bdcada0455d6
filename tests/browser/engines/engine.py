"""What every engine can do. The subclasses know how to say it: see playwright.py, firefox.py and webkit.py."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar

import pytest

MEASURES = Path(__file__).with_name("measures.js").read_text(encoding="utf-8")
# A file of the site that asks for nothing.
NEUTRAL = "robots.txt"
DESKTOP = (1280, 900)
PHONE = (390, 844)


def measure(name: str) -> str:
    """One of the functions of measures.js, as text."""
    return f"(...all) => ({MEASURES}).{name}(...all)"


class Engine(ABC):
    """One window of one browser. `function` below is the text of a JavaScript function; it runs past the page's policy."""

    name: str
    cannot: ClassVar[dict[str, str]] = {}  # what it has no means for, and why
    site: str  # the address of the site that `visit` begins at
    missing: list[str]  # where the site's server notes what was asked for in vain

    @abstractmethod
    def load(self, address: str) -> None:
        """Go to `address` and wait until it has loaded; another place on this page is no load."""

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
        """Load a page of the site anew: "" for the front page, "metabolism/#oral"."""
        if (
            str(self.run("() => location.href")).split("#")[0]
            == (self.site + address).split("#")[0]
        ):
            self.load(self.site + NEUTRAL)
        self.load(self.site + address)

    def faults(self) -> list[str]:
        """Since the last call: messages of the console, what was asked for in vain; and requests to other hosts."""
        missing = [f"not there: {path}" for path in self.missing]
        self.missing.clear()
        return [*self.messages(), *missing, *self.measure("elsewhere")]

    def reset(self) -> None:
        """As a new reader has it, in a window of a desktop's size."""
        self.load(self.site + NEUTRAL)
        self.run("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.dark(False)
        self.paper(False)
        self.window(*DESKTOP)
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
        shown = function.replace(MEASURES, "measures")
        what = f"{self.name}: not within {seconds} s: {shown} {arguments}"
        raise AssertionError(f"{what}: {failure}" if failure else what)

    def measure(self, name: str, *arguments: Any) -> Any:
        """Call one of the functions of measures.js."""
        return self.run(measure(name), *arguments)

    def drawn(self) -> None:
        """What was asked for before is laid out and drawn."""
        self.measure("frames", 2)

    def click(self, selector: str) -> None:
        self.pointer(*self.until(measure("point"), selector), press=True)

    def hover(self, selector: str) -> None:
        self.pointer(*self.until(measure("point"), selector))

    def focus(self, selector: str) -> None:
        self.run("(selector) => document.querySelector(selector).focus()", selector)

    def type(self, text: str) -> None:
        self.keys(*text)

    def visible(self, selector: str) -> int:
        """How many matches can be seen."""
        return int(self.measure("count", selector))

    def text(self, selector: str) -> str:
        return str(self.run("(selector) => document.querySelector(selector).innerText", selector))
