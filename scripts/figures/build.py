"""Draw every figure into a cache: `<id>.svg`, `.png` and `.csv`.

A figure is redrawn when the hash of what it is made from has changed; when nothing has, nothing heavy is imported.
"""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import traceback
from pathlib import Path
from typing import Any

from scripts.core.problems import InputError, Problem
from scripts.figures import Figure, inputs, meta, module_name, raster, svg, text_of, theme

CACHE = Path(".cache/figures")
CODE = Path(__file__).resolve().parent
# A second process takes about a second to start, as long as two figures take to draw.
MANY = 4


def load(figure_id: str) -> Figure:
    """Run the figure's module."""
    path = CODE / f"{figure_id.replace('-', '_')}.py"
    if not path.exists():
        raise InputError(
            Problem(f"scripts/figures/{path.name}", 0, f"figure '{figure_id}' has no module")
        )
    return importlib.import_module(module_name(figure_id)).figure()


def csv_text(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([text_of(cell) for cell in row.values()] for row in rows)
    return out.getvalue()


def vega_lite(chart: Any) -> dict[str, Any]:
    """Altair chart or dict → Vega-Lite with our configuration."""
    spec = chart if isinstance(chart, dict) else chart.to_dict()
    return {
        **spec,
        "config": {
            **theme.config(),
            **{key: value for key, value in spec.get("config", {}).items() if key != "view"},
        },
    }


def picture(figure: meta.Meta, made: Figure, folder: Path) -> str:
    """The figure's SVG in light colors, without size and paper."""
    if made.chart is None:
        path = folder / f"{figure.id}.svg"
        if not path.exists():
            raise InputError(
                Problem(str(path), 0, f"figure '{figure.id}' has neither a chart nor a drawing")
            )
        return path.read_text(encoding="utf-8")
    import vl_convert

    return svg.from_vega(vl_convert.vegalite_to_svg(vega_lite(made.chart)))


def parts_of(cache: Path) -> Path:
    """What only `figure_embed` reads: the picture without size and paper, the parameters, the index."""
    return cache.with_name(f"{cache.name}-parts")


def write(path: Path, content: bytes) -> None:
    """A reader of the cache sees the old file or the new one, never half of one."""
    part = path.with_name(f"{path.name}.part{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)


def draw(figure: meta.Meta, cache: Path, folder: Path) -> list[str]:
    """Write the figure's files; returns their names."""

    made = load(figure.id)
    core = picture(figure, made, folder)
    alone = svg.standalone(core)
    files: dict[str, bytes] = {
        f"{figure.id}.svg": alone.encode(),
        f"{figure.id}.csv": csv_text(made.rows).encode(),
        f"{figure.id}.png": raster.png(alone, scale=2),
    }
    parts = parts_of(cache)
    parts.mkdir(parents=True, exist_ok=True)
    write(parts / f"{figure.id}.svg", core.encode())
    write(
        parts / f"{figure.id}.json",
        json.dumps(made.parameters, separators=(",", ":"), ensure_ascii=False).encode(),
    )
    for name, content in files.items():
        write(cache / name, content)
    return sorted(files)


Drawn = tuple[list[str], list[Problem]]


def attempt(figure: meta.Meta, cache: Path, folder: Path) -> Drawn:
    """Draw one figure → names of its files and problems; one figure under work must not hide the others."""
    try:
        return draw(figure, cache, folder), []
    except InputError as error:
        return [], error.problems
    except Exception as error:
        own = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename.startswith(str(CODE.parent))
        ]
        path, line = (
            (f"scripts/{Path(own[-1].filename).relative_to(CODE.parent)}", own[-1].lineno or 0)
            if own
            else (str(folder / f"{figure.id}.toml"), 0)
        )
        return [], [Problem(path, line, f"figure '{figure.id}': {type(error).__name__}: {error}")]


def draw_all(figures: list[meta.Meta], cache: Path, folder: Path) -> dict[str, Drawn]:
    """Draw here and, when there are many, in a second process as well, which takes them from the other end."""
    if len(figures) < MANY or (os.cpu_count() or 1) < 2:
        return {figure.id: attempt(figure, cache, folder) for figure in figures}
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    drawn: dict[str, Drawn] = {}
    # Spawned everywhere: a forked copy of a process that has threads, as the renderer's has, can hang.
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        jobs = [(figure, pool.submit(attempt, figure, cache, folder)) for figure in figures]
        for figure, job in reversed(jobs):
            try:
                drawn[figure.id] = attempt(figure, cache, folder) if job.cancel() else job.result()
            except BrokenProcessPool:
                drawn[figure.id] = attempt(figure, cache, folder)
    return drawn


def build_figures(cache: Path = CACHE, folder: Path = meta.FIGURES) -> None:
    """Bring `cache` up to date with `folder`; problems of all figures are raised together."""
    parts = parts_of(cache)
    for made in (cache, parts):
        made.mkdir(parents=True, exist_ok=True)
    index = parts / "index.json"
    known: dict[str, Any] = json.loads(index.read_text(encoding="utf-8")) if index.exists() else {}
    current: dict[str, Any] = {}
    problems: list[Problem] = []
    stale: dict[str, str] = {}
    figures: list[meta.Meta] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            figure = meta.read(path.stem, folder)
        except InputError as error:
            problems += error.problems
            continue
        digest, old = inputs.digest(figure, folder), known.get(figure.id)
        if (
            old
            and old["hash"] == digest
            and (parts / f"{figure.id}.json").exists()
            and all((cache / name).exists() for name in old["files"])
        ):
            current[figure.id] = old
        else:
            stale[figure.id] = digest
            figures.append(figure)
    for figure_id, (files, found) in draw_all(figures, cache, folder).items():
        problems += found
        if files:
            current[figure_id] = {"hash": stale[figure_id], "files": files}
    keep = {name for entry in current.values() for name in entry["files"]}
    for path in cache.iterdir():
        if path.name not in keep and path.is_file() and ".part" not in path.name:
            path.unlink()
    if current != known:
        write(index, (json.dumps(current, indent=1, sort_keys=True) + "\n").encode())
    if problems:
        raise InputError(*sorted(problems))


def main(argv: list[str] | None = None) -> int:
    import argparse
    import time

    parser = argparse.ArgumentParser(
        prog="python -m scripts.figures.build", description=__doc__.splitlines()[0]
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
