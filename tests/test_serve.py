"""The live preview: pages and everything that stands beside them on the published site."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import urllib.request

import pytest

from scripts import serve
from scripts.figures import content
from tests.conftest import ROOT


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_the_downloads_of_every_figure_are_there():
    address = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        [sys.executable, "-m", "scripts.serve", "--address", address],
        cwd=ROOT,
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    # Ends the wait for a server that says nothing; reading its words needs no other clock.
    watch = threading.Timer(300, server.kill)
    watch.start()
    try:
        said = []
        for line in server.stderr:
            said.append(line)
            if "Serving on" in line:
                break
        assert said and address in said[-1], "".join(said)
        for path in [
            "",
            *(
                f"figures/{figure.id}.{kind}"
                for figure in content.read_all()
                for kind in ("csv", "png", "svg")
            ),
        ]:
            with urllib.request.urlopen(f"http://{address}/{path}") as answer:
                body = answer.read()
            if path:
                assert len(body) > len((ROOT / ".cache" / path).read_bytes()), "with its license"
            else:
                assert b"How Ketamine Works" in body
    finally:
        watch.cancel()
        server.terminate()
        server.wait()


def test_an_address_in_use_is_one_line_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        assert serve.main(["--address", address]) == 2
    assert capsys.readouterr().err == f"serve: cannot listen on {address}: Address already in use\n"


def test_an_address_that_is_none_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main(["--address", "localhost"]) == 2
    assert "'localhost' is no address" in capsys.readouterr().err
