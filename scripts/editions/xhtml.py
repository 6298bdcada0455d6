"""Cleaned chapter to XHTML for the e-book: the same elements as in mapping.py, each with one rule.

An e-reader reflows text and may know no more than links, so everything stays in reading order: a citation
opens its source and a term its definition as a pop-up note where the reader can, and as a jump elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from scripts.editions import pictures
from scripts.editions.context import Context
from scripts.editions.figures import data_of
from scripts.editions.links import is_term
from scripts.editions.tree import Child, Element

BOX_NAMES = {
    "misconception": "Common misconception",
    "experiment": "How do we know?",
    "note": "Note",
}
SAME = {  # elements that mean the same in the e-book, with the attributes they keep
    tag: ("id",)
    for tag in (
        "b",
        "blockquote",
        "code",
        "em",
        "h2",
        "h3",
        "h4",
        "i",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "small",
        "strong",
        "sub",
        "sup",
        "tbody",
        "thead",
        "tr",
        "ul",
        "abbr",
        "figcaption",
    )
} | {
    "td": ("id", "colspan", "rowspan"),
    "th": ("id", "colspan", "rowspan", "scope"),
    "time": ("datetime",),
    "table": ("id",),
}
THROUGH = {"div", "section", "span"}  # only their content matters; an id is kept
LETTERS = "ABCDEFGH"


@dataclass
class Chapterer:
    """Writes one chapter; remembers which terms it used and which pictures it needs."""

    ctx: Context
    files: dict[str, str]  # slug -> file of every chapter
    terms: dict[str, None] = field(default_factory=dict)
    tables: int = 0
    figures: int = 0


def attr(**values: str) -> str:
    return "".join(
        f' {name.rstrip("_").replace("__", ":").replace("_", "-")}="{escape(value)}"'
        for name, value in values.items()
        if value
    )


def safe_id(name: str) -> str:
    """Ids without the colons that XML reserves for namespaces."""
    return name.replace(":", "-")


def render(child: Child, to: Chapterer) -> str:
    if isinstance(child, str):
        return escape(child, quote=False)
    if child.tag in RULES:
        return RULES[child.tag](child, to)
    inside = content(child, to)
    if child.tag in SAME:
        kept = {
            name: safe_id(child.attrs[name]) if name == "id" else child.attrs[name]
            for name in SAME[child.tag]
            if child.attrs.get(name)
        }
        return f"<{child.tag}{attr(**kept)}>{inside}</{child.tag}>"
    if child.tag in THROUGH:
        return (
            f"<{'span' if child.tag == 'span' else 'div'}{attr(id=safe_id(child.id))}>{inside}</{'span' if child.tag == 'span' else 'div'}>"
            if child.id
            else inside
        )
    raise to.ctx.fail(
        f"<{child.tag}> has no rule in scripts/editions/xhtml.py (text: {child.text[:60]!r})"
    )


def content(element: Element, to: Chapterer) -> str:
    return "".join(render(child, to) for child in element.children)


def _link(element: Element, to: Chapterer) -> str:
    inside, target = content(element, to), element.attrs.get("to", "")
    if not target:
        return f"<a{attr(id=safe_id(element.id), href=element.attrs.get('href', ''))}>{inside}</a>"
    slug, _, fragment = target.partition("#")
    if is_term(target) and to.ctx.chapter.slug != slug:
        to.terms.setdefault(fragment)
        return f'<a class="term" epub:type="noteref" role="doc-noteref" href="#term-{safe_id(fragment)}">{inside}</a>'
    if "grade" in element.classes:
        inside = f"[{inside}]"
    return f"<a{attr(id=safe_id(element.id), class_='grade' if 'grade' in element.classes else '', href=address(target, to))}>{inside}</a>"


def address(target: str, to: Chapterer) -> str:
    """A label such as `metabolism#steps` as a link between files of the e-book."""
    slug, _, fragment = target.partition("#")
    file = "" if slug == to.ctx.chapter.slug else to.files[slug]
    return f"{file}#{safe_id(fragment)}" if fragment else file


def _claim(element: Element, to: Chapterer) -> str:
    grade = element.attrs.get("grade", "")
    if not grade:
        raise to.ctx.fail(f"<mark> without a grade: {element.text[:60]!r}")
    meaning = address(f"about#grade-{grade}", to) if "about" in to.files else ""
    label = f"<a{attr(href=meaning)}>{grade}</a>" if meaning else grade
    return f'<mark class="{grade}"{attr(id=safe_id(element.id))}>{content(element, to)}</mark> <span class="grade">[{label}]</span>'


def _citation(element: Element, to: Chapterer) -> str:
    links = [
        f'<a{attr(id=safe_id(ref.id))} epub:type="noteref" role="doc-noteref" href="#{safe_id("fn:" + ref.attrs["key"])}">{ref.attrs["number"]}</a>'
        for ref in element.elements
    ]
    return f"<sup>{','.join(links)}</sup>"


def _box(element: Element, to: Chapterer) -> str:
    kind = next((name for name in BOX_NAMES if name in element.classes), None)
    title = element.find_class("admonition-title")
    if "admonition" not in element.classes:
        inside = content(element, to)
        return f"<div{attr(id=safe_id(element.id))}>{inside}</div>" if element.id else inside
    if kind is None or title is None:
        raise to.ctx.fail(f"box of unknown kind: {element.attrs.get('class')}")
    rest = "".join(render(child, to) for child in element.children if child is not title)
    return f'<div class="box {kind}"><p class="kind">{BOX_NAMES[kind]}</p><p class="title">{content(title, to)}</p>{rest}</div>'


def _figure(element: Element, to: Chapterer) -> str:
    caption, description, table = (
        element.find_tag("figcaption"),
        element.find_tag("x-description"),
        element.find_tag("table"),
    )
    words = content(caption, to) if caption else ""
    chapter = f"{to.ctx.chapter.number}." if to.ctx.chapter.number else ""
    if table and not description:
        to.tables += 1
        return f"<figure{attr(id=safe_id(element.id))}>{_numbered(f'Table {chapter}{to.tables}', words)}{render(table, to)}</figure>"
    picture = element.find(lambda e: e.tag in ("svg", "img"))
    if picture is None:
        raise to.ctx.fail(f"figure {element.id!r} has neither table nor picture")
    to.figures += 1
    name, alt = (
        pictures.add_picture(picture, to.ctx, element.attrs.get("data-src", "")),
        pictures.alternative(picture, to.ctx),
    )
    words = _numbered(f"Figure {chapter}{to.figures}", words)
    if not description:
        return f'<figure{attr(id=safe_id(element.id))}><img src="pictures/{name}" alt="{escape(alt)}"/>{words}</figure>'
    long = f"{safe_id(element.id)}-in-words"
    figure = f'<figure{attr(id=safe_id(element.id))}><img src="pictures/{name}" alt="{escape(alt)}" aria-details="{long}"/>{words}</figure>'
    return f'{figure}<details id="{long}"><summary>What the figure shows, in words</summary>{content(description, to)}{render(data, to) if (data := data_of(element)) else ""}</details>'


def _numbered(label: str, words: str) -> str:
    return f"<figcaption><p><strong>{label}.</strong></p>{words}</figcaption>"


def _image(element: Element, to: Chapterer) -> str:
    return f'<img src="pictures/{pictures.add_picture(element, to.ctx)}" alt="{escape(pictures.alternative(element, to.ctx))}"/>'


def _question(element: Element, to: Chapterer) -> str:
    title, note = element.find_tag("x-title"), element.find_class("question-note")
    choices = "".join(
        f"<li>{content(summary, to)}</li>" for summary in element.find_tags("summary")
    )
    return (
        f'<h3 id="{safe_id(element.id)}">{content(title, to) if title else ""}</h3><ol class="choices">{choices}</ol>'
        f'<p class="facts">{content(note, to) if note else ""} <a epub:type="noteref" role="doc-noteref" href="#answer-{safe_id(element.id)}">Answer</a></p>'
    )


def answer(element: Element, to: Chapterer) -> str:
    """The pop-up with every choice and its reason."""
    written = []
    for letter, choice in zip(
        LETTERS, (e for e in element.walk() if "choice" in e.classes), strict=False
    ):
        feedback = choice.find_class("feedback")
        words = (
            [
                child
                for child in feedback.children
                if not (isinstance(child, Element) and "verdict" in child.classes)
            ]
            if feedback
            else []
        )
        verdict = "right" if "choice-right" in choice.classes else "not this one"
        written.append(
            f"<p><strong>{letter}, {verdict}.</strong></p>{''.join(render(child, to) for child in words)}"
        )
    title = element.find_tag("x-title")
    return f'<aside id="answer-{safe_id(element.id)}" epub:type="footnote" role="doc-footnote"><p><a href="#{safe_id(element.id)}">{content(title, to) if title else ""}</a></p>{"".join(written)}</aside>'


RULES: dict[str, Callable[[Element, Chapterer], str]] = {
    "a": _link,
    "br": lambda e, to: "<br/>",
    "div": _box,
    "figure": _figure,
    "hr": lambda e, to: "<hr/>",
    "img": _image,
    "mark": _claim,
    "svg": _image,
    "x-cite": _citation,
    "x-question": _question,
}
