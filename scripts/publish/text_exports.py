"""Plain-text companions: a Markdown copy of each page, llms.txt, robots.txt and the feed of corrections and updates."""

from __future__ import annotations

import hashlib
import re
from html import escape

from scripts.core import bibliography
from scripts.markdown.citations import cited_keys
from scripts.markdown.claims import MARKER as EVIDENCE
from scripts.markdown.claims import evidence_table, ordered_claims
from scripts.publish.guide import Guide, Leaf

LINK_RE = re.compile(r"\]\((?P<page>[\w-]+)\.md(?P<anchor>#[^)]*)?\)")
FIGURE_RE = re.compile(r"^\[\[figure:\s*(?P<id>[\w-]+)\s*\]\]\s*$")
ATTRS_RE = re.compile(r"\s*\{ ?(?:[.#][\w-]+ ?)+(?:\w+=[\w-]+ ?)*\}")
BOX_RE = re.compile(r"^/// (?P<kind>[\w-]+)(?: \| (?P<title>.*))?$", re.MULTILINE)
CLAIM_RE = re.compile(r"==(?P<text>(?:(?!==).)+?)==\{\s*\.(?P<grade>\w+)[^}]*\}", re.DOTALL)
MARKDOWN_LINK_RE = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<address>[^)]*)\)")
ENTRY_RE = re.compile(r"^- (?P<date>\d{4}-\d{2}-\d{2}): (?P<text>.+)$", re.MULTILINE)


def absolute(guide: Guide, markdown: str) -> str:
    def full(match: re.Match[str]) -> str:
        page = "" if match["page"] == "index" else f"{match['page']}/"
        return f"]({guide.url}{page}{match['anchor'] or ''})"

    return LINK_RE.sub(full, markdown).replace('href="../', f'href="{guide.url}')


def markdown_copy(guide: Guide, leaf: Leaf, sources: dict[str, bibliography.Source]) -> str:
    """The page as a reader of plain text wants it: whole links, sources at the end, grades in words."""
    lines = []
    for line in leaf.page.lines:
        if figure := FIGURE_RE.match(line):
            line = f"![Figure: {figure['id'].replace('-', ' ')}]({guide.url}figures/{figure['id']}.svg) (numbers: {guide.url}figures/{figure['id']}.csv)"
        elif line.strip() == EVIDENCE:
            lines += evidence_table(ordered_claims(guide.docs), sources)
            continue
        elif line.strip() == "[[references]]":
            line = f"All sources as BibTeX: {guide.url}references.bib"
        lines.append(line)
    body = CLAIM_RE.sub(lambda match: f"{match['text']} ({match['grade']})", "\n".join(lines))
    body = BOX_RE.sub(
        lambda match: (
            "**"
            + ": ".join(
                filter(
                    None,
                    (match["kind"].replace("table-caption", "table").capitalize(), match["title"]),
                )
            )
            + "**\n"
        ),
        body,
    )
    body = absolute(guide, ATTRS_RE.sub("", re.sub(r"^///$\n?", "", body, flags=re.MULTILINE)))
    notes = [
        f"[^{key}]: {sources[key].markdown}"
        for key in cited_keys(leaf.page.lines)
        if key in sources
    ]
    head = f"# {leaf.title}\n\n> {leaf.description}\n\nFrom {guide.name}, version {guide.version}: {leaf.url} · facts checked {leaf.checked} · "
    head += (
        "reviewed by a named expert"
        if leaf.page.meta.get("reviewed")
        else "not reviewed by an expert"
    ) + " · CC BY 4.0 · not medical advice\n"
    return head + body.rstrip() + "\n" + ("\n" + "\n\n".join(notes) + "\n" if notes else "")


def llms(guide: Guide) -> str:
    def entries(*kinds: str) -> str:
        return "\n".join(
            f"- [{leaf.title}]({leaf.url}index.md): {leaf.description}"
            for leaf in guide.leaves
            if leaf.kind in kinds
        )

    return (
        f"# {guide.name}\n\n> {guide.description} What comes from the literature cites its source; the claims that matter carry a grade "
        "(established, supported, contested, speculative). No page has been reviewed by a named expert unless it says so. Not medical advice.\n\n"
        f"## Lessons\n\n{entries('home', 'lesson')}\n\n## Reference\n\n{entries('reference')}\n"
        f"- [Graded claims as JSON]({guide.url}evidence.json)\n- [All sources as BibTeX]({guide.url}references.bib)\n\n## Optional\n\n{entries('project')}\n"
    )


def _news(guide: Guide) -> list[tuple[str, str, str, str]]:
    """(date, title, words, address) of the first publication and of each dated item of the list of corrections on the page About, newest first."""
    published = f"{guide.name}, version {guide.version}, is published"
    news = [(guide.released, published, published, guide.url)]
    about = next((leaf for leaf in guide.leaves if leaf.slug == "about"), None)
    text = "\n".join(about.page.lines) if about else ""
    section = re.search(
        r"^## [^\n]*#corrections \}(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    for item in ENTRY_RE.finditer(section[1] if section else ""):
        words = absolute(guide, item["text"])
        link = MARKDOWN_LINK_RE.search(words)
        title, address = (
            (f"Correction: {link['words']}", link["address"])
            if link
            else ("Correction", f"{guide.url}about/#corrections")
        )
        news.append((item["date"], title, MARKDOWN_LINK_RE.sub(r"\g<words>", words), address))
    return sorted(news, key=lambda entry: entry[0], reverse=True)


def feed(guide: Guide) -> str:
    """Atom. An entry is named after what it says: a number in the list would change with the next correction, and readers would be told again."""
    news = _news(guide)
    entries = "".join(
        f"<entry><title>{escape(title)}</title><id>{escape(guide.url)}feed.xml#{date}-{hashlib.sha256(words.encode()).hexdigest()[:8]}</id><link href='{escape(address)}'/><updated>{date}T00:00:00Z</updated><summary>{escape(words)}</summary></entry>\n"
        for date, title, words, address in news
    )
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in guide.authors)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>{escape(guide.name)}: corrections and updates</title><id>{guide.url}feed.xml</id>'
        f'<link rel="self" href="{guide.url}feed.xml"/><link href="{guide.url}"/><updated>{news[0][0]}T00:00:00Z</updated>{authors}\n{entries}</feed>\n'
    )


def write(guide: Guide) -> None:
    sources = bibliography.load(guide.docs / "references.bib")
    for leaf in guide.leaves:
        leaf.file.with_name("index.md").write_text(
            markdown_copy(guide, leaf, sources), encoding="utf-8"
        )
    (guide.site / "llms.txt").write_text(llms(guide), encoding="utf-8")
    (guide.site / "feed.xml").write_text(feed(guide), encoding="utf-8")
    (guide.site / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\n\nSitemap: {guide.url}sitemap.xml\n", encoding="utf-8"
    )
