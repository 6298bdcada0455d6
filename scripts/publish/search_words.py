"""What the theme's search index lacks: claims and sources as results of their own, and the words that readers use.

`docs/search-words.txt` says which words lead to which place: `safety/#dependence: addiction, addicted, abuse`. They
go into a field of the index that is searched but never shown. Runs after the theme's search plugin has written the
index; another engine's index is left as it is.
"""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from scripts.checks.links.promises import entries
from scripts.core import bibliography
from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem
from scripts.core.site import BuiltPage, Site

NAME = "search-words.txt"
INDEX = Path("search") / "search_index.json"
# How much a place counts beside a section of a lesson: the first that its address begins with. Lists contain nearly
# every word; the theme puts whole pages before sections by a factor of its own. Set with tests/browser/questions.csv.
CLAIM, PAGE, QUESTION = 2, 0.6, 0.4
WEIGHTS = {"evidence/#": 0.05, "searches/": 0.05, "references/#": 0.5}
WEIGHTS |= {"teach/": 0.7, "about/": 0.5, "accessibility/": 0.5}
TAGS_RE = re.compile(r"</?su[bp]>")


def parse(text: str, path: Path) -> dict[str, tuple[int, str]]:
    """Address → (line, words) of the file's lines; a line that is not one is an InputError."""
    found: dict[str, tuple[int, str]] = {}
    problems = []
    for number, line in entries(text):
        address, colon, words = line.partition(": ")
        if not colon or not words.strip():
            what = f"expected `address: words`, found '{line}'"
            problems.append(Problem(str(path), number, what))
        elif address in found:
            problems.append(Problem(str(path), number, f"'{address}' has a line already"))
        else:
            found[address] = (number, words.strip())
    if problems:
        raise InputError(*problems)
    return found


def claims(page: BuiltPage) -> list[dict[str, Any]]:
    """Entries of the index for the claims of a page."""
    return [
        {
            "location": f"{page.address}#{mark.id}",
            "title": f"Claim: {(mark.attributes.get('class') or '').split()[-1]}",
            "text": escape(" ".join(mark.text().split()), quote=False),
            "boost": CLAIM,
        }
        for mark in page.tree.css("mark.claim[id]")
    ]


def sources(page: BuiltPage, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Entries of the index for the list of references; `labels` by key."""
    return [
        {
            "location": f"{page.address}#{item.id}",
            "title": labels.get((item.id or "").removeprefix("ref-"), page.title),
            "text": escape(" ".join(item.text().split()), quote=False),
        }
        for item in page.tree.css("[id^='ref-']")
    ]


def add(docs: list[dict[str, Any]], words: dict[str, tuple[int, str]], path: Path) -> None:
    """Put readers' words beside the entries they lead to, and say how much each entry counts."""
    by_address = {doc["location"] or "./": doc for doc in docs}
    problems = [
        Problem(str(path), number, f"'{address}' is no page or section of the search index")
        for address, (number, _) in words.items()
        if address not in by_address
    ]
    if problems:
        raise InputError(*problems)
    for address, (_, text) in words.items():
        by_address[address]["words"] = text
    for doc in docs:
        address = doc["location"]
        weight = next((number for start, number in WEIGHTS.items() if address.startswith(start)), 1)
        weight *= QUESTION if "#q-" in address else PAGE if "#" not in address else 1
        if weight != 1:
            doc["boost"] = round(weight, 3)
        # "IC50" is one word, however it is set.
        doc["title"], doc["text"] = TAGS_RE.sub("", doc["title"]), TAGS_RE.sub("", doc["text"])


def write(site: Site) -> None:
    file, path = site.folder / INDEX, site.docs / NAME
    if not file.is_file():
        return
    index = json.loads(file.read_text(encoding="utf-8"))
    bib = site.docs / "references.bib"
    known = bibliography.load(bib) if bib.is_file() else {}
    labels = {key: source.label for key, source in known.items()}
    docs = [doc for doc in index["docs"] if "#" not in doc["location"] or doc["text"]]
    for page in site.guide_pages:
        found = sources(page, labels)
        if found:
            whole = next(doc for doc in docs if doc["location"] == page.address)
            whole["text"] = escape(page.description, quote=False)
        docs += claims(page) + found
    add(docs, parse(read_text(path), path) if path.is_file() else {}, path)
    index["docs"] = docs
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text + "\n", encoding="utf-8")
