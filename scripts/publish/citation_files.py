"""Citation files of each page: BibTeX, RIS and CSL-JSON, under cite/."""

from __future__ import annotations

import json
import re

from scripts.publish.guide import Guide, Leaf


def key(leaf: Leaf) -> str:
    return f"ketamine-{leaf.slug}-{leaf.checked[:4]}"


def bibtex(guide: Guide, leaf: Leaf) -> str:
    def safe(text: str) -> str:
        return re.sub(r"([&%#_$])", r"\\\1", text)

    whole = leaf.kind == "home"
    fields = {
        "author": " and ".join(f"{{{safe(name)}}}" for name in guide.authors),
        "title": f"{{{safe(guide.name if whole else leaf.title)}}}",
        **({} if whole else {"booktitle": f"{{{safe(guide.name)}}}"}),
        "year": leaf.checked[:4],
        "url": leaf.url,
        "note": f"Version {guide.version}; facts checked {leaf.checked}",
        "language": "en",
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{'book' if whole else 'incollection'}{{{key(leaf)},\n{body}\n}}\n"


def ris(guide: Guide, leaf: Leaf) -> str:
    whole = leaf.kind == "home"
    lines = [("TY", "EBOOK" if whole else "ECHAP"), *(("AU", f"{name},") for name in guide.authors)]
    lines += [("TI", guide.name if whole else leaf.title), *([] if whole else [("T2", guide.name)])]
    lines += [
        ("PY", leaf.checked[:4]),
        ("DA", leaf.checked.replace("-", "/")),
        ("ET", guide.version),
        ("LA", "en"),
        ("AB", leaf.description),
        ("UR", leaf.url),
        ("ER", ""),
    ]
    return "".join(
        f"{tag}  - {value}".rstrip() + ("\r\n" if tag != "ER" else " \r\n") for tag, value in lines
    )


def csl(guide: Guide, leaf: Leaf) -> str:
    whole = leaf.kind == "home"
    item = {
        "id": key(leaf),
        "type": "book" if whole else "chapter",
        "title": guide.name if whole else leaf.title,
        **({} if whole else {"container-title": guide.name}),
        "author": [{"literal": name} for name in guide.authors],
        "issued": {"date-parts": [[int(part) for part in leaf.checked.split("-")]]},
        "version": guide.version,
        "language": "en",
        "abstract": leaf.description,
        "URL": leaf.url,
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def write(guide: Guide) -> None:
    folder = guide.site / "cite"
    folder.mkdir(exist_ok=True)
    for leaf in guide.leaves:
        for kind, make in (("bib", bibtex), ("ris", ris), ("json", csl)):
            (folder / f"{leaf.slug}.{kind}").write_text(
                make(guide, leaf), encoding="utf-8", newline=""
            )
