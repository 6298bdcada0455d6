"""The mutation bench: put one fault at a time into a copy of the real sources, or of the site made from them, and see who notices.

    python -m tests.mutations.run [--sample N [--seed S]] [--per-kind N] [--kind WORD] [--peers] [--jobs N]

A fault counts as caught when the checks name the file and line where it was put, say what a fault of its kind has to be told,
and, where --fix mends that kind, leave nothing after mending; harmless edits must raise nothing.
With --peers, `mkdocs build --strict`, lychee and linkinator look at the same faults where they are installed; they name
no source line, so anything they report beyond what they say of the sound site counts for them.
Exit code 1 when a fault is missed or a harmless edit is blamed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
import zlib
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.mutations.faults import faults
from tests.mutations.harmless import harmless
from tests.mutations.tree import Mutation
from tests.mutations.workspace import Result, Workspace

PEERS = ("mkdocs --strict", "lychee", "linkinator")


def run_part(root: Path, part: int, parts: int, options: argparse.Namespace) -> list[Result]:
    """Every `parts`-th of the chosen mutations, one after the other in a workspace of this process's own."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        try:
            work = Workspace(root.resolve(), Path(folder), options.peers)
            results = []
            for mutation in choose(Path("."), options)[part::parts]:
                results.append(work.try_out(mutation))
                print(complaint(results[-1]) or ".", end="", file=sys.stderr, flush=True)
            return results
        finally:
            os.chdir(before)


def complaint(result: Result) -> str:
    """A missed fault or a false alarm, with what was said instead; '' if all is well."""
    mutation = result.mutation
    if not (mutation.expect and not result.caught) and not (result.found and not mutation.expect):
        return ""
    where = (
        " at " + ", ".join(f"{name}:{line}" for name, line in sorted(mutation.expect)[:3])
        if mutation.expect
        else ""
    )
    said = "".join(f"    {problem}\n" for problem in result.found[:4])
    if result.left:
        where, said = (
            f"{where}, not mended by --fix",
            "".join(f"    {problem}\n" for problem in result.left[:4]),
        )
    return f"\n{'missed' if mutation.expect else 'false alarm'}: {mutation.kind}{where}: {mutation.note}{' (' + mutation.says + ')' if mutation.says else ''}\n{said}"


def sources_seed(root: Path) -> int:
    """Another sample whenever a page changes, and the same one until then."""
    return zlib.crc32(b"".join(path.read_bytes() for path in sorted((root / "docs").glob("*.md"))))


def choose(root: Path, options: argparse.Namespace) -> list[Mutation]:
    """Faults and harmless edits of a tree: all of them, those of one kind, or a sample that holds every family of faults."""
    bad, good = faults(root), harmless(root)
    if options.kind:
        bad, good = (
            [
                mutation
                for mutation in some
                if options.kind in mutation.kind or options.kind == (mutation.family or "harmless")
            ]
            for some in (bad, good)
        )
    if options.per_kind:
        seen: Counter[str] = Counter()
        bad = [
            mutation
            for mutation in bad
            if seen.update([mutation.kind]) or seen[mutation.kind] <= options.per_kind
        ]
    if not options.sample or options.kind:
        return bad + good
    chance = random.Random(options.seed if options.seed is not None else sources_seed(root))
    chance.shuffle(bad)
    first = {mutation.family: mutation for mutation in reversed(bad)}
    rest = [mutation for mutation in bad if mutation is not first[mutation.family]]
    picked = [*first.values(), *rest][: max(options.sample, len(first))]
    return picked + chance.sample(good, min(-(-len(picked) // 4), len(good)))


def table(results: list[Result]) -> str:
    """One row a kind: how many faults, how many each tool caught."""
    names = [name for name in PEERS if any(name in result.peers for result in results)]
    rows: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        rows[result.mutation.kind].append(result)
    lines = [
        f"| kind of fault | faults | this gate |{''.join(f' {name} |' for name in names)}",
        "|---|" + "---|" * (2 + len(names)),
    ]
    for kind, group in [*sorted(rows.items()), ("**all**", results)]:
        peers = "".join(
            f" {sum(result.peers.get(name, False) for result in group)} |" for name in names
        )
        lines.append(f"| {kind} | {len(group)} | {sum(result.caught for result in group)} |{peers}")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sample",
        type=int,
        help="about this many faults of every family and a quarter as many harmless edits",
    )
    parser.add_argument(
        "--seed", type=int, help="which sample (default: another one whenever a page changes)"
    )
    parser.add_argument("--per-kind", type=int, help="at most this many faults of each kind")
    parser.add_argument(
        "--kind",
        help="only mutations whose kind holds this word, or of the family with this name (downloads, links, harmless, ...)",
    )
    parser.add_argument(
        "--peers", action="store_true", help="also ask MkDocs, lychee and linkinator (slow)"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--root", type=Path, default=Path("."))
    args = parser.parse_args(argv)
    start, jobs = time.perf_counter(), range(args.jobs)
    # Started anew, not forked: where Typst has run, a fork that makes a book would wait for ever.
    with ProcessPoolExecutor(args.jobs, multiprocessing.get_context("spawn")) as pool:
        done = [
            result
            for part in pool.map(
                run_part, [args.root] * args.jobs, jobs, [args.jobs] * args.jobs, [args] * args.jobs
            )
            for result in part
        ]
    harmful = [result for result in done if result.mutation.expect]
    blamed = [result for result in done if not result.mutation.expect and result.found]
    missed = [result for result in harmful if not result.caught]
    print(table(harmful))
    print(
        f"\n{len(harmful) - len(missed)} of {len(harmful)} faults caught at file and line, {len(blamed)} of {len(done) - len(harmful)} harmless edits blamed, {time.perf_counter() - start:.0f} s"
    )
    return 1 if missed or blamed else 0


if __name__ == "__main__":
    raise SystemExit(main())
