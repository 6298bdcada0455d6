"""What is published beyond the pages that MkDocs renders: metadata, policy, citation files, exports, feeds, redirects.

`finish_page` changes one page's tree before it is written; `finish_site` runs once all pages are there. The MkDocs
hook calls both, so a preview shows what a build publishes; after another engine, call `finish` on a site it made.
"""

from __future__ import annotations

from scripts.core.site import BuiltPage, Site
from scripts.figures import pages as figure_pages
from scripts.publish import (
    asset_versions,
    citation_files,
    evidence,
    head,
    host_files,
    offline_app,
    policy,
    qr_codes,
    redirects,
    search_words,
    social_cards,
    text_exports,
)


def finish_page(site: Site, page: BuiltPage) -> None:
    redirects.keep_ids(site, page)
    head.add(site, page)
    citation_files.add(site, page)
    asset_versions.add(site, page)
    policy.add(site, page)  # last: it allows exactly the scripts that the page now has


def finish_site(site: Site) -> None:
    for page in redirects.make_pages(site) + figure_pages.make(site):
        asset_versions.add(site, page)
        policy.add(site, page)
        site.write(page)
    for step in (
        citation_files.write,
        evidence.write,
        qr_codes.write,
        search_words.write,
        social_cards.write,
        text_exports.write,
        host_files.write,
        offline_app.write,  # last: it lists what all the others have written
    ):
        step(site)


def finish(site: Site) -> None:
    """Everything, for a site whose pages another engine has written."""
    for page in list(site.pages.values()):
        finish_page(site, page)
        site.write(page)
    finish_site(site)
