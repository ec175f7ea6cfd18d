"""Times as feeds write them: what standards allow, and the forms that the programs of twenty-five years made of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from wireroom.formats.times import parse_time

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?(?:\s*(?P<half>[ap])\.?m\.?)?"
_ZONE = r"(?P<zone>(?:GMT|UTC)?\s*[+-]\d\d:?\d\d(?!\d)|(?:Etc/)?[A-Za-z]{1,5}(?![A-Za-z]))?.*"
_WEEKDAY = r"(?:[^\W\d_]+\.?,?\s+)?"
_TIME = rf"(?:[T,\s]+(?:at\s+|um\s+|à\s+|kl\.?\s+)?{_CLOCK}\s*{_ZONE})?.*"
_FORMS = tuple(
    re.compile(_WEEKDAY + form + _TIME, re.IGNORECASE | re.DOTALL)
    for form in (
        # "13 février 2012", "13. Feb, 2012", "13-Feb-12", "Πέμ, 13 Ιούν 2012"
        r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:de\s+)?(?P<month>[^\W\d_]{3,})\.?,?[\s-]+(?:de\s+)?(?P<year>\d{4}|\d\d)\b",
        # "July 15, 2012", "Thu Aug 30 2012"
        r"(?P<month>[^\W\d_]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b",
        # "2004. 05. 28", "2006/09/15", "2004년 05월 28일", "2003-12-31", "2004-július-13"
        r"(?P<year>\d{4})(?:[\s./-]+|년\s*)(?P<month>[01]?\d|[^\W\d_]{3,})(?:[\s./-]+|월\s*)(?P<day>[0-3]?\d)(?:일|\.)?(?!\d)",
        # "03-12-31" and "031231", ISO 8601 of 1988
        r"(?P<year>\d\d)(?P<dash>-?)(?P<month>[01]\d)(?P=dash)(?P<day>[0-3]\d)(?!\d)",
        # "31.12.2003"; with strokes the month may come first, and nobody can know
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})\b",
    )
)
# C's asctime, and what Twitter made of it: the year at the end.
_YEAR_LAST = re.compile(
    rf"[^\W\d_]{{2,}},?\s+(?P<month>[^\W\d_]{{3,}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+"
    r"(?P<zone>[A-Z]{1,5}|[+-]\d\d:?\d\d)?\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
# What nearly all feeds in RSS write.
_USUAL = re.compile(
    r"\s*(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):([0-5]\d)"
    r" (?:GMT|UTC|Z|([+-])(\d\d)(\d\d))\s*"
)
_ENGLISH = dict(zip("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), range(1, 13), strict=True))
_MONTH_ONLY = re.compile(r"\d{4}-[01]\d")
_YEAR_ONLY = re.compile(r"(?:19|20)\d\d")
_EPOCH = re.compile(r"[1-9]\d{8,9}(?:\d{3})?")  # seconds, or milliseconds, since 1970
_HALF_DAY = re.compile(r"(오전|오후)\s*(\d[\d:]*)")  # Korean says the half of the day before the hour
_LOOSE_ZONE = re.compile(r"(?:GMT|UTC|Z)?\s*([+-])(\d\d):?(\d\d)", re.IGNORECASE)

# The first letters of months as Europe's languages write them, where no other month begins so.
_MONTHS = {
    start: number
    for number, starts in enumerate(
        (
            "jan ene gen ιαν янв sty led",
            "feb fév fev fèv φεβ фев lut úno",
            "mar mär maa mrt mær μάρ μαρ мар bře márc már",
            "apr abr avr ápr απρ апр kwi dub",
            "may mai maj mag mei máj μάι μαϊ μαι мая май kvě",
            "jun juin giu jún ιούν июн cze čer čvn",
            "jul juil lug júl ιούλ июл lip čec čvc",
            "aug août aou ago αύγ авг sie srp",
            "sep set sze σεπ сен wrz zář",
            "oct okt ott out οκτ окт paź říj",
            "nov νοέ νοε ноя lis",
            "dec dez dic dét des déc δεκ дек gru pro",
        ),
        1,
    )
    for start in starts.split()
}
_ZONES = {"et": -5, "ct": -6, "mt": -7, "pt": -8, "at": -4, "met": 1, "mest": 2, "kst": 9, "ist": 5.5, "nzst": 12}


@lru_cache(maxsize=1024)
def feed_time(stated: str, zone: ZoneInfo) -> datetime | None:
    """The time that a feed states, aware and in UTC; None when it states none. Without a zone it is in `zone`.

    RFC 822 and ISO 8601 by the house's way, then the forms beside them: names of months in other languages, the year
    first or last, a stroke or a point between, twelve hours, seconds since 1970. A part beyond its bounds carries over
    ("10:61" is 11:01), as it does for those who read feeds with C's functions.
    """
    if (usual := _USUAL.fullmatch(stated)) and (month := _ENGLISH.get(usual[2])):
        try:
            moment = datetime(int(usual[3]), month, int(usual[1]), int(usual[4]), int(usual[5]), int(usual[6]), 0, UTC)
            return (
                moment - timedelta(hours=int(usual[7] + usual[8]), minutes=int(usual[7] + usual[9]))
                if usual[7]
                else moment
            )
        except (ValueError, OverflowError):
            pass
    stated = " ".join(stated.split())
    found = parse_time(stated, zone)
    if found is not None or not stated or len(stated) > 100:
        return found
    if _EPOCH.fullmatch(stated):
        return datetime.fromtimestamp(int(stated[:10]), UTC)
    if _YEAR_ONLY.fullmatch(stated):
        return parse_time(f"{stated}-01-01", zone)
    if _MONTH_ONLY.fullmatch(stated):
        return parse_time(f"{stated}-01", zone)
    stated = _HALF_DAY.sub(lambda found: f"{found[2]} {'am' if found[1] == '오전' else 'pm'}", stated)
    for form in (_YEAR_LAST, *_FORMS):
        if match := form.fullmatch(stated):
            try:
                return _of_parts(match.groupdict(), zone)
            except (ValueError, OverflowError):
                continue
    return None


def _of_parts(part: dict[str, str | None], zone: ZoneInfo) -> datetime:
    month = (part["month"] or "").lower()
    year = int(part["year"] or 0)
    if year < 100:  # RFC 2822 §4.3
        year += 2000 if year < 50 else 1900
    hour = int(part.get("hour") or 0)
    if part.get("half"):
        hour = hour % 12 + (12 if (part["half"] or "").lower() == "p" else 0)
    day = datetime(year, int(month) if month.isdigit() else _month(month), int(part["day"] or 1))
    moment = day + timedelta(hours=hour, minutes=int(part.get("minute") or 0), seconds=int(part.get("second") or 0))
    offset = _offset(part.get("zone") or "")
    if offset is None:
        # The house's own way knows the names of zones, and what a missing one means.
        name = (part.get("zone") or "").removeprefix("Etc/")
        named = parse_time(f"{moment:%Y-%m-%d %H:%M:%S} {name}".strip(), zone)
        return named or moment.replace(tzinfo=zone).astimezone(UTC)
    return (moment - offset).replace(tzinfo=UTC)


def _month(name: str) -> int:
    for length in (4, 3):
        if number := _MONTHS.get(name[:length]):
            return number
    raise ValueError(name)


def _offset(zone: str) -> timedelta | None:
    if (hours := _ZONES.get(zone.lower())) is not None:
        return timedelta(hours=hours)
    found = _LOOSE_ZONE.fullmatch(zone.strip())
    if found is None:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -offset if found[1] == "-" else offset
