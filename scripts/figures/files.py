"""Publish the files of figures, each with its address, source and license inside. Open this to change what they say.

The drawn files in the cache do not know where the site will stand; a copy that someone keeps should still say whose it is.
"""

from __future__ import annotations

import struct
import zlib
from html import escape
from pathlib import Path

from scripts.core.site import Site
from scripts.figures import content
from scripts.figures.content import Content

LICENSE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def notice(site: Site, figure: Content) -> dict[str, str]:
    """What each file says about itself."""
    return {
        "Title": figure.words.title,
        "Author": ", ".join(site.authors),
        "Source": f"{site.url}figures/{figure.id}/" if site.url else site.name,
        "Copyright": LICENSE,
        "Description": figure.words.alt,
    }


def credit(told: dict[str, str]) -> str:
    """What fits into a line."""
    return "; ".join(told[name] for name in ("Author", "Source", "Copyright"))


def in_csv(data: bytes, told: dict[str, str]) -> bytes:
    """A last line that programs can skip as a comment, in one cell for those that do not; the head stays first."""
    line = f"{told['Title']}; {credit(told)}"
    return data + f"# {line.replace(',', ';')}\n".encode()


def in_svg(data: bytes, told: dict[str, str]) -> bytes:
    words = "".join(f"{name}: {escape(text)}\n" for name, text in told.items())
    start = data.index(b">") + 1
    return data[:start] + f"<metadata>\n{words}</metadata>".encode() + data[start:]


def in_png(data: bytes, told: dict[str, str]) -> bytes:
    """Text chunks after the header, as image viewers show them."""
    end = len(SIGNATURE) + 25  # the first chunk, IHDR, has a fixed length
    chunks = b""
    for name, text in told.items():
        body = name.encode("latin-1") + b"\0\0\0\0\0" + text.encode()
        kind = b"iTXt" + body
        chunks += struct.pack(">I", len(body)) + kind + struct.pack(">I", zlib.crc32(kind))
    return data[:end] + chunks + data[end:]


def in_sdf(data: bytes, told: dict[str, str]) -> bytes:
    """A data field of each molecule, since programs split the file."""
    return data.replace(b"$$$$\n", f"> <Credit>\n{credit(told)}\n\n$$$$\n".encode())


def in_sbml(data: bytes, told: dict[str, str]) -> bytes:
    """Before the sources of the parameters, in the notes."""
    return data.replace(b">Parameters", f">{escape(credit(told))} Parameters".encode(), 1)


def in_script(data: bytes, told: dict[str, str]) -> bytes:
    """At the end of the docstring."""
    return data.replace(b'."""', f'. {credit(told)}"""'.encode(), 1)


# Endings in the order in which a page offers them: name of the link, and what writes the notice.
KINDS = {
    "csv": ("CSV", in_csv),
    "png": ("PNG", in_png),
    "svg": ("SVG", in_svg),
    "sdf": ("calculated shapes as SDF", in_sdf),
    "xml": ("the model as SBML", in_sbml),
    "py": ("as a Python script", in_script),
}


def write(site: Site, cache: Path) -> None:
    """Copy every figure's files to `figures/` of the site."""
    folder = site.folder / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    for figure in content.read_all(site.docs / "figures"):
        told = notice(site, figure)
        for kind, (_, put) in KINDS.items():
            drawn = cache / f"{figure.id}.{kind}"
            if drawn.exists():
                (folder / drawn.name).write_bytes(put(drawn.read_bytes(), told))
