"""The interface's own words and dates, by language: the one place to add another language to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


# Compared by identity, so that what is made with them can be remembered.
@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Every word on a page that is neither copy nor written in the network file."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    skip: str = "Skip to the main part"
    sections: str = "Sections"
    front: str = "Front page"
    search: str = "Search"
    search_site: str = "Search this site"
    search_go: str = "Search"
    found_none: str = "No story holds all of these words."
    search_hint: str = 'Every word must occur; put "words in quotes" to find them in a row. Newest first.'
    latest: str = "Latest"
    more: str = "More"
    older: str = "Older stories"
    newest: str = "Newest stories"
    page_older: str = "older"
    empty: str = "No stories yet. This page fills by itself when the first one comes."
    updated: str = "Updated"
    corrected: str = "Corrected"
    correction: str = "Correction"
    correction_plain: str = (
        "This story has been corrected by the agency that supplied it. What you read here is the corrected text."
    )
    you_are_here: str = "You are here"
    advertisement: str = "Advertisement"
    read_story: str = "Read the story"
    follow: str = "Follow"
    network: str = "The network"
    back: str = "Go to the front page"
    not_found: str = "Page not found"
    not_found_text: str = "There is nothing at this address. The search or the front page may have what you look for."
    withdrawn: str = "This story has been withdrawn"
    withdrawn_text: str = (
        "A story that stood at this address has been withdrawn and must not be used, quoted or passed on. "
        "Copies of it elsewhere should be deleted."
    )
    withdrawn_at: str = "Withdrawn"
    gone: str = "This story is no longer available"
    gone_text: str = "It could be shown here for a limited time only, and that time is over."
    gone_whose: str = "A story by {provider} of {day} stood at this address."
    unavailable: str = "This story cannot be shown in your country"
    unavailable_text: str = "The licence under which it is published here is limited to other countries."
    history: str = "Versions of this story"

    def day_of(self, at: datetime, zone: ZoneInfo) -> str:
        """The whole date: `22 November 2026`."""
        local = at.astimezone(zone)
        return f"{local.day} {self.months[local.month - 1]} {local.year}"

    def day(self, at: datetime, zone: ZoneInfo) -> str:
        """The date with its weekday: `Sunday, 22 November 2026`."""
        return f"{self.weekdays[at.astimezone(zone).weekday()]}, {self.day_of(at, zone)}"

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """Date, time and zone: `22 November 2026, 14:05 CET`."""
        return _moment(self, at, zone)

    def short(self, at: datetime, zone: ZoneInfo, year: int, today: date | None = None) -> str:
        """For lists: `22 Nov 14:05`, `22 Nov 2025` when the year is not the reader's, `14:05` when it is today."""
        return _short(self, at, zone, year, today)

    def month_day(self, month: int, day: int) -> str:
        """As datelines have it: `March 26`."""
        return f"{self.months[month - 1]} {day}"


@lru_cache(maxsize=16384)
def _moment(labels: Labels, at: datetime, zone: ZoneInfo) -> str:
    return f"{labels.day_of(at, zone)}, {at.astimezone(zone).strftime('%H:%M %Z')}"


@lru_cache(maxsize=16384)
def _short(labels: Labels, at: datetime, zone: ZoneInfo, year: int, today: date | None) -> str:
    local = at.astimezone(zone)
    month = labels.months[local.month - 1][:3]
    if local.year != year:
        return f"{local.day} {month} {local.year}"
    clock = f"{local.hour:02}:{local.minute:02}"
    return clock if today == local.date() else f"{local.day} {month} {clock}"


ENGLISH = Labels(
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)

_BY_LANGUAGE = {"en": ENGLISH}


def labels_for(language: str) -> Labels:
    """The words for a site's language; English where there are none yet."""
    return _BY_LANGUAGE.get(language.partition("-")[0].lower(), ENGLISH)


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
