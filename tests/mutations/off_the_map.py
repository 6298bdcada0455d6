"""Pages that a reader no longer finds: out of the nav, out of the menu, too far from the front page, renamed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.mutations.tree import Mutation, Tree

MENU = "overrides/partials/site-nav.html"
# Whatever else lists pages, and how it is written; what is left are the links of the texts.
LISTS = {
    "overrides/partials/site-footer.html": r"<p><a href.*?</p>",
    "overrides/partials/next.html": r'<nav class="next".*?</nav>',
    "overrides/partials/lesson-head.html": r'<nav class="track".*?</nav>',
    "overrides/404.html": r'<ul class="all-pages">.*?</ul>',
}


def without_lists(t: Tree) -> dict[str, str]:
    return {MENU: '<div id="site-nav"></div>'} | {
        name: re.sub(pattern, "", t.text(name), flags=re.DOTALL) for name, pattern in LISTS.items()
    }


def out_of_nav(t: Tree) -> Iterator[Mutation]:
    settings = t.text("mkdocs.yml").split("\n")
    for slug in ("safety", "glutamate", "rival-hypotheses"):
        kept = [line for line in settings if not line.endswith(f" {slug}.md")]
        yield Mutation(
            "not in nav",
            {"mkdocs.yml": "\n".join(kept)},
            {(t.name(slug), 0), (t.name(slug), 1)},
            slug,
        )


def out_of_menu(t: Tree) -> Iterator[Mutation]:
    for slug in ("safety", "accessibility"):
        text = t.text(MENU).replace(
            "for child in item.children", f'for child in item.children if child.url != "{slug}/"'
        )
        yield Mutation(
            "left out of the menu",
            {MENU: text},
            {(t.name(slug), 1)},
            slug,
            says="is not in the navigation",
        )


def unreachable(t: Tree) -> Iterator[Mutation]:
    """Of all pages, only this one is named by no list that is part of a text."""
    lost = {**without_lists(t), **t.unlink({"accessibility"})}
    yield Mutation(
        "no page links to it",
        lost,
        {(t.name("accessibility"), 1)},
        "accessibility",
        says="no other page links to",
    )
    # Front page → about → references → accessibility.
    home, step = t.name("index"), t.name("references")
    far = {
        **lost,
        home: t.unlink({"accessibility", "references"})[home],
        step: t.text(step) + "\nSee [Accessibility](accessibility.md).\n",
    }
    yield Mutation(
        "too many clicks away",
        far,
        {(t.name("accessibility"), 1)},
        "three clicks to accessibility",
        says="is more than 2 clicks from the front page",
    )


def renamed(t: Tree) -> Iterator[Mutation]:
    """A page gets another name, and the links to it do not."""
    for slug in ("safety", "glutamate"):
        settings = t.text("mkdocs.yml").replace(f" {slug}.md", f" {slug}-new.md")
        inbound = {
            (t.name(other), line)
            for other, page in t.pages.items()
            if other != slug
            for line, text in page.prose
            if re.search(rf"\]\({slug}\.md[#)]", text)
        }
        yield Mutation(
            "renamed page",
            {
                t.name(slug): None,
                t.name(f"{slug}-new"): t.text(t.name(slug)),
                "mkdocs.yml": settings,
            },
            inbound,
            slug,
            says=f"{slug}-new.md",
        )


def off_the_map(t: Tree) -> Iterator[Mutation]:
    for make in (out_of_nav, out_of_menu, unreachable, renamed):
        yield from make(t)
