"""QR codes of every page and section, as SVG under assets/qr/: <slug>.svg and <slug>.<section id>.svg."""

from __future__ import annotations

import io

import segno

from scripts.finish.guide import Guide


def code(address: str) -> bytes:
    out = io.BytesIO()
    # A fixed mask: trying all eight takes most of the time and any of them scans.
    segno.make(address, error="m", micro=False, boost_error=False, mask=2).save(out, kind="svg", border=3, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue()


def write(guide: Guide) -> None:
    folder = guide.site / "assets" / "qr"
    folder.mkdir(parents=True, exist_ok=True)
    for leaf in guide.leaves:
        (folder / f"{leaf.slug}.svg").write_bytes(code(leaf.url))
        for heading in leaf.page.headings:
            # Letters of the glossary are no place to send someone to.
            if heading.level == 2 and heading.id and not heading.id.startswith("letter-"):
                (folder / f"{leaf.slug}.{heading.id}.svg").write_bytes(code(f"{leaf.url}#{heading.id}"))
