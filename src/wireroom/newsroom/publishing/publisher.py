"""Brings a destination up to date with the ledger: what an entry or time has changed is made again, nothing besides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

from wireroom.ledger.codec import micros
from wireroom.ledger.model import Snapshot
from wireroom.news import Headline, Position, story_id
from wireroom.newsroom.publishing.crew import Crew, Gather, prepare, processors
from wireroom.newsroom.publishing.making import (
    Made,
    Maker,
    Output,
    is_aside,
    is_of_pictures,
    shelf_slot,
    slots_of,
    story_slot,
)
from wireroom.newsroom.publishing.manifest import File, Key, Manifest, Record
from wireroom.newsroom.publishing.twins import ENDINGS
from wireroom.routing.shelves import shelf_in
from wireroom.transports.out import Destination

_BATCH_SLOTS = 200
_BATCH_BYTES = 4 << 20
_ENTRIES = 500  # of a backlog that are looked at together
_STORIES = 500  # of the archive that are made from one snapshot
PATIENCE = timedelta(seconds=30)
_MANY = 200  # slots: worth the start of some processes
_SMALL = 100  # slots: so few are made durable at once

Told = Callable[[str, str, str], None]
"""Hears of each change: the verb ("write", "remove"), the file and why."""


class Ledger(Protocol):
    """What publishing needs of a ledger: it never writes."""

    def touches(self, after: int = 0) -> Iterable[tuple[int, frozenset[str]]]: ...
    def snapshot(self, at: datetime) -> AbstractContextManager[Snapshot]: ...


@dataclass(slots=True)
class Report:
    """What a run came to. `seq` is the last entry that the destination now shows.

    `moved`: an address leads elsewhere than before; `servers`: a server's configuration is another; `unnamed`: paths
    of pages that no file can be named after, so that they are not published.
    """

    seq: int = 0
    made: int = 0
    written: int = 0
    removed: int = 0
    moved: bool = False
    servers: bool = False
    unnamed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Plan:
    """What is to be done for one slot, which the manifest knows by this number, or not yet."""

    made: Made
    why: str
    number: int | None
    write: list[tuple[Output, dict[str, bytes], File | None]] = field(default_factory=list)
    remove: list[File] = field(default_factory=list)

    @property
    def stays(self) -> bool:
        """Whether the slot is to be remembered."""
        return self.made.kept or bool(self.made.bodies)

    @property
    def names(self) -> list[str]:
        """The files that will be touched."""
        return [body.name for body, _, _ in self.write] + [file.name for file in self.remove]


class Publisher:
    """Publishes one network to one destination.

    Nothing here is a job that must not be missed: what the destination holds is compared with what the ledger, the
    network and the moment make of it, as far as any of them has moved since. So a run may be stopped anywhere, and
    the next one goes on. Every file is noted before it is touched; what a stopped run left in doubt is looked at.
    """

    def __init__(
        self,
        ledger: Ledger,
        maker: Maker,
        manifest: Manifest,
        destination: Destination,
        *,
        twins: bool = True,
        told: Told = lambda verb, name, why: None,
        gather: Gather = lambda: None,
        rehearsing: bool = False,
    ) -> None:
        self._ledger = ledger
        self._maker = maker
        self._manifest = manifest
        self._destination = destination
        self._twins = twins
        self._told = told
        self._gather = gather
        self._rehearsing = rehearsing
        self._crew: Crew | None = None
        self._round = int(manifest.noted("round") or 0)
        self.report = Report(seq=self._seq)

    @property
    def _seq(self) -> int:
        return int(self._manifest.noted("seq") or 0)

    def run(self, clock: Callable[[], datetime], made_with: str) -> Report:
        """Brings everything up to date. `made_with` names all that pages depend on besides ledger and time."""
        self.report = Report()
        if self._manifest.noted("made with") != made_with:
            self._begin_round(made_with, clock())
        broken_off = self._manifest.noted("under way") == "yes"
        self._note({"under way": "yes"})
        with self._ledger.snapshot(clock()) as snapshot:
            self._catch_up(snapshot)
            if broken_off:
                self._remove(self._manifest.unlinked(), "nothing leads there any more")
        if self._manifest.noted("whole") != "yes":
            self._make_whole(clock)
        while self._make_pictures(clock(), timedelta(0)):
            pass
        self._note({"under way": "no"})
        self.report.seq = self._seq
        return self.report

    def follow(self, now: datetime) -> Report:
        """Brings up to date what entries and time have changed since the last run, which was whole.

        Shelves and the archive hear of a new story up to PATIENCE later, so that a flood of them costs each page once.
        Of pictures that nobody has made yet only a few are: call again, so that no kill waits for the others.
        """
        self.report = Report()
        self._note({"under way": "yes"})
        with self._ledger.snapshot(now) as snapshot:
            self._catch_up(snapshot, patience=PATIENCE)
        self._make_pictures(now, PATIENCE)
        self._note({"under way": "no"})
        self.report.seq = self._seq
        return self.report

    def _begin_round(self, made_with: str, now: datetime) -> None:
        """Everything is made again, each slot once; what is there stays until its turn comes."""
        with self._ledger.snapshot(now) as snapshot:
            # From here on the slots of this round are kept true; those of earlier ones, too, as far as they are known.
            seq = self._seq if self._round else snapshot.seq
        self._round += 1
        self._note({"round": str(self._round), "made with": made_with, "whole": "no", "seq": str(seq)})

    def _note(self, facts: dict[str, str]) -> None:
        with self._manifest.writing():
            for key, value in facts.items():
                self._manifest.note(key, value)

    # What has changed

    def _catch_up(self, snapshot: Snapshot, patience: timedelta = timedelta(0)) -> None:
        self._make(snapshot, dict.fromkeys(self._manifest.unsure(), "a run was broken off here"))
        backlog = self._ledger.touches(self._seq)
        behind = ((seq, touches) for seq, touches in backlog if seq <= snapshot.seq)
        while entries := list(islice(behind, _ENTRIES)):
            self._make(snapshot, self._touched(snapshot, entries, patience))
            self._note({"seq": str(entries[-1][0])})
        # Without patience nothing is left for later, not even what was left so before.
        due = self._manifest.due(snapshot.at if patience else snapshot.at + PATIENCE)
        self._make(snapshot, dict.fromkeys(due, "its time has come"))

    def _touched(
        self, snapshot: Snapshot, entries: list[tuple[int, frozenset[str]]], patience: timedelta
    ) -> dict[Key, str]:
        """The slots that the entries may have changed, those of the stories themselves first: a kill cannot wait.

        What can wait is put off: pages aside that a new story came to, and that are there already.
        """
        stories: dict[Key, str] = {}
        others: dict[Key, str] = {}
        asides: dict[Key, str] = {}
        waiting: set[Key] = set()
        for seq, touches in entries:
            why = f"entry {seq}"
            for key in sorted(one for one in touches if one.startswith("related:")):
                others |= dict.fromkeys(self._manifest.using(key), why)
            for uri in sorted(one.removeprefix("story:") for one in touches if one.startswith("story:")):
                stories |= dict.fromkeys(self._slots_of(snapshot, uri), why)
                others |= dict.fromkeys(self._manifest.using(f"story:{uri}"), why)
                places = self._places(snapshot, uri)
                lists: dict[Key, str] = {}
                for where in sorted(one.removeprefix("placed:") for one in touches if one.startswith("placed:")):
                    lists |= dict.fromkeys(self._manifest.using(f"placed:{where}"), why)
                    for place in places:
                        lists |= dict.fromkeys(self._manifest.spanning(where, place), why)
                    # A shelf's page that is not there yet has used nothing.
                    site, shelf = shelf_in(where)
                    if shelf and (slot := shelf_slot(site, shelf)):
                        lists[slot] = why
                put_off = self._can_wait(snapshot, uri, lists) if patience else set()
                waiting |= put_off
                for slot in lists.keys() - put_off:
                    (asides if is_aside(slot) else others)[slot] = why
        if waiting:
            with self._manifest.writing():
                self._manifest.postpone(waiting - asides.keys(), snapshot.at + patience)
        return {**stories, **others, **asides}  # in this order, whatever else names a slot

    def _can_wait(self, snapshot: Snapshot, uri: str, slots: Iterable[Key]) -> set[Key]:
        """Those of the slots that can wait for a story that is new, so that nothing of it can stand there yet."""
        story = snapshot.story(uri)
        if story is None or len(story.versions) != 1 or story.decisions:
            return set()
        return {slot for slot in slots if is_aside(slot) and self._manifest.knows(slot)}

    def _slots_of(self, snapshot: Snapshot, uri: str) -> list[Key]:
        return [story_slot(site, story_id(uri)) for site in self._maker.sites_of(snapshot, uri)]

    def _places(self, snapshot: Snapshot, uri: str) -> set[int]:
        """Where the story stands in its lists, and where it stood when it was published last (microseconds)."""
        places = self._manifest.released(story_slot("", story_id(uri))[1])
        story = snapshot.story(uri)
        if story is not None and story.standing is not None:
            places.add(micros(story.standing.released))
        return places

    # Everything

    def _make_whole(self, clock: Callable[[], datetime]) -> None:
        why = "everything is made again" if self._round > 1 else "the first publication"
        for site in self._maker.network.sites.values():
            with self._ledger.snapshot(clock()) as snapshot:
                self._make(snapshot, self._unmade(slots_of(site), why))
            before: Position | None = None
            shelves: set[Key] = set()
            while True:
                with self._ledger.snapshot(clock()) as snapshot:
                    self._catch_up(snapshot)
                    rows: list[Headline] = list(islice(snapshot.placed(site.key, before), _STORIES))
                    stories = (slot for row in rows for slot in self._places_of(snapshot, row.uri))
                    self._make(snapshot, self._unmade(stories, why))
                    found = (shelf_slot(site.key, shelf) for row in rows for shelf in snapshot.shelves(row.uri))
                    shelves.update(filter(None, found))
                if len(rows) < _STORIES:
                    break
                before = rows[-1].position
            self._make_shelves(clock, sorted(shelves), why)
        self._make_unlisted(clock, why)
        self._remove_left()
        self._note({"whole": "yes"})

    def _make_shelves(self, clock: Callable[[], datetime], slots: list[Key], why: str) -> None:
        """The pages of topics, places, agencies and authors that a site has stories of."""
        for start in range(0, len(slots), _STORIES):
            with self._ledger.snapshot(clock()) as snapshot:
                self._catch_up(snapshot)
                self._make(snapshot, self._unmade(slots[start : start + _STORIES], why))

    def _make_unlisted(self, clock: Callable[[], datetime], why: str) -> None:
        """What no list shows: notices of killed stories, stories whose time is over or has not come."""
        after = ""
        while True:
            with self._ledger.snapshot(clock()) as snapshot:
                self._catch_up(snapshot)
                uris = list(islice(snapshot.stories(after), _STORIES))
                hidden = (uri for uri in uris if not self._is_shown(snapshot, uri))
                slots = (slot for uri in hidden for slot in self._slots_of(snapshot, uri))
                self._make(snapshot, self._unmade(slots, why))
            if len(uris) < _STORIES:
                return
            after = uris[-1]

    def _places_of(self, snapshot: Snapshot, uri: str) -> set[Key]:
        """The slots of a story that is no killed one: to tell that costs as much as to make its page."""
        return {story_slot(one.site, story_id(uri)) for one in snapshot.placements(uri)}

    def _is_shown(self, snapshot: Snapshot, uri: str) -> bool:
        places = self._places_of(snapshot, uri)
        return bool(places) and self._manifest.pages_of(next(iter(places))[1], self._round) == len(places)

    def _unmade(self, slots: Iterable[Key], why: str) -> dict[Key, str]:
        asked = list(slots)
        made = self._manifest.made(asked, self._round)
        return {slot: why for slot in asked if slot not in made}

    def _remove_left(self) -> None:
        """What this round has found no reason to make."""
        while left := self._manifest.left_from(self._round, _BATCH_SLOTS):
            self._remove(left, "there is no reason for it any more")

    def _make_pictures(self, now: datetime, patience: timedelta) -> bool:
        """Makes the pictures of a few stories that lack them; False when none did. A kill is carried out in between."""
        slots = [] if self._rehearsing else self._manifest.lacking(now, processors())
        if not slots:
            return False
        with self._ledger.snapshot(now) as snapshot:
            unmade = [one for slot in slots for one in self._maker.make(snapshot, slot).unmade]
        self._maker.make_pictures(unmade)
        with self._ledger.snapshot(now) as snapshot:
            self._catch_up(snapshot, patience=patience)
            self._make(snapshot, dict.fromkeys(slots, "its pictures are made"))
        with self._manifest.writing():
            for slot in slots:
                self._manifest.put_off(slot, now + PATIENCE)  # one that lacks some still, as the disk is full
        return True

    # One after the other

    def _make(self, snapshot: Snapshot, slots: dict[Key, str]) -> None:
        """Makes the slots, and those to which they lead."""
        durable = len(slots) <= _SMALL and self._manifest.noted("whole") == "yes"
        waiting, seen = dict(slots), set(slots)
        batch: list[tuple[Made, str]] = []
        size = 0
        while waiting:
            now, waiting = waiting, {}
            for (slot, why), made in zip(now.items(), self._each(snapshot, list(now)), strict=True):
                for target in ((slot[0], path) for path in made.record.links):
                    again = is_of_pictures(target) or not self._manifest.is_made(target, self._round)
                    if target not in seen and again:
                        seen.add(target)
                        waiting[target] = why
                batch.append((made, why))
                size += sum(len(body.data) for body in made.bodies)
                if len(batch) >= _BATCH_SLOTS or size >= _BATCH_BYTES:
                    self._write(batch, durable=durable)
                    batch, size = [], 0
        self._write(batch, durable=durable)

    def _each(self, snapshot: Snapshot, slots: list[Key]) -> Iterator[Made]:
        """The slots as they are now, by the crew when they are many."""
        if len(slots) >= _MANY and self._crew is None:
            self._crew = self._gather()
        if len(slots) < _MANY or self._crew is None:
            yield from (self._maker.make(snapshot, slot) for slot in slots)
            return
        for slot, made in zip(slots, self._crew.make(snapshot, slots), strict=True):
            yield made if made is not None else self._maker.make(snapshot, slot)

    def close(self) -> None:
        """Lets the crew go."""
        if self._crew is not None:
            self._crew.close()
            self._crew = None

    def _remove(self, slots: Iterable[Key], why: str) -> None:
        self._write([(Made(Record(slot)), why) for slot in slots], durable=True)

    def _write(self, batch: list[tuple[Made, str]], *, durable: bool) -> None:
        """Carries out what the slots came to; what nothing leads to any more goes too, and so on."""
        while batch:
            unlinked = self._write_once(batch, durable=durable)
            batch = [(Made(Record(slot)), "nothing leads there any more") for slot in unlinked]

    def _write_once(self, batch: list[tuple[Made, str]], *, durable: bool) -> list[Key]:
        """Carries out what the slots came to; the slots to which nothing leads any more for that."""
        manifest = self._manifest
        plans = self._plans(batch)
        with manifest.writing():
            manifest.expect({plan.made.record.slot: plan.names for plan in plans if plan.names})
        for plan in plans:
            self._carry_out(plan)
            self.report.unnamed += plan.made.unnamed
        self._destination.flush(durable=durable)
        with manifest.writing():
            left = {target for plan in plans for target in self._left_by(plan)}
            self.report.moved = self.report.moved or any(map(self._leads_elsewhere, plans))
            known = [plan.number for plan in plans if plan.number is not None]
            manifest.record([plan.made.record for plan in plans if plan.stays], self._round, known)
            for plan in plans:
                if not plan.stays:
                    manifest.drop(plan.made.record.slot)
        self.report.made += len(batch)
        return [slot for slot in sorted(left) if not manifest.linked(*slot)]

    def _left_by(self, plan: _Plan) -> list[Key]:
        """The pages to which the slot led until now, which may now be led to by none."""
        slot = plan.made.record.slot
        return [] if plan.number is None else [(slot[0], path) for path in self._manifest.links(slot)]

    def _leads_elsewhere(self, plan: _Plan) -> bool:
        """Whether an address leads to the slot that did not, or no longer does."""
        record = plan.made.record
        if plan.number is None and not record.moved:
            return False
        return self._manifest.leads(record.slot) != sorted((one, record.path) for one in record.moved)

    def _plans(self, batch: list[tuple[Made, str]]) -> list[_Plan]:
        """What has to be done so that the slots' files are as they should be."""
        known = self._manifest.known(made.record.slot for made, _ in batch)
        own = self._manifest.files_of(known.values())
        anywhere = self._manifest.named(body.name for made, _ in batch for body in made.bodies)
        return [self._plan(made, why, known.get(made.record.slot), own, anywhere) for made, why in batch]

    def _plan(
        self, made: Made, why: str, number: int | None, own: dict[int, list[File]], anywhere: dict[str, File]
    ) -> _Plan:
        """What has to be done for one slot; `own` are the files of known slots, `anywhere` those of such names."""
        prepare(made, twins=self._twins)
        plan = _Plan(made, why, number)
        known = {file.name: file for file in own.get(number, ())} if number is not None else {}
        for body in made.bodies:
            digest, twins = body.digest, body.twins
            made.record.files.append((body.name, digest, bool(twins)))
            before = known.pop(body.name, None) or anywhere.get(body.name)
            if before is None or (before.digest != digest and not self._is_there(before, body, twins)):
                plan.write.append((body, twins, before))
        plan.remove = list(known.values())
        return plan

    def _is_there(self, before: File, body: Output, twins: dict[str, bytes]) -> bool:
        """Whether a file of which nothing is known is just what it should be."""
        if before.digest is not None:
            return False
        files = {body.name: body.data, **{body.name + ending: twins.get(body.name + ending) for ending in ENDINGS}}
        return all(self._destination.holds(name, data) for name, data in files.items())

    def _carry_out(self, plan: _Plan) -> None:
        """Twins first, when something goes or changes: none may outlive the page that it is of."""
        place = self._destination
        for body, twins, before in plan.write:
            if before is not None:
                self._remove_twins(before)
            place.put(body.name, body.media_type, body.data)
            for name, data in twins.items():
                place.put(name, body.media_type, data)
            self.report.written += 1
            self._told("write", body.name, plan.why)
        for one in plan.made.unmade if self._rehearsing else ():
            self.report.written += 1
            self._told("write", one.name, "a picture that is not made yet")
        for file in plan.remove:
            self._remove_twins(file)
            place.remove(file.name)
            self.report.removed += 1
            self._told("remove", file.name, plan.why)

    def _remove_twins(self, file: File) -> None:
        if file.twins:
            for ending in ENDINGS:
                self._destination.remove(file.name + ending)
