"""A consistent view of the ledger file: one read transaction, whatever is committed meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from wireroom.errors import LedgerError
from wireroom.ledger.codec import micros, moment
from wireroom.ledger.record import fold
from wireroom.ledger.sqlite import rows
from wireroom.ledger.sqlite.connection import told
from wireroom.news import Gone, Headline, Placement, Position, Story

# Site, query, entry, position and oldest release: the search index as of that entry.
Hits = Callable[[str, str, int, Position | None, int], Iterable[tuple[int, str]]]
_LAST = (1 << 62, "")
_FIRST_STEPS = (12, 12, 24)  # rows: enough for a rail, then for a feed or a block, then for a front or a section
_STEP = 200
_LISTED = """SELECT released, id, until, headline FROM listed
    WHERE list = ? AND released <= ? AND (released < ? OR id > ?) ORDER BY released DESC, id LIMIT ?"""
_GONE = """SELECT killed_at, id, uri, released, source FROM gone
    WHERE list = ? AND killed_at <= ? AND (killed_at < ? OR id > ?) ORDER BY killed_at DESC, id LIMIT ?"""


class SqliteSnapshot:
    """A `Snapshot` over a connection in a read transaction.

    Lists are read in steps and no statement stays open between them, so that an iterator nobody finished cannot keep
    the connection in the past.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, at: datetime, hits: Hits) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._path = path
        self._hits = hits
        self.seq, last_at, _ = rows.last_of(connection)
        self.at = at
        # What time has ended stays ended, also for a clock that jumped back.
        self._now = max(micros(at), micros(at) if last_at is None else last_at)

    def finish(self) -> None:
        """Nothing can be read any more: the connection goes to another reader."""
        self._connection = None

    def _all(self, query: str, parameters: tuple[object, ...]) -> list[tuple[Any, ...]]:
        if self._connection is None:
            raise LedgerError("this snapshot is over", where=str(self._path), todo="read inside the `with` block")
        with told(self._path):
            return self._connection.execute(query, parameters).fetchall()

    def story(self, uri: str) -> Story | None:
        entries = [
            rows.entry_of(row)
            for row in self._all(f"SELECT {rows.ENTRY} FROM entry WHERE uri = ? ORDER BY seq", (uri,))
        ]
        return fold(uri, entries) if entries else None

    def uri_of(self, id: str) -> str | None:
        found = self._all("SELECT uri FROM story WHERE id = ? ORDER BY first LIMIT 1", (id,))
        return found[0][0] if found else None

    def placements(self, uri: str) -> tuple[Placement, ...]:
        found = self._all("SELECT memo FROM story WHERE uri = ?", (uri,))
        return rows.memo(found[0][0]).where(uri) if found else ()

    def placed(self, where: str, before: Position | None = None) -> Iterator[Headline]:
        released, id = (micros(before.released), before.id) if before else _LAST
        for row in self._stepwise(_LISTED, where, released, id):
            if row[2] is None or row[2] > self._now:
                yield rows.headline_of(row[3])

    def _stepwise(self, query: str, where: str, moment: int, id: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a list by keyset: a few first, as most readers want no more, then in larger steps."""
        for step in chain(_FIRST_STEPS, repeat(_STEP)):
            found = self._all(query, (where, moment, moment, id, step))
            yield from found
            if len(found) < step:
                return
            moment, id = found[-1][:2]

    def pinned(self, site: str) -> tuple[str, ...]:
        found = self._all(
            "SELECT uri FROM pinned WHERE site = ? AND (until IS NULL OR until > ?) ORDER BY seq DESC",
            (site, self._now),
        )
        return tuple(row[0] for row in found)

    def gone(self, where: str) -> Iterator[Gone]:
        for killed_at, id, uri, released, source in self._stepwise(_GONE, where, *_LAST):
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
