"""Slips that authors make: each gives exactly one finding, at its cause; what only looks like one gives none.

The tables are not formatted: a row for each reads better than six lines for each.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.mutations.faults import (
    HERE,
    MAIN,
    PAGE,
    PLACE,
    ROWS,
    SETTINGS,
    SHEET,
    UNUSABLE,
    WORDS,
    text_of,
)

LEFT = "'{}' is left in the text: {}"
# Written into a page, at line HERE. What is expected begins with the number of lines below HERE.
TEXT = {
    "an unclosed box": ('/// note | "A"\nText.', "+0: the box is never closed: a line with as many slashes has to end it"),
    "an unclosed box before another": ('/// note | "A"\nText.\n\n/// note | "B"\nText.\n///', "+0: the box is never closed: a line with as many slashes has to end it"),
    "an end of no box": ("Text.\n\n///", "+2: /// closes no box"),
    "an unclosed code block": ("```python\nx = 1", "+0: the code block is never closed: a line ``` has to end it"),
    "a code block closed by too few signs": ("````\nx = 1\n```", "+0: the code block is never closed: a line ```` has to end it"),
    "an unclosed comment": ("<!-- to do\n\nText.", "+0: the comment is never closed by -->"),
    "an unclosed <div>": ('<div class="x">\n\nText.', "+0: <div> is never closed: it swallows what follows"),
    "an unclosed <details>": ("<details><summary>x</summary>\n\nText.", "+0: <details> is never closed: it swallows what follows"),
    "an end tag too many": ("Text.</span>", "+0: </span> closes nothing"),
    "a table row with a cell too many": ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "+2: the row has 3 cells, its table 2 columns: the rest vanishes"),
    "a blank between text and address": ("[x] (two.md)", "+0: " + LEFT.format("[x] (two.md)", "a link that was not recognized")),
    "brackets the wrong way round": ("(x)[two.md]", "+0: " + LEFT.format("(x)[two.md]", "a link with its brackets the wrong way round")),
    "an address without its end": ("See [x](two.md#about-two", "+0: " + LEFT.format("[x](two.md#about-two", "a link that was not recognized")),
    "a path of the author's computer": (r"[x](C:\guide\two.md)", r"+0: 'C:\guide\two.md' is a file on one computer"),
    "a file of the author's computer": ("[x](file:///home/me/two.md)", "+0: 'file:///home/me/two.md' is a file on one computer"),
    "the address of a preview": ("[x](http://localhost:8000/two/)", "+0: 'http://localhost:8000/two/' leads to the reader's own computer; did you mean two.md"),
    "a misspelled scheme": ("[x](htps://example.org/)", "+0: malformed address 'htps://example.org/': no browser knows 'htps:'; did you mean https://example.org/"),
    "two schemes": ("[x](https://https://example.org/)", "+0: malformed address 'https://https://example.org/': no host is called 'https'; did you mean https://example.org/"),
    "a bare DOI": ("[x](doi:10.1000/1)", "+0: 'doi:10.1000/1' is no web address; did you mean https://doi.org/10.1000/1"),
    "a link of a wiki": ("[[page]]", "+0: " + LEFT.format("[[page]]", "a marker that nothing filled")),
    "a link of a wiki to a section": ("See [[Two#about]].", "+0: " + LEFT.format("[[Two#about]]", "a marker that nothing filled")),
    "a citation as in Pandoc": ("So it is [@one2001].", "+0: " + LEFT.format("[@one2001]", "a citation in another program's form")),
    "a figure with a bracket too few": ("[[figure: stops]", "+0: " + LEFT.format("[[figure: stops]", "a marker that nothing filled")),
    "a figure that is none": ("[[figure: stpes]]", "+0: no figure 'stpes' in docs/figures; did you mean 'steps'"),
    "a figure placed twice": ("[[figure: steps]]", f"+6: figure 'steps' is placed already, on docs/one.md:{HERE}"),
    "a quotation mark too many": ('<a href="../two/"">x</a>', "+0: " + LEFT.format('<a href="../two/"">', "a tag that was not recognized: look for a quotation mark too many or too few")),
    "curly quotation marks in HTML": ("<a href=“../two/”>x</a>", "+0: no such file: '“../two/”'"),
    "an address without its scheme": ("[x](www.example.org)", "+0: link to 'www.example.org', which does not exist"),
    "the built page for the source": ("[x](two.html)", "+0: link to 'two.html', which does not exist; did you mean 'two.md'"),
    "the folder for the source": ("[x](two/)", "+0: link to 'two/', which does not exist; did you mean 'two.md'"),
    "an attribute list on a line of its own": ("Text.\n\n{ #there .x }", "+2: " + LEFT.format("{ #there .x }", "an attribute list that was not recognized")),
    "a style attribute": ('<span style="color: red">x</span>', '+0: the security policy drops style="color: red": write a class'),
    "a picture that was not added": ("![A mouse](mouse.png)", "+0: image mouse.png does not exist"),
    "the page of the DOI Foundation": ("[x](https://www.doi.org/the-identifier/)", ""),
}  # fmt: skip


@pytest.mark.parametrize("slip", TEXT)
def test_slip_in_a_page(workspace, slip):
    new, expected = TEXT[slip]
    below, _, message = expected.partition(": ")
    wanted = [f"{PAGE}:{HERE + int(below)}: {message}"] if expected else []
    assert workspace.messages({PAGE: text_of(PAGE).replace(PLACE, new)}) == wanted


FILES = {
    "a page renamed by hand": (
        {"docs/three.md": None, "docs/third.md": text_of("docs/three.md"), SETTINGS: text_of(SETTINGS).replace("three.md", "third.md")},
        "docs/third.md:1: this is the published page 'three/' under another name: call the file three.md again, then run `python -m scripts.move_page three third`",
    ),
    "a style sheet without a brace": ({SHEET: "q { color: red\np { color: blue }\n"}, f"{SHEET}:1: the block is never closed by }}"),
    "a style sheet with a brace too many": ({SHEET: "q { color: red }\n}\np { color: blue }\n"}, f"{SHEET}:2: a }} too many"),
    "a declaration without a colon": ({SHEET: "q {\n  color red;\n}\n"}, f"{SHEET}:2: a browser skips this: it is no declaration and no rule"),
    "a script with a syntax error": ({"docs/assets/site.js": "var a = 1;\nif (a {\n}\n"}, "docs/assets/site.js:2: the script has a syntax error: ')' is missing"),
    "a huge picture": ({"docs/assets/mouse.png": bytes(5_000_000)}, "docs/assets/mouse.png:0: the file has 5 MB, and readers on phones fetch it: at most 2"),
    "a word processor's file": ({"docs/notes.docx": "x"}, f"docs/notes.docx:0: {UNUSABLE}"),
    "a date in the future": ({PAGE: text_of(PAGE).replace("2026-11-23", "2126-11-23")}, f"{PAGE}:6: checked '2126-11-23' lies in the future"),
    "a cell that starts a formula": ({"docs/assets/table.csv": "a,b\n1,=1+1\n"}, "docs/assets/table.csv:2: a spreadsheet takes '=1+1' for a formula"),
    "a number with its sign": ({"docs/assets/table.csv": "a,b\n-70,+33.6 ± 6.5% of it\n"}, ""),
    "a figure that no page shows": ({PAGE: text_of(PAGE).replace("[[figure: steps]]", "")}, f"{WORDS}:0: no page places the figure: [[figure: steps]]"),
    "a drawing that leads nowhere": ({ROWS: text_of(ROWS).replace("two.md", "too.md")}, f"{ROWS}:3: no such page: 'too.md#about-two'"),
    "an empty page": ({"docs/three.md": ""}, "docs/three.md:1: the page is empty"),
    "front matter without its end": ({"docs/three.md": "---\ntitle: Three\n\nText.\n"}, "docs/three.md:1: the front matter is not closed by a line ---"),
    "a tab in the front matter": ({"docs/three.md": "---\ntitle: Three\n\tkind: x\n---\nText.\n"}, "docs/three.md:3: malformed front matter: found character '\\t' that cannot start any token"),
    "line ends of Windows": ({PAGE: text_of(PAGE).replace("\n", "\r\n")}, ""),
    "a byte order mark": ({PAGE: "\ufeff" + text_of(PAGE)}, ""),
    "a name that only lexbor reads": ({MAIN: text_of(MAIN).replace('"@id"', '"@context": "https://schema.org", "@id"').replace('"url": "{{ page.canonical_url }}"', '"author": {"@id": "{{ config.site_url }}#organization"}')}, ""),
    "a sprite on the error page": ({"overrides/404.html": text_of("overrides/404.html").replace("<h1>", '<base href="/guide/"><svg><symbol id="i"></symbol><use href="#i"></use></svg><img src="/guide/assets/mark.svg" alt=""><h1>')}, ""),
}  # fmt: skip


@pytest.mark.parametrize("slip", FILES)
def test_slip_in_a_file(workspace, slip):
    changes, expected = FILES[slip]
    assert workspace.messages(changes) == ([expected] if expected else [])


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
