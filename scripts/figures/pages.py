"""A small page for each figure, figures/<id>/, to link to and to embed, and what services that embed ask for (oEmbed).

The figure is taken as it stands in its lesson, so nothing is drawn or written twice.
"""

from __future__ import annotations

import json
import posixpath
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.core.site import BuiltPage, Site

WIDTH, HEIGHT = 600, 720
PAGE = """<!doctype html>
<html lang="en" class="figure-page">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {site}</title>
<meta name="description" content="{description}">
{links}<link rel="stylesheet" href="../../assets/css/figures.css">
</head>
<body>
<main class="md-typeset">
{figure}
<p class="figure-credit">From <a href="{lesson}" target="_top">{lesson_title}</a> in <a href="../../" target="_top">{site}</a>. License: <a href="https://creativecommons.org/licenses/by/4.0/" target="_top">CC BY 4.0</a>. Not medical advice.</p>
</main>
<script defer src="../../assets/js/figures.js"></script>
</body>
</html>
"""


def moved(page: BuiltPage, figure: LexborNode) -> str:
    """The HTML of a figure with addresses that hold in `figures/<id>/`; notes lead to those of the lesson."""
    tree = LexborHTMLParser(figure.html or "")
    for node in tree.css("[href], [src], [data-src]"):
        for name in ("href", "src", "data-src"):
            value = node.attributes.get(name) or ""
            if not value or ":" in value.split("/")[0].split("#")[0] or value.startswith("#fig-"):
                continue
            path, mark, anchor = value.partition("#")
            target = (
                posixpath.normpath(posixpath.join(page.address, path)) if path else page.address
            )
            slash = "/" if path.endswith("/") and target != "." else ""
            node.attrs[name] = f"../../{'' if target == '.' else target}{slash}{mark}{anchor}"
            if node.tag == "a" and "download" not in node.attributes:
                node.attrs["target"] = "_top"
    for node in tree.css("[id^='fnref']"):
        del node.attrs["id"]
    found = tree.css_first("figure")
    assert found, "a figure stays a figure"
    return found.html or ""


def oembed(site: Site, title: str, address: str) -> str:
    frame = (
        f'<iframe src="{address}" title="{escape(title)}" width="{WIDTH}" height="{HEIGHT}" '
        'loading="lazy" allowfullscreen></iframe>'
    )
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": ", ".join(site.authors),
        "provider_name": site.name,
        "provider_url": site.url,
        "html": frame,
        "width": WIDTH,
        "height": HEIGHT,
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    return json.dumps(answer, indent=1, ensure_ascii=False) + "\n"


def make(site: Site) -> list[BuiltPage]:
    """A page for each figure of the guide. Its oEmbed answer is written at once: it is no page."""
    made = []
    for page in site.guide_pages:
        for figure in page.tree.css("figure[data-figure]"):
            name = figure.attributes["data-figure"] or ""
            label = (figure.attributes.get("aria-label") or "").partition(": ")[2]
            described = figure.css_first("svg > desc")
            address = f"{site.url}figures/{name}/"
            folder = site.folder / "figures" / name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "oembed.json").write_text(oembed(site, label, address), encoding="utf-8")
            links = ""
            if site.url:
                links = (
                    f'<link rel="canonical" href="{address}">\n'
                    f'<link rel="alternate" type="application/json+oembed" href="{address}oembed.json" title="{escape(label)}">\n'
                )
            words = {
                "title": escape(label),
                "site": escape(site.name),
                "description": escape(described.text() if described else label),
                "links": links,
                "figure": moved(page, figure),
                "lesson": f"../../{page.address}#fig-{name}",
                "lesson_title": escape(page.title),
            }
            made.append(site.add(f"figures/{name}/index.html", PAGE.format(**words)))
    return made
