"""Sitemaps for search engines: an index, the archive by month, the news of two days; each story on one site only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
_SPAN = re.compile(r"/sitemap/(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d))?)?\.xml\Z")
_WRITTEN = (7, 10, 13)  # characters of a moment in ISO 8601 that name a month, a day, an hour
_FINEST = 2
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A month, day or hour (UTC, by `level` 0 to 2) whose stories stand in one sitemap."""

    start: datetime
    level: int = 0

    @property
    def end(self) -> datetime:
        """Where the next one begins."""
        if self.level == 0:
            return (self.start + timedelta(days=31)).replace(day=1)
        return self.start + (_DAY if self.level == 1 else timedelta(hours=1))

    @property
    def path(self) -> str:
        """Where its sitemap stands."""
        return f"/sitemap/{self.start.isoformat()[: _WRITTEN[self.level]]}.xml"


def index(setting: Setting, snapshot: Snapshot) -> Frame:
    """`/sitemap.xml`: the sitemap of the sections, and one of each month (UTC) that has a story to list.

    A month with more stories than a sitemap may hold is told of by its days, such a day by its hours. So where a story
    is listed depends on when it came out alone: none that comes later moves it, once its month is split.
    """
    reader = _reader(setting, snapshot)
    paths = ["/sitemap/sections.xml"] + [span.path for month in _spans(reader, 0) for span in _parts(reader, month)]
    rows = "".join(f"<sitemap><loc>{xml(setting.absolute(path))}</loc></sitemap>\n" for path in paths)
    return _frame(reader.trail, f"<sitemapindex {_SCHEMA}>\n{rows}</sitemapindex>\n")


def _spans(reader: Reader, level: int, inside: Span | None = None) -> Iterator[Span]:
    """The spans with a story, newest first: one look into the list for each, however many stories it has."""
    before = _just_before(inside.end) if inside else None
    while True:
        found = next(_at_home(reader, reader.snapshot.placed(reader.setting.site.key, before)), None)
        if found is None or (inside is not None and found.released < inside.start):
            return
        span = Span(_start(found.released, level), level)
        yield span
        before = _just_before(span.start)


def _parts(reader: Reader, span: Span) -> Iterator[Span]:
    """The span, or those inside it when it holds too much for one sitemap."""
    if span.level == _FINEST or not _crowded(reader, span):
        yield span
        return
    for one in _spans(reader, span.level + 1, span):
        yield from _parts(reader, one)


def _crowded(reader: Reader, span: Span) -> bool:
    """Whether there are more stories than a sitemap may hold. What may be shown is not asked: the answer must stay."""
    if span.level == 0 and not _is_dense(reader, span):
        return False
    listed = takewhile(lambda one: one.released >= span.start, _placed(reader, span.end))
    own = (one for one in listed if one.home == reader.setting.site.key)
    return next(islice(own, MOST, None), None) is not None


def _is_dense(reader: Reader, month: Span) -> bool:
    """Whether it is worth counting: on each of its days something came out shortly before noon.

    Where so many come out that a sitemap overflows, one does every minute. The index is asked for often, most months
    hold far less, and to count would cost as much as to read them all.
    """
    newest = next(_placed(reader, month.end), None)
    shortly = (month.end - month.start) * 9 / MOST
    noon = month.start + _DAY / 2
    while newest is not None and noon <= newest.released and shortly < _DAY:
        before = next(_placed(reader, noon), None)
        if before is None or before.released < noon - shortly:
            return False
        noon += _DAY
    return True


def _placed(reader: Reader, end: datetime) -> Iterator[Listed]:
    """What came out before this moment, newest first."""
    return reader.snapshot.placed(reader.setting.site.key, _just_before(end))


def sections(setting: Setting) -> Frame:
    """The front and the sections."""
    site = setting.site
    paths = ["/", *(f"/{one.key}" for one in site.sections), *(f"/search/{one.key}" for one in site.searches)]
    rows = "".join(f"<url><loc>{xml(setting.absolute(path))}</loc></url>\n" for path in paths)
    return _frame(Trail(), f"<urlset {_SCHEMA}>\n{rows}</urlset>\n")


def span_in(path: str) -> Span | None:
    """The month, day or hour that a sitemap's path names."""
    found = _SPAN.match(path)
    if found is None:
        return None
    year, month, day, hour = found.groups()
    try:
        start = datetime(int(year), int(month), int(day or 1), int(hour or 0), tzinfo=UTC)
    except ValueError:
        return None
    return Span(start, 2 if hour else 1 if day else 0) if start.year < 9999 else None


def archive(setting: Setting, snapshot: Snapshot, span: Span) -> Frame:
    """The stories of a month, day or hour that this site is the home of, newest first; 404 when there are none, or so
    many that the index tells of them by smaller spans."""
    reader = _reader(setting, snapshot)
    inside = takewhile(lambda one: one.released >= span.start, _placed(reader, span.end))
    found = list(islice(_at_home(reader, inside), MOST + 1))
    if not found or (len(found) > MOST and span.level < _FINEST and _crowded(reader, span)):
        return not_found(setting, reader.trail.uses, reader.trail.changes_at)
    rows = "".join(f"<url><loc>{_location(setting, one)}</loc>{_changed(one)}</url>\n" for one in found[:MOST])
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


def _start(at: datetime, level: int) -> datetime:
    """The beginning of the month, day or hour."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return hour if level == _FINEST else hour.replace(hour=0) if level else hour.replace(day=1, hour=0)


def _frame(trail: Trail, root: str) -> Frame:
    return trail.frame(200, XML, whole(f'<?xml version="1.0" encoding="utf-8"?>\n{root}'), headers=_HEADERS)
