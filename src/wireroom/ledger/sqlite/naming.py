"""The index of names in the ledger file: written with each entry, asked when an item's words are about another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from wireroom.ledger.codec import micros
from wireroom.ledger.model import MOST_NAMED, Entry
from wireroom.ledger.names import addresses_of, called_at, names_of
from wireroom.ledger.sqlite import rows
from wireroom.news import Version

# Counted up when versions are named otherwise: files made by earlier releases are then named anew when opened.
_GENERATION = "1"
# As many as can matter of one name, however common it is; a story may have it several times.
_NEWEST = f"""SELECT at, uri FROM (SELECT at, uri FROM named WHERE provider = ? AND name = ? AND at BETWEEN ? AND ?
    ORDER BY at DESC, uri DESC LIMIT {MOST_NAMED * 4})"""
Row = tuple[str, str, int, str]
_ANY = ""  # old addresses are nobody's own
OLD_PAGE = f"SELECT uri FROM named WHERE provider = '{_ANY}' AND name = ? ORDER BY at DESC, uri DESC LIMIT 1"


def rows_of(entry: Entry) -> list[Row]:
    """The lines of the index that an entry makes."""
    if not isinstance(entry.what, Version):
        return []
    at = micros(called_at(entry.what, entry.at))
    named = [(entry.what.provider, name, at, entry.what.uri) for name in names_of(entry.what)]
    return named + [(_ANY, name, at, entry.what.uri) for name in addresses_of(entry.what, entry.source)]


def write(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Names the entries' items."""
    named = [row for entry in entries for row in rows_of(entry)]
    connection.executemany("INSERT OR IGNORE INTO named VALUES(?, ?, ?, ?)", named)


def fill(connection: sqlite3.Connection) -> None:
    """Names every item of a file whose names were made otherwise, or never."""
    made = connection.execute("SELECT value FROM meta WHERE key = 'names'").fetchone()
    if made is not None and made[0] == _GENERATION:
        return
    connection.execute("DELETE FROM named")
    for uri, _ in rows.stories(connection):
        write(connection, rows.entries_of(connection, uri))
    connection.execute("INSERT OR REPLACE INTO meta VALUES('names', ?)", (_GENERATION,))


def find(
    connection: sqlite3.Connection, provider: str, names: Sequence[str], since: datetime, until: datetime
) -> list[str]:
    """The uris that go by one of the names, the last made first."""
    if not names:
        return []
    asked = " UNION ALL ".join([_NEWEST] * len(names))
    first, last = micros(since), micros(until)
    found = connection.execute(asked, [each for name in names for each in (provider, name, first, last)]).fetchall()
    return list(dict.fromkeys(uri for _, uri in sorted(found, reverse=True)))[:MOST_NAMED]


def filed(connection: sqlite3.Connection, provider: str, names: Iterable[str]) -> frozenset[str]:
    """Those of the names that any item of the provider goes by."""
    asked = "SELECT DISTINCT name FROM named WHERE provider = ? AND name IN"
    return frozenset(name for (name,) in rows.each_of(connection, asked, names, provider))
