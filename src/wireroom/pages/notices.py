"""Pages that stand where no story is: 404 that tells nothing, 410 for what was killed or has run out, redirects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from minijinja import safe

from wireroom.news import Standing
from wireroom.pages.model import Frame
from wireroom.pages.rows import iso
from wireroom.pages.setting import HTML, Setting
from wireroom.pages.text import plain
from wireroom.pages.trail import Trail

_NO_INDEX = ("x-robots-tag", "noindex")


def not_found(setting: Setting, uses: Iterable[str], changes_at: datetime | None = None) -> Frame:
    """The one 404 page of a site: the same bytes whether nothing is there or something is not to be seen yet."""
    t = setting.labels
    return _notice(setting, 404, "missing", t.not_found, t.not_found_text, Trail(set(uses), changes_at))


def withdrawn(setting: Setting, uses: Iterable[str], killed_at: datetime | None) -> Frame:
    """The kill notice: conspicuous, at the story's own URL, and with nothing of the story in it."""
    t, zone = setting.labels, setting.site.zone
    when = {"iso": safe(iso(killed_at)), "text": plain(t.moment(killed_at, zone))} if killed_at else None
    return _notice(setting, 410, "withdrawn", t.withdrawn, t.withdrawn_text, Trail(set(uses)), when=when)


def gone(setting: Setting, uses: Iterable[str], changes_at: datetime | None, told: Standing | None = None) -> Frame:
    """Where a story stood whose time is over: the copy's expiry, the licence's display time, or its end.

    `told` is the story whose provider and day the notice names, and nothing else, where the licence wants a tombstone.
    """
    t, zone = setting.labels, setting.site.zone
    trail = Trail(set(uses), changes_at)
    if told is None:
        return _notice(setting, 410, "gone", t.gone, t.gone_text, trail)
    whose = t.gone_whose.format(provider=told.provider, day=t.day_of(told.released, zone))
    return _notice(setting, 410, "gone", t.gone, f"{whose} {t.gone_text}", trail)


def unavailable(setting: Setting, trail: Trail) -> Frame:
    """Where a story stands that readers of this country may not see (RFC 7725): 451, and who it is that refuses."""
    t = setting.labels
    by = ("link", f'<{setting.absolute("/")}>; rel="blocked-by"')
    return _notice(setting, 451, "unavailable", t.unavailable, t.unavailable_text, trail, by)


def _notice(
    setting: Setting,
    status: int,
    kind: str,
    heading: str,
    text: str,
    trail: Trail,
    *headers: tuple[str, str],
    **more: Any,
) -> Frame:
    title = safe(f"{heading} – {setting.shared['site']['name']}")
    parts = setting.html(
        "notice.html", "", title=title, robots="noindex", heading=plain(heading), text=plain(text), kind=kind, **more
    )
    return trail.frame(status, HTML, parts, headers=(*setting.headers, _NO_INDEX, *headers))


def moved(setting: Setting, path: str, trail: Trail) -> Frame:
    """A redirect to a path of this site: always one of our own making, never one that the reader sent."""
    headers = (("location", setting.links.own + path), *setting.headers)
    return trail.frame(301, HTML, (b"",), headers=headers)
