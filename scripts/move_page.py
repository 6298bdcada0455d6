"""Move a page, or rename the id of a section, and keep every link to it working.

    python -m scripts.move_page OLD NEW [--check]

OLD and NEW are pages (`safety`, `safety.md`) or sections (`safety#bladder`). The page is renamed; every link to it in
docs/, its drawings and figure data, scripts/figures/, scripts/publish/ and overrides/ and its place in mkdocs.yml are rewritten; its
lists of facts follow, and the old address is recorded in docs/redirects.txt. A section may also go to another page: move its text first, then run this.
--check says what would be done and changes nothing. An interrupted run is finished by the next one.
"""

from __future__ import annotations

import argparse
import posixpath
import re
import sys
from pathlib import Path
from typing import NamedTuple

import yaml

from scripts.checks.links import promises
from scripts.checks.links.sources import visible_lines
from scripts.core import changeset
from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem
from scripts.markdown import claims, listings

LINK_RE = re.compile(
    r"""(?P<open>\]\(\s*<?|^\s{0,3}\[[^\]^][^\]]*\]:\s*<?|\b(?:href|src)\s*=\s*["']|(?:location|page|url|href|link)\s*[:=]\s*["']?)(?P<target>[^)\s>"'#]*)(?P<tail>#[^)\s>"']*)?"""
)
SLUG_RE = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)*")
ID_RE = re.compile(r"[A-Za-z][\w:.-]*")
# Files that belong to one page and are named after it.
OF_A_PAGE = (
    "tests/ledger/{}.csv",
    "docs/claims/{}.toml",
    "docs/facts/searches/{}.csv",
    "docs/facts/found-{}.txt",
)
SEARCH_WORDS = Path("docs/search-words.txt")  # a site address at the head of each line


class Spot(NamedTuple):
    """A page by its slug, or a section on it."""

    slug: str
    id: str = ""

    @classmethod
    def parse(cls, text: str) -> Spot:
        page, _, fragment = text.partition("#")
        slug = page.removeprefix("docs/").removesuffix(".md").removesuffix("/")
        if not SLUG_RE.fullmatch(slug) or ("#" in text and not ID_RE.fullmatch(fragment)):
            raise InputError(
                Problem(
                    text,
                    0,
                    "not a page or section: expected something like safety or safety#bladder",
                )
            )
        return cls(slug, fragment)

    def address(self, folders: bool) -> str:
        page = "" if self.slug == "index" else f"{self.slug}/" if folders else f"{self.slug}.html"
        return (
            (page or "./") + (f"#{self.id}" if self.id else "")
            if not page
            else page + (f"#{self.id}" if self.id else "")
        )


def rewrite_links(
    text: str, here: str, old: Spot, new: Spot, markdown: bool = True
) -> tuple[str, int]:
    """Text of the file `here` (relative to docs) → the same with its links to `old` leading to `new`, and how many there were."""
    count = 0
    folder, home = posixpath.dirname(here), here.removesuffix(".md")

    def swap(match: re.Match[str]) -> str:
        nonlocal count
        target, tail = match["target"], match["tail"] or ""
        goal = posixpath.normpath(posixpath.join(folder, target)) if target else here
        if (
            goal != f"{old.slug}.md"
            or (old.id and tail != f"#{old.id}")
            or (not target and not tail)
        ):
            return match[0]
        if not old.id and not target:
            return match[0]  # a link inside the page moves with it
        count += 1
        stays = home == new.slug or (home == old.slug and not old.id)
        page = "" if stays and not target else posixpath.relpath(f"{new.slug}.md", folder or ".")
        return match["open"] + page + (f"#{new.id}" if old.id else tail)

    lines = text.split("\n")
    for number, line in visible_lines(text, markdown):
        lines[number - 1] = LINK_RE.sub(swap, line)
    return "\n".join(lines), count


def rewrite_mentions(text: str, old: Spot, new: Spot) -> tuple[str, int]:
    """The same for a drawing, figure data or figure code, where addresses stand as `safety.md#bladder`, relative to docs/."""
    tail = rf"#{re.escape(old.id)}(?![\w:.-])" if old.id else r"(?!\w)"
    goal = f"{new.slug}.md" + (f"#{new.id}" if old.id else "")
    return re.subn(rf"(?<![\w./-]){re.escape(old.slug)}\.md{tail}", goal, text)


def rewrite_addresses(text: str, old: Spot, new: Spot) -> tuple[str, int]:
    """The same for templates and code that name published addresses: `'safety/#bladder' | url`."""
    tail = rf"#{re.escape(old.id)}(?=['\"])" if old.id else r"(?=['\"#])"
    return re.subn(
        rf"""(?<=['"]){re.escape(old.slug)}/{tail}""", new.address(True).removeprefix("./"), text
    )


def rebase_links(text: str, old: str, new: str) -> str:
    """Relative links of a page that moves to another folder, rewritten to lead where they led."""
    if posixpath.dirname(old) == posixpath.dirname(new):
        return text

    def swap(match: re.Match[str]) -> str:
        target = match["target"]
        if (
            not target
            or ":" in target
            or target.startswith("/")
            or not target.endswith((".md", ".svg", ".png", ".csv"))
        ):
            return match[0]
        goal = posixpath.normpath(posixpath.join(posixpath.dirname(old), target))
        return (
            match["open"]
            + posixpath.relpath(goal, posixpath.dirname(new) or ".")
            + (match["tail"] or "")
        )

    lines = text.split("\n")
    for number, line in visible_lines(text, True):
        lines[number - 1] = LINK_RE.sub(swap, line)
    return "\n".join(lines)


def rename_id(text: str, old: str, new: str) -> str:
    """The id where it is defined, and where objectives and questions of the same page name it."""
    text = re.sub(rf"(\{{[^}}\n]*#){re.escape(old)}(?=[\s}}])", rf"\g<1>{new}", text)
    text = re.sub(rf"""(\bid\s*=\s*["']){re.escape(old)}(?=["'])""", rf"\g<1>{new}", text)
    return re.sub(
        rf"""(\bsection\s*[:=]\s*["']?){re.escape(old)}(?=["'\s}}]|$)""",
        rf"\g<1>{new}",
        text,
        flags=re.MULTILINE,
    )


def has_id(text: str, value: str) -> bool:
    return bool(
        re.search(
            rf"""\{{[^}}\n]*#{re.escape(value)}[\s}}]|\bid\s*=\s*["']{re.escape(value)}["']""", text
        )
    )


def record(text: str, old: str, new: str) -> str:
    """The redirect file with this move added; moves that ended at `old` now end at `new`, so no chain arises."""
    lines = []
    for line in (
        text.rstrip("\n").split("\n")
        if text.strip()
        else ["# old address -> new address; written by `python -m scripts.move_page`"]
    ):
        if match := promises.LINE_RE.fullmatch(line.strip()):
            goal = match["new"]
            if goal == old or ("#" not in old and goal.partition("#")[0] == old):
                goal = new + (goal[len(old) :] if "#" not in old else "")
            if match["old"] in (old, new, goal):
                continue  # recorded already, or moved back: the address is live again
            line = f"{match['old']} -> {goal}"
        lines.append(line)
    return "\n".join([*lines, f"{old} -> {new}"]) + "\n"


def listed(docs: Path, old: Spot, new: Spot) -> list[tuple[str, str]]:
    """Published addresses on other pages whose id is made from the name of a page that moves: its claims, its objectives."""
    ids = (
        {
            form.format(old.slug): form.format(new.slug)
            for form in (claims.SECTION_ID, listings.OBJECTIVES_ID, listings.SEARCHES_ID)
        }
        if not old.id
        else {}
    )
    # Promised, or where an earlier move led.
    known = [address for _, address in promises.load_permalinks(docs)]
    known += [move.new for move in promises.load_redirects(docs)]
    parts = [address.partition("#") for address in dict.fromkeys(known)]
    return [(f"{page}#{value}", f"{page}#{ids[value]}") for page, _, value in parts if value in ids]


def linking_files(root: Path) -> list[Path]:
    """Every file that may name the address of a page."""
    patterns = (
        "docs/**/*.md",
        "docs/figures/*.toml",
        "docs/figures/*.svg",
        "docs/figures/*.csv",
        "scripts/figures/*.py",
        "scripts/publish/*.py",
        "overrides/**/*.html",
        "README.md",
        "CONTRIBUTING.md",
    )
    return sorted(path for pattern in patterns for path in root.glob(pattern) if path.is_file())


def plan(root: Path, old: Spot, new: Spot) -> tuple[dict[Path, str | None], list[str]]:
    """(file → its new text, None: it goes away; what to tell) of a move; refuses what cannot be done."""
    docs = root / "docs"
    source, target = docs / f"{old.slug}.md", docs / f"{new.slug}.md"
    if not source.is_file():
        raise InputError(Problem(str(source), 0, "no such page"))
    if old == new or bool(old.id) != bool(new.id):
        raise InputError(
            Problem(str(source), 0, "give two different pages, or two different sections")
        )
    if old.slug == "index" and not old.id:
        raise InputError(Problem(str(source), 0, "the front page cannot move"))
    if not old.id and target.exists():
        raise InputError(Problem(str(target), 0, "there is a page here already"))
    if old.id and not target.is_file():
        raise InputError(Problem(str(target), 0, "no such page"))
    if old.id and old.slug == new.slug:
        if not has_id(read_text(source), old.id):
            raise InputError(Problem(str(source), 0, f"no id '{old.id}' here"))
        if has_id(read_text(source), new.id):
            raise InputError(Problem(str(source), 0, f"id '{new.id}' is taken"))
    elif old.id and (has_id(read_text(source), old.id) or not has_id(read_text(target), new.id)):
        raise InputError(
            Problem(str(source), 0, f"move the section's text to {target} as '{new.id}' first")
        )
    changes: dict[Path, str | None] = {}
    said: list[str] = []
    for path in linking_files(root):
        text = read_text(path)
        here = posixpath.relpath(path.as_posix(), docs.as_posix())
        if path.suffix in (".md", ".html"):
            changed, count = rewrite_links(text, here, old, new, path.suffix == ".md")
        else:
            changed, count = rewrite_mentions(text, old, new)
        if path.suffix in (".html", ".py"):
            changed, more = rewrite_addresses(changed, old, new)
            count += more
        if path == source and old.id and old.slug == new.slug:
            changed = rename_id(changed, old.id, new.id)
        if path == source and not old.id:
            changes[source], changes[target] = None, rebase_links(changed, here, f"{new.slug}.md")
            said.append(f"{source} → {target}")
        elif changed != text:
            changes[path] = changed
        if count:
            said.append(f"{path}: {count} link{'s' if count != 1 else ''} rewritten")
    settings = root / "mkdocs.yml"
    folders = True
    if settings.is_file():
        text = read_text(settings)
        folders = "use_directory_urls: false" not in text
        if not old.id:
            changed = re.sub(
                rf"(?m)((?:^|\s|:\s)['\"]?){re.escape(old.slug)}\.md(?=['\"]?\s*$)",
                rf"\g<1>{new.slug}.md",
                text,
            )
            if changed != text:
                changes[settings] = changed
                said.append(f"{settings}: navigation")
    for name in OF_A_PAGE:
        path = root / name.format(old.slug)
        if path.is_file() and not old.id:
            changes[path], changes[root / name.format(new.slug)] = None, read_text(path)
            said.append(f"{path} → {root / name.format(new.slug)}")
        elif path.is_file() and old.slug == new.slug:
            changes[path] = re.sub(rf"(?m)^{re.escape(old.id)}(?=,)", new.id, read_text(path))
    words = root / SEARCH_WORDS
    if words.is_file():
        goal = rf"{re.escape(old.address(True))}{'' if old.id else '(?=[#:])'}(?![\w.-])"
        changed, count = re.subn(rf"(?m)^{goal}", new.address(True), read_text(words))
        if count:
            changes[words] = changed
            said.append(f"{words}: {count} address{'es' if count != 1 else ''} rewritten")
    path = docs / promises.REDIRECTS
    before, after = old.address(folders).removeprefix("./"), new.address(folders)
    moves = [(before or "./", after), *listed(docs, old, new)]
    text = read_text(path) if path.is_file() else ""
    for before, after in moves:
        text = record(text, before, after)
        said.append(f"{path}: {before} -> {after}")
    changes[path] = text
    return changes, said


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
        changes, said = plan(args.root, Spot.parse(args.old), Spot.parse(args.new))
    except (InputError, yaml.YAMLError) as error:
        print(error, file=sys.stderr)
        return 2
    if not args.check:
        changeset.apply(args.root, changes)
    print("\n".join(said))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
