"""Figures that a page names: a marker without its figure leaves nothing behind in the HTML that any other rule could see."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from scripts.checks.links.finding import World
from scripts.checks.links.origin import visible_lines
from scripts.core.problems import Problem

FIGURE_RE = re.compile(r"^\[\[figure:\s*(?P<id>[\w-]+)\s*\]\]\s*$")


def built_pages(docs: Path, path: Path) -> tuple[str, str]:
    """The two names a Markdown file's page may have."""
    stem = path.relative_to(docs).as_posix().removesuffix(".md")
    return (
        (f"{stem}/index.html", f"{stem}.html")
        if not stem.endswith("index")
        else (f"{stem}.html", f"{stem}.html")
    )


def find_problems(world: World, docs: Path) -> list[Problem]:
    known = [path.stem for path in sorted((docs / "figures").glob("*.toml"))]
    problems = []
    for path in sorted(docs.rglob("*.md")):
        page = next((name for name in built_pages(docs, path) if name in world.number), None)
        if page is None:
            continue
        ids, html = world.ids(page) or set(), world.site.read(page)
        for number, line in visible_lines(path.read_text("utf-8", "replace"), True):
            match = FIGURE_RE.match(line)
            # Left in the text as it was written, it is reported already.
            if (
                match
                and f"fig-{match['id']}" not in ids
                and match["id"] not in ids
                and match[0].strip() not in html
            ):
                near = difflib.get_close_matches(
                    match["id"], [one for one in known if one != match["id"]], 1
                )
                problems.append(
                    Problem(
                        str(path),
                        number,
                        f"figure '{match['id']}' is not on the built page",
                        near[0] if near else "",
                    )
                )
    return problems
