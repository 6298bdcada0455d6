"""Live preview: `mkdocs serve`, with the templates watched too, one line when the address is taken, and pages that stay
there while a slip is mended."""

from __future__ import annotations

import argparse
import logging
import shutil
import socket
import sys
import traceback
from pathlib import Path

from scripts.build import problems_of  # before MkDocs: it silences the theme's advertisement

from mkdocs.commands.serve import serve  # isort: skip
from mkdocs.livereload import LiveReloadServer

from scripts.core.settings import read_settings

log = logging.getLogger("mkdocs.hooks.serve")


def keep_last_good(server: LiveReloadServer) -> None:
    """After a build that fails the server shows the pages of the one before. Left to itself, MkDocs has emptied its
    folder by then, and answers nothing at all until a build succeeds."""
    build, folder = server.builder, Path(server.root)
    last = folder.with_name(f"{folder.name}.last")

    def build_or_keep() -> None:
        folder.rename(last)
        folder.mkdir()
        try:
            read_settings()  # names the line
            build()
        except BaseException as error:
            shutil.rmtree(folder)
            last.rename(folder)
            if not isinstance(error, Exception):
                raise
            # One line for each slip of an author; everything about a fault of the code.
            for told in list(map(str, problems_of(error))) or [traceback.format_exc()]:
                log.error("%s", told)
            log.error("The preview stays as it was until this is mended.")
        else:
            shutil.rmtree(last)

    server.builder = build_or_keep


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
    try:
        read_settings()  # names the line
        serve("mkdocs.yml", dev_addr=address)
    except Exception as error:
        if not (problems := problems_of(error)):
            raise
        print(*problems, sep="\n", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
