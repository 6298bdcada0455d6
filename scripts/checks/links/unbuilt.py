"""Links to Markdown files that do not exist: MkDocs leaves them in the page as they were written, relative to the file instead of the page."""

from __future__ import annotations

import posixpath

from scripts.checks.links.site import Place


def page_meant(folder: str, place: Place) -> Place:
    """Where a link to `other.md` would lead if there were such a file; `folder` is that of the page, one below its file's."""
    name = posixpath.relpath("/" + place.path, "/" + folder)
    home = (
        posixpath.normpath(posixpath.join(posixpath.dirname(folder), name))
        .removesuffix(".md")
        .removesuffix("index")
    )
    return Place("local", home if not home or home.endswith("/") else f"{home}/", place.fragment)
