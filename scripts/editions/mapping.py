"""HTML to Typst, one rule per element. `MAPPING` at the end is the table; everything else serves it.

A rule gets an element of a cleaned chapter and the context, and returns Typst markup. How things look is
decided in overrides/book/book.typ alone: a rule only names what a thing is. An element without a rule stops
the build, because text that silently vanishes from a book is worse than no book.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from scripts.editions import links, pictures, questions, tables
from scripts.editions.context import Context
from scripts.editions.tree import Child, Element
from scripts.editions.typst_text import array, call, escape, join, quote

Rule = Callable[[Element, Context], str]
BOXES = ("misconception", "experiment", "note")


def render(child: Child, ctx: Context) -> str:
    if isinstance(child, str):
        ctx.depth += child.count("(") - child.count(")")
        return escape(child)
    rule = MAPPING.get(child.tag)
    if rule is None:
        raise ctx.fail(
            f"<{child.tag}> has no rule in scripts/editions/mapping.py (text: {child.text[:60]!r})"
        )
    return rule(child, ctx)


def inline(element: Element, ctx: Context) -> str:
    return join(render(child, ctx) for child in element.children)


def blocks(children: list[Child], ctx: Context) -> str:
    """Block content: loose text counts as a paragraph of its own."""
    written = []
    for child in children:
        ctx.depth = 0
        if isinstance(child, str) and not child.strip():
            continue
        written.append(render(child, ctx))
    return "\n\n".join(written)


def flow(element: Element, ctx: Context) -> str:
    """Content that may be inline or block, as in <li>, <td> and <div>."""
    ctx.depth = 0
    has_blocks = any(child.tag in BLOCK for child in element.elements)
    return blocks(element.children, ctx) if has_blocks else inline(element, ctx).strip()


def heading(element: Element, ctx: Context) -> str:
    if element.tag == "h2":
        ctx.section = element.id
    return call(
        "section", element.tag[1], quote(ctx.label(element.id)), body=inline(element, ctx).strip()
    )


def paragraph(element: Element, ctx: Context) -> str:
    ctx.depth = 0
    return ctx.anchor(element.id) + inline(element, ctx).strip()


def styled(function: str) -> Rule:
    return lambda element, ctx: ctx.anchor(element.id) + call(function, body=inline(element, ctx))


def listing(function: str) -> Rule:
    def rule(element: Element, ctx: Context) -> str:
        items = [f"[{ctx.anchor(item.id)}{flow(item, ctx)}]" for item in element.elements]
        loose = any(item.find_tag("p") for item in element.elements)
        return call(function, *items, tight="false" if loose else "true")

    return rule


def division(element: Element, ctx: Context) -> str:
    """A box of the text if it has a kind; otherwise only what is inside."""
    kind = next((kind for kind in BOXES if kind in element.classes), None)
    if "admonition" not in element.classes:
        return ctx.anchor(element.id) + flow(element, ctx)
    title = element.find_class("admonition-title")
    if kind is None or title is None:
        raise ctx.fail(f"box of unknown kind: {element.attrs.get('class')}")
    body = [child for child in element.children if child is not title]
    return ctx.anchor(element.id) + call(
        "text-box", quote(kind), f"[{inline(title, ctx)}]", body=blocks(body, ctx)
    )


def claim(element: Element, ctx: Context) -> str:
    grade = element.attrs.get("grade")
    if not grade:
        raise ctx.fail(f"<mark> without a grade: {element.text[:60]!r}")
    return call(
        "claim",
        quote(grade),
        quote(ctx.label(element.id)),
        quote(ctx.destination(f"about#grade-{grade}")),
        body=inline(element, ctx),
    )


def citation(element: Element, ctx: Context) -> str:
    refs = element.elements
    anchors = "".join(ctx.anchor(ref.id) for ref in refs)
    return anchors + call(
        "cite-marks",
        array(
            [
                f"({quote(ref.attrs['number'])}, {quote(ctx.label('fn:' + ref.attrs['key']))})"
                for ref in refs
            ]
        ),
    )


def figure(element: Element, ctx: Context) -> str:
    caption = element.find_tag("figcaption")
    words = ""
    if caption:
        words = tables.in_small(re.sub(r"\s*\n\n", " #parbreak();", flow(caption, ctx)))
    description = element.find_tag("x-description")
    if not description and (table := element.find_tag("table")):
        return tables.table(table, ctx, words, ctx.anchor(element.id))
    picture = element.find(lambda e: e.tag in ("svg", "img"))
    if picture is None:
        raise ctx.fail(f"figure {element.id!r} has neither table nor picture")
    name, alt = (
        pictures.add_picture(picture, ctx, element.attrs.get("data-src", "")),
        pictures.alternative(picture, ctx),
    )
    anchor = ctx.anchor(element.id)
    if description:  # stands in the appendix that figures.py writes; the two lead to each other
        label = ctx.label(element.id)
        anchor = call("anchor", quote(label))
        words += " " + call("xref", quote(f"words:{label}"), body="In words")
        alt += " A longer description follows under “The figures in words”."
    width, height = pictures.size(ctx.pictures[name])
    columns = pictures.fold(ctx.pictures[name])
    cut = {"fold": f"({columns[0]}, {columns[1]})"} if columns else {}
    return call(
        "picture",
        quote(name),
        alt=quote(alt),
        number=quote(ctx.number("figure")),
        caption=f"[{words}]",
        width=str(width),
        height=str(height),
        mark=f"[{anchor}]",
        **cut,
    )


def bare_picture(element: Element, ctx: Context) -> str:
    return call(
        "bare-picture",
        quote(pictures.add_picture(element, ctx)),
        alt=quote(pictures.alternative(element, ctx)),
    )


def code_block(element: Element, ctx: Context) -> str:
    return call("code-block", quote("".join(element.strings()).rstrip("\n")))


# Element -> what it is in the book. One line per element; tests/editions/test_mapping.py has one case per line.
MAPPING: dict[str, Rule] = {
    "a": lambda e, ctx: (
        ctx.anchor(e.id) + links.link(e, inline(e, ctx), ctx)
    ),  # link, in its printed form
    "abbr": inline,  # its expansion is in the glossary
    "b": styled("strong"),
    "blockquote": lambda e, ctx: call("quotation", body=flow(e, ctx)),
    "br": lambda e, ctx: "#linebreak();",
    "code": lambda e, ctx: call("raw", quote(e.text)),
    "div": division,  # misconception, experiment, note; else transparent
    "em": styled("emph"),
    "figure": figure,  # numbered table or picture, with caption
    "h2": heading,
    "h3": heading,
    "h4": heading,
    "hr": lambda e, ctx: "#rule();",
    "i": styled("emph"),
    "img": bare_picture,
    "kbd": lambda e, ctx: call("raw", quote(e.text)),
    "mark": claim,  # a graded claim
    "ol": listing("enum"),
    "p": paragraph,
    "pre": code_block,
    "section": division,
    "small": inline,
    "span": lambda e, ctx: ctx.anchor(e.id) + inline(e, ctx),
    "strong": styled("strong"),
    "sub": styled("sub"),
    "sup": styled("super"),
    "svg": bare_picture,
    "table": lambda e, ctx: tables.table(e, ctx, ""),
    "time": inline,
    "ul": listing("list"),
    "x-cite": citation,  # a group of citation numbers
    "x-question": questions.question,  # its answer goes to the appendix
}
BLOCK = {
    "blockquote",
    "div",
    "figure",
    "h2",
    "h3",
    "h4",
    "hr",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
    "x-question",
}
