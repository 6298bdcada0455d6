"""Content-Security-Policy: in each page for hosts that set no headers, in _headers for those that do.

Nothing may load from elsewhere, no script may be written into a page later, none may build code from text. The
scripts and styles that a page brings along are allowed by their hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

SCRIPT_RE = re.compile(r"<script(?P<attrs>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
STYLE_RE = re.compile(r"<style[^>]*>(?P<body>.*?)</style>", re.DOTALL)
DATA_RE = re.compile(r'\b(?:src=|type="application/)')
HEAD_RE = re.compile(r"<head>\s*(?:<meta charset=[^>]*>)?", re.IGNORECASE)
OTHER = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def hashes(markup: str) -> tuple[set[str], set[str]]:
    """(scripts, styles) written into a page; data blocks do not run and need no permission."""
    scripts = {
        digest(match["body"])
        for match in SCRIPT_RE.finditer(markup)
        if not DATA_RE.search(match["attrs"]) and match["body"].strip()
    }
    return scripts, {digest(match["body"]) for match in STYLE_RE.finditer(markup)}


def policy(scripts: set[str], styles: set[str]) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *sorted(scripts)]),
            " ".join(["style-src 'self'", *sorted(styles)]),
            "img-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )


def write(site: Path) -> None:
    all_scripts: set[str] = set()
    all_styles: set[str] = set()
    for file in sorted(site.rglob("*.html")):
        markup = file.read_text(encoding="utf-8")
        scripts, styles = hashes(markup)
        all_scripts |= scripts
        all_styles |= styles
        tags = f'<meta http-equiv="Content-Security-Policy" content="{policy(scripts, styles)}">\n<meta name="referrer" content="{OTHER["Referrer-Policy"]}">'
        file.write_text(
            HEAD_RE.sub(lambda head: f"{head[0]}\n{tags}", markup, count=1), encoding="utf-8"
        )
    lines = [
        "/*",
        f"  Content-Security-Policy: {policy(all_scripts, all_styles)}",
        *(f"  {name}: {value}" for name, value in OTHER.items()),
    ]
    lines += ["/assets/*", "  Cache-Control: public, max-age=3600"]
    (site / "_headers").write_text("\n".join(lines) + "\n", encoding="utf-8")
