"""Feeds of a site, a section or a saved search: RSS 2.0, Atom and JSON Feed, each story as its licence grants."""

from __future__ import annotations

from collections.abc import Callable

from wireroom.pages.feeds import atom, jsonfeed, rss
from wireroom.pages.feeds.entries import Feed, Shelf, read, shelf_of, shelf_of_search
from wireroom.pages.model import Frame
from wireroom.pages.safety import BARE_POLICY, SECURITY_HEADERS
from wireroom.pages.setting import Setting
from wireroom.rights.stock import Snapshot

KINDS: dict[str, tuple[str, Callable[[Feed], bytes]]] = {
    "feed.xml": ("application/rss+xml; charset=utf-8", rss.write),
    "atom.xml": ("application/atom+xml; charset=utf-8", atom.write),
    "feed.json": ("application/feed+json", jsonfeed.write),
}
_HEADERS = (BARE_POLICY, *SECURITY_HEADERS)


def feed(setting: Setting, snapshot: Snapshot, name: str, shelf: Shelf) -> Frame:
    """The feed of the shelf with this file name (a key of KINDS)."""
    media_type, write = KINDS[name]
    found, trail = read(setting, snapshot, name, shelf)
    # WebSub §4: hub and self stand in the headers and in the feed itself.
    hub = (("link", f'<{found.hub}>; rel="hub", <{found.url}>; rel="self"'),) if found.hub else ()
    return trail.frame(200, media_type, (write(found),), headers=(*_HEADERS, *hub))


__all__ = ["KINDS", "Shelf", "feed", "shelf_of", "shelf_of_search"]
