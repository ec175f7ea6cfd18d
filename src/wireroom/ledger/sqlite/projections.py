"""The projections of the ledger file: written with each entry, pruned by time, made anew by replay."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

from wireroom.ledger.codec import micros
from wireroom.ledger.project import Before, Projection, Router, project
from wireroom.ledger.record import fold
from wireroom.ledger.sqlite import relating, rows
from wireroom.ledger.sqlite.rows import NO_MEMO, Memo
from wireroom.network.model import Network
from wireroom.news import story_id

# A release that projects otherwise counts this up: files made by earlier ones are then projected anew when opened.
_GENERATION = 4
_NEW_STORY = "INSERT INTO story VALUES(?, ?, ?, ?)"
_STORY = "UPDATE story SET memo = ? WHERE uri = ?"
_NOT_LISTED = "DELETE FROM listed WHERE list = ? AND released = ? AND id = ?"
_LISTED = "INSERT OR REPLACE INTO listed VALUES(?, ?, ?, ?, ?)"
_NO_BOUNDARY = "DELETE FROM boundary WHERE at = ? AND uri = ?"
_BOUNDARY = "INSERT INTO boundary VALUES(?, ?, ?)"
_NOT_GONE = "DELETE FROM gone WHERE list = ? AND killed_at = ? AND id = ?"
_GONE = "INSERT OR REPLACE INTO gone VALUES(?, ?, ?, ?, ?, ?)"
_NOT_PINNED = "DELETE FROM pinned WHERE site = ? AND seq = ?"
_PINNED = "INSERT INTO pinned VALUES(?, ?, ?, ?)"
_NOT_CORRECTED = "DELETE FROM corrected WHERE site = ? AND at = ? AND id = ?"
_CORRECTED = "INSERT OR REPLACE INTO corrected VALUES(?, ?, ?, ?, ?)"
_STATEMENTS = (
    *(_NEW_STORY, _STORY, _NOT_LISTED, _LISTED, _NO_BOUNDARY, _BOUNDARY),
    *(_NOT_GONE, _GONE, _NOT_PINNED, _PINNED, relating.FILE, _NOT_CORRECTED, _CORRECTED),
)
_TABLES = ("story", "listed", "gone", "boundary", "pinned", "related", "corrected")
Progress = Callable[[int, int], None]


def key_of(network: Network) -> str:
    """What the projections in a file were made with."""
    return f"{_GENERATION}:{network.digest}"


class Changes:
    """The lines of several stories that go and those that come, gathered and then written a table at a time."""

    def __init__(self) -> None:
        self._lines: dict[str, list[tuple[Any, ...]]] = {statement: [] for statement in _STATEMENTS}

    def add(self, uri: str, first: int, old: Memo | None, now: Projection) -> dict[str, rows.ListRow]:
        """Brings the story's lines in every table up to date: what stays as it is costs nothing.

        `first` is the number of the story's first entry, `old` what the file remembers of it. Once a story.
        Gives its row in each list.
        """
        new, before = Memo.of(now), old or NO_MEMO
        name, lines = story_id(uri), self._lines
        if old is None:
            lines[_NEW_STORY].append((uri, name, first, rows.memo_bytes(new)))
        elif new != old:
            lines[_STORY].append((rows.memo_bytes(new), uri))
        lines[_NOT_LISTED] += [
            (where, released, name)
            for where, (released, _) in before.rows.items()
            if where not in new.rows or new.rows[where][0] != released
        ]
        headlines: dict[int, bytes] = {}
        listed: dict[str, rows.ListRow] = {}
        for where, row in now.rows.items():
            # The lists of one site hold the same row.
            if (data := headlines.get(id(row))) is None:
                data = headlines[id(row)] = rows.headline_bytes(row.headline)
            listed[where] = new.rows[where][0], name, _micros(row.until), data
        lines[_LISTED] += [(where, *rows.stored(where, row)) for where, row in listed.items()]
        lines[_NO_BOUNDARY] += [(at, uri) for at in before.boundaries]
        lines[_BOUNDARY] += [(micros(one.at), uri, one.what) for one in now.boundaries]
        lines[_NOT_GONE] += [(where, killed_at, name) for where, killed_at in before.gone.items()]
        lines[_GONE] += [
            (where, micros(one.killed_at), name, one.uri, micros(one.released), one.source)
            for where, one in now.gone.items()
        ]
        lines[_NOT_PINNED] += before.pins
        lines[_PINNED] += [(pin.site, pin.seq, uri, _micros(pin.until)) for pin in now.pins]
        lines[_NOT_CORRECTED] += [(*one, name) for one in corrections_in(before)]
        if new.corrections:
            lines[_CORRECTED] += [
                (site, at, name, uri, _micros(now.rows[site].until)) for site, at in corrections_in(new)
            ]
        lines[relating.FILE] += relating.rows_of(now.marks, before.marks, first)
        return listed

    def write(self, connection: sqlite3.Connection) -> None:
        """Writes what was gathered, what goes before what comes, and begins again."""
        for statement, lines in self._lines.items():
            if lines:
                connection.executemany(statement, lines)
                lines.clear()


def corrections_in(memo: Memo) -> list[tuple[str, int]]:
    """The sites that list the story, each with each moment (microseconds) at which it was corrected."""
    return [(site, at) for at in memo.corrections for site in memo.rows if not rows.in_section(site)]


def _micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def prune(connection: sqlite3.Connection, network: Network, now: int, count: int) -> None:
    """Takes out the list rows that have ended by `now` (microseconds), of about `count` stories at most.

    Readers pass over them anyway; without this a list whose licence shows thirty days would grow for ever, and its
    last page would read through all of it. Whose rows end is told by the story's boundaries, or by the licence.
    """
    row = connection.execute("SELECT value FROM meta WHERE key = 'pruned'").fetchone()
    since = int(row[0]) if row else 0
    last = connection.execute(
        "SELECT at FROM boundary WHERE at > ? AND at <= ? ORDER BY at LIMIT 1 OFFSET ?", (since, now, count)
    ).fetchone()
    upto = last[0] if last else now
    if any(since < micros(one.term_until) <= upto for one in network.licences.values() if one.term_until):
        connection.execute("DELETE FROM listed WHERE until <= ?", (upto,))
    else:
        ending = "SELECT uri FROM boundary WHERE at > ? AND at <= ?"
        found = connection.execute(f"SELECT id, memo FROM story WHERE uri IN ({ending})", (since, upto)).fetchall()
        lines = [
            (where, released, id, upto) for id, memo in found for where, (released, _) in rows.memo(memo).rows.items()
        ]
        connection.executemany(f"{_NOT_LISTED} AND until <= ?", lines)
    connection.execute("INSERT OR REPLACE INTO meta VALUES('pruned', ?)", (str(upto),))


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
    connection.execute("DELETE FROM meta WHERE key = 'pruned'")
    total = connection.execute("SELECT count(DISTINCT uri) FROM entry").fetchone()[0]
    changes = Changes()
    for done, (uri, first) in enumerate(rows.stories(connection), 1):
        changes.add(uri, first, None, replay(connection, uri, network, router))
        if done % 500 == 0 or done == total:
            changes.write(connection)
        if progress and (done % 500 == 0 or done == total):
            progress(done, total)
    connection.execute(
        "INSERT OR REPLACE INTO meta VALUES('projections', ?)",
        (key_of(network),),
    )
