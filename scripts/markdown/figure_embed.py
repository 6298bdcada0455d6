"""Python-Markdown extension: a line `[[figure: id]]` becomes the figure with its caption, table and downloads.

The picture is inlined, so that it follows the page's theme and its words can be selected. The caption and
description are Markdown with citations like the page's own. What must not pass through Markdown (picture,
table, links to downloads) is stashed.
"""

from __future__ import annotations

import csv
import html
import logging
import re
from functools import lru_cache
from pathlib import Path

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from scripts.core.problems import InputError
from scripts.figures import meta, svg
from scripts.figures.build import build_figures, parts_of

log = logging.getLogger("mkdocs.plugins.figures")
MARKER_RE = re.compile(r"^\[\[figure:\s*(?P<id>[a-z0-9-]+)\s*\]\]\s*$")
SCRIPTS = Path("assets/js")
CODE = Path(__file__).resolve().parent


def _cell(text: str) -> str:
    """A cell for people: a true minus, where the CSV keeps the hyphen that programs read."""
    return re.sub(r"^-(?=\d)", "\u2212", html.escape(text))


@lru_cache(maxsize=64)
def _table(path: Path, stamp: int) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    cells = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{_cell(row[0])}</th>'
        + "".join(f"<td>{_cell(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def _stamp(cache: Path, folder: Path) -> int:
    """When the newest thing a figure is made from, or the index of what was made, was written (ns)."""
    files = [
        *folder.iterdir(),
        *CODE.glob("figures/*.py"),
        *CODE.glob("models/*.py"),
        parts_of(cache) / "index.json",
    ]
    return max(path.stat().st_mtime_ns for path in files if path.exists())


@lru_cache(maxsize=8)
def _draw(cache: Path, folder: Path, stamp: int) -> None:
    """Every page with a figure asks; hashing all figures' sources each time took a tenth of a build."""
    build_figures(cache, folder)


def opens(figure: meta.Meta, docs: Path) -> bool:
    """Whether the figure has an interactive version."""
    return (docs / SCRIPTS / "models" / f"{figure.id}.js").exists()


def expand(
    figure: meta.Meta, number: int, prefix: str, cache: Path, docs: Path, stash
) -> list[str]:
    """Markdown lines of one figure. `prefix` leads from the page to the root of the site; `stash` hides raw HTML."""
    base, files = f"fig-{figure.id}", f"{prefix}figures/{figure.id}"
    parts = parts_of(cache)
    core = (parts / f"{figure.id}.svg").read_text(encoding="utf-8")
    picture = svg.inline(core, figure.id, figure.title, figure.alt, prefix)
    interactive = opens(figure, docs)
    # JSON in a data block: read by the figure's script, run by nothing.
    parameters = (parts / f"{figure.id}.json").read_text(encoding="utf-8").replace("<", "\\u003c")
    data = (
        f'<script type="application/json" class="figure-parameters">{parameters}</script>'
        if interactive and parameters != "{}"
        else ""
    )
    csv_file = cache / f"{figure.id}.csv"
    table = _table(csv_file, csv_file.stat().st_mtime_ns)
    links = " · ".join(
        f'<a href="{files}.{kind}" download>{kind.upper()}</a>' for kind in ("csv", "png", "svg")
    )
    explore = ' data-explore="script"' if interactive else ""
    title = html.escape(figure.title)
    # HTML allows a caption as the first or last child only, so it holds everything that follows the picture.
    return [
        "",
        f'<figure id="{base}" class="figure" aria-label="Figure {number}: {title}" data-figure="{figure.id}" data-kind="{figure.kind}" data-src="{files}.svg"{explore} markdown="1">',
        "",
        stash(
            f'<div class="figure-stage" data-ratio="{svg.ratio(picture)}" data-search-exclude>{picture}</div>{data}'
        ),
        "",
        '<figcaption markdown="1">',
        "",
        f"[Figure {number}.](#{base}){{ .figure-number }} **{figure.title}.** {' '.join(figure.caption.split())}",
        "",
        stash(
            f'<div class="figure-tools" data-search-exclude><p class="figure-files">Download: {links}</p></div>'
        ),
        "",
        '<details class="figure-details" markdown="1">',
        "<summary>What the figure shows, in words</summary>",
        "",
        figure.description,
        "",
        "</details>",
        "",
        stash(
            '<details class="figure-details" data-search-exclude><summary>Data</summary>'
            f'<div class="figure-table" role="region" tabindex="0" aria-label="Data of the figure: {title}">{table}</div></details>'
        ),
        "",
        "</figcaption>",
        "",
        "</figure>",
        "",
    ]


class _Figures(Preprocessor):
    def __init__(self, md: Markdown, docs: Path, cache: Path) -> None:
        super().__init__(md)
        self.docs, self.cache = docs, cache

    def _prefix(self) -> str:
        """From the page to the root: MkDocs says which page this is; elsewhere every page but the home is one folder deep."""
        processors = self.md.treeprocessors
        page = getattr(processors["relpath"], "file", None) if "relpath" in processors else None
        depth = (
            page.url.strip("./").count("/") + bool(page.url.strip("./")) if page is not None else 1
        )
        return "../" * depth

    def run(self, lines: list[str]) -> list[str]:
        if not any(MARKER_RE.match(line) for line in lines):
            return lines
        folder = self.docs / "figures"
        try:
            _draw(self.cache, folder, _stamp(self.cache, folder))
        except InputError as error:
            for problem in error.problems:
                log.warning("%s", problem)
        out: list[str] = []
        number, scripted = 0, False
        for line in lines:
            match = MARKER_RE.match(line)
            figure = self._read(match["id"]) if match else None
            if figure is not None:
                number += 1
                scripted = scripted or opens(figure, self.docs)
                out += expand(
                    figure, number, self._prefix(), self.cache, self.docs, self.md.htmlStash.store
                )
            elif not match:
                out.append(line)
        if scripted:
            out += [
                "",
                self.md.htmlStash.store(
                    f'<script defer src="{self._prefix()}{SCRIPTS.as_posix()}/figures.js"></script>'
                ),
            ]
        return out

    def _read(self, figure_id: str) -> meta.Meta | None:
        """The figure's words, or None with a warning when it cannot be shown."""
        path = self.docs / "figures" / f"{figure_id}.toml"
        if not path.exists():
            log.warning("figure '%s' has no %s", figure_id, path)
        elif not (self.cache / f"{figure_id}.svg").exists():
            log.warning("figure '%s' could not be drawn", figure_id)
        else:
            try:
                return meta.read(figure_id, path.parent)
            except InputError as error:
                log.warning("%s", error)
        return None


class FigureExtension(Extension):
    def __init__(self, **kwargs: str) -> None:
        self.config = {
            "docs": ["docs", "folder of the pages"],
            "cache": [".cache/figures", "where figures are drawn"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # Below 25 (fenced code is out of reach), above 20 (md_in_html reads what we write) and 15 (captions cite).
        md.preprocessors.register(
            _Figures(md, Path(self.getConfig("docs")), Path(self.getConfig("cache"))), "figures", 22
        )


def makeExtension(**kwargs: str) -> FigureExtension:
    return FigureExtension(**kwargs)
