"""Imports go down the layers only, and there are no circles: a newcomer can read the code from the bottom up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

# From the top down; a module may import from its own layer and from those after it.
LAYERS = (
    "audit",
    "bench",
    "commands",
    "editions",
    "publish",
    "checks",
    "figures",
    "markdown",
    "core",
)


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("scripts"):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)


FILES = sorted((ROOT / "scripts").rglob("*.py"))
MODULES = {name_of(file): file for file in FILES}
IMPORTS = {name: set(imported(file)) & set(MODULES) - {name} for name, file in MODULES.items()}


def layer(name: str) -> int:
    parts = name.split(".")
    room = parts[1] if len(parts) > 1 and (ROOT / "scripts" / parts[1]).is_dir() else "commands"
    return LAYERS.index(room)


def test_imports_go_down_only():
    assert [
        f"{name} imports {other}"
        for name, others in IMPORTS.items()
        for other in sorted(others)
        if layer(other) < layer(name)
    ] == []


def test_there_are_no_circles():
    """Depth first; the path to a module that is still open is a circle."""
    done: set[str] = set()

    def circle(name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if name in path:
            return (*path[path.index(name) :], name)
        if name in done:
            return ()
        for other in sorted(IMPORTS[name]):
            if found := circle(other, (*path, name)):
                return found
        done.add(name)
        return ()

    assert [found for name in sorted(MODULES) if (found := circle(name, ()))] == []


def test_every_module_says_when_to_open_it():
    empty = [
        name
        for name, file in MODULES.items()
        if not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert empty == ["scripts"]
