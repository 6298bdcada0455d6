"""Measure how a lesson's main text reads: words, numbers, links, citations, longest sentence, reading grade.

The main text is what a reader meets before opening anything: no folded details, tables, captions, figures or questions.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from scripts.checks.prose import WORD_RE, sentences
from scripts.core.pages import DOCS, Page, read_pages
from scripts.core.problems import InputError

BLOCK_RE = re.compile(r"^/{3,}\s*(?P<kind>[\w-]+)?")
TITLE_RE = re.compile(r'^/{3,}[^|]*\|\s*"?(?P<title>.*?)"?$')
SECTION_RE = re.compile(r"^##\s.*\{[^}]*#(?P<id>[\w-]+)")
ASIDE_SECTIONS = ("check-yourself", "where-next")
TERM_RE = re.compile(r"\]\(glossary\.md#")
CITATIONS_RE = re.compile(r"(?:\[\^[^\]\s^]+\](?!:))+")
NUMBER_RE = re.compile(r"(?<![\w.^~,(-])[−+≥≤~]?\d[\d,]*(?:\.\d+)?")
YEAR_RE = re.compile(r"(19|20)\d\d")


def is_main_text(page: Page) -> dict[int, bool]:
    """By line. A box (note, misconception, experiment, recap) is main text, a fold or caption is not."""
    found: dict[int, bool] = {}
    hidden: list[bool] = []  # for each open block, whether it or one around it is a fold or caption
    section = ""
    for number, text in page.prose:
        if match := SECTION_RE.match(text):
            section = match["id"]
        if match := BLOCK_RE.match(text):
            if match["kind"]:
                hidden.append(match["kind"] in ("details", "table-caption") or any(hidden))
            elif hidden:
                hidden.pop()
        aside = section in ASIDE_SECTIONS or text.startswith(("|", "[[", "#", "    attrs"))
        found[number] = not (aside or any(hidden))
    return found


def syllables(word: str) -> int:
    """Vowel groups less a silent final e: right for most English words, close for the rest."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le")
    return max(1, groups - silent)


def measure(page: Page) -> dict[str, float]:
    """By the head of its column."""
    shown = is_main_text(page)
    aside = {number for number, is_main in shown.items() if not is_main}
    texts = [text for _, text in sentences(page, aside) if WORD_RE.search(text)]
    own = [(number, text) for number, text in page.prose if shown[number]]
    texts += [match["title"] for _, text in own if (match := TITLE_RE.match(text))]  # of boxes
    words = [WORD_RE.findall(text) for text in texts]
    count = max(1, sum(map(len, words)))
    numbers = [n for text in texts for n in NUMBER_RE.findall(text) if not YEAR_RE.fullmatch(n)]
    spoken = sum(syllables(word) for sentence in words for word in sentence)
    source = "\n".join(text for _, text in own)
    citations = len(CITATIONS_RE.findall(source))  # those that follow one another are one
    return {
        "words": count,
        "num/100": 100 * len(numbers) / count,
        "terms": len(TERM_RE.findall(source)),
        "cites": citations,
        "w/cite": count / max(1, citations),
        # Flesch-Kincaid (Kincaid and others 1975)
        "grade": 0.39 * count / max(1, len(texts)) + 11.8 * spoken / count - 15.59,
        "longest": max(map(len, words), default=0),
    }


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.checks.measures", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("docs", nargs="?", type=Path, default=DOCS)
    args = parser.parse_args(argv)
    try:
        pages = [
            page for page in read_pages(args.docs) if page.meta.get("kind") in ("lesson", "home")
        ]
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    rows = {page.slug: measure(page) for page in pages}
    for head in list(rows.values())[:1]:
        print(f"{'page':28}" + "".join(f"{name:>9}" for name in head))
    for slug, row in rows.items():
        print(
            f"{slug:28}"
            + "".join(
                f"{value:9.{1 if name in ('num/100', 'grade') else 0}f}"
                for name, value in row.items()
            )
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
