"""Old addresses that still work: reads docs/redirects.txt, refuses what would break, writes the pages that send readers on.

One move a line, site addresses on both sides, newest last: `old-page/ -> new-page/` or `page/#old -> page/#new`.
`scripts.move_page` writes the file. A static host cannot redirect, and never sees what follows the #, so:
a moved page becomes a small page that sends the reader on and carries the # part over; a renamed id stays on
its page as an empty anchor; an id that moved to another page leaves a line there that shows only when asked for.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem
from scripts.core.site import BuiltPage, Site, relative

NAME = "redirects.txt"
LINE_RE = re.compile(r"^(?P<old>\S+)\s+->\s+(?P<new>\S+)$")
SIGN = "<title>This page has moved</title>"
PAGE = """<!doctype html>
<html lang="en"><head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>This page has moved</title>
<link rel="canonical" href="{canonical}">
<script>
var moved = {moved};
location.replace({page} + location.search + (moved[location.hash] || location.hash || {fragment}));
</script>
<meta http-equiv="refresh" content="0; url={target}">
</head><body>
<p>This page has moved to <a href="{target}">{title}</a>.</p>
</body></html>
"""


class Redirect(NamedTuple):
    old: str
    new: str
    line: int


def parse(text: str, path: Path) -> list[Redirect]:
    """Lines of the redirect file → moves; a line that is not one is an InputError."""
    moves, problems = [], []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if not line or line.startswith("# "):
            continue
        if match := LINE_RE.match(line):
            moves.append(Redirect(match["old"], match["new"], number))
        else:
            problems.append(Problem(str(path), number, f"expected `old -> new`, found '{line}'"))
    if problems:
        raise InputError(*problems)
    return moves


def load(docs: Path) -> list[Redirect]:
    path = docs / NAME
    return parse(read_text(path), path) if path.is_file() else []


def find_problems(
    moves: list[Redirect],
    path: Path,
    exists: Callable[[str], bool],
    lives: Callable[[str], bool] | None = None,
) -> list[Problem]:
    """Loops, chains, duplicates, targets that do not exist and sources that do; `lives` does not count what a redirect left behind."""
    problems = []
    first: dict[str, Redirect] = {}
    for move in moves:
        if move.old in first:
            problems.append(
                Problem(
                    str(path),
                    move.line,
                    f"duplicate: '{move.old}' is already redirected on line {first[move.old].line}",
                )
            )
        first.setdefault(move.old, move)
    for move in moves:
        seen, end = [move.old], move.new
        while (follow := first.get(end) or first.get(end.partition("#")[0])) and end not in seen:
            seen.append(end)
            end = (
                follow.new
                if "#" in follow.new or "#" not in end or follow.old == end
                else f"{follow.new}#{end.partition('#')[2]}"
            )
        if end in seen:
            problems.append(
                Problem(str(path), move.line, f"loop: '{move.old}' comes back to '{end}'")
            )
        elif len(seen) > 1:
            problems.append(
                Problem(str(path), move.line, f"chain: '{move.new}' is itself redirected", end)
            )
        elif not exists(move.new):
            problems.append(
                Problem(str(path), move.line, f"dead target: '{move.new}' does not exist")
            )
        if (lives or exists)(move.old):
            problems.append(
                Problem(str(path), move.line, f"live source: '{move.old}' still exists")
            )
        if "#" not in move.old and re.search(r"\.(?!html?$)\w+$", move.old):
            problems.append(
                Problem(
                    str(path),
                    move.line,
                    f"'{move.old}' is not a page: only pages and ids can be redirected",
                )
            )
    return problems


def site_addresses(moves: list[Redirect]) -> dict[str, str]:
    """Old → new, with every spelling under which a page answers."""
    found = {}
    for move in moves:
        page, mark, fragment = move.old.partition("#")
        for form in (page, f"{page}index.html" if page.endswith("/") else page):
            found[form + mark + fragment] = move.new
    return found


def script(value: object) -> str:
    return json.dumps(value).replace(
        "<", "\\u003c"
    )  # so that no value can end the script element it stands in


def redirect_page(move: Redirect, moves: list[Redirect], url: str, title: str) -> str:
    folder = move.old.rstrip("/") if move.old.endswith("/") else posixpath.dirname(move.old)
    target = relative(move.new, folder)
    page, _, fragment = target.partition("#")
    # An id renamed before its page moved: the map turns it into where it is now.
    renamed = [
        (f"#{m.old.partition('#')[2]}", m.new) for m in moves if m.old.startswith(move.old + "#")
    ]
    home = move.new.partition("#")[0]
    ids = {
        old: "#" + new.partition("#")[2] for old, new in renamed if new.partition("#")[0] == home
    }
    far = {old: relative(new, folder) for old, new in renamed if new.partition("#")[0] != home}
    text = PAGE.format(
        canonical=html.escape(url + home),
        moved=script(ids),
        page=script(page),
        fragment=script("#" + fragment if fragment else ""),
        target=html.escape(target),
        title=html.escape(title),
    )
    if far:
        text = text.replace(
            "location.replace(",
            f"var elsewhere = {script(far)};\nlocation.replace(elsewhere[location.hash] || ",
            1,
        )
    return text


def title_of(page: BuiltPage | None) -> str:
    heading = page.tree.css_first("h1") if page else None
    if heading is None:
        return "its new address"
    return "".join(
        node.text()
        for node in heading.iter(include_text=True)
        if "headerlink" not in (node.attributes.get("class") or "")
    ).strip()


def keep_ids(site: Site, page: BuiltPage) -> None:
    """Give a page the ids that it once had. The style sheet shows `.moved` only when the address names it."""
    moves = load(site.docs)
    gone = {move.old for move in moves if "#" not in move.old}
    lines = []
    for move in moves:
        old_page, mark, old = move.old.partition("#")
        if not mark or old_page in gone or old_page != page.address:
            continue
        if page.tree.css_first(f'[id="{old}"]'):
            continue  # still there, and reported as a live source
        goal, _, new = move.new.partition("#")
        target = page.tree.css_first(f'[id="{new}"]') if goal == old_page else None
        if target:
            anchor = page.tree.create_node("span")
            anchor.attrs["id"] = old
            target.insert_before(anchor)
        else:
            address = html.escape(relative(move.new, posixpath.dirname(page.path)))
            lines.append(
                f'<p class="moved" id="{html.escape(old)}">This section has moved: '
                f'<a href="{address}">read it at its new address</a>.</p>'
            )
    if lines:
        block = LexborHTMLParser("".join(lines)).body
        end = page.tree.css_first("article") or page.tree.css_first("main") or page.tree.body
        for node in list(block.iter()):
            end.insert_child(node)


def make_pages(site: Site) -> list[BuiltPage]:
    """A page at each address that has moved as a whole; a page of the site is never overwritten."""
    moves, made = load(site.docs), []
    for move in moves:
        if "#" in move.old:
            continue
        path = f"{move.old}index.html" if move.old.endswith("/") or not move.old else move.old
        if path in site.pages:
            continue  # reported as a live source
        goal = move.new.partition("#")[0]
        target = site.pages.get(f"{goal}index.html" if goal.endswith("/") or not goal else goal)
        made.append(site.add(path, redirect_page(move, moves, site.url, title_of(target))))
    return made
