"""QR codes as small SVG files: one path, no fonts, the same bytes every time."""

from __future__ import annotations

import io

import segno


def qr_svg(address: str) -> bytes:
    out = io.BytesIO()
    # A fixed mask: trying all eight takes most of the time and any of them scans.
    segno.make(address, error="m", micro=False, mask=2).save(
        out, kind="svg", border=0, dark="#000", xmldecl=False, svgns=True, omitsize=True
    )
    return out.getvalue()
