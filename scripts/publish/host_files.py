"""Files for the web server: _headers, robots.txt, .nojekyll. Open this when a host needs to be told something."""

from __future__ import annotations

from scripts.core.site import Site
from scripts.publish import policy

# Names of the theme's files and versions in addresses change with their content, pages do not.
CACHING = "/assets/*\n  Cache-Control: public, max-age=3600\n"


def headers(site: Site) -> str:
    """For hosts that read such a file; elsewhere each page carries its policy itself."""
    allowed = [policy.hashes(page, policy.known_scripts(site)) for page in site.pages.values()]
    scripts = set[str]().union(*(scripts for scripts, _ in allowed))
    styles = set[str]().union(*(styles for _, styles in allowed))
    lines = [f"  Content-Security-Policy: {policy.policy(scripts, styles)}"]
    lines += [f"  {name}: {value}" for name, value in policy.OTHER_HEADERS.items()]
    # Only a figure's own page may stand in another site's frame.
    framed = [page.address for page in site.pages.values() if not page.path.startswith("figures/")]
    alone = "".join(f"/{address}\n  X-Frame-Options: DENY\n" for address in sorted(framed))
    return "/*\n" + "\n".join(lines) + "\n" + CACHING + alone


def write(site: Site) -> None:
    files = {
        "_headers": headers(site),
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {site.url}sitemap.xml\n",
        ".nojekyll": "",  # GitHub Pages would leave out files whose names begin with an underscore
    }
    for name, text in files.items():
        (site.folder / name).write_text(text, encoding="utf-8")
