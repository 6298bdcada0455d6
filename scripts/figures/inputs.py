"""What a figure is made from, as one hash: when it is the same, nothing needs drawing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from scripts.figures import meta

CODE = Path(__file__).resolve().parent
FRAMEWORK = ("__init__", "build", "chart", "inputs", "meta", "raster", "svg", "theme")
IMPORT_RE = re.compile(
    r"^\s*(?:from|import)\s+scripts\.(figures|models)(?:\.(\w+))?(?:\s+import\s+([\w, ]+))?",
    re.MULTILINE,
)


def _imported(path: Path) -> set[Path]:
    """Our own modules that `path` uses, at any depth."""
    found, waiting = set(), [path]
    while waiting:
        current = waiting.pop()
        if current in found or not current.exists():
            continue
        found.add(current)
        for package, module, names in IMPORT_RE.findall(current.read_text(encoding="utf-8")):
            for name in [module] if module else names.replace(",", " ").split():
                waiting.append(CODE.parent / package / f"{name}.py")
    return found


def files_of(figure: meta.Meta, folder: Path) -> list[Path]:
    """Every file that decides how the figure looks and what its table says."""
    files = {CODE / f"{name}.py" for name in FRAMEWORK} | _imported(CODE / f"{figure.name}.py")
    files |= {
        folder / f"{figure.id}.toml",
        folder / f"{figure.id}.svg",
        folder / f"{figure.id}.csv",
    }
    return [path for path in files if path.exists()]


def digest(figure: meta.Meta, folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(files_of(figure, folder)):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()
