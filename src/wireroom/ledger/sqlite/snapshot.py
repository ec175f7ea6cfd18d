"""A consistent view of the ledger file: one read transaction, whatever is committed meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any, TypeVar

from wireroom.errors import LedgerError, MovedError
from wireroom.ledger.codec import micros, moment
from wireroom.ledger.record import fold
from wireroom.ledger.sqlite import naming, relating, rows
from wireroom.ledger.sqlite.connection import Reading, told
from wireroom.ledger.sqlite.recent import HEAD, LONGEST_HEAD, STORY, Recent
from wireroom.ledger.sqlite.search import Question, SearchIndex
from wireroom.news import (
    EVERYTHING,
    Corrected,
    Gone,
    Headline,
    Narrowing,
    Neighbours,
    Placement,
    Position,
    Story,
)
from wireroom.routing.shelves import shelf_in

Opened = Callable[[], sqlite3.Connection]
"""The connection that a snapshot reads through, in a read transaction."""
Index = Callable[[int], SearchIndex]
"""The index of words and lists, brought up to the entry of this number."""

_T = TypeVar("_T")
_LAST = (1 << 62, "")
_FIRST_STEP = 12  # rows: enough for a rail or a block
_STEP = 200
_Row = tuple[Any, ...]
_NOTHING_READ: tuple[tuple[_Row, ...], bool] = ((), False)
_LISTED = """SELECT released, id, until, headline FROM listed
    WHERE list = ? AND released <= ? AND (released < ? OR id > ?) ORDER BY released DESC, id LIMIT ?"""
_ONE = "SELECT until, headline FROM listed WHERE list = ? AND released = ? AND id = ?"
# A section's row has its headline in that of the site.
_OF_SITE = """listed AS one CROSS JOIN listed AS whole
    ON whole.list = substr(?1, 1, instr(?1, '/') - 1) AND whole.released = one.released AND whole.id = one.id"""
_LISTED_IN_SECTION = f"""SELECT one.released, one.id, one.until, whole.headline FROM {_OF_SITE}
    WHERE one.list = ?1 AND one.released <= ?2 AND (one.released < ?3 OR one.id > ?4)
    ORDER BY one.released DESC, one.id LIMIT ?5"""
_ONE_IN_SECTION = f"""SELECT one.until, whole.headline FROM {_OF_SITE}
    WHERE one.list = ?1 AND one.released = ?2 AND one.id = ?3"""
_CORRECTED = """SELECT at, id, uri, until FROM corrected
    WHERE site = ? AND at <= ? AND (at < ? OR id > ?) ORDER BY at DESC, id LIMIT ?"""
_GONE = """SELECT killed_at, id, uri, released, source FROM gone
    WHERE list = ? AND killed_at <= ? AND (killed_at < ? OR id > ?) ORDER BY killed_at DESC, id LIMIT ?"""


class SqliteSnapshot:
    """A `Snapshot` over a connection in a read transaction, which is `opened` when something has to be read.

    Lists are read in steps and no statement stays open between them, so that an iterator nobody finished cannot keep
    the connection in the past.
    """

    def __init__(
        self, opened: Opened, state: rows.State, path: Path, at: datetime, index: Index, recent: Recent
    ) -> None:
        self._opened: Opened | None = opened
        self._path = path
        self._index = index
        self._recent = recent
        self.seq = state.seq
        recent.follow(opened, state)
        self.at = at
        # What time has ended stays ended, also for a clock that jumped back.
        self._now = max(micros(at), micros(at) if state.at is None else state.at)

    def finish(self) -> None:
        """Nothing can be read any more: the connection goes to another reader."""
        self._opened = None

    def _all(self, query: str, parameters: tuple[object, ...]) -> list[_Row]:
        opened = self._demand_open()
        with told(self._path):
            return opened().execute(query, parameters).fetchall()

    def _demand_open(self) -> Opened:
        if self._opened is None:
            raise LedgerError("this snapshot is over", where=str(self._path), todo="read inside the `with` block")
        return self._opened

    def story(self, uri: str) -> Story | None:
        return self._remembered(f"story:{uri}", STORY, lambda: self._story(uri))

    def _story(self, uri: str) -> Story | None:
        entries = [
            rows.entry_of(row)
            for row in self._all(f"SELECT {rows.ENTRY} FROM entry WHERE uri = ? ORDER BY seq", (uri,))
        ]
        return fold(uri, entries) if entries else None

    def _remembered(self, key: str, part: str, read: Callable[[], _T]) -> _T:
        """What `read` gives, kept until an entry touches the page key."""
        self._demand_open()
        kept: _T | None = self._recent.get(key, part, self.seq)
        if kept is None:
            kept = read()
            if kept is not None:
                self._recent.put(key, part, self.seq, kept)
        return kept

    def stories(self, after: str = "") -> Iterator[str]:
        while found := self._all("SELECT uri FROM story WHERE uri > ? ORDER BY uri LIMIT ?", (after, _STEP)):
            yield from (uri for (uri,) in found)
            after = found[-1][0]

    def uri_of(self, id: str) -> str | None:
        found = self._all("SELECT uri FROM story WHERE id = ? ORDER BY first LIMIT 1", (id,))
        return found[0][0] if found else None

    def old_page(self, name: str) -> str | None:
        found = self._all(naming.OLD_PAGE, (name,))
        return found[0][0] if found else None

    def placements(self, uri: str) -> tuple[Placement, ...]:
        return self._remembered(f"story:{uri}", "placements", lambda: self._placements(uri))

    def _placements(self, uri: str) -> tuple[Placement, ...]:
        found = self._all("SELECT memo FROM story WHERE uri = ?", (uri,))
        return rows.memo(found[0][0]).where(uri) if found else ()

    def placed(self, where: str, before: Position | None = None) -> Iterator[Headline]:
        site, shelf = shelf_in(where)
        if shelf:
            return self.search(site, "", before, Narrowing((shelf,)))
        query = _LISTED_IN_SECTION if rows.in_section(where) else _LISTED
        if before is None:
            pieces = self._from_head(query, where)
        else:
            pieces = self._stepwise(query, where, micros(before.released), before.id)
        return chain.from_iterable(map(self._still_listed, pieces))

    def _still_listed(self, piece: Sequence[_Row]) -> Iterator[Headline]:
        return (rows.headline_of(row[3]) for row in piece if row[2] is None or row[2] > self._now)

    def _from_head(self, query: str, where: str) -> Iterator[Sequence[_Row]]:
        """A list piece by piece; its first rows, with which many pages begin, are kept until an entry touches it."""
        key, part = f"placed:{where}", query if query is _GONE else HEAD
        head, whole = self._remembered(key, part, lambda: _NOTHING_READ)
        yield head
        while not whole and len(head) < LONGEST_HEAD:
            step = max(_FIRST_STEP, len(head))  # as much again
            more = self._all(query, (where, *_behind(head), step))
            head, whole = (*head, *more), len(more) < step
            self._recent.put(key, part, self.seq, (head, whole))
            yield more
        if not whole:
            yield from self._stepwise(query, where, *head[-1][:2])

    def _stepwise(self, query: str, where: str, moment: int, id: str) -> Iterator[Sequence[_Row]]:
        """A list piece by piece, by keyset: few readers go to its end."""
        for step in chain((_FIRST_STEP, LONGEST_HEAD), repeat(_STEP)):
            found = self._all(query, (where, moment, moment, id, step))
            yield found
            if len(found) < step:
                return
            moment, id = found[-1][:2]

    def pinned(self, site: str) -> tuple[str, ...]:
        query = "SELECT uri, until FROM pinned WHERE site = ? ORDER BY seq DESC"
        found = self._remembered(f"placed:{site}", query, lambda: self._all(query, (site,)))
        return tuple(uri for uri, until in found if until is None or until > self._now)

    def gone(self, where: str) -> Iterator[Gone]:
        for killed_at, id, uri, released, source in chain.from_iterable(self._from_head(_GONE, where)):
            yield Gone(id, uri, moment(released), moment(killed_at), source)

    def related(self, uri: str) -> Neighbours:
        story, opened = self.story(uri), self._demand_open()
        with told(self._path):
            return Neighbours() if story is None else relating.find(opened(), story)

    def listed(self, where: str, uris: Sequence[str]) -> Iterator[Headline]:
        for uri in uris:
            memo = self._all("SELECT memo, id FROM story WHERE uri = ?", (uri,))
            listed = rows.memo(memo[0][0]).rows.get(where) if memo else None
            if listed is not None:
                key = (where, listed[0], memo[0][1])
                yield from self._still_there([key])

    def shelves(self, uri: str) -> tuple[str, ...]:
        found = self._all("SELECT memo FROM story WHERE uri = ?", (uri,))
        return tuple(rows.memo(found[0][0]).shelves) if found else ()

    def corrected(self, site: str, before: Position | None = None) -> Iterator[Corrected]:
        place = (micros(before.released), before.id) if before else _LAST
        for at, id, uri, until in chain.from_iterable(self._stepwise(_CORRECTED, site, *place)):
            if until is None or until > self._now:
                yield Corrected(moment(at), id, uri)

    def search(
        self, site: str, query: str, before: Position | None = None, narrowing: Narrowing = EVERYTHING
    ) -> Iterator[Headline]:
        asked = self._question(site, query, narrowing)
        if asked is not None:
            hits = self._index(self.seq).hits(asked, self.seq, before)
            yield from self._still_there((site, *hit) for hit in hits)

    def best(self, site: str, query: str, narrowing: Narrowing = EVERYTHING) -> Iterator[Headline]:
        asked = self._question(site, query, narrowing)
        if asked is not None:
            yield from self._still_there((site, *hit) for hit in self._index(self.seq).best(asked, self.seq))

    def _question(self, where: str, query: str, narrowing: Narrowing) -> Question | None:
        """What the index is asked; None where the list is empty. It need not look behind the list's end."""
        oldest = self._all("SELECT released FROM listed WHERE list = ? ORDER BY released LIMIT 1", (where,))
        return Question(where, query, narrowing, oldest[0][0]) if oldest else None

    def _still_there(self, keys: Iterable[tuple[str, int, str]]) -> Iterator[Headline]:
        """The rows with these keys: list, release (microseconds) and id."""
        for key in keys:
            found = self._all(_ONE_IN_SECTION if rows.in_section(key[0]) else _ONE, key)
            if found and (found[0][0] is None or found[0][0] > self._now):
                yield rows.headline_of(found[0][1])


class Look:
    """A snapshot as long as somebody looks at it: `with ledger.snapshot(at) as snapshot`.

    With a `state` it is a glance: the file is read only when something is asked that memory does not know, and
    MovedError is raised then when it is in that state no more.
    """

    __slots__ = ("_connection", "_made", "_reading", "_snapshot", "_state")

    def __init__(
        self,
        reading: Reading,
        made: Callable[[Opened, rows.State], SqliteSnapshot],
        state: rows.State | None = None,
    ) -> None:
        self._reading = reading
        self._made = made
        self._state = state
        self._connection: sqlite3.Connection | None = None
        self._snapshot: SqliteSnapshot | None = None

    def __enter__(self) -> SqliteSnapshot:
        try:
            state = rows.state_of(self._opened()) if self._state is None else self._state
            snapshot = self._snapshot = self._made(self._opened, state)
        except BaseException as error:
            self.__exit__(type(error), error, error.__traceback__)
            raise
        return snapshot

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._reading.__enter__()
            if self._state is not None and rows.state_of(self._connection) != self._state:
                raise MovedError("an entry has come while the ledger was looked at", todo="look again")
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._snapshot is not None:
            self._snapshot.finish()
        if self._connection is not None:
            self._reading.__exit__(kind, error, trace)


def _behind(head: Sequence[_Row]) -> tuple[int, int, str]:
    """The parameters of a list's query for what comes behind these rows."""
    moment, id = head[-1][:2] if head else _LAST
    return moment, moment, id
