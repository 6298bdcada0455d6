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
from pathlib import Path

from scripts.build import site_url
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
    states = catalogs.state(folder, translated_site.catalogs(built(root)))
    for name, (total, missing, stale) in states.items():
        print(
            f"{folder / name}.po: {total - missing - stale} of {total} translated, "
            f"{stale} stale, {missing} missing"
        )
    total = sum(state.total for state in states.values())
    open_work = sum(state.missing + state.stale for state in states.values())
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
    url = site_url() if os.environ.get("SITE_URL") else ""
    left = translated_site.write(site, language, current.get, url, preview=not publish)
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
    try:
        match args.command:
            case "extract":
                return extract(args.root, args.language)
            case "status":
                return status(args.root, args.language)
        return build(args.root, args.language, args.publish)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
