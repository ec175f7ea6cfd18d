"""Harbourline Releases' wire: RSS 2.0, the full text in content:encoded, pictures as enclosures with Media RSS."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime

from wireroom.demo.dress.model import PICTURE_SIZE, Agency, Take, esc


def write(takes: Sequence[Take]) -> bytes:
    """The takes as one feed document, in their order. RSS knows no versions: an item's guid is the story."""
    agency = takes[0].agency
    newest = max(take.created for take in takes)
    items = "\n".join(_item(take) for take in takes)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>{esc(agency.name)}</title>
<link>https://{agency.domain}/</link>
<description>Announcements from companies and institutions, as they send them.</description>
<language>en</language>
<copyright>{esc(agency.notice(newest.year))}</copyright>
<lastBuildDate>{format_datetime(newest)}</lastBuildDate>
{items}
</channel>
</rss>
""".encode()


def _item(take: Take) -> str:
    text = take.text
    first, *rest = text.paragraphs
    body = "".join(f"<p>{esc(one)}</p>" for one in (f"{text.place} – {first}", *rest))
    topics = "".join(
        f'<category domain="http://cv.iptc.org/newscodes/mediatopic/">{one}</category>' for one in text.topics
    )
    words = "".join(f"<category>{esc(one)}</category>" for one in text.keywords)
    return f"""<item>
<title>{esc(text.headline)}</title>
<link>https://{take.agency.domain}/releases/{take.key.lower()}</link>
<guid isPermaLink="false">{esc(take.uri)}</guid>
<pubDate>{format_datetime(take.created)}</pubDate>
<dc:creator>{esc(text.byline)}</dc:creator>
{topics}{words}
<description>{esc(first)}</description>
<content:encoded>{esc(body)}</content:encoded>
{_picture(take.agency, take)}</item>"""


def _picture(agency: Agency, take: Take) -> str:
    if not take.picture:
        return ""
    width, height = PICTURE_SIZE
    url = f"https://{agency.domain}/pictures/{take.picture}"
    return f"""<enclosure url="{url}" type="image/jpeg" length="0"/>
<media:content url="{url}" type="image/jpeg" medium="image" width="{width}" height="{height}">\
<media:description>{esc(take.text.caption)}</media:description>\
<media:credit>Illustration: {esc(take.text.byline)}</media:credit></media:content>
"""
