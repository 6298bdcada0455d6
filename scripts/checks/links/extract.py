"""What one file of a site refers to and what it offers: read this to see which address or id the link check knows.

HTML and SVG are read as lexbor's tree, style sheets by tinycss2. An `Extract` is plain data, so that a process pool
can send it back; nothing here knows any other file.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.checks.links import active, reading
from scripts.checks.links.reading import Reading

PAGE_ENDINGS = (".html", ".htm", ".xhtml")
SITE_MAP, INDEXES = "sitemap.xml", ("search/search_index.json", "search.json")
WORKER = "service-worker.js"
# What a URL parser drops at both ends of an address, and what it drops anywhere.
ENDS, BREAKS = "".join(map(chr, range(33))), str.maketrans("", "", "\t\n\r")
# Elements of a drawing that take something in; a # alone is always the same document, whatever <base> says.
DRAWN = "animate animatemotion animatetransform feimage filter image lineargradient mpath pattern radialgradient script set textpath use"
# What the browser fetches by itself (load), and what a reader follows (link).
TABLE = {
    ("load", "src"): "audio embed iframe img input script source track video",
    ("load", "background"): "body table td th",
    ("load", "data"): "object",
    ("load", "poster"): "video",
    ("load", "href"): DRAWN,
    ("load", "xlink:href"): DRAWN,
    ("link", "href"): "a area",
    ("link", "xlink:href"): "a",
    ("link", "action"): "form",
    ("link", "cite"): "blockquote del ins q",
    ("link", "formaction"): "button input",
    ("link", "longdesc"): "iframe img",
}
ADDRESSES: dict[str, list[tuple[str, str]]] = {}
for _use, _tags in TABLE.items():
    for _tag in _tags.split():
        ADDRESSES.setdefault(_tag, []).append(_use)
# <link> relations that make the browser fetch something; the others only point.
FETCHED = frozenset(
    "stylesheet icon apple-touch-icon mask-icon manifest serviceworker preload modulepreload prefetch preconnect dns-prefetch".split()  # noqa: SIM905 (easier to read than a line for each)
)
PAGE_META = frozenset(
    "citation_pdf_url citation_public_url citation_fulltext_html_url og:url og:image og:video og:audio twitter:image twitter:url".split()  # noqa: SIM905 (easier to read than a line for each)
)
REFRESH_RE = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)
MAY_LOAD_RE = re.compile(r"""@import|url\((?!["']?data:)""", re.IGNORECASE)
# Attributes that say something whatever element has them.
ANY_ELEMENT = frozenset(("srcset", "imagesrcset", "style", "data-anchors"))
SRCSET_RE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)")
# Every element that can refer to something or offer an id; to look at all takes twice as long.
TELLING = ":is([id], [href], [src], [srcset], [imagesrcset], [style], [data], [data-anchors], [poster], [action], [formaction], [cite], [longdesc], [background], a[name], img, meta, style, script, template)"
NAMED = "[aria-label]:not([aria-label='']), [aria-labelledby], [title]:not([title='']), img[alt]:not([alt='']), svg title"
SILENT = "script, style, template"


@dataclass(slots=True)
class Extract:
    """`uses`: (kind, address), where the kind is link, load, same (an id of the same document), canonical, refresh,
    or what a message calls it, such as og:image. `faults`: (code, value, message) of what this file alone shows."""

    uses: tuple[tuple[str, str], ...] = ()
    ids: Set[str] | None = None  # None: what follows a # is no id
    repeated: tuple[str, ...] = ()
    base: str | None = None
    faults: tuple[tuple[str, str, str], ...] = ()
    reading: Reading | None = None  # of a page of our own site
    moved_ids: frozenset[str] = frozenset()  # those that a redirect keeps alive on this page


def clean(address: str) -> str:
    address = address.strip(ENDS)
    return address if address.isprintable() else address.translate(BREAKS)


def has_name(link: LexborNode, attrs: Mapping[str, str | None]) -> bool:
    """Whether a screen reader has something to say for a link."""
    text = link.first_child
    if text is not None and text.is_text_node and not (text.text_content or " ").isspace():
        return True
    silent = sum(len(node.text(deep=True)) for node in link.css(SILENT))
    if len("".join(link.text(deep=True).split())) > silent or attrs.get("aria-hidden") == "true":
        return True
    if any(attrs.get(name) for name in ("aria-label", "aria-labelledby", "title")):
        return True
    # A line number of a code listing marks its own place.
    marks_itself = bool(attrs.get("id")) and attrs.get("href") == f"#{attrs['id']}"
    return marks_itself or link.css_first(NAMED) is not None


def css_uses(rules: str, kind: str = "load") -> Iterator[tuple[str, str]]:
    """Addresses of a style sheet or a style attribute."""
    if not MAY_LOAD_RE.search(rules):
        return  # as nearly all of a theme's sheets: to parse them takes longer than all pages
    import tinycss2  # here, because most folders hold nothing that needs it

    waiting = list(reversed(tinycss2.parse_component_value_list(rules)))
    importing = False
    while waiting:
        node = waiting.pop()
        address = None
        if node.type == "url":
            address = node.value
        elif node.type == "function" and node.lower_name == "url":
            address = next((part.value for part in node.arguments if part.type == "string"), None)
        elif node.type == "string" and importing:
            address = node.value
        elif isinstance(inner := getattr(node, "content", getattr(node, "arguments", None)), list):
            waiting += reversed(inner)
        if address:
            yield "same" if address.startswith("#") else kind, clean(address)
        if node.type not in ("whitespace", "comment"):
            importing = node.type == "at-keyword" and node.lower_value == "import"


def linked_data(text: str) -> Iterator[tuple[str, str]]:
    """Addresses in JSON-LD. An @id names a thing, which need not be a place on a page: only its page is looked for."""
    waiting = [("", json.loads(text))]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.items()
        elif isinstance(value, list):
            waiting += ((key, inner) for inner in value)
        elif isinstance(value, str) and key != "@context" and re.match(r"https?://", value):
            yield ("@id", value.partition("#")[0]) if key == "@id" else ("structured data", value)


def link_element(attrs: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    rels, href = set((attrs.get("rel") or "").lower().split()), clean(attrs.get("href") or "")
    if "canonical" in rels:
        yield "canonical", href
    elif rels & FETCHED:
        yield "load", href
    elif (attrs.get("type") or "") == "application/json+oembed":
        yield "structured data", href  # read by other sites, so it is absolute
    elif href:
        yield "link", href


class Elements:
    """Collects what the elements of one tree say."""

    def __init__(self) -> None:
        self.uses: dict[tuple[str, str], None] = {}
        self.faults: dict[tuple[str, str, str], None] = {}
        self.ids: list[str] = []
        self.names: set[str] = set()
        self.moved: set[str] = set()
        self.base: str | None = None

    def fault(self, code: str, value: str, message: str) -> None:
        self.faults[code, value, message] = None

    def read(self, nodes: Iterable[LexborNode]) -> None:
        for node in nodes:
            tag, attrs = (node.tag or "").lower(), node.attributes  # of a drawing, feImage
            if attrs:
                if value := attrs.get("id"):
                    self.ids.append(value)
                    if "data-moved" in attrs:
                        self.moved.add(value)
                names = "".join(attrs)
                if '"' in names or "'" in names:
                    shown = attrs.get("href") or attrs.get("src") or attrs.get("id") or ""
                    self.fault("quote", shown, f"a quotation mark too many or too few in <{tag}>")
                    continue
                self.attributes(node, tag, attrs)
            if tag in ("style", "script", "template"):
                self.content(node, tag, attrs)

    def attributes(self, node: LexborNode, tag: str, attrs: Mapping[str, str | None]) -> None:
        for kind, name in ADDRESSES.get(tag, ()):
            if name in attrs:
                address = clean(attrs[name] or "")
                self.uses["same" if kind == "load" and address[:1] == "#" else kind, address] = None
                if tag == "a" and not has_name(node, attrs):
                    self.fault("no-text", address, f"link without text: '{address}'")
        if tag == "a" and (anchor := attrs.get("name")):
            self.names.add(anchor)
        elif tag == "link":
            self.uses.update(dict.fromkeys(link_element(attrs)))
        elif tag == "meta":
            self.meta(node, attrs)
        elif tag == "base" and self.base is None:
            self.base = clean(attrs.get("href") or "")
        elif tag == "img":
            self.image(attrs)
        if not ANY_ELEMENT.isdisjoint(attrs):
            for name in ("srcset", "imagesrcset"):
                for match in SRCSET_RE.finditer(attrs.get(name) or ""):
                    self.uses["load", clean(match[1])] = None
            self.uses.update(dict.fromkeys(css_uses(attrs.get("style") or "")))
            # Ids that the page's own script makes when it runs.
            self.names.update((attrs.get("data-anchors") or "").split())

    def image(self, attrs: Mapping[str, str | None]) -> None:
        source = attrs.get("src") or ""
        hidden = attrs.get("role") in ("presentation", "none") or attrs.get("aria-hidden") == "true"
        if "alt" not in attrs and not hidden:
            self.fault("alt", source, f"image without alt text: '{source}'")
        if "src" not in attrs and "srcset" not in attrs:
            self.fault("no-source", attrs.get("alt") or "", "an image without an address")

    def meta(self, node: LexborNode, attrs: Mapping[str, str | None]) -> None:
        content = attrs.get("content") or ""
        if (attrs.get("http-equiv") or "").lower() == "refresh":
            match, parent = REFRESH_RE.match(content), node.parent
            # Without scripts only, it does not make the page one that sends the reader on.
            if match and not (parent is not None and parent.tag == "noscript"):
                self.uses["refresh", clean(match[1])] = None
        key = attrs.get("property") or attrs.get("name") or ""
        if key in PAGE_META:
            self.uses[key, clean(content)] = None

    def content(self, node: LexborNode, tag: str, attrs: Mapping[str, str | None]) -> None:
        kind = (attrs.get("type") or "").lower()
        if tag == "style" and kind in ("", "text/css"):
            self.uses.update(dict.fromkeys(css_uses(node.text(deep=True))))
        elif tag == "script" and kind == "application/ld+json":
            text = node.text(deep=True)
            try:
                self.uses.update(dict.fromkeys(linked_data(text)))
            except (ValueError, RecursionError) as error:
                start = " ".join(text.split())[:40]
                self.fault("metadata", start, f"structured data is not valid JSON: {error}")
        elif tag == "template" and "shadowrootmode" in attrs:
            # Shown like the rest of the page, but no # leads into it.
            inside = Elements()
            for fragment in node.template_fragments():
                inside.read(fragment.css(TELLING))
            self.uses |= inside.uses
            self.faults |= inside.faults


def extract_tree(tree: LexborHTMLParser, written: bytes = b"") -> Extract:
    """What a page says; with what was `written` of a page of our own site, also what it shows a reader."""
    elements = Elements()
    elements.read(tree.css(TELLING))
    found = Extract(tuple(elements.uses), elements.names.union(elements.ids), base=elements.base)
    found.repeated = tuple(value for value, count in Counter(elements.ids).items() if count > 1)
    found.faults, found.moved_ids = tuple(elements.faults), frozenset(elements.moved)
    if written:
        found.reading = reading.read(tree)
        found.faults += tuple(("active", token, what) for token, what in active.find(tree, written))
    return found


def xhtml_as_html(data: bytes) -> bytes:
    """The pages of an e-book are XML, where every element may close itself."""
    root = etree.fromstring(data)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return etree.tostring(root, encoding="utf-8", method="html")


def extract_markup(data: bytes, own: bool) -> Extract:
    """A page or a drawing."""
    faults: tuple[tuple[str, str, str], ...] = ()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        faults = (("encoding", "", "not UTF-8"),)
    tree = LexborHTMLParser(data)
    found = extract_tree(tree, (tree.html or "").encode() if own else b"")
    found.faults += faults
    return found


def site_map(data: bytes) -> Iterator[tuple[str, str]]:
    for element in etree.fromstring(data).iterfind(".//{*}loc"):
        yield "site map", (element.text or "").strip()


def search_index(data: bytes) -> Iterator[tuple[str, str]]:
    """Of either engine that builds the site."""
    index = json.loads(data)
    for entry in index.get("docs") or index.get("items") or []:
        if isinstance(address := entry.get("location"), str):
            yield "search index", address


def manifest(data: bytes) -> Iterator[tuple[str, str]]:
    index = json.loads(data)
    for entry in (index, *(index.get("icons") or []), *(index.get("screenshots") or [])):
        for key in ("src", "start_url"):
            if isinstance(address := entry.get(key), str):
                yield "manifest", address


def service_worker(data: bytes) -> Iterator[tuple[str, str]]:
    """What it keeps: the list that scripts/publish/offline_app.py writes into its first line."""
    match = re.match(r"const BUILD = (\{.*\});", data.decode("utf-8"))
    build = json.loads(match[1]) if match else {}
    for address in (*build.get("shell", ()), *build.get("rest", ())):
        yield "service worker", address or "./"


OTHER_READERS = {
    SITE_MAP: (site_map, "the site map is not valid XML"),
    WORKER: (service_worker, "the list of the service worker is not valid JSON"),
    **dict.fromkeys(INDEXES, (search_index, "the search index cannot be read")),
}


def extract(name: str, data: bytes, own: bool = False) -> Extract | None:
    """What the file `name` says; None for a file that refers to nothing."""
    lower = name.lower()
    if lower.endswith(".xhtml"):
        try:
            data = xhtml_as_html(data)
        except etree.XMLSyntaxError as error:
            return Extract(faults=(("unreadable", "", f"not valid XHTML: {error}"),))
    if lower.endswith(".svg") and not any(sign in data for sign in (b"href", b"url(", b"id=")):
        return Extract(ids=frozenset())  # as a QR code
    if lower.endswith((*PAGE_ENDINGS, ".svg")):
        return extract_markup(data, own and not lower.endswith(".svg"))
    if lower.endswith(".css"):
        return Extract(tuple(dict.fromkeys(css_uses(data.decode("utf-8", "replace")))))
    read, unusable = OTHER_READERS.get(name, (manifest, "not valid JSON"))
    if read is manifest and not lower.endswith(".webmanifest"):
        return None
    try:
        return Extract(tuple(dict.fromkeys(read(data))))
    except (ValueError, SyntaxError, AttributeError, TypeError, RecursionError) as error:
        # XML's errors are SyntaxErrors; the other two stand for a shape that is none of these files'.
        reason = str(error) or type(error).__name__
        return Extract(faults=(("unreadable", "", f"{unusable}: {reason}"),))
