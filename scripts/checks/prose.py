"""Lint the prose: spelling (American), worn phrases, doubled words, sentence length.

Words no dictionary knows are listed in tests/words.txt, one per line; a word nobody uses any more is
reported too, so that the list stays short enough to read.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from scripts.core.pages import BLOCK_OPTION_RE, CITATION_RE, DOCS, Page, read_pages, read_text
from scripts.core.problems import Problem
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
# Addresses, attribute lists, tags, superscript and subscript.
UNSEEN_RE = re.compile(r"\]\([^)]*\)|\{[^}]*\}|<[^>]*>|https?://\S+|\^[^^\s]{1,6}\^|~[^~\s]{1,8}~")
MARKUP_RE = re.compile(r"^[\s#>-]+(\[[ x]\])?|^\d{1,2}\.\s|[\[\]*=]")
OPENING_RE = re.compile(
    r"[#|>]|[-*] |\d{1,2}\. "
)  # begins a line that does not go on with a sentence
DOUBLED_RE = re.compile(r"\b(?P<word>[A-Za-z]+)\s+(?P=word)\b")


def plain_lines(page: Page) -> Iterator[tuple[int, str]]:
    """(line, words as a reader sees them); headings, tables and list marks keep only their text."""
    for number, text in page.prose:
        if text.startswith(("[[", "///", "<")) or re.fullmatch(r"[|:\-\s]*", text):
            continue
        if BLOCK_OPTION_RE.match(text):
            continue
        text = UNSEEN_RE.sub(" ", CITATION_RE.sub(" ", MARK_RE.sub(lambda m: m["text"], text)))
        # A cell or link boundary becomes a stop, so that words on both sides of it are not taken for neighbors.
        yield number, MARKUP_RE.sub(" ", text.replace("|", " . ")).replace("\\", "")


def find_worn(page: Page) -> Iterator[Problem]:
    for number, text in plain_lines(page):
        for pattern, why in WORN_RE:
            for match in pattern.finditer(text):
                yield page.problem(number, f"'{match[0]}': {why}")
        for match in DOUBLED_RE.finditer(text):
            if match["word"].lower() not in ("that", "had"):
                yield page.problem(number, f"doubled word '{match['word']}'")


def sentences(page: Page, left_out: Container[int] = frozenset()) -> Iterator[tuple[int, str]]:
    """(line on which it starts, sentence); a blank line, heading, list item or table row ends a sentence too."""
    text, starts = "", list[tuple[int, int]]()

    def finished() -> Iterator[tuple[int, str]]:
        at = 0
        for sentence in SENTENCE_END_RE.split(text):
            at = text.find(sentence, at)
            yield (
                max((number for start, number in starts if start <= at), default=0),
                sentence.strip(),
            )
            at += len(sentence)

    raw = dict(page.prose)
    for number, plain in [*plain_lines(page), (0, "")]:
        original = raw.get(number, "").lstrip()
        plain = "" if number in left_out else plain
        if not plain.strip() or OPENING_RE.match(original):
            yield from finished()
            text, starts = "", []
        if plain.strip() and not original.startswith(("#", "|")):
            starts.append((len(text), number))
            text += plain.strip() + " "


def find_long(page: Page) -> Iterator[Problem]:
    for line, sentence in sentences(page):
        count = len(WORD_RE.findall(sentence))
        if count > LONGEST_SENTENCE:
            what = f"a sentence of {count} words; split it (at most {LONGEST_SENTENCE})"
            yield page.problem(line, what)


def used_words(pages: Iterable[Page]) -> dict[str, Problem]:
    """Every word of the pages with the place of its first use; words with digits or inner capitals are names, not spelling."""
    what = "unknown word '{}': if it is spelled right, add it to tests/words.txt"
    seen: dict[str, Problem] = {}
    for page in pages:
        for number, text in plain_lines(page):
            for token in re.findall(r"[^\s/–—()“”\",;:.?!]+", text):
                if re.search(r"\d|\w[A-Z]|[α-ωΑ-Ωµ]", token):
                    continue
                for word in WORD_RE.findall(token):
                    word = re.sub(r"[’']s?$", "", word.replace("’", "'"))
                    seen.setdefault(word, page.problem(number, what.format(word)))
    return seen


def find_misspelled(
    pages: list[Page], project_words: dict[str, int], words: Path
) -> Iterator[Problem]:
    from codespell_lib._codespell import _data_root
    from spellchecker import SpellChecker

    dictionary = read_text(Path(_data_root) / "dictionary_en-GB_to_en-US.txt")
    british = dict(re.findall(r"^(.*)->([^,\n]*)", dictionary, re.MULTILINE))
    seen = used_words(pages)
    lowered = {word.lower() for word in seen}
    known = SpellChecker().known(lowered)
    for word, place in seen.items():
        low = word.lower()
        if low in british and word not in project_words:
            what = f"British spelling '{word}'"
            yield place._replace(message=what, suggestion=f"'{british[low]}'")
        elif low not in known and word not in project_words and low not in project_words:
            yield place
    for word, line in project_words.items():
        if word not in seen and word not in lowered:
            yield Problem(str(words), line, f"no page uses '{word}' any more")


def check(docs: Path = DOCS, words: Path = WORDS) -> list[Problem]:
    pages = read_pages(docs)
    lines = enumerate(map(str.strip, read_text(words).splitlines()), 1)
    project_words = {word: number for number, word in lines if word}
    problems = list(find_misspelled(pages, project_words, words))
    for page in pages:
        problems += [*find_worn(page), *find_long(page)]
    return problems
