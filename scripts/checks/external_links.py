"""Ask every outside address once whether it still answers; for the weekly workflow, never for a build.

    python -m scripts.checks.external_links [--docs DOCS] [--report FILE]

A DOI is looked up in the DOI registry itself, which publishers' robot traps cannot disturb. Of other addresses
only a clear "gone" or an unknown host is a finding; refusals and busy servers are counted and left alone.
The report is empty when nothing is wrong. The exit code is 0 whatever is found, 2 for unusable input.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

from scripts.checks.links.rules import DOI_HOST_RE
from scripts.checks.links.sources import addresses_in
from scripts.core import bibliography
from scripts.core.pages import read_text, without_code
from scripts.core.problems import InputError

AGENT = "link check of an open educational site (one request a week for each address)"
TIMEOUT = 30
GONE = {404, 410}
DOI_FOUND, DOI_MISSING = 1, 100  # the registry's own codes
NO_HOST = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
PER_HOST = 2

Fetch = Callable[[str], tuple[int, str]]


def fetch(address: str) -> tuple[int, str]:
    """(status, beginning of the text); status 0 for an unknown host, -1 when no server could be reached."""
    headers = {"User-Agent": AGENT, "Accept": "*/*"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - only http(s), see below
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
            return answer.status, answer.read(4096).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read(4096).decode("utf-8", "replace")
    except (OSError, ValueError) as error:
        cause = getattr(error, "reason", error)
        unknown = isinstance(cause, socket.gaierror) and cause.errno in NO_HOST
        return (0, "unknown host") if unknown else (-1, str(error))


def judge(address: str, ask: Fetch = fetch) -> tuple[str, str]:
    """('ok' | 'broken' | 'unsure', what the other side said)."""
    if DOI_HOST_RE.match(address):
        doi = DOI_HOST_RE.sub("", address, count=1)
        status, text = ask(f"https://doi.org/api/handles/{quote(doi, safe='/():;.-_~%')}")
        try:
            code = json.loads(text).get("responseCode")
        except ValueError:
            return "unsure", f"the DOI registry answered {status}"
        if code == DOI_MISSING:
            return "broken", "the DOI registry does not know it"
        return ("ok", "") if code == DOI_FOUND else ("unsure", f"registry code {code}")
    status, text = ask(address)
    if status in GONE:
        return "broken", f"answers {status}"
    if status == 0:
        return "broken", text
    if 200 <= status < 400:
        return "ok", ""
    return "unsure", f"answers {status}" if status > 0 else text


def outside_addresses(docs: Path) -> dict[str, list[str]]:
    """Address → the places (`docs/page.md:12`) that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(docs.rglob("*.md")):
        for number, line in enumerate(without_code(read_text(path).split("\n")), 1):
            for address in addresses_in(line):
                if address.startswith(("http:", "https:")):
                    found[address.partition("#")[0]].append(f"{path}:{number}")
    bib = docs / "references.bib"
    if bib.is_file():
        for source in bibliography.load(bib).values():
            if source.url:
                found[source.url.partition("#")[0]].append(f"{bib}:{source.line}")
    return dict(found)


def check(addresses: Iterable[str], ask: Fetch = fetch) -> dict[str, tuple[str, str]]:
    """Every address's verdict; hosts are asked side by side, but each one gently."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[urlsplit(address).hostname or ""].append(address)
    lanes = [group[start::PER_HOST] for group in by_host.values() for start in range(PER_HOST)]
    verdicts: dict[str, tuple[str, str]] = {}

    def drive(lane: list[str]) -> None:
        for address in lane:
            verdicts[address] = judge(address, ask)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(drive, lanes))
    return verdicts


def render(places: dict[str, list[str]], verdicts: dict[str, tuple[str, str]]) -> str:
    """Markdown for the issue; '' when nothing is broken."""
    rows = [
        f"- [ ] {address} — {why}\n" + "".join(f"  - `{place}`\n" for place in places[address])
        for address, (verdict, why) in sorted(verdicts.items())
        if verdict == "broken"
    ]
    if not rows:
        return ""
    unsure = sum(verdict == "unsure" for verdict, _ in verdicts.values())
    return (
        f"{len(rows)} of {len(verdicts)} outside addresses no longer answer. {unsure} more refused "
        f"a robot or were busy, which says nothing about readers.\n\n{''.join(rows)}"
    )


def main(argv: list[str] | None = None, ask: Fetch = fetch) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.checks.external_links", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--report", type=Path, help="write the findings here, as Markdown")
    args = parser.parse_args(argv)
    try:
        places = outside_addresses(args.docs)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    verdicts = check(places, ask)
    text = render(places, verdicts)
    if args.report:
        args.report.write_text(text, "utf-8")
    print(text or f"all {len(verdicts)} outside addresses answer")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
