"""Sitemaps for search engines: an index, the archive by month, the news of two days; each story on one site only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile

from wireroom.network.model import Surface
from wireroom.news import Position
from wireroom.pages.addresses import story_path
from wireroom.pages.mining import reserved, rsl, tdmrep
from wireroom.pages.model import Frame
from wireroom.pages.notices import not_found
from wireroom.pages.rows import Reader, iso
from wireroom.pages.safety import BARE_POLICY, SECURITY_HEADERS
from wireroom.pages.setting import Setting, whole
from wireroom.pages.text import json_bytes, primary, xml
from wireroom.pages.trail import Trail
from wireroom.rights.model import ShownHeadline
from wireroom.rights.stock import Listed, Snapshot

# sitemaps.org protocol: no more in one file. Google's news sitemaps: two days, a thousand.
MOST = 50_000
NEWS_SPAN = timedelta(days=2)
NEWS_MOST = 1_000

XML = "application/xml; charset=utf-8"
_HEADERS = (BARE_POLICY, *SECURITY_HEADERS)
_SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS_SCHEMA = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_MONTH = re.compile(r"/sitemap/(\d{4})-(0[1-9]|1[0-2])\.xml\Z")


def index(setting: Setting, snapshot: Snapshot) -> Frame:
    """`/sitemap.xml`: the sitemap of the sections, and one of each month (UTC) that has a story to list."""
    reader = _reader(setting, snapshot)
    paths = ["/sitemap/sections.xml"] + [f"/sitemap/{month:%Y-%m}.xml" for month in _months(reader)]
    rows = "".join(f"<sitemap><loc>{xml(setting.absolute(path))}</loc></sitemap>\n" for path in paths)
    return _frame(reader.trail, f"<sitemapindex {_SCHEMA}>\n{rows}</sitemapindex>\n")


def _months(reader: Reader) -> Iterator[datetime]:
    """The months, newest first: one look into the list for each, however many stories it has."""
    before: Position | None = None
    while True:
        found = next(_at_home(reader, reader.snapshot.placed(reader.setting.site.key, before)), None)
        if found is None:
            return
        month = _month_start(found.released)
        yield month
        before = _just_before(month)


def sections(setting: Setting) -> Frame:
    """The front and the sections."""
    site = setting.site
    paths = ["/", *(f"/{one.key}" for one in site.sections), *(f"/search/{one.key}" for one in site.searches)]
    rows = "".join(f"<url><loc>{xml(setting.absolute(path))}</loc></url>\n" for path in paths)
    return _frame(Trail(), f"<urlset {_SCHEMA}>\n{rows}</urlset>\n")


def month_in(path: str) -> datetime | None:
    """The month that a sitemap's path names."""
    found = _MONTH.match(path)
    return datetime(int(found[1]), int(found[2]), 1, tzinfo=UTC) if found and int(found[1]) > 0 else None


def archive(setting: Setting, snapshot: Snapshot, month: datetime) -> Frame:
    """The stories of one month (UTC) that this site is the home of, newest first; 404 when there are none."""
    reader = _reader(setting, snapshot)
    end = _just_before((month + timedelta(days=31)).replace(day=1)) if month.year < 9999 else None
    inside = takewhile(lambda one: one.released >= month, snapshot.placed(setting.site.key, end))
    found = list(islice(_at_home(reader, inside), MOST))
    rows = "".join(f"<url><loc>{_location(setting, one)}</loc>{_changed(one)}</url>\n" for one in found)
    if not rows:
        return not_found(setting, reader.trail.uses, reader.trail.changes_at)
    return _frame(reader.trail, f"<urlset {_SCHEMA}>\n{rows}</urlset>\n")


def news(setting: Setting, snapshot: Snapshot) -> Frame:
    """`/news-sitemap.xml`: the stories of the last two days whose title may be told, each leaving it in time."""
    reader = _reader(setting, snapshot)
    since = snapshot.at - NEWS_SPAN
    recent = takewhile(lambda one: one.released > since, snapshot.placed(setting.site.key))
    titled = (one for one in _at_home(reader, recent) if one.text)
    rows = []
    for one in islice(titled, NEWS_MOST):
        reader.trail.moment(one.released + NEWS_SPAN)
        rows.append(_news(setting, one))
    # The schema wants one URL at least.
    listed = "".join(rows) or f"<url><loc>{xml(setting.absolute('/'))}</loc></url>\n"
    return _frame(reader.trail, f"<urlset {_SCHEMA} {_NEWS_SCHEMA}>\n{listed}</urlset>\n")


def _news(setting: Setting, one: ShownHeadline) -> str:
    site = setting.site
    language = primary(one.language or site.language)
    return (
        f"<url><loc>{_location(setting, one)}</loc>{_changed(one)}<news:news><news:publication>"
        f"<news:name>{xml(site.name)}</news:name><news:language>{xml(language)}</news:language></news:publication>"
        f"<news:publication_date>{iso(one.released)}</news:publication_date>"
        f"<news:title>{xml(one.text)}</news:title></news:news></url>\n"
    )


def robots(setting: Setting) -> Frame:
    """`/robots.txt`. No story is ever disallowed: a crawler must see that one is gone."""
    saved = "Allow: /search/\n" if setting.site.searches else ""
    text = (
        f"User-agent: *\nDisallow: /search\n{saved}Disallow: /rail/\n"
        f"Sitemap: {setting.absolute('/sitemap.xml')}\nSitemap: {setting.absolute('/news-sitemap.xml')}\n"
    )
    if reserved(setting.network, setting.site.key) is not None:
        text += f"License: {setting.absolute('/license.xml')}\n"
    return Trail().frame(200, "text/plain; charset=utf-8", whole(text), headers=_HEADERS)


def indexnow(setting: Setting) -> Frame:
    """`/indexnow.txt`: the key that proves to IndexNow who tells it of this site's changes; 404 where none is told."""
    key = setting.site.hooks.indexnow_key
    if not key:
        return not_found(setting, ())
    return Trail().frame(200, "text/plain; charset=utf-8", whole(key), headers=_HEADERS)


def tdm(setting: Setting) -> Frame:
    """`/.well-known/tdmrep.json`: what of text and data mining is reserved on this site."""
    told = tdmrep(reserved(setting.network, setting.site.key))
    return Trail().frame(200, "application/json", (json_bytes(told),), headers=_HEADERS)


def terms(setting: Setting) -> Frame:
    """`/license.xml`: the same for those who read RSL; 404 where nothing is reserved."""
    reserve = reserved(setting.network, setting.site.key)
    if reserve is None:
        return not_found(setting, ())
    return Trail().frame(200, "application/rsl+xml", whole(rsl(reserve)), headers=_HEADERS)


def _reader(setting: Setting, snapshot: Snapshot) -> Reader:
    reader = Reader(setting, snapshot, Trail())
    reader.trail.uses.add(f"placed:{setting.site.key}")
    return reader


def _at_home(reader: Reader, headlines: Iterable[Listed]) -> Iterator[ShownHeadline]:
    own = (one for one in headlines if one.home == reader.setting.site.key)
    return reader.shown(own, Surface.SITEMAP)


def _location(setting: Setting, one: ShownHeadline) -> str:
    return xml(setting.absolute(story_path(one.id, one.text, one.released, setting.site.zone)))


def _changed(one: ShownHeadline) -> str:
    return f"<lastmod>{iso(max(one.updated, one.released))}</lastmod>"


def _just_before(at: datetime) -> Position:
    """The place in a list from which on everything came out before `at`."""
    return Position(at - timedelta(microseconds=1), "")


def _month_start(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _frame(trail: Trail, root: str) -> Frame:
    return trail.frame(200, XML, whole(f'<?xml version="1.0" encoding="utf-8"?>\n{root}'), headers=_HEADERS)
