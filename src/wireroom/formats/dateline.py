"""Datelines, as a field states them and as stories begin with them: place, date and agency, in any language."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter

from wireroom.formats.months import month_number
from wireroom.formats.openings import eastern, openings
from wireroom.formats.profiles import is_agency, profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Dateline

# Arabic's August has two letters, and often its other name behind a stroke.
_WORD = r"(?:[^\W\d_]{3,}|[آا]ب)\.?(?:[ /][^\W\d_]{3,}){0,2}"
_DATES = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<m>\d\d?)[-/.](?P<day>\d\d?)"),
    re.compile(r"(?P<day>\d\d?)[-/.](?P<m>\d\d?)[-/.](?P<year>\d{4})"),
    # Hungarian: "2026. április 4."; Lithuanian: "2026 m. balandžio 4 d."
    re.compile(rf"(?P<year>\d{{4}})(?:\.| m\.)\s+(?P<month>{_WORD})\s+(?P<day>\d\d?)\.?"),
    re.compile(
        rf"(?<!\d)(?P<day>\d\d?)(?:\.|er|st|nd|rd|th|º)?\s+(?:de\s+|of\s+)?(?P<month>{_WORD})(?:,?\s+(?:de\s+)?(?P<year>\d{{4}}))?"
    ),
    re.compile(r"(?P<month>[^\W\d_]{3,}\.?)\s+(?P<day>\d\d?)(?:,?\s+(?P<year>\d{4}))?(?!\d)"),
    # Chinese and Japanese; Belga's "04/04".
    re.compile(r"(?:(?P<year>\d{4})年)?(?P<m>\d\d?)月(?P<day>\d\d?)日"),
    re.compile(r"(?P<day>\d\d)/(?P<m>\d\d)(?P<year>(?!.))?(?![\d/])"),
    re.compile(r"(?:(?P<year>\d{4})년 ?)?(?P<m>\d\d?)월 ?(?P<day>\d\d?)일"),
    # A day alone, of the month that is nearest.
    re.compile(r"(?<![月\d])(?P<day>\d\d?)[日号號](?P<year>(?!))?(?P<m>(?!))?"),
)
_LEADING = re.compile(r"(?P<day>\d\d?)\.(?P<m>\d\d?)\.(?P<year>\d{4})?,? +(?=[^\W\d_])")  # "10.01. Warszawa"
_DIGIT = re.compile(r"\d")
_NUMBERS = re.compile(r"\d[-/.]\d")  # a date in numbers alone
_WEEKDAY = re.compile(
    r",?\s*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|,?\s*(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)$"
    r"|,\s*le$",
    re.IGNORECASE,
)
_WEEKDAYS_END = frozenset("yieYIE")  # a letter to look at before the whole pattern
# "(Newswire - April 4, 2026)": what an agency's bracket holds behind its name.
_DATED = re.compile(r"\s+[-–—]\s+(?=[^()]*\d)")
_ABBREVIATED = re.compile(r", [A-Z][a-z]{1,5}\.$")  # a state: "York, Pa."
_AGENCY = re.compile(r"[(（﴾]\s*([^()（）]{2,40}?)\s*[)）﴿]\s*[-–—_:.]*$")
# "ANSA - ROMA, 4 APR": the agency first, without brackets; some add what it is a service for.
_BEGUN = re.compile(r"(?P<agency>[^\W\d_]{2,20})(?: [^\W\d_]{2,12})?\s+[-–—]\s+(?=[^\W\d_])")
_START = itemgetter(1)  # of a date with the span it stands in
_HALF_A_YEAR = timedelta(days=182)
_LONGEST = 300  # characters: what is longer is no dateline, and would be looked through for very long
_ENDS = " ,;:-–—_،\u3000"
# What stands before a date in a sentence.
_NO_PLACE = frozenset(
    "on in at by since until from after before till am im vom seit bis ab le du au del el il la".split()
)
_MOST_WORDS = 6  # of a place, or two with a stroke between them
# How a story begins: at most this many characters before the agency in brackets, then a dash.
_OPENING = re.compile(
    r"(?P<line>(?P<head>[^()（）]{0,80}?)\s*[(（](?P<agency>[^()（）]{2,40})[)）]\s*\.?[-–—_]{1,9})(?:\s+|$)"
)
# A paragraph that is nothing else: "YORK (ENGLAND), 4 (NEWSWIRE)"; the day alone, or with its month.
_WHOLE = re.compile(
    r"(?P<head>[^\W\d_][^()\n]{1,50}?(?:\([^()\d]{2,30}\))?(?:,? \d{1,2} [^\W\d_]{3,12}\.?)?)"
    r"(?:, (?P<day>[123]?\d))? ?[(](?P<agency>[^()\d]{2,30})[)]"
)
_ALONE = 90  # characters of such a paragraph


def parse(text: str, *, year_hint: datetime | None = None, provider: str = "") -> Dateline:
    """What a dateline's text says; `text` stays as the wire has it, with its space folded.

    `year_hint` (the story's own time) gives the year where the dateline has none: the nearest. `provider` is taken
    when the text names no agency. A dateline that is a time (Reuters sends such) has a date and no place.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return Dateline(text, "", None, provider)
    return _parsed(text, year_hint.date() if year_hint is not None else None, provider)


@lru_cache(maxsize=4096)  # a wire names the same few places all day
def _parsed(text: str, near: date | None, provider: str) -> Dateline:
    for opening in eastern(text):
        if opening.end() == len(text) and (read := _read(opening, near, provider, known=True)):
            return read
    head, agency = text, ""
    if found := _AGENCY.search(text):
        head, agency = text[: found.start()], found[1]
    elif (begun := _BEGUN.match(text)) and is_agency(begun["agency"]):
        head, agency = text[begun.end() :], begun["agency"]
    if not agency and (moment := parse_time(text)):
        return Dateline(text, "", moment.date(), provider)
    place, on, rest = _place_and_date(head.strip(_ENDS), near)
    if not agency and rest:
        agency = rest
    elif not agency and provider and place.endswith(f" {provider}"):
        place, agency = place[: -len(provider)], provider
    place = place.strip(_ENDS)
    if place[-1:] in _WEEKDAYS_END:
        place = _WEEKDAY.sub("", place).strip(_ENDS)
    if agency == rest and _DIGIT.search(rest):
        agency = ""  # a time of day is none
    return Dateline(text, place, on, agency or (provider if text else ""))


def split_from_body(first: str, *, year_hint: datetime | None = None, provider: str = "") -> tuple[Dateline, str]:
    """The dateline that a story's first paragraph begins with, and the paragraph without it.

    An empty dateline and the paragraph as it is when there is none, or when it might as well be a person and a party
    ("Anna Berg (XYZ) - …"): the bracket must hold the provider or a known agency, or a date or capitals precede it.
    """
    near = year_hint.date() if year_hint is not None else None
    found = _OPENING.match(first)
    if found and (read := _read(found, near, provider, known=False)):
        return read, first[found.end() :]
    for other in openings(first):
        if read := _read(other, near, provider, known=True):
            return read, first[other.end() :]
    if first[-1:] == ")" and len(first) <= _ALONE and (found := _WHOLE.fullmatch(first)):
        day = _nearest_day(int(found["day"]), near) if found["day"] else None
        read = _read(found, near, provider, known=True)
        if read and (read.on or day) and read.place.isupper():
            return replace(read, on=read.on or day), ""
    return Dateline(), first


def _read(found: re.Match[str], near: date | None, provider: str, *, known: bool) -> Dateline | None:
    """The dateline that an opening is; None when it might be something else.

    `known`: the agency must be known, or be the provider; else a date or a place in capitals speaks for it too.
    """
    head, agency = found["head"].strip(_ENDS), found["agency"].strip()
    place, on, rest = _place_and_date(head, near)
    agency, *behind = _DATED.split(agency, maxsplit=1)
    if stated := (found.groupdict().get("date") or "".join(behind)):
        on = on or _place_and_date(stated, near)[1]
    place = _WEEKDAY.sub("", place).strip(_ENDS)
    if known and not _ABBREVIATED.search(place):
        place = place.strip(_ENDS + ".")
    own = bool(provider) and (_same(agency, provider) or profile_of(provider).answers_to(agency))
    capitals = not known and len(place) > 2 and place.split(",")[0].isupper()
    if not _is_weekday(rest) or not (own or is_agency(agency) or capitals or (on and not known)):
        return None
    if not (place or on) or (known and not _may_be_place(place)):
        return None
    return Dateline(" ".join(found[0].split()), place, on, agency)


def _is_weekday(rest: str) -> bool:
    """Whether what stands behind a date is nothing, or may be the name of the day ("szombat")."""
    word = rest.strip(".")
    return not word or (word.isalpha() and word.islower())


def _may_be_place(place: str) -> bool:
    """Whether words before an agency may name a place: a few, the first and the last with capitals, no agency."""
    words = place.split()
    if not words:
        return True
    if place.casefold() in _NO_PLACE:
        return False
    return (
        len(words) <= _MOST_WORDS and not words[0][0].islower() and not words[-1][0].islower() and not is_agency(place)
    )


def dates_in(text: str) -> list[tuple[date, int, int]]:
    """Every date with its year that the text holds, with the span it stands in; in order, none overlapping."""
    found: list[tuple[date, int, int]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if (on := _date(match, None)) is None:
                continue
            start, end = match.span()
            # Kept in order, so that only its neighbours are asked, however many there are.
            at = bisect_left(found, start, key=_START)
            if (at == 0 or found[at - 1][2] <= start) and (at == len(found) or found[at][1] >= end):
                found.insert(at, (on, start, end))
    return found


def _same(agency: str, provider: str) -> bool:
    return provider.casefold() in (agency.casefold(), agency.split("/")[0].casefold())


def _place_and_date(head: str, near: date | None) -> tuple[str, date | None, str]:
    """The place, the date, and what stands behind the date."""
    if not _DIGIT.search(head):
        return head, None, ""
    if head[0].isdigit() and (leading := _LEADING.match(head)):
        place, _, rest = _place_and_date(head[leading.end() :], near)
        return place, _date(leading, near), rest
    for pattern in _DATES if _NUMBERS.search(head) else _DATES[2:]:
        for found in pattern.finditer(head):
            on = _date(found, near)
            if on is not None or (near is None and _lacks_year(found)):
                return head[: found.start()].strip(_ENDS), on, head[found.end() :].strip(_ENDS)
    return head, None, ""


def _lacks_year(found: re.Match[str]) -> bool:
    """Whether this is a day and the name of its month, to which nothing gives the year."""
    parts = found.groupdict()
    return bool(parts.get("month") and not parts.get("year") and month_number(parts["month"]))


def _date(found: re.Match[str], near: date | None) -> date | None:
    parts = found.groupdict()
    if not parts.get("m") and not parts.get("month"):
        return _nearest_day(int(parts["day"]), near)
    month = int(parts["m"]) if parts.get("m") else month_number(parts["month"])
    if not month:
        return None
    day = int(parts["day"])
    try:
        if parts["year"]:
            return date(int(parts["year"]), month, day)
        if near is None:
            return None
        if _exists(near.year, month, day) and abs((same := date(near.year, month, day)) - near) < _HALF_A_YEAR:
            return same
        years = [near.year + shift for shift in (-1, 0, 1) if _exists(near.year + shift, month, day)]
        return min((date(year, month, day) for year in years), key=lambda one: abs((one - near).days), default=None)
    except ValueError:
        return None


def _nearest_day(day: int, near: date | None) -> date | None:
    """The date of this day of a month that is nearest to the story's own time."""
    if near is None:
        return None
    around = (near + timedelta(days=shift) for shift in sorted(range(-15, 16), key=abs))
    return next((one for one in around if one.day == day), None)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
