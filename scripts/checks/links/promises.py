"""The addresses that were promised: docs/permalinks.txt (all that were ever published) and docs/redirects.txt (what moved).

One address a line in the first, `old-page/ -> new-page/` or `page/#old -> page/#new` in the second, newest last.
The first only ever grows; `scripts.publish.permalinks` adds to it, `scripts.move_page` writes the other.
"""

from __future__ import annotations

import difflib
import re
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from scripts.checks.links.addresses import published
from scripts.checks.links.index import SiteIndex
from scripts.checks.links.sources import visible_lines
from scripts.core.pages import Page, read_text
from scripts.core.problems import InputError, Problem

PERMALINKS, REDIRECTS = "permalinks.txt", "redirects.txt"
HOME = "./"
FIGURE_RE = re.compile(r"\[\[figure:\s*(?P<id>[\w-]+)\s*\]\]\s*$")
# An address of a page below the site's root; a redirect from it becomes a file there.
ADDRESS = r"(?!/)(?:(?!\.\.(?:/|$))[\w.@+~%-]+/|\./)*[\w.@+~%-]*(?:#[\w.:~%-]+)?"
LINE_RE = re.compile(rf"(?P<old>{ADDRESS})\s+->\s+(?P<new>{ADDRESS})")


class Redirect(NamedTuple):
    old: str
    new: str
    line: int


def entries(text: str) -> list[tuple[int, str]]:
    """(line, what stands there), without remarks."""
    return [
        (number, line.strip())
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip() and not line.lstrip().startswith("# ")
    ]


def parse_redirects(text: str, path: Path) -> list[Redirect]:
    """A line that is no move is an InputError."""
    moves, problems = [], []
    for number, line in entries(text):
        if match := LINE_RE.fullmatch(line):
            moves.append(Redirect(match["old"], match["new"], number))
        else:
            problems.append(Problem(str(path), number, f"expected `old -> new`, found '{line}'"))
    if problems:
        raise InputError(*problems)
    return moves


def load_redirects(docs: Path) -> list[Redirect]:
    path = docs / REDIRECTS
    return parse_redirects(read_text(path), path) if path.is_file() else []


def load_permalinks(docs: Path) -> list[tuple[int, str]]:
    path = docs / PERMALINKS
    return entries(read_text(path)) if path.is_file() else []


def find_redirect_problems(
    moves: list[Redirect], path: Path, exists: Callable[[str], bool], lives: Callable[[str], bool]
) -> Iterator[Problem]:
    """Loops, chains, duplicates, targets that do not exist and sources that do. `lives` does not count what a redirect
    has left behind at the old address, `exists` does not count what has moved."""

    def problem(move: Redirect, message: str, suggestion: str = "") -> Problem:
        return Problem(str(path), move.line, message, suggestion)

    first: dict[str, Redirect] = {}
    for move in moves:
        earlier = first.setdefault(move.old, move)
        if earlier is not move:
            what = f"duplicate: '{move.old}' is already redirected on line {earlier.line}"
            yield problem(move, what)
    for move in moves:
        seen, end = [move.old], move.new
        while (follow := first.get(end) or first.get(end.partition("#")[0])) and end not in seen:
            seen.append(end)
            whole = "#" in follow.new or "#" not in end or follow.old == end
            end = follow.new if whole else f"{follow.new}#{end.partition('#')[2]}"
        if end in seen:
            yield problem(move, f"loop: '{move.old}' comes back to '{end}'")
        elif len(seen) > 1:
            yield problem(move, f"chain: '{move.new}' is itself redirected", end)
        elif not exists(move.new):
            yield problem(move, f"dead target: '{move.new}' does not exist")
        if lives(move.old):
            yield problem(move, f"live source: '{move.old}' still exists")
        if "#" not in move.old and re.search(r"\.(?!html?$)\w+$", move.old):
            what = f"'{move.old}' is not a page: only pages and ids can be redirected"
            yield problem(move, what)


def lives(index: SiteIndex, address: str) -> bool:
    """Whether an address is there by itself, not by what a redirect has left there."""
    path, _, fragment = address.removeprefix("./").partition("#")
    file = index.file_of(path)
    if file is None or file in index.redirects:
        return False
    extract = index.extracts.get(file)
    kept = extract is not None and fragment in extract.moved_ids
    return index.has_fragment(file, fragment) and not kept


def find_missing_figures(index: SiteIndex, docs: Path) -> Iterator[Problem]:
    """A marker without its figure leaves nothing behind in the HTML that any other rule could see."""
    known = [path.stem for path in sorted((docs / "figures").glob("*.toml"))]
    for path in sorted(docs.rglob("*.md")):
        file = index.file_of(index.page_of(path.relative_to(docs).as_posix()))
        extract = index.extracts.get(file or "")
        if extract is None or not path.is_file():
            continue
        left = {text for text, _ in extract.reading.leftovers} if extract.reading else set()
        for number, line in visible_lines(path.read_text("utf-8", "replace"), True):
            match = FIGURE_RE.match(line)
            # Left in the text as it was written, it is reported already.
            if match and match[0].strip() not in left:
                name = match["id"]
                if not {f"fig-{name}", name} & (extract.ids or frozenset()):
                    near = difflib.get_close_matches(name, [one for one in known if one != name], 1)
                    message = f"figure '{name}' is not on the built page"
                    yield Problem(str(path), number, message, near[0] if near else "")


def still_moved(index: SiteIndex, docs: Path) -> dict[str, str]:
    """Old address → new. A source that is still there has not moved: it is reported itself, not every link to it."""
    return {move.old: move.new for move in load_redirects(docs) if not lives(index, move.old)}


def find_broken(index: SiteIndex, docs: Path) -> list[Problem]:
    """Published addresses that lead nowhere."""
    message = "the published address '{}' no longer works: move it with scripts.move_page, or add a redirect"
    return [
        Problem(str(docs / PERMALINKS), line, message.format(address), index.near(address))
        for line, address in load_permalinks(docs)
        if not index.answers(address, redirected=True)
    ]


def find_problems(index: SiteIndex, docs: Path) -> list[Problem]:
    """What the sources promise and the built site does not keep: moves, published addresses, figures."""
    moves, is_there = load_redirects(docs), partial(lives, index)
    problems = find_redirect_problems(moves, docs / REDIRECTS, index.answers, is_there)
    return [*problems, *find_broken(index, docs), *find_missing_figures(index, docs)]


def find_renamed(pages: list[Page], docs: Path) -> Iterator[Problem]:
    """Pages that were renamed by hand: published ones without a source, where a new one has most of their ids."""
    ids: dict[str, set[str]] = {}
    for _, address in load_permalinks(docs):
        page, mark, fragment = address.removeprefix(HOME).partition("#")
        ids.setdefault(page, set()).update([fragment] if mark else [])
    moved = {move.old for move in load_redirects(docs)}
    written = {published(page.path.relative_to(docs).as_posix()): page for page in pages}
    for old in ids.keys() - written.keys() - moved:
        for new, source in written.items():
            own = {heading.id for heading in source.headings}
            if new not in ids and len(own & ids[old]) * 2 > len(ids[old]) > 0:
                name, new = old.rstrip("/"), new.rstrip("/")
                what = f"this is the published page '{old}' under another name"
                todo = f"call the file {name}.md again, then run `python -m scripts.move_page {name} {new}`"
                yield source.problem(1, f"{what}: {todo}")


def git(docs: Path, *command: str) -> str:
    """What git says, "" if it is not there or this is no checkout."""
    try:
        run = subprocess.run(["git", "-C", str(docs), *command], capture_output=True, check=False)
    except OSError:
        return ""
    return run.stdout.decode("utf-8", "replace") if run.returncode == 0 else ""


def find_removed(docs: Path) -> list[Problem]:
    """Addresses that the main line of this checkout's history once had on the list, and that are no longer on it."""
    bases = (git(docs, "merge-base", "HEAD", name).strip() for name in ("origin/main", "main"))
    base = next(filter(None, bases), "HEAD")
    log = ("log", "-p", "-U0", "--first-parent", "--format=", "--no-color", "--no-ext-diff")
    lines = git(docs, *log, base, "--", PERMALINKS).split("\n")
    added = "\n".join(line[1:] for line in lines if line[:1] == "+" and line[:3] != "+++")
    now = {address for _, address in load_permalinks(docs)}
    removed = dict.fromkeys(address for _, address in entries(added) if address not in now)
    message = "'{}' was taken off the list: a published address stays on it"
    return [Problem(str(docs / PERMALINKS), 0, message.format(address)) for address in removed]
