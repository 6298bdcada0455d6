"""Hostile words that are accepted, because they stay words: on the built page, in the figure's SVG and in the e-book.

They are written into a copy of the guide wherever a text is taken as plain text, and must pass the gate. Then Chromium
opens what was made of them, also without the page's policy, for the escape has to hold by itself. What is refused is in
tests/mutations/injections.toml.
"""

from __future__ import annotations

import html
import re
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from scripts import build
from scripts.checks import links, sources
from scripts.core.pages import read_pages
from scripts.core.problems import Problem
from scripts.core.site import Site
from scripts.editions.chapter import make_chapters
from scripts.editions.epub.package import make_epub
from scripts.editions.imprint import read_imprint
from tests.conftest import ROOT, SiteServer
from tests.editions.test_epub import PNG

URL = "https://guide.example.org/"
EPOCH = 1_700_000_000
Write = Callable[[str], str]


def name_of(number: int) -> str:
    """Letters, because the guide counts the numbers of a text."""
    return f"{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}"


def hostile(number: int) -> str:
    """What ends an attribute, an element or a script, and then runs: as an element, a script, a handler."""
    run, name = "window.pwned=true", name_of(number)
    return f'"><img src=x{name} onerror={run}></script><script>{run}</script><svg onload={run}> PWN{name}'


def as_is(words: str) -> str:
    return words


def escaped(words: str) -> str:
    """As TOML and CSV hold a quotation mark inside quotation marks."""
    return words.replace('"', '\\"')


def doubled(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def unquoted(words: str) -> str:
    return words.removeprefix('">')


@dataclass
class Guide:
    """A copy of the guide; `places` says where each number of hostile words was written."""

    root: Path
    places: dict[int, str] = field(default_factory=dict)

    def put(self, kind: str, name: str, pattern: str, new: str, write: Write = as_is) -> None:
        """Replace the first match of `pattern`; § in `new` becomes hostile words, as the file has to hold them."""
        number = len(self.places) + 1
        self.places[number] = kind
        path = self.root / name
        words = write(hostile(number))
        text, count = re.subn(
            pattern,
            lambda match: match.expand(new).replace("§", words),
            path.read_text(encoding="utf-8"),
            count=1,
            flags=re.MULTILINE,
        )
        assert count == 1, f"{kind}: {name} has no {pattern}"
        path.write_text(text, encoding="utf-8")


def poison(guide: Guide) -> str:
    """Write hostile words wherever words are taken as they are → the figure that has some."""
    docs = guide.root / "docs"
    lessons = [page for page in read_pages(docs) if page.meta["kind"] == "lesson"]
    page, figure = next(
        (page, match[1])
        for page in lessons
        for _, text in page.prose
        if (match := re.match(r"\[\[figure: ([\w-]+)", text))
        and (docs / "figures" / f"{match[1]}.svg").exists()
    )
    lesson, glossary, drawn = f"docs/{page.slug}.md", "docs/glossary.md", f"docs/figures/{figure}"
    first, second = (
        dict.fromkeys(key for _, key in page.citations).keys()
        and list(dict.fromkeys(key for _, key in page.citations))[:2]
    )
    put = guide.put
    put("source of a page", lesson, r"^  - title: .*", "  - title: '§'")
    entry = r"(^@\w+\{%s,(?:\n(?!@).*)*?\n\s*%s = )\".*\""
    put("title of a source", "docs/references.bib", entry % (first, "title"), r"\1{§}", unquoted)
    put("author", "docs/references.bib", entry % (second, "author"), r"\1{{§}}", unquoted)
    put("journal", "docs/references.bib", entry % (second, "journal"), r"\1{§}", unquoted)
    put("words for a figure", f"{drawn}.toml", r'^alt = ".*"', 'alt = "§"', escaped)
    put("name of a part", f"{drawn}.csv", r"^([a-z][\w-]*),(?!name)[^,\"]*,", r"\1,§,", doubled)
    put("definition", glossary, r"^(### .*\n\n)", r"\1§ ", html.escape)
    put("term", glossary, r"^(### [^{\n]*?) \{", r"\1 § {", html.escape)
    put("heading", lesson, r"^(## (?!In brief)[^{\n]*?) \{", r"\1 § {", html.escape)
    put("code in a line", lesson, r"^(## In brief.*\n\n)", r"\1`§`\n\n")
    put("block of code", lesson, r"^(## In brief.*\n\n)", "\\1```\n§\n```\n\n")
    put("cell of a table", lesson, r"^\| ", "| § ", html.escape)
    put("choice of a question", lesson, r"^- \[ \] ", "- [ ] § ", html.escape)
    put("spoken formula", lesson, r"^(## In brief.*\n\n)", r'\1<span class="formula" role="math" aria-label="§">x</span>' "\n\n", html.escape)  # fmt: skip
    put("words of a search", f"docs/facts/searches/{page.slug}.csv", r"^(2\d{3}-\d\d-\d\d),[^,]*,", r"\1,§,", doubled)  # fmt: skip
    put("words of readers", "docs/search-words.txt", r"^([\w-]+/: )", r"\1§, ")
    put("authors of the guide", "mkdocs.yml", r"authors: \[.*\]", "authors: ['§']")
    return figure


def copy_of_the_guide(root: Path) -> Guide:
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("mkdocs.yml", "scripts/mkdocs_hook.py"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    for name in ("figures", "figures-parts", "codes", "pictures"):
        if (ROOT / ".cache" / name).exists():
            shutil.copytree(ROOT / ".cache" / name, root / ".cache" / name)
    return Guide(root)


@dataclass
class Made:
    """What was made of the poisoned guide, and where it is served."""

    guide: Guide
    site: Site
    figure: str
    url: str
    files: list[str]  # of the site and the e-book, that hold hostile words


def found_in(site: Site, warnings: list[Problem]) -> list[Problem]:
    return build.all_problems(links.find_problems(site, ("download/",)), warnings)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with pytest.MonkeyPatch.context() as patch:
        root = tmp_path_factory.mktemp("poisoned")
        patch.chdir(root)
        patch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
        guide = copy_of_the_guide(root)
        figure = poison(guide)
        assert [str(p) for p in sources.check(Path("docs"), ROOT / "tests" / "ledger")] == []
        site, warnings = build.render(Path(), root / "site", URL)
        # The gate takes a tag that is shown for a slip; nothing else is wrong.
        told = [p.message for p in found_in(site, warnings)]
        assert [message for message in told if "is left in the text" not in message] == []
        imprint = read_imprint(site)
        book = make_epub(site, imprint, make_chapters(site, imprint), PNG, {}, EPOCH)
        zipfile.ZipFile(BytesIO(book)).extractall(root / "site" / "book")
    names = [
        path for path in (root / "site").rglob("*") if path.suffix in (".html", ".svg", ".xhtml")
    ]
    files = [
        str(path.relative_to(root / "site")) for path in names if "PWN" in path.read_text("utf-8")
    ]
    server = SiteServer(root / "site")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Made(guide, site, figure, f"http://127.0.0.1:{server.server_address[1]}/", sorted(files))
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[True, False], ids=["without policy", "with policy"])
def watched(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in which nothing may run, ask for a picture that was injected, or reach another host."""
    context = browser.new_context(bypass_csp=request.param, viewport={"width": 1280, "height": 900})
    page, told = context.new_page(), list[str]()
    page.on("dialog", lambda dialog: (told.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on(
        "request",
        lambda asked: (
            told.append(asked.url)
            if urlsplit(asked.url).hostname != "127.0.0.1" or re.search(r"/x[a-z]{2}$", asked.url)
            else None
        ),
    )
    page.told = told
    yield page
    context.close()
    assert told == []


def ran(page: Page) -> list[object]:
    """What ran or would: the flag, and elements that came in with the words."""
    return page.evaluate(
        "() => [window.pwned, ...Array.from(document.querySelectorAll('[onerror], [onload], [src^=x]'), e => e.outerHTML)].filter(Boolean)"
    )


def test_every_word_arrives_somewhere(made: Made) -> None:
    """Else nothing was tried."""
    files = [made.guide.root / "site" / name for name in made.files]
    texts = [path.read_text("utf-8") for path in files]
    index = (made.guide.root / "site/search/search_index.json").read_text("utf-8")
    missing = {
        number: kind
        for number, kind in made.guide.places.items()
        if not any(re.search(rf"PWN{name_of(number)}\b", text) for text in (*texts, index))
    }
    assert missing == {}
    assert len(made.guide.places) > 15
    assert any(name.endswith(".xhtml") for name in made.files)
    assert f"figures/{made.figure}.svg" in made.files


def test_nothing_runs(made: Made, watched: Page) -> None:
    for name in made.files:
        watched.goto(made.url + name)
        assert ran(watched) == [], name


def test_nothing_runs_when_a_reader_points_searches_and_shares(made: Made, watched: Page) -> None:
    lesson = next(
        name
        for name in made.files
        if name.endswith("/index.html")
        and 'class="objectives"' in (made.guide.root / "site" / name).read_text("utf-8")
    )
    heading = next(number for number, kind in made.guide.places.items() if kind == "heading")
    watched.goto(made.url + lesson)
    for link in watched.locator("article a.footnote-ref, article a[title]").all()[:40]:
        link.dispatch_event("mouseover")
    watched.locator("[data-md-component=search-query]").fill(f"PWN{name_of(heading)}")
    watched.locator(".md-search-result__item").first.wait_for(state="attached")
    assert "PWN" in watched.locator(".md-search-result__list").inner_text()
    assert ran(watched) == []


# Taken as Markdown by the pages that list them, or not escaped by the theme. Each handler is another one, so that each
# has a line of its own.
REFUSED = {
    "onblur": ("mkdocs.yml", r"^( *- )[^:\n]+(: [\w-]+\.md)", r"\1'§'\2"),
    "onclick": ("mkdocs.yml", r"^copyright: .*", "copyright: '§'"),
    "onfocus": ("docs/{}.md", r"^description: .*", "description: '§'"),
    "oncopy": ("docs/{}.md", r"^  - text: .*", "  - text: '§'"),
    "oncut": ("docs/claims/{}.toml", r'^objection = ".*"', "objection = '§'"),
    "onpaste": ("docs/claims/{}.toml", r'^would_change = ".*"', "would_change = '§'"),
    "onwheel": ("docs/claims/{}.toml", r'^method = ".*"', "method = '§'"),
}


def test_what_pages_take_as_markup_is_refused_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    guide = copy_of_the_guide(tmp_path)
    page = next(page for page in read_pages(Path("docs")) if page.meta["kind"] == "lesson")
    for handler, (name, pattern, new) in REFUSED.items():
        words = f'<b {handler}="run()">PWN</b>'
        guide.put(handler, name.format(page.slug), pattern, new.replace("§", words))
    site, warnings = build.render(Path(), tmp_path / "site", URL)
    told = {(p.path, p.line, p.message) for p in found_in(site, warnings)}
    expected = {
        (name, number, f"'{handler}' on <b> would run a script")
        for handler, (place, _, _) in REFUSED.items()
        for name in [place.format(page.slug)]
        for number, line in enumerate(Path(name).read_text("utf-8").split("\n"), 1)
        if f"{handler}=" in line
    }
    assert told == expected
    assert len(expected) == len(REFUSED)
