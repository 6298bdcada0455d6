"""Turn the theme's search index into the small script that search.js loads, also from a folder without a server."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

SOURCES_RE = re.compile(r"<ol>(?:(?!<ol>).)*↩.*?</ol>\s*$", re.DOTALL)
TAG_RE = re.compile(r"<[^>]+>")


def text_of(markup: str) -> str:
    """The words of a section without tags, its list of sources and ¶ marks."""
    return " ".join(html.unescape(TAG_RE.sub(" ", SOURCES_RE.sub("", markup))).replace("¶", " ").split())


def rows(index: dict) -> list[list[str]]:
    """[address, page, heading, text] of every section, in the order of the site."""
    found, page = [], ""
    for entry in index["docs"]:
        title = text_of(entry["title"])
        if "#" not in entry["location"]:
            page = title
        found.append([entry["location"], page, title, text_of(entry["text"])])
    return found


def write(site: Path) -> None:
    source = site / "search" / "search_index.json"
    if not source.exists():
        return
    found = rows(json.loads(source.read_text(encoding="utf-8")))
    (site / "search" / "index.js").write_text("guide.index=" + json.dumps(found, ensure_ascii=False, separators=(",", ":")) + ";\n", encoding="utf-8")
    source.unlink()
