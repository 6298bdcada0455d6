"""QR codes of every page and section, as SVG under assets/qr/: <slug>.svg and <slug>.<section id>.svg."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import segno

from scripts.core.disk_cache import cached
from scripts.core.site import Site


def make_code(address: str) -> segno.QRCode:
    # A fixed mask: trying all eight takes most of the time, and any of them scans.
    return segno.make(address, error="m", micro=False, boost_error=False, mask=2)


def qr_code(address: str) -> bytes:
    out = io.BytesIO()
    make_code(address).save(out, kind="svg", border=3, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue()


def addresses(site: Site) -> dict[str, str]:
    """File name → address of each page and section."""
    found = {}
    for page in site.guide_pages:
        found[f"{page.slug}.svg"] = site.url + page.address
        # From the built page: share.js asks for a code wherever it finds a heading, made by an extension or written.
        for heading in page.tree.css("article h2[id]"):
            section = heading.attributes["id"] or ""
            # Letters of the glossary are no place to send someone to.
            if not section.startswith("letter-"):
                found[f"{page.slug}.{section}.svg"] = f"{site.url}{page.address}#{section}"
    return found


def write(site: Site) -> None:
    folder, cache = site.folder / "assets" / "qr", site.root / ".cache" / "codes"
    folder.mkdir(parents=True, exist_ok=True)
    drawn_by = Path(__file__).read_text(encoding="utf-8")
    for name, address in addresses(site).items():
        code = cached(cache, f"{drawn_by}\0{address}", partial(qr_code, address))
        (folder / name).write_bytes(code)
