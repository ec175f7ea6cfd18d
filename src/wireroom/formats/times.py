"""Times as agencies write them, read into aware UTC datetimes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from wireroom.formats.model import UTC

# An ISO 8601 date and time, extended or basic, with what agencies do to it: a space for the T or before the zone,
# one-digit hours, a name for the zone, a "Z" glued behind an offset (IPTC's own NITF style sheet writes that).
_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:\s*[Tt ]?\s*(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?)?"
    r"\s*(?P<zone>.*)"
)
# RFC 822 and RFC 2822, section 3.3; the name of the day is not looked at, for it is often in another language.
_RFC = re.compile(
    r"(?:[^\W\d]+\.?,?\s*)?(?P<day>\d{1,2})[\s-](?P<month>[A-Za-z]{3})[a-z]*\.?[\s-](?P<year>\d{4}|\d\d),?"
    r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?P<fraction>)?)?\s*(?P<zone>.*)"
)
_OFFSET = re.compile(r"(?:GMT|UTC|UT)?\s*([+-])(\d\d):?(\d\d)?(?:\s*Z|\s*\(.*\))?", re.IGNORECASE)
# Hours east of UTC; what stands for two zones in the world is here as the wires use it.
ZONES = {
    "z": 0, "gmt": 0, "ut": 0, "utc": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "bst": 1, "wet": 0, "west": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3,
    "msk": 3, "jst": 9, "aest": 10, "aedt": 11,
}  # fmt: skip
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}


def parse_time(text: str | None, zone: ZoneInfo = UTC) -> datetime | None:
    """The time that the text states, aware and in UTC; None when it states none.

    Reads ISO 8601 in its extended and basic forms (with, without and with odd zones), a bare date (midnight) and
    RFC 822. A time without a zone is in `zone`.
    """
    if not text:
        return None
    text = text.strip()
    try:
        # The common forms by the fast way; fourteen digits in a row would be misread there.
        if len(text) >= 15 and (text[4] == "-" or text[8] == "T"):
            return _in_utc(datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError):
        pass
    found = _ISO.fullmatch(text) or _RFC.fullmatch(text)
    if found is None:
        return None
    try:
        return _in_utc(_of_parts(found), zone)
    except (ValueError, OverflowError):
        return None


def _in_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _of_parts(found: re.Match[str]) -> datetime:
    month = found["month"]
    year = int(found["year"])
    if len(found["year"]) == 2:  # RFC 2822, section 4.3
        year += 2000 if year < 50 else 1900
    second = min(int(found["second"] or 0), 59)  # a leap second has no place in a datetime
    moment = datetime(
        year,
        int(month) if month.isdigit() else _month(month),
        int(found["day"]),
        int(found["hour"] or 0),
        int(found["minute"] or 0),
        second,
        int(((found["fraction"] or "") + "000000")[:6]),
    )
    return moment.replace(tzinfo=_zone(found["zone"]))


def _month(name: str) -> int:
    number = _MONTHS.get(name[:3].lower())
    if number is None:
        raise ValueError(name)
    return number


def _zone(text: str) -> timezone | None:
    text = text.strip()
    if not text:
        return None
    if (hours := ZONES.get(text.lower())) is not None:
        return timezone(timedelta(hours=hours))
    found = _OFFSET.fullmatch(text)
    if found is None:
        raise ValueError(text)
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset)
