"""Remove what the theme copies into the site and no page uses."""

from __future__ import annotations

import shutil
from pathlib import Path

UNUSED = ("assets/javascripts", "assets/stylesheets", "assets/images", "book", "sitemap.xml.gz")


def drop_unused(site: Path) -> None:
    for name in UNUSED:
        path = site / name
        if path.is_dir():
            shutil.rmtree(path)
        elif path.exists():
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
