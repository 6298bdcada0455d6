"""The first guess of page numbers, and that it makes a second layout enough."""

from __future__ import annotations

import pytest

from scripts.editions import pdf
from scripts.editions.chapter import Chapter
from scripts.editions.document import whole_book
from scripts.editions.guess import A_PAGE, FRONT, guess
from scripts.editions.pdf import Press
from scripts.editions.places import Place, stood
from scripts.editions.site import Site

EPOCH = 1_700_000_000


def test_a_guess_counts_what_is_written_before() -> None:
    text, column = "x" * A_PAGE["text"], "x" * A_PAGE["columns"]
    source = f'#chapter(slug: "a", layout: "text")[#section(2, "a#one");{text}#claim("contested", "a#two");{text}]#chapter(slug: "b", layout: "columns")[{column}#anchor("b#one");]#back-matter("answers")[{text}#answer("a#q-one");]'
    assert guess(source) == {
        "a#top": 1,
        "a#one": 1,
        "a#two": 2,
        "b#top": 4,
        "b#one": 5,
        "answers#top": 6,
        "answer:a#q-one": 7,
    }
    assert guess(f"#contents();{source}")["a#top"] == FRONT + 1


@pytest.fixture(scope="module")
def rounds(
    site: Site, chapters: list[Chapter], tmp_path_factory: pytest.TempPathFactory
) -> list[dict]:
    """What the whole book printed of its places before the first layout, then what each layout found."""
    book = whole_book(site, chapters, EPOCH)
    found = [{**stood([]), "pages": guess(book.source)}]

    def listening(places: list[Place]) -> dict:
        known = stood(places)
        if places:
            found.append(known)
        return known

    with pytest.MonkeyPatch.context() as patch, Press(tmp_path_factory.mktemp("places")) as press:
        patch.setattr(pdf, "stood", listening)
        press.compile(book, EPOCH)
    return found


def test_most_guesses_have_as_many_digits_as_the_page_number(rounds: list[dict]) -> None:
    guessed, real = rounds[0]["pages"], rounds[-1]["pages"]
    assert len(guessed) > 1000 and guessed.keys() <= real.keys()
    wrong = [name for name, page in guessed.items() if len(str(page)) != len(str(real[name]))]
    assert len(wrong) <= len(guessed) / 10, wrong


def test_the_second_layout_moves_hardly_anything(rounds: list[dict]) -> None:
    """Each further layout takes most of a second; a guess that breaks lines otherwise moves whole chapters."""
    first, second = rounds[1]["pages"], rounds[2]["pages"]
    assert sum(second[name] != page for name, page in first.items()) <= len(first) / 50
    assert rounds[-1] == rounds[-2] and len(rounds) <= 4
