"""The models to take away: SBML in libRoadRunner and the script in Python give the table of the page."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
import roadrunner

from scripts.figures import content
from tests.figures.helpers import FOLDER, content_of, figure_of

MODELS = [figure.id for figure in content.read_all(FOLDER) if "model" in figure.tables]
EACH = pytest.mark.parametrize("name", MODELS)


def table(name: str) -> dict[str, list[float]]:
    """Columns of the page's table, by the field that they are made of."""
    heads = content_of(name).tables["columns"]
    return {
        key: [float(str(row[head])) for row in figure_of(name).rows] for key, head in heads.items()
    }


def close(found: float, wanted: float) -> bool:
    return found == pytest.approx(wanted, rel=0.005, abs=1e-6)


@EACH
def test_libroadrunner_gives_the_table_of_the_page(name: str) -> None:
    model, wanted = content_of(name).model, table(name)
    runner = roadrunner.RoadRunner(figure_of(name).files["xml"])
    runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = 1e-9, 1e-12
    for at, x in enumerate(model.at):
        if model.rates:
            runner.reset()
            # Steps that end where something switches: a jump inside a step would be averaged.
            stops = sorted({0.0, *(s for s in (5.0, 25.0, 40.0, 85.0) if s < x), float(x)})
            for start, end in itertools.pairwise(stops):
                runner.simulate(start, end, 200)
        else:
            runner[model.x] = x
        for output, (field, factor) in model.columns.items():
            assert close(runner[output] * factor, wanted[field][at]), (x, output)


@EACH
def test_the_script_prints_the_table_of_the_page(name: str, tmp_path: Path) -> None:
    model, wanted = content_of(name).model, table(name)
    text = figure_of(name).files["py"]
    assert len(text.splitlines()) <= 30
    path = tmp_path / "model.py"
    path.write_text(text, encoding="utf-8")
    told = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True).stdout
    lines = [list(map(float, line.split())) for line in told.splitlines()[1:]]
    for at, (x, *values) in enumerate(lines):
        assert x == model.at[at]
        for value, (field, factor) in zip(values, model.columns.values(), strict=True):
            assert close(value * factor, wanted[field][at]), (x, field)


def test_every_parameter_has_a_source() -> None:
    assert len(MODELS) == 5
    for name in MODELS:
        assert all(source.strip() for source in content_of(name).model.parameters)
