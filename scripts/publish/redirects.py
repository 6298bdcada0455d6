"""Old addresses that still work: reads docs/redirects.txt, refuses what would break, writes the pages that send readers on.

    python -m scripts.publish.redirects SITE [--docs DOCS] [--check]

One move a line, site addresses on both sides, newest last: `old-page/ -> new-page/` or `page/#old -> page/#new`.
`scripts.move_page` writes the file. A static host cannot redirect, and never sees what follows the #, so:
a moved page becomes a small page that sends the reader on and carries the # part over; a renamed id stays on
its page as an empty anchor; an id that moved to another page leaves a line there that shows only when asked for.
"""

from __future__ import annotations

import argparse
import html
import json
import posixpath
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from scripts.checks.links.site import Site, relative, site_url
from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem, report

NAME = "redirects.txt"
LINE_RE = re.compile(r"^(?P<old>\S+)\s+->\s+(?P<new>\S+)$")
MARK, SIGN = "<!-- moved ids -->", "<title>This page has moved</title>"
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


def title_of(site: Site, file: str | None) -> str:
    match = (
        re.search(r"<h1[^>]*>(.*?)(?:<a class=.headerlink|</h1>)", site.read(file), re.DOTALL)
        if file
        else None
    )
    return html.unescape(re.sub(r"<[^>]+>", "", match[1])).strip() if match else "its new address"


def keep_ids(text: str, page: str, moves: list[Redirect], folder: str) -> str:
    """A live page's HTML with the ids that it once had. The style sheet shows `.moved` only when the address names it."""
    text = re.sub(rf"{MARK}.*?{MARK}", "", text, flags=re.DOTALL)
    lines = []
    for move in moves:
        old = html.escape(move.old.partition("#")[2])
        if re.search(rf"\sid=[\"']?{re.escape(old)}[\"'\s>]", text):
            continue  # still there, and reported as a live source
        goal, _, new = move.new.partition("#")
        if goal == page and (
            match := re.search(
                rf"<[a-zA-Z][^>]*\sid=[\"']?{re.escape(html.escape(new))}[\"'\s>]", text
            )
        ):
            text = f'{text[: match.start()]}{MARK}<span id="{old}"></span>{MARK}{text[match.start() :]}'
        else:
            target = relative(move.new, folder)
            lines.append(
                f'<p class="moved" id="{old}">This section has moved: <a href="{html.escape(target)}">read it at its new address</a>.</p>'
            )
    if lines:
        block = MARK + "\n".join(lines) + MARK
        at = next(
            (at for mark in ("</article>", "</main>", "</body>") if (at := text.rfind(mark)) >= 0),
            len(text),
        )
        text = text[:at] + block + text[at:]
    return text


def write(root: Path, docs: Path, url: str = "") -> int:
    """Write every redirect into a built site; doing it twice changes nothing. Returns how many pages were written."""
    moves, site = load(docs), Site(root, url)
    site.url = url or site_url(site)
    by_page: dict[str, list[Redirect]] = {}
    written = 0
    for move in moves:
        page, mark, _ = move.old.partition("#")
        file = f"{page}index.html" if page.endswith("/") or not page else page
        if mark:
            if not any(other.old == page for other in moves):
                by_page.setdefault(file, []).append(move)
            continue
        target = root / file
        if target.is_file() and SIGN not in target.read_text("utf-8", "replace"):
            continue  # a page of the site: never overwritten, and reported as a live source
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            redirect_page(
                move, moves, site.url, title_of(site, site.file_of(move.new.partition("#")[0]))
            ),
            "utf-8",
        )
        written += 1
    for file, renamed in by_page.items():
        if (root / file).is_file():
            (root / file).write_text(
                keep_ids(
                    (root / file).read_text("utf-8"),
                    renamed[0].old.partition("#")[0],
                    renamed,
                    posixpath.dirname(file),
                ),
                "utf-8",
            )
    return written


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--check", action="store_true", help="write nothing")
    args = parser.parse_args(argv)
    from scripts.checks.links.check import look

    try:
        moves = load(args.docs)
        if args.site.is_dir() and not args.check:
            write(args.site, args.docs)
        world, _ = look(args.site, args.docs)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return report(
        find_problems(moves, args.docs / NAME, world.answers, world.lives),
        f"{len(moves)} redirects are sound",
    )


if __name__ == "__main__":
    raise SystemExit(main())
