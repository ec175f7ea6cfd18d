"""XML feeds as elements: names without prefixes, markup inside elements, HTML's entities, and whether to trust it."""

from __future__ import annotations

import re
from html import escape, unescape

from lxml import etree

from wireroom.formats.markup import clean, paragraphs
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
_UNSHOWN = re.compile(r"<!--|<(?:script|style)\b", re.IGNORECASE)
_BREAKS = re.compile(r"<(?:br|p|div|li|tr|h[1-6])\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LEFT_OVER = re.compile(r"&(?:amp;)*(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|(?!lt;|gt;)[A-Za-z]{2,31}\d{0,2};)")
_HEAD = 16_384
_TAIL = 1024
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def recognised(data: bytes, *roots: str) -> bool:
    """Whether the document's element is one of these, be there a server's warnings in front of it; never raises."""
    root = root_name(data).lower()
    if root in roots:
        return True
    if root not in ("", "b", "br"):
        return False
    # A feed behind the complaints of the program that wrote it; a page that quotes a feed is none.
    head = data[:_HEAD].lower()
    return b"<html" not in head and any(f"<{one}{end}".encode() in head for one in roots for end in " >")


def complete(data: bytes, *roots: str) -> bool:
    """Whether the document's end is there: of half a feed, the last story is half a story."""
    tail = data[-_TAIL:].replace(b"\0", b"").lower()
    return any(re.search(rf"</(?:[\w.-]+:)?{one}\s*>".encode(), tail) for one in roots)


def lost(data: bytes, found: list[etree._Element], name: bytes) -> bool:
    """Whether mending cost entries: there are fewer than their beginnings in the bytes, or a DTD's own entities."""
    return len(found) < data.count(b"<%s>" % name) + data.count(b"<%s " % name) or b"<!ENTITY" in data[:_HEAD]


def key(tag: object) -> str:
    """An element's name by what it means: `item`, `dc:creator`, `media:content`; `?:name` in unknown namespaces.

    "" for what is no element, such as an entity that the parser left alone.
    """
    return KEYS[tag]  # type: ignore[index]


class _Keys(dict[str, str]):
    """Names by tag, worked out once each."""

    def __missing__(self, tag: object) -> str:
        if not isinstance(tag, str):
            return ""
        name = _key(tag)
        if len(self) < 4096:  # a feed must not be able to fill the memory with names
            self[tag] = name
        return name


KEYS = _Keys()
"""`key` as a dictionary, for the loops over all elements of a feed."""


def _key(tag: str) -> str:
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


def line_of(html: str) -> str:
    """One line of plain text of markup that was declared as such: what it quotes ("&lt;b&gt;") stays, as words."""
    if "<" in html:
        if _UNSHOWN.search(html):
            return " ".join(paragraphs(clean(html)))
        html = _ANY_TAG.sub("", _BREAKS.sub(" ", html))
    return line_of_text(unescape(html) if "&" in html else html)


def line_of_text(stated: str) -> str:
    """One line of text that was declared to be no markup; what was escaped once too often in it is understood.

    An escaped "<" stays: a title may speak of a tag.
    """
    if "&" in stated:
        stated = _LEFT_OVER.sub(lambda found: unescape(f"&{found[1]}"), stated)
    return " ".join(stated.split())


def attribute(element: etree._Element, name: str) -> str:
    """An attribute's text without the white space around it; empty when there is none."""
    return (element.get(name) or "").strip()


def base_of(element: etree._Element) -> str:
    """What links in the element are relative to, by xml:base alone (XML Base §4); may itself be relative."""
    return element.base or ""
