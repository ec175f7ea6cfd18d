"""The ledger in memory: the definition that every other ledger is held against. Right first, fast nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime
from itertools import islice

from wireroom.ledger import words
from wireroom.ledger.codec import fingerprint_of, kind_of, micros, prepare
from wireroom.ledger.model import BEST_OF, MOST_NAMED, NO_ORIGINALS, Boundary, Entry, Outcome
from wireroom.ledger.names import addresses_of, called_at, names_of
from wireroom.ledger.originals import digest_of
from wireroom.ledger.project import (
    Before,
    Projection,
    Router,
    network_boundaries,
    order_of,
    project,
    router_of,
    touches_of,
)
from wireroom.ledger.record import Item, demand_name, duplicate_of, fold, outcome_of
from wireroom.network.model import Network
from wireroom.news import (
    EVERYTHING,
    Corrected,
    Decision,
    Gone,
    Headline,
    Narrowing,
    Neighbours,
    Placement,
    Position,
    Story,
    Version,
    story_id,
)
from wireroom.news.tokens import phrases
from wireroom.related import asked, neighbours
from wireroom.routing.shelves import shelf_in


class MemoryLedger:
    """A `Ledger` that forgets everything when the process ends."""

    def __init__(self, network: Network, *, router_of: Callable[[Network], Router] = router_of) -> None:
        self._router_of = router_of
        self._entries: list[Entry] = []
        self._originals: dict[str, bytes] = {}
        self.adopt(network)

    def append(self, what: Version | Decision, *, at: datetime, source: str = "", digest: str = "") -> Entry:
        return self.append_all([(what, source, digest)], at=at)[0]

    def append_all(
        self, items: Sequence[Item], *, at: datetime, originals: Mapping[str, bytes] = NO_ORIGINALS
    ) -> list[Entry]:
        prepared = []
        for what, source, digest in items:
            demand_name(what)
            sound, data = prepare(what)
            prepared.append((sound, source, digest, fingerprint_of(kind_of(sound), data).hex()))
        # A clock that jumped back must not date an entry before those that are there.
        at = max(at, self.high_water() or at)
        entries = [self._record(*one, at) for one in prepared]
        named = {one.digest for one in entries if one.outcome is not Outcome.DUPLICATE}
        self._originals.update((digest, data) for digest, data in originals.items() if digest in named)
        return entries

    def keep(self, data: bytes) -> str:
        self._originals[digest_of(data)] = data
        return digest_of(data)

    def original(self, digest: str) -> bytes | None:
        return self._originals.get(digest)

    def _record(self, what: Version | Decision, source: str, digest: str, fingerprint: str, at: datetime) -> Entry:
        past = self.history(what.uri)
        if known := duplicate_of(what, fingerprint, past):
            return replace(known, outcome=Outcome.DUPLICATE, touches=frozenset())
        entry = Entry(self.seq() + 1, at, what, source, digest, fingerprint, frozenset(), Outcome.DECIDED)
        outcome = outcome_of(what, entry.seq, past, fold(what.uri, [*past, entry]))
        before, now = Before.of(self._projected(past)), self._projected([*past, entry])
        entry = replace(entry, outcome=outcome, touches=touches_of(what.uri, before, now))
        self._entries.append(entry)
        return entry

    def _projected(self, entries: Sequence[Entry]) -> Projection:
        """What the lists hold of the story that these entries, all of one uri, make: step by step, as it came."""
        key = entries[-1].seq if entries else 0
        if key not in self._projections:
            now = Projection()
            for number, one in enumerate(entries, 1):
                now = project(fold(one.uri, entries[:number]), one.at, self._network, self._router, Before.of(now))
            self._projections[key] = now
        return self._projections[key]

    def entries(self, after: int = 0) -> Iterable[Entry]:
        return iter(self._entries[after:])

    def touches(self, after: int = 0) -> Iterable[tuple[int, frozenset[str]]]:
        return ((one.seq, one.touches) for one in self._entries[after:])

    def history(self, uri: str) -> list[Entry]:
        return [one for one in self._entries if one.uri == uri]

    def knows(self, digest: str) -> bool:
        return any(one.digest == digest for one in self._entries if digest)

    def known(self, digests: Iterable[str]) -> frozenset[str]:
        return frozenset(filter(self.knows, digests))

    def named(self, provider: str, names: Sequence[str], since: datetime, until: datetime) -> list[str]:
        wanted = set(names)
        found = [
            (called_at(one.what, one.at), one.uri)
            for one in self._entries
            if isinstance(one.what, Version) and one.what.provider == provider and wanted & set(names_of(one.what))
        ]
        made = [uri for at, uri in sorted(found, reverse=True) if since <= at <= until]
        return list(dict.fromkeys(made))[:MOST_NAMED]

    def filed(self, provider: str, names: Iterable[str]) -> frozenset[str]:
        whats = [one.what for one in self._entries if isinstance(one.what, Version) and one.what.provider == provider]
        return frozenset(names) & {name for what in whats for name in names_of(what)}

    def snapshot(self, at: datetime) -> AbstractContextManager[MemorySnapshot]:
        return nullcontext(MemorySnapshot(self._entries[:], at, self._projected))

    def glance(self, at: datetime) -> AbstractContextManager[MemorySnapshot]:
        return self.snapshot(at)

    def next_boundary(self, after: datetime) -> datetime | None:
        return min((one.at for one in self._boundaries() if one.at > after), default=None)

    def boundaries(self, after: datetime, until: datetime) -> list[Boundary]:
        return sorted((one for one in self._boundaries() if after < one.at <= until), key=order_of)

    def _boundaries(self) -> list[Boundary]:
        stories = (self._projected(self.history(uri)) for uri in dict.fromkeys(one.uri for one in self._entries))
        return network_boundaries(self._network) + [one for story in stories for one in story.boundaries]

    def seq(self) -> int:
        return len(self._entries)

    def high_water(self) -> datetime | None:
        return self._entries[-1].at if self._entries else None

    def adopt(self, network: Network) -> None:
        self._network = network
        self._router = self._router_of(network)
        self._projections: dict[int, Projection] = {}

    def catch_up(self) -> None:
        """There is no search index that could lag behind."""

    def close(self) -> None:
        """There is nothing to close."""


class MemorySnapshot:
    """A `Snapshot` over a copy of the entries."""

    def __init__(self, entries: list[Entry], at: datetime, projected: Callable[[Sequence[Entry]], Projection]) -> None:
        self.seq = len(entries)
        self.at = at
        # What time has ended stays ended, also for a clock that jumped back.
        self._now = max(at, entries[-1].at) if entries else at
        self._projected = projected
        self._stories: dict[str, list[Entry]] = {}
        for one in entries:
            self._stories.setdefault(one.uri, []).append(one)

    def story(self, uri: str) -> Story | None:
        return fold(uri, self._stories[uri]) if uri in self._stories else None

    def stories(self, after: str = "") -> Iterator[str]:
        yield from sorted(uri for uri in self._stories if uri > after)

    def uri_of(self, id: str) -> str | None:
        return next((uri for uri in self._stories if story_id(uri) == id), None)

    def old_page(self, name: str) -> str | None:
        found = [
            (called_at(one.what, one.at), uri)
            for uri, entries in self._stories.items()
            for one in entries
            if isinstance(one.what, Version) and name in addresses_of(one.what, one.source)
        ]
        return max(found)[1] if found else None

    def placements(self, uri: str) -> tuple[Placement, ...]:
        return self._projected(self._stories.get(uri, [])).placements

    def placed(self, where: str, before: Position | None = None) -> Iterator[Headline]:
        site, shelf = shelf_in(where)
        rows = [one.rows[site] for one in self._all() if site in one.rows and (not shelf or shelf in one.shelves)]
        lit = [row.headline for row in rows if row.until is None or row.until > self._now]
        for headline in sorted(lit, key=_newest_first):
            if before is None or _newest_first(headline) > _order(before):
                yield headline

    def pinned(self, site: str) -> tuple[str, ...]:
        pins = [
            (pin.seq, uri)
            for uri, entries in self._stories.items()
            for pin in self._projected(entries).pins
            if pin.site == site and (pin.until is None or pin.until > self._now)
        ]
        return tuple(uri for _, uri in sorted(pins, reverse=True))

    def gone(self, where: str) -> Iterator[Gone]:
        gone = [one.gone[where] for one in self._all() if where in one.gone]
        return iter(sorted(sorted(gone, key=lambda one: one.id), key=lambda one: one.killed_at, reverse=True))

    def related(self, uri: str) -> Neighbours:
        story, marks = self.story(uri), self._projected(self._stories.get(uri, [])).marks
        if story is None or not marks.keys:
            return Neighbours()
        files: dict[int, tuple[list[int], list[int]]] = {key: ([], []) for key in asked(marks, uri)}
        first = {entries[0].seq: name for name, entries in self._stories.items()}
        for number, name in first.items():
            other = self._projected(self._stories[name]).marks
            if 0 <= marks.fortnight - other.fortnight <= 1:
                for key in files.keys() & set(other.keys):
                    files[key][marks.fortnight - other.fortnight].append(number)
        return neighbours(story, marks, self._stories[uri][0].seq, files, lambda numbers: first)

    def listed(self, where: str, uris: Sequence[str]) -> Iterator[Headline]:
        lit = {one.uri: one for one in self.placed(where)}
        yield from (lit[uri] for uri in uris if uri in lit)

    def shelves(self, uri: str) -> tuple[str, ...]:
        return self._projected(self._stories.get(uri, [])).shelves

    def corrected(self, site: str, before: Position | None = None) -> Iterator[Corrected]:
        lit = {one.uri: one for one in self.placed(site)}
        made = [(at, uri) for uri in lit for at in self._projected(self._stories[uri]).corrections]
        found = sorted((*_order(Position(at, lit[uri].id)), at, uri) for at, uri in made)
        for moment, id, at, uri in found:
            if before is None or (moment, id) > _order(before):
                yield Corrected(at, id, uri)

    def search(
        self, site: str, query: str, before: Position | None = None, narrowing: Narrowing = EVERYTHING
    ) -> Iterator[Headline]:
        if not phrases(query) and narrowing == EVERYTHING:
            return
        for headline in self.placed(site, before):
            held = words.words_of(fold(headline.uri, self._stories[headline.uri]))
            asked_for = words.matches(held, query) or not phrases(query)
            if asked_for and self._within(headline, narrowing):
                yield headline

    def _within(self, headline: Headline, narrowing: Narrowing) -> bool:
        shelves, since, until = narrowing
        on = self._projected(self._stories[headline.uri]).shelves
        late = until is not None and headline.released >= until
        return set(shelves) <= set(on) and not late and (since is None or headline.released >= since)

    def best(self, site: str, query: str, narrowing: Narrowing = EVERYTHING) -> Iterator[Headline]:
        newest = islice(self.search(site, query, narrowing=narrowing), BEST_OF)

        def weight(headline: Headline) -> float:
            return words.weight(words.words_of(fold(headline.uri, self._stories[headline.uri])), query)

        yield from sorted(newest, key=weight, reverse=True)

    def _all(self) -> Iterator[Projection]:
        return map(self._projected, self._stories.values())


def _order(position: Position) -> tuple[int, str]:
    return (-micros(position.released), position.id)


def _newest_first(headline: Headline) -> tuple[int, str]:
    return _order(headline.position)
