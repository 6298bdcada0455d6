"""Content-Security-Policy: written into each page, and into _headers for hosts that read such a file.

Nothing may load from elsewhere and no script may be written into a page. The few scripts that the templates put into
a page are allowed by their hash, and only those: a script that came in with a title or the text stays blocked.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from scripts.core.site import BuiltPage, Site

SCRIPT_RE = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
JINJA_RE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# What a template may fill in: an address or a name, nothing that could end a string and go on as code.
VALUE = r"[\w./:# -]*"
OTHER_HEADERS = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


@lru_cache(maxsize=4)
def _known_scripts(folders: tuple[str, ...]) -> re.Pattern[str]:
    bodies = set()
    for folder in folders:
        for file in Path(folder).rglob("*.html"):
            for match in SCRIPT_RE.finditer(file.read_text(encoding="utf-8")):
                if "src=" not in match["attributes"] and match["body"].strip():
                    fixed = JINJA_RE.split(match["body"])
                    bodies.add(VALUE.join(re.escape(part) for part in fixed))
    return re.compile("|".join(sorted(bodies)) or r"(?!)")


def known_scripts(site: Site) -> re.Pattern[str]:
    """Matches every script that the build, or a template of the site or of its theme, writes into a page, and nothing
    else."""
    # Not MkDocs' own folder of fallback templates: none of ours extends them.
    of_templates = _known_scripts(tuple(site.config.theme.dirs[:-1]))
    return re.compile("|".join([of_templates.pattern, *map(re.escape, sorted(site.own_scripts))]))


def _inline_scripts(page: BuiltPage) -> list[str]:
    nodes = page.tree.css("script:not([src])")
    # Data blocks do not run and need no permission.
    code = [node for node in nodes if "json" not in (node.attributes.get("type") or "")]
    return [text for node in code if (text := node.text()).strip()]


def hashes(page: BuiltPage, known: re.Pattern[str]) -> tuple[set[str], set[str]]:
    """(scripts, styles) that a page may run, as the policy names them."""
    scripts = {digest(body) for body in _inline_scripts(page) if known.fullmatch(body)}
    return scripts, {digest(node.text()) for node in page.tree.css("head style")}


def policy(scripts: set[str], styles: set[str]) -> str:
    return "; ".join(
        [
            # Ours, for the sake of the web manifest: WebKitGTK warns of `manifest-src`. What else it covers is shut.
            "default-src 'self'",
            *(f"{kind}-src 'none'" for kind in ("object", "frame", "media")),
            " ".join(["script-src 'self'", *sorted(scripts)]),
            " ".join(["style-src 'self'", *sorted(styles)]),
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )


def add(site: Site, page: BuiltPage) -> None:
    """Put the policy in front of everything that it is about."""
    allowed = policy(*hashes(page, known_scripts(site)))
    page.add_to_head(
        f'<meta http-equiv="Content-Security-Policy" content="{allowed}">'
        f'<meta name="referrer" content="{OTHER_HEADERS["Referrer-Policy"]}">',
        first=True,
    )
