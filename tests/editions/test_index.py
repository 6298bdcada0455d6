"""The index: words and sections that an entry asks for, and entries that promise what no lesson says."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.core.problems import InputError
from scripts.editions.pdf.index import initial, read_index, sorting_key
from tests.editions.conftest import Write

ENTRIES = '"bladder" = ["bladder", "cystitis", "safety#bladder"]\n"Øye, I." = ["Øye"]\n"dreams" = ["dream"]\n'


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "index-entries.toml").write_text(ENTRIES)
    return tmp_path


FOUND = [
    ("The bladder and Øye.", ["bladder", "Øye, I."]),
    ("Bladder, cystitis, dreams", ["bladder", "bladder", "dreams"]),
    ("gallbladder, pre-dream, dreaming, øye", []),
]


@pytest.mark.parametrize(("text", "entries"), FOUND)
def test_words_are_found_whole(docs: Path, text: str, entries: list[str]) -> None:
    assert [entry for _, entry in read_index(docs).places(text)] == entries


def test_an_entry_that_no_lesson_speaks_of_is_refused(docs: Path) -> None:
    index = read_index(docs)
    index.of_section("safety#bladder")
    list(index.places("Øye"))
    with pytest.raises(InputError, match=r"index-entries\.toml:3: .*'dreams'"):
        index.check()


def test_a_malformed_file_names_its_line(docs: Path) -> None:
    (docs / "index-entries.toml").write_text('"a" = ["b"]\n"c" = x\n')
    with pytest.raises(InputError, match=r"index-entries\.toml:2: "):
        read_index(docs)


def test_a_guide_without_the_file_has_only_its_terms(tmp_path: Path) -> None:
    index = read_index(tmp_path)
    index.check()
    assert index.entries == [] and list(index.places("anything")) == []


def test_a_word_is_marked_once_a_paragraph_and_never_in_a_heading(
    lesson: Write, docs: Path
) -> None:
    chapter, to = lesson('<h2 id="s">The bladder</h2><p>Bladder and bladder.</p><p>A bladder.</p>')
    to.index = read_index(docs)
    written = to.blocks(list(chapter.body))
    assert written.count('#index-mark("bladder");') == 2 and "#section(2" in written


def test_a_section_is_a_range(lesson: Write, docs: Path) -> None:
    (docs / "index-entries.toml").write_text('"harm" = ["metabolism#s"]')
    chapter, to = lesson('<h2 id="s">S</h2><p>Text.</p><h2 id="t">T</h2>')
    to.index = read_index(docs)
    written = to.blocks(list(chapter.body))
    assert (
        written.index('"harm", kind: "start"')
        < written.index("Text.")
        < written.index('"harm", kind: "end"')
    )


def test_the_alphabet() -> None:
    assert sorted(["β-arrestin", "D-serine", "dopamine", "“A”"], key=sorting_key)[0] == "“A”"
    assert [initial(name) for name in ("dreams", "(S)-ketamine", "5-HT")] == ["D", "S", "0–9"]
