"""Add to a rendered site what MkDocs does not make: metadata, citations, codes, pictures for previews, feeds, policy.

`finish(site, docs, site_url)` is called by the build right after MkDocs; every step reads the built pages and
writes into `site`. Steps that change pages run before the one that hashes their scripts.
"""

from __future__ import annotations

from pathlib import Path

from scripts.core.child_process import apart
from scripts.publish import citation_files as cite
from scripts.publish import head, policy, search
from scripts.publish import qr_codes as codes
from scripts.publish import social_cards as pictures
from scripts.publish import strip as tidy
from scripts.publish import text_exports as texts
from scripts.publish.guide import read_guide


def finish(site: Path, docs: Path, site_url: str) -> None:
    guide = read_guide(site, docs, site_url)
    tidy.drop_unused(site)

    def beside_the_pages() -> None:
        for step in (cite, codes, pictures):
            step.write(guide)

    written = apart(beside_the_pages)
    search.write(guide)
    texts.write(guide)
    written()
    head.write(guide)
    policy.write(site)
