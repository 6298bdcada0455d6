"""What every edition states about itself: name, version, date, authors, license, address. Open this to change a colophon.

All of it comes from mkdocs.yml (`site_name`, `extra.edition`), so that book, e-book and citation files agree.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from scripts.core.problems import InputError, Problem
from scripts.core.site import Site


@dataclass(frozen=True)
class Imprint:
    name: str
    description: str
    version: str
    released: dt.date
    authors: tuple[str, ...]
    license: str
    license_url: str
    subjects: tuple[str, ...]
    url: str  # "" for a build without a public address: nothing that is printed may name this machine
    language: str = "en-US"

    @property
    def creator(self) -> str:
        return ", ".join(self.authors)

    @property
    def date(self) -> str:
        return f"{self.released:%B} {self.released.day}, {self.released.year}"

    @property
    def version_and_date(self) -> str:
        return f"Version {self.version}, {self.date}"

    @property
    def rights(self) -> str:
        return f"Text and figures {self.license}"

    @property
    def citation(self) -> str:
        address = f" {self.url}" if self.url else ""
        return f"{self.creator}. {self.name}. {self.version_and_date}.{address}"

    def live(self, path: str, fragment: str = "") -> str:
        """The published address of a place of the site; "" where the site has none."""
        return self.url and f"{self.url}{path}" + (f"#{fragment}" if fragment else "")


def is_public(url: str) -> bool:
    """Whether a reader elsewhere could open the address."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".internal", ".test"))


def read_imprint(site: Site) -> Imprint:
    edition = site.edition
    try:
        released = dt.date.fromisoformat(site.released)
    except ValueError as error:
        wrong = f"extra.edition.released is '{site.released}', not a date like 2026-11-30"
        raise InputError(Problem(str(site.root / "mkdocs.yml"), 0, wrong)) from error
    return Imprint(
        site.name,
        str(site.config.site_description or ""),
        site.version,
        released,
        tuple(site.authors),
        str(edition.get("license", "CC BY 4.0")),
        str(edition.get("license_url", "https://creativecommons.org/licenses/by/4.0/")),
        tuple(map(str, edition.get("subjects") or ())),
        site.url if is_public(site.url) else "",
    )
