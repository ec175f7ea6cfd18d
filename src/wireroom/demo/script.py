"""The live simulation: what the made-up agencies send while the demo runs, with its times and what to watch for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, cycle

from wireroom.demo import copybook, wire
from wireroom.demo.copybook import Step, Text

# Seconds between events: never the same twice in a row, so that it does not feel like a metronome.
GAPS = (4.0, 6.0, 4.5, 6.0, 5.0, 5.5, 4.0)
_FEED_LENGTH = 3  # an agency's feed repeats its last items


@dataclass(frozen=True, slots=True)
class Event:
    """One delivery: `after_seconds` behind the one before it, at `at` (UTC), into `inbox/AGENCY` as `name`.

    `kind` is new, update, correction, embargo, kill, kill-unknown, strangers-kill, again or broken; `note` says in
    words what to watch for, "" where there is nothing special. `uri` is the story's, "" for a broken file.
    """

    after_seconds: float
    at: datetime
    agency: str
    name: str
    data: bytes
    note: str
    kind: str
    slug: str
    uri: str


def events(now: datetime, opened: datetime | None = None) -> Iterator[Event]:
    """The simulation from `now` (aware, UTC) on, without end: after the last step the new stories come again as others.

    `opened` is the time that the standing copy was computed for, where that was earlier. Each event's times are
    computed for its own `at`, which is `now` and all the gaps up to it: deliver it then.
    """
    opened = opened or now
    at = now
    gaps = cycle(GAPS)
    for lap in count(1):
        desk = _Desk(f"{now:%Y%m%d%H%M%S}.{lap}", int((now - opened).total_seconds()))
        if lap == 1:
            desk.takes.update(wire.standing_takes(opened))
        for step in copybook.steps():
            if not desk.can(step):
                continue
            gap = next(gaps)
            at += timedelta(seconds=gap)
            kind, file, uri = desk.send(step, at)
            yield Event(gap, at, file.agency, file.name, file.data, step.watch, kind, step.slug, uri)


@dataclass(slots=True)
class _Desk:
    """What the agencies have sent in this lap. `ahead` keeps version numbers rising when the demo is started again."""

    run: str
    ahead: int
    takes: dict[str, wire.Take] = field(default_factory=dict)
    files: dict[str, wire.File] = field(default_factory=dict)
    releases: list[wire.Take] = field(default_factory=list)

    def can(self, step: Step) -> bool:
        """Whether the story that the step is about is there; standing stories change only in the first lap."""
        return step.verb in ("new", "broken", "kill-unknown") or step.slug in self.takes

    def send(self, step: Step, at: datetime) -> tuple[str, wire.File, str]:
        """What kind of event the step is, its file, and the story's uri."""
        match step.verb:
            case "broken":
                return step.verb, self._broken(step, at), ""
            case "again":
                take = self.takes[step.slug]
                return step.verb, self.files.get(step.slug) or wire.write(take), take.uri
            case "strangers-kill":
                before = self.takes[step.slug]
                kill = wire.kill_of(before, at, self._next(before), by=wire.AGENCIES[step.by])
                return step.verb, wire.write(kill), kill.uri
            case "kill-unknown":
                never = Text(step.slug, step.by, None, 4, "MANDATORY-KILL", "", "", "", ())
                kill = wire.kill_of(wire.first_take(never, at, run=self.run), at, 2, note=step.note)
                return step.verb, wire.write(kill), kill.uri
            case "kill":
                before = self.takes.pop(step.slug)
                kill = wire.kill_of(before, at, self._next(before), note=step.note)
                return step.verb, wire.write(kill), kill.uri
            case "new":
                return self._new(step, at)
            case _:
                return self._later(step, at)

    def _new(self, step: Step, at: datetime) -> tuple[str, wire.File, str]:
        assert step.text is not None, "a new story has its text"
        take = wire.first_take(step.text, at, run=self.run)
        self.takes[step.slug] = take
        if take.agency.format == "rss":
            self.releases = [take, *self.releases][:_FEED_LENGTH]
            file = wire.feed(self.releases)
        else:
            file = wire.write(take)
        self.files[step.slug] = file
        return "embargo" if take.embargoed_until else "new", file, take.uri

    def _later(self, step: Step, at: datetime) -> tuple[str, wire.File, str]:
        assert step.text is not None, "a later version has its text"
        before = self.takes[step.slug]
        number = self._next(before)
        take = wire.later_take(before, step.text, at, number, signal=step.verb, correction=step.correction)
        self.takes[step.slug] = take
        self.files[step.slug] = wire.write(take)
        return step.verb, self.files[step.slug], take.uri

    def _next(self, before: wire.Take) -> int:
        return before.number + 1 + (self.ahead if before.number == 1 else 0)

    def _broken(self, step: Step, at: datetime) -> wire.File:
        """Two thirds of a file, as a lost connection leaves it."""
        text = next(one for one in copybook.standing() if one.agency == step.by and len(one.paragraphs) > 3)
        whole = wire.write(wire.first_take(text, at, run=f"{self.run}/{step.slug}"))
        return wire.File(whole.agency, whole.name, whole.data[: len(whole.data) * 2 // 3])
