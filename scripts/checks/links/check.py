"""Check every cross-link of a built site, without the network, and name the source line of each fault.

    python -m scripts.checks.links.check SITE [--docs DOCS] [--format text|json|github] [--fix]

With --docs the folder is ours: findings are traced to the Markdown, template or bibliography line, and the rules
that only make sense for our own site apply (navigation, dead ends, third-party requests, published addresses).
Exit code: 0 clean, 1 findings, 2 unusable input.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

from scripts.checks.links import metadata, targets
from scripts.checks.links.finding import Finding, World
from scripts.checks.links.scan import scan_site
from scripts.checks.links.site import Site, site_url
from scripts.core.child_process import apart, leave
from scripts.core.problems import InputError, Problem


def look(
    site: Path,
    docs: Path | None = None,
    url: str = "",
    jobs: int | None = None,
    later: tuple[str, ...] = (),
) -> tuple[World, list[Finding]]:
    """Read a built folder and apply every rule; nothing is traced to its source yet. `later` names what is not made yet, such as ("download/",)."""
    if not site.is_dir():
        raise InputError(Problem(str(site), 0, "no such folder"))
    built = Site(site, url)
    built.url = url or site_url(built)
    if not built.pages:
        raise InputError(Problem(str(site), 0, "no HTML pages here"))
    world = World(built, scan_site(site, built.pages, jobs), ours=docs is not None, later=later)
    findings: list[Finding] = []
    reached = None
    if docs is not None:
        from scripts.checks.links import documents, reach
        from scripts.publish import redirects

        # A source that is still there has not moved: it is reported itself, not every link to it.
        world.moved = redirects.site_addresses(
            [move for move in redirects.load(docs) if not world.lives(move.old)]
        )
        reached = apart(lambda: list(reach.find(world)))
        findings += documents.find(world)
    findings += targets.find(world)
    if docs is not None and any(finding.code == "insecure" for finding in findings):
        from scripts.checks.links.origin import http_only

        known = http_only(docs)
        findings = [
            finding
            for finding in findings
            if finding.code != "insecure" or finding.value not in known
        ]
    findings += metadata.find(world)
    findings += metadata.orphans(world)
    if reached:
        findings += reached()
    return world, findings


def promises(world: World, docs: Path) -> list[Problem]:
    """What the sources promise and the built site does not keep: moves, published addresses, figures."""
    from scripts.checks.links import markers
    from scripts.publish import permalinks, redirects

    moves = redirects.find_problems(
        redirects.load(docs), docs / redirects.NAME, world.answers, world.lives
    )
    return moves + permalinks.find_problems(world, docs) + markers.find_problems(world, docs)


def find_located(
    site: Path,
    docs: Path | None = None,
    url: str = "",
    jobs: int | None = None,
    later: tuple[str, ...] = (),
) -> tuple[World, list]:
    world, findings = look(site, docs, url, jobs, later)
    if not findings and docs is None:
        return world, []
    from scripts.checks.links.locate import Located, locate_all

    located = locate_all(world, docs, findings)
    if docs is not None:
        located += [Located(problem, "promise", "") for problem in promises(world, docs)]
    return world, sorted(located, key=lambda item: item.problem)


def find_problems(
    site: Path,
    docs: Path | None = None,
    url: str = "",
    jobs: int | None = None,
    later: tuple[str, ...] = (),
) -> list[Problem]:
    """Every problem of a built site, sorted, at the line where it was written; the build calls this."""
    return [located.problem for located in find_located(site, docs, url, jobs, later)[1]]


def render(located: list, style: str) -> str:
    if style == "json":
        import json

        rows = [
            {
                **item.problem._asdict(),
                "code": item.code,
                "page": item.page,
                "fixable": bool(item.new),
            }
            for item in located
        ]
        return json.dumps(rows, indent=1, ensure_ascii=False)
    if style == "github":
        escape = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
        return "\n".join(
            f"::error file={p.path},line={max(p.line, 1)}::{(p.message + (f'; did you mean {p.suggestion}' if p.suggestion else '')).translate(escape)}"
            for p in (item.problem for item in located)
        )
    return "\n".join(str(item.problem) for item in located)


def summary(world: World, located: list, seconds: float) -> str:
    kinds = ", ".join(
        f"{count} {code}" for code, count in Counter(item.code for item in located).most_common()
    )
    addresses = sum(len(uses.first) for uses in world.scan.uses.values())
    looked = f"{len(world.pages)} pages, {addresses} different addresses, {seconds:.2f} s"
    fixable = sum(bool(item.new) for item in located)
    hint = f"; --fix can mend {fixable}" if fixable else ""
    return (
        f"{len(located)} problem{'s' if len(located) != 1 else ''} ({kinds}){hint} in {looked}"
        if located
        else f"every link is sound: {looked}"
    )


def main(argv: list[str] | None = None) -> int:
    # The width is given, because to ask the terminal for it loads four libraries of compression: a tenth of the start.
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=partial(argparse.RawDescriptionHelpFormatter, width=120),
    )
    parser.add_argument("site", type=Path, help="folder with the built site")
    parser.add_argument("--docs", type=Path, help="folder with the sources it was built from")
    parser.add_argument(
        "--site-url",
        default="",
        help="where it will be published (default: what its canonical links say)",
    )
    parser.add_argument("--format", choices=("text", "json", "github"), default="text")
    parser.add_argument(
        "--fix",
        action="store_true",
        help="mend what is mechanical: moved addresses, http: links, wrong case (needs --docs)",
    )
    parser.add_argument("--jobs", type=int, help="processes to read with (default: one per core)")
    args = parser.parse_args(argv)
    start = time.perf_counter()
    try:
        if args.docs and not args.docs.is_dir():
            raise InputError(Problem(str(args.docs), 0, "no such folder"))
        if args.fix and not args.docs:
            raise InputError(
                Problem(
                    str(args.site),
                    0,
                    "--fix needs --docs: only sources are mended, never what is built",
                )
            )
        url = args.site_url and args.site_url.rstrip("/") + "/"
        world, located = find_located(args.site, args.docs, url, args.jobs)
    except InputError as error:
        print("\n".join(map(str, error.problems)), file=sys.stderr)
        return 2
    if args.fix:
        from scripts.checks.links.fix import mend

        mended = mend(located)
        print(
            "\n".join(
                f"{item.problem.path}:{item.problem.line}: mended: {item.old} → {item.new}"
                for item in mended
            )
        )
        located = [item for item in located if item not in mended]
    if located or args.format == "json":
        print(render(located, args.format))
    print(summary(world, located, time.perf_counter() - start), file=sys.stderr)
    return 1 if located else 0


if __name__ == "__main__":
    leave(main())
