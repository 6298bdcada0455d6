"""Corrects in the sources what takes no judgment: a moved address, http: for https:, a wrong letter case."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from scripts.checks.links.locate import Located
from scripts.core.disk_cache import write_whole


def autofix(located: list[Located]) -> list[Located]:
    """Make the replacements that were found safe; returns those that were made."""
    by_file: dict[str, list[Located]] = defaultdict(list)
    for item in located:
        if item.old and item.new and item.old != item.new:
            by_file[item.problem.path].append(item)
    done = []
    for name, items in by_file.items():
        path = Path(name)
        lines = path.read_bytes().decode("utf-8").split("\n")
        for item in items:
            at = item.problem.line - 1
            # 'a.md' is not part of 'data.md'.
            whole = re.compile(rf"(?<![\w./#-]){re.escape(item.old)}(?![\w./#-])")
            lines[at], times = whole.subn(item.new.replace("\\", r"\\"), lines[at])
            if times:
                done.append(item)
        write_whole(path, "\n".join(lines).encode("utf-8"))
    return done
