"""HTML to Typst: one case per element of the table, how each kind of link reads, and what must stop the build."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from scripts.core.problems import InputError
from scripts.editions.pdf.rules import RULES, title_of
from scripts.editions.pdf.typst_text import call, escape, join, quote
from tests.editions.conftest import FIGURE, QUESTION, TABLE, Write

ROOT = Path(__file__).parents[2]

# element, HTML, Typst
CASES = [
    ("a", '<p><a href="https://doi.org/x">doi</a></p>', '#web("https://doi.org/x")[doi];'),
    ("abbr", "<p><abbr>ECT</abbr></p>", "ECT"),
    ("b", "<p><b>x</b></p>", "#strong[x];"),
    ("blockquote", "<blockquote><p>x</p></blockquote>", "#quotation[x];"),
    ("br", "<p>a<br>b</p>", "a#linebreak();b"),
    ("code", "<p><code>a*b</code></p>", '#raw("a*b");'),
    ("div", "<div><p>x</p></div>", "x"),
    ("em", "<p><em>x</em></p>", "#emph[x];"),
    ("figure", FIGURE, 'caption: [#strong[A square.]; It is black.], label: "metabolism#fig-a"'),
    ("figure", TABLE, 'number: "Table 1.1", caption: [Block that stays. In neurons.]'),
    ("h2", '<h2 id="steps">S</h2>', '#section(2, "metabolism#steps")[S];'),
    ("h3", '<h3 id="x">S</h3>', '#section(3, "metabolism#x")[S];'),
    ("h4", '<h4 id="x">S</h4>', '#section(4, "metabolism#x")[S];'),
    ("hr", "<hr>", "#rule();"),
    ("i", "<p><i>x</i></p>", "#emph[x];"),
    ("img", '<p><img src="../figures/a.svg" alt="A square"></p>', '#bare-picture("figures-a.svg", alt: "A square.");'),
    ("kbd", "<p><kbd>/</kbd></p>", '#raw("/");'),
    ("mark", '<p><mark class="claim established" id="c">So it is.</mark></p>', '#claim("established", "about#grade-established")[So#claim-start("established"); it is.];'),
    ("ol", "<ol><li>a</li><li>b</li></ol>", "#enum([a], [b], tight: true);"),
    ("p", "<p>a\n  b</p>", "a b"),
    ("pre", "<pre><code>a\n b</code></pre>", '#code-block("a\\n b");'),
    ("section", "<section><p>x</p></section>", "x"),
    ("small", "<p><small>x</small></p>", "x"),
    ("span", '<p><span class="formula" aria-label="B is one">B = 1</span></p>', '#formula("B is one")[B = 1];'.replace("=", "\\=")),
    ("strong", "<p><strong>x</strong></p>", "#strong[x];"),
    ("sub", "<p>IC<sub>50</sub></p>", "IC#sub[50];"),
    ("sup", "<p>Ca<sup>2+</sup></p>", "Ca#super[2\\+];"),
    ("table", "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>22</td></tr></tbody></table>", 'columns: (auto, auto, ), repeat: true, header: ([a], [b], ), rows: (([1], [22], ), )'),
    ("time", "<p><time>2026</time></p>", "2026"),
    ("ul", "<ul><li><p>a</p></li></ul>", "#list([a], tight: false);"),
    ("x-box", "<details><summary>More detail: why</summary><p>x</p></details>", '#text-box("more", "More detail", [Why])[x];'),
    ("x-box", '<div class="admonition recap"><p class="admonition-title">What you need</p><p>x</p></div>', '#text-box("recap", "Recap", [What you need])[x];'),
    ("x-cite", '<p>So.<sup id="fnref:mion2017"><a class="footnote-ref" href="#fn:mion2017">1</a></sup></p>', '#cite-marks((("2", "references#ref-mion2017", ), ), ("mion2017", ));'),
    ("x-question", QUESTION, '#question("metabolism#q-a", [Why?], ([Yes], [No], ))[Tests objective 1.];'),
    ("x-words", QUESTION, "([Yes], [No], )"),
]  # fmt: skip


def test_every_element_of_the_table_has_a_case() -> None:
    assert {tag for tag, _, _ in CASES} == set(RULES)


@pytest.mark.parametrize(
    ("tag", "html", "typst"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_element(lesson: Write, tag: str, html: str, typst: str) -> None:
    chapter, to = lesson(html)
    assert typst in to.blocks(list(chapter.body))


LINKS = [
    ('<a href="#steps">steps</a>', '#xref("metabolism#steps", chapter: none, nested: false)[steps];'),
    ('<a href="../about/#grades">what it means</a>', '#xref("about#grades", chapter: [About], nested: false)[what it means];'),
    ('<a href="../about/">About this guide</a>', '#xref("about#top", chapter: none, nested: false)[About this guide];'),
    ('(see <a href="../about/#grades">that</a>)', "nested: true"),
    ('<a class="term" href="../glossary/#nmda">NMDA</a>', '#term("nmda", "glossary#nmda")[NMDA];'),
    ('<a href="https://doi.org/10.1001/jama.2019.1189">doi:10.1001/jama.2019.1189</a>', '#address("https://doi.org/10.1001/jama.2019.1189")[doi:10.1001\\/jama.2019.1189];'),
    ('<a href="https://example.org/a">a source. And more.</a>', '#web("https://example.org/a")['),
    ('<a href="../data.csv">the data</a>', '#web("https://guide.example.org/data.csv")[the data];'),
    ('<a href="../references/#ref-mion2017">Mion</a>', '#plain-link("references#ref-mion2017")[Mion];'),
    ('<a class="grade grade-supported" href="../about/#grade-supported">supported</a>', '#grade-label("supported", "about#grade-supported");'),
]  # fmt: skip


@pytest.mark.parametrize(("html", "typst"), LINKS)
def test_link(lesson: Write, html: str, typst: str) -> None:
    chapter, to = lesson(f"<p>{html}</p>")
    assert typst in to.blocks(list(chapter.body))


def test_only_a_link_out_of_its_section_prints_a_page(lesson: Write) -> None:
    links = '<a href="#claim-a">first</a>, <a href="#fig-a">drawn</a>, <a href="#later">second</a>'
    chapter, to = lesson(
        f'<h2 id="steps">S</h2><p id="claim-a">{links}</p>{FIGURE}<h2 id="later">L</h2><p>Text.</p>'
    )
    written = to.blocks(list(chapter.body))
    assert ", number: false)[first];" in written
    assert "nested: false)[drawn];" in written and "nested: false)[second];" in written


def test_a_chapter_alone_links_to_the_published_site(lesson: Write) -> None:
    chapter, to = lesson(
        '<p><a href="../about/#grades">that</a> <a href="../glossary/#nmda">NMDA</a> <a href="../about/">example.org/about</a></p>'
    )
    to.printed = {"metabolism"}
    written = to.blocks(list(chapter.body))
    assert (
        '#xref("https://guide.example.org/about/#grades", chapter: [About], nested: false)[that];'
        in written
    )
    assert '#term("nmda", "https://guide.example.org/glossary/#nmda")[NMDA];' in written
    assert '#address("https://guide.example.org/about/")[' in written


CALLED = [
    (f"<p>Compare.</p>{TABLE}", 'Compare.#see("metabolism#__table-caption_1", "Table 1.1");'),
    (
        f"<ul><li>a</li></ul>{FIGURE}",
        'tight: true);\n\n#block[#see("metabolism#fig-a", "Figure 1.1");]',
    ),
]


@pytest.mark.parametrize(("html", "typst"), CALLED)
def test_the_text_before_a_figure_or_table_calls_it(lesson: Write, html: str, typst: str) -> None:
    chapter, to = lesson(html)
    assert typst in to.blocks(list(chapter.body))


def test_text_that_links_to_the_figure_is_enough(lesson: Write) -> None:
    chapter, to = lesson(f'<p>See <a href="#fig-a">the square</a>.</p>{FIGURE}')
    assert "#see(" not in to.blocks(list(chapter.body))


def test_drawings_are_lettered_in_the_typeface_of_the_book(lesson: Write) -> None:
    chapter, to = lesson(FIGURE)
    to.blocks(list(chapter.body))
    assert b'font-family="Fira Sans"' in to.pictures["figures-a.svg"]


def test_a_figure_is_listed_by_the_bold_words_of_its_caption_and_a_table_by_its_first_sentence(
    lesson: Write,
) -> None:
    chapter, _ = lesson(FIGURE + TABLE)
    assert [title_of(e) for e in chapter.elements if e.tag == "figure"] == [
        "A square",
        "Block that stays",
    ]


NUMBERS = [
    (["9.3 ± 0.8", "12 ± 1", "–"], ["[#digits(1);9.3 ± 0.8]", "[12 ± 1]", "[–]"]),
    (["7%", "86%"], ["[#digits(1);7%]", "[86%]"]),
    (["7%", "most"], ["[7%]", "[most]"]),
    (["1–2 mg", "10 mg"], ["[#unbreakable[1–2]; mg]", "[10 mg]"]),
]


@pytest.mark.parametrize(("cells", "typst"), NUMBERS)
def test_numbers_stand_on_their_decimal_point(
    lesson: Write, cells: list[str], typst: list[str]
) -> None:
    rows = "".join(f"<tr><td>a</td><td>{cell}</td></tr>" for cell in cells)
    chapter, to = lesson(
        f"<table><thead><tr><th>x</th><th>y</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    written = to.blocks(list(chapter.body))
    assert all(cell in written for cell in typst)


def test_a_table_with_much_to_say_shares_the_page_by_need(lesson: Write) -> None:
    words = "a few words about it " * 12
    cells = f"<tr><td>hydroxynorketamine</td><td>{words}</td><td>{words}{words}</td></tr>"
    chapter, to = lesson(
        f"<table><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead><tbody>{cells}</tbody></table>"
    )
    written = to.blocks(list(chapter.body))
    widths = [
        int(w)
        for w in written.partition("columns: (")[2]
        .partition(", )")[0]
        .replace("fr", "")
        .split(", ")
    ]
    assert "is-wide: true" in written and sum(widths) == pytest.approx(447, abs=2)
    assert widths[0] >= 18 * 4.5 and widths[0] < widths[1] < widths[2]


def test_a_head_with_a_link_is_not_repeated(lesson: Write) -> None:
    chapter, to = lesson(
        '<table><thead><tr><th><a href="#s">a</a></th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    )
    assert "repeat: false" in to.blocks(list(chapter.body))


def test_a_tall_drawing_stands_in_two_columns_cut_between_its_lines() -> None:
    folded = 0
    for file in sorted((ROOT / "docs" / "figures").glob("*.svg")):
        root = LexborHTMLParser(file.read_bytes()).css_first("svg")
        height = float((root.attributes.get("viewbox") or root.attributes["viewBox"]).split()[3])
        cut = [float(edge) for edge in (root.attributes.get("data-fold") or "").split()]
        assert cut or height < 1100, (
            f"{file.name}: too tall for a page; say where it may be cut with data-fold"
        )
        if not cut:
            continue
        folded += 1
        assert all(0 < edge < height for edge in cut) and cut[0] - cut[1] < 60
        for text in root.css("text"):
            y, size = float(text.attributes["y"] or 0), float(text.attributes["font-size"] or 0)
            if (
                "transform" not in text.attributes
            ):  # a turned word is checked by looking at the page
                assert not any(y - 0.75 * size < edge < y + 0.25 * size for edge in cut), (
                    text.text()
                )
    assert folded


FAULTS = [
    ("<video></video>", "<video> has no rule"),
    ("<p><blink>x</blink></p>", "<blink> has no rule"),
    ('<p><img src="../figures/a.svg"></p>', "no text alternative"),
    ('<p><img src="../figures/gone.svg" alt="x"></p>', "figures/gone.svg is not in the built site"),
    ("<table><tbody><tr><td>1</td></tr></tbody></table>", "a table without a header row"),
    ('<p><a href="#steps"></a></p>', "a link without text"),
]


@pytest.mark.parametrize(("html", "message"), FAULTS, ids=[fault[1] for fault in FAULTS])
def test_what_cannot_be_printed_stops_the_build(lesson: Write, html: str, message: str) -> None:
    chapter, to = lesson(html)
    with pytest.raises(InputError, match=r"metabolism\.md:\d+: ") as error:
        to.blocks(list(chapter.body))
    assert message in str(error.value)


TEXTS = [
    ("# not a heading", "\\# not a heading"),
    ("1. not a list", "1\\. not a list"),
    ("a_b *c* $d$ `e` <f> @g ~ [h]", "a\\_b \\*c\\* \\$d\\$ \\`e\\` \\<f\\> \\@g \\~ \\[h\\]"),
    ("well-known -- 5-HT, -70", "well-known \\-\\- 5\\-HT, \\-70"),
    ("https://x // y", "https:\\/\\/x \\/\\/ y"),
    ("a\n  b\u00a0c", "a b\u00a0c"),
    ("0.5\u00a0mg/kg, 27.4 − 8.8, day 1", "0.5\u00a0#unbreakable[mg\\/kg];, 27.4\u00a0−\u00a08.8, day\u00a01"),
    ("D-serine, (2R,6R)-HNK, 4E-BP2", "#unbreakable[D-serine];, #unbreakable[(2R,6R)\\-HNK];, #unbreakable[4E-BP2];"),
    ("N-demethylation by 10–30% on 2026-11-23", "#unbreakable[N-demethylation]; by #unbreakable[10–30%]; on #unbreakable[2026\\-11\\-23];"),
    ("(2R,6R)-hydroxynorketamine, anti-S-x/y", "(2R,6R)\\-hydroxynorketamine, anti-S-x\\/y"),
    ("back\\slash", "back\\\\slash"),
    ("a... b", "a\\.\\.. b"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "typst"), TEXTS)
def test_escape(text: str, typst: str) -> None:
    assert escape(text) == typst


def test_what_is_raised_stays_with_an_unbreakable_word() -> None:
    parts = ["#term(1)[" + escape("S-ketamine") + "];", "#cite-marks(2);"]
    assert join(parts) == "#term(1)[#unbreakable[S-ketamine];];\u2060#cite-marks(2);"


def test_quote_and_call() -> None:
    assert quote('a"b\\c') == '"a\\"b\\\\c"'
    assert call("f", 1, body="x", some_name="2") == '#f(1, some-name: "2")[x];'
