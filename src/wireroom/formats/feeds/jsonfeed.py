"""JSON Feed 1.0 and 1.1 (jsonfeed.org): one version an item."""

from __future__ import annotations

import re
from typing import Any

from wireroom.errors import UnreadableError
from wireroom.formats.bounds import text
from wireroom.formats.feeds.entry import NO_ENTRIES, Counted, Entry, Feed, attached, version
from wireroom.formats.jsontext import begins, decode, is_object, names_any
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.urls import join, web
from wireroom.news import Association

name = "jsonfeed"

_VERSION = re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org(?:\\?/)version')

# Feeds are met that state "1.1" as their version, or none.
_OWN_KEYS = (b'"content_html"', b'"content_text"', b'"home_page_url"')


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether this is JSON that names JSON Feed, or has items with the keys of its own."""
    if not begins(data, b"{"):
        return False
    stated = b"jsonfeed.org" in data and _VERSION.search(data) is not None
    return stated or (names_any(data, b'"items"') and names_any(data, *_OWN_KEYS))


def read(data: bytes, hint: Hint) -> Reading:
    """Reads a feed; raises UnreadableError when it is no JSON, or has no list of items."""
    return count(data, hint).reading


def count(data: bytes, hint: Hint) -> Counted:
    """Reads a feed, and tells how many items were in it where nothing had to be mended."""
    sent, notes = decode(data, (b'"items"',))
    if not is_object(sent) or not isinstance(sent.get("items"), list):
        raise UnreadableError("JSON Feed, but it has no list of items", where="items")
    found = list(notes)
    feed = _feed(sent)
    if not sent["items"]:
        found.append(Note("items", NO_ENTRIES))
    versions = []
    for index, item in enumerate(sent["items"]):
        where = f"items[{index}]"
        if not is_object(item):
            found.append(Note(where, "not an object: left out"))
            continue
        made = version(_entry(item, feed), feed, name, hint, found, where)
        if made is not None:
            versions.append(made)
    return Counted(Reading(name, tuple(versions), tuple(found)), -1 if notes else len(sent["items"]))


def _feed(sent: dict[str, Any]) -> Feed:
    link = _text(sent, "home_page_url")
    return Feed(
        link=link,
        base=link or _text(sent, "feed_url"),
        language=_text(sent, "language"),
        authors=_authors(sent),
    )


def _entry(item: dict[str, Any], feed: Feed) -> Entry:
    return Entry(
        id=_text(item, "id"),
        link=join(feed.base, _text(item, "url") or _text(item, "external_url")),
        title=text(_text(item, "title")),
        content=_text(item, "content_html"),
        words=_text(item, "content_text"),
        summary=text(_text(item, "summary")),
        language=_text(item, "language"),
        published=_text(item, "date_published"),
        modified=_text(item, "date_modified"),
        authors=_authors(item),
        categories=[(tag, "") for tag in _list(item, "tags") if isinstance(tag, str)],
        pictures=_pictures(item, feed),
    )


def _authors(sent: dict[str, Any]) -> list[str]:
    """`authors` of 1.1, else the one `author` of 1.0."""
    stated = _list(sent, "authors") or [sent.get("author")]
    return [_text(one, "name") for one in stated if is_object(one) and _text(one, "name")]


def _pictures(item: dict[str, Any], feed: Feed) -> list[Association]:
    found: list[Association] = []
    for key in ("image", "banner_image"):
        href = web(_text(item, key), base=feed.base)
        if href:
            found.append(Association(kind="picture", href=href, rendition=key))
            break
    for one in _list(item, "attachments"):
        if is_object(one):
            link = attached(
                _text(one, "url"), feed.base, media_type=_text(one, "mime_type"), caption=_text(one, "title")
            )
            found += [link] if link else []
    return found


def _text(sent: dict[str, Any], key: str) -> str:
    """A text; a number as its digits, for ids are sent as numbers too (jsonfeed.org/version/1.1: coerce them)."""
    value = sent.get(key)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(sent: dict[str, Any], key: str) -> list[Any]:
    value = sent.get(key)
    return value if isinstance(value, list) else []
