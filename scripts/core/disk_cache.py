"""Keep between builds what takes long to make; each file is named after the hash of what it was made from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path


def cached(
    folder: Path, made_from: str, make: Callable[[], bytes], only_last: bool = False
) -> bytes:
    """What `make` returns; the next call with the same `made_from` reads it from `folder`. `only_last`: of what is large
    and changes often, nothing older is kept."""
    path = folder / hashlib.sha256(made_from.encode()).hexdigest()[:24]
    try:
        return path.read_bytes()
    except FileNotFoundError:
        content = make()
    write_whole(path, content)
    for older in folder.iterdir() if only_last else ():
        if older != path:
            older.unlink(missing_ok=True)
    return content


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a second build at the same time reads all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)
