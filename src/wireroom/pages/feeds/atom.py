"""Atom (RFC 4287), with tombstones for killed stories (RFC 6721)."""

from __future__ import annotations

from functools import lru_cache

from wireroom.pages.feeds.entries import Feed, FeedEntry, FeedPicture
from wireroom.pages.feeds.rss import mined, with_duties
from wireroom.pages.mining import RSL
from wireroom.pages.rows import iso
from wireroom.pages.text import xml, xml_again, xml_body, xml_bytes


def write(feed: Feed) -> bytes:
    """The feed's bytes."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" ',
        f'xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:rsl="{RSL}" xml:lang="{xml(feed.language)}">\n',
        f"<id>{xml(feed.id)}</id>\n<title>{xml(feed.title)}</title>\n<subtitle>{xml(feed.description)}</subtitle>\n",
        f'<link rel="self" type="application/atom+xml" href="{xml(feed.url)}"/>\n',
        f'<link rel="hub" href="{xml(feed.hub)}"/>\n' if feed.hub else "",
        f'<link rel="alternate" type="text/html" href="{xml(feed.home)}"/>\n<updated>{iso(feed.updated)}</updated>\n',
    ]
    # RFC 4287's schema wants what is foreign to it before the entries.
    parts += [f'<at:deleted-entry ref="{xml(one.tag)}" when="{iso(one.killed_at)}"/>\n' for one in feed.tombstones]
    return b"".join((xml_bytes("".join(parts)), *map(_entry, feed.entries), b"</feed>\n"))


@lru_cache(maxsize=512)
def _entry(one: FeedEntry) -> bytes:
    """One entry; an arriving story leaves the others as they were."""
    summary = f"<summary>{xml(one.summary)}</summary>\n" if one.summary else ""
    content = f'<content type="html">{xml_body(with_duties(one))}</content>\n' if one.html else ""
    rights = f"<rights>{xml_again(one.notice)}</rights>\n" if one.notice else ""
    pictures = "".join(map(_enclosure, one.pictures))
    return xml_bytes(
        f"<entry>\n<id>{xml(one.tag)}</id>\n<title>{xml(one.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{xml(one.url)}"/>\n'
        f"<published>{iso(one.published)}</published>\n<updated>{iso(one.updated)}</updated>\n"
        f"<author><name>{xml_again(one.byline or one.credit)}</name></author>\n"
        f"<contributor><name>{xml_again(one.credit)}</name></contributor>\n{pictures}{rights}{summary}{content}"
        f"{mined(one)}</entry>\n"
    )


def _enclosure(one: FeedPicture) -> str:
    """A picture with its caption and credit in words, as Atom has no other place for them."""
    words = " ".join(part for part in (one.caption, f"({one.credit})" if one.credit else "") if part)
    return f'<link rel="enclosure" type="{one.media_type}" href="{xml(one.url)}" title="{xml(words)}"/>\n'
