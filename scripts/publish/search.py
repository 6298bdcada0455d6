"""The small script that search.js loads: every section of every page as plain text, usable from a folder too."""

from __future__ import annotations

import json

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.core.site import BuiltPage, Site

# Not part of what a section says: numbers of citations, controls, pictures, lists that repeat the text.
DROP = "sup[id^=fnref], .grade, .headerlink, .footnote, .footnote-ref, .page-head, .objectives, .contents, .page-sources, .share, .print-address, .figure-stage, .figure-tools, .figure-table, .question-note, .verdict, .membrane, script, style, svg"


def sections(article: LexborNode, leaf: BuiltPage, address: str) -> list[list[str]]:
    """[address, page, heading, text] from one heading with an id to the next."""
    found = [[address, leaf.title, leaf.title, f"{leaf.description} "]]
    inside = None
    for node in article.traverse(include_text=True):
        if node.tag in ("h2", "h3") and node.id:
            inside = node.mem_id
            found.append(
                [f"{address}#{node.id}", leaf.title, " ".join(node.text(separator="").split()), ""]
            )
        elif node.tag == "li" and (node.id or "").startswith("ref-"):
            words = " ".join(node.text().split())
            found.append(
                [
                    f"{address}#{node.id}",
                    leaf.title,
                    words if len(words) < 90 else words[:88].rsplit(" ", 1)[0] + " …",
                    "",
                ]
            )
        elif node.tag == "-text" and not (node.parent and node.parent.mem_id == inside):
            found[-1][3] += node.text_content or ""
        elif node.tag in ("p", "li", "td", "th", "summary", "div", "figcaption"):
            found[-1][3] += " "
    return [[where, page, title, " ".join(text.split())] for where, page, title, text in found]


def rows(leaf: BuiltPage) -> list[list[str]]:
    tree = LexborHTMLParser(leaf.html)
    article = tree.css_first("article")
    if article is None:
        return []
    for node in article.css(DROP):
        node.decompose()
    return sections(article, leaf, "" if leaf.slug == "index" else f"{leaf.slug}/")


def write(site: Site) -> None:
    folder = site.folder / "search"
    folder.mkdir(exist_ok=True)
    (folder / "search_index.json").unlink(missing_ok=True)
    found = [row for leaf in site.guide_pages for row in rows(leaf)]
    (folder / "index.js").write_text(
        "guide.index=" + json.dumps(found, ensure_ascii=False, separators=(",", ":")) + ";\n",
        encoding="utf-8",
    )
