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
    "missing page": (
        files("[x](nope.md)", '<a href="nope.md">x</a>'),
        "docs/a.md:5: no such page: 'nope.md'",
    ),
    "raw HTML": (
        files('<a href="../bb/">x</a>', '<a href="../bb/">x</a>'),
        "docs/a.md:5: no such page: '../bb/'",
    ),
    "raw HTML twice": (
        files('<i>x</i>\n<img\n  src="../p.png" alt="P">', '<img src="../p.png" alt="P">'),
        "docs/a.md:7: no such file: '../p.png'",
    ),
    "reference link": (
        files("[x][r]\n\n[r]: b.md#no-such", '<a href="../b/#no-such">x</a>'),
        "docs/a.md:7: no id 'no-such' on b/",
    ),
    "image": (
        files("\n![P](p.png)", '<img src="../p.png" alt="P">'),
        "docs/a.md:6: no such file: '../p.png'",
    ),
    "image without alt": (
        files("![](data:,)", '<img src="data:,">'),
        "docs/a.md:5: image without alt text: 'data:,'",
    ),
    "link without text": (
        files("[](b.md)", '<a href="../b/"></a>'),
        "docs/a.md:5: link without text: '../b/'",
    ),
    "link to nowhere": (
        files("[x](#)", '<a href="#">x</a>'),
        "docs/a.md:5: the link 'x' leads nowhere",
    ),
    "objective": (
        files(
            "",
            '<a href="#gone">x</a>',
            **{"docs/a.md": "---\ntitle: A\nobjectives:\n  - text: x\n    section: gone\n---\n"},
        ),
        "docs/a.md:5: no id 'gone' on a/",
    ),
    "question": (
        files(
            "### Q { #q-x objective=1 section=gone }",
            '<h2 id="s">S</h2><h3 id="q-x">Q</h3><a href="#gone">x</a>',
        ),
        "docs/a.md:5: no id 'gone' on a/",
    ),
    "duplicate id": (
        files("## S { #s }\n\n## T { #s }", '<h2 id="s">S</h2><h2 id="s">T</h2>'),
        "docs/a.md:7: id 's' is used more than once",
    ),
    "citation": (
        files("Text.[^nope2020]", "<p>Text.[^nope2020]</p>"),
        "docs/a.md:5: '[^nope2020]' is left in the text: a citation that nothing filled",
    ),
    "reference without address": (
        files("\n[text][nope]", "<p>[text][nope]</p>"),
        "docs/a.md:6: '[text][nope]' is left in the text: a reference link without its address",
    ),
    "figure": (
        files("[[figure: nope]]", "<p>[[figure: nope]]</p>"),
        "docs/a.md:5: '[[figure: nope]]' is left in the text: a marker that nothing filled",
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
    "http: in the text": (
        files("<http://example.org/>", '<a href="http://example.org/">x</a>'),
        "docs/a.md:5: 'http://example.org/' uses http:; did you mean https://example.org/",
    ),
    "own absolute address": (
        files("[x](https://e.org/b/)", '<a href="https://e.org/b/">x</a>'),
        "docs/a.md:5: 'https://e.org/b/' is an absolute address of our own site; did you mean b.md",
    ),
    "root address": (
        files('<a href="/b/">x</a>', '<a href="/b/">x</a>'),
        "docs/a.md:5: '/b/' is an absolute address of our own site; did you mean ../b/",
    ),
    "third party": (
        files(
            '<img src="https://example.org/i.png" alt="I">',
            '<img src="https://example.org/i.png" alt="I">',
        ),
        "docs/a.md:5: the reader's browser would fetch 'https://example.org/i.png' from another host",
    ),
    "third-party font": (
        files(
            "",
            "",
            '<link rel="stylesheet" href="https://example.org/f.css">',
            **{
                "overrides/main.html": '\n<link rel="stylesheet" href="https://example.org/f.css">\n'
            },
        ),
        "overrides/main.html:2: the reader's browser would fetch 'https://example.org/f.css' from another host",
    ),
    "template": (
        files(
            "",
            '<a href="../nope/">x</a>',
            **{"overrides/partials/x.html": '<p>\n<a href="../nope/">x</a>'},
        ),
        "overrides/partials/x.html:2: no such page: '../nope/'",
    ),
    "id in a template": (
        files(
            "",
            '<i id="top-bar"></i><i id="top-bar"></i>',
            **{"overrides/main.html": '<i id="top-bar"></i>\n\n<i id="top-bar"></i>'},
        ),
        "overrides/main.html:3: id 'top-bar' is used more than once",
    ),
    "structured data in a template": (
        files(
            "",
            "",
            '<script type="application/ld+json">{"url": "https://e.org/nope/"}</script>',
            **{
                "overrides/main.html": '\n<script type="application/ld+json">{"url": "https://e.org/nope/"}</script>'
            },
        ),
        "overrides/main.html:2: structured data: no such page: 'https://e.org/nope/'",
    ),
    "structured data that is none": (
        files(
            "",
            "",
            '<script type="application/ld+json">{nope}</script>',
            **{"overrides/main.html": '\n<script type="application/ld+json">{nope}</script>'},
        ),
        "overrides/main.html:2: structured data is not valid JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
    ),
    "stylesheet": (
        files(
            "",
            **{
                "site/css/s.css": "a {}\nb { background: url(no.png) }",
                "docs/css/s.css": "a {}\nb { background: url(no.png) }",
            },
        ),
        "docs/css/s.css:2: no such file: 'no.png'",
    ),
    "wrong case": (
        files("[x](B.md)", '<a href="../B/">x</a>'),
        "docs/a.md:5: 'B.md' differs from the file's name in letter case or accents; did you mean b.md",
    ),
    "raw HTML in the wrong case": (
        files('<a href="../B/#two">x</a>', '<a href="../B/#two">x</a>'),
        "docs/a.md:5: '../B/#two' differs from the file's name in letter case or accents; did you mean ../b/#two",
    ),
    "Markdown link in the wrong case, as MkDocs leaves it": (
        files("[x](B.md#two)", '<a href="B.md#two">x</a>'),
        "docs/a.md:5: 'B.md#two' differs from the file's name in letter case or accents; did you mean b.md#two",
    ),
    "raw link to a Markdown file": (
        files('<a href="b.md#two">x</a>', '<a href="b.md#two">x</a>'),
        "docs/a.md:5: no such page: 'b.md#two'; did you mean ../b/#two",
    ),
    "empty raw link": (
        files('\n<a href="">x</a>', '<a href="">x</a>'),
        "docs/a.md:6: a link with an empty address",
    ),
    "raw heading without an id": (
        files("\n<h2>Own</h2>", "<h2>Own</h2>"),
        "docs/a.md:6: heading 'Own' has no id",
    ),
    "raw heading that skips a level": (
        files('\n<h4 id="o">Own</h4>', '<h4 id="o">Own</h4>'),
        "docs/a.md:6: heading level jumps from 1 to 4: 'Own'",
    ),
    "citation in a template": (
        files(
            "",
            "<p>[^k]</p>",
            **{
                "docs/b.md": "---\ntitle: B\n---\n## B { #two }\nSo.[^k]",
                "overrides/x.html": "\n<p>[^k]</p>",
            },
        ),
        "overrides/x.html:2: '[^k]' is left in the text: a citation that nothing filled",
    ),
    "link without text in a template": (
        files(
            "",
            '<a href="../b/"></a>',
            **{"overrides/x.html": "\n<a href=\"{{ 'b/' | url }}\"></a>"},
        ),
        "overrides/x.html:2: link without text: '../b/'",
    ),
    "snippet": (
        files("", '<a href="../b/#tow">b</a>', **{"snippets/s.md": "\n[b](b.md#tow)"}),
        "snippets/s.md:2: no id 'tow' on b/; did you mean b.md#two",
    ),
    "citation file": (
        files("", **{"site/cite/a.ris": "TY  - ECHAP\nUR  - https://e.org/no/\n"}),
        "site/cite/a.ris:2: address: no such page: 'https://e.org/no/'",
    ),
    "dead end": (
        files(
            "",
            **{
                "site/c/index.html": html("c/")
                .replace('<a href="../a/">x</a>', "x")
                .replace('<a href="../b/">x</a>', "x")
            },
        ),
        "docs/c.md:1: a dead end: its text links to 1 other page, 3 are needed",
    ),
    "caption": (
        files(
            "[[figure: dose]]",
            '<figure id="fig-dose"><a href="../b/#tow">b</a></figure>',
            **{"docs/figures/dose.toml": 'caption = """\nSee [b](b.md#tow)."""'},
        ),
        "docs/figures/dose.toml:2: no id 'tow' on b/; did you mean b.md#two",
    ),
    "drawing": (
        files(
            "[[figure: dose]]",
            '<figure id="fig-dose"><svg><a href="../bb/#two"><text>b</text></a></svg></figure>',
            **{"docs/figures/dose.svg": '<svg>\n<a href="bb.md#two"><text>b</text></a></svg>'},
        ),
        "docs/figures/dose.svg:2: no such page: 'bb.md#two'",
    ),
    "search index": (
        files(
            "",
            **{
                "site/search/search_index.json": '{"docs": [{"location": "a/"},\n{"location": "b/#tow"}]}'
            },
        ),
        "site/search/search_index.json:2: search index: no id 'tow' on b/; did you mean https://e.org/b/#two",
    ),
    "feed": (
        files("", **{"site/feed.xml": '<feed>\n<link href="https://e.org/b/#tow"/></feed>'}),
        "site/feed.xml:2: address: no id 'tow' on b/; did you mean https://e.org/b/#two",
    ),
    "plain-text copy": (
        files("", **{"site/a/index.md": "[b](https://e.org/bb/#two)"}),
        "site/a/index.md:1: address: no such page: 'https://e.org/bb/#two'",
    ),
    "address for reference managers": (
        files(
            "",
            "",
            '<meta name="citation_pdf_url" content="https://e.org/no.pdf">',
            **{
                "overrides/main.html": '\n<meta name="citation_pdf_url" content="https://e.org/no.pdf">'
            },
        ),
        "overrides/main.html:2: citation_pdf_url: no such file: 'https://e.org/no.pdf'",
    ),
    "site map leaves a page out": (
        files(
            "",
            **{"site/sitemap.xml": SITEMAP.replace("<url><loc>https://e.org/c/</loc></url>", "")},
        ),
        "docs/c.md:1: the site map leaves out c/",
    ),
    "download": (
        files("\n[book](download/b.pdf)", '<a href="../download/b.pdf">book</a>'),
        "docs/a.md:6: no such file: '../download/b.pdf'",
    ),
}


@pytest.mark.parametrize(("tree", "expected"), CASES.values(), ids=CASES)
def test_line(tmp_path, tree, expected):
    root = make_site(tmp_path, tree)
    found = [str(p).replace(f"{root}/", "") for p in link_check.find(root / "site", root / "docs")]
    normal = [
        line.replace("'p.png'", "'../p.png'")
        .replace("'download/", "'../download/")
        .replace("'b.md'", "'../b/'")
        if "without text" in line or "no such file" in line
        else line
        for line in found
    ]
    assert normal == [expected]


def test_sound(tmp_path):
    root = make_site(tmp_path, files())
    assert link_check.find(root / "site", root / "docs") == []


def test_not_in_nav_and_too_far(tmp_path):
    lost = '<!doctype html><html lang="en"><article><a href="../../a/">x</a><a href="../../b/">x</a><a href="../../c/">x</a> {}</article></html>'
    tree = files(body='<a href="../d/one/">d</a>') | {
        "site/d/one/index.html": lost.format('<a href="../two/">x</a>'),
        "site/d/two/index.html": lost.format(""),
        "docs/d/one.md": "---\n---\n",
        "docs/d/two.md": "---\n---\n",
    }
    tree["site/sitemap.xml"] = SITEMAP.replace(
        "</urlset>",
        "<url><loc>https://e.org/d/one/</loc></url><url><loc>https://e.org/d/two/</loc></url></urlset>",
    )
    root = make_site(tmp_path, tree)
    found = [str(p).replace(f"{root}/", "") for p in link_check.find(root / "site", root / "docs")]
    assert found == [
        "docs/d/one.md:1: d/one/ is not in the navigation",
        "docs/d/two.md:1: d/two/ is more than 2 clicks from the front page",
        "docs/d/two.md:1: d/two/ is not in the navigation",
    ]


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
    root = make_site(tmp_path, tree)
    assert [
        str(p).replace(f"{root}/", "") for p in link_check.find(root / "site", root / "docs")
    ] == ["docs/c.md:1: c/ is not in the navigation"]


def test_an_id_alone_in_a_style_sheet_is_one_of_the_page(tmp_path):
    root = make_site(tmp_path, files("", **{"site/s.css": "p { fill: url(#shade) }"}))
    assert link_check.find(root / "site", root / "docs") == []


def test_braces_with_a_number_are_no_attributes(tmp_path):
    root = make_site(tmp_path, files("{.5, 1}", "<p>{.5, 1} and { #x-1 }</p>"))
    assert ["{ #x-1 }" in p.message for p in link_check.find(root / "site", root / "docs")] == [
        True
    ]


def test_fix_leaves_templates_alone_whose_pages_are_at_different_depths(tmp_path):
    template = '<a href="https://e.org/b/">b</a>\n<a href="http://example.org/">x</a>\n'
    root = make_site(tmp_path, files("", template, **{"overrides/main.html": template}))
    assert main([str(root / "site"), "--docs", str(root / "docs"), "--fix"]) == 1
    assert (root / "overrides/main.html").read_text() == template.replace(
        "http://example", "https://example"
    )


def test_figure_that_is_there(tmp_path):
    root = make_site(
        tmp_path,
        files("[[figure: dose]]\n```\n[[figure: example]]\n```", '<figure id="fig-dose"></figure>'),
    )
    assert link_check.find(root / "site", root / "docs") == []


def test_code_is_never_a_leftover(tmp_path):
    body = "<p>Write <code>[^key]</code> or</p><pre>[text][nope]\n[[figure: x]]</pre><p>[3H]MK-801, [a] and [b], (see [1])</p>"
    root = make_site(tmp_path, files("x", body))
    assert link_check.find(root / "site", root / "docs") == []


def test_comments_and_examples_in_a_plain_text_copy_are_not_read(tmp_path):
    copy = "<!--\n[x](https://e.org/no/)\n-->\n```\nhttps://e.org/no/\n```\n`https://e.org/no/` [b](https://e.org/b/#two).\n"
    root = make_site(tmp_path, files("", **{"site/a/index.md": copy}))
    assert link_check.find(root / "site", root / "docs") == []


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
    found = [str(p).replace(f"{root}/", "") for p in link_check.find(root / "site", root / "docs")]
    assert found == [
        "docs/a.md:6: '{ .established\nclaim-x }' is left in the text: an attribute list that was not recognized"
    ]
