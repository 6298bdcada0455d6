"""HTML to Typst: one case per element of the table, and what must stop the build."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from scripts.editions import mapping, pictures
from scripts.editions.errors import BookError
from scripts.editions.typst_text import call, escape, join, quote

QUESTION = """<h3 class="question" id="q-a">Why?<a class="headerlink" href="#q-a">¶</a></h3>
<ul class="choices"><li><details class="choice choice-right"><summary>Yes</summary><div class="feedback"><p class="verdict">Correct</p><p>So it is.</p></div></details></li>
<li><details class="choice choice-wrong"><summary>No</summary><div class="feedback"><p class="verdict">Not this one</p><p>Tempting.</p></div></details></li></ul>
<p class="question-note">Tests objective 1.</p>"""

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
    (
        "figure",
        '<figure class="table"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table><figcaption><p>Words.</p></figcaption></figure>',
        "caption: [Words.]",
    ),
    ("h2", '<h2 id="steps">S</h2>', '#section(2, "metabolism#steps")[S];'),
    ("h3", '<h3 id="x">S</h3>', '#section(3, "metabolism#x")[S];'),
    ("h4", '<h4 id="x">S</h4>', '#section(4, "metabolism#x")[S];'),
    ("hr", "<hr>", "#rule();"),
    ("i", "<p><i>x</i></p>", "#emph[x];"),
    (
        "img",
        '<p><img src="../figures/a.svg" alt="A square"></p>',
        '#bare-picture("figures-a.svg", alt: "A square.");',
    ),
    ("kbd", "<p><kbd>/</kbd></p>", '#raw("/");'),
    (
        "mark",
        '<p><mark class="claim established" id="claim-a">Sure.</mark>\u00a0<a class="grade grade-established" href="../about/#grade-established">established</a> Next.</p>',
        '#claim("established", "metabolism#claim-a", "about#grade-established")[Sure.]; Next.',
    ),
    ("ol", "<ol><li>a</li><li>b</li></ol>", "#enum([a], [b], tight: true);"),
    ("p", "<p>a\n  b</p>", "a b"),
    ("pre", "<pre><code>a\n b</code></pre>", '#code-block("a\\n b");'),
    ("section", "<section><p>x</p></section>", "x"),
    ("small", "<p><small>x</small></p>", "x"),
    ("span", "<p><span>x</span></p>", "x"),
    ("strong", "<p><strong>x</strong></p>", "#strong[x];"),
    ("sub", "<p>IC<sub>50</sub></p>", "IC#sub[50];"),
    ("sup", "<p>Ca<sup>2+</sup></p>", "Ca#super[2\\+];"),
    ("svg", '<p><svg viewBox="0 0 1 1"><title>Dot</title></svg></p>', 'alt: "Dot."'),
    (
        "table",
        '<table><thead><tr><th>a</th><th style="text-align: right">b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
        'align: ("left", "right", )',
    ),
    ("time", "<p><time>2026</time></p>", "2026"),
    ("ul", "<ul><li><p>a</p></li></ul>", "#list([a], tight: false);"),
    (
        "x-cite",
        '<p>So.<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup><sup id="fnref:b"><a class="footnote-ref" href="#fn:b">2</a></sup></p>',
        '#cite-marks((("1", "metabolism#fn:a"), ("2", "metabolism#fn:b"), ));',
    ),
    (
        "x-question",
        QUESTION,
        '#question("metabolism#q-a", [Why?], ([Yes], [No], ))[Tests objective 1.];',
    ),
]


def test_every_element_of_the_table_has_a_case() -> None:
    assert {tag for tag, _, _ in CASES} == set(mapping.MAPPING)


@pytest.mark.parametrize(("tag", "html", "typst"), CASES, ids=[case[0] for case in CASES])
def test_element(chapter, tag: str, html: str, typst: str) -> None:
    made, ctx = chapter(html)
    ctx.wanted.clear()
    assert typst in mapping.blocks(list(made.body), ctx)


LINKS = [
    (
        '<a href="#steps">steps</a>',
        '#xref("metabolism#steps", chapter: none, nested: false)[steps];',
    ),
    (
        '<a href="../about/#grades">what it means</a>',
        '#xref("about#grades", chapter: [About], nested: false)[what it means];',
    ),
    (
        '<a href="../about/">About this guide</a>',
        '#xref("about#top", chapter: none, nested: false)[About this guide];',
    ),
    ('(see <a href="../about/#grades">that</a>)', "nested: true"),
    ('<a class="term" href="../glossary/#nmda">NMDA</a>', '#term("nmda", "glossary#nmda")[NMDA];'),
    (
        '<a href="https://doi.org/10.1001/jamapsychiatry.2019.1189">doi:10.1001/jamapsychiatry.2019.1189</a>',
        '#address("https://doi.org/10.1001/jamapsychiatry.2019.1189")[doi:10.1001\\/jamapsychiatry.2019.1189];',
    ),
    ('<a href="https://example.org/a">a source. And more.</a>', '#web("https://example.org/a")['),
    ('<a href="../data.csv">the data</a>', '#web("https://example.org/guide/data.csv")[the data];'),
    (
        '<a class="grade grade-established" href="../about/#grade-established">established</a>',
        '#grade-label("established", "about#grade-established");',
    ),
]


@pytest.mark.parametrize(("html", "typst"), LINKS)
def test_link(chapter, html: str, typst: str) -> None:
    made, ctx = chapter(f"<p>{html}</p>")
    assert typst in mapping.blocks(list(made.body), ctx)


def test_only_a_link_out_of_its_section_prints_a_page(chapter) -> None:
    inside = '<a href="#claim-a">first</a>, <a href="#fig-a">drawn</a>, <a href="#later">second</a>'
    made, ctx = chapter(
        f'<h2 id="steps">S</h2><p id="claim-a">{inside}</p><figure id="fig-a" class="table"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></figure><h2 id="later">L</h2><p>Text.</p>'
    )
    written = mapping.blocks(list(made.body), ctx)
    assert ", number: false)[first];" in written
    assert "nested: false)[drawn];" in written and "nested: false)[second];" in written


def test_a_chapter_alone_links_to_the_live_site(chapter) -> None:
    made, ctx = chapter(
        '<p><a href="../about/#grades">that</a> <a href="../glossary/#nmda">NMDA</a> <a href="../about/">example.org/about</a></p>'
    )
    ctx.printed = {"metabolism": made}
    written = mapping.blocks(list(made.body), ctx)
    assert (
        '#xref("https://example.org/guide/about/#grades", chapter: [About], nested: false)[that];'
        in written
    )
    assert '#term("nmda", "https://example.org/guide/glossary/#nmda")[NMDA];' in written
    assert '#address("https://example.org/guide/about/")[' in written


def test_a_tall_drawing_stands_in_two_columns_cut_between_its_lines() -> None:
    folded = 0
    for file in sorted((Path(__file__).parents[2] / "docs" / "figures").glob("*.svg")):
        data = file.read_bytes()
        cut, (_, height) = pictures.fold(data), pictures.size(data)
        if cut is None:
            assert height < 1100, (
                f"{file.name}: too tall for a page; say where it may be cut with data-fold"
            )
            continue
        folded += 1
        assert (
            0 < cut[0] < height and 0 < cut[1] < height and cut[0] - cut[1] < 60
        )  # a box may end one column and begin the next
        for text in LexborHTMLParser(data).css("text"):
            y, size = float(text.attributes["y"] or 0), float(text.attributes["font-size"] or 0)
            if (
                "transform" not in text.attributes
            ):  # a turned word is checked by looking at the page
                assert not any(y - 0.75 * size < edge < y + 0.25 * size for edge in cut), (
                    file.name,
                    text.text(),
                    cut,
                )
    assert folded


FAULTS = [
    ("<video></video>", "metabolism: <video> has no rule"),
    ("<p><blink>x</blink></p>", "metabolism: <blink> has no rule"),
    ('<div class="admonition tip"><p class="admonition-title">x</p></div>', "box of unknown kind"),
    ("<p><mark>x</mark></p>", "<mark> without a grade"),
    ('<p><img src="../figures/a.svg"></p>', "no text alternative"),
    ('<p><img src="../figures/gone.svg" alt="x"></p>', "figures/gone.svg is not in the built site"),
    ("<table><tbody><tr><td>1</td></tr></tbody></table>", "a table without a header row"),
    ("<figure><p>x</p></figure>", "neither table nor picture"),
    ('<p><a href="#steps"></a></p>', "a link without text"),
    (QUESTION.replace("choice-right", "choice-wrong"), "exactly one right choice"),
]


@pytest.mark.parametrize(("html", "message"), FAULTS, ids=[case[1] for case in FAULTS])
def test_what_cannot_be_printed_stops_the_build(chapter, html: str, message: str) -> None:
    made, ctx = chapter(html)
    with pytest.raises(BookError, match=message.replace("(", r"\(")):
        mapping.blocks(list(made.body), ctx)


TEXTS = [
    ("# not a heading", "\\# not a heading"),
    ("1. not a list", "1\\. not a list"),
    ("a_b *c* $d$ `e` <f> @g ~ [h]", "a\\_b \\*c\\* \\$d\\$ \\`e\\` \\<f\\> \\@g \\~ \\[h\\]"),
    ("well-known -- 5-HT, -70", "well-known \\-\\- 5\\-HT, \\-70"),
    ("https://x // y", "https:\\/\\/x \\/\\/ y"),
    ("a\n  b\u00a0c", "a b\u00a0c"),
    (
        "At 0.5\u00a0mg/kg and 27.4 − 8.8 on day 1",
        "At 0.5\u00a0#keep[mg\\/kg]; and 27.4\u00a0−\u00a08.8 on day\u00a01",
    ),
    ("D-serine, (2R,6R)-HNK, 4E-BP2", "#keep[D-serine];, #keep[(2R,6R)\\-HNK];, #keep[4E-BP2];"),
    ("(2R,6R)-hydroxynorketamine, anti-S-x/y", "(2R,6R)\\-hydroxynorketamine, anti-S-x\\/y"),
    ("back\\slash", "back\\\\slash"),
]


@pytest.mark.parametrize(("text", "typst"), TEXTS)
def test_escape(text: str, typst: str) -> None:
    assert escape(text) == typst


def test_what_is_raised_stays_with_a_kept_word() -> None:
    parts = ["#term(1)[" + escape("S-ketamine") + "];", "#cite-marks(2);"]
    assert join(parts) == "#term(1)[#keep[S-ketamine];];\u2060#cite-marks(2);"


def test_quote_and_call() -> None:
    assert quote('a"b\\c') == '"a\\"b\\\\c"'
    assert call("f", "1", body="x", some_name="2") == "#f(1, some-name: 2)[x];"
