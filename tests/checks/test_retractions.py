"""The retraction watch against a local server with the shapes of answers that Crossref and PubMed send."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from scripts.checks import retractions
from scripts.checks.retractions import Entry, UnavailableError, check, fetcher, render
from tests.conftest import make_site

BIB = """@article{sound2001,
  title = {Sound}, year = {2001}, doi = {10.1/sound}, pmid = {1}
}
@article{gone2002,
  title = {Gone}, year = {2002}, doi = {10.1/gone}, pmid = {2}
}
@article{known2003,
  title = {Known}, year = {2003}, doi = {10.1/known}, retracted = "2026-01-02"
}
@misc{web2004,
  title = {Web}, year = {2004}
}
"""


def crossref(*updates: tuple[str, str]) -> bytes:
    items = [
        {"DOI": f"10.1/notice{at}", "update-to": [{"DOI": doi, "type": kind, "label": "Notice"}]}
        for at, (doi, kind) in enumerate(updates)
    ]
    return json.dumps({"status": "ok", "message": {"items": items}}).encode()


def pubmed(*notes: str) -> bytes:
    comments = "".join(
        f'<CommentsCorrections RefType="{kind}"><RefSource>J. 2024;1:2</RefSource>'
        "</CommentsCorrections>"
        for kind in notes
    )
    return (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><CommentsCorrectionsList>"
        f"{comments}</CommentsCorrectionsList></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    ).encode()


class Service(http.server.BaseHTTPRequestHandler):
    """Answers by the identifier asked for; an entry of `faults` is used up first."""

    answers: ClassVar[dict[str, bytes]] = {}
    faults: ClassVar[dict[str, list[int]]] = {}
    agents: ClassVar[list[str]] = []
    running = 0
    most = 0

    def do_GET(self) -> None:
        kind = type(self)
        kind.running += 1
        kind.most = max(kind.most, kind.running)
        query = parse_qs(urlsplit(self.path).query)
        name = query["filter"][0].partition(":")[2] if "filter" in query else query["id"][0]
        kind.agents.append(self.headers["User-Agent"])
        codes = kind.faults.get(name, [])
        code = codes.pop(0) if codes else 200
        body = kind.answers.get(name, b"") if code == 200 else b"busy"
        self.send_response(code)
        if code == 429:
            self.send_header("Retry-After", "0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        kind.running -= 1

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Service]]:
    fresh = {"answers": {}, "faults": {}, "agents": [], "running": 0, "most": 0}
    kind = type("Fresh", (Service,), fresh)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_address[1]}"
        monkeypatch.setattr(retractions, "CROSSREF", root + "/works?filter=updates:{doi}")
        monkeypatch.setattr(retractions, "PUBMED", root + "/efetch?id={pmid}")
        monkeypatch.setattr(retractions, "PAUSE", 0.0)
        yield kind
        server.shutdown()


def entry(doi: str = "", pmid: str = "", known: frozenset[str] = frozenset()) -> Entry:
    return Entry("a2001", 3, doi, pmid, known)


def kinds(service: type[Service], found: Entry) -> list[str]:
    news, unasked = check([found], fetcher("me@example.org", 0))
    assert unasked == []
    return [notice.kind for _, notice in news]


def test_a_report_names_line_kind_and_notice(service, tmp_path, capsys, monkeypatch):
    path = make_site(tmp_path, {"references.bib": BIB}) / "references.bib"
    service.answers |= {
        "10.1/sound": crossref(),
        "1": pubmed("CommentIn"),
        "10.1/gone": crossref(("10.1/GONE", "retraction")),
        "2": pubmed("RetractionIn", "ErratumIn"),
        "10.1/known": crossref(("10.1/known", "retraction")),
    }
    monkeypatch.setattr(retractions, "fetcher", lambda contact: fetcher(contact, 0))
    report = tmp_path / "report.md"
    arguments = ["--bibliography", str(path), "--report", str(report)]
    assert retractions.main([*arguments, "--contact", "me@example.org"]) == 0
    text = report.read_text(encoding="utf-8")
    assert f"`{path}:4` **gone2002** retracted (Crossref: 10.1/notice0)" in text
    assert "**gone2002** retracted (PubMed: J. 2024;1:2)" in text
    assert "**gone2002** corrected (PubMed" in text
    assert "sound2001" not in text and "known2003" not in text
    assert "3 of 4 sources have an identifier; 0 requests failed" in capsys.readouterr().out
    assert all("me@example.org" in agent for agent in service.agents)
    assert service.most == 1, "one request at a time"


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("retraction", "retracted"),
        ("expression_of_concern", "concern"),
        ("expression-of-concern", "concern"),
        ("corrigendum", "corrected"),
        ("new_version", None),
    ],
)
def test_what_crossref_calls_a_notice(service, kind, field):
    service.answers["10.1/x"] = crossref(("10.1/x", kind))
    assert kinds(service, entry("10.1/x")) == ([field] if field else [])


def test_a_notice_about_another_work_is_none(service):
    service.answers["10.1/x"] = crossref(("10.1/y", "retraction"))
    assert kinds(service, entry("10.1/x")) == []


def test_a_busy_service_is_asked_again(service):
    service.answers["10.1/x"] = crossref(("10.1/x", "retraction"))
    service.faults["10.1/x"] = [429, 503]
    assert kinds(service, entry("10.1/x")) == ["retracted"]
    assert len(service.agents) == 3


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (b"", []),
        (b"<html>", []),
        (b'{"message": {}}', []),
        (b'{"message": {"items": [{"update-to": [{}]}]}}', []),
        (b"{}", [404]),
        (b"{}", [503, 503, 503]),
    ],
)
def test_what_cannot_be_asked_is_named_and_stops_nothing(service, answer, codes):
    service.answers |= {"10.1/x": answer, "7": pubmed("RetractionIn")}
    service.faults["10.1/x"] = list(codes)
    news, unasked = check([entry("10.1/x", "7")], fetcher("me", 0))
    assert [notice.service for _, notice in news] == ["PubMed"]
    assert [why.split()[0] for _, why in unasked] == ["crossref"]
    assert "Could not be asked about" in render(Path("a.bib"), news, unasked, 1)


def test_a_slow_service_is_given_up(service, monkeypatch):
    monkeypatch.setattr(retractions, "TIMEOUT", 0.05)
    monkeypatch.setattr(retractions, "TRIES", 1)
    waiting = threading.Event()
    monkeypatch.setattr(service, "do_GET", lambda self: waiting.wait(1))
    with pytest.raises(UnavailableError):
        retractions.crossref_notices("10.1/x", fetcher("me", 0))
    waiting.set()


def test_an_unreadable_bibliography_is_one_line(tmp_path, capsys):
    path = make_site(tmp_path, {"references.bib": "@article{a,\n title = {x\n"}) / "references.bib"
    assert retractions.main(["--bibliography", str(path)]) == 2
    assert str(path) in capsys.readouterr().err
