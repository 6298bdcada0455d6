"""Read docs/references.bib: the only place a source is described."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import lru_cache
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pybtex.backends.html import Backend as Html
from pybtex.backends.markdown import Backend
from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import HRef, Text
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style as Unsrt
from pybtex.style.template import field, node, optional, sentence, tag

from scripts import typography
from scripts.kept import kept
from scripts.pages import read_text
from scripts.problems import InputError, Problem

BIBLIOGRAPHY = Path("docs/references.bib")
ENTRY_RE = re.compile(r"^@(?P<kind>\w+)\s*\{\s*(?P<key>[^,\s]+)\s*,", re.MULTILINE)
DOI_RE = re.compile(r"10\.\d{4,9}/\S+")
REQUIRED = ("title", "year")


@dataclass(frozen=True)
class Source:
    """One formatted entry: as Markdown and as HTML, a short label such as 'Mealing et al. 1999', and its web address ('' if none)."""

    key: str
    line: int
    markdown: str
    html: str
    label: str
    url: str


@node
def _address(children, data) -> Text:
    url = address(data["entry"])
    if not url:
        return Text()
    doi = data["entry"].fields.get("doi")
    shown = f"doi:{doi}" if doi else re.sub(r"^https?://(www\.)?", "", url)
    return HRef(url, shown if doi or len(shown) <= 60 else shown[:57] + "…")


@node
def _where(children, data) -> Text:
    """Volume(number):pages, as far as they are on record."""
    fields = data["entry"].fields
    volume = fields.get("volume", "") + (f"({fields['number']})" if "number" in fields else "")
    pages = fields.get("pages", "").replace("--", "–")
    return Text(":".join(filter(None, (volume, pages))))


class Style(Unsrt):
    """Numbered style with one layout for every kind of entry: a field that nobody has verified is simply left out."""

    def __init__(self) -> None:
        super().__init__(name_style="lastfirst", abbreviate_names=True)

    def _template(self, e):  # noqa: ANN001, ANN202 - pybtex gives and takes template nodes
        parts = [sentence[optional[self.format_names("author", as_sentence=False)]]] if e.persons.get("author") else []
        parts.append(sentence[field("title")])
        holder = next((name for name in ("journal", "booktitle", "publisher", "school", "howpublished") if name in e.fields), None)
        details = [tag("em")[field(holder)]] if holder else []
        details += [_where()] if {"volume", "pages"} & set(e.fields) else []
        parts.append(sentence(sep=", ")[[*details, field("year")]])
        return toplevel[[*parts, *([_address()] if address(e) else [])]]

    get_article_template = get_book_template = get_incollection_template = get_misc_template = _template
    get_phdthesis_template = get_techreport_template = get_inproceedings_template = _template


class _Backend(Backend):
    def write_entry(self, key, label, text) -> None:  # noqa: ANN001
        self.output(text)


class _Html(Html):
    def format_str(self, text: str) -> str:
        return super().format_str(typography.curl(text))

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
    return fields.get("url", "").replace("\\_", "_").replace("\\&", "&").replace("\\%", "%").replace("\\#", "#")


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
    return f"{name} {entry.fields.get('year', '')}".replace("\\&", "&").strip()


def parse(text: str, path: Path) -> tuple[BibliographyData, dict[str, int]]:
    """BibTeX text → (entries, line of each key); duplicate keys and syntax errors are InputErrors with their line."""
    lines: dict[str, int] = {}
    problems = []
    for match in ENTRY_RE.finditer(text):
        if match["kind"].lower() in ("comment", "string", "preamble"):
            continue
        line = text.count("\n", 0, match.start()) + 1
        if match["key"] in lines:
            problems.append(Problem(str(path), line, f"duplicate key '{match['key']}' (first on line {lines[match['key']]})"))
        lines.setdefault(match["key"], line)
    if problems:
        raise InputError(*problems)
    try:
        return parse_string(text, "bibtex"), lines
    except PybtexError as error:
        number = re.search(r"line (\d+)", str(error))
        raise InputError(Problem(str(path), int(number[1]) if number else 1, f"invalid BibTeX: {error}")) from error


def find_problems(data: BibliographyData, lines: dict[str, int], path: Path) -> list[Problem]:
    """Entries that cannot be printed honestly: no title or year, no address of any kind for the web, a malformed DOI."""
    problems = []
    for key, entry in data.entries.items():
        line = lines.get(key, 0)
        problems += [Problem(str(path), line, f"entry '{key}' has no {name}") for name in REQUIRED if not entry.fields.get(name, "").strip()]
        doi = entry.fields.get("doi")
        if doi is not None and not DOI_RE.fullmatch(doi):
            problems.append(Problem(str(path), line, f"entry '{key}' has a malformed DOI '{doi}'"))
        # Even one that the reference does not show is in the list that readers download.
        if entry.fields.get("url", "").startswith("http:") and "http only" not in entry.fields.values():
            problems.append(Problem(str(path), line, f"entry '{key}' has an http: address: write https:, or access = \"http only\" beside it"))
    return problems


def format_entries(data: BibliographyData, lines: dict[str, int]) -> dict[str, Source]:
    style, backend, html = Style(), _Backend(), _Html("utf-8")
    sources = {}
    for formatted in style.format_entries(data.entries.values()):
        entry = data.entries[formatted.key]
        sources[formatted.key] = Source(
            formatted.key,
            lines.get(formatted.key, 0),
            formatted.text.render(backend).replace("\n", " "),
            typography.bind(formatted.text.render(html).replace("\n", " ")),
            short_label(entry),
            address(entry),
        )
    return sources


def _kept(path: Path, what: str, make: Callable[[str], Any]) -> Any:
    """`make` of the file's text, as JSON: reading and formatting some hundred entries takes over a second, and most builds change none."""
    text = read_text(path)
    code = [Path(file).read_text(encoding="utf-8") for file in (__file__, typography.__file__)]
    made_from = "\0".join((what, version("pybtex"), *code, str(path), text))
    return json.loads(kept(path.parent.parent / ".cache" / "sources", made_from, lambda: json.dumps(make(text)).encode()))


@lru_cache(maxsize=4)
def _load(path: Path, stamp: int) -> dict[str, Source]:
    rows = _kept(path, "sources", lambda text: [astuple(source) for source in format_entries(*parse(text, path)).values()])
    return {row[0]: Source(*row) for row in rows}


def load(path: Path = BIBLIOGRAPHY) -> dict[str, Source]:
    """Formatted sources by key, cached until the file changes."""
    return _load(path, path.stat().st_mtime_ns)


def check(path: Path) -> tuple[dict[str, int], list[Problem]]:
    """(line of each key, entries that cannot be printed honestly); unusable BibTeX raises InputError."""

    def make(text: str) -> Any:
        data, lines = parse(text, path)
        return lines, find_problems(data, lines, path)

    lines, problems = _kept(path, "check", make)
    return lines, [Problem(*problem) for problem in problems]
