"""The ledger in one SQLite file: one writer at a time, readers beside it, nothing acknowledged that is not on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from wireroom.errors import LedgerError
from wireroom.ledger.codec import micros, moment
from wireroom.ledger.files import make_folder, sync_folder
from wireroom.ledger.model import NO_ORIGINALS, Boundary, Entry
from wireroom.ledger.originals import digest_of, is_digest, packed, unpacked
from wireroom.ledger.project import Router, network_boundaries, order_of, router_of
from wireroom.ledger.record import Item
from wireroom.ledger.sqlite import erasing, naming, projections, rows
from wireroom.ledger.sqlite import originals as kept
from wireroom.ledger.sqlite.batch import Batch, prepared
from wireroom.ledger.sqlite.connection import Pool, connect, told, wipe
from wireroom.ledger.sqlite.recent import Recent
from wireroom.ledger.sqlite.schema import migrate
from wireroom.ledger.sqlite.search import SearchIndex
from wireroom.ledger.sqlite.snapshot import Look, Opened, SqliteSnapshot
from wireroom.network.model import Network
from wireroom.news import Decision, Version

# `catch_up` carries the WAL over to the file after so many entries, so that the copy that has just come never waits
# for it; where nobody calls it, the commit does that meets so many pages (64 MiB).
_CHECKPOINT_ENTRIES = 256
_CHECKPOINT_PAGES = 16_000
# Ended list rows go after so many entries, many together: neighbours then share the writing.
_PRUNE_ENTRIES = 64
_PRUNED = 4  # stories for each entry


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
            make_folder(path.parent)
            self._writer = connect(path, write=True, cache_kib=16384)
            self._writer.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
            migrate(self._writer, str(path))
            kept.move_in(self._writer, path.parent / kept.BESIDE)
            sync_folder(path.parent)  # the names of the file and its WAL: SQLite does not say when that fails
            self._watcher = connect(path, cache_kib=64)
        self._readers = Pool(path)
        self._recent = Recent()
        self._search = SearchIndex(path.with_name("search.sqlite"), self._readers)
        self._seen: tuple[int, rows.State] = (-1, rows.State(0, None, None))
        self._carried = self.seq()
        self._pruned = self._carried - _PRUNE_ENTRIES
        self.adopt(network, progress=progress)

    def append(self, what: Version | Decision, *, at: datetime, source: str = "", digest: str = "") -> Entry:
        """Records one thing durably; when this returns, it is on the disk.

        Raises RefusedError, LedgerBusyError or LedgerError, and then nothing is recorded.
        """
        return self.append_all([(what, source, digest)], at=at)[0]

    def append_all(
        self, items: Sequence[Item], *, at: datetime, originals: Mapping[str, bytes] = NO_ORIGINALS
    ) -> list[Entry]:
        """Records many in one transaction: all or none."""
        ready = [prepared(one) for one in items]
        packs = {digest: packed(data) for digest, data in originals.items()}
        with self._writing() as connection:
            self._demand_network(connection)
            seq, last_at, chain = rows.last_of(connection)
            # A clock that jumped back must not date an entry before those that are there.
            now = micros(at) if last_at is None else max(micros(at), last_at)
            batch = Batch(connection, [one.what.uri for one in ready], seq, chain)
            entries = [batch.record(one, moment(now), self._network, self._router) for one in ready]
            if batch.written:
                batch.write(connection, packs)
                if (since := batch.seq - self._pruned) >= _PRUNE_ENTRIES:
                    # By the time of an entry and no other: without one no time is known to have passed for good.
                    projections.prune(connection, self._network, now, _PRUNED * since)
                    self._pruned = batch.seq
        self._search.expect(batch.made, self._network)
        self._recent.expect(entries, batch.left)
        return entries

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

    def keep(self, data: bytes) -> str:
        digest = digest_of(data)
        with self._writing() as connection:
            kept.write(connection, [(digest, packed(data))])
        return digest

    def original(self, digest: str) -> bytes | None:
        if not is_digest(digest):
            return None
        with self._readers.reading() as connection:
            stored = kept.find(connection, digest)
        return None if stored is None else unpacked(stored, digest, str(self._path))

    def entries(self, after: int = 0) -> Iterable[Entry]:
        return map(rows.entry_of, self._lines(rows.ENTRY, after))

    def touches(self, after: int = 0) -> Iterable[tuple[int, frozenset[str]]]:
        known = self._recent.touches(after, self.seq())
        if known is not None:
            return known
        return ((seq, rows.touches_of(data)) for seq, data in self._lines("seq, touches", after))

    def erase(self, provider: str, upto: int, digests: Sequence[str]) -> tuple[int, int]:
        """Erases the words of the provider's versions up to this entry, and these originals; how many of each.

        What is derived is made anew. Only behind an `Erase` entry, without which the ledger counts as damaged from
        then on.
        """
        with self._writing() as connection:
            counts = erasing.erase(connection, provider, upto), kept.erase(connection, digests)
            connection.execute("DELETE FROM meta WHERE key = 'names'")
            naming.fill(connection)
            projections.rebuild(connection, self._network, self._router)
        with self._lock, told(self._path):
            wipe(self._writer)
        self._search.begin_again()
        self._search.catch_up(self._network, self._router)
        return counts

    def links(self, after: int = 0) -> Iterable[tuple[int, str]]:
        """Of every entry behind `after`, its number and its link of the hash chain in hex."""
        return ((seq, chain.hex()) for seq, chain in self._lines("seq, chain", after))

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

    def named(self, provider: str, names: Sequence[str], since: datetime, until: datetime) -> list[str]:
        with self._readers.reading() as connection:
            return naming.find(connection, provider, names, since, until)

    def filed(self, provider: str, names: Iterable[str]) -> frozenset[str]:
        with self._readers.asking() as connection:
            return naming.filed(connection, provider, names)

    def knows(self, digest: str) -> bool:
        return bool(self.known([digest]))

    def known(self, digests: Iterable[str]) -> frozenset[str]:
        asked = "SELECT DISTINCT digest FROM entry WHERE digest != '' AND digest IN"
        with self._readers.asking() as connection:
            return frozenset(digest for (digest,) in rows.each_of(connection, asked, filter(None, digests)))

    def snapshot(self, at: datetime) -> Look:
        return self._look(at, None)

    def glance(self, at: datetime) -> Look:
        return self._look(at, self._seen[1])

    def _look(self, at: datetime, state: rows.State | None) -> Look:
        def made(opened: Opened, state: rows.State) -> SqliteSnapshot:
            return SqliteSnapshot(opened, state, self._path, at, self._index_of, self._recent)

        return Look(self._readers.reading(), made, state)

    def _index_of(self, seq: int) -> SearchIndex:
        """The index, which knows entry `seq`."""
        self._search.up_to(seq, self._network, self._router)
        return self._search

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
        try:
            with self._watch_lock:
                version = self._watcher.execute("PRAGMA data_version").fetchone()[0]
                if version != self._seen[0]:
                    # The version is read first: a commit between the two is then seen twice, never missed.
                    self._seen = (version, rows.state_of(self._watcher))
                return self._seen[1].seq
        except sqlite3.Error:
            with told(self._path):
                raise

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
            naming.fill(connection)
            key = projections.key_of(network)
            if made_with is None or made_with[0] != key or not network.digest:
                projections.rebuild(connection, network, router, progress)
            self._network, self._router = network, router

    def rebuild(self) -> None:
        """Makes every projection and every name anew from the entries, whatever state they are in."""
        with self._writing() as connection:
            self._demand_network(connection)
            connection.execute("DELETE FROM meta WHERE key = 'names'")
            naming.fill(connection)
            projections.rebuild(connection, self._network, self._router)

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
