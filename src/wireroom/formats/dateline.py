"""Datelines, as a field states them and as stories begin with them: place, date and agency, in any language."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from wireroom.formats.profiles import is_agency, profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Dateline

# The beginnings of the months’ names, without accents. Arabic has two sets of names, and agencies write both at once.
_MONTHS: tuple[tuple[str, ...], ...] = (
    ("jan", "gen", "ene", "sty", "янв", "يناير", "كانون الثاني", "tammi"),
    ("feb", "fev", "fevr", "lut", "фев", "فبراير", "شباط", "helmi"),
    ("mar", "mrz", "maa", "мар", "مارس", "اذار", "آذار", "أذار"),
    ("apr", "abr", "avr", "kwi", "апр", "ابريل", "أبريل", "نيسان", "huhti"),
    ("may", "mai", "mag", "maj", "mei", "мая", "май", "مايو", "ايار", "أيار", "touko"),
    ("jun", "juin", "giu", "cze", "июн", "يونيو", "حزيران", "kesa"),
    ("jul", "juil", "lug", "lip", "июл", "يوليو", "تموز", "heina"),
    ("aug", "aou", "ago", "sie", "авг", "اغسطس", "أغسطس", "آب", "elo"),
    ("sep", "set", "wrz", "сен", "سبتمبر", "ايلول", "أيلول", "syys"),
    ("oct", "okt", "ott", "out", "paz", "окт", "اكتوبر", "أكتوبر", "تشرين الاول", "تشرين الأول", "loka"),
    ("nov", "lis", "ноя", "نوفمبر", "تشرين الثاني", "marras"),
    ("dec", "dez", "dic", "gru", "дек", "ديسمبر", "كانون الاول", "كانون الأول", "joulu"),
)


def _bare(text: str) -> str:
    """Lower case and without accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))


_BY_LENGTH = sorted(
    ((_bare(name), number) for number, names in enumerate(_MONTHS, 1) for name in names), key=lambda one: -len(one[0])
)

_WORD = r"[^\W\d_]{3,}\.?(?:[ /][^\W\d_]{3,}){0,2}"
_DATES = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<m>\d\d?)[-/.](?P<day>\d\d?)"),
    re.compile(r"(?P<day>\d\d?)[-/.](?P<m>\d\d?)[-/.](?P<year>\d{4})"),
    re.compile(
        rf"(?P<day>\d\d?)(?:\.|er|st|nd|rd|th|º)?\s+(?:de\s+)?(?P<month>{_WORD})(?:,?\s+(?:de\s+)?(?P<year>\d{{4}}))?"
    ),
    re.compile(r"(?P<month>[^\W\d_]{3,}\.?)\s+(?P<day>\d\d?)(?:,?\s+(?P<year>\d{4}))?(?!\d)"),
)
_WEEKDAY = re.compile(
    r",?\s*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|,?\s*(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)$",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"[(（﴾]\s*([^()（）]{2,40}?)\s*[)）﴿]\s*[-–—_:.]*$")
_ENDS = " ,;:-–—_،"
# How a story begins: at most this many characters before the agency in brackets, then a dash.
_OPENING = re.compile(
    r"(?P<line>(?P<head>[^()（）]{0,80}?)\s*[(（](?P<agency>[^()（）]{2,40})[)）]\s*\.?(?:--?|[–—_])+)(?:\s+|$)"
)


def parse(text: str, *, year_hint: datetime | None = None, provider: str = "") -> Dateline:
    """What a dateline's text says; `text` stays as the wire has it, with its space folded.

    `year_hint` (the story's own time) gives the year where the dateline has none: the nearest. `provider` is taken
    when the text names no agency. A dateline that is a time (Reuters sends such) has a date and no place.
    """
    text = " ".join(text.split())
    head, agency = text, ""
    if found := _AGENCY.search(text):
        head, agency = text[: found.start()], found[1]
    if not agency and (moment := parse_time(text)):
        return Dateline(text, "", moment.date(), provider)
    place, on, rest = _place_and_date(head.strip(_ENDS), year_hint)
    if not agency and rest:
        agency = rest
    elif not agency and provider and place.endswith(f" {provider}"):
        place, agency = place[: -len(provider)], provider
    return Dateline(text, _WEEKDAY.sub("", place.strip(_ENDS)).strip(_ENDS), on, agency or (provider if text else ""))


def split_from_body(first: str, *, year_hint: datetime | None = None, provider: str = "") -> tuple[Dateline, str]:
    """The dateline that a story's first paragraph begins with, and the paragraph without it.

    An empty dateline and the paragraph as it is when there is none, or when it might as well be a person and a party
    ("Anna Berg (XYZ) - …"): the bracket must hold the provider or a known agency, or a date or capitals precede it.
    """
    found = _OPENING.match(first)
    if found is None:
        return Dateline(), first
    head, agency = found["head"].strip(_ENDS), found["agency"].strip()
    place, on, rest = _place_and_date(head, year_hint)
    own = bool(provider) and (_same(agency, provider) or profile_of(provider).answers_to(agency))
    capitals = len(place) > 2 and place.split(",")[0].isupper()
    if rest or not (own or is_agency(agency) or on or capitals) or not (place or on):
        return Dateline(), first
    line = " ".join(found["line"].split())
    return Dateline(line, _WEEKDAY.sub("", place).strip(_ENDS), on, agency), first[found.end() :]


def _same(agency: str, provider: str) -> bool:
    return provider.casefold() in (agency.casefold(), agency.split("/")[0].casefold())


def _place_and_date(head: str, hint: datetime | None) -> tuple[str, date | None, str]:
    """The place, the date, and what stands behind the date."""
    for pattern in _DATES:
        for found in pattern.finditer(head):
            on = _date(found, hint)
            if on is not None:
                return head[: found.start()].strip(_ENDS), on, head[found.end() :].strip(_ENDS)
    return head, None, ""


def _date(found: re.Match[str], hint: datetime | None) -> date | None:
    parts = found.groupdict()
    month = int(parts["m"]) if parts.get("m") else _month(parts["month"])
    if not month:
        return None
    day = int(parts["day"])
    try:
        if parts["year"]:
            return date(int(parts["year"]), month, day)
        if hint is None:
            return None
        near = [date(hint.year + shift, month, day) for shift in (-1, 0, 1) if _exists(hint.year + shift, month, day)]
        return min(near, key=lambda one: abs((one - hint.date()).days)) if near else None
    except ValueError:
        return None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1024)
def _month(name: str) -> int:
    """The number of a month by its name's beginning; 0 for another word."""
    folded = _bare(name.strip("."))
    for part in (folded, *folded.split("/")):
        for prefix, number in _BY_LENGTH:
            if part.startswith(prefix) and len(part) <= len(prefix) + 7:
                return number
    return 0
