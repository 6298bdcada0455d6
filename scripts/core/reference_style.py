"""How a source of the bibliography reads: as a printed reference in Markdown or HTML, and as a short label."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from pybtex.backends.html import Backend as Html
from pybtex.backends.markdown import Backend as Markdown
from pybtex.database import Entry
from pybtex.richtext import HRef, Text
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style as Unsrt
from pybtex.style.template import field, node, optional, sentence, tag

from scripts.core.typography import curl

# What a source is part of: the first that an entry has.
HOLDERS = ("journal", "booktitle", "publisher", "school", "howpublished")


@node
def _address(children: Any, data: Any) -> Text:
    url = address(data["entry"])
    if not url:
        return Text()
    doi = data["entry"].fields.get("doi")
    shown = f"doi:{doi}" if doi else re.sub(r"^https?://(www\.)?", "", url)
    return HRef(url, shown if doi or len(shown) <= 60 else shown[:57] + "…")


@node
def _where(children: Any, data: Any) -> Text:
    """Volume(number):pages, as far as they are on record."""
    fields = data["entry"].fields
    volume = fields.get("volume", "") + (f"({fields['number']})" if "number" in fields else "")
    pages = fields.get("pages", "").replace("--", "–")
    return Text(":".join(filter(None, (volume, pages))))


class Style(Unsrt):
    """Numbered style with one layout for every kind of entry: a field that nobody has verified is simply left out."""

    def __init__(self) -> None:
        super().__init__(name_style="lastfirst", abbreviate_names=True)

    def _template(self, e: Entry) -> Any:
        names = sentence[optional[self.format_names("author", as_sentence=False)]]
        parts = [names] if e.persons.get("author") else []
        if "retracted" in e.fields:
            parts.append(sentence[tag("strong")["Retracted"]])
        parts.append(sentence[field("title")])
        details = [tag("em")[field(name)] for name in HOLDERS if name in e.fields][:1]
        details += [_where()] if {"volume", "pages"} & set(e.fields) else []
        parts.append(sentence(sep=", ")[[*details, field("year")]])
        return toplevel[[*parts, *([_address()] if address(e) else [])]]

    get_article_template = get_book_template = get_incollection_template = get_misc_template = (
        _template
    )
    get_phdthesis_template = get_techreport_template = get_inproceedings_template = _template


class MarkdownBackend(Markdown):
    def write_entry(self, key: str, label: str, text: str) -> None:
        self.output(text)


class HtmlBackend(Html):
    def format_str(self, text: str) -> str:
        return super().format_str(curl(text))

    def format_protected(self, text: str) -> str:
        """As it is: the stylesheet knows no `bibtex-protected`."""
        return text

    def format_href(self, url: str, text: str, external: bool = False) -> str:
        # Unescaped, `&sectionid=` in an address would be read as the character §.
        return super().format_href(escape(url), text, external)


def address(entry: Entry) -> str:
    fields = entry.fields
    if "doi" in fields:
        return f"https://doi.org/{fields['doi']}"
    if "pmcid" in fields:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{fields['pmcid']}/"
    if "pmid" in fields:
        return f"https://pubmed.ncbi.nlm.nih.gov/{fields['pmid']}/"
    return re.sub(r"\\([_&%#])", r"\1", fields.get("url", ""))


def short_label(entry: Entry) -> str:
    """'Mealing et al. 1999', 'Jahr & Stevens 1990', or the start of the title when no author is on record."""
    people = entry.persons.get("author", []) or entry.persons.get("editor", [])
    names = [str(Text.from_latex(" ".join((*p.prelast_names, *p.last_names)))) for p in people]
    if not names:
        name = str(Text.from_latex(entry.fields.get("title", "")))
        name = name if len(name) <= 40 else name[:38].rsplit(" ", 1)[0] + "…"
    elif len(names) == 1:
        name = names[0]
    elif len(names) == 2 and names[1] != "others":
        name = f"{names[0]} & {names[1]}"
    else:
        name = f"{names[0]} et al."
    name = name if len(name) <= 60 else name[:58].rsplit(" ", 1)[0] + "…"
    mark = " (retracted)" if "retracted" in entry.fields else ""
    return f"{name} {entry.fields.get('year', '')}".replace("\\&", "&").strip() + mark
