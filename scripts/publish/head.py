"""Metadata in each page's head: citation_* for reference managers, JSON-LD for search engines, previews for chats."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scripts.publish.guide import Guide, Leaf

LICENSE = "https://creativecommons.org/licenses/by/4.0/"


def cited(markup: str) -> list[str]:
    """Addresses of the sources in the page's list, in order."""
    links = LexborHTMLParser(markup).css(".footnote li a[href^='http']")
    return list(dict.fromkeys(link.attributes["href"] for link in links))


def citation_tags(guide: Guide, leaf: Leaf) -> list[tuple[str, str]]:
    date = leaf.checked.replace("-", "/")
    tags = [("citation_title", guide.name if leaf.kind == "home" else leaf.title)]
    tags += [("citation_author", name) for name in guide.authors]
    if leaf.kind != "home":
        # Zotero decides "book section" by the first, Google Scholar reads the second.
        tags += [("citation_book_title", guide.name), ("citation_inbook_title", guide.name)]
    tags += [
        ("citation_publication_date", date),
        ("citation_language", "en"),
        ("citation_abstract", leaf.description),
    ]
    tags += [("citation_public_url", leaf.url), ("citation_fulltext_html_url", leaf.url)]
    # The build makes these PDFs last, so they are not there yet.
    tags.append(
        (
            "citation_pdf_url",
            f"{guide.url}download/{'how-ketamine-works' if leaf.kind == 'home' else leaf.slug}.pdf",
        )
    )
    return tags


def linked_data(guide: Guide, leaf: Leaf, sources: list[str]) -> dict[str, Any]:
    """schema.org; `lastReviewed` and `reviewedBy` appear only once a named person has reviewed the page."""
    meta = leaf.page.meta
    reviewed = meta.get("reviewed")
    authors = [{"@type": "Organization", "name": name} for name in guide.authors]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["MedicalWebPage", "LearningResource"],
        "@id": leaf.url,
        "url": leaf.url,
        "name": leaf.title,
        "description": leaf.description,
        "inLanguage": "en-US",
        "author": authors,
        "isPartOf": {
            "@type": "Book",
            "@id": guide.url,
            "name": guide.name,
            "url": guide.url,
            "version": guide.version,
            "author": authors,
            "license": LICENSE,
        },
        "license": LICENSE,
        "isAccessibleForFree": True,
        "dateModified": leaf.checked,
        "educationalLevel": "undergraduate",
        "learningResourceType": {"lesson": "lesson", "reference": "reference"}.get(
            leaf.kind, "overview"
        ),
        "audience": {"@type": "EducationalAudience", "educationalRole": ["student", "teacher"]},
        "image": f"{guide.url}assets/social/{leaf.slug}.png",
        "accessMode": ["textual", "visual"],
        "accessModeSufficient": [{"@type": "ItemList", "itemListElement": ["textual"]}],
        "accessibilityFeature": [
            "alternativeText",
            "longDescription",
            "structuralNavigation",
            "tableOfContents",
            "displayTransformability",
        ],
        "accessibilityHazard": "none",
        "creativeWorkStatus": "Reviewed by a named expert"
        if reviewed
        else "Not reviewed by an expert",
    }
    if minutes := meta.get("minutes"):
        data["timeRequired"] = f"PT{minutes}M"
    if objectives := meta.get("objectives"):
        data["teaches"] = [objective["text"] for objective in objectives]
    if isinstance(reviewed, dict):
        data["lastReviewed"], data["reviewedBy"] = (
            str(reviewed["date"]),
            {"@type": "Person", "name": reviewed["name"]},
        )
    if sources:
        data["citation"] = sources
    return data


def previews(guide: Guide, leaf: Leaf) -> str:
    picture = f"{guide.url}assets/social/{leaf.slug}.png"
    words = f"{leaf.title}. {leaf.description}"
    graph = {
        "type": "website" if leaf.kind == "home" else "article",
        "site_name": guide.name,
        "title": leaf.title,
        "description": leaf.description,
        "url": leaf.url,
        "locale": "en_US",
    }
    graph |= {"image": picture, "image:width": "1200", "image:height": "630", "image:alt": words}
    card = {
        "card": "summary_large_image",
        "title": leaf.title,
        "description": leaf.description,
        "image": picture,
        "image:alt": words,
    }
    lines = [
        f'<meta property="og:{name}" content="{escape(value)}">' for name, value in graph.items()
    ]
    return "\n".join(
        lines
        + [
            f'<meta name="twitter:{name}" content="{escape(value)}">'
            for name, value in card.items()
        ]
    )


def addition(guide: Guide, leaf: Leaf, markup: str) -> str:
    up = "" if leaf.slug == "index" else "../"
    tags = "\n".join(
        f'<meta name="{name}" content="{escape(value)}">'
        for name, value in citation_tags(guide, leaf)
    )
    data = json.dumps(linked_data(guide, leaf, cited(markup)), ensure_ascii=False).replace(
        "</", "<\\/"
    )
    links = f'<link rel="alternate" type="application/atom+xml" title="Corrections and updates" href="{up}feed.xml">\n<link rel="alternate" type="text/markdown" href="index.md">\n<link rel="license" href="{LICENSE}">'
    return f'{tags}\n{previews(guide, leaf)}\n{links}\n<script type="application/ld+json">{data}</script>\n'


def write(guide: Guide) -> None:
    for leaf in guide.leaves:
        markup = leaf.file.read_text(encoding="utf-8")
        leaf.file.write_text(
            markup.replace("</head>", addition(guide, leaf, markup) + "</head>", 1),
            encoding="utf-8",
        )
