"""The gate over a site with its sources: each finding stands on the line where somebody can mend it."""

from __future__ import annotations

import pytest

from scripts.checks.links.__main__ import main
from tests.checks import link_check
from tests.conftest import make_site

HTML = (
    '<!doctype html>\n<html lang="en"><head><link rel="canonical" href="https://e.org/{slug}">{head}</head><body>'
    '<nav class="md-nav"><a href="{up}a/">A</a><a href="{up}b/">B</a><a href="{up}c/">C</a><a href="{up}./">H</a></nav><article>\n{body}\n</article></body></html>\n'
)
SITEMAP = (
    "<urlset>"
    + "".join(f"<url><loc>https://e.org/{slug}</loc></url>" for slug in ("", "a/", "b/", "c/"))
    + "</urlset>"
)


def html(slug: str, body: str = "", head: str = "") -> str:
    up = "../" if slug else ""
    others = " ".join(
        f'<a href="{up}{other}">x</a>' for other in ("a/", "b/", "c/", "./") if other != slug
    )
    return HTML.format(slug=slug, up=up, body=f"<p>{others}</p>\n{body}", head=head)


def files(md: str = "", body: str = "", head: str = "", **more: str) -> dict[str, str]:
    """Four pages that link to each other; `md` (from line 5 on) and `body` are the same text of page a."""
    return {
        "site/index.html": html(""),
        "site/a/index.html": html("a/", body, head),
        "site/b/index.html": html("b/", '<h2 id="two">B</h2>'),
        "site/c/index.html": html("c/"),
        "site/sitemap.xml": SITEMAP,
        "docs/index.md": "---\ntitle: H\n---\n",
        "docs/a.md": f"---\ntitle: A\n---\n[b](b.md) [c](c.md) [h](index.md)\n{md}",
        "docs/b.md": "---\ntitle: B\n---\n## B { #two }\n",
        "docs/c.md": "---\ntitle: C\n---\n",
        "mkdocs.yml": "nav:\n  - index.md\n  - a.md\n  - b.md\n  - c.md\n",
        **more,
    }


CASES = {
    "fragment": (
        files("\nx [b](b.md#tow)", '<a href="../b/#tow">b</a>'),
        "docs/a.md:6: no id 'tow' on b/; did you mean b.md#two",
    ),
    "own fragment": (
        files("## S { #s }\n[x](#t-one)", '<h2 id="t-two">S</h2><a href="#t-one">x</a>'),
        "docs/a.md:6: no id 't-one' on a/; did you mean #t-two",
    ),
    "image without alt": (
        files("![](data:,)", '<img src="data:,">'),
        "docs/a.md:5: image without alt text: 'data:,'",
    ),
    "objective": (
        files(
            "",
            '<a href="#gone">x</a>',
            **{"docs/a.md": "---\ntitle: A\nobjectives:\n  - text: x\n    section: gone\n---\n"},
        ),
        "docs/a.md:5: no id 'gone' on a/",
    ),
    "figure that nothing drew": (
        files("\n[[figure: dose-too]]", "<p></p>", **{"docs/figures/dose-two.toml": ""}),
        "docs/a.md:6: figure 'dose-too' is not on the built page; did you mean dose-two",
    ),
    "bad DOI of a source": (
        files(
            "Text.[^k]",
            '<p>Text.</p><div><a href="https://doi.org/11.1/x">doi</a></div>',
            **{"docs/references.bib": '@article{k,\n  title = "T",\n  doi = "11.1/x",\n}'},
        ),
        "docs/references.bib:3: malformed DOI '11.1/x'",
    ),
    "http: of a source": (
        files(
            "",
            '<a href="http://example.org/p">x</a>',
            **{"docs/references.bib": "@misc{k,\n  url = {http://example.org/p},\n}"},
        ),
        "docs/references.bib:2: 'http://example.org/p' uses http:; did you mean https://example.org/p",
    ),
    "wrong case": (
        files("[x](B.md)", '<a href="../B/">x</a>'),
        "docs/a.md:5: 'B.md' differs from the file's name in letter case or accents; did you mean b.md",
    ),
    "Markdown link in the wrong case, as MkDocs leaves it": (
        files("[x](B.md#two)", '<a href="B.md#two">x</a>'),
        "docs/a.md:5: 'B.md#two' differs from the file's name in letter case or accents; did you mean b.md#two",
    ),
    "drawing": (
        files(
            "[[figure: dose]]",
            '<figure id="fig-dose"><svg><a href="../bb/#two"><text>b</text></a></svg></figure>',
            **{"docs/figures/dose.svg": '<svg>\n<a href="bb.md#two"><text>b</text></a></svg>'},
        ),
        "docs/figures/dose.svg:2: no such page: 'bb.md#two'",
    ),
    "feed": (
        files("", **{"site/feed.xml": '<feed>\n<link href="https://e.org/b/#tow"/></feed>'}),
        "site/feed.xml:2: address: no id 'tow' on b/; did you mean https://e.org/b/#two",
    ),
}


@pytest.mark.parametrize(("tree", "expected"), CASES.values(), ids=CASES)
def test_line(tmp_path, tree, expected):
    assert link_check.lines(make_site(tmp_path, tree)) == [expected]


def test_sound(tmp_path):
    root = make_site(tmp_path, files())
    assert link_check.find(root / "site", root / "docs") == []


def test_the_way_to_the_next_page_is_no_menu(tmp_path):
    """A page that only its neighbors name, beside the text, is not in the navigation."""
    tree = files()
    for slug in ("", "a/", "b/", "c/"):
        name = f"site/{slug}index.html"
        link = f'<a href="{"../" if slug else ""}c/">C</a>'
        tree[name] = (
            tree[name]
            .replace(link + "<a", "<a")
            .replace(
                "<article>",
                f'<article><nav class="next">{link}</nav><nav class="track">{link}</nav>',
            )
        )
    found = link_check.lines(make_site(tmp_path, tree))
    assert found == ["docs/c.md:1: c/ is not in the navigation"]


def test_fix_leaves_templates_alone_whose_pages_are_at_different_depths(tmp_path):
    template = '<a href="https://e.org/b/">b</a>\n<a href="http://example.org/">x</a>\n'
    root = make_site(tmp_path, files("", template, **{"overrides/main.html": template}))
    assert main([str(root / "site"), "--docs", str(root / "docs"), "--fix"]) == 1
    assert (root / "overrides/main.html").read_text() == template.replace(
        "http://example", "https://example"
    )


def test_what_a_later_step_makes_is_not_missing(tmp_path):
    """Wherever it is named: page, head, structured data, search index, feed, promise; and nothing else is let through."""
    named = "https://e.org/download/b.pdf"
    head = f'<meta name="citation_pdf_url" content="{named}"><script type="application/ld+json">{{"encoding": "{named}"}}</script>'
    more = {
        "site/feed.xml": f"<feed><link href='{named}'/></feed>",
        "site/search/search_index.json": '{"docs": [{"location": "download/b.pdf"}]}',
        "docs/permalinks.txt": "a/\ndownload/b.pdf\n",
    }
    root = make_site(
        tmp_path,
        files("[book](download/b.pdf)", '<a href="../download/b.pdf">book</a>', head, **more),
    )
    assert len(link_check.find(root / "site", root / "docs")) >= 5
    assert link_check.find(root / "site", root / "docs", unmade=("download/",)) == []


def test_fix_mends_only_what_is_mechanical(tmp_path, capsys):
    root = make_site(
        tmp_path,
        files(
            "[x](B.md) [data](b.md#tow) <http://example.org/>",
            '<a href="../B/">x</a><a href="../b/#tow">x</a><a href="http://example.org/">y</a>',
        ),
    )
    assert main([str(root / "site"), "--docs", str(root / "docs"), "--fix"]) == 1
    assert (
        (root / "docs/a.md")
        .read_text()
        .endswith("[x](b.md) [data](b.md#tow) <https://example.org/>")
    )
    assert "2 problems" not in capsys.readouterr().err


def test_a_host_without_https_is_named_as_such(tmp_path):
    root = make_site(
        tmp_path,
        files(
            "",
            '<a href="http://example.org/p">x</a>',
            **{
                "docs/references.bib": "@misc{k,\n  url = {http://example.org/p}, note = {http only},\n}"
            },
        ),
    )
    assert link_check.find(root / "site", root / "docs") == []


def test_text_wrapped_in_the_source(tmp_path):
    root = make_site(
        tmp_path,
        files(
            "A ==claim\nhere=={ .established\n#claim-x } and more",
            "<p>A <mark>claim here</mark>{ .established</p>\n<h1>claim-x } and more</h1>",
        ),
    )
    assert link_check.lines(root) == [
        "docs/a.md:6: '{ .established\nclaim-x }' is left in the text: an attribute list that was not recognized"
    ]
