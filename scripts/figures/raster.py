"""Draw an SVG in pixels, in the font that comes with the project: the same on every machine, whatever fonts that has."""

from __future__ import annotations

import re
from pathlib import Path

import fontpkg_fira_sans

FONT = "Fira Sans"
FONTS = Path(fontpkg_fira_sans.__file__).parent / "files"
FONT_RE = re.compile(r"font-family\s*[:=]\s*(\"[^\"]*\"|'[^']*'|[^;\"'}>]+)")


def in_our_font(markup: str) -> str:
    """An SVG with all its words in the project's font."""
    return FONT_RE.sub(
        lambda match: match[0].replace(
            match[1], f"'{FONT}'" if match[1][0] != '"' else f'"{FONT}"'
        ),
        markup,
    )


def png(drawing: str, scale: float = 1) -> bytes:
    import vl_convert  # takes long to load, and a build that has all its pictures does not need it

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert.svg_to_png(in_our_font(drawing), scale=scale)
