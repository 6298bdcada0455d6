"""A second language, tried with a made-up one: every word of every page can be translated, and nothing else changes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from scripts import translate as command
from scripts.publish import catalogs, translated_site, translation
from scripts.publish.translation import ATTRIBUTES, KEPT, TranslationError, segments
from tests.conftest import make_site

TOKEN_RE = re.compile(r"<[^>]*>|&\w+;|[A-Za-z]")
LATIN_RE = re.compile(r"[A-Za-z]{2}")
# Each letter as another that no page of ours holds.
TABLE = {chr(65 + n): chr(0x10A0 + n) for n in range(26)} | {
    chr(97 + n): chr(0x10D0 + n) for n in range(26)
}


def pseudo(text: str) -> str:
    """The made-up language: tags and entities stay, every letter becomes a Georgian one, and it gets longer."""
    return TOKEN_RE.sub(lambda match: TABLE.get(match[0], match[0]), text) + " ~"


def parse(body: str) -> LexborHTMLParser:
    return LexborHTMLParser(
        f"<!doctype html><html lang='en'><head></head><body>{body}</body></html>"
    )


def texts(body: str) -> list[str]:
    return [segment.text for segment in segments(parse(body))]


def put(body: str, words: dict[str, str]) -> str:
    tree = parse(body)
    translation.translate(tree, "xx", words.get)
    return tree.body.inner_html or ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One <b>two</b> three.</p>", ["One <1>two</1> three."]),
        ("<p><a href='x'>Whole link</a></p>", ["Whole link"]),
        ("<p>Cited.<sup><a href='#fn'>1</a></sup></p>", ["Cited.<1/>"]),
        ("<ul><li>Item<ul><li>Inner</li></ul></li></ul>", ["Item", "Inner"]),
        ("<p>5 &lt; 6 is true &amp; known</p>", ["5 &lt; 6 is true &amp; known"]),
        ("<p>Run <code>make site</code> now</p>", ["Run <1/> now"]),
        ("<p>12.5 × 3</p><p>A</p>", []),
        ("<script>var words = 'no';</script><pre>no words</pre>", []),
        ("<svg><title>Title</title><g><text>Label <tspan>here</tspan></text></g></svg>",
         ["Title", "Label <1>here</1>"]),
        ("<p><svg><path d='m'/></svg> Icon</p>", ["<1/> Icon"]),
        ("<p translate='no'>Kept as it is</p>", []),
        ("<img alt='A picture'>", ["A picture"]),
        ("<p>\n  Many   spaces\n</p>", ["Many spaces"]),
        ("<div>Before<p>Inside</p>After</div>", ["Before", "Inside", "After"]),
    ],
)  # fmt: skip
def test_segments(body: str, expected: list[str]):
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("body", "words", "expected"),
    [
        ("<p>One <b class='c'>two</b>.</p>", {"One <1>two</1>.": "<1>Deux</1> un."},
         '<p><b class="c">Deux</b> un.</p>'),
        ("<p>Cited.<sup><a href='#fn'>1</a></sup></p>", {"Cited.<1/>": "Cité.<1/>"},
         '<p>Cité.<sup><a href="#fn">1</a></sup></p>'),
        ("<div>Before<p>Inside</p>After</div>", {"Before": "Avant", "After": "Après", "Inside": "Dans"},
         "<div>Avant<p>Dans</p>Après</div>"),
        ("<p>5 &lt; 6 holds</p>", {"5 &lt; 6 holds": "5 &lt; 6 vaut"}, "<p>5 &lt; 6 vaut</p>"),
        ("<img alt='Fish &amp; chips'>", {"Fish &amp; chips": "A &lt; B &amp; C"}, '<img alt="A &lt; B &amp; C">'),
        ("<p>Not known</p>", {}, '<p lang="en">Not known</p>'),
        ("<p>A <a href='x' title='Tip'>link</a></p>", {"A <1>link</1>": "Un <1>lien</1>", "Tip": "Conseil"},
         '<p>Un <a href="x" title="Conseil">lien</a></p>'),
    ],
)  # fmt: skip
def test_translations_keep_the_tags(body: str, words: dict[str, str], expected: str):
    assert put(body, words) == expected


@pytest.mark.parametrize("wrong", ["Deux", "<1>Deux", "<1>Deux</1><2/>", "<2>Deux</2>"])
def test_a_translation_with_other_tags_is_refused(wrong: str):
    with pytest.raises(TranslationError, match="other tags"):
        put("<p>One <b>two</b></p>", {"One <1>two</1>": wrong})


# -------------------------------------------------------------- every page, in the made-up language


@pytest.fixture(scope="module")
def read(built_site: Path) -> dict[str, str]:
    return translated_site.pages(built_site)


def shown(tree: LexborHTMLParser) -> list[str]:
    """Every visible text and every text that is read aloud, but for names that stay."""
    for node in tree.css(f"script, style, template, {KEPT}"):
        node.decompose()
    found = [
        node.text_content or ""
        for node in tree.root.traverse(include_text=True)
        if node.tag == "-text"
    ]
    return found + [
        node.attributes[name] or "" for name in ATTRIBUTES for node in tree.css(f"[{name}]")
    ]


def test_every_word_of_every_page_can_be_translated(read: dict[str, str]):
    assert len(read) > 15
    for path, html in read.items():
        tree = LexborHTMLParser(html)
        assert translation.translate(tree, "qps", pseudo) == []
        again = LexborHTMLParser(tree.html or "")
        assert again.css_first("html").attributes["lang"] == "qps"
        english = [text for text in shown(again) if LATIN_RE.search(text)]
        assert english == [], path


def outline(html: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (node.tag, node.attributes.get("id"), node.attributes.get("href"))
        for node in LexborHTMLParser(html).css("*")
    ]


def test_nothing_but_words_changes(read: dict[str, str]):
    for path, html in read.items():
        tree = LexborHTMLParser(html)
        translation.translate(tree, "qps", pseudo)
        assert outline(tree.html or "") == outline(LexborHTMLParser(html).html or ""), path


# -------------------------------------------------------------- the command

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title><link rel="stylesheet" href="{up}assets/a.css">
<link rel="canonical" href="https://example.org/guide/{address}"></head><body><nav><a href="{up}./">Start</a> <a href="{up}metabolism/">Metabolism</a></nav>
<main><article><h1 id="top">{title}</h1><p>{text}</p><h2 id="more">More<a class="headerlink" href="#more">¶</a></h2><p>A <a href="{up}download/x.pdf">file</a>.</p></article></main></body></html>"""
FILES = {
    "mkdocs.yml": 'site_name: Guide\nextra:\n  edition: {released: "2026-11-23"}\n',
    "site/index.html": PAGE.format(title="Start", up="", address="", text="Hello, reader."),
    "site/metabolism/index.html": PAGE.format(title="Ways", up="../", address="metabolism/", text="Ways in and <b>out</b>."),
    "site/old/index.html": "<title>This page has moved</title><p>Moved words</p>",
    "site/assets/a.css": "",
    "site/search/search_index.json": '{"config": {"lang": ["en"]}, "docs": []}',
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_site(tmp_path, FILES)


def run(root: Path, *arguments: str) -> int:
    return command.main(["--root", str(root), *arguments])


def fill(root: Path, words=pseudo) -> None:
    """Translate every entry that has no translation."""
    for path in (root / "translations/qps").glob("*.po"):
        text = path.read_text(encoding="utf-8")
        entry = re.compile(r'^msgid "(?P<id>.+)"\nmsgstr ""$', re.MULTILINE)
        path.write_text(
            entry.sub(lambda m: f'msgid "{m["id"]}"\nmsgstr "{words(m["id"])}"', text),
            encoding="utf-8",
        )


def sign(root: Path) -> None:
    folder = root / "translations/qps"
    (folder / "signed.toml").write_text(
        f'name = "Nino"\nknows = "the language and the subject"\ndate = 2027-01-31\ndigest = "{catalogs.digest(folder)}"\n',
        encoding="utf-8",
    )


def test_extract_writes_a_catalog_a_page_and_one_of_what_all_share(root: Path):
    assert run(root, "extract", "qps") == 1
    folder = root / "translations/qps"
    assert sorted(path.name for path in folder.iterdir()) == [
        "index.po",
        "interface.po",
        "metabolism.po",
    ]
    assert 'msgid "Ways in and <1>out</1>."' in (folder / "metabolism.po").read_text()
    assert 'msgid "A <1>file</1>."' in (folder / "interface.po").read_text()
    before = {path: path.read_bytes() for path in folder.iterdir()}
    run(root, "extract", "qps")
    assert before == {path: path.read_bytes() for path in folder.iterdir()}


def test_a_changed_sentence_is_stale_and_keeps_its_old_translation_for_the_translator(
    root: Path, capsys
):
    run(root, "extract", "qps")
    fill(root)
    page = root / "site/metabolism/index.html"
    page.write_text(
        page.read_text().replace("Ways in and <b>out</b>.", "Many ways in and <b>out</b>.")
    )
    capsys.readouterr()
    assert run(root, "extract", "qps") == 1
    said = capsys.readouterr().out
    assert "metabolism.po: 1 of 2 translated, 1 stale, 0 missing" in said
    text = (root / "translations/qps/metabolism.po").read_text()
    assert "#, fuzzy" in text and '#| msgid "Ways in and <1>out</1>."' in text


def test_nothing_is_published_that_nobody_has_signed(root: Path, capsys):
    run(root, "extract", "qps")
    assert run(root, "build", "qps", "--publish") == 1
    fill(root)
    assert run(root, "build", "qps", "--publish") == 1
    assert "a person who knows the language and the subject" in capsys.readouterr().out
    assert not (root / "site/qps").exists()
    sign(root)
    assert run(root, "build", "qps", "--publish") == 0
    assert (root / "site/qps/metabolism/index.html").exists()


def test_a_signature_is_void_when_the_translation_changes(root: Path, capsys):
    run(root, "extract", "qps")
    fill(root)
    sign(root)
    assert run(root, "status", "qps") == 0
    path = root / "translations/qps/metabolism.po"
    path.write_text(path.read_text().replace(pseudo("Ways"), "another word"))
    assert run(root, "status", "qps") == 1
    assert "another state of the translation" in capsys.readouterr().out


def test_pages_link_to_translated_pages_and_share_everything_else(
    root: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SITE_URL", "https://example.org/guide/")
    run(root, "extract", "qps")
    fill(root)
    sign(root)
    run(root, "build", "qps", "--publish")
    tree = LexborHTMLParser((root / "site/qps/metabolism/index.html").read_text())
    links = {node.attributes["href"] for node in tree.css("a")}
    assert links == {".././", "../metabolism/", "#more", "../../download/x.pdf"}
    assert tree.css_first("link[rel=stylesheet]").attributes["href"] == "../../assets/a.css"
    assert (
        tree.css_first("link[rel=canonical]").attributes["href"]
        == "https://example.org/guide/qps/metabolism/"
    )
    alternate = tree.css_first("link[rel=alternate]").attributes
    assert (alternate["hreflang"], alternate["href"]) == (
        "en",
        "https://example.org/guide/metabolism/",
    )
    assert tree.css_first("meta[name=robots]") is None
    index = json.loads((root / "site/qps/search/search_index.json").read_text())
    assert [entry["location"] for entry in index["docs"]] == [
        "",
        "#more",
        "metabolism/",
        "metabolism/#more",
    ]
    assert index["docs"][2]["title"] == pseudo("Ways")
    assert not (root / "site/qps/old").exists()


def test_a_preview_says_that_it_is_none_to_find_and_leaves_the_site_alone(root: Path):
    run(root, "extract", "qps")
    assert run(root, "build", "qps") == 0
    page = (root / ".build/translated/qps/index.html").read_text()
    assert (
        '<meta name="robots" content="noindex">' in page
        and '<p lang="en">Hello, reader.</p>' in page
    )
    assert not (root / "site/qps").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["status", "fr"], "no such language"),
        (["extract", "../x"], "no language tag"),
    ],
)
def test_errors_are_one_line(root: Path, capsys, arguments: list[str], said: str):
    assert run(root, *arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("broken", "line"), [(b'msgid "a"\nmsgstr "b"\nnonsense\n', 3), (b'\nmsgid "\xff"\n', 2)]
)
def test_a_file_that_is_no_catalog_is_named_with_its_line(root: Path, capsys, broken: bytes, line):
    run(root, "extract", "qps")
    (root / "translations/qps/index.po").write_bytes(broken)
    assert run(root, "status", "qps") == 2
    assert f"translations/qps/index.po:{line}: no" in capsys.readouterr().err


def test_a_translation_with_other_tags_is_named_with_its_line(root: Path, capsys):
    run(root, "extract", "qps")
    fill(root, lambda text: text.replace("<1>", "<2>"))
    capsys.readouterr()
    assert run(root, "build", "qps") == 2
    path, number, told = capsys.readouterr().err.splitlines()[0].split(":", 2)
    assert "other tags than in" in told
    assert "<1>" in Path(path).read_text().split("\n")[int(number) - 1]


def test_without_a_built_site_it_says_what_to_run(tmp_path: Path, capsys):
    make_site(tmp_path, {"mkdocs.yml": FILES["mkdocs.yml"]})
    assert run(tmp_path, "extract", "fr") == 2
    assert "make site" in capsys.readouterr().err
