"""A chapter as XHTML for the e-book: one rule per element, as for print. Open this to teach the e-book a new element.

An e-reader reflows text and may know no more than links, so everything stays in reading order: a citation opens its
source and a term its definition as a pop-up note where the reader can, and as a jump elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from html import escape

from scripts.core.site import Site
from scripts.core.typography import UNBREAKABLE_RE
from scripts.editions.chapter import Chapter
from scripts.editions.epub.drawings import parts
from scripts.editions.pdf.links import is_term
from scripts.editions.pdf.rules import data_of
from scripts.editions.pictures import read_picture
from scripts.editions.tree import Child, Element

# Elements that mean the same in the e-book, with the attributes they take along beside their id.
COPIED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("abbr", "b", "blockquote", "code", "em", "h2", "h3", "h4", "i", "kbd"), ()),
    **dict.fromkeys(("li", "ol", "p", "pre", "small", "strong", "sub", "sup", "ul"), ()),
    **dict.fromkeys(("tbody", "thead", "tr", "figcaption"), ()),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "time": ("datetime",),
}
LETTERS = "ABCDEFGH"
# Times as high as wide: with a caption below it, too small to read on a page of a reader.
TALL = 1.45
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


def no_breaks(words: str) -> str:
    return UNBREAKABLE_RE.sub(r'<span class="whole">\g<0></span>', escape(words, quote=False))


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


def page_break(page: str) -> str:
    """Where a page of the PDF edition begins."""
    kind = {"epub__type": "pagebreak", "role": "doc-pagebreak", "id": f"page-{page}"}
    return tag("span", "", **kind, aria_label=f" Page {page}. ") if page else ""


@dataclass
class XhtmlWriter:
    """One chapter being written. It notes the terms that the chapter uses and the pictures it needs."""

    site: Site
    chapter: Chapter
    slugs: Collection[str]  # of all chapters of the e-book
    pictures: dict[str, bytes]
    terms: set[str] = field(default_factory=set)

    def render(self, child: Child) -> str:
        if isinstance(child, str):
            return no_breaks(child)
        if rule := RULES.get(child.tag):
            written = rule(child, self)
        elif child.tag in COPIED:
            taken = {name: child.attrs.get(name, "") for name in COPIED[child.tag]}
            written = tag(child.tag, self.content(child), id=safe_id(child.id), **taken)
        else:
            self.chapter.fail(f"<{child.tag}> has no rule in {__name__}", child.text)
        return page_break(child.attrs.get("page", "")) + written

    def content(self, element: Element) -> str:
        return self.all(element.children)

    def all(self, children: list[Child]) -> str:
        return "".join(map(self.render, children))

    def address(self, target: str) -> str:
        """A label such as `metabolism#steps` as a link between files of the e-book."""
        slug, _, fragment = target.partition("#")
        file = "" if slug == self.chapter.slug else f"{slug}.xhtml"
        return f"{file}#{safe_id(fragment)}" if fragment else file

    def images(self, element: Element, **values: str) -> tuple[str, bool]:
        """The picture of an element, or both parts of a folded one, and whether it needs a page of its own."""
        picture, written = read_picture(self.site, self.chapter, element), ""
        for number, part in enumerate(parts(picture)):
            self.pictures[part.name] = part.data
            alt = picture.alt if number == 0 else "The figure, continued."
            written += f"<img{attr(src=f'pictures/{part.name}', alt=alt, **values)}/>"
        return written, picture.height > TALL * picture.width

    def note_link(self, inside: str, target: str, **values: str) -> str:
        kind = {"epub__type": "noteref", "role": "doc-noteref", "href": f"#{target}"}
        return tag("a", inside, **kind, **values)

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
    grade = label = element.attrs["grade"]
    if "about" in to.slugs:
        label = tag("a", grade, href=to.address(f"about#grade-{grade}"))
    mark = tag("mark", to.content(element), class_=grade, id=safe_id(element.id))
    return f"{mark} {tag('span', f'[{label}]', class_='grade')}"


def _citation(element: Element, to: XhtmlWriter) -> str:
    links = [
        to.note_link(ref.attrs["number"], safe_id(f"fn:{ref.attrs['key']}"), id=safe_id(ref.id))
        for ref in element.elements
    ]
    return tag("sup", ",".join(links))


def _box(element: Element, to: XhtmlWriter) -> str:
    heads = tag("p", element.attrs["name"], class_="kind")
    heads += tag("p", to.content(element.part("x-title")), class_="title")
    body, kind = to.all(element.without(element.child("x-title"))), element.attrs["kind"]
    return tag("div", heads + body, class_=f"box {kind}", id=safe_id(element.id))


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
        facts = "".join(
            tag("dt", n) + tag("dd", to.content(cell)) for n, cell in pairs if cell.text
        )
        title = tag("p", to.content(row[0]), class_="title")
        items.append(tag("li", title + (tag("dl", facts) if facts else "")))
    records = tag("ul", "".join(items), class_="records", id=safe_id(element.id))
    return tag("p", names[0], class_="kind") + records


def _figure(element: Element, to: XhtmlWriter) -> str:
    id, description = safe_id(element.id), element.child("x-description")
    label = tag("strong", f"{element.attrs['kind']} {element.attrs['number']}.")
    words = to.content(element.part("x-caption")).strip()
    # In the first paragraph of the caption, so that a page break cannot leave the number alone.
    words = words.removeprefix("<p>") if words.startswith("<p>") else f"{words}</p>"
    figcaption = tag("figcaption", f"<p>{label} {words}")
    if table := element.child("table"):
        return tag("figure", figcaption + to.render(table), id=id, class_="table")
    long = f"{id}-in-words" if description else ""
    images, is_tall = to.images(element, aria_details=long)
    # A tall one takes a page of its own, so its caption comes first: behind it, it would be on the next page.
    inside, kind = (figcaption + images, "tall") if is_tall else (images + figcaption, "")
    figure = tag("figure", inside, id=id, class_=kind)
    if description is None:
        return figure
    numbers = data_of(element)
    summary = tag("summary", "What the figure shows, in words")
    words = to.content(description) + to.render(numbers or "")
    return figure + tag("details", summary + words, id=long)


def _span(element: Element, to: XhtmlWriter) -> str:
    if "formula" not in element.classes:
        return _transparent("span")(element, to)
    spoken = element.attrs["aria-label"]
    return tag("span", to.content(element), role="math", aria_label=spoken, class_="whole")


def _question(element: Element, to: XhtmlWriter) -> str:
    id, note = safe_id(element.id), to.content(element.part("x-note"))
    choices = "".join(tag("li", to.content(words)) for words in element.find_tags("x-words"))
    below = f"{note} {to.note_link('Answer', f'answer-{id}')}"
    heading = tag("h3", to.content(element.part("x-title")), id=id)
    return heading + tag("ol", choices, class_="choices") + tag("p", below, class_="facts")


def answer(element: Element, to: XhtmlWriter) -> str:
    """The pop-up with every choice and its reason."""
    written = ""
    for letter, choice in zip(LETTERS, element.find_tags("x-choice"), strict=False):
        verdict = "right" if choice.attrs["right"] else "not this one"
        written += tag("p", tag("strong", f"{letter}, {verdict}.")) + to.all(choice.children[1:])
    back = tag("a", plain(element.part("x-title")), href=f"#{safe_id(element.id)}")
    return to.note(tag("p", back) + written, f"answer-{safe_id(element.id)}")


RULES: dict[str, Callable[[Element, XhtmlWriter], str]] = {
    "a": _link,
    "br": lambda e, to: "<br/>",
    "div": _transparent("div"),
    "figure": _figure,
    "hr": lambda e, to: "<hr/>",
    "img": lambda e, to: to.images(e)[0],
    "mark": _claim,
    "section": _transparent("div"),
    "span": _span,
    "table": _table,
    "x-box": _box,
    "x-cite": _citation,
    "x-question": _question,
}
