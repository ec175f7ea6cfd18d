"""Feeds that no XML parser can make sense of, by feedparser without its sanitiser: ours cleans all."""

from __future__ import annotations

import io
from typing import Any

from wireroom.errors import UnreadableError
from wireroom.formats.bounds import text
from wireroom.formats.feeds.entry import Entry, Feed, attached, person, version
from wireroom.formats.feeds.wordpress import SHOWN
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.urls import join

MOST_TAGS = 25_000
"""Tags that the slow parser is asked to make sense of: about a thousand entries, and less than a second."""
_TODO = "tell whoever makes the feed"
_MARKUP = ("text/html", "application/xhtml+xml")


def read(format: str, data: bytes, hint: Hint) -> Reading:
    """Reads a broken feed under the given format's name; raises UnreadableError when not even this finds an entry."""
    if data.count(b"<") + data.count(b"&") // 2 > MOST_TAGS:
        raise UnreadableError(
            f"a broken feed with more than {MOST_TAGS:,} tags: nobody can tell what it means", todo=_TODO
        )
    import feedparser  # slow to import, and few feeds need it

    # In a stream: bytes themselves might be taken for the name of a file or a URL.
    try:
        parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # it trips over some broken feeds, each in a way of its own
        raise UnreadableError(f"a broken feed, and nothing can be made of it: {error}", todo=_TODO) from error
    if not parsed.entries:
        reason = parsed.get("bozo_exception") or "no entry was found"
        raise UnreadableError(f"a broken feed, and nothing can be made of it: {reason}", todo=_TODO)
    feed = _feed(parsed.feed)
    notes = [Note("file", f"not well-formed ({parsed.get('bozo_exception', 'unknown')}): read as tag soup")]
    versions = []
    for index, sent in enumerate(parsed.entries, 1):
        made = version(_entry(sent, feed), feed, format, hint, notes, f"entry {index}")
        if made is not None:
            versions.append(made)
    return Reading(format, tuple(versions), tuple(notes))


def _feed(sent: Any) -> Feed:
    link = _text(sent, "link")
    return Feed(link=link, base=link, language=_text(sent, "language"), notice=_text(sent, "rights"))


def _entry(sent: Any, feed: Feed) -> Entry:
    contents = sent.get("content") or []
    full = next((one for one in contents if one.get("type") in _MARKUP), contents[0] if contents else None)
    short = _text(sent, "summary")
    entry = Entry(
        id=_text(sent, "id"),
        link=join(feed.base, _text(sent, "link")),
        title=text(_text(sent, "title")),
        content=str(full.get("value") or "") if full else short,
        summary=text(short) if full else "",
        language=str((full or {}).get("language") or sent.get("title_detail", {}).get("language") or ""),
        published=_text(sent, "published"),
        modified=_text(sent, "updated") if "updated" in sent.keys() else "",  # noqa: SIM118 - `in` alone answers for others
        notice=_text(sent, "rights"),
        hidden=_hidden(sent),
        authors=[person(str(one.get("name") or "")) for one in sent.get("authors") or [] if one.get("name")],
        categories=[(str(one.get("term") or ""), str(one.get("scheme") or "")) for one in sent.get("tags") or []],
    )
    for one in (*(sent.get("media_content") or []), *(sent.get("enclosures") or [])):
        href = str(one.get("url") or one.get("href") or "")
        link = attached(href, feed.base, media_type=str(one.get("type") or ""), medium=str(one.get("medium") or ""))
        entry.pictures += [link] if link else []
    return entry


def _hidden(sent: Any) -> str:
    """Why the entry is not public copy, where the feed is a broken export of WordPress's; "" when it is."""
    status = _text(sent, "wp_status") or "publish"
    if status.strip().lower() not in SHOWN:
        return f"WordPress says it is {status!r:.40}"
    return "WordPress asks for a password" if _text(sent, "wp_post_password").strip() else ""


def _text(sent: Any, name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""
