"""The archive: years, months and days that have stories, each found with one look, and the stories of one day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any, NamedTuple

from wireroom.network.model import Surface
from wireroom.news import Position
from wireroom.pages.addresses import position_of
from wireroom.pages.lists import BEFORE, leaf, list_frame, reader_of
from wireroom.pages.model import Frame, Request
from wireroom.pages.rows import Reader, Row
from wireroom.pages.setting import Setting
from wireroom.pages.text import plain
from wireroom.rights.stock import Snapshot

_PATH = re.compile(
    r"/archive(?:/(?P<year>[12]\d{3})(?:/(?P<month>0[1-9]|1[0-2])(?:/(?P<day>0[1-9]|[12]\d|3[01]))?)?)?"
    rf"(?:/{BEFORE}(?P<before>[^/]+))?\Z"
)
_MOMENT, _DAY_LONG = timedelta(microseconds=1), timedelta(days=1)


class _Unit(NamedTuple):
    """A day, a month or a year: the first and the last day of that to which a day belongs."""

    begin: Callable[[date], date]
    end: Callable[[date], date]


_DAY = _Unit(lambda day: day, lambda day: day)
_MONTH = _Unit(lambda day: day.replace(day=1), lambda day: day.replace(day=calendar.monthrange(day.year, day.month)[1]))
_YEAR = _Unit(lambda day: day.replace(month=1, day=1), lambda day: day.replace(month=12, day=31))


def archive_page(setting: Setting, snapshot: Snapshot, request: Request) -> Frame | None:
    """What stands at `/archive` and below; None where there is no such day, or no story of it."""
    found = _PATH.match(request.path)
    if found is None:
        return None
    year, month, day = (int(found[name]) if found[name] else 0 for name in ("year", "month", "day"))
    archive = _Archive(setting, snapshot)
    if day:
        return archive.day(year, month, day, found["before"] or "")
    if found["before"]:
        return None
    if month:
        return archive.month(date(year, month, 1))
    return archive.year(year) if year else archive.years()


class _Archive:
    """The archive of one site; its days begin in the site's time zone."""

    def __init__(self, setting: Setting, snapshot: Snapshot) -> None:
        self.setting, self.snapshot = setting, snapshot
        self.site = setting.site
        self.reader: Reader = reader_of(setting, snapshot, setting.site.key)

    def years(self) -> Frame:
        """All years with stories."""
        days = self._spans(None, None, _YEAR)
        links = [_link(self.setting, f"/archive/{day.year}", str(day.year)) for day in days]
        return self._frame("archive-index.html", self.setting.labels.archive, "/archive", [], items=links)

    def year(self, year: int) -> Frame | None:
        """The months of a year, those with stories as links."""
        first = date(year, 1, 1)
        there = {day.month for day in self._spans(first, _YEAR.end(first), _MONTH)}
        if not there:
            return None
        names = self.setting.labels.months_alone
        items = [
            _link(self.setting, f"/archive/{year}/{month:02}" if month in there else "", names[month - 1])
            for month in range(1, 13)
        ]
        crumbs = [_link(self.setting, "/archive", self.setting.labels.archive)]
        return self._frame("archive-index.html", str(year), f"/archive/{year}", crumbs, items=items)

    def month(self, first: date) -> Frame | None:
        """A month as a calendar; only days with stories are links."""
        there = {day.day for day in self._spans(first, _MONTH.end(first), _DAY)}
        if not there:
            return None
        path = f"/archive/{first.year}/{first.month:02}"
        weeks = [
            [_link(self.setting, f"{path}/{day:02}" if day in there else "", str(day) if day else "") for day in week]
            for week in calendar.Calendar(self.setting.labels.first_weekday).monthdayscalendar(first.year, first.month)
        ]
        labels = self.setting.labels
        days = [(labels.first_weekday + place) % 7 for place in range(7)]
        weekdays = [{"name": plain(labels.weekdays[at]), "short": plain(labels.weekdays_short[at])} for at in days]
        return self._frame(
            "archive-month.html",
            labels.month_of(first),
            path,
            [
                _link(self.setting, "/archive", labels.archive),
                _link(self.setting, f"/archive/{first.year}", str(first.year)),
            ],
            weeks=weeks,
            weekdays=weekdays,
            **self._beside(first, _MONTH, "%Y/%m", labels.month_of),
        )

    def day(self, year: int, month: int, number: int, behind: str) -> Frame | None:
        """The stories of a day, newest first."""
        try:
            day = date(year, month, number)
        except ValueError:
            return None
        before = position_of(behind) if behind else None
        if behind and before is None:
            return None
        start, end = self._start(day), self._start(day + _DAY_LONG)
        if before is not None and not start <= before.released < end:
            return None
        listed = self.snapshot.placed(self.site.key, before or _just_before(end))
        found, older = leaf(self.reader.shown(takewhile(lambda one: one.released >= start, listed), Surface.LIST))
        if not found:
            return None
        labels = self.setting.labels
        name = labels.whole_day(day)
        crumbs = [
            _link(self.setting, "/archive", labels.archive),
            _link(self.setting, f"/archive/{year}", str(year)),
            _link(self.setting, f"/archive/{year}/{month:02}", labels.months_alone[month - 1]),
        ]
        return list_frame(
            self.reader,
            "archive-day.html",
            "",
            plain(name),
            f"/archive/{year}/{month:02}/{number:02}",
            found,
            older,
            before,
            crumbs=crumbs,
            **self._beside(day, _DAY, "%Y/%m/%d", labels.day_name),
        )

    def _spans(self, first: date | None, last: date | None, unit: _Unit) -> Iterator[date]:
        """The first days of all units with a story between two days, newest first: one look into the list for each.

        None stands for an end that is open.
        """
        before = _just_before(self._start(last + _DAY_LONG)) if last else None
        while True:
            newest = self.reader.newest(self.snapshot.placed(self.site.key, before))
            if newest is None:
                return
            day = unit.begin(newest.released.astimezone(self.site.zone).date())
            if first is not None and day < first:
                return
            yield day
            before = _just_before(self._start(day))

    def _beside(self, day: date, unit: _Unit, form: str, name: Callable[[date], str]) -> Row:
        """Links to the last day or month before this one that has stories, and to the very next one if it has any.

        What is further ahead is not looked for: each arriving story would make all the pages before it again.
        """
        ahead = unit.end(day) + _DAY_LONG
        spans = {
            "earlier": self._spans(None, unit.begin(day) - _DAY_LONG, unit),
            "later": self._spans(ahead, unit.end(ahead), unit),
        }
        found = ((key, next(days, None)) for key, days in spans.items())
        return {key: _link(self.setting, f"/archive/{one.strftime(form)}", name(one)) for key, one in found if one}

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, time.min, self.site.zone)

    def _frame(self, template: str, name: str, path: str, crumbs: list[Row], **more: Any) -> Frame:
        return list_frame(self.reader, template, "", plain(name), path, [], "", None, crumbs=crumbs, **more)


def _link(setting: Setting, path: str, name: str) -> Row:
    """A name that leads to a path; to none where there is nothing."""
    return {"url": setting.own(path) if path else "", "text": plain(name)}


def _just_before(at: datetime) -> Position:
    """The place in a list from which on everything came out before `at`."""
    return Position(at - _MOMENT, "")
