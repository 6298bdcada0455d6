"""Find Markdown links to pages, sections and files that do not exist, with their line.

MkDocs finds these too, but names no line and stops at the first build. The built site is checked
again by check_links; this is the author's quick answer.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from scripts.checks.links.promises import load_redirects
from scripts.core.pages import Page
from scripts.core.problems import Problem
from scripts.markdown.claims import find_claims

LINK_RE = re.compile(
    r"(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target><[^>]*>|[^)\s]*)(?:\s+\"[^\"]*\")?\)"
)
OUTSIDE_RE = re.compile(r"^[a-z][a-z0-9+.-]*:|^//", re.IGNORECASE)
# Anchors that the theme or an extension writes: footnotes, reference entries, figures, generated evidence sections.
MADE_RE = re.compile(r"^(fn|fnref\d*):|^(ref|fig|evidence|objective)-|^(?i:top)$")


def anchors(page: Page) -> set[str]:
    written = {
        match for _, text in page.prose for match in re.findall(r"\{[^}]*#([\w:.-]+)[^}]*\}", text)
    }
    html = {match for _, text in page.prose for match in re.findall(r"\bid=[\"']([^\"']+)", text)}
    return written | html | {claim.id for claim in find_claims(page)}


def new_address(moved: dict[str, str], file: str, fragment: str) -> str:
    """What to write instead of a Markdown file whose page has moved, or ''."""
    page = f"{file.removesuffix('.md')}/"
    new = moved.get(f"{page}#{fragment}") or moved.get(page)
    if not new:
        return ""
    path, _, at = new.partition("#")
    return f"{path.rstrip('/') or 'index'}.md" + (f"#{at or fragment}" if at or fragment else "")


def find_problems(pages: list[Page], docs: Path) -> list[Problem]:
    by_name = {page.path.relative_to(docs).as_posix(): page for page in pages}
    known = {name: anchors(page) for name, page in by_name.items()}
    moved = {move.old: move.new for move in load_redirects(docs)}
    problems = []
    for name, page in by_name.items():
        for line, text in page.prose:
            for match in LINK_RE.finditer(text):
                target = match["target"].strip("<>")
                if OUTSIDE_RE.match(target):
                    continue
                if not target:
                    problems.append(
                        Problem(str(page.path), line, f"link '{match['text']}' has no target")
                    )
                    continue
                file, _, fragment = target.partition("#")
                file = file or name
                if file not in by_name:
                    if not (docs / file).exists():
                        near = new_address(moved, file, fragment) or next(
                            iter(difflib.get_close_matches(file, by_name, 1)), ""
                        )
                        problems.append(
                            Problem(
                                str(page.path),
                                line,
                                f"link to '{target}', which does not exist",
                                f"'{near}'" if near else "",
                            )
                        )
                elif fragment and fragment not in known[file] and not MADE_RE.match(fragment):
                    near = difflib.get_close_matches(fragment, known[file], 1)
                    problems.append(
                        Problem(
                            str(page.path),
                            line,
                            f"link to '{target}': {file} has no '#{fragment}'",
                            f"'#{near[0]}'" if near else "",
                        )
                    )
    return problems
