"""The faults that the mutation bench puts into the sources, one at a time: every kind that the gate promises to find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.mutations.tree import LINK_RE, Mutation, Tree

HOME = "http://127.0.0.1:8000/"


def links(t: Tree) -> Iterator[Mutation]:
    cross = lambda m: bool(m["page"] and m["page"] != "glossary.md")  # noqa: E731
    section = lambda m: cross(m) and bool(m["id"])  # noqa: E731
    term = lambda m: m["page"] == "glossary.md" and bool(m["id"])  # noqa: E731
    own = lambda m: not m["page"] and bool(m["id"])  # noqa: E731
    yield from t.edit_links("missing page", 10, cross, lambda m: m[0].replace(".md", "-x.md"))
    yield from t.edit_links("mistyped fragment", 10, section, lambda m: m[0].replace("#", "#x"))
    yield from t.edit_links("fragment in another case", 8, section, lambda m: m[0].replace("#" + m["id"], "#" + m["id"].capitalize()))
    yield from t.edit_links("non-ASCII fragment", 5, section, lambda m: m[0].replace("#" + m["id"], "#" + m["id"].replace("e", "é", 1) + "é"))
    yield from t.edit_links("encoded fragment", 5, section, lambda m: m[0].replace("#" + m["id"], "#" + m["id"] + "%C3%A9"))
    yield from t.edit_links("fragment on the same page", 8, own, lambda m: m[0].replace("#", "#no-"))
    yield from t.edit_links("unknown term", 10, term, lambda m: m[0].replace("#", "#no-"))
    yield from t.edit_links("wrong case of a page", 8, cross, lambda m: m[0].replace(m["page"], m["page"].capitalize()))
    yield from t.edit_links("empty link", 5, cross, lambda m: f"[{m['text']}]()")
    yield from t.edit_links("link without text", 5, cross, lambda m: m[0].replace(m["text"], "", 1))
    yield from t.edit_links("absolute own address", 8, section, lambda m: f"[{m['text']}]({HOME}{m['page'][:-3]}/#{m['id']})")
    yield from t.edit_links("undefined reference link", 8, cross, lambda m: f"[{m['text']}][nope]")
    for slug in t.lessons[:4]:
        yield t.insert("old address", slug, f"See [what moved](../moved-{slug}/).")
        yield t.insert("root address", slug, '<a href="/safety/">Safety</a>')


RAW = {
    "raw link": '<a href="../nope/">x</a>',
    "raw fragment": '<a href="../safety/#nope">x</a>',
    "raw image": '<img src="../nope.png" alt="x">',
    "srcset candidate": '<img src="data:," srcset="../nope.png 2x" alt="x">',
    "poster": '<video poster="../nope.png"></video>',
    "iframe": '<iframe src="../nope.html" title="x"></iframe>',
    "script": '<script src="../nope.js"></script>',
    "style sheet link": '<link rel="stylesheet" href="../nope.css">',
    "object": '<object data="../nope.svg"></object>',
    "url() in a style attribute": '<p style="background: url(../nope.png)">x</p>',
    "raw image without alt": '<img src="data:,">',
    "raw link without text": '<a href="../safety/"></a>',
    "third-party picture": '<img src="https://example.org/x.png" alt="x">',
    "third-party frame": '<iframe src="https://example.org/" title="x"></iframe>',
    "third-party script": '<script src="https://example.org/x.js"></script>',
    "http: address": "[x](http://www.example.org/page)",
    "malformed DOI": "[x](https://doi.org/10.x/nope)",
    "DOI of the wrong host": "[x](https://dx.doi.org/10.1234/abc)",
    "malformed address": '<a href="https:///example.org">x</a>',
    "undefined citation": "A sentence.[^nobody1999]",
    "unknown figure": "[[figure: nope]]",
    "missing image": "![A picture](nope.png)",
    "image without alt": "![](data:,)",
    "missing download": "[the slides](download/nope.pdf)",
    "unfilled marker": "[[nonsense]]",
    "duplicate id": '<span id="in-brief"></span>',
    "heading without id": "### A heading of its own",
    "skipped level": "#### Too deep { #too-deep }",
}


def written(t: Tree) -> Iterator[Mutation]:
    for number, (kind, text) in enumerate(RAW.items()):
        for slug in [t.lessons[(number + step) % len(t.lessons)] for step in (0, 3, 6)]:
            yield t.insert(kind, slug, text)


def structure(t: Tree) -> Iterator[Mutation]:
    """Ids that vanish, front matter and questions that name nothing, pages off the map."""
    sections = [(slug, heading) for slug in t.lessons for heading in t.pages[slug].headings if heading.level == 2 and t.inbound(slug, heading.id) and heading.id not in ("in-brief", "not-known", "check-yourself", "where-next")]
    t.chance.shuffle(sections)
    for slug, heading in sections[:10]:
        raw = t.text(t.name(slug)).split("\n")[heading.line - 1]
        mutation = t.replace_line("renamed id", t.name(slug), heading.line, raw.replace(f"#{heading.id}", f"#{heading.id}-new"))
        mutation.expect = t.inbound(slug, heading.id)
        yield mutation
    for slug in t.lessons[:5]:
        lines = t.text(t.name(slug)).split("\n")
        at = next(number for number, line in enumerate(lines, 1) if re.match(r"\s+section: ", line))
        yield t.replace_line("objective without section", t.name(slug), at, re.sub(r"section: .*", "section: nope", lines[at - 1]))
        at = next(number for number, line in enumerate(lines, 1) if re.match(r"### .*#q-", line))
        yield t.replace_line("question without section", t.name(slug), at, re.sub(r"section=[\w-]+", "section=nope", lines[at - 1]))
        text = t.text(t.name(slug))
        stripped = LINK_RE.sub(lambda m: m["text"] if m["page"] and m["page"] != "glossary.md" else m[0], text)
        yield Mutation("dead end", {t.name(slug): stripped}, {(t.name(slug), 1)}, "all links to other lessons taken out")
    settings = t.text("mkdocs.yml").split("\n")
    for slug in ("safety", "glutamate", "rival-hypotheses"):
        at = next(number for number, line in enumerate(settings) if line.endswith(f"{slug}.md"))
        yield Mutation("not in nav", {"mkdocs.yml": "\n".join(settings[:at] + settings[at + 1 :])}, {(t.name(slug), 0), (t.name(slug), 1)}, slug)
        yield t.replace_line("nav to nowhere", "mkdocs.yml", at + 1, settings[at].replace(f"{slug}.md", f"{slug}-x.md"))


def bibliography(t: Tree) -> Iterator[Mutation]:
    name = "docs/references.bib"
    lines = t.text(name).split("\n")
    dois = [number for number, line in enumerate(lines, 1) if re.match(r"\s*doi = ", line)]
    heads = [number for number, line in enumerate(lines, 1) if line.startswith("@")]
    for at in t.chance.sample(dois, 5):
        entry = max(head for head in heads if head < at)
        mutation = t.replace_line("malformed DOI of a source", name, at, lines[at - 1].replace("10.", "10,"))
        mutation.expect.add((name, entry))
        yield mutation
    for at in t.chance.sample(dois, 3):
        yield t.replace_line("http: address of a source", name, at, '    url = "http://www.example.org/paper",')
    for at in t.chance.sample(heads, 3):
        mutation = t.replace_line("renamed key", name, at, lines[at - 1].replace(",", "x,"))
        mutation.expect |= {(t.name(slug), line) for slug, page in t.pages.items() for line, key in page.citations if f"{{{key}," in lines[at - 1]}
        yield mutation


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
        link = t.insert("link to a moved page", t.lessons[-1] if slug != t.lessons[-1] else t.lessons[0], f'See <a href="../moved-{slug}/#in-brief">what moved</a>.')
        yield Mutation("link to a moved page", moved.changes | link.changes, link.expect, slug)
    listed = t.text("docs/permalinks.txt").split("\n")
    for slug in t.lessons:
        free = [heading for heading in t.pages[slug].headings if heading.level == 2 and not t.inbound(slug, heading.id) and f"{slug}/#{heading.id}" in listed and heading.id not in ("in-brief", "not-known", "check-yourself", "where-next") and not re.search(rf"(?m)^{heading.id},", t.text(f"tests/ledger/{slug}.csv"))]
        for heading in free[:1]:
            raw = t.text(t.name(slug)).split("\n")[heading.line - 1]
            mutation = t.replace_line("broken promise", t.name(slug), heading.line, raw.replace(f"#{heading.id}", f"#{heading.id}-new"))
            mutation.expect = {("docs/permalinks.txt", listed.index(f"{slug}/#{heading.id}") + 1)}
            yield mutation


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
    }.items():
        yield Mutation(kind, {name: "\n".join([*lines[:end], text, *lines[end:]])}, {(name, end + 1)}, text)
    sheet = next((path.relative_to(t.root).as_posix() for path in sorted((t.root / "docs/assets/css").glob("*.css"))), "")
    if sheet:
        for kind, text in {
            "url() in a style sheet": ".x { background: url(nope.png) }",
            "font in a style sheet": '@font-face { font-family: x; src: url("nope.woff2") }',
            "@import": '@import "nope.css";',
            "third-party font": '@font-face { font-family: x; src: url("https://example.org/x.woff2") }',
        }.items():
            yield t.append(kind, sheet, text)


def faults(root: Path) -> list[Mutation]:
    tree = Tree(root)
    return [mutation for make in (links, written, structure, bibliography, promises, machinery) for mutation in make(tree)]
