"""How each kind of link reads in print. Open this when a link on paper says too much or too little.

| leads to | reads as |
|---|---|
| a glossary entry | the word itself, faintly underlined; also an entry of the index |
| a source in References | its short name |
| the meaning of a grade | the grade's label |
| the section one is reading | text |
| a figure, or another section of the chapter | text (p. 31) |
| another chapter | text (Metabolism, p. 31) |
| a chapter outside this document | text (Metabolism), its address behind it; a term or source only its name |
| the web | text, the address behind it; an address never gets a hyphen |
"""

from __future__ import annotations

import re

from scripts.editions.pdf.typst_text import Content, call, content
from scripts.editions.pdf.writer import Writer
from scripts.editions.tree import Element

GRADES = "grade-"
ADDRESS_RE = re.compile(r"[^\s.]+\.\S*[^\s.]")  # a host, a path below it, or a DOI
# The words around a link to one of these already say which chapter it is in.
PAGE_ONLY = ("claim-", "fnref", "q-")


def is_term(target: str) -> bool:
    """Whether a link leads to an entry of the glossary, rather than to the page, a letter or a citation on it."""
    slug, _, fragment = target.partition("#")
    other = fragment in ("", "top") or fragment.startswith(("letter-", "fnref"))
    return slug == "glossary" and not other


def reads_as_address(words: str) -> bool:
    """An added hyphen would make such words a wrong address."""
    return ADDRESS_RE.fullmatch(words.strip()) is not None


def outside(url: str, words: str, body: str) -> str:
    """A link out of the document."""
    return call("address" if reads_as_address(words) else "web", url, body=body)


def link(element: Element, to: Writer) -> str:
    body, attrs = to.inline(element), element.attrs
    if not body.strip():
        to.fail(f"a link without text (to {attrs.get('to') or attrs.get('href')})")
    if "to" not in attrs:
        return outside(attrs["href"], element.text, body) if "href" in attrs else body
    target = attrs["to"]
    slug, _, fragment = target.partition("#")
    goal = to.destination(target)
    if "grade" in element.classes and fragment.startswith(GRADES):
        return call("grade-label", fragment.removeprefix(GRADES), goal)
    if slug not in to.printed and reads_as_address(element.text):
        return call("address", goal, body=body) if goal else body
    if is_term(target):
        return call("term", fragment, goal, body=body)
    if slug == "references" and fragment.startswith("ref-"):
        return call("plain-link", goal, body=body)
    is_here = slug == to.chapter.slug and to.chapter.sections.get(fragment) == to.section != ""
    options = {
        "chapter": _chapter_name(element, slug, fragment, to),
        "nested": to.open_brackets > 0,
        **({"number": False} if is_here else {}),
    }
    return call("xref", goal, body=body, **options)


def _chapter_name(element: Element, slug: str, fragment: str, to: Writer) -> Content | None:
    """The chapter's short name, or none where the reader knows it: same chapter, or already in the words of the link."""
    chapter, words = to.chapters[slug], element.text.casefold()
    names = (chapter.label.casefold(), chapter.title.casefold())
    named = any(name in words for name in names) or words == slug
    known = slug == to.chapter.slug or fragment.startswith(PAGE_ONLY) or named
    return None if known else content(chapter.label)
