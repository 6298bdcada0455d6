"""Adds to docs/permalinks.txt what a built site newly publishes: pages, headings, claims, questions, figures, downloads.

    python -m scripts.publish.permalinks SITE [--docs DOCS] [--check]

Lines are only ever added: the link check fails when one no longer leads anywhere, directly or by redirect, or when
one was taken off.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from scripts.checks.links import index_folder, promises
from scripts.checks.links.addresses import page_path
from scripts.checks.links.index import SiteIndex
from scripts.core.disk_cache import write_whole
from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem, report

HEAD = "# Every address this site has ever published. Lines are added by `python -m scripts.publish.permalinks SITE`, never changed or removed.\n"
# Ids that people link to; those of footnotes and of the theme are not promised.
PROMISED = "h2[id], h3[id], h4[id], figure[id], [id^=claim-], [id^=q-], details[id^=more-]"
FOLDERS = ("download/", "figures/", "assets/figures/")


def published(index: SiteIndex) -> list[str]:
    """Addresses that a built site offers for keeping, home first."""
    found: dict[str, None] = {}
    for page in sorted(index.content, key=page_path):
        address = page_path(page) or promises.HOME
        found[address] = None
        tree = LexborHTMLParser(index.read(page))
        article = tree.css_first("article") or tree.css_first("main") or tree.body
        for node in article.css(PROMISED) if article else ():
            if "data-moved" not in node.attributes:
                found[f"{address}#{node.attributes['id']}"] = None
    for name in sorted(index.files):
        address = name.removesuffix("index.html")  # the page of a figure, embedded elsewhere
        if name.startswith(FOLDERS) and not address.endswith((".html", ".map")):
            found[address] = None
    return list(found)


def add(docs: Path, addresses: Iterable[str]) -> list[str]:
    """Append what is new and return it."""
    known = {address for _, address in promises.load_permalinks(docs)}
    new = [address for address in addresses if address not in known]
    if new:
        path = docs / promises.PERMALINKS
        text = read_text(path) if path.is_file() else HEAD
        text = text.rstrip("\n") + "\n" + "\n".join(new) + "\n"
        write_whole(path, text.encode("utf-8"))
    return new


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.publish.permalinks", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument(
        "--check", action="store_true", help="write nothing, and fail when an address is not listed"
    )
    args = parser.parse_args(argv)
    try:
        index = index_folder(args.site, own=True)
        index.moved = promises.still_moved(index, args.docs)
        offered = published(index)
        problems = promises.find_broken(index, args.docs) + promises.find_removed(args.docs)
        if args.check:
            known = {address for _, address in promises.load_permalinks(args.docs)}
            path = str(args.docs / promises.PERMALINKS)
            message = "'{}' is published but not on the list: run `make permalinks`"
            problems += [
                Problem(path, 0, message.format(address))
                for address in offered
                if address not in known
            ]
            return report(problems, f"{len(known)} published addresses work")
        if problems:  # a site that lacks some of its files, such as the downloads, is no measure
            return report(problems, "")
        new, listed = add(args.docs, offered), promises.load_permalinks(args.docs)
    except InputError as error:
        print("\n".join(map(str, error.problems)), file=sys.stderr)
        return 2
    return report(problems, f"{len(new)} added, {len(listed)} published addresses work")


if __name__ == "__main__":
    raise SystemExit(main())
