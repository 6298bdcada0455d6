"""HTML to Typst, one rule per element: `RULES` at the end is the table. Open this to teach the book a new element.

A rule gets an element of a chapter and the writer, and returns Typst markup that only names what a thing is. An element
without a rule stops the build, because text that silently vanishes from a book is worse than no book.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from scripts.editions.pdf import links, tables
from scripts.editions.pdf.typst_text import Content, call
from scripts.editions.pdf.writer import Writer
from scripts.editions.tree import Element

Rule = Callable[[Element, Writer], str]
FIRST_WORD_RE = re.compile(r"\s*\S+")
MOST_ROWS, MOST_COLUMNS = 20, 7  # a longer or wider table of a figure's data is better as the file


def heading(element: Element, to: Writer) -> str:
    label, ends = to.label(element.id), ""
    if element.tag == "h2":
        ends, to.section = end_of_section(to), element.id
    to.is_heading = True
    body = to.inline(element).strip()
    to.is_heading = False
    begins = "".join(
        call("index-mark", entry, kind="start")
        for entry in to.index.of_section(to.label(element.id))
        if element.tag == "h2"
    )
    return ends + call("section", int(element.tag[1]), label, body=body) + begins


def end_of_section(to: Writer) -> str:
    """Ends the range of pages of index entries whose subject is the section written last."""
    entries = to.index.of_section(to.label(to.section)) if to.section else ()
    return "".join(call("index-mark", entry, kind="end") for entry in entries)


def styled(function: str) -> Rule:
    return lambda element, to: to.anchor(element.id) + call(function, body=to.inline(element))


def listing(function: str) -> Rule:
    def rule(element: Element, to: Writer) -> str:
        if element.find(lambda e: e.attrs.get("kind") == "source"):
            return source_list(element, to)
        items = [Content(to.anchor(item.id) + to.flow(item)) for item in element.elements]
        loose = any(item.find_tag("p") for item in element.elements)
        return call(function, *items, tight=not loose)

    return rule


def source_list(element: Element, to: Writer) -> str:
    """The one list of sources. Where each is cited, the book says with pages; the chapter alone with links, as the site."""
    rows = []
    for source in element.find_tags("p"):
        cited = next((e for e in source.elements if e.text == "Cited in"), None)
        ends = cited if len(to.printed) > 1 else None
        at = source.children.index(ends) if ends else len(source.children)
        words = to.inline(Element("p", {}, source.children[:at])).strip()
        key = source.id.removeprefix("ref-")
        rows.append((int(source.attrs["number"]), to.label(source.id), key, Content(words)))
    return call("source-list", rows)


def titled(element: Element, to: Writer) -> Content:
    return Content(to.inline(element.part("x-title")).strip())


def box(element: Element, to: Writer) -> str:
    named = element.attrs["kind"], element.attrs["name"], titled(element, to)
    body = to.blocks(element.without(element.child("x-title")))
    return to.anchor(element.id) + call("text-box", *named, body=body)


def question(element: Element, to: Writer) -> str:
    choices = [Content(to.flow(words)) for words in element.find_tags("x-words")]
    label, body = to.label(element.id), to.inline(element.part("x-note")).strip()
    return call("question", label, titled(element, to), choices, body=body)


def answer(element: Element, to: Writer) -> str:
    """The entry in the back: every choice with its reason, because a wrong choice teaches too."""
    reasons = []
    for choice in element.find_tags("x-choice"):
        words, *reason = choice.children
        right = bool(choice.attrs["right"])
        reasons.append((right, Content(to.render(words)), Content(to.blocks(reason))))
    return call("answer", to.label(element.id), titled(element, to), reasons)


def claim(element: Element, to: Writer) -> str:
    """Marks after its first word and at its end tell the template beside which lines to draw the bar."""
    grade = element.attrs["grade"]
    first = element.children[0] if element.children else ""
    word = FIRST_WORD_RE.match(first) if isinstance(first, str) else None
    start = call("claim-start", grade)
    if word:
        rest = Element("mark", {}, [word.string[word.end() :], *element.children[1:]])
        body = to.text(word[0]) + start + to.inline(rest)
    else:
        body = start + to.inline(element)
    meaning = to.destination(f"about#grade-{grade}") if "about" in to.chapters else ""
    return to.anchor(element.id, "Claim") + call("claim", grade, meaning, body=body)


def citation(element: Element, to: Writer) -> str:
    refs = [to.source(ref.attrs["key"], ref.attrs["number"]) for ref in element.elements]
    keys = [ref.attrs["key"] for ref in element.elements]
    anchors = "".join(to.anchor(ref.id) for ref in element.elements)
    return anchors + call("cite-marks", refs, keys)


def figure(element: Element, to: Writer) -> str:
    table, label = element.child("table"), to.label(element.id)
    words = re.sub(r"\s*\n\n", " #parbreak();", to.flow(element.part("x-caption")))
    shared: dict[str, Any] = {
        "number": f"{element.attrs['kind']} {element.attrs['number']}",
        "caption": Content(tables.in_small(words)),
        "label": label,
    }
    if table:
        return tables.table(table, to, **shared)
    picture = to.picture(element)
    alt = picture.alt
    if element.child("x-description"):  # stands in the back; the two lead to each other
        shared["words"] = f"words:{label}"
        alt += " A longer description follows under “The figures in words”."
    if picture.fold:
        shared["fold"] = picture.fold
    shared |= {"width": picture.width, "height": picture.height}
    return call("picture", picture.name, alt=alt, **shared)


def title_of(element: Element) -> str:
    """Plain words that name a figure or a table: the bold beginning of its caption, or its first sentence."""
    caption = element.part("x-caption")
    if bold := caption.find_tag("strong"):
        return bold.text.rstrip(".")
    return re.split(r"(?<=[a-z\d)])[.;](?:\s|$)", caption.text)[0]


def data_of(element: Element) -> Element | None:
    """The table of a figure's data if it is short and says in numbers what the description cannot."""
    table = element.part("x-data").find_tag("table")
    if table is None or element.attrs.get("data-kind") == "drawing":
        return None
    rows = table.find_tags("tr")
    return table if len(rows) - 1 <= MOST_ROWS and len(rows[0].elements) <= MOST_COLUMNS else None


def figure_in_words(element: Element, to: Writer) -> str:
    """The long description and the numbers. Under the figure they would part it from the text, so they stand in the
    back, one section per figure; caption and section lead to each other."""
    body = to.blocks(element.part("x-description").children)
    if table := data_of(element):
        body += "\n\n" + tables.table(table, to)
    file = element.attrs.get("data-src", "").removeprefix("../").removesuffix(".svg") + ".csv"
    title = Content(f"Figure {element.attrs['number']}. {to.text(title_of(element))}")
    return call("figure-words", to.label(element.id), title, to.imprint.live(file), body=body)


def bare_picture(element: Element, to: Writer) -> str:
    picture = to.picture(element)
    return call("bare-picture", picture.name, alt=picture.alt)


def span(element: Element, to: Writer) -> str:
    if "formula" in element.classes:
        return call("formula", element.attrs["aria-label"], body=to.inline(element))
    return to.anchor(element.id) + to.inline(element)


# Element -> what it is in the book; tests/editions/test_rules.py has a case for each.
RULES: dict[str, Rule] = {
    "a": lambda e, to: to.anchor(e.id) + links.link(e, to),  # link, in its printed form
    "blockquote": lambda e, to: call("quotation", body=to.flow(e)),
    "br": lambda e, to: "#linebreak();",
    "figure": figure,  # numbered table or picture, with caption
    "hr": lambda e, to: "#rule();",
    "img": bare_picture,
    "mark": claim,  # a graded claim
    "ol": listing("enum"),
    "p": lambda e, to: to.anchor(e.id) + to.inline(e).strip(),
    "pre": lambda e, to: call("code-block", "".join(e.strings()).rstrip("\n")),
    "span": span,
    "sub": styled("sub"),
    "sup": styled("super"),
    "table": lambda e, to: tables.table(e, to),
    "ul": listing("list"),
    "x-box": box,
    "x-cite": citation,  # a group of citation numbers
    "x-question": question,  # its answer goes to the back
    "x-words": lambda e, to: to.flow(e),
    **dict.fromkeys(("b", "strong"), styled("strong")),
    **dict.fromkeys(("em", "i"), styled("emph")),
    **dict.fromkeys(("code", "kbd"), lambda e, to: call("raw", e.text)),
    **dict.fromkeys(("abbr", "small", "time"), lambda e, to: to.inline(e)),
    **dict.fromkeys(("div", "section"), lambda e, to: to.anchor(e.id) + to.flow(e)),
    **dict.fromkeys(("h2", "h3", "h4"), heading),
}
