"""The cross-link gate: each kind of fault on its exact line, and everything that must not be taken for one."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from scripts.bench import hostile
from scripts.checks.links.__main__ import main
from tests.checks import link_check
from tests.conftest import make_site

HOME = '<!doctype html>\n<html lang="en"><title>T</title>\n{}\n'


def findings(folder: Path, **options) -> list[str]:
    """Findings of a folder of HTML that is not ours, without the path of the folder."""
    return [
        str(problem).replace(f"{folder}{os.sep}", "")
        for problem in link_check.find(folder, **options)
    ]


def page(body: str, **files: str) -> dict[str, str]:
    """A site of one page with `body` on line 3, and whatever else."""
    return {"index.html": HOME.format(body), **files}


PNG = "not really a picture"

FAULTS = {
    "missing page": (page('<a href="nope.html">x</a>'), "index.html:3: no such page: 'nope.html'"),
    "missing page in a folder": (
        page('<a href="nope/">x</a>'),
        "index.html:3: no such page: 'nope/'",
    ),
    "missing file": (
        page('<a href="download/book.pdf">x</a>'),
        "index.html:3: no such file: 'download/book.pdf'",
    ),
    "near page": (
        page(
            '<a href="histroy.html">x</a><a href="history.html">y</a>',
            **{"history.html": HOME.format("")},
        ),
        "index.html:3: no such page: 'histroy.html'; did you mean history.html",
    ),
    "above the site": (
        page('<a href="../secret.html">x</a>'),
        "index.html:3: outside the site: '../secret.html'",
    ),
    "missing fragment": (
        page('<p id="one"></p>\n<a href="#two">x</a>'),
        "index.html:4: no id 'two' on the front page",
    ),
    "fragment in another case": (
        page('<p id="one"></p>\n<a href="#One">x</a>'),
        "index.html:4: no id 'One' on the front page; did you mean #one",
    ),
    "mistyped fragment": (
        page('<p id="mechanism"></p>\n<a href="#mechanisn">x</a>'),
        "index.html:4: no id 'mechanisn' on the front page; did you mean #mechanism",
    ),
    "encoded fragment": (
        page('<p id="café"></p>\n<a href="#caf%C3%A8">x</a>'),
        "index.html:4: no id 'cafè' on the front page; did you mean #café",
    ),
    "decomposed fragment": (
        page('<p id="caf\u00e9"></p>\n<a href="#cafe\u0301">x</a>'),
        "index.html:4: no id 'cafe\u0301' on the front page; did you mean #caf\u00e9",
    ),
    "fragment of another page": (
        page('<a href="a.html#two">x</a>', **{"a.html": HOME.format('<p id="one">')}),
        "index.html:3: no id 'two' on a.html",
    ),
    "fragment that lives elsewhere": (
        page(
            '<a href="a.html#pcp">x</a><a href="b.html">b</a>',
            **{"a.html": HOME.format(""), "b.html": HOME.format('<p id="pcp">')},
        ),
        "index.html:3: no id 'pcp' on a.html; did you mean b.html#pcp",
    ),
    "missing image": (page('<img src="a.png" alt="A">'), "index.html:3: no such file: 'a.png'"),
    "missing srcset candidate": (
        page('<img src="a.png" srcset="a.png 1x, b.png 2x" alt="A">', **{"a.png": PNG}),
        "index.html:3: no such file: 'b.png'",
    ),
    "missing source": (
        page(
            '<picture><source srcset="b.webp"><img src="a.png" alt="A"></picture>', **{"a.png": PNG}
        ),
        "index.html:3: no such file: 'b.webp'",
    ),
    "missing poster": (
        page('<video poster="p.png" src="v.webm"></video>', **{"v.webm": PNG}),
        "index.html:3: no such file: 'p.png'",
    ),
    "missing script": (page('<script src="a.js"></script>'), "index.html:3: no such file: 'a.js'"),
    "missing module": (
        page('<link rel="modulepreload" href="a.js">'),
        "index.html:3: no such file: 'a.js'",
    ),
    "missing stylesheet": (
        page('<link rel="stylesheet" href="a.css">'),
        "index.html:3: no such file: 'a.css'",
    ),
    "missing icon": (page("<link rel=icon href=a.ico>"), "index.html:3: no such file: 'a.ico'"),
    "missing iframe": (
        page('<iframe src="f.html"></iframe>'),
        "index.html:3: no such page: 'f.html'",
    ),
    "missing object": (
        page('<object data="o.svg"></object>'),
        "index.html:3: no such file: 'o.svg'",
    ),
    "missing track": (
        page('<video src="v.webm"><track src="t.vtt"></video>', **{"v.webm": PNG}),
        "index.html:3: no such file: 't.vtt'",
    ),
    "missing next page": (
        page('<link rel="next" href="b.html">'),
        "index.html:3: no such page: 'b.html'",
    ),
    "missing form target": (
        page('<form action="go.html"></form>'),
        "index.html:3: no such page: 'go.html'",
    ),
    "missing area": (
        page('<map><area href="b.html" alt="b"></map>'),
        "index.html:3: no such page: 'b.html'",
    ),
    "missing svg image": (
        page('<svg><image href="i.png"/></svg>'),
        "index.html:3: no such file: 'i.png'",
    ),
    "missing svg symbol": (
        page('<svg><use xlink:href="#s"/></svg>'),
        "index.html:3: no id 's' on the front page",
    ),
    "svg view": (
        page('<img src="a.svg#no" alt="A">', **{"a.svg": '<svg><g id="yes"/></svg>'}),
        "index.html:3: no id 'no' on a.svg",
    ),
    "link in an svg": (
        page('<svg><a xlink:href="no.html"><text>x</text></a></svg>'),
        "index.html:3: no such page: 'no.html'",
    ),
    "url() in a style element": (
        page("<style>\nbody { background: url('a.png') }</style>"),
        "index.html:4: no such file: 'a.png'",
    ),
    "url() in a style attribute": (
        page('<p style="background: url(a.png)">x'),
        "index.html:3: no such file: 'a.png'",
    ),
    "url() in a stylesheet": (
        page(
            '<link rel="stylesheet" href="c/a.css">',
            **{"c/a.css": "p {\n  background: url(a.png) }"},
        ),
        "c/a.css:2: no such file: 'a.png'",
    ),
    "font in a stylesheet": (
        page("", **{"c/a.css": '@font-face { src: url("f.woff2") format("woff2") }'}),
        "c/a.css:1: no such file: 'f.woff2'",
    ),
    "@import": (page("", **{"a.css": '\n@import "b.css";'}), "a.css:2: no such file: 'b.css'"),
    "image in an svg file": (
        page("", **{"a.svg": '<svg>\n<image href="b.png"/></svg>'}),
        "a.svg:2: no such file: 'b.png'",
    ),
    "wrong case": (
        page(
            '<a href="History.html">x</a><a href="history.html">x</a>',
            **{"history.html": HOME.format("")},
        ),
        "index.html:3: 'History.html' differs from the file's name in letter case or accents; did you mean history.html",
    ),
    "wrong case of a folder": (
        page(
            '<a href="History/">x</a><a href="history/">x</a>',
            **{"history/index.html": HOME.format("")},
        ),
        "index.html:3: 'History/' differs from the file's name in letter case or accents; did you mean history/",
    ),
    "malformed DOI": (
        page('<a href="https://doi.org/10.12/x">x</a>'),
        "index.html:3: malformed DOI '10.12/x'",
    ),
    "DOI with a stop": (
        page('<a href="https://doi.org/10.1234/x.">x</a>'),
        "index.html:3: malformed DOI '10.1234/x.'; did you mean https://doi.org/10.1234/x",
    ),
    "no DOI at all": (page('<a href="https://doi.org/">x</a>'), "index.html:3: malformed DOI ''"),
    "address with a space": (
        page('<a href="https://exa mple.org/">x</a>'),
        "index.html:3: malformed address 'https://exa mple.org/'",
    ),
    "address without a host": (
        page('<a href="https:///x">x</a>'),
        "index.html:3: malformed address 'https:///x'",
    ),
    "empty link": (page('<a href="">x</a>'), "index.html:3: a link with an empty address"),
    "empty image": (page('<img src="" alt="x">'), "index.html:3: an empty address"),
    "link without text": (
        page('<p id="a"></p>\n<a href="#a"></a>'),
        "index.html:4: link without text: '#a'",
    ),
    "link around nothing": (
        page('<p id="a"></p>\n<a href="#a"> <span> </span>&nbsp;</a>'),
        "index.html:4: link without text: '#a'",
    ),
    "link around a picture without alt": (
        page('<p id="a"></p>\n<a href="#a"><img src="a.png" alt=""></a>', **{"a.png": PNG}),
        "index.html:4: link without text: '#a'",
    ),
    "image without alt": (
        page('<img src="a.png">', **{"a.png": PNG}),
        "index.html:3: image without alt text: 'a.png'",
    ),
    "duplicate id": (
        page('<p id="a"></p>\n<p id="b"></p>\n<p id="a"></p>'),
        "index.html:5: id 'a' is used more than once",
    ),
    "orphan": (
        page("", **{"lost.html": HOME.format("")}),
        "lost.html:1: no other page links to lost.html",
    ),
    "orphan that links to itself": (
        page("", **{"lost.html": HOME.format('<a href="lost.html">me</a>')}),
        "lost.html:1: no other page links to lost.html",
    ),
    "base": (
        page(
            '<base href="sub/"><a href="history.html">x</a><a href="../history.html">y</a>',
            **{"history.html": HOME.format("")},
        ),
        "index.html:3: no such page: 'history.html'; did you mean ../history.html",
    ),
    "redirect to nowhere": (
        page(
            '<a href="old.html">x</a>',
            **{"old.html": HOME.format('<meta http-equiv="refresh" content="0; url=new.html">')},
        ),
        "old.html:3: redirect to nowhere: no such page: 'new.html'",
    ),
    "redirect to itself": (
        page(
            '<a href="old.html">x</a>',
            **{"old.html": HOME.format('<meta http-equiv="refresh" content="0;URL=\'old.html\'">')},
        ),
        "old.html:3: redirect to itself: 'old.html'",
    ),
    "canonical to nowhere": (
        page(
            '<link rel="canonical" href="https://e.org/">\n<a href="a.html">a</a>',
            **{"a.html": HOME.format('<link rel="canonical" href="https://e.org/b.html">')},
        ),
        "a.html:3: canonical: no such page: 'https://e.org/b.html'",
    ),
    "canonical to another page": (
        page(
            '<link rel="canonical" href="https://e.org/"><a href="a.html">a</a>',
            **{"a.html": HOME.format('<link rel="canonical" href="https://e.org/">')},
        ),
        "a.html:3: canonical address 'https://e.org/' names another page; did you mean https://e.org/a.html",
    ),
    "preview picture": (
        page(
            '<link rel="canonical" href="https://e.org/"><meta property="og:image" content="https://e.org/card.png">'
        ),
        "index.html:3: og:image: no such file: 'https://e.org/card.png'",
    ),
    "structured data": (
        page(
            '<link rel="canonical" href="https://e.org/">\n<script type="application/ld+json">{"url": "https://e.org/x/"}</script>'
        ),
        "index.html:4: structured data: no such page: 'https://e.org/x/'",
    ),
    "structured data that is none": (
        page('<script type="application/ld+json">{nope}</script>'),
        "index.html:3: structured data is not valid JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
    ),
    "site map": (
        page(
            '<link rel="canonical" href="https://e.org/">',
            **{"sitemap.xml": "<urlset>\n<url><loc>https://e.org/x/</loc></url></urlset>"},
        ),
        "sitemap.xml:2: site map: no such page: 'https://e.org/x/'",
    ),
    "search index": (
        page(
            '<p id="a">',
            **{"search/search_index.json": '{"docs": [{"location": "#a"},\n{"location": "#b"}]}'},
        ),
        "search/search_index.json:2: search index: no id 'b' on the front page",
    ),
    "absolute address of the own site": (
        page('<link rel="canonical" href="https://e.org/"><a href="https://e.org/no/">x</a>'),
        "index.html:3: no such page: 'https://e.org/no/'",
    ),
    "root address": (page('<a href="/no.html">x</a>'), "index.html:3: no such page: '/no.html'"),
    "unquoted attributes": (
        page("<a href=nope.html>x</a>"),
        "index.html:3: no such page: 'nope.html'",
    ),
    "upper-case tags": (
        page('<A HREF="nope.html">x</A>'),
        "index.html:3: no such page: 'nope.html'",
    ),
    "entity in an address": (
        page('<a href="a&amp;b.html">x</a>'),
        "index.html:3: no such page: 'a&b.html'",
    ),
    "line break in a tag": (
        page('<a\n   href="nope.html"\n>x</a>'),
        "index.html:4: no such page: 'nope.html'",
    ),
    "bracket in an attribute": (
        page('<a title="a > b" href="nope.html">x</a>'),
        "index.html:3: no such page: 'nope.html'",
    ),
    "noscript": (
        page('<noscript><img src="a.png" alt="A"></noscript>'),
        "index.html:3: no such file: 'a.png'",
    ),
}

SOUND = {
    "comment": page('<!-- <a href="nope.html">x</a> <img src="a.png"> -->'),
    "comment over lines": page('<!--\n<a href="nope.html">x</a>\n</a> -->'),
    "script text": page("<script>document.write(\"<a href='nope.html'></a>\")</script>"),
    "script over lines": page("<script>\nx = \"</a><a href='nope.html'>\"\n</script>"),
    "template": page('<template><a href="nope.html"></a><img src="a.png"></template>'),
    "textarea": page('<textarea><a href="nope.html"></textarea>'),
    "code sample": page("<pre><code>&lt;a href=&quot;nope.html&quot;&gt;</code></pre>"),
    "mailto": page('<a href="mailto:a@example.org">x</a>'),
    "tel": page('<a href="tel:+4912345">x</a>'),
    "data": page('<img src="data:image/gif;base64,R0lGOD" alt="">'),
    "javascript": page('<a href="javascript:void(0)">x</a>'),
    "blob": page('<img src="blob:x" alt="">'),
    "top": page('<a href="#">x</a><a href="#top">y</a>'),
    "text fragment": page('<a href="#:~:text=hello">x</a>'),
    "id and text fragment": page('<p id="a"></p><a href="#a:~:text=hello">x</a>'),
    "encoded fragment": page('<p id="café"></p><a href="#caf%C3%A9">x</a>'),
    "encoded path": page('<a href="a%20b.html">x</a>', **{"a b.html": HOME.format("")}),
    "plain non-ASCII path": page('<a href="café.html">x</a>', **{"café.html": HOME.format("")}),
    "query": page('<a href="a.html?x=1#one">x</a>', **{"a.html": HOME.format('<p id="one">')}),
    "folder": page(
        '<a href="a/">x</a><a href="a">y</a><a href="./a/index.html">z</a>',
        **{"a/index.html": HOME.format('<a href="..">h</a><a href="../">h</a><a href="./">m</a>')},
    ),
    "root address": page('<a href="/a/">x</a>', **{"a/index.html": HOME.format("")}),
    "named anchor": page('<a name="old"></a><a href="#old">x</a>'),
    "anchor made by script": page(
        '<div data-anchors="made-later other"></div><a href="#made-later">x</a>'
    ),
    "base": page('<base href="sub/"><a href="a.html">x</a>', **{"sub/a.html": HOME.format("")}),
    "base on another host": page('<base href="https://example.org/x/"><a href="a.html">x</a>'),
    "own address": page(
        '<link rel="canonical" href="https://e.org/p/"><a href="https://e.org/p/a.html#x">x</a>',
        **{"a.html": HOME.format('<p id="x">')},
    ),
    "own host, other folder": page(
        '<link rel="canonical" href="https://e.org/p/"><a href="https://e.org/other/">x</a>'
    ),
    "external": page(
        '<a href="https://example.org/nope">x</a><a href="//example.org/">y</a><a href="http://example.org">z</a>'
    ),
    "DOI": page(
        '<a href="https://doi.org/10.1016/S0006-3223(99)00230-9">x</a><a href="https://doi.org/10.1002/(SICI)1096-9888(199907)34:7%3C707::AID-JMS823%3E3.0.CO;2-A">y</a>'
    ),
    "decorative image": page('<img src="data:," alt="">'),
    "hidden image": page(
        '<img src="data:," aria-hidden="true"><img src="data:," role="presentation">'
    ),
    "picture as link": page('<p id="a"></p><a href="#a"><img src="data:," alt="Home"></a>'),
    "drawing as link": page('<p id="a"></p><a href="#a"><svg aria-label="Home"></svg></a>'),
    "labeled link": page('<p id="a"></p><a href="#a" aria-label="Home"><svg></svg></a>'),
    "line number of a listing": page(
        '<a id="__codelineno-0-1" name="__codelineno-0-1" href="#__codelineno-0-1"></a>'
    ),
    "text after a tag": page('<p id="a"></p><a href="#a"><span class="x">\n Home</span></a>'),
    "font formats": page(
        "",
        **{
            "a.css": "@font-face { src: local('X'), url(data:font/woff2;base64,AA) }\n/* url(no.png) */"
        },
    ),
    "svg gradient": page(
        "", **{"a.svg": '<svg><linearGradient id="g"/><rect fill="url(#g)"/><use href="#g"/></svg>'}
    ),
    "pdf page": page('<a href="b.pdf#page=3">x</a>', **{"b.pdf": "%PDF-1.7"}),
    "redirect": page(
        '<a href="old.html">x</a>',
        **{
            "old.html": HOME.format('<meta http-equiv="refresh" content="0; url=a.html">'),
            "a.html": HOME.format('<a href="index.html">h</a>'),
        },
    )
    | {"index.html": HOME.format('<a href="old.html">x</a><a href="a.html">y</a>')},
    "error page": page("", **{"404.html": HOME.format("nobody links here")}),
    "same id in a template": page('<p id="a"></p><template><p id="a"></p></template>'),
    "stray bracket": page("<p>a < b and c > d <b>x</b>"),
    "apostrophe in a tag": page('<p title="it\'s">x</p>'),
    "other JSON-LD": page(
        '<script type="application/ld+json">{"@context": "https://schema.org/", "url": "https://example.org/x"}</script>'
    ),
    "preconnect": page('<link rel="preconnect" href="https://example.org/">'),
    "empty page list": page("<p>alone</p>"),
}


@pytest.mark.parametrize(("files", "expected"), FAULTS.values(), ids=FAULTS)
def test_fault(tmp_path, files, expected):
    assert findings(make_site(tmp_path, files)) == [expected]


@pytest.mark.parametrize("files", SOUND.values(), ids=SOUND)
def test_sound(tmp_path, files):
    assert findings(make_site(tmp_path, files)) == []


def test_all_findings_at_once_and_sorted(tmp_path):
    site = make_site(
        tmp_path,
        page(
            '<a href="z.html">x</a>\n<a href="#q">x</a>\n<a href="a.html">x</a>',
            **{"b.html": HOME.format('<a href="z.html">x</a>')},
        ),
    )
    assert findings(site) == [
        "b.html:1: no other page links to b.html",
        "b.html:3: no such page: 'z.html'",
        "index.html:3: no such page: 'z.html'",
        "index.html:4: no id 'q' on the front page",
        "index.html:5: no such page: 'a.html'",
    ]


def test_result_does_not_depend_on_processes(tmp_path, monkeypatch):
    files = {
        f"p{n}.html": HOME.format(
            f'<a href="p{(n + 1) % 40}.html#i{n}">x</a><i id="i{n - 1}"></i><a href="gone{n % 3}.html">y</a>'
        )
        for n in range(40)
    }
    site = make_site(tmp_path, {"index.html": HOME.format('<a href="p0.html">a</a>'), **files})
    one, many = findings(site, jobs=1), findings(site, jobs=5)
    assert one == many
    assert sum("no such page" in line for line in one) == 40


@pytest.mark.parametrize("kind", hostile.pages(100))
def test_hostile_page(tmp_path, kind):
    """Whatever a page holds, it is checked or refused in about a second, and in words."""
    make_site(tmp_path, {"index.html": hostile.pages(300_000)[kind]})
    start = time.process_time()
    found = link_check.find(tmp_path)
    assert time.process_time() - start < 1.5
    assert all(problem.line == 1 for problem in found)


@pytest.mark.parametrize("name", hostile.NAMES)
@pytest.mark.parametrize("text", hostile.SHAPES, ids=lambda text: text[:12] or "empty")
def test_file_of_another_shape(tmp_path, name, text):
    """Read by its name only: it gives a finding or none, and never a traceback."""
    found = link_check.find(make_site(tmp_path, page("", **{name: text})))
    assert all(problem.path.endswith(name) for problem in found)


def test_exit_codes(tmp_path, capsys):
    site = make_site(tmp_path, page('<a href="nope.html">x</a>'))
    assert main([str(site)]) == 1
    out, err = capsys.readouterr()
    assert out == f"{site}{os.sep}index.html:3: no such page: 'nope.html'\n"
    assert err.startswith("1 problem (1 missing) in 1 pages")
    (site / "nope.html").write_text('<a href="index.html">x</a>')
    assert main([str(site)]) == 0
    assert capsys.readouterr().err.startswith("every link is sound")


@pytest.mark.parametrize(
    "argv", [["missing-folder"], ["."], ["site", "--docs", "nope"], ["site", "--fix"]]
)
def test_unusable_input(tmp_path, monkeypatch, capsys, argv):
    monkeypatch.chdir(tmp_path)
    make_site(tmp_path / "site", page(""))
    (tmp_path / "site" / "index.html").rename(tmp_path / "site" / "index.html") if argv != [
        "."
    ] else (tmp_path / "site" / "index.html").unlink()
    assert main(argv) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_bad_bytes_are_reported_with_their_page(tmp_path):
    (tmp_path / "index.html").write_bytes(b"<!doctype html>\n<p>caf\xe9")
    assert findings(tmp_path) == ["index.html:1: not UTF-8"]


def test_no_network(tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the gate opened a connection")

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert findings(make_site(tmp_path, page('<a href="https://example.org/">x</a>'))) == []
