"""The one hook of mkdocs.yml: finishes each page as MkDocs renders it, and the site when all pages are there.

It only hands over to `scripts.publish`; look there for what is added. Because it is a hook, `mkdocs serve`,
`mkdocs build`, `make check` and `make site` all make the same pages.
"""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.pages import Page

from scripts.checks import links
from scripts.checks import sources as check_sources
from scripts.core.site import site_of
from scripts.figures import files as figure_files
from scripts.figures.build import build_figures
from scripts.publish import finish_page, finish_site
from scripts.serve import keep_last_good

FIGURE_CACHE = Path(".cache") / "figures"
log = logging.getLogger("mkdocs.hooks.site")
previewing = False


def on_startup(command: str, dirty: bool) -> None:
    global previewing
    previewing = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """`repo_url` is enough: the theme takes the address of a page's source from `edit_uri`, for which MkDocs, if it is
    not set, guesses a branch called master. `HEAD` is whichever branch the repository shows."""
    if config.repo_url and (config.edit_uri or "edit/master/").startswith("edit/master/"):
        config.edit_uri = "-/blob/HEAD/docs/" if "gitlab" in config.repo_url else "blob/HEAD/docs/"


def on_pre_build(config: MkDocsConfig) -> None:
    site = site_of(config, fresh=True)
    build_figures(site.root / FIGURE_CACHE)
    if previewing:
        for problem in check_sources.check(site.docs, site.root / "tests" / "ledger"):
            log.warning("%s", problem)


def _finished(config: MkDocsConfig, path: str, html: str) -> str:
    site = site_of(config)
    page = site.add(path, html)
    finish_page(site, page)
    return page.html


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    return _finished(config, page.file.dest_uri, output)


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    return _finished(config, template_name, output) if template_name.endswith(".html") else output


def on_post_build(config: MkDocsConfig) -> None:
    site = site_of(config)
    figure_files.write(site, site.root / FIGURE_CACHE)
    finish_site(site)
    if not previewing:
        return
    for problem in links.find_problems(site, unmade=("download/",)):
        log.warning("%s", problem)
    built = site.root / "site" / "download"
    if built.is_dir():
        # Those of the last build: a preview makes none.
        (site.folder / "download").symlink_to(built.resolve(), target_is_directory=True)


def on_serve(server: LiveReloadServer, **_: object) -> None:
    keep_last_good(server)
