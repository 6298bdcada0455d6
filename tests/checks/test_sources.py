"""The source checks: each fault with its line, and a good page with none."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.checks import sources as check_sources
from scripts.core.problems import InputError
from tests.conftest import make_site

BIB = '@misc{one2001, author = "One", title = "First", year = "2001", doi = "10.1000/1"}\n@misc{two2002, author = "Two", title = "Second", year = "2002"}\n'
QUESTION = """### Question {n}? {{ #q-{n} objective={o} section=why }}

- [ ] No.

    Because not.

- [x] Yes.

    Because so.

"""
LESSON = (
    """---
title: Lesson
description: A lesson.
kind: lesson
reviewed: false
checked: 2026-11-23
minutes: 5
objectives:
  - text: Say why.
    section: why
  - text: Say how.
    section: how
searched: 2026-11-24
---
## In brief { #in-brief }

- A [term](glossary.md#term) matters.[^one2001]

## Why { #why }

==It is so in mice.=={ .contested #claim-so }[^one2001][^two2002]

## How { #how }

See [why](#why).

## What is not known { #not-known }

Much.

## Check yourself { #check-yourself }

"""
    + "".join(QUESTION.format(n=n, o=1 + n % 2) for n in (1, 2, 3, 4))
    + "## Where next { #where-next }\n\n[Glossary](glossary.md#letter-t).\n"
)
GLOSSARY = """---
title: Glossary
description: Terms.
kind: reference
reviewed: false
checked: 2026-11-23
minutes: 5
---
## T { #letter-t }

### Term { #term }

A word. Explained in [Why](lesson.md#why).
"""
RECORD = """[claim-so]
topics = ["why"]
species = ["mouse"]
method = "watching"
directness = "animals"
groups = [["one2001"]]
against = ["two2002"]
objection = "Only mice."
would_change = "A third study."
history = [{date = 2026-11-23, grade = "contested"}]
"""
SEARCHES = "date,words,where,claims,found\n2026-11-24,why mice,abstracts,claim-so,nothing newer\n"
FILES = {
    "docs/claims/lesson.toml": RECORD,
    "docs/facts/searches/lesson.csv": SEARCHES,
    "docs/lesson.md": LESSON,
    "docs/glossary.md": GLOSSARY,
    "docs/references.bib": BIB,
    "mkdocs.yml": "nav:\n  - lesson.md\n  - glossary.md\n",
}


def check(folder: Path, files: dict[str, str]) -> list[str]:
    make_site(folder, files)
    return [
        str(p).replace(f"{folder}/", "")
        for p in sorted(check_sources.check(folder / "docs", folder / "ledger"))
    ]


def test_a_good_project_has_no_findings(tmp_path):
    assert check(tmp_path, FILES) == []


CASES = [
    (
        "an unknown key",
        "kind: lesson",
        "knid: lesson",
        "docs/lesson.md:4: unknown front-matter key 'knid'; did you mean 'kind'",
    ),
    ("a missing key", "minutes: 5\n", "", "docs/lesson.md:1: front matter has no 'minutes'"),
    (
        "a long description",
        "A lesson.",
        "x" * 161,
        "docs/lesson.md:3: description has 161 characters, at most 160",
    ),
    (
        "an unknown kind",
        "kind: lesson",
        "kind: page",
        "docs/lesson.md:4: kind 'page' is not one of home, lesson, reference, project",
    ),
    (
        "a false review",
        "reviewed: false",
        "reviewed: yes",
        "docs/lesson.md:5: reviewed must be false, or a name and a date",
    ),
    (
        "a date that is none",
        "checked: 2026-11-23",
        "checked: last week",
        "docs/lesson.md:6: checked 'last week' is not a date like 2026-11-23",
    ),
    (
        "a source without https",
        "minutes: 5\n",
        "minutes: 5\nsources:\n  - title: A\n    url: http://example.org/\n",
        "docs/lesson.md:10: a source's address starts with https:, not 'http://example.org/'",
    ),
    (
        "an objective without section, in one line",
        "  - text: Say how.\n    section: how",
        "  - {text: Say how., section: hwo}",
        "docs/lesson.md:8: objective 2 names section 'hwo', which is not on the page; did you mean 'how'",
    ),
    (
        "an objective without section",
        "section: how",
        "section: hwo",
        "docs/lesson.md:12: objective 2 names section 'hwo', which is not on the page; did you mean 'how'",
    ),
    (
        "a heading without id",
        "## How { #how }",
        "## How",
        "docs/lesson.md:23: heading 'How' has no written id: add { #some-words }",
    ),
    (
        "a fold without id",
        "Much.",
        "/// details | More detail\nMuch.\n///",
        "docs/lesson.md:29: a fold has no written id: add '    attrs: {id: more-some-words}' below its first line",
    ),
    (
        "a skipped level",
        "## How { #how }",
        "#### How { #how }",
        "docs/lesson.md:23: heading level jumps from 2 to 4",
    ),
    (
        "an id used twice",
        "## How { #how }",
        "## How { #why }",
        "docs/lesson.md:23: id 'why' is already used on line 19",
    ),
    (
        "a title in the text",
        "## How { #how }",
        "# How { #how }",
        "docs/lesson.md:23: the title belongs in the front matter; headings start at ##",
    ),
    (
        "an unknown citation",
        "matters.[^one2001]",
        "matters.[^one2011]",
        "docs/lesson.md:17: citation [^one2011] is not in docs/references.bib; did you mean 'one2001'",
    ),
    (
        "a claim without grade",
        "{ .contested #claim-so }",
        "",
        "docs/lesson.md:21: a claim needs { .grade #claim-id } with a grade of established, supported, contested, speculative",
    ),
    (
        "a claim without source",
        "[^one2001][^two2002]",
        " Text.[^one2001][^two2002]",
        "docs/lesson.md:21: claim 'claim-so' has no citation right after it",
    ),
    (
        "one side of a contest",
        "[^one2001][^two2002]",
        "[^one2001] [Two](#how).[^two2002]",
        "docs/lesson.md:21: contested claim 'claim-so' cites one source; it needs both sides",
    ),
    (
        "two right choices",
        "- [ ] No.",
        "- [x] No.",
        "docs/lesson.md:33: question 'q-1' needs at least two choices, exactly one of them right",
    ),
    (
        "a choice without feedback",
        "    Because not.\n",
        "",
        "docs/lesson.md:35: this choice has no feedback below it",
    ),
    (
        "a question's section",
        "section=why",
        "section=wy",
        "docs/lesson.md:33: question 'q-1' names section 'wy', which is not on the page; did you mean 'why'",
    ),
    (
        "a question's objective",
        "#q-1 objective=2",
        "#q-1 objective=7",
        "docs/lesson.md:33: question 'q-1' names no objective of the page (objective=N)",
    ),
    (
        "a question without the sign of one",
        "{ #q-4 objective=1",
        "{ #four objective=1",
        "docs/lesson.md:65: this choice is of no question: a heading above it with an id that begins with q-",
    ),
    (
        "feedback that stands outside its choice",
        "    Because so.",
        "  Because so.",
        "docs/lesson.md:41: feedback is indented by four spaces",
    ),
    (
        "a link inside a claim",
        "==It is so in mice.==",
        "==It is [so](#how) in mice.==",
        "docs/lesson.md:21: no links inside a claim",
    ),
    (
        "an untested objective",
        "objective=2",
        "objective=1",
        "docs/lesson.md:8: objective 2 is tested by no question",
    ),
    (
        "a missing part",
        "#where-next",
        "#elsewhere",
        "docs/lesson.md:1: a lesson needs a section { #where-next }",
    ),
    (
        "an image without alt",
        "See [why](#why).",
        "![](references.bib)",
        "docs/lesson.md:25: image references.bib has no alternative text",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "message"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_each_fault_is_found_where_it_was_written(tmp_path, old, new, message):
    count = -1 if old == "objective=2" else 1
    assert old in LESSON
    assert message in check(tmp_path, {**FILES, "docs/lesson.md": LESSON.replace(old, new, count)})


def test_an_entry_nobody_cites(tmp_path):
    assert check(
        tmp_path,
        {**FILES, "docs/references.bib": BIB + '@misc{idle2003, title = "I", year = "2003"}\n'},
    ) == ["docs/references.bib:3: no page cites entry 'idle2003'"]


def test_a_term_nobody_links_to(tmp_path):
    assert check(
        tmp_path, {**FILES, "docs/glossary.md": GLOSSARY + "\n### Orphan { #orphan }\n\nAlone.\n"}
    ) == ["docs/glossary.md:15: no page links to the term 'orphan'"]


def test_the_same_claim_id_on_two_pages(tmp_path):
    copy = LESSON.replace("A lesson.", "Copy.")
    found = check(
        tmp_path,
        {
            **FILES,
            "docs/facts/searches/other.csv": SEARCHES,
            "docs/other.md": copy,
            "mkdocs.yml": FILES["mkdocs.yml"] + "  - other.md\n",
        },
    )
    assert len(found) == 1 and found[0].startswith(
        "docs/other.md:21: claim id 'claim-so' is already used at "
    )


def test_a_page_outside_the_nav(tmp_path):
    assert check(tmp_path, {**FILES, "mkdocs.yml": "nav:\n  - lesson.md\n"}) == [
        "docs/glossary.md:0: the page is not in the nav of mkdocs.yml"
    ]


def test_a_nav_entry_without_a_page(tmp_path):
    assert check(tmp_path, {**FILES, "mkdocs.yml": FILES["mkdocs.yml"] + "  - glosary.md\n"}) == [
        "mkdocs.yml:4: the nav names 'glosary.md', which does not exist; did you mean 'glossary.md'"
    ]


def test_numbers_need_a_ledger(tmp_path):
    found = check(
        tmp_path,
        {
            **FILES,
            "docs/lesson.md": LESSON.replace("Much.", "About 5 mg.[^one2001]"),
            "ledger/x.csv": "",
        },
    )
    assert (
        len(found) == 1
        and "value '5 mg' is not in" in found[0]
        and found[0].startswith("docs/lesson.md:29:")
    )


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("docs/lesson.md", "", "docs/lesson.md:1: the page is empty"),
        ("docs/references.bib", "@misc{a", "references.bib:1: invalid BibTeX"),
        ("docs/lesson.md", b"---\n\xff", "lesson.md:2: not UTF-8"),
    ],
)
def test_unusable_input_is_named_at_its_line(tmp_path, name, text, words):
    make_site(tmp_path, {**FILES, name: text})
    with pytest.raises(InputError) as raised:
        check_sources.check(tmp_path / "docs")
    assert words in str(raised.value).replace(f"{tmp_path}/", "")


def test_the_real_sources_have_no_findings():
    assert [str(p) for p in check_sources.check()] == []
