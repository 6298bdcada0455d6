"""How each kind of link reads in print.

| leads to | reads as |
|---|---|
| a glossary entry | the word itself, faintly marked; also an entry of the index |
| a source in References | its short name |
| the meaning of a grade | the grade's label |
| the section one is reading | text |
| a figure, or another section of the chapter | text (p. 31) |
| another chapter | text (Metabolism, p. 31) |
| a chapter outside this document | text (Metabolism), the address behind it; a term or source only its name |
| the web | text, the address behind it; an address never gets a hyphen |
"""

from __future__ import annotations

import re

from scripts.editions.context import Context
from scripts.editions.tree import Element
from scripts.editions.typst_text import call, escape, quote

GRADES = "grade-"
ADDRESS_RE = re.compile(r"[^\s.]+\.\S*[^\s.]")  # a host, a path below it, or a DOI
PAGE_ONLY = (
    "claim-",
    "fnref",
    "q-",
)  # the words around such a link already say which chapter it is


def is_term(target: str) -> bool:
    """Whether a link leads to an entry of the glossary, rather than to the page, a letter or a citation on it."""
    slug, _, fragment = target.partition("#")
    return (
        slug == "glossary"
        and fragment not in ("", "top")
        and not fragment.startswith(("letter-", "fnref"))
    )


def reads_as_address(words: str) -> bool:
    """An added hyphen would make such words a wrong address."""
    return ADDRESS_RE.fullmatch(words.strip()) is not None


def outside(url: str, words: str, body: str) -> str:
    """A link out of the document."""
    return call("address" if reads_as_address(words) else "web", quote(url), body=body)


def link(element: Element, body: str, ctx: Context) -> str:
    if not body.strip():
        raise ctx.fail(
            f"a link without text (to {element.attrs.get('to') or element.attrs.get('href')})"
        )
    if "to" not in element.attrs:
        return (
            outside(element.attrs["href"], element.text, body) if "href" in element.attrs else body
        )
    target = element.attrs["to"]
    slug, _, fragment = target.partition("#")
    if "grade" in element.classes and fragment.startswith(GRADES):
        return call(
            "grade-label", quote(fragment.removeprefix(GRADES)), quote(ctx.destination(target))
        )
    if slug not in ctx.printed and reads_as_address(element.text):
        return call("address", quote(ctx.live(target)), body=body)
    if is_term(target):
        return call("term", quote(fragment), quote(ctx.destination(target)), body=body)
    if slug == "references" and fragment.startswith("ref-"):
        return call("plain-link", quote(ctx.destination(target)), body=body)
    here = (
        {"number": "false"}
        if slug == ctx.chapter.slug
        and ctx.section
        and ctx.chapter.section_of(fragment) == ctx.section
        else {}
    )
    return call(
        "xref",
        quote(ctx.destination(target)),
        body=body,
        chapter=_chapter_name(element, slug, fragment, ctx),
        nested="true" if ctx.depth > 0 else "false",
        **here,
    )


def _chapter_name(element: Element, slug: str, fragment: str, ctx: Context) -> str:
    """The chapter's short name, or none where the reader knows it: same chapter, or already in the words of the link."""
    page = ctx.site.by_slug[slug]
    name, words = page.label, element.text.casefold()
    said = name.casefold() in words or page.title.casefold() in words or words == slug
    known = slug == ctx.chapter.slug or fragment.startswith(PAGE_ONLY) or said
    return "none" if known else f"[{escape(name)}]"
