"""Faults outside the pages: bibliography, figures, promises, templates, style sheets, settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tests.mutations.tree import Mutation, Tree

HOME = "http://127.0.0.1:8000/"
USUAL = ("in-brief", "not-known", "check-yourself", "where-next")  # sections that every lesson has


def bibliography(t: Tree) -> Iterator[Mutation]:
    name = "docs/references.bib"
    lines = t.text(name).split("\n")
    dois = [number for number, line in enumerate(lines, 1) if re.match(r"\s*doi = ", line)]
    heads = [number for number, line in enumerate(lines, 1) if line.startswith("@")]
    for at in t.chance.sample(dois, 5):
        entry = max(head for head in heads if head < at)
        mutation = t.replace_line(
            "malformed DOI of a source", name, at, lines[at - 1].replace("10.", "10,")
        )
        mutation.expect.add((name, entry))
        yield mutation
    for number, at in enumerate(t.chance.sample(dois, 3)):
        mutation = t.replace_line(
            "http: address of a source", name, at, '    url = "http://www.example.org/paper",'
        )
        mutation.says = "an http: address"
        mutation.mends = not number
        mutation.expect.add((name, max(head for head in heads if head < at)))
        yield mutation
    for at in t.chance.sample(heads, 3):
        mutation = t.replace_line("renamed key", name, at, lines[at - 1].replace(",", "x,"))
        mutation.expect |= {
            (t.name(slug), line)
            for slug, page in t.pages.items()
            for line, key in page.citations
            if f"{{{key}," in lines[at - 1]
        }
        yield mutation


def figures(t: Tree) -> Iterator[Mutation]:
    """Captions, descriptions, alternative texts, drawings."""
    names = [
        path.relative_to(t.root).as_posix()
        for path in sorted((t.root / "docs/figures").glob("*.toml"))
    ]
    for number, (kind, key, text) in enumerate(
        (
            ("link in a caption", "caption", "See [x](nope.md)."),
            ("fragment in a caption", "caption", "See [x](safety.md#nope)."),
            ("link in a description", "description", "See [x](nope.md)."),
            ("unknown term in a description", "description", "See [x](glossary.md#nope)."),
            ("http: address in a caption", "caption", "See [x](http://www.example.org/page)."),
            ("undefined citation in a caption", "caption", "So it is.[^nobody1999]"),
        )
    ):
        for name in (names[number], names[-1 - number]):
            lines = t.text(name).split("\n")
            at = next(at for at, line in enumerate(lines) if line.startswith(f'{key} = """'))
            yield Mutation(
                kind,
                {name: "\n".join([*lines[: at + 1], text, *lines[at + 1 :]])},
                {(name, at + 2)},
                text,
            )
    for name in names[:2]:
        lines = t.text(name).split("\n")
        at = next(at for at, line in enumerate(lines, 1) if line.startswith("alt = "))
        yield t.replace_line("figure without alt", name, at, 'alt = ""')
        at = next(at for at, line in enumerate(lines, 1) if line.startswith("sources = "))
        yield t.replace_line(
            "unknown source of a figure", name, at, lines[at - 1].replace("[", '["nobody1999", ')
        )
    for path in sorted((t.root / "docs/figures").glob("*.svg"))[:1]:
        name = path.relative_to(t.root).as_posix()
        for kind, text in {
            "missing picture in a drawing": '<image href="nope.png"/>',
            "third-party picture in a drawing": '<image href="https://example.org/x.png"/>',
        }.items():
            *above, last = t.text(name).rstrip().split("\n")
            yield Mutation(
                kind,
                {name: "\n".join([*above, last.replace("</svg>", ""), text, "</svg>"])},
                {(name, len(above) + 2)},
                text,
            )
    for path in sorted((t.root / "docs/figures").glob("*.svg")):
        name = path.relative_to(t.root).as_posix()
        spots = [
            (at, line)
            for at, line in enumerate(t.text(name).split("\n"), 1)
            if re.search(r'<a [^>]*href="[\w-]+\.md#', line)
        ]
        for at, line in spots[:1]:
            yield t.replace_line(
                "link in a drawing",
                name,
                at,
                re.sub(r'href="[\w-]+\.md', 'href="nope.md', line, count=1),
            )
            yield t.replace_line(
                "fragment in a drawing",
                name,
                at,
                re.sub(r'(href="[\w-]+\.md#)', r"\1no-", line, count=1),
            )


def promises(t: Tree) -> Iterator[Mutation]:
    name = "docs/redirects.txt"
    for kind, text in {
        "redirect loop": "l1/ -> l2/\nl2/ -> l1/",
        "redirect to itself": "l1/ -> l1/",
        "redirect chain": "c1/ -> c2/\nc2/ -> safety/",
        "duplicate redirect": "d1/ -> safety/\nd1/ -> history/",
        "live source": "safety/ -> history/",
        "dead target": "e1/ -> nowhere/",
        "dead target id": "e1/ -> safety/#nowhere",
        "redirect of a live id": "safety/#in-brief -> history/",
        "malformed redirect": "safety => history",
    }.items():
        mutation = t.append(kind, name, text)
        first = min(line for _, line in mutation.expect)
        mutation.expect = {(name, first), (name, first + 1)}
        yield mutation
    for slug in t.lessons[:6]:
        moved = t.append("link to a moved page", name, f"moved-{slug}/ -> {slug}/")
        link = t.insert(
            "link to a moved page",
            t.lessons[-1] if slug != t.lessons[-1] else t.lessons[0],
            f'See <a href="../moved-{slug}/#in-brief">what moved</a>.',
        )
        yield Mutation(
            "link to a moved page",
            {**moved.changes, **link.changes},
            link.expect,
            slug,
            says=f"did you mean ../{slug}/#in-brief",
            mends=slug == t.lessons[0],
        )
    cross = lambda m: bool(m["page"] and m["page"] != "glossary.md")
    for number, link in enumerate(
        t.edit_links(
            "Markdown link to a moved page", 4, cross, lambda m: m[0].replace("](", "](moved-")
        )
    ):
        page, mark, fragment = link.note.partition("](moved-")[2].rstrip(")").partition("#")
        moved = t.append("", name, f"moved-{page[:-3]}/ -> {page[:-3]}/")
        yield replace(
            link,
            changes={**moved.changes, **link.changes},
            says=page + mark + fragment,
            mends=number < 2,
        )
    listed = t.text("docs/permalinks.txt").split("\n")
    for slug in t.lessons:
        lines = t.text(t.name(slug)).split("\n")
        for kind, start in (
            ("promised section", r"#\w"),
            ("promised question", "#q-"),
            ("promised claim", "#claim-"),
        ):
            for at, line in enumerate(lines, 1):
                match = re.search(rf"\{{[^}}]*({start}[\w-]*)", line)
                # Another check may know the id too; here the promise alone has to notice.
                if (
                    match
                    and f"{slug}/{match[1]}" in listed
                    and match[1][1:] not in USUAL
                    and not t.inbound(slug, match[1][1:])
                    and not re.search(rf"(?m)^{match[1][1:]},", t.text(f"tests/ledger/{slug}.csv"))
                ):
                    mutation = t.replace_line(
                        kind, t.name(slug), at, line.replace(match[1], f"{match[1]}-new", 1)
                    )
                    mutation.expect = {
                        ("docs/permalinks.txt", listed.index(f"{slug}/{match[1]}") + 1)
                    }
                    yield mutation
                    break
    for slug in t.lessons:
        for at, line in enumerate(t.text(t.name(slug)).split("\n"), 1):
            match = re.match(r"\[\[figure: ([\w-]+)\]\]", line)
            if match and f"{slug}/#fig-{match[1]}" in listed:
                mutation = t.replace_line("promised figure", t.name(slug), at, "")
                if goals := t.inbound(slug, f"fig-{match[1]}"):
                    mutation.expect = goals
                else:
                    mutation.expect = {
                        ("docs/permalinks.txt", listed.index(f"{slug}/#fig-{match[1]}") + 1)
                    }
                yield mutation
                break


def machinery(t: Tree) -> Iterator[Mutation]:
    """Templates and style sheets."""
    name = "overrides/main.html"
    lines = t.text(name).split("\n")
    end = max(number for number, line in enumerate(lines) if "</body>" in line)
    for kind, text in {
        "template link": '<a href="nope/">x</a>',
        "template image": '<img src="nope.png" alt="x">',
        "template image without alt": '<img src="data:,">',
        "template script": '<script src="nope.js"></script>',
        "template font": '<link rel="stylesheet" href="https://fonts.example.org/css">',
        "template preview picture": f'<meta property="og:image" content="{HOME}nope.png">',
        "template structured data": f'<script type="application/ld+json">{{"url": "{HOME}nope/"}}</script>',
        "template broken JSON": '<script type="application/ld+json">{nope}</script>',
        "template canonical": f'<link rel="canonical" href="{HOME}nope/">',
        "template duplicate id": '<span id="content"></span>',
        "template http: address": '<a href="http://www.example.org/page">x</a>',
        "template own address": f'<a href="{HOME}safety/">x</a>',
        "template link without text": "<a href=\"{{ 'safety/' | url }}\"></a>",
    }.items():
        yield Mutation(
            kind, {name: "\n".join([*lines[:end], text, *lines[end:]])}, {(name, end + 1)}, text
        )
    sheet = next(
        (
            path.relative_to(t.root).as_posix()
            for path in sorted((t.root / "docs/assets/css").glob("*.css"))
        ),
        "",
    )
    if sheet:
        for kind, text in {
            "url() in a style sheet": ".x { background: url(nope.png) }",
            "font in a style sheet": '@font-face { font-family: x; src: url("nope.woff2") }',
            "@import": '@import "nope.css";',
            "wrong case in a style sheet": ".x { background: url(../img/Mark.svg) }",
            "third-party @import of a style sheet": '@import "https://example.org/x.css";',
            "third-party font": '@font-face { font-family: x; src: url("https://example.org/x.woff2") }',
        }.items():
            yield t.append(kind, sheet, text)
    for partial, start in (
        ("partials/site-footer.html", "<footer"),
        ("partials/site-header.html", "<header"),
        ("404.html", "<h2>"),
    ):
        lines = t.text(f"overrides/{partial}").split("\n")
        at = next(at for at, line in enumerate(lines, 1) if line.startswith(start))
        yield Mutation(
            "link in a partial",
            {
                f"overrides/{partial}": "\n".join(
                    [*lines[:at], '<a href="nope.html">x</a>', *lines[at:]]
                )
            },
            {(f"overrides/{partial}", at + 1)},
            partial,
        )
    head = "overrides/partials/lesson-head.html"
    for kind, text in {
        "template reference link": "<p>[text][nope]</p>",
        "template citation": "<p>So it is.[^mealing1999]</p>",
        "template heading without id": "<h2>A heading of its own</h2>",
    }.items():
        yield t.append(kind, head, text)
    settings = t.text("mkdocs.yml").split("\n")
    for kind, start, name, new in (
        ("style sheet in the settings", "extra_css:", "site.css", "no-site.css"),
        ("wrong case in the settings", "extra_css:", "site.css", "Site.css"),
        ("script in the settings", "  - {path: assets/js/", "menu.js", "no-menu.js"),
    ):
        at = next(
            at for at, line in enumerate(settings, 1) if line.startswith(start) and name in line
        )
        yield t.replace_line(kind, "mkdocs.yml", at, settings[at - 1].replace(name, new))
