"""Feeds of a site or a section: RSS 2.0, Atom and JSON Feed, with as much of each story as its licence grants."""

from __future__ import annotations

from collections.abc import Callable

from wireroom.network.model import Section
from wireroom.pages.feeds import atom, jsonfeed, rss
from wireroom.pages.feeds.entries import Feed, read
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


def feed(setting: Setting, snapshot: Snapshot, name: str, section: Section | None) -> Frame:
    """The feed with this file name (a key of KINDS) for the whole site, or for one section."""
    media_type, write = KINDS[name]
    found, trail = read(setting, snapshot, name, section)
    # WebSub §4: hub and self stand in the headers and in the feed itself.
    hub = (("link", f'<{found.hub}>; rel="hub", <{found.url}>; rel="self"'),) if found.hub else ()
    return trail.frame(200, media_type, (write(found),), headers=(*_HEADERS, *hub))
