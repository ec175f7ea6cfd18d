"""Proof that a ledger file is whole: the chain holds, and every projection equals a replay of the entries."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wireroom.errors import LedgerError, NotFoundError
from wireroom.ledger.codec import decode, fingerprint_of, link, micros
from wireroom.ledger.model import Entry
from wireroom.ledger.project import Before, Projection, Router, project, router_of
from wireroom.ledger.record import fold, outcome_of
from wireroom.ledger.sqlite import naming, projections, relating, rows
from wireroom.ledger.sqlite.connection import connect, told
from wireroom.ledger.sqlite.erasing import erasures
from wireroom.network.model import Network
from wireroom.news import Version, story_id
from wireroom.related import MOST_FILED


@dataclass(frozen=True, slots=True)
class Report:
    """What was compared: how many entries, stories and list rows, and the first difference in words ("": none)."""

    entries: int = 0
    stories: int = 0
    rows: int = 0
    difference: str = ""

    @property
    def sound(self) -> bool:
        """Whether everything was as it must be."""
        return not self.difference


class _Difference(Exception):
    """The first difference, in words."""


def verify(
    path: Path,
    network: Network,
    *,
    router_of: Callable[[Network], Router] = router_of,
    progress: projections.Progress | None = None,
) -> Report:
    """Compares the file with a replay of its entries, of one moment and without writing to it.

    Raises NotFoundError when there is no ledger; a file that SQLite cannot read is a difference.
    """
    if not path.exists():
        raise NotFoundError("there is no ledger", where=str(path), todo="wireroom run makes one")
    proof = _Proof(network, router_of(network), progress)
    try:
        with told(path), closing(connect(path)) as connection:
            connection.execute("BEGIN")
            proof.check(connection)
    except _Difference as difference:
        return replace(proof.report, difference=str(difference))
    except LedgerError as error:
        return replace(proof.report, difference=str(error))
    return proof.report


class _Proof:
    """Goes through the file story by story, so that a large one needs no more memory than a small one."""

    def __init__(self, network: Network, router: Router, progress: projections.Progress | None) -> None:
        self.report = Report()
        self._network = network
        self._router = router
        self._progress = progress
        self._filed = 0  # stories under the keys of their signs
        self._expected = dict.fromkeys(("listed", "gone", "boundary", "pinned", "named", "corrected"), 0)

    def check(self, connection: sqlite3.Connection) -> None:
        state = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if state != "ok":
            raise _Difference(f"SQLite finds the file damaged: {state}")
        self._check_chain(connection)
        made_with = connection.execute("SELECT value FROM meta WHERE key = 'projections'").fetchone()
        if made_with is None or made_with[0] != projections.key_of(self._network):
            raise _Difference("the lists were made for another network file; open the ledger once with this one")
        total = connection.execute("SELECT count(*) FROM story").fetchone()[0]
        now = rows.last_of(connection)[1] or 0
        for uri, first in rows.stories(connection):
            self._check_story(connection, uri, first, now)
            self.report = replace(self.report, stories=self.report.stories + 1)
            if self._progress and self.report.stories % 500 == 0:
                self._progress(self.report.stories, total)
        if total != self.report.stories:
            raise _Difference(f"{total} stories are stored, and the entries make {self.report.stories}")
        for table, count in self._expected.items():
            found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            if found != count:
                raise _Difference(f"{found} rows are in the table {table}, and a replay makes {count}")

        if (found := relating.count(connection)) != self._filed:
            raise _Difference(f"{found} stories are filed under signs, and a replay files {self._filed}")

    def _check_chain(self, connection: sqlite3.Connection) -> None:
        seq, chain = 0, b""
        erased = erasures(connection)
        while lines := rows.lines(connection, f"{rows.ENTRY}, chain", seq, 500):
            for *line, stored in lines:
                if line[0] != seq + 1:
                    raise _Difference(f"entry {seq + 1} is missing")
                seq += 1
                chain = link(chain, *rows.linked(tuple(line)))
                if chain != stored:
                    raise _Difference(f"entry {seq} ({line[3]}) was changed, or one before it: the chain breaks")
                if fingerprint_of(line[2], line[10]) != line[7] and not erased(line):
                    raise _Difference(f"entry {seq} ({line[3]}) does not have the fingerprint it states")
                if (uri := decode(line[2], line[10]).uri) != line[3]:
                    raise _Difference(f"entry {seq} is filed under {line[3]} and is about {uri}")
            self.report = replace(self.report, entries=seq)

    def _check_story(self, connection: sqlite3.Connection, uri: str, first: int, now: int) -> None:
        entries = rows.entries_of(connection, uri)
        projection = Projection()
        for number, one in enumerate(entries, 1):
            story = fold(uri, entries[:number])
            outcome = outcome_of(one.what, one.seq, entries[: number - 1], story)
            if outcome is not one.outcome:
                raise _Difference(f"entry {one.seq} ({uri}) says {one.outcome.value}, and a replay {outcome.value}")
            projection = project(story, one.at, self._network, self._router, Before.of(projection))
        self._check_entries(entries)
        self._check_names(connection, uri, entries)
        stored = connection.execute("SELECT id, first, memo FROM story WHERE uri = ?", (uri,)).fetchone()
        _demand(uri, "the memory of it", stored, (story_id(uri), first, rows.memo_bytes(rows.Memo.of(projection))))
        self._compare(connection, uri, projection, now)
        for key in projection.marks.keys:
            file = relating.file(connection, projection.marks.fortnight, key)
            if first in file:
                self._filed += 1
            elif len(file) < MOST_FILED:
                raise _Difference(f"{uri}: it is not filed under its sign {key:x}")

    def _check_names(self, connection: sqlite3.Connection, uri: str, entries: list[Entry]) -> None:
        for wanted in {row for one in entries for row in naming.rows_of(one)}:
            provider, name, at, _ = wanted
            where = "WHERE provider = ? AND name = ? AND at = ? AND uri = ?"
            found = connection.execute(f"SELECT * FROM named {where}", (provider, name, at, uri)).fetchone()
            _demand(uri, f"its name “{name}”", found, wanted)
            self._count("named")

    @staticmethod
    def _check_entries(entries: list[Entry]) -> None:
        seen: dict[str, int] = {}
        for one in entries:
            if isinstance(one.what, Version):
                first = seen.setdefault(one.fingerprint, one.seq)
                if first != one.seq:
                    raise _Difference(f"entries {first} and {one.seq} ({one.uri}) hold the same content")

    def _compare(self, connection: sqlite3.Connection, uri: str, projection: Projection, now: int) -> None:
        id, memo = story_id(uri), rows.Memo.of(projection)
        for where, row in projection.rows.items():
            until = None if row.until is None else micros(row.until)
            found = connection.execute(
                "SELECT until, headline FROM listed WHERE list = ? AND released = ? AND id = ?",
                (where, memo.rows[where][0], id),
            ).fetchone()
            if found is None and until is not None and until <= now:
                continue  # over, and taken out since
            line = rows.stored(where, (memo.rows[where][0], id, until, rows.headline_bytes(row.headline)))
            _demand(uri, f"its row in {where}", found, line[2:])
            self._count("listed")
            self.report = replace(self.report, rows=self.report.rows + 1)
        for where, gone in projection.gone.items():
            key = (where, micros(gone.killed_at), id)
            wanted = (*key, uri, micros(gone.released), gone.source)
            found = connection.execute("SELECT * FROM gone WHERE list = ? AND killed_at = ? AND id = ?", key).fetchone()
            _demand(uri, f"its tombstone in {where}", found, wanted)
            self._count("gone")
        for site, at in projections.corrections_in(memo):
            over = projection.rows[site].until
            found = connection.execute(
                "SELECT * FROM corrected WHERE site = ? AND at = ? AND id = ?", (site, at, id)
            ).fetchone()
            _demand(uri, f"its correction in {site}", found, (site, at, id, uri, over and micros(over)))
            self._count("corrected")
        for boundary in projection.boundaries:
            moment = micros(boundary.at)
            found = connection.execute("SELECT * FROM boundary WHERE at = ? AND uri = ?", (moment, uri)).fetchone()
            _demand(uri, f"its boundary at {boundary.at}", found, (moment, uri, boundary.what))
            self._count("boundary")
        for pin in projection.pins:
            key_of_pin = (pin.site, pin.seq)
            found = connection.execute("SELECT * FROM pinned WHERE site = ? AND seq = ?", key_of_pin).fetchone()
            _demand(uri, f"its pin on {pin.site}", found, (*key_of_pin, uri, pin.until and micros(pin.until)))
            self._count("pinned")

    def _count(self, table: str) -> None:
        self._expected[table] += 1


def _demand(uri: str, what: str, found: tuple[Any, ...] | None, wanted: tuple[Any, ...]) -> None:
    if found is None:
        raise _Difference(f"{uri}: {what} is missing")
    if found != wanted:
        raise _Difference(f"{uri}: {what} is not what a replay makes of the entries")
