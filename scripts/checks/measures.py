"""Measure how a lesson's main text reads: words, numbers, links, citations, sentence openings, reading grade.

The main text is what a reader meets before opening anything: no folded details, tables, captions, figures or questions.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from scripts.checks.prose import WORD_RE, syllables
from scripts.core.pages import CITATION_RE, DOCS, Page, read_pages

BLOCK_RE = re.compile(r"^(?P<fence>/{3,})\s*(?P<kind>[\w-]+)?")
ASIDE_SECTIONS = ("check-yourself", "where-next")
TERM_RE = re.compile(r"\]\(glossary\.md#")
CITATIONS_RE = re.compile(r"(?:\[\^[^\]\s^]+\](?!:))+")
NUMBER_RE = re.compile(r"(?<![\w.^~,(-])[−+≥≤~]?\d[\d,]*(?:\.\d+)?")
SENTENCE_END_RE = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[A-ZÀ-Þ“\"(*])")


@dataclass(frozen=True)
class Measures:
    words: int
    numbers: float  # per 100 words; years and list marks not counted
    terms: int
    citation_targets: int  # citations that follow one another are one
    grade: float  # Flesch-Kincaid (Kincaid and others 1975)
    longest: int
    repeated: int  # sentences that begin with the same word as the one before


def main_text(page: Page) -> list[str]:
    """Lines of the main text; a box (note, misconception, experiment, recap) is part of it, a fold or caption is not."""
    found: list[str] = []
    folded: list[str] = []  # fences of the open blocks that are not main text
    open_blocks: list[tuple[str, bool]] = []
    section = ""
    for heading_or_text in page.prose:
        text = heading_or_text[1]
        if match := re.match(r"^##\s.*\{[^}]*#(?P<id>[\w-]+)", text):
            section = match["id"]
        if match := BLOCK_RE.match(text):
            if match["kind"]:
                hidden = match["kind"] in ("details", "table-caption") or bool(folded)
                open_blocks.append((match["fence"], hidden))
                if hidden:
                    folded.append(match["fence"])
                elif "|" in text:
                    found.append(text.split("|", 1)[1].strip().rstrip(".?!") + ".")
            elif open_blocks:
                _, hidden = open_blocks.pop()
                if hidden:
                    folded.pop()
            found.append("")
            continue
        if folded or section in ASIDE_SECTIONS or text.startswith(("|", "[[", "#", "    attrs")):
            found.append("")
            continue
        found.append(text)
    return found


def plain(text: str) -> str:
    text = re.sub(r"\]\([^)]*\)|\{[^}]*\}|<[^>]*>", " ", CITATION_RE.sub("", text))
    text = re.sub(r"\^[^^\s]{1,6}\^|~[^~\s]{1,8}~", "", text)
    return re.sub(r"[\[\]*=]", "", text)


def sentences(lines: list[str]) -> list[str]:
    """A blank line or a list item ends a sentence too."""
    text = "\n".join("\n\n" + line if re.match(r"\s*(-|\d+\.)\s", line) else line for line in lines)
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
    found = [
        s
        for block in blocks
        for s in SENTENCE_END_RE.split(re.sub(r"^(-|\d+\.)\s+", "", plain(block)).strip())
    ]
    return [s for s in found if WORD_RE.search(s)]


def measure(page: Page) -> Measures:
    lines = main_text(page)
    said = sentences(lines)
    words = [WORD_RE.findall(s) for s in said]
    count = max(1, sum(map(len, words)))
    numbers = [n for s in said for n in NUMBER_RE.findall(s) if not re.fullmatch(r"(19|20)\d\d", n)]
    joined = "\n".join(lines)
    first = [w[0].lower() for w in words if w]
    return Measures(
        words=count,
        numbers=100 * len(numbers) / count,
        terms=len(TERM_RE.findall(joined)),
        citation_targets=len(CITATIONS_RE.findall(joined)),
        grade=0.39 * count / max(1, len(said))
        + 11.8 * sum(syllables(w) for ws in words for w in ws) / count
        - 15.59,
        longest=max(map(len, words), default=0),
        repeated=sum(a == b for a, b in pairwise(first)),
    )


def openings(page: Page) -> Counter[str]:
    return Counter(w[0] for s in sentences(main_text(page)) if (w := WORD_RE.findall(s)))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.checks.measures", description=__doc__.splitlines()[0]
    )
    parser.add_argument("docs", nargs="?", type=Path, default=DOCS)
    args = parser.parse_args(argv)
    print(
        f"{'page':28} {'words':>6} {'num/100':>8} {'terms':>6} {'cites':>6} {'w/cite':>7} {'grade':>6} {'longest':>8} {'repeat':>7}  commonest openings"
    )
    for page in read_pages(args.docs):
        if page.meta.get("kind") in ("lesson", "home"):
            m = measure(page)
            common = ", ".join(f"{word} {n}" for word, n in openings(page).most_common(3))
            print(
                f"{page.slug:28} {m.words:6} {m.numbers:8.1f} {m.terms:6} {m.citation_targets:6} {m.words / max(1, m.citation_targets):7.0f} {m.grade:6.1f} {m.longest:8} {m.repeated:7}  {common}"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
