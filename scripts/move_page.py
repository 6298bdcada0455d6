"""Move a page, or rename the id of a section, and keep every link to it working.

    python -m scripts.move_page OLD NEW [--check]

OLD and NEW are pages (`safety`, `safety.md`) or sections (`safety#bladder`). The page is renamed; every link to it in
docs/, its drawings and figure data, scripts/figures/, scripts/publish/ and overrides/ and its place in mkdocs.yml are rewritten; its
lists of facts follow, and the old address is recorded in docs/redirects.txt. A section may also go to another page: move its text first, then run this.
A page that code knows by its name is refused at the line that does. --check says what would be done and changes nothing. An interrupted run is finished by the next one.
"""

from __future__ import annotations

import argparse
import posixpath
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn

from scripts.checks.links import promises
from scripts.checks.links.addresses import published, with_fragment
from scripts.checks.links.sources import visible_lines, written_in
from scripts.core import changeset
from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem
from scripts.editions.pdf.index import NAME as INDEX_ENTRIES
from scripts.markdown import claims, listings

SLUG_RE = re.compile(r"[a-z0-9][a-z0-9-]*")
ID_RE = re.compile(r"[A-Za-z][\w:.-]*")
# Files that belong to one page and are named after it.
LEDGER = "tests/ledger/{}.csv"
OF_A_PAGE = (
    LEDGER,
    "docs/claims/{}.toml",
    "docs/facts/searches/{}.csv",
    "docs/facts/found-{}.txt",
)
# Files that may name a page, by its file or by its address.
NAMING = (
    "mkdocs.yml",
    "docs/**/*.md",
    "docs/figures/*.toml",
    "docs/figures/*.svg",
    "docs/figures/*.csv",
    "docs/search-words.txt",
    "scripts/figures/*.py",
    "scripts/publish/*.py",
    "overrides/**/*.html",
)
# Code that has a reason of its own to name a page: a person has to decide what it should name then.
KNOWING = ("scripts/markdown/*.py", "scripts/editions/**/*.*")
LIST_HEAD = "# old address -> new address; written by `python -m scripts.move_page`"


class Spot(NamedTuple):
    """A page by its slug, or a section on it."""

    slug: str
    id: str = ""

    @classmethod
    def parse(cls, text: str) -> Spot:
        page, mark, fragment = text.partition("#")
        slug = page.removeprefix("docs/").removesuffix(".md").removesuffix("/")
        if not SLUG_RE.fullmatch(slug) or (mark and not ID_RE.fullmatch(fragment)):
            what = "not a page or section: expected something like safety or safety#bladder"
            raise InputError(Problem(text, 0, what))
        return cls(slug, fragment)

    @property
    def file(self) -> str:
        return f"{self.slug}.md"

    @property
    def address(self) -> str:
        """As published, relative to the site's root."""
        return with_fragment(published(self.file), self.id)


def rewrite_links(text: str, folder: str, old: Spot, new: Spot) -> tuple[str, int]:
    """Text that names `old` by its file, as seen from a folder of docs (`../safety.md#bladder`), or by its address, at
    the head of a line or quoted (`'safety/#bladder' | url`) → the same for `new`, and how often it did."""
    tail = rf"#{re.escape(old.id)}(?!\.?[\w:-])" if old.id else r"(?!\.?\w)"
    file, goal = (posixpath.relpath(spot.file, folder) for spot in (old, new))
    by_file = rf"(?<![\w./-])(?:\./)?{re.escape(file)}{tail}"
    text, count = re.subn(by_file, with_fragment(goal, new.id), text)
    if old.slug == "index":
        return text, count  # its address is no more than that of the section
    end = r"(?=['\":])" if old.id else r"(?=['\"#:])"
    by_address = rf"(?:^|(?<=['\"])){re.escape(old.address)}{end}"
    text, more = re.subn(by_address, new.address, text)
    return text, count + more


def rewrite_index(text: str, old: Spot, new: Spot) -> str:
    """The book's index names whole sections: `"safety#bladder"`."""
    end = rf"#{re.escape(old.id)}(?=\")" if old.id else "(?=#)"
    return re.sub(rf'(?<="){re.escape(old.slug)}{end}', new.slug + (new.id and f"#{new.id}"), text)


def rewrite_file(text: str, path: Path, docs: Path, old: Spot, new: Spot) -> tuple[str, int]:
    is_page = path.suffix == ".md"
    # What is no page has its words put into pages of docs.
    folder = posixpath.relpath(path.parent.as_posix(), docs.as_posix()) if is_page else "."
    lines, count = text.split("\n"), 0
    for number, line in visible_lines(text, markdown=is_page):
        lines[number - 1], found = rewrite_links(line, folder, old, new)
        count += found
    return "\n".join(lines), count


def rewrite_id(text: str, old: Spot, new: Spot) -> str:
    """The id on its own page: where it is defined, and where links, objectives and questions name it."""
    stays = old.slug == new.slug
    goal = f"#{new.id}" if stays else f"{new.file}#{new.id}"
    text = re.sub(rf"(?<![\w/])#{re.escape(old.id)}(?!\.?[\w:-])", goal, text)
    named = rf"""(?m)(\b(?:id|section)\s*[:=]\s*["']?){re.escape(old.id)}(?=["'\s}}]|$)"""
    return re.sub(named, rf"\g<1>{new.id}", text) if stays else text


def record(text: str, old: str, new: str) -> str:
    """The redirect file with this move added; moves that ended at `old` now end at `new`, so no chain arises."""
    lines = []
    for line in (text.strip() or LIST_HEAD).split("\n"):
        if match := promises.LINE_RE.fullmatch(line.strip()):
            goal = match["new"]
            if goal == old or ("#" not in old and goal.partition("#")[0] == old):
                goal = new + goal[len(old) :]
            if match["old"] in (old, new, goal):
                continue  # recorded already, or moved back: the address is live again
            line = f"{match['old']} -> {goal}"
        lines.append(line)
    return "\n".join([*lines, f"{old} -> {new}"]) + "\n"


def listed(docs: Path, old: Spot, new: Spot) -> list[tuple[str, str]]:
    """Published addresses on other pages whose id is made from the name of a page that moves: its claims, its objectives."""
    forms = (claims.SECTION_ID, listings.OBJECTIVES_ID, listings.SEARCHES_ID)
    ids = {form.format(old.slug): form.format(new.slug) for form in forms}
    # Promised, or where an earlier move led.
    known = [address for _, address in promises.load_permalinks(docs)]
    known += [move.new for move in promises.load_redirects(docs)]
    parts = [address.partition("#") for address in dict.fromkeys(known)]
    return [(f"{page}#{value}", f"{page}#{ids[value]}") for page, _, value in parts if value in ids]


def refuse_impossible(source: Path, target: Path, old: Spot, new: Spot) -> None:
    """Raise InputError for a move that cannot be done."""

    def refuse(path: Path, what: str) -> NoReturn:
        raise InputError(Problem(str(path), 0, what))

    if not source.is_file():
        refuse(source, "no such page")
    if old == new or bool(old.id) != bool(new.id):
        refuse(source, "give two different pages, or two different sections")
    if not old.id:
        if old.slug == "index":
            refuse(source, "the front page cannot move")
        if target.exists():
            refuse(target, "there is a page here already")
        return
    if not target.is_file():
        refuse(target, "no such page")
    named = (written_in(read_text(path), ".md") for path in (source, target))
    here, there = ({value for kind, value, _ in found if kind == "id"} for found in named)
    if source == target:
        if old.id not in here:
            refuse(source, f"no id '{old.id}' here")
        if new.id in here:
            refuse(source, f"id '{new.id}' is taken")
    elif old.id in here or new.id not in there:
        refuse(source, f"move the section's text to {target} as '{new.id}' first")


def find_names_in_code(root: Path, old: Spot) -> Iterator[Problem]:
    """Lines that know the page or section by its name and would no longer find it."""
    place = rf"(?:\.md)?#{re.escape(old.id)}(?![\w:.-])" if old.id else r"(?:\.md#|[#\"'])"
    name_re = re.compile(rf"[\"'(]{re.escape(old.slug)}{place}")
    for path in sorted(path for pattern in KNOWING for path in root.glob(pattern)):
        for number, line in enumerate(read_text(path).split("\n"), 1):
            if name_re.search(line):
                what = f"this code knows '{old.slug}' by its name: change it first"
                yield Problem(str(path), number, what)


def plan(root: Path, old: Spot, new: Spot) -> tuple[dict[Path, str | None], list[str]]:
    """(file → its new text, None: it goes away; what to tell) of a move; refuses what cannot be done."""
    docs = root / "docs"
    source, target = docs / old.file, docs / new.file
    refuse_impossible(source, target, old, new)
    if problems := list(find_names_in_code(root, old)):
        raise InputError(*problems)
    changes: dict[Path, str | None] = {}
    told: list[str] = []
    for path in sorted(path for pattern in NAMING for path in root.glob(pattern)):
        text = read_text(path)
        changed, count = rewrite_file(text, path, docs, old, new)
        if path == source and old.id:
            changed = rewrite_id(changed, old, new)
        if changed != text:
            changes[path] = changed
        if count:
            told.append(f"{path}: {count} link{'s' if count != 1 else ''} rewritten")
    if not old.id:
        own = [(root / name.format(old.slug), root / name.format(new.slug)) for name in OF_A_PAGE]
        for path, moved in ((source, target), *own):
            if path.is_file():
                changes[moved] = changes.get(path) or read_text(path)
                changes[path] = None
                told.append(f"{path} → {moved}")
    elif source == target:
        ledger = root / LEDGER.format(old.slug)
        if ledger.is_file():
            rows = rf"(?m)^{re.escape(old.id)}(?=,)"
            changes[ledger] = re.sub(rows, new.id, read_text(ledger))
    index = docs / INDEX_ENTRIES
    entries = read_text(index) if index.is_file() else ""
    if (changed := rewrite_index(entries, old, new)) != entries:
        changes[index] = changed
        told.append(f"{index}: entries rewritten")
    path = docs / promises.REDIRECTS
    text = read_text(path) if path.is_file() else ""
    moves = [(old.address, new.address), *([] if old.id else listed(docs, old, new))]
    for before, after in moves:
        text = record(text, before, after)
        told.append(f"{path}: {before} -> {after}")
    changes[path] = text
    return changes, told


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.move_page", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("old", metavar="OLD")
    parser.add_argument("new", metavar="NEW")
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument(
        "--root", type=Path, default=Path("."), help="folder that holds mkdocs.yml and docs/"
    )
    args = parser.parse_args(argv)
    try:
        if not args.check and changeset.recover(args.root):
            print("an interrupted move was finished first")
        changes, told = plan(args.root, Spot.parse(args.old), Spot.parse(args.new))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    if not args.check:
        changeset.apply(args.root, changes)
    print("\n".join(told))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
