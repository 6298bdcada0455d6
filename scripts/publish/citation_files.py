"""Citations of each page for reference managers: BibTeX, RIS and CSL-JSON, under cite/.

Each page also carries them as patterns, which the share panel (share.js) fills in for a section or claim.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from scripts.core.site import BuiltPage, Site

# What share.js puts in the place of these; none of the three formats escapes them.
PLACE, ANCHOR, KEY = "[[place]]", "[[anchor]]", "[[key]]"


@dataclass(frozen=True)
class Cited:
    """What is cited: a page, or a place on it; the front page stands for the whole book."""

    key: str
    title: str
    url: str
    whole: bool


def cited(site: Site, page: BuiltPage) -> Cited:
    whole = page.kind == "home"
    key = f"ketamine-{page.slug}-{page.checked[:4]}"
    return Cited(key, site.name if whole else page.title, site.url + page.address, whole)


def pattern(site: Site, page: BuiltPage) -> Cited:
    """A place of the page, still without its name."""
    of_page = cited(site, page)
    return Cited(of_page.key + KEY, page.title + PLACE, of_page.url + ANCHOR, whole=False)


def bibtex(site: Site, page: BuiltPage, what: Cited) -> str:
    def safe(text: str) -> str:
        return re.sub(r"([&%#_$])", r"\\\1", text)

    fields = {
        # Doubled braces: a group, not a person with a family name.
        "author": " and ".join(f"{{{safe(name)}}}" for name in site.authors),
        "title": f"{{{safe(what.title)}}}",
        **({} if what.whole else {"booktitle": f"{{{safe(site.name)}}}"}),
        "year": page.checked[:4],
        "url": what.url,
        "note": f"Version {site.version}; facts checked {page.checked}",
        "language": "en",
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{'book' if what.whole else 'incollection'}{{{what.key},\n{body}\n}}\n"


def ris(site: Site, page: BuiltPage, what: Cited) -> str:
    lines = [("TY", "EBOOK" if what.whole else "ECHAP")]
    lines += [("AU", f"{name},") for name in site.authors]
    lines += [("TI", what.title)]
    lines += [] if what.whole else [("T2", site.name)]
    lines += [
        ("PY", page.checked[:4]),
        ("DA", page.checked.replace("-", "/")),
        ("ET", site.version),
        ("LA", "en"),
        ("AB", page.description),
        ("UR", what.url),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines) + "ER  - \r\n"


def csl(site: Site, page: BuiltPage, what: Cited) -> str:
    item = {
        "id": what.key,
        "type": "book" if what.whole else "chapter",
        "title": what.title,
        **({} if what.whole else {"container-title": site.name}),
        "author": [{"literal": name} for name in site.authors],
        "issued": {"date-parts": [[int(part) for part in page.checked.split("-")]]},
        "version": site.version,
        "language": "en",
        "abstract": page.description,
        "URL": what.url,
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


FORMATS = {"bib": bibtex, "ris": ris, "json": csl}


def add(site: Site, page: BuiltPage) -> None:
    """Beside the link to each file of the page, the same with gaps for a section or claim."""
    for link in page.tree.css("a[data-cite]"):
        make = FORMATS[link.attributes["data-cite"] or ""]
        link.attrs["data-cite"] = make(site, page, pattern(site, page))


def write(site: Site) -> None:
    folder = site.folder / "cite"
    folder.mkdir(exist_ok=True)
    for page in site.guide_pages:
        for kind, make in FORMATS.items():
            file = folder / f"{page.slug}.{kind}"
            text = make(site, page, cited(site, page))
            file.write_text(text, encoding="utf-8", newline="")
