"""Embargoes in words: copy is held when one is spoken of, unless the words state day, time and zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from wireroom.formats.model import UTC
from wireroom.formats.months import MONTH_NAME, month_number
from wireroom.formats.times import ZONES, parse_time
from wireroom.formats.words.tables import LONGEST_LINE, fold, pattern_of, phrases_of

_LOOKED_AT = 2000  # characters of a line in which a time is looked for
_NEAR = 160  # characters behind the word in which its time must stand
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)")
_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])(?:(?:[.:hH](?P<minute>[0-5]\d))|(?P<mil>[0-5]\d))?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?:Uhr|hrs?|hours)?"
)
_ZONE = r"\(?(?P<zone>GMT|UTC|UT|Z|[A-Z]{3,4}|[ap]\w*)(?P<offset>\s?[+-]\d{1,2}(?::?\d\d)?)?\)?"
_TIME = re.compile(rf"(?<![\d.]){_CLOCK}\s*{_ZONE}(?!\w)")
_DATE = re.compile(
    r"(?P<iso>\d{4})-(?P<im>\d\d)-(?P<iday>\d\d)"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er|º)?\s+(?:de\s+|of\s+)?(?P<month>"
    + MONTH_NAME
    + r")\.?,?\s+(?:de\s+)?(?P<year>\d{4})"
    r"|(?P<amonth>" + MONTH_NAME + r")\.?\s+(?P<aday>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<ayear>\d{4})"
)


@dataclass(frozen=True, slots=True)
class Embargo:
    """What the words say: `until` when day, time and zone are stated, else `why` the copy is held."""

    until: datetime | None = None
    why: str = ""


_NONE = Embargo()


def embargo(notes: str = "", *lines: str) -> Embargo:
    """The embargo that words state, in UTC.

    In `notes` to editors a word anywhere counts; of `lines` (headline, lines above it, first paragraph) only what
    begins with one. An embargo of arms or oil is none, nor is one said to be lifted.
    """
    for text in filter(None, notes.split("\n")):
        if _spoken_of(fold(text)):
            return _stated(text)
    for line in lines:
        if 0 < len(line) <= LONGEST_LINE and _begins(fold(line)):
            return _stated(line)
    return _NONE


# "Embargotietoa", "Sperrfristende": in many languages the word is only the beginning of one.
_STEM = re.compile(r"(?<!\w)(?:embarg|sperrfrist|эмбарг)\w")


def _spoken_of(folded: str) -> bool:
    if not _names_it(folded):
        return False
    rest = pattern_of("no_embargo", "goods").sub(" ", folded)
    return _names_it(rest) and not pattern_of("no_embargo", "lifted").search(folded)


def _names_it(folded: str) -> bool:
    return bool(phrases_of("embargo").search(folded) or _STEM.search(folded))


def _begins(folded: str) -> bool:
    found = phrases_of("embargo").match(folded.removeprefix("under ").removeprefix("strict ").removeprefix("strictly "))
    if (
        not found
        or pattern_of("no_embargo", "goods").match(folded)
        or pattern_of("no_embargo", "lifted").search(folded)
    ):
        return False
    # "Embargo" opens many a headline: what follows must be the end, a time, or a word that leads to one.
    rest = folded[folded.find(found[0]) + len(found[0]) :].split()
    return found[0] != "embargo" or not rest or rest[0] in _LEADING or any(char.isdigit() for char in rest[0])


_LEADING = frozenset(
    "until till to for bis jusqu jusque hasta fino ate tot do до حتى til through before at not strict a au al".split()
)


def _stated(text: str) -> Embargo:
    """The time in the words, when all of it is there and there is only one; else the words as the reason of a hold."""
    text = text[:_LOOKED_AT]
    moments = {moment for found in _ISO.findall(text) if (moment := parse_time(found))}
    if not moments:
        dates, times = list(_DATE.finditer(text)), list(_TIME.finditer(text))
        if len(dates) == 1 and len(times) == 1 and (moment := _moment(dates[0], times[0])):
            moments = {moment}
    if len(moments) == 1:
        return Embargo(until=moments.pop())
    return Embargo(why=f"an embargo in words, without a time that can be relied on: “{' '.join(text.split())[:_NEAR]}”")


def _moment(day: re.Match[str], time: re.Match[str]) -> datetime | None:
    zone = _zone(time)
    if zone is None:
        return None
    hour, minute = int(time["hour"]), int(time["minute"] or time["mil"] or 0)
    if half := time["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    elif time["minute"] is None and time["mil"] is None:
        return None  # "6 GMT" may be a day as well as an hour
    try:
        start = datetime(*_day(day), tzinfo=zone)
    except ValueError:
        return None
    return (start + timedelta(hours=hour, minutes=minute)).astimezone(UTC)


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    if found["iso"]:
        return int(found["iso"]), int(found["im"]), int(found["iday"])
    if found["month"]:
        return int(found["year"]), month_number(found["month"]), int(found["day"])
    return int(found["ayear"]), month_number(found["amonth"]), int(found["aday"])


def _zone(found: re.Match[str]) -> timezone | None:
    hours = ZONES.get(found["zone"].lower())
    if hours is None:
        return None
    offset = found["offset"]
    if not offset:
        return timezone(timedelta(hours=hours))
    digits = offset.strip().replace(":", "")
    sign, number = (-1 if digits[0] == "-" else 1), digits[1:]
    whole, part = (int(number), 0) if len(number) <= 2 else (int(number[:-2]), int(number[-2:]))
    return timezone(timedelta(hours=hours) + sign * timedelta(hours=whole, minutes=part))
