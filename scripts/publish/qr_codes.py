"""QR codes of every page and section, as SVG under assets/qr/: <slug>.svg and <slug>.<section id>.svg."""

from __future__ import annotations

import io
from pathlib import Path

from scripts.core.disk_cache import kept
from scripts.publish.guide import Guide


def code(address: str) -> bytes:
    # Here, because a build that has all its codes already needs no encoder.
    import segno

    out = io.BytesIO()
    # A fixed mask: trying all eight takes most of the time and any of them scans.
    segno.make(address, error="m", micro=False, boost_error=False, mask=2).save(
        out, kind="svg", border=3, xmldecl=False, svgns=True, omitsize=True
    )
    return out.getvalue()


def write(guide: Guide) -> None:
    folder = guide.site / "assets" / "qr"
    folder.mkdir(parents=True, exist_ok=True)
    cache, drawn_by = (
        guide.docs.parent / ".cache" / "codes",
        Path(__file__).read_text(encoding="utf-8"),
    )

    def put(name: str, address: str) -> None:
        (folder / name).write_bytes(kept(cache, f"{drawn_by}\0{address}", lambda: code(address)))

    for leaf in guide.leaves:
        put(f"{leaf.slug}.svg", leaf.url)
        for heading in leaf.page.headings:
            # Letters of the glossary are no place to send someone to.
            if heading.level == 2 and heading.id and not heading.id.startswith("letter-"):
                put(f"{leaf.slug}.{heading.id}.svg", f"{leaf.url}#{heading.id}")
