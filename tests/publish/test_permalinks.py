"""The list of published addresses: it grows, never shrinks, and each of them has to work."""

from __future__ import annotations

import subprocess

import pytest

from scripts.checks.links import promises
from scripts.publish import permalinks
from tests.checks import link_check
from tests.conftest import make_site
from tests.publish.test_redirects import write_redirects

HTML = (
    '<!doctype html>\n<html lang="en"><body><article>\n<h1>T</h1>\n{}\n</article></body></html>\n'
)
ADDRESSES = ["./", "a/", "a/#s", "a/#claim-c", "a/#q-1", "a/#fig", "download/b.pdf"]


@pytest.fixture
def project(tmp_path):
    return make_site(
        tmp_path,
        {
            "site/index.html": HTML.format('<a href="a/">a</a>'),
            "site/a/index.html": HTML.format(
                '<h2 id="s">S</h2><mark id="claim-c">c</mark><h3 id="q-1">Q</h3><figure id="fig"></figure><sup id="fnref:x">1</sup><a href="../">h</a>'
            ),
            "site/404.html": HTML.format('<h2 id="no">x</h2>'),
            "site/download/b.pdf": "%PDF-1.7",
            "mkdocs.yml": "site_name: X\n",
            "docs/index.md": "---\n---\nx",
            "docs/a.md": "---\n---\nx",
        },
    )


def run(project, *argv):
    return permalinks.main([str(project / "site"), "--docs", str(project / "docs"), *argv])


def listed(project):
    return [address for _, address in promises.load_permalinks(project / "docs")]


def promised(project):
    return link_check.lines(project, "published address")


def test_adds_and_keeps(project):
    assert run(project, "--check") == 1
    assert not (project / "docs/permalinks.txt").exists()
    assert run(project) == 0
    assert listed(project) == ADDRESSES
    before = (project / "docs/permalinks.txt").read_text()
    assert run(project) == 0
    assert run(project, "--check") == 0
    assert (project / "docs/permalinks.txt").read_text() == before
    make_site(project, {"site/b/index.html": HTML.format('<h2 id="x">X</h2>')})
    assert run(project) == 0
    assert (project / "docs/permalinks.txt").read_text() == before + "b/\nb/#x\n"


def test_a_lost_id_fails_the_gate_at_its_line(project):
    run(project)
    page = project / "site/a/index.html"
    page.write_text(page.read_text().replace('id="claim-c"', 'id="claim-d"'))
    assert promised(project) == [
        "docs/permalinks.txt:5: the published address 'a/#claim-c' no longer works: move it with scripts.move_page, or add a redirect; did you mean a/#claim-d"
    ]
    make_site(project, {"docs/redirects.txt": "a/#claim-c -> a/#claim-d\n"})
    write_redirects(project)
    assert promised(project) == []


def test_a_lost_page_fails_the_gate_and_a_redirect_mends_it(project):
    run(project)
    (project / "site/a").rename(project / "site/b")
    (project / "site/index.html").write_text(HTML.format('<a href="b/">b</a>'))
    assert len(promised(project)) == 5
    make_site(project, {"docs/redirects.txt": "a/ -> b/\n"})
    write_redirects(project)
    assert promised(project) == []
    page = project / "site/b/index.html"
    page.write_text(page.read_text().replace('id="s"', 'id="t"'))
    assert len(promised(project)) == 1
    make_site(project, {"docs/redirects.txt": "a/ -> b/\na/#s -> b/#t\n"})
    assert promised(project) == []


def test_a_lost_download_fails_the_gate(project):
    run(project)
    (project / "site/download/b.pdf").unlink()
    assert [line.partition(": ")[0] for line in promised(project)] == ["docs/permalinks.txt:8"]


def test_a_line_taken_off_is_noticed(project):
    run(project)
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(project), *command], check=True)
    path = project / "docs/permalinks.txt"
    path.write_text(path.read_text().replace("a/#s\n", ""))
    assert [str(p).partition(": ")[2] for p in promises.find_removed(project / "docs")] == [
        "'a/#s' was taken off the list: a published address stays on it"
    ]
    assert run(project) == 1
