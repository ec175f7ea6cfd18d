"""The pulse of each source, felt at the ledger's change feed: rhythm, numbers, fields, and what went wrong."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from wireroom.ledger.files import write_whole
from wireroom.ledger.model import Entry, Ledger, Outcome
from wireroom.news import Act, Status, Version
from wireroom.transports.notebook import FOLDER

log = logging.getLogger("wireroom.newsroom")

LOOK_BACK = 20_000  # entries that are felt when nothing is remembered
DAYS = 14  # days of silences that make a rhythm
MOST_EVENTS = 200
MOST_GAPS = 50
MOST_WAITING = 50
_NEWEST = (Outcome.ACCEPTED, Outcome.UPDATED, Outcome.CONFLICT)
_JUMP = 50  # numbers: a greater step is another series, not a gap
_SLOW, _FAST = 0.002, 0.2  # how fast a field's usual and its late share follow, each version
_USUAL, _GONE, _KNOWN = 0.75, 0.05, 100
_NUMBER = re.compile(r"([A-Za-z]{1,4})0*(\d{1,6})")
_FIELDS = (
    "headline",
    "summary",
    "slugline",
    "byline",
    "dateline",
    "body",
    "subjects",
    "keywords",
    "language",
    "urgency",
)


@dataclass(slots=True)
class Share:
    """How often a field is there: usually, and of late."""

    usual: float = 0.5
    late: float = 0.5


@dataclass(slots=True)
class Pulse:
    """One source. `silences` is the longest silence of each day (ISO date: seconds); `missing` the numbers between two
    that came, by service, with the day; `waiting` the stories of which only changes to what is not here have come (uri:
    number of the last one, since when).
    """

    versions: int = 0
    last: datetime | None = None
    silences: dict[str, float] = field(default_factory=dict)
    fields: dict[str, Share] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    missing: dict[str, datetime] = field(default_factory=dict)
    waiting: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def silence(self, now: datetime) -> tuple[timedelta, timedelta] | None:
        """How long it has been silent and how long it may be, when that is too long; None for a source not known yet.

        The measure is its own longest silences of the last two weeks, without the very longest: that one may have been
        a failure.
        """
        if self.last is None:
            return None
        known = sorted(self.silences.values())
        usual = 86_400.0 if len(known) < 3 else known[-2]
        allowed = timedelta(seconds=1.5 * usual + 600)
        silent = now - self.last
        return (silent, allowed) if silent > allowed else None

    def gone(self) -> list[str]:
        """The fields that nearly every version had, and that of late none has."""
        if self.versions < _KNOWN:
            return []
        return [name for name, share in self.fields.items() if share.usual >= _USUAL and share.late <= _GONE]

    def felt(self, version: Version, at: datetime) -> None:
        """One more version with copy."""
        self.versions += 1
        self._rhythm(at)
        for name in _FIELDS:
            value = getattr(version, name)
            there = 1.0 if (value.text if name == "dateline" else value) else 0.0
            share = self.fields.setdefault(name, Share(there, there))
            share.usual += (there - share.usual) * max(_SLOW, 1.0 / self.versions)
            share.late += (there - share.late) * _FAST
        for one in version.alt_ids:
            found = _NUMBER.fullmatch(one)
            if found:
                self._numbered(found[1].lower(), int(found[2]), at)

    def _rhythm(self, at: datetime) -> None:
        if self.last is not None:
            day = at.astimezone(UTC).date().isoformat()
            self.silences[day] = max(self.silences.get(day, 0.0), (at - self.last).total_seconds())
            for old in sorted(self.silences)[:-DAYS]:
                del self.silences[old]
        self.last = max(self.last or at, at)

    def _numbered(self, service: str, number: int, at: datetime) -> None:
        self.missing.pop(f"{service} {number}", None)
        last = self.numbers.get(service)
        if last is not None and last < number <= last + _JUMP:
            for lost in range(last + 1, number):
                self.missing[f"{service} {lost}"] = at
        if last is None or not last - _JUMP < number <= last:
            self.numbers[service] = number
        for name in list(self.missing)[:-MOST_GAPS]:
            del self.missing[name]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened once and that somebody should hear of: `kind` names it in one word."""

    seq: int
    at: datetime
    source: str
    kind: str
    what: str
    todo: str


@dataclass(slots=True)
class Pulses:
    """Those of all sources, up to the entry `seq`; all of it can be thrown away and felt again."""

    seq: int = -1
    sources: dict[str, Pulse] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def catch_up(self, ledger: Ledger) -> None:
        """Feels what has come since."""
        last = ledger.seq()
        after = self.seq if 0 <= self.seq <= last else max(0, last - LOOK_BACK)
        if after < last:
            self._feel(ledger, ledger.entries(after))
        self.seq = last

    def _feel(self, ledger: Ledger, entries: Iterable[Entry]) -> None:
        waiting: dict[str, Entry] = {}  # orders in words that have not found a story
        for entry in entries:
            version = entry.what
            if entry.outcome is Outcome.KILLED:
                self._settled(entry.uri)
            if not isinstance(version, Version):
                continue
            self._partial(entry, version)
            if version.format == "order":
                for one in version.alt_ids:
                    waiting.pop(one, None)
            elif version.has_copy and entry.outcome is not Outcome.DUPLICATE and entry.source:
                self.sources.setdefault(entry.source, Pulse()).felt(version, entry.at)
            if any(one.act is not Act.RELEASE for one in version.orders):
                waiting[version.uri] = entry
            event = _event(ledger, entry, version)
            if event is not None:
                self.events.append(event)
        self.events += [_of(entry, "unmatched", _UNMATCHED, _LOOK) for entry in waiting.values()]
        self.events.sort(key=lambda one: one.seq)
        del self.events[:-MOST_EVENTS]

    def _partial(self, entry: Entry, version: Version) -> None:
        """Remembers a change to what is not here, until that comes and makes it whole, or something newer does."""
        if version.waits and version.number is not None and entry.source and entry.outcome in _NEWEST:
            waiting = self.sources.setdefault(entry.source, Pulse()).waiting
            waiting[entry.uri] = (version.number, waiting.get(entry.uri, (0, entry.at))[1])
            for uri in list(waiting)[:-MOST_WAITING]:
                del waiting[uri]
        elif version.has_copy and entry.outcome is not Outcome.REFUSED:
            self._settled(entry.uri, version.number)

    def _settled(self, uri: str, number: int | None = None) -> None:
        """Nothing waits any more of the story; with a number, nothing up to that."""
        for pulse in self.sources.values():
            if uri in pulse.waiting and (number is None or pulse.waiting[uri][0] <= number):
                del pulse.waiting[uri]


_UNMATCHED = "an order in words (a kill or hold) found no story; it refuses its story if that comes"
_LOOK = "look whether the story stands under another name: wireroom why URI; wireroom kill URI takes it off"


def _event(ledger: Ledger, entry: Entry, version: Version) -> Event | None:
    status = version.status
    if entry.outcome is Outcome.REFUSED:
        what = "a kill was refused" if status is Status.CANCELED else "a version was refused"
        return _of(entry, "refused", f"{what}: its provider does not own the story", _LOOK)
    if entry.outcome is Outcome.CONFLICT:
        return _of(entry, "conflict", "two contents came under one version number: both bind", "ask the provider")
    if entry.outcome is Outcome.KILLED and not any(_is_copy(one) for one in ledger.history(entry.uri)):
        return _of(entry, "unmatched", "a kill came for a story that never did; it refuses it if it comes", _LOOK)
    if version.hold and entry.outcome in (Outcome.ACCEPTED, Outcome.UPDATED):
        return _of(entry, "held", f"held for the desk: {version.hold[:200]}", "wireroom release URI shows it")
    return None


def _is_copy(entry: Entry) -> bool:
    return isinstance(entry.what, Version) and entry.what.status is not Status.CANCELED and entry.what.has_copy


def _of(entry: Entry, kind: str, what: str, todo: str) -> Event:
    headline = entry.what.headline[:70] if isinstance(entry.what, Version) else ""
    named = f"{entry.uri}{f' “{headline}”' if headline else ''}"
    return Event(entry.seq, entry.at, entry.source, kind, f"{named}: {what}", todo.replace("URI", entry.uri))


def load(folder: Path) -> Pulses:
    """What is remembered in this network's folder; nothing where it cannot be read."""
    try:
        return msgspec.json.decode(_file(folder).read_bytes(), type=Pulses)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Pulses()


def save(folder: Path, pulses: Pulses) -> None:
    """Remembers it; a full disk is told, and stops nothing."""
    try:
        write_whole(_file(folder), msgspec.json.encode(pulses) + b"\n")
    except OSError as error:
        log.warning("the pulse of the sources cannot be written: %s", error)


def _file(folder: Path) -> Path:
    return folder / FOLDER / "pulse.json"
