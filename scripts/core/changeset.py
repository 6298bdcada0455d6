"""Change several files as one: after an interruption the tree is either as it was or as it was meant to be.

The new texts and the list of what to do are written aside first. Renaming the list into place is the point of no
return: before it nothing has changed, after it `recover` (called by the next run) repeats the rest.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

FOLDER = ".move"
LIST = "journal.json"


def _finish(root: Path) -> None:
    folder = root / FOLDER
    for step in json.loads((folder / LIST).read_text("utf-8")):
        target = root / step["path"]
        new = folder / step["new"] if step["new"] else None
        if new is None:
            target.unlink(missing_ok=True)
        elif new.exists():  # gone: this step was done before the interruption
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(new, target)
    (folder / LIST).unlink()
    shutil.rmtree(folder, ignore_errors=True)


def recover(root: Path) -> bool:
    """Finish or forget an interrupted change; True if there was one to finish."""
    if (root / FOLDER / LIST).is_file():
        _finish(root)
        return True
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    return False


def apply(root: Path, changes: dict[Path, str | None]) -> None:
    """Write every file (None: delete it), deletions last."""
    recover(root)
    folder = root / FOLDER
    folder.mkdir()
    steps = []
    for number, (path, text) in enumerate(
        sorted(changes.items(), key=lambda item: (item[1] is None, item[0]))
    ):
        name = "" if text is None else f"{number}.new"
        if text is not None:
            with open(folder / name, "wb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
        steps.append({"path": path.relative_to(root).as_posix(), "new": name})
    beside = folder / (LIST + ".tmp")
    beside.write_text(json.dumps(steps), "utf-8")
    os.replace(beside, folder / LIST)
    _finish(root)
