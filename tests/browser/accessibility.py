"""What axe finds wrong with a page, or with a part of it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OF_COLOR = ["color-contrast", "link-in-text-block"]
# Marks one element of each look. To judge the colors of thousands of words that look alike takes nine tenths of axe's
# time: what axe compares is a word's own style, the colors behind it and the color of the text around it.
MARK_LOOKS = """() => {
  const behind = new Map();
  const backdrop = (element) => {
    if (!element) return '';
    if (!behind.has(element)) {
      const style = getComputedStyle(element);
      behind.set(element, [style.backgroundColor, style.backgroundImage, style.opacity, backdrop(element.parentElement)].join());
    }
    return behind.get(element);
  };
  const look = (element) => {
    const own = getComputedStyle(element), around = getComputedStyle(element.parentElement);
    return [own.color, own.fontSize, own.fontWeight, own.textDecorationLine, own.textShadow, own.borderBottomWidth,
      around.color, around.fontWeight, element.matches('a'), backdrop(element)].join();
  };
  const hasWords = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  document.querySelectorAll('[data-look]').forEach((element) => element.removeAttribute('data-look'));
  const seen = new Set();
  for (const element of document.body.querySelectorAll('*')) {
    if (!hasWords(element) || !element.checkVisibility()) continue;
    const one = look(element);
    if (!seen.has(one)) element.setAttribute('data-look', '');
    seen.add(one);
  }
  return seen.size; }"""

Found = list[tuple[str, list[str]]]


def violations(page: Page, within: str | None, options: dict[str, object]) -> Found:
    """Each rule that is broken, with the first elements that break it. Some are asked of whole pages only: None."""
    result = Axe().run(page, context=within, options={"resultTypes": ["violations"], **options})
    return [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]][:3])
        for rule in result.response["violations"]
    ]


def faults_of_color(page: Page) -> Found:
    assert page.evaluate(MARK_LOOKS) > 0, "nothing to judge"
    return violations(page, "[data-look]", {"runOnly": OF_COLOR})


def other_faults(page: Page) -> Found:
    return violations(page, None, {"rules": {rule: {"enabled": False} for rule in OF_COLOR}})


def faults(page: Page, within: str) -> Found:
    """All of them in one run, for a part of a page that has few words."""
    return violations(page, within, {})
