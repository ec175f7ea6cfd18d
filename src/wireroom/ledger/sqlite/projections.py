"""The projections of the ledger file: written with each entry, pruned by time, made anew by replay."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from wireroom.ledger.codec import micros
from wireroom.ledger.project import Before, Projection, Router, project
from wireroom.ledger.record import fold
from wireroom.ledger.sqlite import rows
from wireroom.ledger.sqlite.rows import NO_MEMO, Memo
from wireroom.network.model import Network
from wireroom.news import story_id

# A release that projects otherwise counts this up: files made by earlier ones are then projected anew when opened.
_GENERATION = 1
_TABLES = ("story", "listed", "gone", "boundary", "pinned")
Progress = Callable[[int, int], None]


def key_of(network: Network) -> str:
    """What the projections in a file were made with."""
    return f"{_GENERATION}:{network.digest}"


def write(connection: sqlite3.Connection, uri: str, first: int, old: Memo | None, now: Projection) -> None:
    """Brings the story's lines in every table up to date: what stays as it is costs nothing.

    `first` is the number of the story's first entry, `old` what the file remembers of it.
    """
    new, before = Memo.of(now), old or NO_MEMO
    id = story_id(uri)
    execute = connection.execute
    if old is None:
        execute("INSERT INTO story VALUES(?, ?, ?, ?)", (uri, id, first, rows.memo_bytes(new)))
    elif new != old:
        execute("UPDATE story SET memo = ? WHERE uri = ?", (rows.memo_bytes(new), uri))
    for where, (released, _) in before.rows.items():
        if where not in new.rows or new.rows[where][0] != released:
            execute("DELETE FROM listed WHERE list = ? AND released = ? AND id = ?", (where, released, id))
    for where, row in now.rows.items():
        until = None if row.until is None else micros(row.until)
        execute(
            "INSERT OR REPLACE INTO listed VALUES(?, ?, ?, ?, ?)",
            (where, new.rows[where][0], id, until, rows.headline_bytes(row.headline)),
        )
    if before.boundaries or new.boundaries:
        _write_boundaries(connection, uri, before, now)
    if before.gone or new.gone:
        _write_gone(connection, id, before, now)
    if before.pins or new.pins:
        _write_pins(connection, uri, before, now)


def _write_boundaries(connection: sqlite3.Connection, uri: str, before: Memo, now: Projection) -> None:
    connection.executemany("DELETE FROM boundary WHERE at = ? AND uri = ?", [(at, uri) for at in before.boundaries])
    connection.executemany(
        "INSERT INTO boundary VALUES(?, ?, ?)", [(micros(one.at), uri, one.what) for one in now.boundaries]
    )


def _write_gone(connection: sqlite3.Connection, id: str, before: Memo, now: Projection) -> None:
    connection.executemany(
        "DELETE FROM gone WHERE list = ? AND killed_at = ? AND id = ?",
        [(where, killed_at, id) for where, killed_at in before.gone.items()],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO gone VALUES(?, ?, ?, ?, ?, ?)",
        [
            (where, micros(one.killed_at), id, one.uri, micros(one.released), one.source)
            for where, one in now.gone.items()
        ],
    )


def _write_pins(connection: sqlite3.Connection, uri: str, before: Memo, now: Projection) -> None:
    connection.executemany("DELETE FROM pinned WHERE site = ? AND seq = ?", before.pins)
    connection.executemany(
        "INSERT INTO pinned VALUES(?, ?, ?, ?)",
        [(pin.site, pin.seq, uri, None if pin.until is None else micros(pin.until)) for pin in now.pins],
    )


def prune(connection: sqlite3.Connection, now: int, count: int) -> None:
    """Takes out up to `count` list rows that ended before `now` (microseconds).

    Readers pass over them anyway; without this a list whose licence shows thirty days would grow for ever, and its
    last page would read through all of it.
    """
    connection.execute(
        """DELETE FROM listed WHERE (list, released, id) IN
           (SELECT list, released, id FROM listed WHERE until <= ? ORDER BY until LIMIT ?)""",
        (now, count),
    )


def replay(
    connection: sqlite3.Connection, uri: str, network: Network, router: Router, until: int = 1 << 62
) -> Projection:
    """The projection of one story made anew, step by step, up to entry `until`."""
    entries = rows.entries_of(connection, uri, until)
    now = Projection()
    for number, one in enumerate(entries, 1):
        now = project(fold(uri, entries[:number]), one.at, network, router, Before.of(now))
    return now


def rebuild(connection: sqlite3.Connection, network: Network, router: Router, progress: Progress | None = None) -> None:
    """Makes every projection anew inside the transaction that the caller holds; readers keep the old until it ends.

    `progress` hears how many stories are done, and how many there are.
    """
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")
    total = connection.execute("SELECT count(DISTINCT uri) FROM entry").fetchone()[0]
    for done, (uri, first) in enumerate(rows.stories(connection), 1):
        write(connection, uri, first, None, replay(connection, uri, network, router))
        if progress and (done % 500 == 0 or done == total):
            progress(done, total)
    connection.execute(
        "INSERT OR REPLACE INTO meta VALUES('projections', ?)",
        (key_of(network),),
    )
