"""Old addresses that still work: writes the pages and anchors that send readers on, by docs/redirects.txt.

`scripts.move_page` writes that file, `scripts.checks.links.promises` refuses what would break. A static host cannot
redirect, and never sees what follows the #, so: a moved page becomes a small page that sends the reader on and carries the # part over; a renamed id stays on
its page as an empty anchor; an id that moved to another page leaves a line there that shows only when asked for.
"""

from __future__ import annotations

import html
import json
import posixpath

from selectolax.lexbor import LexborHTMLParser

from scripts.checks.links.addresses import relative
from scripts.checks.links.promises import Redirect, load_redirects
from scripts.core.site import BuiltPage, Site

PAGE = """<!doctype html>
<html lang="en"><head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>This page has moved</title>
<link rel="canonical" href="{canonical}">
<script>
var moved = {moved}, elsewhere = {elsewhere};
location.replace(elsewhere[location.hash] || {page} + location.search + (moved[location.hash] || location.hash || {fragment}));
</script>
<meta http-equiv="refresh" content="0; url={target}">
</head><body>
<p>This page has moved to <a href="{target}">{title}</a>.</p>
</body></html>
"""


def script(value: object) -> str:
    # No value can end the script element it stands in.
    return json.dumps(value).replace("<", "\\u003c")


def redirect_page(move: Redirect, moves: list[Redirect], url: str, title: str) -> str:
    folder = move.old.rstrip("/") if move.old.endswith("/") else posixpath.dirname(move.old)
    target, home = relative(move.new, folder), move.new.partition("#")[0]
    page, _, fragment = target.partition("#")
    # An id renamed before its page moved: the maps turn it into where it is now, on this page or elsewhere.
    here, elsewhere = {}, {}
    for renamed in moves:
        old_page, mark, old = renamed.old.partition("#")
        new_page, _, new = renamed.new.partition("#")
        if mark and old_page == move.old and new_page == home:
            here[f"#{old}"] = f"#{new}"
        elif mark and old_page == move.old:
            elsewhere[f"#{old}"] = relative(renamed.new, folder)
    return PAGE.format(
        canonical=html.escape(url + home),
        moved=script(here),
        elsewhere=script(elsewhere),
        page=script(page),
        fragment=script("#" + fragment if fragment else ""),
        target=html.escape(target),
        title=html.escape(title),
    )


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
    moves = load_redirects(site.docs)
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
            anchor.attrs["data-moved"] = ""  # tells the link check that it is not there by itself
            target.insert_before(anchor)
        else:
            address = html.escape(relative(move.new, posixpath.dirname(page.path)))
            lines.append(
                f'<p class="moved" data-moved id="{html.escape(old)}">This section has moved: '
                f'<a href="{address}">read it at its new address</a>.</p>'
            )
    if lines:
        block = LexborHTMLParser("".join(lines)).body
        assert block, "every document has a body"
        end = page.tree.css_first("article") or page.tree.css_first("main") or page.tree.body
        assert end, "every document has a body"
        for node in list(block.iter()):
            end.insert_child(node)


def make_pages(site: Site) -> list[BuiltPage]:
    """A page at each address that has moved as a whole; a page of the site is never overwritten."""
    moves, made = load_redirects(site.docs), []
    for move in moves:
        if "#" in move.old or not move.old.endswith(("/", ".html")):
            continue
        path = f"{move.old}index.html" if move.old.endswith("/") or not move.old else move.old
        if path in site.pages:
            continue  # reported as a live source
        goal = move.new.partition("#")[0]
        target = site.pages.get(f"{goal}index.html" if goal.endswith("/") or not goal else goal)
        made.append(site.add(path, redirect_page(move, moves, site.url, title_of(target))))
        site.own_scripts |= {node.text() for node in made[-1].tree.css("script")}
    return made
