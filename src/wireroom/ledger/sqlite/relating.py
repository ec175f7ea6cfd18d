"""Who is filed under which sign in the ledger file: written with each entry, read for a story's related headlines."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable

from wireroom.ledger.sqlite import rows
from wireroom.news import Neighbours, Story
from wireroom.related import MOST_FILED, Marks, asked, neighbours

# The number of a story's first entry, four bytes each; a file that is full is not written to any more.
_NUMBER = struct.Struct("<I")
_FULL = MOST_FILED * _NUMBER.size
FILE = f"""INSERT INTO related VALUES(?, ?, ?) ON CONFLICT DO UPDATE
    SET stories = CAST(stories || excluded.stories AS BLOB) WHERE length(stories) < {_FULL}"""
Row = tuple[int, int, bytes]


def rows_of(marks: Marks, before: Marks, first: int) -> list[Row]:
    """What files the story, whose first entry has this number, under the keys that it did not have before."""
    number = _NUMBER.pack(first)
    return [(marks.fortnight, key, number) for key in marks.keys if key not in before.keys]


def file(connection: sqlite3.Connection, fortnight: int, key: int) -> tuple[int, ...]:
    """The numbers of the stories filed under a key."""
    query = "SELECT stories FROM related WHERE fortnight = ? AND key = ?"
    found = connection.execute(query, (fortnight, key)).fetchone()
    return _numbers(found[0]) if found else ()


def count(connection: sqlite3.Connection) -> int:
    """How many numbers stand in all files together."""
    total: int = connection.execute("SELECT ifnull(sum(length(stories)), 0) FROM related").fetchone()[0]
    return total // _NUMBER.size


def find(connection: sqlite3.Connection, story: Story) -> Neighbours:
    """What the story is related to: two short rows for each of its keys, at any size of the archive."""
    found = connection.execute("SELECT first, memo FROM story WHERE uri = ?", (story.uri,)).fetchone()
    if found is None:
        return Neighbours()
    own, marks = found[0], rows.memo(found[1]).marks
    if not marks.keys:
        return Neighbours()
    files: dict[int, list[tuple[int, ...]]] = {key: [] for key in asked(marks, story.uri)}
    query = "SELECT key, stories FROM related WHERE fortnight IN (?, ?) AND key IN"
    for key, data in rows.each_of(connection, query, files, marks.fortnight, marks.fortnight - 1):
        files[key].append(_numbers(data))

    def uris_of(some: Iterable[int]) -> dict[int, str]:
        return dict(rows.each_of(connection, "SELECT seq, uri FROM entry WHERE seq IN", some))

    return neighbours(story, marks, own, files, uris_of)


def _numbers(data: bytes) -> tuple[int, ...]:
    """The numbers behind the bytes."""
    return struct.unpack(f"<{len(data) // _NUMBER.size}I", data)
