"""XML feeds as elements: names without prefixes, markup inside elements, HTML's entities, and whether to trust it."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from lxml import etree

from wireroom.formats.xml import root_name

# Namespaces by what they mean; feeds write them with and without a final slash, and in either case.
_NAMESPACES = {
    "": "",
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/net/rss1.1#": "",
    "http://www.w3.org/2005/atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/dc/elements/1.1": "dc:",
    "http://purl.org/dc/elements/1.0": "dc:",
    "http://purl.org/dc/terms": "dcterms:",
    "http://purl.org/rss/1.0/modules/content": "content:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.rssboard.org/media-rss": "media:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/2007/app": "app:",
    "http://purl.org/atom/app#": "app:",
    "http://purl.org/atompub/tombstones/1.0": "at:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://web.resource.org/cc": "cc:",
    "http://backend.userland.com/creativecommonsrssmodule": "cc:",
    "http://creativecommons.org/ns#": "cc:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
}
_STARTS = {
    "http://prismstandard.org/namespaces": "prism:",
    "http://wordpress.org/export": "wp:",
}
_PREFIXES = frozenset(kind for kind in (*_NAMESPACES.values(), *_STARTS.values()) if kind)
_HEAD = 16_384
_TAIL = 1024
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def recognised(data: bytes, *roots: str) -> bool:
    """Whether the document's element is one of these, be there a server's warnings in front of it; never raises."""
    root = root_name(data).lower()
    if root in roots:
        return True
    # A feed behind the complaints of the program that wrote it; a page that quotes a feed is none.
    head = data[:_HEAD].lower()
    return (
        root in ("", "b", "br")
        and b"<html" not in head
        and any(f"<{one}{end}".encode() in head for one in roots for end in " >")
    )


def complete(data: bytes, *roots: str) -> bool:
    """Whether the document's end is there: of half a feed, the last story is half a story."""
    tail = data[-_TAIL:].replace(b"\0", b"").lower()
    return any(re.search(rf"</(?:[\w.-]+:)?{one}\s*>".encode(), tail) for one in roots)


@lru_cache(maxsize=4096)
def key(tag: object) -> str:
    """An element's name by what it means: `item`, `dc:creator`, `media:content`; `?:name` in unknown namespaces.

    "" for what is no element, such as an entity that the parser left alone.
    """
    if not isinstance(tag, str):
        return ""
    if tag[:1] == "{":
        namespace, _, local = tag[1:].partition("}")
        namespace = namespace.rstrip("/").lower()
        kind = _NAMESPACES.get(namespace)
        if kind is None:
            kind = next((one for start, one in _STARTS.items() if namespace.startswith(start)), "?:")
        if kind == "wp:" and namespace.endswith("/excerpt"):
            kind = "excerpt:"
        return kind + local.lower()
    # A prefix that nobody declared, kept by the parser as a part of the name.
    prefix, colon, local = tag.lower().partition(":")
    if not colon:
        return prefix
    return f"{prefix}:{local}" if f"{prefix}:" in _PREFIXES else f"?:{local}"


def words(element: etree._Element) -> str:
    """The text of an element, without the markup in it."""
    if len(element) == 0:
        return (element.text or "").strip()
    return "".join(map(str, element.itertext())).strip()


def markup(element: etree._Element) -> str:
    """The markup in an element: escaped text as it is (it is markup once unescaped), naked elements written out."""
    if len(element) == 0:
        return element.text or ""
    return inner(element)


def inner(element: etree._Element) -> str:
    """An element's content written as HTML, with namespaces taken off; still to be cleaned."""
    for child in element.iterdescendants("*"):
        local = child.tag.rpartition("}")[2].rpartition(":")[2]
        child.tag = local if local[:1].isalpha() else "span"
    parts = [escape(element.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)


def attribute(element: etree._Element, name: str) -> str:
    """An attribute's text without the white space around it; empty when there is none."""
    return (element.get(name) or "").strip()


def base_of(element: etree._Element) -> str:
    """What links in the element are relative to, by xml:base alone (XML Base §4); may itself be relative."""
    return element.base or ""
