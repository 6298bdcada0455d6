"""Plain-text companions: a Markdown copy of each page, llms.txt, and the feed of corrections and updates."""

from __future__ import annotations

import hashlib
import re
from html import escape
from itertools import pairwise

from scripts.core import bibliography, claim_records
from scripts.core.bibliography import Source
from scripts.core.pages import BLOCK_OPTION_RE, Page
from scripts.core.site import BuiltPage, Site
from scripts.markdown.citations import cited_keys
from scripts.markdown.claims import ordered_claims
from scripts.markdown.extension import MARKERS, REFERENCES
from scripts.markdown.identifiers import MARKER as IDENTIFIERS
from scripts.markdown.listings import FIGURE_RE
from scripts.publish.evidence import address, plain

LINK_RE = re.compile(r"\]\((?P<page>[\w-]+)\.md(?P<anchor>#[^)]*)?\)")
ATTRS_RE = re.compile(r"\s*\{ ?(?:[.#][\w-]+ ?)+(?:\w+=[\w-]+ ?)*\}")
BOX_RE = re.compile(r"^/{3,} (?P<kind>[\w-]+)(?: \| (?P<title>.*))?$")
BOX_END_RE = re.compile(r"^/{3,}$")
BOX_NAMES = {"table-caption": "Table", "details": "", "recap": ""}
CLAIM_RE = re.compile(r"==(?P<text>(?:(?!==).)+?)==\{\s*\.(?P<grade>\w+)[^}]*\}", re.DOTALL)
MARKDOWN_LINK_RE = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<address>[^)]*)\)")
ENTRY_RE = re.compile(r"^- (?P<date>\d{4}-\d{2}-\d{2}): (?P<text>.+)$", re.MULTILINE)
CORRECTIONS_RE = re.compile(
    r"^## [^\n]*#corrections \}(?P<items>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)


def absolute(site: Site, markdown: str) -> str:
    def full(match: re.Match[str]) -> str:
        page = "" if match["page"] == "index" else f"{match['page']}/"
        return f"]({site.url}{page}{match['anchor'] or ''})"

    return LINK_RE.sub(full, markdown).replace('href="../', f'href="{site.url}')


def _box_title(match: re.Match[str]) -> str:
    name = BOX_NAMES.get(match["kind"], match["kind"].capitalize())
    return f"**{': '.join(filter(None, (name, match['title'])))}**\n"


def expand(site: Site, page: Page) -> list[str]:
    """The page's lines with each marker replaced by what it stands for."""
    lines: list[str] = []
    for line in page.lines:
        if figure := FIGURE_RE.match(line):
            file = f"{site.url}figures/{figure['id']}"
            words = figure["id"].replace("-", " ")
            lines.append(f"![Figure: {words}]({file}.svg) (numbers: {file}.csv)")
        elif line in MARKERS:
            lines += MARKERS[line](site.docs)
        elif line == REFERENCES:
            lines.append(f"All sources as BibTeX: {site.url}references.bib")
        elif box := BOX_RE.match(line):
            lines.append(_box_title(box))
        elif line != IDENTIFIERS and not (BOX_END_RE.match(line) or BLOCK_OPTION_RE.match(line)):
            lines.append(line)
    return lines


def markdown_copy(site: Site, page: BuiltPage, sources: dict[str, Source]) -> str:
    """The page as a reader of plain text wants it: whole links, sources at the end, grades in words."""
    assert page.source, "only a page with a Markdown source has a copy"
    body = "\n".join(expand(site, page.source))
    body = CLAIM_RE.sub(lambda match: f"{match['text']} ({match['grade']})", body)
    body = absolute(site, ATTRS_RE.sub("", body))
    keys = [key for key in cited_keys(page.source.lines) if key in sources]
    notes = "\n\n".join(f"[^{key}]: {sources[key].markdown}" for key in keys)
    reviewed = "reviewed" if page.meta.get("reviewed") else "not reviewed"
    head = (
        f"# {page.title}\n\n> {page.description}\n\n"
        f"From {site.name}, version {site.version}: {site.url}{page.address} · "
        f"facts checked {page.checked} · {reviewed} by a named expert · CC BY 4.0 · "
        "not medical advice\n"
    )
    return head + body.rstrip() + "\n" + (f"\n{notes}\n" if notes else "")


def llms(site: Site) -> str:
    def entries(*kinds: str) -> str:
        return "\n".join(
            f"- [{page.title}]({site.url}{page.address}index.md): {page.description}"
            for page in site.guide_pages
            if page.kind in kinds
        )

    return (
        f"# {site.name}\n\n> {site.config.site_description} What comes from the literature cites "
        "its source; the claims that matter carry a grade (established, supported, contested, "
        "speculative). No page has been reviewed by a named expert unless it says so. Not medical "
        f"advice.\n\n## Lessons\n\n{entries('home', 'lesson')}\n\n"
        f"## Reference\n\n{entries('reference')}\n"
        f"- [Graded claims as JSON]({site.url}evidence.json)\n"
        f"- [All sources as BibTeX]({site.url}references.bib)\n\n"
        f"## Optional\n\n{entries('project')}\n"
    )


def changed_grades(site: Site) -> list[tuple[str, str, str, str]]:
    """The same for each change of a grade, as the claim's record gives it."""
    records, _ = claim_records.load(site.docs / "claims")
    found = []
    for claim in ordered_claims(site.docs):
        history = records[claim.id].history if claim.id in records else ()
        for before, after in pairwise(history):
            words = f"{plain(claim.text)} {before.grade} → {after.grade}: {after.why}"
            title = f"Grade changed: {claim.page.meta.get('title', claim.page.slug)}"
            found.append((str(after.date), title, words, address(claim, site.url)))
    return found


def news(site: Site) -> list[tuple[str, str, str, str]]:
    """(date, title, words, address) of the edition, of each changed grade and of each dated correction on the page
    About, newest first."""
    published = f"{site.name}, version {site.version}, is published"
    found = [(site.released, published, published, site.url)]
    about = next((page for page in site.sources if page.slug == "about"), None)
    section = CORRECTIONS_RE.search("\n".join(about.lines)) if about else None
    for item in ENTRY_RE.finditer(section["items"] if section else ""):
        words = absolute(site, item["text"])
        link = MARKDOWN_LINK_RE.search(words)
        title, address = "Correction", f"{site.url}about/#corrections"
        if link:
            title, address = f"Correction: {link['words']}", link["address"]
        found.append((item["date"], title, MARKDOWN_LINK_RE.sub(r"\g<words>", words), address))
    found += changed_grades(site)
    return sorted(found, key=lambda entry: entry[0], reverse=True)


def feed(site: Site) -> str:
    """Atom. An entry is named after what it says: a number in the list would change with the next
    correction, and readers would be told again."""
    entries = news(site)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<title>{escape(site.name)}: corrections and updates</title>",
        f'<id>{site.url}feed.xml</id><link rel="self" href="{site.url}feed.xml"/>',
        f'<link href="{site.url}"/><updated>{entries[0][0]}T00:00:00Z</updated>',
        *(f"<author><name>{escape(name)}</name></author>" for name in site.authors),
    ]
    for date, title, words, where in entries:
        name = f"{site.url}feed.xml#{date}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
        parts.append(
            f"<entry><title>{escape(title)}</title><id>{escape(name)}</id>"
            f'<link href="{escape(where)}"/><updated>{date}T00:00:00Z</updated>'
            f"<summary>{escape(words)}</summary></entry>"
        )
    return "\n".join([*parts, "</feed>", ""])


def write(site: Site) -> None:
    sources = bibliography.load(site.docs / "references.bib")
    for page in site.guide_pages:
        file = site.folder / page.address / "index.md"
        file.write_text(markdown_copy(site, page, sources), encoding="utf-8")
    (site.folder / "llms.txt").write_text(llms(site), encoding="utf-8")
    (site.folder / "feed.xml").write_text(feed(site), encoding="utf-8")
