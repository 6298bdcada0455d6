"""Lint the prose: spelling (American), worn phrases, doubled words, sentence length and reading level.

Words no dictionary knows are listed in tests/words.txt, one per line; a word nobody uses any more is
reported too, so that the list stays short enough to read.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.core.pages import BLOCK_OPTION_RE, CITATION_RE, DOCS, Page, read_pages, read_text
from scripts.core.problems import InputError, Problem, report
from scripts.markdown.claims import MARK_RE

WORDS = Path("tests/words.txt")
WORD_RE = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’']*[A-Za-zÀ-ÿ]|[A-Za-z]")
SENTENCE_END_RE = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[A-ZÀ-Þ“\"(])")
LONGEST_SENTENCE = 48
# What the house style refuses, with the reason a writer needs.
WORN = {
    r"it is important to note": "say the thing itself",
    r"it is worth noting": "say the thing itself",
    r"plays? (?:a|an) (?:\w+ )?role": "say what it does",
    r"stud(?:y|ies) shows?\b": "say which study, in whom",
    r"\bfascinating\b|\bgame.changer\b|\brevolutionary\b|\bgroundbreaking\b|\bbreakthrough\b": "no hype",
    r"\bcrucial(?:ly)?\b|\bpivotal\b|\bintricate\b|\bdelve\b|\bunlock(?:s|ing)?\b": "no hype",
    r"may (?:potentially|possibly)": "say the grade instead",
    r"a (?:wide|broad) (?:range|variety) of": "name them or count them",
    r"in order to": "to",
    r"due to the fact that": "because",
    r"--": "use a real dash or two sentences",
    r"\b(?:you should|we recommend|ask your doctor for|should take) (?:ketamine|esketamine)": "never advice",
}
WORN_RE = [(re.compile(pattern, re.IGNORECASE), why) for pattern, why in WORN.items()]
DOUBLED_RE = re.compile(r"\b(?P<word>[A-Za-z]+)\s+(?P=word)\b")


def plain_lines(page: Page) -> Iterator[tuple[int, str]]:
    """(line, words as a reader sees them); headings, tables and list marks keep only their text."""
    for number, text in page.prose:
        if text.startswith(("[[", "///", "<")) or re.fullmatch(r"[|:\-\s]*", text):
            continue
        if BLOCK_OPTION_RE.match(text):
            continue
        text = MARK_RE.sub(lambda m: m["text"], text)
        text = re.sub(
            r"\]\([^)]*\)|\{[^}]*\}|<[^>]*>|https?://\S+", " ", CITATION_RE.sub(" ", text)
        )
        text = re.sub(r"\^[^^\s]{1,6}\^|~[^~\s]{1,8}~", " ", text)
        # A cell or link boundary becomes a stop, so that words on both sides of it are not taken for neighbors.
        yield (
            number,
            re.sub(r"^[\s#>-]+(\[[ x]\])?|[\[\]*=]", " ", text.replace("|", " . ")).replace(
                "\\", ""
            ),
        )


def find_worn(page: Page) -> list[Problem]:
    problems = []
    for number, text in plain_lines(page):
        for pattern, why in WORN_RE:
            problems += [
                Problem(str(page.path), number, f"'{match[0]}': {why}")
                for match in pattern.finditer(text)
            ]
        problems += [
            Problem(str(page.path), number, f"doubled word '{match['word']}'")
            for match in DOUBLED_RE.finditer(text)
            if match["word"].lower() not in ("that", "had")
        ]
    return problems


def sentences(page: Page) -> Iterator[tuple[int, str]]:
    """(line on which it starts, sentence); a blank line, heading, list item or table row ends a sentence too."""
    block: list[tuple[int, str]] = []

    def flush() -> Iterator[tuple[int, str]]:
        text, starts = "", []
        for number, line in block:
            starts.append((len(text), number))
            text += line.strip() + " "
        at = 0
        for sentence in SENTENCE_END_RE.split(text):
            at = text.find(sentence, at)
            yield (
                max(((start, number) for start, number in starts if start <= at), default=(0, 0))[
                    1
                ],
                sentence.strip(),
            )
            at += len(sentence)
        block.clear()

    raw = dict(page.prose)
    for number, text in plain_lines(page):
        original = raw[number].lstrip()
        if not text.strip() or original.startswith(("#", "|", "- ", "* ", ">", "1. ")):
            yield from flush()
        if text.strip() and not original.startswith(("#", "|")):
            block.append((number, text))
    yield from flush()


def find_long(page: Page) -> list[Problem]:
    return [
        Problem(
            str(page.path),
            line,
            f"a sentence of {count} words; split it (at most {LONGEST_SENTENCE})",
        )
        for line, sentence in sentences(page)
        if (count := len(WORD_RE.findall(sentence))) > LONGEST_SENTENCE
    ]


def syllables(word: str) -> int:
    """Vowel groups less a silent final e: right for most English words, close for the rest."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(
        1, groups - (word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1)
    )


def grade_level(page: Page) -> float:
    """Flesch-Kincaid grade of the running text (Kincaid et al. 1975)."""
    texts = [words for _, sentence in sentences(page) if (words := WORD_RE.findall(sentence))]
    words = [word for text in texts for word in text]
    return (
        0.39 * len(words) / max(1, len(texts))
        + 11.8 * sum(map(syllables, words)) / max(1, len(words))
        - 15.59
    )


def used_words(pages: Iterable[Page]) -> dict[str, Problem]:
    """Every word of the pages with the place of its first use; words with digits or inner capitals are names, not spelling."""
    seen: dict[str, Problem] = {}
    for page in pages:
        for number, text in plain_lines(page):
            for token in re.findall(r"[^\s/–—()“”\",;:.?!]+", text):
                if re.search(r"\d|\w[A-Z]|[α-ωΑ-Ωµ]", token):
                    continue
                for word in WORD_RE.findall(token):
                    word = re.sub(r"[’']s?$", "", word.replace("’", "'"))
                    seen.setdefault(
                        word,
                        Problem(
                            str(page.path),
                            number,
                            f"unknown word '{word}': if it is spelled right, add it to tests/words.txt",
                        ),
                    )
    return seen


def find_misspelled(pages: list[Page], project_words: dict[str, int], words: Path) -> list[Problem]:
    from codespell_lib._codespell import _data_root
    from spellchecker import SpellChecker

    british = dict(
        line.strip().rstrip(",").split("->", 1)
        for line in read_text(Path(_data_root) / "dictionary_en-GB_to_en-US.txt").splitlines()
        if "->" in line
    )
    spelling, seen = SpellChecker(), used_words(pages)
    known = spelling.known({word.lower() for word in seen})
    problems = []
    for word, place in seen.items():
        low = word.lower()
        if low in british and word not in project_words:
            problems.append(
                Problem(
                    place.path,
                    place.line,
                    f"British spelling '{word}'",
                    f"'{british[low].split(',')[0]}'",
                )
            )
        elif low not in known and word not in project_words and low not in project_words:
            problems.append(place)
    used = seen.keys() | {word.lower() for word in seen}
    return problems + [
        Problem(str(words), line, f"no page uses '{word}' any more")
        for word, line in project_words.items()
        if word not in used
    ]


def check(docs: Path = DOCS, words: Path = WORDS) -> list[Problem]:
    pages = read_pages(docs)
    project_words = {
        word.strip(): number
        for number, word in enumerate(read_text(words).splitlines(), 1)
        if word.strip()
    }
    problems = [problem for page in pages for problem in find_worn(page) + find_long(page)]
    return problems + find_misspelled(pages, project_words, words)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.checks.prose", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--levels", action="store_true", help="print words and reading level per page instead"
    )
    args = parser.parse_args(argv)
    try:
        if args.levels:
            for page in read_pages():
                print(
                    f"{page.slug:28} {sum(len(WORD_RE.findall(s)) for _, s in sentences(page)):6} words  grade {grade_level(page):4.1f}"
                )
            return 0
        return report(check(), "prose: no problems")
    except InputError as error:
        print(error)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
