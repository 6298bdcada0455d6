"""Slips that authors make, and what somebody hostile could write: each gives exactly one finding, at its cause.

Most are rows of slips.toml and injections.toml. What is accepted because it stays plain text is opened in a browser by
tests/browser/test_injections.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.core.problems import InputError
from scripts.publish import redirects
from tests.mutations.faults import (
    HERE,
    PAGE,
    PLACE,
    REDIRECTS,
    SETTINGS,
    THREE,
    WORDS,
    Changes,
    edited,
    read_tables,
    text_of,
)
from tests.mutations.workspace import changed


def slips_in_words() -> Iterator[tuple[str, Changes, str]]:
    """(what, changes, finding)."""
    for tables in map(read_tables, ("slips.toml", "injections.toml")):
        for what, (new, below, message) in tables["text"].items():
            yield what, edited(PAGE, PLACE, new), f"{PAGE}:{HERE + below}: {message}"
        for what, (name, old, new, line, message) in tables["edits"].items():
            yield what, edited(name, old, new), f"{name}:{line}: {message}"


# Of several files, or of files that are no text.
OTHERS = (
    (
        "a page renamed by hand",
        {THREE: None, "docs/third.md": text_of(THREE)} | edited(SETTINGS, "three.md", "third.md"),
        "docs/third.md:1: this is the published page 'three/' under another name: call the file three.md again, "
        "then run `python -m scripts.move_page three third`",
    ),
    (
        "a huge picture",
        {"docs/assets/mouse.png": bytes(5_000_000)},
        "docs/assets/mouse.png:0: the file has 5 MB, and readers on phones fetch it: at most 2",
    ),
    (
        "a figure that no page shows",
        edited(PAGE, "[[figure: steps]]", ""),
        f"{WORDS}:0: no page places the figure: [[figure: steps]]",
    ),
    ("an empty page", {THREE: ""}, f"{THREE}:1: the page is empty"),
    (
        "HTML in a text that pages take in",
        {"snippets/evil.md": '\n<b onclick="run()">x</b>\n'}
        | edited(PAGE, PLACE, '--8<-- "evil.md"'),
        "snippets/evil.md:2: 'onclick' on <b> would run a script",
    ),
)


@pytest.mark.parametrize(
    ("changes", "finding"),
    [pytest.param(*case, id=what) for what, *case in (*slips_in_words(), *OTHERS)],
)
def test_slip(workspace, changes, finding):
    assert workspace.messages(changes) == [finding]


def test_a_redirect_is_read_before_a_page_is_made_of_it(workspace):
    """The check comes after the page is written: what leads out of the site must not get that far."""
    site, _ = workspace.build()
    with changed({REDIRECTS: "../../out/ -> two/\n"}), pytest.raises(InputError):
        redirects.make_pages(site)


def test_two_names_that_differ_in_case_only(workspace):
    name = "docs/Two.md"
    message = "docs/two.md:0: differs from Two.md in nothing but letter case or accents: many disks hold only one of them"
    assert message in workspace.messages({name: text_of("docs/two.md")})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("docs/.#one.md", []),
        ("docs/lost.md", ["docs/lost.md:0: cannot be read: a link that leads to no file"]),
        ("docs/assets/lost.png", ["docs/assets/lost.png:0: a link that leads to no file"]),
    ],
)
def test_links_that_lead_to_no_file(workspace, name, expected):
    """An editor's lock file is one too, and nobody's fault."""
    os.symlink("nobody@nowhere.1:2", name)
    try:
        assert workspace.messages({}) == expected
    finally:
        Path(name).unlink()
