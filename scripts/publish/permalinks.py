"""The promise list: docs/permalinks.txt names every address ever published, and none of them may stop working.

    python -m scripts.publish.permalinks SITE [--docs DOCS] [--check]

Adds the addresses of a built site that the list does not have: pages, headings, claims, questions, figures and
downloads. Lines are only ever added. The gate fails when one no longer leads anywhere, directly or by redirect.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from scripts.checks.links.finding import World
from scripts.checks.links.fix import replace_file
from scripts.checks.links.site import page_path
from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem, report

NAME = "permalinks.txt"
HEAD = "# Every address this site has ever published. Lines are added by `python -m scripts.publish.permalinks SITE`, never changed or removed.\n"
# Ids that people link to; those of footnotes and of the theme are not promised.
PROMISED = "h2[id], h3[id], h4[id], figure[id], [id^=claim-], [id^=q-]"
FOLDERS = ("download/", "figures/", "assets/figures/")
HOME = "./"


def published(world: World) -> list[str]:
    """Addresses that a built site offers for keeping, home first."""
    found: dict[str, None] = {}
    for page in sorted(world.content, key=page_path):
        address = page_path(page) or HOME
        found[address] = None
        tree = LexborHTMLParser(world.site.read(page))
        article = tree.css_first("article") or tree.css_first("main") or tree.body
        for node in article.css(PROMISED) if article else ():
            found[f"{address}#{node.attributes['id']}"] = None
    for name in sorted(world.site.files):
        if name.startswith(FOLDERS) and not name.endswith((".html", ".map")):
            found[name] = None
    return list(found)


def entries(text: str) -> list[tuple[int, str]]:
    return [
        (number, line.strip())
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip() and not line.startswith("# ")
    ]


def load(docs: Path) -> list[tuple[int, str]]:
    path = docs / NAME
    return entries(read_text(path)) if path.is_file() else []


def find_problems(world: World, docs: Path) -> list[Problem]:
    """Promises that the built site no longer keeps."""
    return [
        Problem(
            str(docs / NAME),
            number,
            f"the published address '{address}' no longer works: move it with scripts.move_page, or add a redirect",
            world.near(address),
        )
        for number, address in load(docs)
        if not world.answers(address, redirected=True)
    ]


def removed(docs: Path) -> Iterable[str]:
    """Lines that the last commit has and the file has not; nothing outside a git checkout."""
    run = subprocess.run(
        ["git", "-C", str(docs), "show", f"HEAD:./{NAME}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode == 0:
        now = {address for _, address in load(docs)}
        yield from (address for _, address in entries(run.stdout) if address not in now)


def add(docs: Path, addresses: Iterable[str]) -> list[str]:
    """Append what is new and return it."""
    known = {address for _, address in load(docs)}
    new = [address for address in addresses if address not in known]
    if new:
        path = docs / NAME
        text = read_text(path) if path.is_file() else HEAD
        replace_file(path, text.rstrip("\n") + "\n" + "\n".join(new) + "\n")
    return new


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; also fail when an address is not on the list yet",
    )
    args = parser.parse_args(argv)
    from scripts.checks.links.check import look

    try:
        world, _ = look(args.site, args.docs)
    except InputError as error:
        print("\n".join(map(str, error.problems)), file=sys.stderr)
        return 2
    path = args.docs / NAME
    problems = find_problems(world, args.docs)
    problems += [
        Problem(str(path), 0, f"'{address}' was taken off the list: published addresses stay on it")
        for address in removed(args.docs)
    ]
    if args.check:
        known = {address for _, address in load(args.docs)}
        problems += [
            Problem(
                str(path), 0, f"'{address}' is published but not on the list: run `make permalinks`"
            )
            for address in published(world)
            if address not in known
        ]
        return report(problems, f"{len(known)} published addresses work")
    new = add(args.docs, published(world))
    return report(problems, f"{len(new)} added, {len(load(args.docs))} published addresses work")


if __name__ == "__main__":
    raise SystemExit(main())
