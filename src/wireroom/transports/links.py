"""The links that an answer names: in its Link header, in a feed's head, in a JSON document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urljoin

import msgspec

from wireroom.transports.fetch import Answer

_HEAD = 16 * 1024
_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)')
_PARAMETER = re.compile(r';\s*([^\s=;,]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))')
_ELEMENT = re.compile(rb"<(?:[\w.-]{1,40}:)?link\b([^<>]{0,2000})>")
_ATTRIBUTE = re.compile(r"""\b(rel|href)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ENTRY = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]")
_JSON_NEXT = ("next_url", "next", "next_page", "nextLink", "@odata.nextLink")


def linked(answer: Answer, rel: str) -> list[str]:
    """The absolute URLs of this relation (RFC 8288), those of the header first, then those in the document."""
    found = [*in_header(answer.headers, rel), *_in_document(answer.body, rel)]
    return list(dict.fromkeys(urljoin(answer.url, one) for one in found if one))


def in_header(headers: Mapping[str, str], rel: str) -> Iterator[str]:
    """The targets of this relation in a Link header (RFC 8288 §3)."""
    for target, parameters in _LINK.findall(headers.get("link", "")[:_HEAD]):
        for name, quoted, bare in _PARAMETER.findall(parameters):
            if name.lower() == "rel" and rel in (quoted or bare).lower().split():
                yield target.strip()


def _in_document(data: bytes, rel: str) -> Iterator[str]:
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        yield from _in_feed(data, rel)
    elif start in (b"{", b"["):
        yield from _in_json(data, rel)


def _in_feed(data: bytes, rel: str) -> Iterator[str]:
    """Links of the feed itself: those before its first entry (RFC 4287 §4.2.7; in RSS by atom:link)."""
    first = _ENTRY.search(data)
    for found in _ELEMENT.finditer(data, 0, min(first.start() if first else _HEAD, _HEAD)):
        pairs = _ATTRIBUTE.findall(found[1].decode("utf-8", "replace"))
        attributes = {name: unescape(double or single).strip() for name, double, single in pairs}
        if rel in attributes.get("rel", "alternate").lower().split():
            yield attributes.get("href", "")


def _in_json(data: bytes, rel: str) -> Iterator[str]:
    try:
        document: Any = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return
    if not isinstance(document, dict):
        return
    if rel == "hub":  # JSON Feed 1.1, Top-level: hubs
        for hub in document.get("hubs") or ():
            if isinstance(hub, dict) and str(hub.get("type", "")).lower() in ("websub", "pubsubhubbub"):
                yield str(hub.get("url") or "")
    elif rel == "self":
        yield str(document.get("feed_url") or "")
    elif rel == "next":
        yield from _next_in(document)


def _next_in(document: dict[str, Any]) -> Iterator[str]:
    """The next page, under the names that JSON APIs have for it: JSON Feed, JSON:API, HAL, OData and the like."""
    holders = [document, *(document.get(name) for name in ("links", "_links", "paging", "pagination", "meta", "data"))]
    for holder in holders:
        if isinstance(holder, dict):
            for name in _JSON_NEXT:
                value = holder.get(name)
                if isinstance(value, dict):
                    value = value.get("href") or value.get("url")
                if isinstance(value, str) and value.startswith(("http://", "https://", "/", "?")):
                    yield value
