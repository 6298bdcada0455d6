"""The faults that the mutation bench puts into the sources, one at a time: every kind that the gate promises to find. Here those of the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.mutations.made import companions, downloads
from tests.mutations.off_the_map import off_the_map
from tests.mutations.other_files import HOME, USUAL, bibliography, figures, machinery, promises
from tests.mutations.tree import LINK_RE, Mutation, Tree
from tests.mutations.written import written

MENDS = ("fragment in another case", "wrong case of a page", "absolute own address", "root address")


def links(t: Tree) -> Iterator[Mutation]:
    """What --fix has to mend, it mends in the first two of a kind."""
    seen: Counter[str] = Counter()
    for mutation in edited_links(t):
        seen[mutation.kind] += 1
        mutation.mends = mutation.kind in MENDS and seen[mutation.kind] <= 2
        yield mutation


def edited_links(t: Tree) -> Iterator[Mutation]:
    cross = lambda m: bool(m["page"] and m["page"] != "glossary.md")
    section = lambda m: cross(m) and bool(m["id"])
    term = lambda m: m["page"] == "glossary.md" and bool(m["id"])
    own = lambda m: not m["page"] and bool(m["id"])
    yield from t.edit_links("missing page", 10, cross, lambda m: m[0].replace(".md", "-x.md"))
    yield from t.edit_links("mistyped fragment", 10, section, lambda m: m[0].replace("#", "#x"))
    yield from t.edit_links(
        "fragment in another case",
        8,
        section,
        lambda m: m[0].replace("#" + m["id"], "#" + m["id"].capitalize()),
    )
    yield from t.edit_links(
        "non-ASCII fragment",
        5,
        section,
        lambda m: m[0].replace("#" + m["id"], "#" + m["id"].replace("e", "é", 1) + "é"),
    )
    yield from t.edit_links(
        "encoded fragment",
        5,
        section,
        lambda m: m[0].replace("#" + m["id"], "#" + m["id"] + "%C3%A9"),
    )
    yield from t.edit_links(
        "fragment on the same page", 8, own, lambda m: m[0].replace("#", "#no-")
    )
    yield from t.edit_links("unknown term", 10, term, lambda m: m[0].replace("#", "#no-"))
    yield from t.edit_links(
        "wrong case of a page", 8, cross, lambda m: m[0].replace(m["page"], m["page"].capitalize())
    )
    yield from t.edit_links("empty link", 5, cross, lambda m: f"[{m['text']}]()")
    yield from t.edit_links("link without text", 5, cross, lambda m: m[0].replace(m["text"], "", 1))
    yield from t.edit_links(
        "absolute own address",
        8,
        section,
        lambda m: f"[{m['text']}]({HOME}{m['page'][:-3]}/#{m['id']})",
    )
    yield from t.edit_links("undefined reference link", 8, cross, lambda m: f"[{m['text']}][nope]")
    for slug in t.lessons[:4]:
        yield t.insert("old address", slug, f"See [what moved](../moved-{slug}/).")
        yield t.insert("root address", slug, '<a href="/safety/">Safety</a>')


def structure(t: Tree) -> Iterator[Mutation]:
    """Ids that vanish, front matter and questions that name nothing, dead ends."""
    sections = [
        (slug, heading)
        for slug in t.lessons
        for heading in t.pages[slug].headings
        if heading.level == 2 and t.inbound(slug, heading.id) and heading.id not in USUAL
    ]
    t.chance.shuffle(sections)
    for slug, heading in sections[:10]:
        raw = t.text(t.name(slug)).split("\n")[heading.line - 1]
        mutation = t.replace_line(
            "renamed id",
            t.name(slug),
            heading.line,
            raw.replace(f"#{heading.id}", f"#{heading.id}-new"),
        )
        mutation.expect = t.inbound(slug, heading.id)
        yield mutation
    for slug in t.lessons[:5]:
        lines = t.text(t.name(slug)).split("\n")
        at = next(number for number, line in enumerate(lines, 1) if re.match(r"\s+section: ", line))
        yield t.replace_line(
            "objective without section",
            t.name(slug),
            at,
            re.sub(r"section: .*", "section: nope", lines[at - 1]),
        )
        at = next(number for number, line in enumerate(lines, 1) if re.match(r"### .*#q-", line))
        yield t.replace_line(
            "question without section",
            t.name(slug),
            at,
            re.sub(r"section=[\w-]+", "section=nope", lines[at - 1]),
        )
        text = t.text(t.name(slug))
        stripped = LINK_RE.sub(
            lambda m: m["text"] if m["page"] and m["page"] != "glossary.md" else m[0], text
        )
        yield Mutation(
            "dead end",
            {t.name(slug): stripped},
            {(t.name(slug), 1)},
            "all links to other lessons taken out",
            says="a dead end",
        )
    settings = t.text("mkdocs.yml").split("\n")
    for slug in ("safety", "glutamate", "rival-hypotheses"):
        at = next(number for number, line in enumerate(settings, 1) if line.endswith(f"{slug}.md"))
        yield t.replace_line(
            "nav to nowhere",
            "mkdocs.yml",
            at,
            settings[at - 1].replace(f"{slug}.md", f"{slug}-x.md"),
        )


def with_snippet(t: Tree, kind: str, text: str) -> Mutation:
    """A page that takes in a piece of text from a file of its own; no page does today, but any may."""
    settings = t.text("mkdocs.yml").replace(
        "  - pymdownx.mark\n",
        "  - pymdownx.mark\n  - pymdownx.snippets: {base_path: [snippets], check_paths: true}\n",
    )
    page = t.insert(kind, t.lessons[0], '--8<-- "shared.md"')
    return Mutation(
        kind,
        {**page.changes, "mkdocs.yml": settings, "snippets/shared.md": text + "\n"},
        {("snippets/shared.md", text.count("\n") + 1)},
        text.strip(),
    )


def elsewhere(t: Tree) -> Iterator[Mutation]:
    """Links in the glossary, in the feedback of a question, in the front matter, in a snippet."""
    name = t.name("glossary")
    terms = [
        (line, match)
        for line, text in t.pages["glossary"].prose
        for match in LINK_RE.finditer(text)
        if match["id"]
    ]
    t.chance.shuffle(terms)
    for line, match in terms[:6]:
        raw = t.text(name).split("\n")[line - 1]
        yield t.replace_line(
            "link in the glossary",
            name,
            line,
            raw.replace(match[0], match[0].replace("#", "#no-"), 1),
        )
    for slug in t.lessons[:6]:
        lines = t.text(t.name(slug)).split("\n")
        first = next(at for at, line in enumerate(lines) if "#check-yourself" in line)
        at = next(
            (
                at
                for at, line in enumerate(lines)
                if at > first and line.startswith("    ") and LINK_RE.search(line)
            ),
            None,
        )
        if at is not None:
            yield t.replace_line(
                "link in an answer",
                t.name(slug),
                at + 1,
                LINK_RE.sub(lambda m: m[0].replace("#", "#no-"), lines[at], count=1),
            )
        at = next(at for at, line in enumerate(lines) if re.match(r"\s+url: https:", line))
        mutation = t.replace_line(
            "http: address in the front matter",
            t.name(slug),
            at + 1,
            lines[at].replace("https:", "http:"),
        )
        mutation.mends = slug == t.lessons[0]
        yield mutation
        yield t.replace_line(
            "malformed DOI in the front matter",
            t.name(slug),
            at + 1,
            "    url: https://doi.org/10.x/nope",
        )
    for kind, snippet in {
        "link in a snippet": "\nSee [x](nope.md).",
        "fragment in a snippet": "\nSee [x](safety.md#nope).",
        "raw link in a snippet": '\n<a href="../nope/">x</a>',
    }.items():
        yield with_snippet(t, kind, snippet)


FAMILIES = (
    links,
    written,
    structure,
    off_the_map,
    elsewhere,
    bibliography,
    figures,
    promises,
    machinery,
    companions,
    downloads,
)


def faults(root: Path) -> list[Mutation]:
    tree = Tree(root)
    found = []
    for make in FAMILIES:
        for mutation in make(tree):
            mutation.family = make.__name__
            found.append(mutation)
    return found
