"""The link check: everything that is broken on a built site, at the line where it was written.

extract (a file → its addresses and ids) → rules, reach, documents, promises (what is wrong) → locate (where it was
written) → autofix (what is mechanical). The build calls `find_problems` on the trees it has; `python -m
scripts.checks.links` reads a folder.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.checks.links import documents, promises, reach, rules
from scripts.checks.links.addresses import Resolver
from scripts.checks.links.extract import (
    INDEXES,
    PAGE_ENDINGS,
    SITE_MAP,
    WORKER,
    Extract,
    extract,
    extract_tree,
)
from scripts.checks.links.index import Finding, SiteIndex, files_below
from scripts.checks.links.locate import Located, locate_all
from scripts.checks.links.scan import scan
from scripts.checks.links.sources import Sources, http_only
from scripts.core.problems import InputError, Problem

if TYPE_CHECKING:  # MkDocs takes three times as long to load as the rest of this to run
    from scripts.core.site import Site

READ = (*PAGE_ENDINGS, ".svg", ".css", ".webmanifest")
INSIDE_RE = re.compile(r"[^/]+/index\.html")


def is_read(name: str) -> bool:
    return name.lower().endswith(READ) or name in (SITE_MAP, WORKER, *INDEXES)


def published_at(extracts: dict[str, Extract]) -> str:
    """Where a folder says it is published: the canonical address of its front page, or of the first page below."""
    below = next(filter(INSIDE_RE.fullmatch, sorted(extracts)), "")
    for page in ("index.html", below):
        said = extracts.get(page, Extract()).uses
        address = next((address for kind, address in said if kind == "canonical"), "")
        if address.startswith("http"):
            folder = page.removesuffix("index.html")
            url = address.removesuffix("index.html").removesuffix("/") + "/"
            return url.removesuffix(folder) if folder else url
    return ""


def index_folder(
    root: Path,
    own: bool = False,
    jobs: int | None = None,
    unmade: tuple[str, ...] = (),
) -> SiteIndex:
    """Any folder of HTML; `own`: the site whose sources we have."""
    if not root.is_dir():
        raise InputError(Problem(str(root), 0, "no such folder"))
    files = files_below(root)
    extracts = scan(root, filter(is_read, files), own, jobs)
    if not any(name.lower().endswith(PAGE_ENDINGS) for name in extracts):
        raise InputError(Problem(str(root), 0, "no HTML pages here"))
    return SiteIndex(root, files, extracts, Resolver(published_at(extracts)), own, unmade)


def index_site(site: Site, unmade: tuple[str, ...] = ()) -> SiteIndex:
    """The site that is being built, with the trees that it has parsed already, and has written."""
    folder = from_here(site.folder)
    files = files_below(folder) | site.pages.keys()
    written = {name: (folder / name).read_bytes() for name in sorted(filter(is_read, files))}
    extracts = {
        path: extract_tree(page.tree, written.pop(path)) for path, page in site.pages.items()
    }
    for name, data in written.items():
        if found := extract(name, data, own=True):
            extracts[name] = found
    return SiteIndex(folder, files, extracts, Resolver(site.url), True, unmade)


def find(index: SiteIndex, docs: Path | None) -> list[Finding]:
    """Every finding; nothing is traced to its source yet."""
    if docs is not None:
        index.moved = promises.still_moved(index, docs)
    found = [*rules.find(index), *reach.orphans(index)]
    if docs is None:
        return found
    if active := [finding for finding in found if finding.code == "active"]:
        return active  # a <base> or a redirect makes findings everywhere
    # Books and copies are made from the pages: what is wrong there already is told once.
    told = {finding.target for finding in found} - {""}
    found += [finding for finding in documents.find(index) if finding.target not in told]
    found += reach.find_own(index)
    if any(finding.code == "insecure" for finding in found):
        known = http_only(docs)
        found = [one for one in found if one.code != "insecure" or one.value not in known]
    return found


def find_located(index: SiteIndex, docs: Path | None) -> list[Located]:
    findings = find(index, docs)
    sources = Sources(index, docs) if docs and findings else None
    located = locate_all(index, sources, findings) if findings else []
    if docs is not None:
        promised = promises.find_problems(index, docs)
        located += [Located(problem, "promise") for problem in promised]
    return sorted(located, key=lambda item: item.problem)


def located_problems(site: Site, unmade: tuple[str, ...] = ()) -> list[Located]:
    """Every problem of the links of a built site, sorted, at the line where it was written, with what corrects it.
    `unmade` names folders whose files this build does not make, such as ("download/",)."""
    return find_located(index_site(site, unmade), from_here(site.docs))


def find_problems(site: Site, unmade: tuple[str, ...] = ()) -> list[Problem]:
    return [item.problem for item in located_problems(site, unmade)]


def from_here(path: Path) -> Path:
    """As an author writes it; MkDocs makes every path absolute."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
