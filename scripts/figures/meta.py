"""Read docs/figures/<id>.toml: the words of a figure."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from scripts.core.pages import read_text
from scripts.core.problems import InputError, Problem

FIGURES = Path("docs/figures")
KINDS = ("model", "plot", "drawing")
KEYS = {"title": str, "kind": str, "alt": str, "caption": str, "description": str, "sources": list}
CITED_RE = re.compile(r"\[\^([^\]\s]+)\]")


@dataclass(frozen=True)
class Meta:
    """title: a heading without a period. alt: one sentence, what the picture shows, 250 characters at most.
    caption (Markdown, cites every key of `sources`): what to see and where the numbers are from.
    description (Markdown): the picture in words for a reader who cannot see it; may repeat citations."""

    id: str
    title: str
    kind: str
    alt: str
    caption: str
    description: str
    sources: tuple[str, ...]

    @property
    def name(self) -> str:
        """Id usable in code and file names of modules."""
        return self.id.replace("-", "_")


def parse(text: str, path: Path) -> Meta:
    """TOML text → Meta; unknown, missing, empty or mistyped keys are all reported together."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise InputError(
            Problem(str(path), int(line[1]) if line else 1, f"invalid TOML: {error}")
        ) from error

    def at(words: str) -> int:
        """Line on which these words stand first."""
        return next((number for number, line in enumerate(text.split("\n"), 1) if words in line), 1)

    def wrong(words: str, message: str) -> Problem:
        return Problem(str(path), at(words), message)

    problems = [wrong(f"{key} =", f"unknown key '{key}'") for key in data if key not in KEYS]
    for key, kind in KEYS.items():
        if not isinstance(data.get(key), kind) or not data[key]:
            problems.append(wrong(f"{key} =", f"'{key}' is missing or empty"))
    if not problems:
        if data["kind"] not in KINDS:
            problems.append(wrong("kind =", f"kind '{data['kind']}' is none of {', '.join(KINDS)}"))
        if len(data["alt"]) > 250:
            problems.append(
                wrong("alt =", f"alt has {len(data['alt'])} characters, 250 are allowed")
            )
        cited = set(CITED_RE.findall(data["caption"] + data["description"]))
        problems += [
            wrong("sources =", f"source '{key}' is not cited in the caption or description")
            for key in data["sources"]
            if key not in cited
        ]
        problems += [
            wrong(f"[^{key}]", f"[^{key}] is cited but not among the sources")
            for key in sorted(cited - set(data["sources"]))
        ]
    if problems:
        raise InputError(*problems)
    return Meta(
        path.stem,
        data["title"],
        data["kind"],
        data["alt"],
        data["caption"].strip(),
        data["description"].strip(),
        tuple(data["sources"]),
    )


def read(figure_id: str, folder: Path = FIGURES) -> Meta:
    path = folder / f"{figure_id}.toml"
    return parse(read_text(path), path)


def read_all(folder: Path = FIGURES) -> list[Meta]:
    return [read(path.stem, folder) for path in sorted(folder.glob("*.toml"))]
