"""Live preview: `mkdocs serve`, with the templates watched too and one line when the address is taken."""

from __future__ import annotations

import argparse
import logging
import socket
import sys

from mkdocs.commands.serve import serve  # isort: skip


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.serve", description=__doc__)
    parser.add_argument(
        "--address", default="127.0.0.1:8000", help="where to listen (default: %(default)s)"
    )
    address = parser.parse_args(argv).address
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    host, _, port = address.rpartition(":")
    try:
        # Before the build, which takes seconds: MkDocs asks for the address only after it.
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, int(port)))
    except OSError as error:
        print(f"serve: cannot listen on {address}: {error.strerror}", file=sys.stderr)
        return 2
    except ValueError:
        print(f"serve: '{address}' is no address such as 127.0.0.1:8000", file=sys.stderr)
        return 2
    serve("mkdocs.yml", dev_addr=address)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
