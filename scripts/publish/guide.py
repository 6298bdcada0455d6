"""The guide as its finishing steps see it: settings, and each page with its built file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts.core.pages import Page, _Settings, nav_order, read_pages, read_text


@dataclass(frozen=True)
class Leaf:
    """One page: its source, where it was built, and its published address."""

    page: Page
    file: Path
    url: str

    @property
    def slug(self) -> str:
        return self.page.slug

    @property
    def title(self) -> str:
        return str(self.page.meta.get("title", self.slug))

    @property
    def description(self) -> str:
        return str(self.page.meta.get("description", ""))

    @property
    def checked(self) -> str:
        return str(self.page.meta.get("checked", ""))

    @property
    def kind(self) -> str:
        return str(self.page.meta.get("kind", ""))


@dataclass(frozen=True)
class Guide:
    name: str
    description: str
    version: str
    released: str
    authors: tuple[str, ...]
    site: Path
    docs: Path
    url: str
    leaves: tuple[Leaf, ...]


def settings(path: Path) -> dict[str, Any]:
    return yaml.load(read_text(path), Loader=_Settings)


def read_guide(site: Path, docs: Path, site_url: str) -> Guide:
    """Pages in story order; a page that was not built is left out."""
    config = docs.parent / "mkdocs.yml"
    said = settings(config)
    order = {name: at for at, name in enumerate(nav_order(config))}
    edition = (said.get("extra") or {}).get("edition") or {}
    leaves = []
    for page in sorted(read_pages(docs), key=lambda one: order.get(one.path.name, len(order))):
        address = "" if page.slug == "index" else f"{page.slug}/"
        file = site / address / "index.html"
        if file.exists():
            leaves.append(Leaf(page, file, site_url + address))
    authors = tuple(edition.get("authors") or [f"{said['site_name']} contributors"])
    return Guide(
        said["site_name"],
        said.get("site_description", ""),
        str(edition.get("version", "")),
        str(edition.get("released", "")),
        authors,
        site,
        docs,
        site_url,
        tuple(leaves),
    )
