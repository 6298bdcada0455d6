"""Prepare the guide in another language: `extract` its words for translators, say what is `status`, `build` a preview.

Run `make site` first: the words are taken from the built pages. `build --publish` writes into the site itself, and only
when every segment is translated, none is stale, and a person who knows language and subject has signed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from scripts.core.problems import InputError, Problem
from scripts.core.settings import read_settings
from scripts.publish import catalogs, translated_site

LANGUAGE_RE = re.compile(r"[a-z]{2,3}(-[A-Z]{2}|-[A-Z][a-z]{3})?")
PREVIEW = Path(".build") / "translated"


def released(root: Path) -> dt.datetime:
    """The date in the PO files: a new one in each run would change every file."""
    edition = (read_settings(root / "mkdocs.yml").get("extra") or {}).get("edition") or {}
    return dt.datetime.combine(
        dt.date.fromisoformat(str(edition["released"])), dt.time(), tzinfo=dt.UTC
    )


def built(root: Path) -> Path:
    site = root / "site"
    if not (site / "index.html").exists():
        raise InputError(Problem(str(site), 0, "no built site: run make site first"))
    return site


def extract(root: Path, language: str) -> int:
    folder = root / catalogs.FOLDER / language
    name = str(read_settings(root / "mkdocs.yml")["site_name"])
    catalogs.update(folder, name, translated_site.catalogs(built(root)), released(root))
    return status(root, language)


def status(root: Path, language: str) -> int:
    """0 when everything is translated and signed."""
    folder = root / catalogs.FOLDER / language
    if not folder.is_dir():
        raise InputError(Problem(str(folder), 0, f"no such language: extract {language} first"))
    total = open_work = 0
    for name, state in catalogs.state(folder, translated_site.catalogs(built(root))).items():
        total += state.total
        open_work += len(state.missing) + len(state.stale)
        done = state.total - len(state.missing) - len(state.stale)
        print(
            f"{folder / name}.po: {done} of {state.total} translated, "
            f"{len(state.stale)} stale, {len(state.missing)} missing"
        )
    why = catalogs.unsigned(folder)
    print(f"{language}: {total - open_work} of {total} translated; {why or 'signed'}")
    return 1 if open_work or why else 0


def build(root: Path, language: str, publish: bool) -> int:
    folder, site = root / catalogs.FOLDER / language, built(root)
    if publish and (code := status(root, language)):
        print(f"translate: {language} is not published", file=sys.stderr)
        return code
    if not publish:
        shutil.rmtree(root / PREVIEW, ignore_errors=True)
        ignore = shutil.ignore_patterns("download")
        site = Path(shutil.copytree(site, root / PREVIEW, ignore=ignore))
    current, _ = catalogs.translations(folder)
    url = os.environ.get("SITE_URL", "").rstrip("/")
    left = translated_site.write(
        site, language, current.get, f"{url}/" if url else "", preview=not publish
    )
    for path, texts in left.items():
        print(f"{path}: {len(texts)} segments stay English")
    print(f"{site / language} is written")
    return 0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.translate", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--root", type=Path, default=Path())
    parser.add_argument("command", choices=["extract", "status", "build"])
    parser.add_argument("language", help="such as fr, pt-BR or zh-Hans")
    parser.add_argument("--publish", action="store_true", help="build into the site itself")
    args = parser.parse_args(argv)
    if not LANGUAGE_RE.fullmatch(args.language):
        print(f"translate: '{args.language}' is no language tag", file=sys.stderr)
        return 2
    commands: dict[str, Callable[[], int]] = {
        "extract": lambda: extract(args.root, args.language),
        "status": lambda: status(args.root, args.language),
        "build": lambda: build(args.root, args.language, args.publish),
    }
    try:
        return commands[args.command]()
    except InputError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
