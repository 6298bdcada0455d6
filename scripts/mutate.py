"""The mutation bench: put one fault at a time into a copy of the real sources and see who notices.

    python -m scripts.mutate [--sample N] [--peers] [--jobs N]

A fault counts as caught when the checks name the file and line where it was put; harmless edits must raise nothing.
With --peers, `mkdocs build --strict`, lychee and linkinator look at the same faults where they are installed; they name
no source line, so anything they report beyond what they say of the sound site counts for them.
Exit code 1 when a fault is missed or a harmless edit is blamed.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from scripts.mutations.faults import faults
from scripts.mutations.harmless import harmless
from scripts.mutations.tree import Mutation
from scripts.mutations.workspace import Result, Workspace

PEERS = ("mkdocs --strict", "lychee", "linkinator")


def run_all(root: Path, mutations: list[Mutation], with_peers: bool) -> list[Result]:
    """Try mutations one after the other in a workspace of their own."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        try:
            work = Workspace(root.resolve(), Path(folder))
            if with_peers:
                work.dirty = False
                work.assemble()
                work.peers_before = work.peers()
            results = []
            for mutation in mutations:
                results.append(work.try_out(mutation, with_peers))
                print(complaint(results[-1]) or ".", end="", file=sys.stderr, flush=True)
            return results
        finally:
            os.chdir(before)


def complaint(result: Result) -> str:
    """A missed fault or a false alarm, with what was said instead; '' if all is well."""
    mutation = result.mutation
    if not (mutation.expect and not result.caught) and not (result.found and not mutation.expect):
        return ""
    where = " at " + ", ".join(f"{name}:{line}" for name, line in sorted(mutation.expect)[:3]) if mutation.expect else ""
    said = "".join(f"    {problem}\n" for problem in result.found[:4])
    return f"\n{'missed' if mutation.expect else 'false alarm'}: {mutation.kind}{where}: {mutation.note}\n{said}"


def choose(root: Path) -> tuple[list[Mutation], list[Mutation]]:
    """The mutations of a tree, chosen on a copy whose list of published addresses is complete."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        try:
            Workspace(root.resolve(), Path(folder))
            return faults(Path(".")), harmless(Path("."))
        finally:
            os.chdir(before)


def table(results: list[Result]) -> str:
    """One row a kind: how many faults, how many each tool caught."""
    names = [name for name in PEERS if any(name in result.peers for result in results)]
    rows: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        rows[result.mutation.kind].append(result)
    lines = [f"| kind of fault | faults | this gate |{''.join(f' {name} |' for name in names)}", "|---|" + "---|" * (2 + len(names))]
    for kind, group in [*sorted(rows.items()), ("**all**", results)]:
        peers = "".join(f" {sum(result.peers.get(name, False) for result in group)} |" for name in names)
        lines.append(f"| {kind} | {len(group)} | {sum(result.caught for result in group)} |{peers}")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, help="only this many faults and a quarter as many harmless edits, always the same ones")
    parser.add_argument("--peers", action="store_true", help="also ask MkDocs, lychee and linkinator (slow)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--root", type=Path, default=Path("."))
    args = parser.parse_args(argv)
    start = time.perf_counter()
    with ProcessPoolExecutor(1) as pool:
        bad, good = pool.submit(choose, args.root).result()
    if args.sample:
        chance = random.Random(args.sample)
        bad, good = chance.sample(bad, min(args.sample, len(bad))), chance.sample(good, min(-(-args.sample // 4), len(good)))
    todo = bad + good
    parts = [todo[start :: args.jobs] for start in range(args.jobs)]
    with ProcessPoolExecutor(args.jobs) as pool:
        done = [result for part in pool.map(run_all, [args.root] * args.jobs, parts, [args.peers] * args.jobs) for result in part]
    harmful = [result for result in done if result.mutation.expect]
    blamed = [result for result in done if not result.mutation.expect and result.found]
    missed = [result for result in harmful if not result.caught]
    print(table(harmful))
    print(f"\n{len(harmful) - len(missed)} of {len(harmful)} faults caught at file and line, {len(blamed)} of {len(done) - len(harmful)} harmless edits blamed, {time.perf_counter() - start:.0f} s")
    return 1 if missed or blamed else 0


if __name__ == "__main__":
    raise SystemExit(main())
