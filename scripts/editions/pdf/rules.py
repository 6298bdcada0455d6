"""HTML to Typst, one rule per element: `RULES` at the end is the table. Open this to teach the book a new element.

A rule gets an element of a chapter and the writer, and returns Typst markup that only names what a thing is. An element
without a rule stops the build, because text that silently vanishes from a book is worse than no book.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from scripts.editions.pdf import links, questions, tables
from scripts.editions.pdf.typst_text import array, call, quote
from scripts.editions.pdf.writer import Writer
from scripts.editions.pictures import read_picture
from scripts.editions.tree import Element

Rule = Callable[[Element, Writer], str]
BOXES = ("misconception", "experiment", "note", "recap")
FIRST_WORD_RE = re.compile(r"\s*\S+")
MOST_ROWS, MOST_COLUMNS = 20, 7  # a longer or wider table of a figure's data is better as the file


def heading(element: Element, to: Writer) -> str:
    label, ends = quote(to.label(element.id)), ""
    if element.tag == "h2":
        ends, to.section = end_of_section(to), element.id
    to.is_heading = True
    body = to.inline(element).strip()
    to.is_heading = False
    begins = "".join(
        call("index-mark", quote(entry), kind=quote("start"))
        for entry in to.index.of_section(to.label(element.id))
        if element.tag == "h2"
    )
    return ends + call("section", element.tag[1], label, body=body) + begins


def end_of_section(to: Writer) -> str:
    """Ends the range of pages of index entries whose subject is the section written last."""
    entries = to.index.of_section(to.label(to.section)) if to.section else ()
    return "".join(call("index-mark", quote(entry), kind=quote("end")) for entry in entries)


def styled(function: str) -> Rule:
    return lambda element, to: to.anchor(element.id) + call(function, body=to.inline(element))


def listing(function: str) -> Rule:
    def rule(element: Element, to: Writer) -> str:
        if element.find(lambda e: e.attrs.get("kind") == "source"):
            return source_list(element, to)
        items = [f"[{to.anchor(item.id)}{to.flow(item)}]" for item in element.elements]
        loose = any(item.find_tag("p") for item in element.elements)
        return call(function, *items, tight="false" if loose else "true")

    return rule


def source_list(element: Element, to: Writer) -> str:
    """The one list of sources. Where each is cited, the book says with pages and the site with links."""
    rows = []
    for source in element.find_tags("p"):
        cited = next((e for e in source.elements if e.text == "Cited in"), None)
        at = source.children.index(cited) if cited else len(source.children)
        words = to.inline(Element("p", {}, source.children[:at])).strip()
        key = source.id.removeprefix("ref-")
        rows.append(
            f"({source.attrs['number']}, {quote(to.label(source.id))}, {quote(key)}, [{words}])"
        )
    return call("source-list", array(rows))


def division(element: Element, to: Writer) -> str:
    """A box of the text if it has a kind; otherwise only what is inside."""
    if "admonition" not in element.classes:
        return to.anchor(element.id) + to.flow(element)
    kind = next((kind for kind in BOXES if kind in element.classes), None)
    title = element.find_class("admonition-title")
    if kind is None or title is None:
        to.fail(f"box of unknown kind: {element.attrs.get('class')}", element.text)
    body, title_markup = element.without(title), to.inline(title)
    return to.anchor(element.id) + call(
        "text-box", quote(kind), f"[{title_markup}]", body=to.blocks(body)
    )


def details(element: Element, to: Writer) -> str:
    """What a screen folds away is printed open, set smaller."""
    summary = element.find_tag("summary")
    title = to.inline(summary).strip() if summary else ""
    body = to.blocks(element.without(summary))
    return to.anchor(element.id) + call("more-detail", f"[{title}]", body=body)


def claim(element: Element, to: Writer) -> str:
    """Marks after its first word and at its end tell the template beside which lines to draw the bar."""
    grade = element.attrs.get("grade")
    if not grade:
        to.fail("<mark> without a grade", element.text)
    first = element.children[0] if element.children else ""
    word = FIRST_WORD_RE.match(first) if isinstance(first, str) else None
    start = call("claim-start", quote(grade))
    if word:
        rest = Element("mark", {}, [word.string[word.end() :], *element.children[1:]])
        body = to.text(word[0]) + start + to.inline(rest)
    else:
        body = start + to.inline(element)
    meaning = to.destination(f"about#grade-{grade}") if "about" in to.chapters else ""
    return to.anchor(element.id, "Claim") + call("claim", quote(grade), quote(meaning), body=body)


def citation(element: Element, to: Writer) -> str:
    refs = [to.source(ref.attrs["key"], ref.attrs["number"]) for ref in element.elements]
    keys = array(quote(ref.attrs["key"]) for ref in element.elements)
    pairs = array(f"({quote(number)}, {quote(label)})" for number, label in refs)
    anchors = "".join(to.anchor(ref.id) for ref in element.elements)
    return anchors + call("cite-marks", pairs, keys)


def figure(element: Element, to: Writer) -> str:
    caption = element.find_tag("figcaption")
    words = ""
    if caption:
        inside = Element("figcaption", {}, [c for c in caption.children if not is_hidden(c)])
        words = tables.in_small(re.sub(r"\s*\n\n", " #parbreak();", to.flow(inside)))
    label = to.label(element.id)
    shared = {
        "number": quote(f"{element.attrs['kind']} {element.attrs['number']}"), "caption": f"[{words}]", "label": quote(label)
    }  # fmt: skip
    drawn = element.find_tag("svg", "img")
    if drawn is None:
        if (table := element.find_tag("table")) is None:
            to.fail(f"figure '{element.id}' has neither table nor picture", element.id)
        return tables.table(table, to, **shared)
    picture = read_picture(to.site, to.chapter, drawn, element.attrs.get("data-src", ""))
    to.pictures[picture.name] = picture.data
    alt = picture.alt
    if element.find_tag("x-description"):  # stands in the back; the two lead to each other
        shared["words"] = quote(f"words:{label}")
        alt += " A longer description follows under “The figures in words”."
    if picture.fold:
        shared["fold"] = f"({picture.fold[0]:g}, {picture.fold[1]:g})"
    size = {"width": f"{picture.width:g}", "height": f"{picture.height:g}"}
    return call("picture", quote(picture.name), alt=quote(alt), **size, **shared)


def is_hidden(child: object) -> bool:
    return isinstance(child, Element) and child.tag in ("x-description", "x-data")


def title_of(element: Element) -> str:
    """Plain words that name a figure or a table: the bold beginning of its caption, or its first sentence."""
    caption = element.find_tag("figcaption")
    bold = caption.find_tag("strong") if caption else None
    words = (
        Element("", {}, caption.without(*caption.find_tags("x-cite", "x-data"))).text
        if caption
        else ""
    )
    return bold.text.rstrip(".") if bold else re.split(r"(?<=[a-z\d)])[.;](?:\s|$)", words)[0]


def data_of(element: Element) -> Element | None:
    """The table of a figure's data if it is short and says in numbers what the description cannot."""
    table = data.find_tag("table") if (data := element.find_tag("x-data")) else None
    if table is None or element.attrs.get("data-kind") == "drawing":
        return None
    rows = table.find_tags("tr")
    return table if len(rows) - 1 <= MOST_ROWS and len(rows[0].elements) <= MOST_COLUMNS else None


def figure_in_words(element: Element, to: Writer) -> str:
    """The long description and the numbers. Under the figure they would part it from the text, so they stand in the
    back, one section per figure; caption and section lead to each other."""
    description, table = element.find_tag("x-description"), data_of(element)
    assert description is not None
    body = to.blocks(description.children)
    if table:
        body += "\n\n" + tables.table(table, to)
    file = element.attrs.get("data-src", "").removeprefix("../").removesuffix(".svg") + ".csv"
    title = f"[Figure {element.attrs['number']}. {to.text(title_of(element))}]"
    label, data = quote(to.label(element.id)), quote(to.imprint.live(file))
    return call("figure-words", label, title, data, body=body)


def bare_picture(element: Element, to: Writer) -> str:
    picture = read_picture(to.site, to.chapter, element)
    to.pictures[picture.name] = picture.data
    return call("bare-picture", quote(picture.name), alt=quote(picture.alt))


def span(element: Element, to: Writer) -> str:
    if "formula" in element.classes:
        spoken = element.attrs.get("aria-label") or to.fail("a formula without words", element.text)
        return call("formula", quote(spoken), body=to.inline(element))
    return to.anchor(element.id) + to.inline(element)


# Element -> what it is in the book. One line per element; tests/editions/test_rules.py has one case per line.
RULES: dict[str, Rule] = {
    "a": lambda e, to: to.anchor(e.id) + links.link(e, to),  # link, in its printed form
    "abbr": lambda e, to: to.inline(e),  # its expansion is in the glossary
    "b": styled("strong"),
    "blockquote": lambda e, to: call("quotation", body=to.flow(e)),
    "br": lambda e, to: "#linebreak();",
    "code": lambda e, to: call("raw", quote(e.text)),
    "details": details,
    "div": division,  # misconception, experiment, note, recap; else transparent
    "em": styled("emph"),
    "figure": figure,  # numbered table or picture, with caption
    "h2": heading,
    "h3": heading,
    "h4": heading,
    "hr": lambda e, to: "#rule();",
    "i": styled("emph"),
    "img": bare_picture,
    "kbd": lambda e, to: call("raw", quote(e.text)),
    "mark": claim,  # a graded claim
    "ol": listing("enum"),
    "p": lambda e, to: to.anchor(e.id) + to.inline(e).strip(),
    "pre": lambda e, to: call("code-block", quote("".join(e.strings()).rstrip("\n"))),
    "section": division,
    "small": lambda e, to: to.inline(e),
    "span": span,
    "strong": styled("strong"),
    "sub": styled("sub"),
    "sup": styled("super"),
    "svg": bare_picture,
    "table": lambda e, to: tables.table(e, to),
    "time": lambda e, to: to.inline(e),
    "ul": listing("list"),
    "x-cite": citation,  # a group of citation numbers
    "x-question": questions.question,  # its answer goes to the back
}
