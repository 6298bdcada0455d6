"""Moving a page or an id: links, navigation and redirect follow; an interrupted run leaves the old state or the new one."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import move_page
from scripts.core import changeset
from scripts.core.pages import read_pages
from tests.conftest import ROOT, make_site

FRONT = "---\ntitle: T\n---\n"
SITE = {
    "mkdocs.yml": "site_name: X\nnav:\n  - Start: index.md\n  - Safety: safety.md\n  - Unsafe: unsafety.md\n",
    "docs/index.md": FRONT
    + '[a](safety.md#bladder) [b](safety.md) ![c](safety.md.png) [d](unsafety.md)\n<a href="safety.md#liver">e</a>\n`[x](safety.md)`\n```\n[x](safety.md)\n```\n[ref]: safety.md\n',
    "docs/safety.md": FRONT.replace("T\n", "T\nobjectives:\n  - text: x\n    section: bladder\n")
    + "## B { #bladder }\n\n[self](#bladder) [also](safety.md#bladder)\n\n### Q? { #q-b objective=1 section=bladder }\n\n## L { #liver }\n",
    "docs/unsafety.md": FRONT + "## U { #u }\n[x](safety.md#bladder-cancer)\n",
    "docs/sub/deep.md": FRONT + "[x](../safety.md#bladder)\n",
    "docs/redirects.txt": "# moves\nharm/ -> safety/\nharm/#x -> safety/#bladder\n",
    "tests/ledger/safety.csv": "section,value\nbladder,3 mg\n",
    "docs/claims/safety.toml": "[claim-x]\n",
    "docs/figures/map.csv": "id,page\na,safety.md#bladder\nb,unsafety.md#u\nc,safety.md\n",
    "docs/figures/map.svg": '<svg><a href="safety.md#bladder"><text>B</text></a></svg>\n',
    "docs/figures/map.toml": 'caption = "See [b](safety.md#bladder-cancer) and safety.md#liver"\n',
    "scripts/figures/map.py": 'GOAL = "safety.md#bladder"  # not unsafety.md#bladder\n',
    "docs/search-words.txt": "safety/: harm\nsafety/#bladder: bladder\nunsafety/#u: other\n",
}


def tree(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def run(root: Path, *argv: str) -> int:
    return move_page.main([*argv, "--root", str(root)])


def test_page(tmp_path, capsys):
    make_site(tmp_path, SITE)
    assert run(tmp_path, "safety", "harms") == 0
    after = tree(tmp_path)
    assert "docs/safety.md" not in after
    assert after["docs/index.md"] == SITE["docs/index.md"].replace(
        "(safety.md#bladder)", "(harms.md#bladder)"
    ).replace("[b](safety.md)", "[b](harms.md)").replace('"safety.md#', '"harms.md#').replace(
        "[ref]: safety.md", "[ref]: harms.md"
    ).replace("`[x](safety.md)`", "`[x](harms.md)`")
    assert after["docs/harms.md"] == SITE["docs/safety.md"].replace("safety.md#", "harms.md#")
    assert after["docs/sub/deep.md"].endswith("(../harms.md#bladder)\n")
    assert after["docs/unsafety.md"].endswith("(harms.md#bladder-cancer)\n")
    assert after["mkdocs.yml"] == SITE["mkdocs.yml"].replace(" safety.md", " harms.md")
    assert (
        after["docs/redirects.txt"]
        == "# moves\nharm/ -> harms/\nharm/#x -> harms/#bladder\nsafety/ -> harms/\n"
    )
    assert "tests/ledger/harms.csv" in after
    said = capsys.readouterr().out
    assert "index.md: 4 links rewritten" in said or "index.md: 5 links rewritten" in said
    assert "safety/ -> harms/" in said


def test_lists_made_from_the_name_of_a_page_keep_their_addresses(tmp_path):
    promised = "safety/\nevidence/#evidence-safety\nevidence/#evidence-unsafety\nteach/#objectives-safety\nglossary/#first-safety\n"
    make_site(tmp_path, {**SITE, "docs/permalinks.txt": promised})
    assert run(tmp_path, "safety", "harms") == 0
    moves = (tmp_path / "docs/redirects.txt").read_text().splitlines()
    assert moves[-3:] == [
        "safety/ -> harms/",
        "evidence/#evidence-safety -> evidence/#evidence-harms",
        "teach/#objectives-safety -> teach/#objectives-harms",
    ]
    assert run(tmp_path, "harms", "safety") == 0
    assert not [
        line
        for line in (tmp_path / "docs/redirects.txt").read_text().splitlines()
        if "-> harms" in line or "-harms" in line.partition("->")[2]
    ]


def test_templates_and_the_list_of_searches_follow(tmp_path):
    template = "<a href=\"{{ 'safety/#bladder' | url }}\">{% if page.url == 'safety/' %}'unsafety/'"
    promised = "safety/\nsearches/#searches-safety\n"
    make_site(
        tmp_path,
        {**SITE, "overrides/partials/foot.html": template, "docs/permalinks.txt": promised},
    )
    assert run(tmp_path, "safety", "harms") == 0
    after = tree(tmp_path)
    assert (
        after["overrides/partials/foot.html"]
        == "<a href=\"{{ 'harms/#bladder' | url }}\">{% if page.url == 'harms/' %}'unsafety/'"
    )
    assert "searches/#searches-safety -> searches/#searches-harms\n" in after["docs/redirects.txt"]


def test_a_section_recorded_twice_is_one_redirect(tmp_path):
    make_site(tmp_path, {**SITE, "docs/other.md": "---\ntitle: O\n---\n## B { #bladder }\n"})
    source = tmp_path / "docs/safety.md"
    source.write_text(
        source.read_text()
        .replace("#bladder }", "#gone }")
        .replace("section=bladder", "section=gone")
    )
    for _ in range(2):
        run(tmp_path, "safety#bladder", "other#bladder")
    lines = (tmp_path / "docs/redirects.txt").read_text().splitlines()
    assert lines.count("safety/#bladder -> other/#bladder") == 1


@pytest.mark.slow
def test_pages_of_the_guide_move_and_every_check_agrees(tmp_path):
    root = tmp_path / "guide"
    left_out = (".git", ".venv", ".build", ".cache", ".*_cache", "site", "node_modules")
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*left_out, "test-output"))
    environment = os.environ | {"PYTHONPATH": str(root)}
    for command in (
        ["scripts.move_page", "safety", "harms"],
        ["scripts.move_page", "accessibility", "access"],
        ["scripts.check", "--content"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr


# Those over the real guide; the others have small ones of their own.
OVER_THE_GUIDE = [*Path(__file__).parent.glob("browser/*.py"), Path(__file__).with_name("test_build.py"), Path(__file__).with_name("test_zensical.py")]  # fmt: skip


@pytest.mark.parametrize("file", OVER_THE_GUIDE, ids=lambda file: file.stem)
def test_no_test_over_the_guide_names_a_lesson(file):
    """It would fail when the page moves; tests/browser/opening.py has them by what they are or hold."""
    slugs = "|".join(page.slug for page in read_pages() if page.meta["kind"] == "lesson")
    named = re.compile(rf"(?<![\w-])(?:{slugs})(?:/|\.md|#)")
    texts = (
        node.value
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    assert [text for text in texts if named.search(text)] == []


def test_id(tmp_path):
    make_site(tmp_path, SITE)
    assert run(tmp_path, "safety#bladder", "safety#urinary") == 0
    after = tree(tmp_path)
    text = after["docs/safety.md"]
    assert "bladder" not in text
    assert "section: urinary" in text
    assert "section=urinary }" in text
    assert "(#urinary)" in text
    assert "(safety.md#urinary)" in after["docs/index.md"]
    assert "safety.md#bladder-cancer" in after["docs/unsafety.md"]
    assert after["docs/redirects.txt"].endswith(
        "harm/#x -> safety/#urinary\nsafety/#bladder -> safety/#urinary\n"
    )
    assert "urinary,3 mg" in after["tests/ledger/safety.csv"]


def test_drawings_and_what_belongs_to_the_page(tmp_path):
    make_site(tmp_path, SITE)
    run(tmp_path, "safety", "harms")
    after = tree(tmp_path)
    for name in ("docs/figures/map.svg", "docs/figures/map.toml"):
        assert after[name] == SITE[name].replace("safety.md", "harms.md")
    assert (
        after["docs/figures/map.csv"]
        == "id,page\na,harms.md#bladder\nb,unsafety.md#u\nc,harms.md\n"
    )
    assert (
        after["scripts/figures/map.py"] == 'GOAL = "harms.md#bladder"  # not unsafety.md#bladder\n'
    )
    assert (
        after["docs/search-words.txt"]
        == "harms/: harm\nharms/#bladder: bladder\nunsafety/#u: other\n"
    )
    assert after["docs/claims/harms.toml"] == "[claim-x]\n"
    assert "docs/claims/safety.toml" not in after


def test_a_section_in_drawings(tmp_path):
    make_site(tmp_path, SITE)
    run(tmp_path, "safety#bladder", "safety#urinary")
    after = tree(tmp_path)
    assert after["docs/figures/map.csv"].count("safety.md#urinary") == 1
    assert "safety.md#bladder-cancer" in after["docs/figures/map.toml"]
    assert "safety/#urinary: bladder" in after["docs/search-words.txt"]


def test_back_again_leaves_no_loop(tmp_path):
    make_site(tmp_path, SITE)
    run(tmp_path, "safety", "harms")
    run(tmp_path, "harms", "safety")
    after = tree(tmp_path)
    assert (
        after["docs/redirects.txt"]
        == "# moves\nharm/ -> safety/\nharm/#x -> safety/#bladder\nharms/ -> safety/\n"
    )
    assert {name: text for name, text in after.items() if "redirects" not in name} == {
        name: text for name, text in SITE.items() if "redirects" not in name
    }


def test_section_to_another_page_needs_its_text_there(tmp_path):
    make_site(tmp_path, SITE)
    assert run(tmp_path, "safety#liver", "unsafety#liver") == 2
    (tmp_path / "docs/safety.md").write_text(
        SITE["docs/safety.md"].replace("## L { #liver }\n", "")
    )
    (tmp_path / "docs/unsafety.md").write_text(SITE["docs/unsafety.md"] + "## L { #liver }\n")
    assert run(tmp_path, "safety#liver", "unsafety#liver") == 0
    assert 'href="unsafety.md#liver"' in (tmp_path / "docs/index.md").read_text()
    assert (
        (tmp_path / "docs/redirects.txt").read_text().endswith("safety/#liver -> unsafety/#liver\n")
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nope", "x", "no such page"),
        ("safety", "unsafety", "there is a page here already"),
        ("safety#nope", "safety#x", "no id 'nope' here"),
        ("safety#liver", "safety#bladder", "id 'bladder' is taken"),
        ("safety", "safety#x", "two different pages"),
        ("index", "start", "the front page cannot move"),
        ("safety", "Bad Name", "not a page or section"),
        ("safety", "../escape", "not a page or section"),
    ],
)
def test_refused(tmp_path, capsys, old, new, message):
    make_site(tmp_path, SITE)
    assert run(tmp_path, old, new) == 2
    assert message in capsys.readouterr().err
    assert tree(tmp_path) == SITE


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        ("safety", "harms", "harms#bladder"),
        ("safety#bladder", "safety#urinary", "safety#urinary"),
    ],
)
def test_the_index_of_the_book_follows(tmp_path, old, new, entry):
    """Where no page has the section that an entry names, the book would leave it out."""
    entries = '"bladder" = ["bladder", "{}", "unsafety#bladder", "safety"]\n'
    make_site(tmp_path, SITE | {"docs/index-entries.toml": entries.format("safety#bladder")})
    assert run(tmp_path, old, new) == 0
    assert tree(tmp_path)["docs/index-entries.toml"] == entries.format(entry)


@pytest.mark.parametrize(
    ("old", "new"), [("safety", "harms"), ("safety#bladder", "safety#urinary")]
)
def test_what_code_knows_by_its_name_is_refused_at_that_line(tmp_path, capsys, old, new):
    code = {"scripts/editions/pdf/links.py": 'A = "unsafety"\nB = "safety#bladder"\n'}
    make_site(tmp_path, SITE | code)
    before = tree(tmp_path)
    assert run(tmp_path, old, new) == 2
    assert "links.py:2: this code knows 'safety' by its name" in capsys.readouterr().err
    assert tree(tmp_path) == before


def test_check_changes_nothing(tmp_path, capsys):
    make_site(tmp_path, SITE)
    assert run(tmp_path, "safety", "harms", "--check") == 0
    assert tree(tmp_path) == SITE
    assert "safety/ -> harms/" in capsys.readouterr().out


def test_interrupted_anywhere(tmp_path, monkeypatch):
    """Stop at every single file operation in turn: after the next run the tree is wholly old or wholly new."""
    done = make_site(tmp_path / "done", SITE)
    run(done, "safety", "harms")
    wanted = tree(done)
    real = {name: getattr(os, name) for name in ("replace", "fsync", "unlink")}
    for stop in range(40):
        root = make_site(tmp_path / f"run{stop}", SITE)
        calls = 0

        def counted(name, stop=stop):
            def step(*args, **kwargs):
                nonlocal calls
                calls += 1
                if calls > stop:
                    raise KeyboardInterrupt
                return real[name](*args, **kwargs)

            return step

        with monkeypatch.context() as patch:
            for name in real:
                patch.setattr(os, name, counted(name))
            try:
                run(root, "safety", "harms")
                finished = True
            except KeyboardInterrupt:
                finished = False
        if finished:
            assert tree(root) == wanted
            assert stop > 10
            return
        changeset.recover(root)
        assert tree(root) in (SITE, wanted), f"a mixture after {stop} steps"
        shutil.rmtree(root)
    raise AssertionError("the move never finished")
