"""Words of the WebDriver standard that Firefox and WebKit share: keys and pointer as lists of actions."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from tests.browser.engines.engine import Engine

SCRIPT_SECONDS = 120  # a page with hundreds of places on a busy machine
# https://www.w3.org/TR/webdriver2/#keyboard-actions
KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Escape": "\ue00c",
    "Space": " ",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}


def strokes(name: str) -> list[dict[str, str]]:
    """ "Shift+Tab" → Shift and Tab down, then up in the opposite order."""
    values = [KEYS.get(part, part) for part in (name.split("+") if len(name) > 1 else [name])]
    down = [{"type": "keyDown", "value": value} for value in values]
    return down + [{"type": "keyUp", "value": value} for value in reversed(values)]


class WebDriverEngine(Engine):
    @abstractmethod
    def act(self, actions: list[dict[str, Any]]) -> None:
        """Send input sources with their actions."""

    def keys(self, *names: str) -> None:
        actions = [stroke for name in names for stroke in strokes(name)]
        self.act([{"type": "key", "id": "keys", "actions": actions}])

    def pointer(self, x: float, y: float, press: bool = False) -> None:
        actions: list[dict[str, Any]] = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}
        ]
        if press:
            actions += [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        mouse = {"parameters": {"pointerType": "mouse"}, "type": "pointer", "id": "mouse"}
        self.act([{**mouse, "actions": actions}])
