"""Citation files of each page for reference managers: BibTeX, RIS and CSL-JSON, under cite/."""

from __future__ import annotations

import json
import re

from scripts.core.site import BuiltPage, Site


def key(page: BuiltPage) -> str:
    return f"ketamine-{page.slug}-{page.checked[:4]}"


def bibtex(site: Site, page: BuiltPage) -> str:
    def safe(text: str) -> str:
        return re.sub(r"([&%#_$])", r"\\\1", text)

    whole = page.kind == "home"
    fields = {
        # Doubled braces: a group, not a person with a family name.
        "author": " and ".join(f"{{{safe(name)}}}" for name in site.authors),
        "title": f"{{{safe(site.name if whole else page.title)}}}",
        **({} if whole else {"booktitle": f"{{{safe(site.name)}}}"}),
        "year": page.checked[:4],
        "url": site.url + page.address,
        "note": f"Version {site.version}; facts checked {page.checked}",
        "language": "en",
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{'book' if whole else 'incollection'}{{{key(page)},\n{body}\n}}\n"


def ris(site: Site, page: BuiltPage) -> str:
    whole = page.kind == "home"
    lines = [("TY", "EBOOK" if whole else "ECHAP")]
    lines += [("AU", f"{name},") for name in site.authors]
    lines += [("TI", site.name if whole else page.title)]
    lines += [] if whole else [("T2", site.name)]
    lines += [
        ("PY", page.checked[:4]),
        ("DA", page.checked.replace("-", "/")),
        ("ET", site.version),
        ("LA", "en"),
        ("AB", page.description),
        ("UR", site.url + page.address),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines) + "ER  - \r\n"


def csl(site: Site, page: BuiltPage) -> str:
    whole = page.kind == "home"
    item = {
        "id": key(page),
        "type": "book" if whole else "chapter",
        "title": site.name if whole else page.title,
        **({} if whole else {"container-title": site.name}),
        "author": [{"literal": name} for name in site.authors],
        "issued": {"date-parts": [[int(part) for part in page.checked.split("-")]]},
        "version": site.version,
        "language": "en",
        "abstract": page.description,
        "URL": site.url + page.address,
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def write(site: Site) -> None:
    folder = site.folder / "cite"
    folder.mkdir(exist_ok=True)
    for page in site.guide_pages:
        for kind, make in (("bib", bibtex), ("ris", ris), ("json", csl)):
            file = folder / f"{page.slug}.{kind}"
            file.write_text(make(site, page), encoding="utf-8", newline="")
