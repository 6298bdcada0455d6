"""Python-Markdown extension: a line `[[figure: id]]` becomes the figure. Open this to change what stands around a picture.

The picture is inlined, so that it follows the page's theme and its words can be selected. The caption and
description are Markdown with citations like the page's own. What must not pass through Markdown (picture,
table, links to downloads) is stashed.
"""

from __future__ import annotations

import csv
import json
import logging
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from scripts.core.problems import InputError
from scripts.figures import content, svg
from scripts.figures.build import CODE, build_figures, parts_of
from scripts.figures.content import Content
from scripts.figures.files import KINDS
from scripts.figures.template import fill

log = logging.getLogger("mkdocs.plugins.figures")
MARKER_RE = re.compile(r"^\[\[figure:\s*(?P<id>[a-z0-9-]+)\s*\]\]\s*$")
WORD_RE = re.compile(r"\{\{(?P<name>[\w-]+)\}\}")
SCRIPTS = Path("assets/js")


def stamp(folder: Path) -> int:
    """When the newest thing that figures are made from was written (ns)."""
    files = [*folder.iterdir(), *folder.parent.glob("*.*"), *CODE.rglob("*.py")]
    return max(path.stat().st_mtime_ns for path in files if path.exists())


@lru_cache(maxsize=8)
def drawn(cache: Path, folder: Path, newest: int, _current: Path) -> None:
    """Every page with a figure asks; hashing what all figures are made from is done once. Both folders are
    relative to the current one: another site of this process, as new as this, would be taken for drawn."""
    build_figures(cache, folder)


def opens(figure: Content, docs: Path) -> bool:
    """Whether the figure has an interactive version."""
    return (docs / SCRIPTS / "models" / f"{figure.id}.js").exists()


def expand(
    figure: Content,
    number: int,
    prefix: str,
    cache: Path,
    docs: Path,
    stash: Callable[[str], str],
) -> list[str]:
    """Markdown lines of one figure. `prefix` leads from the page to the root of the site; `stash` hides raw HTML."""
    words = figure.words
    record = json.loads((parts_of(cache) / f"{figure.id}.json").read_bytes())
    core = (parts_of(cache) / f"{figure.id}.svg").read_text(encoding="utf-8")
    picture = svg.inline(core, figure.id, words.title, words.alt, prefix)
    parameters = json.dumps(record["parameters"], separators=(",", ":"), ensure_ascii=False)
    with (cache / f"{figure.id}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    kinds = {
        kind: name for kind, (name, _) in KINDS.items() if (cache / f"{figure.id}.{kind}").exists()
    }

    def filled(text: str) -> str:
        """A word that the figure's rows decide, such as the grade of an arrow."""
        return WORD_RE.sub(lambda match: str(record["words"].get(match["name"], match[0])), text)

    return fill(
        "figure.md",
        id=figure.id,
        base=f"fig-{figure.id}",
        files=f"{prefix}figures/{figure.id}",
        number=number,
        words=words,
        caption=" ".join(filled(words.caption).split()),
        description=filled(words.description).strip(),
        prediction=record["words"].get("prediction", ""),
        picture=picture,
        ratio=svg.ratio(picture),
        interactive=opens(figure, docs),
        parameters=parameters.replace("<", "\\u003c"),
        head=head,
        rows=rows,
        kinds=kinds,
        hide=lambda caller: stash(caller()),
    ).split("\n")


class Figures(Preprocessor):
    def __init__(self, md: Markdown, docs: Path, cache: Path) -> None:
        super().__init__(md)
        self.docs, self.cache = docs, cache

    def prefix(self) -> str:
        """From the page to the root: MkDocs says which page this is; elsewhere every page but the home is one folder deep."""
        processors = self.md.treeprocessors
        page = getattr(processors["relpath"], "file", None) if "relpath" in processors else None
        address = page.url.strip("./") if page is not None else "page"
        return "../" * (address.count("/") + bool(address))

    def run(self, lines: list[str]) -> list[str]:
        if not any(MARKER_RE.match(line) for line in lines):
            return lines
        folder = self.docs / "figures"
        try:
            drawn(self.cache, folder, stamp(folder), Path.cwd())
        except InputError as error:
            for problem in error.problems:
                log.warning("%s", problem)
        out: list[str] = []
        number, scripted = 0, False
        for line in lines:
            match = MARKER_RE.match(line)
            figure = self.read(match["id"]) if match else None
            if figure is not None:
                number += 1
                scripted = scripted or opens(figure, self.docs)
                stash = self.md.htmlStash.store
                out += expand(figure, number, self.prefix(), self.cache, self.docs, stash)
            elif not match:
                out.append(line)
        if scripted:
            script = f"{self.prefix()}{SCRIPTS.as_posix()}/figures.js"
            out += ["", self.md.htmlStash.store(f'<script defer src="{script}"></script>')]
        return out

    def read(self, figure_id: str) -> Content | None:
        """The figure's words, or None with a warning when it cannot be shown."""
        path = self.docs / "figures" / f"{figure_id}.toml"
        if not path.exists():
            log.warning("figure '%s' has no %s", figure_id, path)
        elif not (self.cache / f"{figure_id}.svg").exists():
            log.warning("figure '%s' could not be drawn", figure_id)
        else:
            try:
                return content.read(figure_id, path.parent)
            except InputError as error:
                log.warning("%s", error)
        return None


class FigureExtension(Extension):
    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "docs": ["docs", "folder of the pages"],
            "cache": [".cache/figures", "where figures are drawn"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # Below 25 (fenced code is out of reach), above 20 (md_in_html reads what we write) and 15 (captions cite).
        figures = Figures(md, Path(self.getConfig("docs")), Path(self.getConfig("cache")))
        md.preprocessors.register(figures, "figures", 22)


def makeExtension(**kwargs: Any) -> FigureExtension:
    return FigureExtension(**kwargs)
