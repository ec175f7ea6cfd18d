"""Saved searches: a list of the site's own making, with an address and feeds, filled by words alone."""

from __future__ import annotations

from itertools import islice

from minijinja import safe

from wireroom.network.model import Search, Surface
from wireroom.news import Position
from wireroom.pages.addresses import quoted_value, token
from wireroom.pages.feeds import KINDS, feed, shelf_of_search
from wireroom.pages.model import Frame
from wireroom.pages.rows import Reader, notices
from wireroom.pages.setting import HTML, Setting
from wireroom.pages.text import plain
from wireroom.pages.trail import Trail
from wireroom.rights.stock import Snapshot

LENGTH = 30


def saved_search(setting: Setting, snapshot: Snapshot, rest: str) -> Frame | None:
    """What stands at `/search/REST`: a saved search, or one of its feeds; None where none is."""
    key, _, name = rest.partition("/")
    saved = next((one for one in setting.site.searches if one.key == key), None)
    if saved is None:
        return None
    if not name and rest == key:
        return _page(setting, snapshot, saved)
    return feed(setting, snapshot, name, shelf_of_search(setting.site, saved)) if name in KINDS else None


def _page(setting: Setting, snapshot: Snapshot, saved: Search) -> Frame:
    """The newest that hold the words; what is older is found by the search itself."""
    reader = Reader(setting, snapshot, Trail())
    site = setting.site
    reader.trail.uses.add(f"placed:{site.key}")
    found = list(islice(reader.shown(snapshot.search(site.key, saved.words), Surface.SEARCH), LENGTH + 1))
    path, name = safe(f"/search/{saved.key}"), plain(saved.title)
    older = ""
    if len(found) > LENGTH:
        last = found[LENGTH - 1]
        place = token(Position(last.released, last.id))
        older = setting.own(f"/search?q={quoted_value(saved.words)}&amp;before={place}")
    parts = setting.html(
        "section.html",
        "search",
        title=safe(f"{name} – {setting.shared['site']['name']}"),
        name=name,
        path=path,
        canonical=plain(setting.absolute(path)),
        robots="max-image-preview:large",
        first=True,
        rows=reader.rows(found[:LENGTH]),
        older=older,
        notices=notices(reader.trail),
    )
    return reader.trail.frame(200, HTML, parts, headers=setting.headers)
