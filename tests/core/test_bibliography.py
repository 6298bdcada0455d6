"""The bibliography: what is refused with its line, and how an entry prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.core import bibliography
from scripts.core.problems import InputError

PATH = Path("docs/references.bib")
FULL = """@article{mealing1999,
    author = "Mealing, G. A. and Lanthorn, T. H. and others",
    title = "Trapping in {NMDA} channels",
    journal = "J Pharmacol",
    year = "1999",
    volume = "288",
    number = "1",
    pages = "204--210",
    doi = "10.1000/xyz.1"
}
"""


def formatted(text: str):
    return bibliography.format_entries(*bibliography.parse(text, PATH))


def plain(markdown: str) -> str:
    return markdown.replace("\\", "")


def test_a_full_entry_prints_with_its_doi():
    source = formatted(FULL)["mealing1999"]
    assert (
        plain(source.markdown)
        == "Mealing, G. A., Lanthorn, T. H., and others. Trapping in NMDA channels. *J Pharmacol*, 288(1):204–210, 1999. [doi:10.1000/xyz.1](https://doi.org/10.1000/xyz.1)"
    )
    assert (source.label, source.url, source.line) == (
        "Mealing et al. 1999",
        "https://doi.org/10.1000/xyz.1",
        1,
    )


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ('doi = "10.1000/a", pmcid = "PMC1"', "https://doi.org/10.1000/a"),
        ('pmcid = "PMC1", pmid = "2"', "https://pmc.ncbi.nlm.nih.gov/articles/PMC1/"),
        ('pmid = "2", url = "https://e.org/"', "https://pubmed.ncbi.nlm.nih.gov/2/"),
        (r'url = "https://e.org/a\_b\%20c"', "https://e.org/a_b%20c"),
        ('howpublished = "Book"', ""),
    ],
)
def test_one_address_in_order_of_permanence(fields, url):
    assert formatted(f'@misc{{a, title = "T", year = "2001", {fields}}}')["a"].url == url


def test_what_nobody_verified_is_left_out():
    source = formatted('@article{a, title = "Only a title", year = "2001"}')["a"]
    assert plain(source.markdown) == "Only a title. 2001."
    assert source.label == "Only a title 2001"


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        ("Jahr, C. and Stevens, C.", "Jahr & Stevens 2001"),
        ("Lodge, D.", "Lodge 2001"),
        ("{Food and Drug Administration}", "Food and Drug Administration 2001"),
        ("A, B. and C, D. and E, F.", "A et al. 2001"),
    ],
)
def test_labels(authors, label):
    assert (
        formatted(f'@misc{{a, author = "{authors}", title = "T", year = "2001"}}')["a"].label
        == label
    )


def test_duplicate_keys_name_both_lines():
    with pytest.raises(
        InputError, match=r"references\.bib:12: duplicate key 'mealing1999' \(first on line 1\)"
    ):
        bibliography.parse(FULL + "\n" + FULL, PATH)


def test_invalid_bibtex_names_a_line():
    with pytest.raises(InputError, match=r"references\.bib:\d+: invalid BibTeX"):
        bibliography.parse('@article{a,\n title = "open\n}\n', PATH)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('@misc{a,\n title = "T"}', "docs/references.bib:1: entry 'a' has no year"),
        ('\n@misc{a,\n year = "2001"}', "docs/references.bib:2: entry 'a' has no title"),
        (
            '@misc{a, title = "T", year = "2001", doi = "https://doi.org/10.1/x"}',
            "docs/references.bib:1: entry 'a' has a malformed DOI 'https://doi.org/10.1/x'",
        ),
        (
            '@misc{a, title = "T", year = "2001", pmid = "10001", url = "http://example.org/"}',
            "docs/references.bib:1: entry 'a' has an http: address: write https:, or access = \"http only\" beside it",
        ),
    ],
)
def test_incomplete_entries(text, message):
    data, lines = bibliography.parse(text, PATH)
    assert [str(p) for p in bibliography.find_problems(data, lines, PATH)] == [message]


def test_an_address_without_https_is_named_as_such():
    data, lines = bibliography.parse(
        '@misc{a, title = "T", year = "2001", url = "http://example.org/", access = "http only"}',
        PATH,
    )
    assert bibliography.find_problems(data, lines, PATH) == []


def test_a_changed_file_is_read_again(tmp_path):
    import os

    path = tmp_path / "references.bib"
    path.write_text(FULL)
    assert list(bibliography.load(path)) == ["mealing1999"]
    path.write_text(FULL.replace("mealing1999", "other1999"))
    os.utime(path, ns=(1, 1))
    assert list(bibliography.load(path)) == ["other1999"]


def test_what_is_wrong_is_said_again_from_what_was_kept(tmp_path):
    path = tmp_path / "docs" / "references.bib"
    path.parent.mkdir()
    path.write_text("@misc{bare2020,\n  title = {No year}\n}\n")
    first = bibliography.check(path)
    assert first == bibliography.check(path) and first[1][0].line == 1


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ('author = "A, B", doi = "10.1234/x"', []),
        ('author = "A, B"', ["has no DOI, PMID or PMCID, and no `missing` that says why"]),
        ('author = "A, B", missing = "no identifier: printed in 1966"', []),
        ('doi = "10.1234/x"', ["names no author, and no `missing` says why"]),
        ('author = "A, B", pmid = "x1"', ["has a malformed PMID 'x1'"]),
        (
            'author = "A, B", pmid = "12345", title = "[An article on rats]"',
            ["has a described title, and no `missing` says why"],
        ),
    ],
)
def test_an_article_is_whole_or_says_what_it_lacks(entry, what):
    title = "" if "title" in entry else 'title = "T", '
    data, _ = bibliography.parse(f'@article{{a, {title}year = "2001", {entry}}}', Path("a.bib"))
    assert list(bibliography.faults(data.entries["a"])) == what
