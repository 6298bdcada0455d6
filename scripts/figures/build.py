"""Draw every figure into a cache: `<id>.svg`, `.png` and `.csv`. Open this when a figure is not redrawn, or is refused.

A figure is redrawn when what it is made from has changed; when nothing has, nothing heavy is imported.
"""

from __future__ import annotations

import csv
import hashlib
import importlib
import io
import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from scripts.core import bibliography, identifiers
from scripts.core.disk_cache import write_whole
from scripts.core.problems import InputError, Problem
from scripts.figures import drawing, prediction, raster, svg, theme
from scripts.figures.content import FIGURES, Content, read
from scripts.figures.figure import Cell, Figure, text_of
from scripts.figures.models import portable

CACHE = Path(".cache/figures")
CODE = Path(__file__).resolve().parent
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
KINDS = ("svg", "csv", "png")


def parts_of(cache: Path) -> Path:
    """What only `embed` reads: the picture without size and paper, and a JSON file with parameters and words."""
    return cache.with_name(f"{cache.name}-parts")


@lru_cache(maxsize=1)
def code_hash() -> bytes:
    """Any change of the code redraws everything: a few seconds, and no list of what uses what."""
    found = hashlib.sha256(repr(theme.LIGHT).encode())
    for path in sorted(CODE.rglob("*.py")):
        found.update(path.read_bytes())
    return found.digest()


class Around(NamedTuple):
    """What figures take from the rest of the guide: grades of claims, and sources by key."""

    grades: dict[str, str]
    sources: dict[str, bibliography.Source]

    @classmethod
    def of(cls, docs: Path) -> Around:
        bib = docs / "references.bib"
        pages = drawing.claim_grades(docs) if any(docs.glob("*.md")) else {}
        return cls(pages, bibliography.load(bib) if bib.exists() else {})


def load(content: Content, around: Around) -> Figure:
    """Run the figure's module, or put a drawing together."""
    if unknown := [key for key in content.sources if key not in around.sources]:
        raise InputError(*(content.cited(key, f"unknown source '{key}'") for key in unknown))
    if content.words.kind == "drawing":
        path = content.folder / f"{content.id}.svg"
        if not path.exists():
            raise InputError(content.problem(f"a drawing needs a picture, {path}", "kind"))
        return prediction.ask(content, drawing.read(path, around.grades, around.sources))
    name = content.id.replace("-", "_")
    if not (CODE / f"{name}.py").exists():
        told = f"a {content.words.kind} needs code that draws it, scripts/figures/{name}.py"
        raise InputError(content.problem(told, "kind"))
    figure: Figure = importlib.import_module(f"scripts.figures.{name}").figure(content)
    if "model" in content.tables:
        figure = replace(figure, files=to_take_away(content, figure))
    figure = prediction.ask(content, figure)
    content.check_used()
    content.check_sources(around.sources)
    return figure


def to_take_away(content: Content, figure: Figure) -> dict[str, str]:
    """The model as files of other programs, by their ending."""
    try:
        return portable.files(content.model, content.id, figure.parameters)
    except ValueError as error:
        raise InputError(content.problem(f"[model]: {error}", "model")) from error


def csv_text(rows: list[dict[str, Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([text_of(cell) for cell in row.values()] for row in rows)
    return out.getvalue()


def vega_lite(chart: dict[str, Any]) -> dict[str, Any]:
    """Vega-Lite with our configuration."""
    return {"$schema": SCHEMA, **chart, "config": theme.config()}


def picture_of(figure: Figure, fold: str = "") -> str:
    """The figure's SVG in light colors, without size and paper."""
    if figure.chart is None:
        return figure.picture
    import vl_convert

    return svg.from_vega(vl_convert.vegalite_to_svg(vega_lite(figure.chart)), fold)


def digest(content: Content, around: Around) -> str:
    """What a figure is made from, as one hash: when it is the same, nothing needs drawing."""
    found = hashlib.sha256(code_hash())
    paths = [content.folder / f"{content.id}.{kind}" for kind in ("toml", "csv", "svg")]
    for path in [*paths, content.folder.parent / identifiers.NAME]:
        found.update(path.read_bytes() if path.exists() else b"-")
    if content.words.kind == "drawing":
        labels = {key: source.label for key, source in around.sources.items()}
        found.update(json.dumps([around.grades, labels], sort_keys=True).encode())
    return found.hexdigest()


def draw(content: Content, around: Around, cache: Path) -> None:
    """Write the figure's files."""
    figure = load(content, around)
    try:
        core = picture_of(figure, content.words.fold)
    except svg.NoSuchWordsError as error:
        raise InputError(content.problem(str(error), "fold")) from error
    alone = svg.standalone(core)
    record = {
        "hash": digest(content, around),
        "parameters": figure.parameters,
        "words": figure.words,
    }
    parts = parts_of(cache)
    write_whole(cache / f"{content.id}.svg", alone.encode())
    write_whole(cache / f"{content.id}.csv", csv_text(figure.rows).encode())
    write_whole(cache / f"{content.id}.png", raster.png(alone, scale=2))
    for kind, text in figure.files.items():
        write_whole(cache / f"{content.id}.{kind}", text.encode())
    write_whole(parts / f"{content.id}.svg", core.encode())
    write_whole(parts / f"{content.id}.json", json.dumps(record, ensure_ascii=False).encode())


def is_current(content: Content, around: Around, cache: Path) -> bool:
    record = parts_of(cache) / f"{content.id}.json"
    return (
        record.exists()
        and json.loads(record.read_bytes()).get("hash") == digest(content, around)
        and all((cache / f"{content.id}.{kind}").exists() for kind in KINDS)
    )


def build_figures(cache: Path = CACHE, folder: Path = FIGURES) -> None:
    """Bring `cache` up to date with `folder`; problems of all figures are raised together."""
    problems: list[Problem] = []
    names = {path.stem for path in folder.glob("*.toml")}
    around = Around.of(folder.parent)
    for name in sorted(names):
        try:
            content = read(name, folder)
            if not is_current(content, around, cache):
                draw(content, around, cache)
        except InputError as error:
            problems += error.problems
    for path in [*cache.glob("*.*"), *parts_of(cache).glob("*.*")]:
        # A figure that is gone leaves nothing behind; half-written files are another build's.
        if path.stem not in names and ".part" not in path.name:
            path.unlink()
    if problems:
        raise InputError(*sorted(set(problems)))


def main(argv: list[str] | None = None) -> int:
    import argparse
    import time

    parser = argparse.ArgumentParser(
        prog="python -m scripts.figures.build", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("cache", nargs="?", type=Path, default=CACHE)
    start = time.perf_counter()
    try:
        build_figures(parser.parse_args(argv).cache)
    except InputError as error:
        print(error)
        return 2
    print(f"figures are up to date ({time.perf_counter() - start:.1f} s)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
