"""A consistent view of the ledger file: one read transaction, whatever is committed meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any, TypeVar

from wireroom.errors import LedgerError
from wireroom.ledger.codec import micros, moment
from wireroom.ledger.record import fold
from wireroom.ledger.sqlite import naming, rows
from wireroom.ledger.sqlite.connection import told
from wireroom.ledger.sqlite.recent import Recent
from wireroom.news import Gone, Headline, Placement, Position, Story

# Site, query, entry, position and oldest release: the search index as of that entry.
Hits = Callable[[str, str, int, Position | None, int], Iterable[tuple[int, str]]]
_T = TypeVar("_T")
_LAST = (1 << 62, "")
_FIRST_STEP = 12  # rows: enough for a rail or a block
_HEAD = 48  # rows of a list that are remembered: enough for a front, a feed or a section
_STEP = 200
_Row = tuple[Any, ...]
_NOTHING_READ: tuple[tuple[_Row, ...], bool] = ((), False)
_LISTED = """SELECT released, id, until, headline FROM listed
    WHERE list = ? AND released <= ? AND (released < ? OR id > ?) ORDER BY released DESC, id LIMIT ?"""
_GONE = """SELECT killed_at, id, uri, released, source FROM gone
    WHERE list = ? AND killed_at <= ? AND (killed_at < ? OR id > ?) ORDER BY killed_at DESC, id LIMIT ?"""


class SqliteSnapshot:
    """A `Snapshot` over a connection in a read transaction.

    Lists are read in steps and no statement stays open between them, so that an iterator nobody finished cannot keep
    the connection in the past.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, at: datetime, hits: Hits, recent: Recent) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._path = path
        self._hits = hits
        self._recent = recent
        self.seq, last_at, made_with = rows.state_of(connection)
        recent.follow(connection, self.seq, made_with)
        self.at = at
        # What time has ended stays ended, also for a clock that jumped back.
        self._now = max(micros(at), micros(at) if last_at is None else last_at)

    def finish(self) -> None:
        """Nothing can be read any more: the connection goes to another reader."""
        self._connection = None

    def _all(self, query: str, parameters: tuple[object, ...]) -> list[_Row]:
        if self._connection is None:
            raise self._over()
        with told(self._path):
            return self._connection.execute(query, parameters).fetchall()

    def _over(self) -> LedgerError:
        return LedgerError("this snapshot is over", where=str(self._path), todo="read inside the `with` block")

    def story(self, uri: str) -> Story | None:
        return self._remembered(f"story:{uri}", "story", lambda: self._story(uri))

    def _story(self, uri: str) -> Story | None:
        entries = [
            rows.entry_of(row)
            for row in self._all(f"SELECT {rows.ENTRY} FROM entry WHERE uri = ? ORDER BY seq", (uri,))
        ]
        return fold(uri, entries) if entries else None

    def _remembered(self, key: str, part: str, read: Callable[[], _T]) -> _T:
        """What `read` gives, kept until an entry touches the page key."""
        if self._connection is None:
            raise self._over()
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
        if before is None:
            pieces = self._from_head(_LISTED, where)
        else:
            pieces = self._stepwise(_LISTED, where, micros(before.released), before.id)
        return chain.from_iterable(map(self._still_listed, pieces))

    def _still_listed(self, piece: Sequence[_Row]) -> list[Headline]:
        return [rows.headline_of(row[3]) for row in piece if row[2] is None or row[2] > self._now]

    def _from_head(self, query: str, where: str) -> Iterator[Sequence[_Row]]:
        """A list piece by piece; its first rows, with which many pages begin, are kept until an entry touches it."""
        key = f"placed:{where}"
        head, whole = self._remembered(key, query, lambda: _NOTHING_READ)
        yield head
        while not whole and len(head) < _HEAD:
            step = max(_FIRST_STEP, len(head))  # as much again
            more = self._all(query, (where, *_behind(head), step))
            head, whole = (*head, *more), len(more) < step
            self._recent.put(key, query, self.seq, (head, whole))
            yield more
        if not whole:
            yield from self._stepwise(query, where, *head[-1][:2])

    def _stepwise(self, query: str, where: str, moment: int, id: str) -> Iterator[Sequence[_Row]]:
        """A list piece by piece, by keyset: few readers go to its end."""
        for step in chain((_HEAD,), repeat(_STEP)):
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

    def search(self, site: str, query: str, before: Position | None = None) -> Iterator[Headline]:
        oldest = self._all("SELECT released FROM listed WHERE list = ? ORDER BY released LIMIT 1", (site,))
        if not oldest:
            return
        for released, id in self._hits(site.partition("/")[0], query, self.seq, before, oldest[0][0]):
            found = self._all(
                "SELECT until, headline FROM listed WHERE list = ? AND released = ? AND id = ?", (site, released, id)
            )
            if found and (found[0][0] is None or found[0][0] > self._now):
                yield rows.headline_of(found[0][1])


def _behind(head: Sequence[_Row]) -> tuple[int, int, str]:
    """The parameters of a list's query for what comes behind these rows."""
    moment, id = head[-1][:2] if head else _LAST
    return moment, moment, id
