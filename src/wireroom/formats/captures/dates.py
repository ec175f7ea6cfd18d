"""When the story was published: every place that says so votes, and days that agree win."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wireroom.formats.captures import phrases
from wireroom.formats.captures.days import dated_spans
from wireroom.formats.captures.model import Block
from wireroom.formats.captures.stamps import opened, read_dateline
from wireroom.formats.times import parse_time

_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/._-]?(0[1-9]|1[0-2])[/._-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_US_DAY = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])/((?:19|20)\d\d)(?!\d)")
_US_ZONE = re.compile(r"\b(?:[ECMP][SD]?T)\b")
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\b\.?)?\s*"
    r"(?P<zone>GMT|UTC|UT|BST|E[SD]T|C[SD]T|M[SD]T|P[SD]T|CES?T|MES?Z|MSK|JST|AE[SD]T|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updat|modif|revis|aktualis|mis a jour|maj\b|actuali|aggiorn|bijgewerkt|atualiz|обновл|оновл|تحديث|"
    r"uppdater|oppdater|"
    r"opdater|paivitet|guncel|stand:"
)
_EARLIEST = 1990


@dataclass(frozen=True, slots=True)
class Told:
    """One place's word for the day of publication; `at` when it gives the time too. `weight` is its trust (0 to 1)."""

    on: date
    at: datetime | None
    weight: float
    updated: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What the votes came to. `modified` is the later time of an update, when one is told."""

    published: datetime | None = None
    modified: datetime | None = None
    confidence: float = 0.0
    day_only: bool = True


def in_url(url: str) -> date | None:
    """The day that an address has in its path, as blogs' and papers' have."""
    found = _URL_DAY.search(url.partition("?")[0])
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def told_in(text: str, weight: float, zone: ZoneInfo) -> list[Told]:
    """The days (and times) in a line, each known for an update by the word before it."""
    found = []
    spans = dated_spans(text)
    for us in _US_DAY.finditer(text):
        on = _day(int(us[3]), int(us[1]), int(us[2]))
        if on and (not spans or _is_american(text, on, spans[0][0])):
            spans = [(on, us.start(), us.end())]
    before = 0
    for number, (on, start, end) in enumerate(spans):
        updated = _UPDATED.search(phrases.bare(text[before:start])) is not None
        until = spans[number + 1][1] if number + 1 < len(spans) else len(text)
        clock = _TIME.search(text[end:until][:40]) or (_TIME.search(text[before:start]) if len(spans) == 1 else None)
        found.append(Told(on, _moment(on, clock, zone), weight * (0.45 if updated else 1.0), updated))
        before = end
    return found


def _is_american(text: str, on: date, other: date) -> bool:
    """Whether "11/04/2013" has the month first: its weekday says so, or a clock of North America."""
    bare = phrases.bare(text)
    if re.search(rf"\b{_DAY_NAMES[on.weekday()]}", bare):
        return on == other or not re.search(rf"\b{_DAY_NAMES[other.weekday()]}", bare)
    return _US_ZONE.search(text) is not None and not re.search(rf"\b{_DAY_NAMES[other.weekday()]}", bare)


def _moment(on: date, clock: re.Match[str] | None, zone: ZoneInfo) -> datetime | None:
    if clock is None:
        return None
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower().startswith("p") else 0)
    return parse_time(
        f"{on.isoformat()}T{hour:02}:{clock['minute']}:00{' ' + clock['zone'] if clock['zone'] else ''}", zone
    )


def told_by_blocks(blocks: list[Block], headline: int, start: int, end: int, zone: ZoneInfo) -> list[Told]:
    """What the lines around the headline say, those between headline and story above all."""
    found: list[Told] = []
    low = headline if 0 <= headline < start else max(0, start - 8)
    if start < len(blocks) and (stamp := opened(blocks[start].text)):
        found += [Told(on, None, 1.0) for on in stamp.dates[-1:]]
    for at, block in enumerate(blocks):
        if block.kind == "dateline" and (stamp := read_dateline(block.text)) and stamp.dates:
            weight = 1.0 if low - 2 <= at <= start + 2 else 0.3
            found += [Told(on, None, weight) for on in stamp.dates[-1:]]
        elif block.kind == "stamp" or (block.kind in ("byline", "nav", "tail", "share", "title") and block.words <= 20):
            weight = (
                0.9
                if low <= at <= start + 1
                else 0.55
                if low - 4 <= at < low
                else 0.35
                if start <= at <= end + 3
                else 0.2
            )
            if block.kind != "stamp":
                weight *= 0.6 if at >= low else 0.3
            found += told_in(block.text, weight, zone)
    return found


def settle(told: Iterable[Told], latest: datetime | None, zone: ZoneInfo) -> Settled:
    """The day with the most votes, a neighbouring day counting half (time zones part them), and its time.

    `latest` is the time of the capture: nothing was published after it.
    """
    fair = [
        one
        for one in told
        if one.on.year >= _EARLIEST and (latest is None or one.on <= latest.date() + timedelta(days=1))
    ]
    if not fair:
        return Settled()
    days = {one.on for one in fair}
    votes = {
        day: sum(one.weight for one in fair if one.on == day)
        + sum(0.5 * one.weight for one in fair if abs((one.on - day).days) == 1)
        for day in days
    }
    best = max(votes, key=lambda day: (round(votes[day], 3), -day.toordinal()))
    timed = [one for one in fair if one.on == best and one.at is not None and not one.updated]
    timed.sort(key=lambda one: -one.weight)
    published = timed[0].at if timed else parse_time(best.isoformat(), zone)
    against = max((value for day, value in votes.items() if abs((day - best).days) > 1), default=0.0)
    sure = min(1.0, votes[best]) * (1 - 0.5 * min(1.0, against / votes[best]))
    later = [one.at or parse_time(one.on.isoformat(), zone) for one in fair if one.updated and one.on >= best]
    modified = max((one for one in later if one is not None), default=None)
    if modified is not None and published is not None and modified <= published:
        modified = None
    return Settled(published, modified, round(sure, 2), not timed)
