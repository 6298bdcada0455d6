"""From a built page to a chapter: drop what only a screen needs, and name what only a class told.

What leaves this file has no buttons, permalinks or back-arrows. A citation is `x-cite`, a question
`x-question`, a claim a `mark` that carries its grade, and every link says where it leads (`to` or `href`).
"""

from __future__ import annotations

from scripts.editions.chapter import Chapter, Note
from scripts.editions.site import Page, Site, resolve
from scripts.editions.tree import Child, Element

# Screen-only furniture: removed with everything inside.
DROP_TAGS = {"script", "style", "noscript", "template", "button", "input", "select", "form", "link"}
DROP_CLASSES = {
    *(
        "headerlink",
        "footnote-backref",
        "figure-number",
        "caption-prefix",
    ),  # print numbers and links in its own way
    *(
        "contents",
        "track",
        "starts",
        "share",
        "print-address",
        "figure-tools",
        "js-only",
        "near",
        "membrane",
        "no-print",
        "on-screen",
    ),
}
GRADES = ("established", "supported", "contested", "speculative")


def is_dropped(element: Element) -> bool:
    return element.tag in DROP_TAGS or (
        bool(element.attrs)
        and (not DROP_CLASSES.isdisjoint(element.classes) or "hidden" in element.attrs)
    )


def _prune(element: Element) -> None:
    element.children = [
        child for child in element.children if isinstance(child, str) or not is_dropped(child)
    ]
    for child in element.elements:
        _prune(child)


def _is_citation(child: Child) -> bool:
    return (
        isinstance(child, Element)
        and child.tag == "sup"
        and child.find_class("footnote-ref") is not None
    )


def _reference(sup: Element) -> Element:
    link = sup.find_class("footnote-ref")
    assert link is not None
    return Element(
        "x-ref",
        {
            "key": link.attrs["href"].removeprefix("#fn:"),
            "number": link.text.strip("[]"),
            "id": sup.id,
        },
    )


def _group_citations(element: Element) -> None:
    """Neighboring citation numbers become one group, so that print can say "1,3" instead of "13"."""
    grouped: list[Child] = []
    for child in element.children:
        if _is_citation(child):
            assert isinstance(child, Element)
            if not (grouped and isinstance(grouped[-1], Element) and grouped[-1].tag == "x-cite"):
                grouped.append(Element("x-cite"))
            group = grouped[-1]
            assert isinstance(group, Element)
            group.children.append(_reference(child))
        else:
            if isinstance(child, Element):
                _group_citations(child)
            grouped.append(child)
    element.children = grouped


def _grade_claims(element: Element) -> None:
    """The grade that follows a claim as a label moves into the claim, where print sets it in the margin."""
    kept: list[Child] = []
    for child in element.children:
        if isinstance(child, Element) and child.tag == "a" and "grade" in child.classes:
            before = [c for c in kept[-2:] if not (isinstance(c, str) and not c.strip())]
            if before and isinstance(before[-1], Element) and "claim" in before[-1].classes:
                if isinstance(kept[-1], str):
                    kept.pop()  # the no-break space between claim and label
                continue
        if isinstance(child, Element):
            _grade_claims(child)
            if child.tag == "mark" and "claim" in child.classes:
                child.attrs["grade"] = next(
                    (grade for grade in GRADES if grade in child.classes), ""
                )
        kept.append(child)
    element.children = kept


def _gather_questions(element: Element) -> None:
    """A question heading, its choices and its note belong together: a page break must not part them blindly."""
    kept: list[Child] = []
    for child in element.children:
        if isinstance(child, Element):
            _gather_questions(child)
            if child.tag == "h3" and "question" in child.classes:
                child = Element(
                    "x-question", {"id": child.id}, [Element("x-title", {}, child.children)]
                )
            elif (
                kept
                and isinstance(kept[-1], Element)
                and kept[-1].tag == "x-question"
                and child.classes & {"choices", "question-note"}
            ):
                kept[-1].children.append(child)
                continue
        elif (
            kept
            and isinstance(kept[-1], Element)
            and kept[-1].tag == "x-question"
            and not child.strip()
        ):
            continue
        kept.append(child)
    element.children = kept


def _resolve_links(site: Site, page: Page, element: Element) -> None:
    for link in element.find_tags("a"):
        if "href" in link.attrs:
            target = resolve(site, page, link.attrs.pop("href"))
            link.attrs.update({"href": target.url} if target.url else {"to": target.label})


def _take(article: Element, test: str) -> Element | None:
    """Remove and return the first top-level element with a class (or a tag)."""
    for child in article.elements:
        if test in child.classes or test == child.tag:
            article.children.remove(child)
            return child
    return None


def _notes(block: Element | None) -> list[Note]:
    items = [item for item in block.find_tags("li") if item.id.startswith("fn:")] if block else []
    return [
        Note(
            item.id.removeprefix("fn:"),
            number,
            item.elements[0].children if len(item.elements) == 1 else item.children,
        )
        for number, item in enumerate(items, 1)
    ]


def make_chapter(site: Site, page: Page) -> Chapter:
    article = page.article
    _prune(article)
    for step in (_group_citations, _grade_claims, _gather_questions):
        step(article)
    _resolve_links(site, page, article)
    chapter = Chapter(page)
    if head := _take(article, "page-head"):
        date, review = head.find_tag("time"), head.find_class("review-state")
        chapter.checked = date.text if date else ""
        chapter.minutes = next(
            (item.text for item in head.find_tags("li") if item.text.endswith("read")), ""
        )
        chapter.review = review.children if review else []
    if objectives := _take(article, "objectives"):
        chapter.objectives = objectives.find_tags("li")
    chapter.notes = _notes(_take(article, "footnote"))
    chapter.provenance = _take(article, "page-sources")
    chapter.body = [_describe_figures(element) for element in article.elements]
    return chapter


def _describe_figures(element: Element) -> Element:
    """In a figure, the description in words becomes `x-description` and the table of its data `x-data`."""
    for figure in element.walk():
        if figure.tag != "figure" or "figure" not in figure.classes:
            continue
        caption = figure.find_tag("figcaption") or figure
        details = [child for child in caption.elements if child.tag == "details"]
        caption.children = [child for child in caption.children if child not in details]
        for detail in details:
            inside = [
                child
                for child in detail.children
                if not (isinstance(child, Element) and child.tag == "summary")
            ]
            figure.children.append(
                Element(
                    "x-data" if detail.find_class("figure-table") else "x-description", {}, inside
                )
            )
    return element


def make_chapters(site: Site) -> list[Chapter]:
    """All chapters in order; a page with objectives is a lesson and gets a number."""
    chapters = [make_chapter(site, page) for page in site.pages]
    lessons = [chapter for chapter in chapters if chapter.objectives]
    for number, chapter in enumerate(lessons, 1):
        chapter.number = number
    return chapters
