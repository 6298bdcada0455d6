"""A copy of the built site that works by double click, from `file://`, with the network off.

A server turns `metabolism/` into `metabolism/index.html`; a disk does not. So every link to a folder names
its file. Search and figures load their data as scripts already, because a page from a disk may not fetch.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from scripts.editions.archive import archive

TOP = "how-ketamine-works"
ONLINE_ONLY = {
    "404.html",
    "robots.txt",
    "sitemap.xml",
    "sitemap.xml.gz",
    "_headers",
    "_redirects",
    ".nojekyll",
    "CNAME",
    "search/search_index.json",
}
LINK_RE = re.compile(
    r"""(?P<before><(?:a|area|link|iframe)\b[^>]*?\shref=|<iframe\b[^>]*?\ssrc=)(?P<quote>["'])(?P<href>[^"']*)(?P=quote)"""
)
REFRESH_RE = re.compile(
    r"""(?P<before>http-equiv="?refresh"?[^>]*?url=)(?P<href>[^"'>]*)""", re.IGNORECASE
)
README = """How Ketamine Works, offline copy.

Open index.html in a browser. Nothing needs a network or an installation.
The newest version is at {url}
Text and figures CC BY 4.0, code MIT. Not medical advice.
"""


def local(href: str) -> str:
    """`../metabolism/#steps` becomes `../metabolism/index.html#steps`; everything that is not a folder stays."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return href
    path = parts.path
    if path.endswith("/") or path in (".", "..") or path.endswith(("/.", "/..")):
        path = path.rstrip("/") + "/index.html"
    return (
        path
        + (f"?{parts.query}" if parts.query else "")
        + (f"#{parts.fragment}" if parts.fragment else "")
    )


def localize(html: str) -> str:
    html = LINK_RE.sub(lambda m: f"{m['before']}{m['quote']}{local(m['href'])}{m['quote']}", html)
    return REFRESH_RE.sub(lambda m: m["before"] + local(m["href"]), html)


def make_offline(site: Path, site_url: str, epoch: int, own_name: str) -> bytes:
    """The ZIP; links to the ZIP itself lead to the web, because it cannot contain itself."""
    entries = {f"{TOP}/README.txt": README.format(url=site_url).encode()}
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        name = file.relative_to(site).as_posix()
        if name in ONLINE_ONLY or name in (own_name, "download/SHA256SUMS"):
            continue
        data = file.read_bytes()
        if PurePosixPath(name).suffix == ".html":
            away = re.compile(
                rf"""(href=["'])(?:\.\./)*({re.escape(own_name)}|download/SHA256SUMS)(?=["'])"""
            )
            data = localize(away.sub(rf"\g<1>{site_url}\g<2>", data.decode("utf-8"))).encode(
                "utf-8"
            )
        entries[f"{TOP}/{name}"] = data
    return archive(entries, epoch)
