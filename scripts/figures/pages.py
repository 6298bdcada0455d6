"""A small page for each figure, figures/<id>/, to link to and to embed, and what services that embed ask for (oEmbed).

The figure is taken as it stands in its lesson, so nothing is drawn or written twice.
"""

from __future__ import annotations

import json
from html import escape
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.core.site import BuiltPage, Site
from scripts.figures.template import fill

WIDTH, HEIGHT = 600, 720
ROOT = "https://guide.example/"  # stands for the root of the site while addresses are resolved


def moved(page: BuiltPage, figure: LexborNode) -> str:
    """The HTML of a figure with addresses that hold in `figures/<id>/`; notes lead to those of the lesson."""
    tree = LexborHTMLParser(figure.html or "")
    for node in tree.css("[href], [src], [data-src]"):
        for name in ("href", "src", "data-src"):
            value = node.attributes.get(name)
            target = urljoin(ROOT + page.address, value or "")
            if not value or value.startswith("#fig-") or not target.startswith(ROOT):
                continue
            node.attrs[name] = f"../../{target.removeprefix(ROOT)}"
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
            text = fill(
                "page.html",
                id=name,
                site=site,
                lesson=page,
                title=label,
                description=described.text() if described else label,
                address=address,
                figure=moved(page, figure),
            )
            made.append(site.add(f"figures/{name}/index.html", text))
    return made
