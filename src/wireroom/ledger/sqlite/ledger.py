"""The ledger in one SQLite file: one writer at a time, readers beside it, nothing acknowledged that is not on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from wireroom.errors import LedgerError
from wireroom.ledger.codec import fingerprint_of, kind_of, micros, moment, prepare
from wireroom.ledger.model import Boundary, Entry, Outcome
from wireroom.ledger.project import NOTHING, Router, network_boundaries, order_of, project, router_of, touches_of
from wireroom.ledger.record import Item, demand_name, duplicate_of, fold, outcome_of
from wireroom.ledger.sqlite import projections, rows
from wireroom.ledger.sqlite.connection import Pool, connect, told
from wireroom.ledger.sqlite.recent import Recent
from wireroom.ledger.sqlite.schema import migrate
from wireroom.ledger.sqlite.search import SearchIndex
from wireroom.ledger.sqlite.snapshot import SqliteSnapshot
from wireroom.network.model import Network
from wireroom.news import Decision, Position, Version

_PREPARED = tuple[Version | Decision, str, str, str, bytes, str]
# `catch_up` carries the WAL over to the file after so many entries, so that the copy that has just come never waits
# for it; where nobody calls it, the commit does that meets so many pages (64 MiB).
_CHECKPOINT_ENTRIES = 256
_CHECKPOINT_PAGES = 16_000
_PRUNED = 64  # ended list rows that one commit takes out at most


class SqliteLedger:
    """A `Ledger` in the file `path`, with the search index in `search.sqlite` beside it.

    Any thread may use it. Opening it creates and migrates the file, and makes the projections anew when they were
    made for another network file (`progress` hears of it: stories done, stories there are).
    """

    def __init__(
        self,
        path: Path,
        network: Network,
        *,
        router_of: Callable[[Network], Router] = router_of,
        progress: projections.Progress | None = None,
    ) -> None:
        self._path = path
        self._router_of = router_of
        self._lock = Lock()
        self._watch_lock = Lock()
        self._broken = ""
        with told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = connect(path, write=True, cache_kib=16384)
            self._writer.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
            migrate(self._writer, str(path))
            self._watcher = connect(path, cache_kib=64)
        self._readers = Pool(path)
        self._recent = Recent()
        self._search = SearchIndex(path.with_name("search.sqlite"), self._readers)
        self._seen: tuple[int, int] = (-1, 0)
        self._carried = self.seq()
        self.adopt(network, progress=progress)

    def append(self, what: Version | Decision, *, at: datetime, source: str = "", digest: str = "") -> Entry:
        """Records one thing durably; when this returns, it is on the disk.

        Raises RefusedError, LedgerBusyError or LedgerError, and then nothing is recorded.
        """
        return self.append_all([(what, source, digest)], at=at)[0]

    def append_all(self, items: Sequence[Item], *, at: datetime) -> list[Entry]:
        """Records many in one transaction: all or none."""
        prepared: list[_PREPARED] = []
        for what, source, digest in items:
            demand_name(what)
            sound, data = prepare(what)
            kind = kind_of(sound)
            prepared.append((sound, source, digest, kind, data, fingerprint_of(kind, data).hex()))
        with self._writing() as connection:
            self._demand_network(connection)
            seq, last_at, chain = rows.last_of(connection)
            # A clock that jumped back must not date an entry before those that are there.
            now = micros(at) if last_at is None else max(micros(at), last_at)
            entries = []
            for one in prepared:
                entry, link = self._record(connection, one, seq + 1, moment(now), chain)
                entries.append(entry)
                if entry.outcome is not Outcome.DUPLICATE:
                    seq, chain = entry.seq, link
            if any(one.outcome is not Outcome.DUPLICATE for one in entries):
                # By the time of an entry and no other: without one no time is known to have passed for good.
                projections.prune(connection, now, _PRUNED * len(entries))
        return entries

    def _record(
        self, connection: sqlite3.Connection, item: _PREPARED, seq: int, at: datetime, chain: bytes
    ) -> tuple[Entry, bytes]:
        what, source, digest, kind, data, fingerprint = item
        uri = what.uri
        past = rows.entries_of(connection, uri)
        if known := duplicate_of(what, fingerprint, past):
            return replace(known, outcome=Outcome.DUPLICATE, touches=frozenset()), chain
        entry = Entry(seq, at, what, source, digest, fingerprint, frozenset(), Outcome.DECIDED)
        story = fold(uri, [*past, entry])
        memo = rows.memo_of(connection, uri)
        before = memo.before() if memo else NOTHING
        now = project(story, at, self._network, self._router, before)
        entry = replace(
            entry,
            outcome=outcome_of(what, seq, past, story),
            touches=touches_of(uri, before, now),
        )
        row = rows.entry_row(entry, data, kind, chain)
        connection.execute(f"INSERT INTO entry({rows.ENTRY}, chain) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        projections.write(connection, uri, past[0].seq if past else seq, memo, now)
        return entry, row[-1]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The writer in a transaction of its own, committed at the end or undone.

        After a failed write to the disk nothing more is written: what the system then believes to be on the disk may
        not be there, and trying again would hide it.
        """
        with self._lock:
            if self._broken:
                todo = "stop Wireroom, look after the disk, start again"
                raise LedgerError(f"the ledger has stopped writing: {self._broken}", where=str(self._path), todo=todo)
            with told(self._path):
                connection = self._writer
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException as error:
                    if (getattr(error, "sqlite_errorname", "") or "").startswith("SQLITE_IOERR"):
                        self._broken = str(error)
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise

    def _demand_network(self, connection: sqlite3.Connection) -> None:
        """Another process may have adopted a changed network file: two must not project differently into one file."""
        made_with = connection.execute("SELECT value FROM meta WHERE key = 'projections'").fetchone()
        if made_with is None or made_with[0] != projections.key_of(self._network):
            raise LedgerError(
                "another process has read a newer network file into the ledger",
                where=str(self._path),
                todo="read network.toml again (a running Wireroom does so by itself), or restart",
            )

    def entries(self, after: int = 0) -> Iterable[Entry]:
        return map(rows.entry_of, self._lines(rows.ENTRY, after))

    def touches(self, after: int = 0) -> Iterable[tuple[int, frozenset[str]]]:
        return ((seq, rows.touches_of(data)) for seq, data in self._lines("seq, touches", after))

    def _lines(self, columns: str, after: int) -> Iterator[tuple[Any, ...]]:
        while True:
            with self._readers.reading() as connection:
                lines = rows.lines(connection, columns, after, 200)
            yield from lines
            if len(lines) < 200:
                return
            after = lines[-1][0]

    def history(self, uri: str) -> list[Entry]:
        with self._readers.reading() as connection:
            return rows.entries_of(connection, uri)

    def knows(self, digest: str) -> bool:
        if not digest:
            return False
        with self._readers.reading() as connection:
            return (
                connection.execute(
                    "SELECT 1 FROM entry WHERE digest = ? AND digest != '' LIMIT 1", (digest,)
                ).fetchone()
                is not None
            )

    @contextmanager
    def snapshot(self, at: datetime) -> Iterator[SqliteSnapshot]:
        with self._readers.reading() as connection:
            snapshot = SqliteSnapshot(connection, self._path, at, self._hits, self._recent)
            try:
                yield snapshot
            finally:
                snapshot.finish()

    def _hits(self, site: str, query: str, seq: int, before: Position | None, oldest: int) -> Iterator[tuple[int, str]]:
        self._search.up_to(seq, self._network, self._router)
        return self._search.hits(site, query, seq, before, oldest)

    def next_boundary(self, after: datetime) -> datetime | None:
        with self._readers.reading() as connection:
            row = connection.execute("SELECT min(at) FROM boundary WHERE at > ?", (micros(after),)).fetchone()
        moments = [one.at for one in network_boundaries(self._network) if one.at > after]
        if row[0] is not None:
            moments.append(moment(row[0]))
        return min(moments, default=None)

    def boundaries(self, after: datetime, until: datetime) -> list[Boundary]:
        with self._readers.reading() as connection:
            found = connection.execute(
                "SELECT at, uri, what FROM boundary WHERE at > ? AND at <= ?", (micros(after), micros(until))
            ).fetchall()
        boundaries = [Boundary(moment(at), uri, what) for at, uri, what in found]
        boundaries += [one for one in network_boundaries(self._network) if after < one.at <= until]
        return sorted(boundaries, key=order_of)

    def seq(self) -> int:
        """The number of the last committed entry, of whatever process: 2 µs when nothing has changed."""
        with self._watch_lock:
            version = self._watcher.execute("PRAGMA data_version").fetchone()[0]
            if version != self._seen[0]:
                # The version is read first: a commit between the two is then seen twice, never missed.
                self._seen = (version, rows.last_of(self._watcher)[0])
            return self._seen[1]

    def high_water(self) -> datetime | None:
        with self._readers.reading() as connection:
            at = rows.last_of(connection)[1]
        return None if at is None else moment(at)

    def adopt(self, network: Network, *, progress: projections.Progress | None = None) -> None:
        """Uses this network from now on. The projections are made anew in one transaction when its digest has
        changed (or it has none, so that nobody can tell); readers keep the old until it ends."""
        router = self._router_of(network)
        with self._writing() as connection:
            made_with = connection.execute("SELECT value FROM meta WHERE key = 'projections'").fetchone()
            key = projections.key_of(network)
            if made_with is None or made_with[0] != key or not network.digest:
                projections.rebuild(connection, network, router, progress)
            self._network, self._router = network, router

    def catch_up(self) -> None:
        """Brings the search index up to the last entry: call it after a commit, outside of what readers wait for."""
        self._search.catch_up(self._network, self._router)
        self._carry_over()

    def _carry_over(self) -> None:
        """Carries the WAL over to the file when it has grown; whoever reads or writes meanwhile goes on."""
        seq = self.seq()
        if seq - self._carried < _CHECKPOINT_ENTRIES:
            return
        connection = self._readers.take()
        try:
            with told(self._path):
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        finally:
            self._readers.give(connection)
        self._carried = seq

    def close(self) -> None:
        self._search.close()
        self._readers.close()
        with self._lock, self._watch_lock:
            self._watcher.close()
            self._writer.close()
