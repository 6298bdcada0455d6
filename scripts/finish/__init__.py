"""Add to a rendered site what MkDocs does not make: metadata, citations, codes, pictures for previews, feeds, policy.

`finish(site, docs, site_url)` is called by the build right after MkDocs; every step reads the built pages and
writes into `site`. Steps that change pages run before the one that hashes their scripts.
"""

from __future__ import annotations

from pathlib import Path

from scripts.apart import apart
from scripts.finish import cite, codes, head, pictures, policy, search, texts, tidy
from scripts.finish.guide import read_guide


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
