"""JSON Feed 1.1 (jsonfeed.org/version/1.1); killed stories are simply not in it."""

from __future__ import annotations

from typing import Any

from wireroom.pages.feeds.entries import Feed, FeedEntry, FeedPicture
from wireroom.pages.feeds.rss import with_duties
from wireroom.pages.rows import iso
from wireroom.pages.text import json_bytes


def write(feed: Feed) -> bytes:
    """The feed's bytes."""
    return json_bytes(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": feed.url,
            "description": feed.description,
            "language": feed.language,
            **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
            "items": [_item(one) for one in feed.entries],
        }
    )


def _item(one: FeedEntry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": one.tag,
        "url": one.url,
        "title": one.title,
        "date_published": iso(one.published),
        "date_modified": iso(one.updated),
        "authors": [{"name": one.byline or one.credit}],
        "_wireroom": {"credit": one.credit, "notice": one.notice},
    }
    if one.language:
        item["language"] = one.language
    if one.pictures:
        item["image"] = one.pictures[0].url
        item["attachments"] = [_attachment(picture) for picture in one.pictures]
    if one.summary:
        item["summary"] = one.summary
    if one.html:
        item["content_html"] = with_duties(one)
    else:
        # The format wants content of every item; where none is granted, what is granted stands for it.
        item["content_text"] = one.summary or one.title
    return item


def _attachment(picture: FeedPicture) -> dict[str, Any]:
    told = {"url": picture.url, "mime_type": picture.media_type, "title": picture.caption}
    facts = {"width": picture.width, "height": picture.height, "credit": picture.credit}
    return {**{key: value for key, value in told.items() if value}, "_wireroom": facts}
