"""RSS 2.0 (RSS Advisory Board, 2.0.11) with the extensions that readers know: content, Dublin Core, Atom."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from wireroom.pages.feeds.entries import NEVER, Feed, FeedEntry, FeedPicture
from wireroom.pages.mining import RSL, rsl_content
from wireroom.pages.rows import iso
from wireroom.pages.text import xml, xml_again, xml_body, xml_bytes

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" '
    f'xmlns:rsl="{RSL}">\n<channel>\n'
)


def write(feed: Feed) -> bytes:
    """The feed's bytes."""
    parts = [
        _HEAD,
        f"<title>{xml(feed.title)}</title>\n<link>{xml(feed.home)}</link>\n",
        f'<atom:link rel="self" type="application/rss+xml" href="{xml(feed.url)}"/>\n',
        f'<atom:link rel="hub" href="{xml(feed.hub)}"/>\n' if feed.hub else "",
        f"<description>{xml(feed.description)}</description>\n<language>{xml(feed.language)}</language>\n",
    ]
    if feed.updated != NEVER:
        parts.append(f"<lastBuildDate>{_date(feed.updated)}</lastBuildDate>\n")
    return b"".join((xml_bytes("".join(parts)), *map(_item, feed.entries), b"</channel>\n</rss>\n"))


@lru_cache(maxsize=512)
def _item(one: FeedEntry) -> bytes:
    """One entry; an arriving story leaves the others as they were."""
    summary = f"<description>{xml(one.summary)}</description>\n" if one.summary else ""
    content = f"<content:encoded>{xml_body(with_duties(one))}</content:encoded>\n" if one.html else ""
    rights = f"<dc:rights>{xml_again(one.notice)}</dc:rights>\n" if one.notice else ""
    return xml_bytes(
        f"<item>\n<title>{xml(one.title)}</title>\n<link>{xml(one.url)}</link>\n"
        f'<guid isPermaLink="false">{xml(one.tag)}</guid>\n<pubDate>{_date(one.published)}</pubDate>\n'
        f"<atom:updated>{iso(one.updated)}</atom:updated>\n"
        f"<dc:creator>{xml_again(one.byline or one.credit)}</dc:creator>\n"
        f"<dc:publisher>{xml_again(one.credit)}</dc:publisher>\n{rights}{summary}{content}"
        f"{''.join(map(_picture, one.pictures))}{mined(one)}</item>\n"
    )


def _picture(one: FeedPicture) -> str:
    """A picture with the credit and the caption that go with it (Media RSS 1.5.1)."""
    caption = f'<media:description type="plain">{xml(one.caption)}</media:description>' if one.caption else ""
    credit = f'<media:credit role="author" scheme="urn:ebu">{xml(one.credit)}</media:credit>' if one.credit else ""
    return (
        f'<media:content url="{xml(one.url)}" type="{one.media_type}" medium="image" width="{one.width}" '
        f'height="{one.height}">{caption}{credit}</media:content>\n'
    )


def mined(one: FeedEntry) -> str:
    """What machines may not do with the story, for those that read RSL in feeds."""
    return rsl_content(one.url, one.mining, "rsl:") if one.mining else ""


def with_duties(one: FeedEntry) -> str:
    """The story's body with the credit and the notice that must stand beside it."""
    notice = f" {xml_again(one.notice)}" if one.notice else ""
    return f"{one.html}<p><small>{xml_again(one.credit)}.{notice}</small></p>"


@lru_cache(maxsize=4096)
def _date(at: datetime) -> str:
    return format_datetime(at)
