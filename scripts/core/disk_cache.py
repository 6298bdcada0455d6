"""Keep what takes long to make between builds, each file named after the hash of what it was made from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path


def kept(folder: Path, made_from: str, make: Callable[[], bytes]) -> bytes:
    """What `make` gives; asked for again with the same `made_from`, it comes from `folder`."""
    path = folder / hashlib.sha256(made_from.encode()).hexdigest()[:24]
    try:
        return path.read_bytes()
    except FileNotFoundError:
        content = make()
    write_whole(path, content)
    return content


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader, such as a second build, finds the whole of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)
