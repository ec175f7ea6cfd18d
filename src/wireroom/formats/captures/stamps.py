"""Lines that say who wrote, where and when: datelines, bylines and times of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from wireroom.formats import dateline as datelines
from wireroom.formats.captures import phrases
from wireroom.formats.captures.days import CLOCK, dates_in, without_dates
from wireroom.formats.profiles import is_agency, profile_of
from wireroom.news import Dateline

# "Washington (AFP) March 26, 2019", also with a date before the agency: "Paris, 25 March 2019 (AFP) Mar 26, 2019".
_LINE = re.compile(
    r"(?P<head>[^()（）]{0,70}?)\s*[(（﴾]\s*(?P<agency>[^()（）]{2,40}?)\s*[)）﴿]\s*[-–—_,.:]*\s*(?P<tail>[^()（）]{0,48})"
)
_TWO_PARTS = re.compile(
    r"^(?P<by>.{2,70}?)\s+(?P<line>\S+(?:[ ,]+\S+){0,4}\s*[(（][^()（）]{2,40}[)）]\s*[^()（）]{4,40})$"
)
# "Paris, France - 12 June 2007 -", "ESTWICK, Jan 5, 2005": no agency, so capitals, a country or a dash speak for it.
_PLACED = re.compile(
    r"(?P<place>[A-ZÀ-ÞЀ-Я][\w’'.-]*(?: [A-ZÀ-ÞЀ-Я][\w’'.-]*){0,2}"
    r"(?P<country>, [A-ZÀ-ÞЀ-Я][\w’'.]*(?: [A-ZÀ-Þ][\w’'.]*){0,2})?)"
    r"\s*[,–—-]\s*(?P<date>[^–—]{6,24}?)(?P<dash>\s*[-–—])?"
)
# The same before the first sentence: "Estwick (AFP) Jan 03, 2005 - A second week …".
_OPENED = re.compile(r"(?P<line>[^\W\d_a-z][^()\n]{1,60}\([^()\n]{2,30}\)[^()\n–—]{4,30}?)\s*[-–—]{1,2}\s+")
_NAME = re.compile(
    r"(?:[A-ZÀ-ÞЀ-Я][\w’'.-]*|[A-Z]\.|de|von|van|der|den|la|le|el|al|bin|du|di|da|dos|and|und|et|y|e|en|og|och|и)"
)
_BY = re.compile(r"\b(?:by|von|par|por|di|da|door|av|af|przez|автор)\b|بقلم", re.IGNORECASE)
_NOTICE_PARTS = re.compile(r"[.,;:|]\s|\s[-–—]\s|\band\b|\bby\b|/")
_NO_PLACES = ("stamp", "nav", "rail", "no_place", "byline")
_ARABIC = re.compile("[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A dateline line taken apart; `dates` are all the dates in it, which should agree."""

    dateline: Dateline
    byline: str
    dates: tuple[date, ...]


def is_dateline(text: str) -> bool:
    """Whether the line is a dateline and nothing else (a byline may stand before it)."""
    return read_dateline(text) is not None


@lru_cache(maxsize=4096)
def read_dateline(text: str) -> Stamp | None:
    """The dateline that this line is: a place, an agency in brackets, and a date on either side of it.

    None for any other line. A line in brackets without a date is one only when the agency is known and the place is
    short, so that "Anna Berg (XYZ)" is no dateline.
    """
    byline = ""
    if phrases.begins(phrases.bare(text), "byline") and (parts := _TWO_PARTS.match(text)):
        byline, line = _parted(parts["by"], parts["line"])
        text = line
    found = _LINE.fullmatch(text.strip())
    if found is None:
        return _placed(text.strip(), byline)
    agency = found["agency"].strip()
    stated = [one for part in (found["head"], found["tail"]) for one in dates_in(part)]
    known = is_agency(agency)
    place, rest = without_dates(found["head"]), without_dates(found["tail"])
    if rest or len(place.split()) > 6 or place.endswith((".", "!", "?")) or any(char.isdigit() for char in agency):
        return None
    if not stated and not (known and place):
        return None
    if not stated:
        place = datelines.parse(f"{place} ({agency})").place  # without a day and month that have no year
    if not known and not (agency.isupper() or _ARABIC.search(agency)) and not (stated and agency[:1].isupper()):
        return None
    line = " ".join(text.split())
    return Stamp(Dateline(line, place, stated[-1] if stated else None, agency), byline, tuple(stated))


def opened(paragraph: str) -> Stamp | None:
    """The dateline with place, agency and date that a paragraph begins with, its dash and all; None when none does."""
    found = _OPENED.match(paragraph)
    stamp = read_dateline(found["line"]) if found else None
    if found is None or stamp is None or not stamp.dates:
        return None
    return replace(stamp, dateline=replace(stamp.dateline, text=found[0].strip()))


def _placed(text: str, byline: str) -> Stamp | None:
    """The dateline of a line with place and date alone."""
    found = _PLACED.fullmatch(text)
    if found is None or len(stated := dates_in(found["date"])) != 1 or without_dates(found["date"]):
        return None
    place = found["place"].strip()
    bare = phrases.bare(place)
    if without_dates(place) != place.strip(" .") or not (found["country"] or found["dash"] or place.isupper()):
        return None
    if dates_in(place) or any(phrases.begins(bare, kind) or phrases.is_line(bare, kind) for kind in _NO_PLACES):
        return None
    return Stamp(Dateline(" ".join(text.split()), place, stated[0], ""), byline, (stated[0],))


def _parted(by: str, line: str) -> tuple[str, str]:
    """The byline and the dateline of one line that holds both: a place has one to three words with capitals."""
    words = by.split()
    for role in ("staff writers", "staff writer", "staff", "agencies"):
        if role in by.lower():
            end = by.lower().index(role) + len(role)
            return by[:end], f"{by[end:]} {line}".strip()
    return " ".join(words), line


def is_stamp(text: str) -> bool:
    """Whether the line tells when the page was published, or how long it takes to read, and little more."""
    bare = phrases.bare(text)
    words = len(text.split())
    if phrases.begins(bare, "stamp") and words <= 18 and (dates_in(text) or CLOCK.search(text) or words <= 4):
        return True
    if words <= 8 and phrases.count_of(bare, "stamp"):
        return True
    if words > 18 or not dates_in(text):
        return False
    left = len(without_dates(text).split())
    return left <= 4 or (left <= 9 and _BY.search(text) is not None and not text.endswith("."))


def is_byline(text: str) -> bool:
    """Whether the line names who wrote the story, and says nothing else."""
    bare = phrases.bare(text)
    words = text.split()
    if len(words) > 14 or text.endswith(("!", "?", ":")):
        return False
    if phrases.is_line(bare, "byline_words"):
        return True
    if not phrases.begins(bare, "byline"):
        return False
    rest = words[1:]
    if not rest:
        return False
    if phrases.is_line(" ".join(rest).lower(), "byline_words") or _ARABIC.search(text):
        return len(words) <= 8
    named = sum(1 for word in rest if _NAME.match(word.strip(",;|·•/()–-")) or not any(c.isalpha() for c in word))
    return named >= 0.7 * len(rest) and any(word[:1].isupper() for word in rest) and not text.rstrip().endswith("...")


def agency_named(text: str) -> str:
    """The agency that owns a notice such as "© 2019 Agence France-Presse. All rights reserved."; "" for none known."""
    return next(iter(agencies_named(text)), "")


def agencies_named(text: str) -> list[str]:
    """Every known agency that a notice names, in its order."""
    bare = re.sub(r"©|\([cC]\)|\b(?:19|20)\d\d\b|[Cc]opyright", ". ", text)
    names = (part.strip(" .,;:|-–—()") for part in _NOTICE_PARTS.split(bare))
    return list(dict.fromkeys(profile_of(name).name for name in names if 1 < len(name) <= 60 and is_agency(name)))
