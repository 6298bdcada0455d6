"""A chapter as XHTML for the e-book: one rule per element, as for print. Open this to teach the e-book a new element.

An e-reader reflows text and may know no more than links, so everything stays in reading order: a citation opens its
source and a term its definition as a pop-up note where the reader can, and as a jump elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape

from scripts.core.site import Site
from scripts.editions.chapter import Chapter
from scripts.editions.epub.drawings import parts
from scripts.editions.pdf.links import is_term
from scripts.editions.pdf.rules import data_of
from scripts.editions.pictures import read_picture
from scripts.editions.questions import choices_of
from scripts.editions.tree import Child, Element
from scripts.editions.typography import UNBREAKABLE_RE

BOX_NAMES = {
    "misconception": "Common misconception",
    "experiment": "How do we know?",
    "note": "Note",
    "recap": "Recap",
}
# Elements that mean the same in the e-book, with the attributes they take along beside their id.
SAME: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("abbr", "b", "blockquote", "code", "em", "h2", "h3", "h4", "i", "kbd"), ()),
    **dict.fromkeys(("li", "ol", "p", "pre", "small", "strong", "sub", "sup", "ul"), ()),
    **dict.fromkeys(("tbody", "thead", "tr", "figcaption"), ()),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "time": ("datetime",),
}
LETTERS = "ABCDEFGH"
# The longest words of a table's columns, in letters, that stand side by side on a phone or in large type.
NARROWEST = 38
FLAT = str.maketrans("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


def attr(**values: str) -> str:
    """Attributes; `epub__type` is `epub:type`, `class_` is `class`. Empty ones are left out."""
    names = {n: n.rstrip("_").replace("__", ":").replace("_", "-") for n in values}
    return "".join(f' {names[n]}="{escape(value)}"' for n, value in values.items() if value)


def tag(name: str, inside: str, **values: str) -> str:
    return f"<{name}{attr(**values)}>{inside}</{name}>"


def safe_id(name: str) -> str:
    """Ids without the colons that XML reserves for namespaces."""
    return name.replace(":", "-")


def plain(child: Child) -> str:
    """Words with their sub- and superscripts and without links, which would ask for more definitions."""
    if isinstance(child, str):
        return escape(child, quote=False)
    inside = "".join(map(plain, child.children))
    return tag(child.tag, inside) if child.tag in ("em", "i", "sub", "sup") and inside else inside


def flat(child: Child) -> str:
    """Plain words for a link to a note: readers take it for a number and strip or enlarge raised and lowered parts."""
    if isinstance(child, str):
        return child
    inside = "".join(map(flat, child.children))
    return inside.translate(FLAT) if child.tag == "sub" else inside


@dataclass
class XhtmlWriter:
    """One chapter being written. It notes the terms that the chapter uses and the pictures it needs."""

    site: Site
    chapter: Chapter
    files: Mapping[str, str]  # file of every chapter, by slug
    pictures: dict[str, bytes]
    terms: set[str] = field(default_factory=set)

    def render(self, child: Child) -> str:
        if isinstance(child, str):
            return UNBREAKABLE_RE.sub(
                r'<span class="whole">\g<0></span>', escape(child, quote=False)
            )
        page = child.attrs.get("page", "")
        mark = tag(
            "span",
            "",
            epub__type="pagebreak",
            role="doc-pagebreak",
            id=f"page-{page}",
            aria_label=f" Page {page}. ",
        )
        if rule := RULES.get(child.tag):
            return (mark if page else "") + rule(child, self)
        if child.tag not in SAME:
            self.chapter.fail(f"<{child.tag}> has no rule in {__name__}", child.text)
        taken = {name: child.attrs[name] for name in SAME[child.tag] if child.attrs.get(name)}
        inside = self.content(child)
        return (mark if page else "") + tag(child.tag, inside, id=safe_id(child.id), **taken)

    def content(self, element: Element) -> str:
        return self.all(element.children)

    def all(self, children: list[Child]) -> str:
        return "".join(map(self.render, children))

    def address(self, target: str) -> str:
        """A label such as `metabolism#steps` as a link between files of the e-book."""
        slug, _, fragment = target.partition("#")
        file = "" if slug == self.chapter.slug else self.files[slug]
        return f"{file}#{safe_id(fragment)}" if fragment else file

    def note_link(self, inside: str, target: str, **values: str) -> str:
        return tag(
            "a", inside, epub__type="noteref", role="doc-noteref", href=f"#{target}", **values
        )

    def note(self, inside: str, id: str) -> str:
        return tag("aside", inside, id=id, epub__type="footnote", role="doc-footnote")


def _transparent(name: str) -> Callable[[Element, XhtmlWriter], str]:
    """Only the content matters; an id is a place to link to."""

    def rule(element: Element, to: XhtmlWriter) -> str:
        inside = to.content(element)
        return tag(name, inside, id=safe_id(element.id)) if element.id else inside

    return rule


def _link(element: Element, to: XhtmlWriter) -> str:
    target, here = element.attrs.get("to", ""), safe_id(element.id)
    if not target:
        href = element.attrs.get("href", "")
        return tag("a", to.content(element), id=here, href=href) if href else to.content(element)
    slug, _, fragment = target.partition("#")
    if is_term(target) and to.chapter.slug != slug:
        to.terms.add(fragment)
        words = escape("".join(map(flat, element.children)), quote=False)
        return to.note_link(words, f"term-{safe_id(fragment)}", class_="term", id=here)
    grade = "grade" if "grade" in element.classes else ""
    inside = f"[{to.content(element)}]" if grade else to.content(element)
    return tag("a", inside, id=here, class_=grade, href=to.address(target))


def _claim(element: Element, to: XhtmlWriter) -> str:
    grade = element.attrs.get("grade", "")
    if not grade:
        to.chapter.fail("<mark> without a grade", element.text)
    meaning = to.address(f"about#grade-{grade}") if "about" in to.files else ""
    label = tag("a", grade, href=meaning) if meaning else grade
    mark = tag("mark", to.content(element), class_=grade, id=safe_id(element.id))
    return f"{mark} {tag('span', f'[{label}]', class_='grade')}"


def _citation(element: Element, to: XhtmlWriter) -> str:
    links = [
        to.note_link(ref.attrs["number"], safe_id(f"fn:{ref.attrs['key']}"), id=safe_id(ref.id))
        for ref in element.elements
    ]
    return tag("sup", ",".join(links))


def _division(element: Element, to: XhtmlWriter) -> str:
    if "admonition" not in element.classes:
        return _transparent("div")(element, to)
    kind = next((name for name in BOX_NAMES if name in element.classes), None)
    title = element.find_class("admonition-title")
    if kind is None or title is None:
        to.chapter.fail(f"box of unknown kind: {element.attrs.get('class')}", element.text)
    return _box(
        kind, BOX_NAMES[kind], to.content(title), to.all(element.without(title)), element.id
    )


def _box(kind: str, name: str, title: str, inside: str, id: str = "") -> str:
    heads = tag("p", name, class_="kind") + tag("p", title, class_="title")
    return tag("div", heads + inside, class_=f"box {kind}", id=safe_id(id))


def _details(element: Element, to: XhtmlWriter) -> str:
    """What a screen folds away stands open, set smaller: not every reader can unfold."""
    summary = element.find_tag("summary")
    title = to.content(summary) if summary else ""
    return _box("more", "More detail", title, to.all(element.without(summary)), element.id)


def _table(element: Element, to: XhtmlWriter) -> str:
    """As a table where its columns fit on a phone, else row by row as a list: readers clip what is too wide."""
    rows = [[c for c in row.elements if c.tag in ("td", "th")] for row in element.find_tags("tr")]
    columns = [[row[n].text for row in rows if n < len(row)] for n in range(len(rows[0]))]
    words = (re.split(r"[\s/–—-]", " ".join(column)) for column in columns)
    if sum(max(map(len, column)) + 2 for column in words) <= NARROWEST:
        return tag("table", to.content(element), id=safe_id(element.id))
    names = [to.content(cell) for cell in rows[0]]
    items = []
    for row in rows[1:]:
        pairs = zip(names[1:], row[1:], strict=False)
        told = "".join(
            tag("dt", name) + tag("dd", to.content(cell)) for name, cell in pairs if cell.text
        )
        items.append(
            tag(
                "li",
                tag("p", to.content(row[0]), class_="title") + (tag("dl", told) if told else ""),
            )
        )
    return tag("p", names[0], class_="kind") + tag(
        "ul", "".join(items), class_="records", id=safe_id(element.id)
    )


def _figure(element: Element, to: XhtmlWriter) -> str:
    caption, table = element.find_tag("figcaption"), element.find_tag("table")
    description, data = element.find_tag("x-description"), element.find_tag("x-data")
    label = tag("strong", f"{element.attrs['kind']} {element.attrs['number']}.")
    said = to.all(caption.without(description, data)).strip() if caption else ""
    # In the first paragraph of the caption, so that a page break cannot leave the number alone.
    said = (
        said.replace("<p>", f"<p>{label} ", 1)
        if said.startswith("<p>")
        else f"<p>{label} {said}</p>"
    )
    said, id = tag("figcaption", said), safe_id(element.id)
    if (drawn := element.find_tag("svg", "img")) is None:
        if table is None:
            to.chapter.fail(f"figure '{element.id}' has neither table nor picture", element.id)
        return tag("figure", said + to.render(table), id=id, class_="table")
    picture = read_picture(to.site, to.chapter, drawn, element.attrs.get("data-src", ""))
    words = f"{id}-in-words" if description else ""
    images = ""
    for number, part in enumerate(parts(picture)):
        to.pictures[part.name] = part.data
        alt = escape(picture.alt if number == 0 else "The figure, continued.")
        images += f'<img src="pictures/{part.name}" alt="{alt}"{attr(aria_details=words)}/>'
    figure = tag("figure", images + said, id=id)
    if description is None:
        return figure
    numbers = data_of(element)
    told = to.content(description) + (to.render(numbers) if numbers else "")
    summary = tag("summary", "What the figure shows, in words")
    return figure + tag("details", summary + told, id=words)


def _image(element: Element, to: XhtmlWriter) -> str:
    picture = read_picture(to.site, to.chapter, element)
    to.pictures[picture.name] = parts(picture)[0].data
    return f'<img src="pictures/{picture.name}" alt="{escape(picture.alt)}"/>'


def _span(element: Element, to: XhtmlWriter) -> str:
    if "formula" not in element.classes:
        return _transparent("span")(element, to)
    spoken = element.attrs.get("aria-label", "")
    return tag("span", to.content(element), role="math", aria_label=spoken, class_="whole")


def _question(element: Element, to: XhtmlWriter) -> str:
    title, note = element.find_tag("x-title"), element.find_class("question-note")
    choices = "".join(tag("li", to.content(c.words)) for c in choices_of(element, to.chapter))
    link = to.note_link("Answer", f"answer-{safe_id(element.id)}")
    return (
        tag("h3", to.content(title) if title else "", id=safe_id(element.id))
        + tag("ol", choices, class_="choices")
        + tag("p", f"{to.content(note) if note else ''} {link}", class_="facts")
    )


def answer(element: Element, to: XhtmlWriter) -> str:
    """The pop-up with every choice and its reason."""
    written = "".join(
        tag("p", tag("strong", f"{letter}, {'right' if choice.is_right else 'not this one'}.")) + to.all(choice.reason)
        for letter, choice in zip(LETTERS, choices_of(element, to.chapter), strict=False)
    )  # fmt: skip
    title = element.find_tag("x-title")
    back = tag("a", plain(title) if title else "", href=f"#{safe_id(element.id)}")
    return to.note(tag("p", back) + written, f"answer-{safe_id(element.id)}")


RULES: dict[str, Callable[[Element, XhtmlWriter], str]] = {
    "a": _link,
    "br": lambda e, to: "<br/>",
    "details": _details,
    "div": _division,
    "figure": _figure,
    "hr": lambda e, to: "<hr/>",
    "img": _image,
    "mark": _claim,
    "section": _transparent("div"),
    "span": _span,
    "svg": _image,
    "table": _table,
    "x-cite": _citation,
    "x-question": _question,
}
