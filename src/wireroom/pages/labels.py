"""The interface's own words and dates, by language; each language is a file in `languages/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any
from zoneinfo import ZoneInfo


# Compared by identity, so that what is made with them can be remembered.
@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Every word on a page that is neither copy nor written in the network file, and how dates are written.

    Dates follow Unicode's CLDR: `months` as they stand in a date, `months_alone` as they stand by themselves; weekdays
    begin with Monday, and `first_weekday` (0 is Monday) heads a calendar.
    """

    skip: str
    sections: str
    front: str
    search: str
    search_site: str
    search_go: str
    found_none: str
    search_hint: str
    any_section: str
    any_agency: str
    from_day: str
    to_day: str
    section: str
    agency: str
    order: str
    newest_first: str
    best_first: str
    filters: str
    one_hit: str
    some_hits: str
    many_hits: str
    topics: str
    places: str
    authors: str
    more_from: str
    narrower: str
    own_address: str
    archive: str
    text_edition: str
    full_page: str
    corrections: str
    corrections_none: str
    corrections_about: str
    about: str
    about_link: str
    rights: str
    published_by: str
    write_to: str
    elsewhere: str
    policies_title: str
    agencies: str
    agencies_text: str
    how_title: str
    how_text: str
    mistakes_title: str
    mistakes_text: str
    mistakes_link: str
    rights_text: str
    rights_link: str
    credit_as: str
    mining_title: str
    mining_text: str
    mining_reserved: str
    mining_terms: str
    mining_free: str
    full_notice: str
    basis_commons: str
    earlier: str
    later: str
    latest: str
    more: str
    older: str
    newest: str
    page_older: str
    empty: str
    updated: str
    corrected: str
    correction: str
    correction_plain: str
    you_are_here: str
    advertisement: str
    table: str
    read_story: str
    follow: str
    follow_text: str
    network: str
    back: str
    not_found: str
    not_found_text: str
    withdrawn: str
    withdrawn_text: str
    withdrawn_at: str
    gone: str
    gone_text: str
    gone_whose: str
    unavailable: str
    unavailable_text: str
    history: str
    related: str
    same_story: str
    also_from: str
    shelves: Mapping[str, str]
    bases: Mapping[str, str]
    policies: Mapping[str, str]

    months: tuple[str, ...]
    months_alone: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    date_long: str
    date_weekday: str
    date_short: str
    day_short: str
    day_month: str
    month_year: str
    moment_pattern: str
    first_weekday: int

    def hits(self, count: int, most: int) -> str:
        """How many stories were found; no more than `most` are counted."""
        if count == 0:
            return self.found_none
        if count > most:
            return self.many_hits.format(count=most)
        return self.one_hit if count == 1 else self.some_hits.format(count=count)

    def month_of(self, day: date) -> str:
        """The month with its year: `November 2026`."""
        return self._written(self.month_year, day)

    def day_name(self, day: date) -> str:
        """A date as it is written: `22 November 2026`."""
        return self._written(self.date_long, day)

    def whole_day(self, day: date) -> str:
        """The same with its weekday: `Sunday, 22 November 2026`."""
        return self._written(self.date_weekday, day)

    def day_of(self, at: datetime, zone: ZoneInfo) -> str:
        """The whole date: `22 November 2026`."""
        return self.day_name(at.astimezone(zone).date())

    def day(self, at: datetime, zone: ZoneInfo) -> str:
        """The date with its weekday: `Sunday, 22 November 2026`."""
        return self.whole_day(at.astimezone(zone).date())

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """Date, time and zone: `22 November 2026, 14:05 CET`."""
        return _moment(self, at, zone)

    def short(self, at: datetime, zone: ZoneInfo, year: int, today: date | None = None) -> str:
        """For lists: `22 Nov 14:05`, `22 Nov 2025` when the year is not the reader's, `14:05` when it is today."""
        return _short(self, at, zone, year, today)

    def month_day(self, month: int, day: int) -> str:
        """As datelines have it: `March 26`."""
        return self._written(self.day_month, date(2000, month, day))

    def _written(self, pattern: str, day: date) -> str:
        return pattern.format(
            day=day.day,
            month=self.months[day.month - 1],
            alone=self.months_alone[day.month - 1],
            mon=self.months_short[day.month - 1],
            weekday=self.weekdays[day.weekday()],
            year=day.year,
        )


@lru_cache(maxsize=4096)
def _moment(labels: Labels, at: datetime, zone: ZoneInfo) -> str:
    clock = at.astimezone(zone).strftime("%H:%M %Z")
    return labels.moment_pattern.format(date=labels.day_of(at, zone), time=clock)


@lru_cache(maxsize=8192)
def _short(labels: Labels, at: datetime, zone: ZoneInfo, year: int, today: date | None) -> str:
    local = at.astimezone(zone)
    if local.year != year:
        return labels._written(labels.date_short, local.date())
    clock = f"{local.hour:02}:{local.minute:02}"
    return clock if today == local.date() else f"{labels._written(labels.day_short, local.date())} {clock}"


@cache
def languages() -> frozenset[str]:
    """The languages (ISO 639) that there are words for."""
    names = (entry.name for entry in _folder().iterdir())
    return frozenset(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def labels_for(language: str) -> Labels:
    """The words for a site's language (BCP 47); English where there are none yet."""
    primary = language.partition("-")[0].lower()
    return _labels(primary if primary in languages() else "en")


@cache
def _labels(language: str) -> Labels:
    words = tomllib.loads(_folder().joinpath(f"{language}.toml").read_text(encoding="utf-8"))
    dates: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in words.pop("dates").items()
    }
    return Labels(**words, **dates)


def _folder() -> Traversable:
    return resources.files("wireroom.pages") / "languages"


def next_year(at: datetime, zone: ZoneInfo) -> datetime:
    """When the year next changes in the zone: `Labels.short` reads differently from then on."""
    return _year_end(at.astimezone(zone).year, zone)


@lru_cache(maxsize=256)
def _year_end(year: int, zone: ZoneInfo) -> datetime:
    return datetime(year + 1, 1, 1, tzinfo=zone).astimezone(ZoneInfo("UTC"))


def next_day(at: datetime, zone: ZoneInfo) -> datetime:
    """When the date next changes in the zone."""
    return _day_end(at.astimezone(zone).date(), zone)


@lru_cache(maxsize=256)
def _day_end(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(ZoneInfo("UTC"))
