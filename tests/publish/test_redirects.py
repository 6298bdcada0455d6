"""Old addresses: what the file may say, and the pages that carry readers over."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config

from scripts.checks.links import promises
from scripts.checks.links.__main__ import main
from scripts.core.problems import InputError
from scripts.core.site import Site
from scripts.publish import policy, redirects
from tests.checks import link_check
from tests.conftest import make_site

HTML = '<!doctype html>\n<html lang="en"><head><link rel="canonical" href="https://e.org/{slug}"></head><body><article>\n<h1>{title}</h1>\n{body}\n</article></body></html>\n'
LIVE = {"a/", "b/", "./", "a/#one", "b/#two"}


def problems(text: str) -> list[str]:
    path = Path("docs/redirects.txt")
    return [
        str(problem)
        for problem in promises.find_redirect_problems(
            promises.parse_redirects(text, path), path, LIVE.__contains__, LIVE.__contains__
        )
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("old/ -> a/\n\n# a remark\nx/#y -> b/#two\na/#was -> a/#one\n", []),
        ("old/ -> a/\nold/ -> b/", ["2: duplicate: 'old/' is already redirected on line 1"]),
        (
            "x/ -> y/\ny/ -> x/",
            ["1: loop: 'x/' comes back to 'x/'", "2: loop: 'y/' comes back to 'y/'"],
        ),
        ("x/ -> x/", ["1: loop: 'x/' comes back to 'x/'"]),
        ("x/ -> y/\ny/ -> a/", ["1: chain: 'y/' is itself redirected; did you mean a/"]),
        (
            "x/#i -> y/#one\ny/ -> a/",
            ["1: chain: 'y/#one' is itself redirected; did you mean a/#one"],
        ),
        ("x/ -> gone/", ["1: dead target: 'gone/' does not exist"]),
        ("x/ -> a/#gone", ["1: dead target: 'a/#gone' does not exist"]),
        ("a/ -> b/", ["1: live source: 'a/' still exists"]),
        ("a/#one -> b/#two", ["1: live source: 'a/#one' still exists"]),
        ("old.pdf -> a/", ["1: 'old.pdf' is not a page: only pages and ids can be redirected"]),
    ],
)
def test_rules(text, expected):
    assert problems(text) == [f"docs/redirects.txt:{line}" for line in expected]


@pytest.mark.parametrize("text", ["a b", "a ->", "a => b", "-> b"])
def test_a_line_that_is_no_move(text):
    with pytest.raises(InputError, match=r"docs/redirects\.txt:2: expected"):
        promises.parse_redirects("x/ -> a/\n" + text, Path("docs/redirects.txt"))


def write_redirects(root: Path) -> int:
    """What the build does for the site below `root`; returns how many pages send readers on."""
    site = Site(load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site")))
    site.read()
    for page in site.pages.values():
        redirects.keep_ids(site, page)
        site.write(page)
    made = redirects.make_pages(site)
    for page in made:
        site.write(page)
    return len(made)


@pytest.fixture
def site(tmp_path):
    make_site(
        tmp_path,
        {
            "site/index.html": HTML.format(
                slug="", title="Home", body='<a href="new/">n</a> <a href="other/">o</a>'
            ),
            "site/new/index.html": HTML.format(
                slug="new/", title="New &amp; improved", body='<h2 id="part">P</h2>'
            ),
            "site/other/index.html": HTML.format(
                slug="other/", title="Other", body='<h2 id="now">N</h2>'
            ),
            "mkdocs.yml": "site_name: X\nsite_url: https://e.org/\n",
            **{f"docs/{name}.md": "---\n---\nText.\n" for name in ("index", "new", "other")},
            "docs/redirects.txt": "old/ -> new/\nold/#bit -> new/#part\nold/#away -> other/#now\nother/#then -> other/#now\nother/#gone -> new/#part\n",
        },
    )
    assert write_redirects(tmp_path) == 1
    return tmp_path


def test_page_works_without_script_and_carries_the_fragment(site):
    text = (site / "site/old/index.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=../new/">' in text
    assert '<link rel="canonical" href="https://e.org/new/">' in text
    assert '<a href="../new/">New &amp; improved</a>' in text
    assert "noindex" in text
    assert '{"#bit": "#part"}' in text
    assert '{"#away": "../other/#now"}' in text
    assert "location.hash" in text


def test_the_policy_lets_its_script_run_and_no_other(site):
    """Without it the part after # would be lost."""
    built = Site(load_config(str(site / "mkdocs.yml"), site_dir=str(site / "new-site")))
    (page,) = redirects.make_pages(built)
    scripts, _ = policy.hashes(page, policy.known_scripts(built))
    assert scripts == {policy.digest(node.text()) for node in page.tree.css("script")}
    other = built.add("x/index.html", "<script>location.replace('elsewhere')</script>")
    assert policy.hashes(other, policy.known_scripts(built)) == (set(), set())


def test_a_renamed_id_stays_on_its_page(site):
    text = (site / "site/other/index.html").read_text()
    assert '<span id="then" data-moved=""></span><h2 id="now">' in text
    assert '<p class="moved" data-moved="" id="gone">' in text
    assert '<a href="../new/#part">' in text


def test_writing_twice_changes_nothing(site):
    before = {path: path.read_bytes() for path in (site / "site").rglob("*.html")}
    write_redirects(site)
    assert before == {path: path.read_bytes() for path in (site / "site").rglob("*.html")}


def test_the_gate_accepts_what_was_written(site):
    assert link_check.find(site / "site") == []
    assert link_check.lines(site, "redirect") == []


def test_link_to_a_moved_address_is_a_finding_with_the_new_one(site):
    make_site(
        site,
        {
            "docs/index.md": "---\ntitle: H\n---\n[a](new.md)\n[b](old.md#bit)\n",
            "docs/new.md": "---\n---\n## P { #part }",
            "docs/other.md": "---\n---\n## N { #now }",
        },
    )
    page = site / "site/index.html"
    page.write_text(page.read_text().replace('href="new/"', 'href="old/#bit"'))
    found = link_check.lines(site, "moved")
    assert found == ["docs/index.md:5: 'old.md#bit' has moved; did you mean new.md#part"]
    assert main([str(site / "site"), "--docs", str(site / "docs"), "--fix"]) == 1
    assert (site / "docs/index.md").read_text().endswith("[b](new.md#part)\n")


def test_bad_file_is_unusable_input(tmp_path, capsys):
    make_site(tmp_path, {"site/index.html": "x", "docs/redirects.txt": "nonsense\n"})
    assert main([str(tmp_path / "site"), "--docs", str(tmp_path / "docs")]) == 2
    assert "redirects.txt:1: expected" in capsys.readouterr().err


def test_a_live_page_or_id_is_never_overwritten_and_is_reported(site):
    before = {
        name: (site / name).read_text() for name in ("site/new/index.html", "site/other/index.html")
    }
    make_site(
        site,
        {"docs/redirects.txt": "new/ -> other/\nother/#now -> other/\nother/#then -> other/#now\n"},
    )
    write_redirects(site)
    assert (site / "site/new/index.html").read_text() == before["site/new/index.html"]
    assert (site / "site/other/index.html").read_text().count('id="now"') == 1
    found = link_check.lines(site, "redirects.txt")
    assert found == [
        "docs/redirects.txt:1: live source: 'new/' still exists",
        "docs/redirects.txt:2: live source: 'other/#now' still exists",
        "docs/redirects.txt:3: chain: 'other/#now' is itself redirected; did you mean other/",
    ]
