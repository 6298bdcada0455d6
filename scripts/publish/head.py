"""Metadata in each page's head: citation_* for reference managers, JSON-LD for search engines, previews for chats."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from scripts.core.identifiers import NAME as IDENTIFIERS
from scripts.core.identifiers import load as load_identifiers
from scripts.core.site import BuiltPage, Site
from scripts.markdown.reading import definitions

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
# With a space behind: the theme (Material 9.8.1) takes `[rel=alternate]` for the site in another language, and asks for
# a site map beside each of them.
ALTERNATE = "alternate "


def cited(page: BuiltPage) -> list[str]:
    """Addresses of the sources in the page's list, in order."""
    links = page.tree.css(".footnote li a[href^='http']")
    return list(dict.fromkeys(link.attributes["href"] or "" for link in links))


def citation_tags(site: Site, page: BuiltPage) -> list[tuple[str, str]]:
    """Highwire tags, which Zotero and Google Scholar read."""
    whole = page.kind == "home"
    tags = [("citation_title", site.name if whole else page.title)]
    # The comma makes it the name of a group: Zotero takes "Contributors" for a family name without it.
    tags += [("citation_author", f"{name},") for name in site.authors]
    if not whole:
        # Zotero decides "book section" by the first, Google Scholar reads the second.
        tags += [("citation_book_title", site.name), ("citation_inbook_title", site.name)]
    address = site.url + page.address
    file = "how-ketamine-works" if whole else page.slug
    return [
        *tags,
        ("citation_publication_date", page.checked.replace("-", "/")),
        ("citation_language", "en"),
        ("citation_abstract", page.description),
        ("citation_public_url", address),
        ("citation_fulltext_html_url", address),
        ("citation_pdf_url", f"{site.url}download/{file}.pdf"),
    ]


def linked_data(site: Site, page: BuiltPage) -> dict[str, Any]:
    """schema.org; `lastReviewed` and `reviewedBy` appear only once a named person has reviewed the page."""
    meta, address = page.meta, site.url + page.address
    reviewed = meta.get("reviewed") or {}
    kind = page.kind if page.kind in ("lesson", "reference") else "overview"
    status = "Reviewed by a named expert" if reviewed else "Not reviewed by an expert"
    authors = [{"@type": "Organization", "name": name} for name in site.authors]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["MedicalWebPage", "LearningResource"],
        "@id": address,
        "url": address,
        "name": page.title,
        "description": page.description,
        "inLanguage": "en-US",
        "author": authors,
        "isPartOf": {
            "@type": "Book",
            "@id": site.url,
            "name": site.name,
            "url": site.url,
            "version": site.version,
            "author": authors,
            "license": LICENSE,
        },
        "license": LICENSE,
        "isAccessibleForFree": True,
        "dateModified": page.checked,
        "educationalLevel": "undergraduate",
        "learningResourceType": kind,
        "audience": {"@type": "EducationalAudience", "educationalRole": ["student", "teacher"]},
        "image": f"{site.url}assets/social/{page.slug}.png",
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
        "creativeWorkStatus": status,
    }
    if minutes := meta.get("minutes"):
        data["timeRequired"] = f"PT{minutes}M"
    if objectives := meta.get("objectives"):
        data["teaches"] = [objective["text"] for objective in objectives]
    if reviewed:
        data["lastReviewed"] = str(reviewed["date"])
        data["reviewedBy"] = {"@type": "Person", "name": reviewed["name"]}
    if sources := cited(page):
        data["citation"] = sources
    if page.slug == "glossary":
        data["@type"].append("DefinedTermSet")
        data["hasDefinedTerm"] = defined_terms(site, address)
    return data


def defined_terms(site: Site, address: str) -> list[dict[str, Any]]:
    """Each glossary entry, with the addresses of the same thing in public databases."""
    known = load_identifiers(site.docs / IDENTIFIERS)
    return [
        {
            "@type": "DefinedTerm",
            "@id": f"{address}#{term}",
            "name": name,
            "description": definition,
            "inDefinedTermSet": address,
            **({"sameAs": [item.address for item in known[term]]} if term in known else {}),
        }
        for term, (name, definition) in definitions(site.docs / "glossary.md").items()
    ]


def previews(site: Site, page: BuiltPage) -> list[tuple[str, str, str]]:
    """(attribute, name, value) of what chats and courses show of a pasted address."""
    graph = {
        "type": "book" if page.kind == "home" else "article",
        "site_name": site.name,
        "title": page.title,
        "description": page.description,
        "url": site.url + page.address,
        "locale": "en_US",
        "image": f"{site.url}assets/social/{page.slug}.png",
        "image:width": "1200",
        "image:height": "630",
        "image:alt": f"{page.title}. {page.description}",
    }
    shared = ("title", "description", "image", "image:alt")
    card = {"card": "summary_large_image", **{name: graph[name] for name in shared}}
    return [("property", f"og:{name}", value) for name, value in graph.items()] + [
        ("name", f"twitter:{name}", value) for name, value in card.items()
    ]


def addition(site: Site, page: BuiltPage) -> str:
    up = "../" * page.path.count("/")
    tags = [("name", *tag) for tag in citation_tags(site, page)] + previews(site, page)
    meta = [f'<meta {kind}="{name}" content="{escape(value)}">' for kind, name, value in tags]
    # Neither </script> nor <!-- may stand in a script, whatever a title says.
    data = json.dumps(linked_data(site, page), ensure_ascii=False).replace("<", "\\u003c")
    return "\n".join(
        [
            *meta,
            f'<link rel="{ALTERNATE}" type="application/atom+xml" title="Corrections and updates" '
            f'href="{up}feed.xml">',
            f'<link rel="{ALTERNATE}" type="text/markdown" href="index.md">',
            f'<link rel="license" href="{LICENSE}">',
            f'<script type="application/ld+json">{data}</script>',
        ]
    )


def add(site: Site, page: BuiltPage) -> None:
    if page.source:
        page.add_to_head(addition(site, page))
