"""The picture shown when a page's address is pasted into a chat or a course: one PNG per page, kept between builds."""

from __future__ import annotations

import textwrap
from functools import partial
from html import escape

from scripts.core.disk_cache import cached
from scripts.core.settings import Place, nav_places
from scripts.core.site import BuiltPage, Site
from scripts.figures.raster import FONT, png

SIZE = (1200, 630)
COLORS = {1: "#87480f", 2: "#0d6560", 3: "#6d3c97", 4: "#2c558f", 0: "#0d6560", 5: "#4b555c"}
MARK = (
    '<g transform="translate({x} {y}) scale({s})"><path fill="{c}" d="M7 3h3.2c1.3 0 2 .9 2 2.2 0 3.5-1.6 5.6-1.6 10.8s1.6 7.3 1.6 10.8c0 1.3-.7 2.2-2 2.2H7c-1.7 0-3-1.3-3-3V6c0-1.7 1.3-3 3-3z'
    'M25 3h-3.2c-1.3 0-2 .9-2 2.2 0 3.5 1.6 5.6 1.6 10.8s-1.6 7.3-1.6 10.8c0 1.3.7 2.2 2 2.2H25c1.7 0 3-1.3 3-3V6c0-1.7-1.3-3-3-3z"/><circle fill="#a84300" cx="16" cy="16" r="3.6"/></g>'
)


wrap = partial(textwrap.wrap, break_long_words=False, break_on_hyphens=False)


def spans(lines: list[str], step: int) -> str:
    return "".join(
        f'<tspan x="70" dy="{step if at else 0}">{escape(line)}</tspan>'
        for at, line in enumerate(lines)
    )


def lipids(color: str) -> str:
    """The membrane along the foot of the picture, with the channel in it."""
    out = []
    for x in range(12, SIZE[0], 26):
        if 946 < x < 1120:
            continue
        for y, way in ((512, 1), (608, -1)):
            out.append(
                f'<circle cx="{x}" cy="{y}" r="10.5"/><path d="M{x - 4} {y + 10 * way}v{30 * way}M{x + 4} {y + 10 * way}v{30 * way}"/>'
            )
    return (
        f'<g fill="{color}" stroke="{color}" stroke-width="2.5" opacity=".3">{"".join(out)}</g>'
        + MARK.format(x=949, y=476, s=5.25, c=color)
    )


def picture(site: Site, page: BuiltPage, part: int) -> str:
    color = COLORS.get(part, COLORS[5])
    title = wrap(page.title, 30)[:3]
    below = 205 + 80 * (len(title) - 1) + 62
    about = wrap(page.description, 74)[: 5 - len(title)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE[0]}" height="{SIZE[1]}" viewBox="0 0 {SIZE[0]} {SIZE[1]}"><rect width="100%" height="100%" fill="#fcfcfa"/>'
        f'<rect width="100%" height="14" fill="{color}"/>{lipids(color)}'
        f'<text x="70" y="105" font-family="{FONT}" font-size="30" font-weight="bold" fill="{color}">{escape(site.name)}</text>'
        f'<text x="70" y="205" font-family="{FONT}" font-size="72" font-weight="bold" fill="#1c2428">{spans(title, 80)}</text>'
        f'<text x="70" y="{below}" font-family="{FONT}" font-size="29" fill="#515c63">{spans(about, 40)}</text></svg>'
    )


def write(site: Site) -> None:
    cache = site.root / ".cache" / "pictures"
    folder = site.folder / "assets" / "social"
    folder.mkdir(parents=True, exist_ok=True)
    places = dict(nav_places(site.config.nav))
    for page in site.guide_pages:
        name = page.source.path.relative_to(site.docs).as_posix() if page.source else ""
        drawing = picture(site, page, places.get(name, Place()).number)
        image = cached(cache, drawing, partial(png, drawing))
        (folder / f"{page.slug}.png").write_bytes(image)
