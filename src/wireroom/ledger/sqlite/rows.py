"""Rows of the ledger file to entries, headlines and memos, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple, get_type_hints

import msgspec

from wireroom.ledger.codec import decode, link, micros, moment
from wireroom.ledger.model import Entry, Outcome
from wireroom.ledger.project import Before, Projection, lists_of
from wireroom.news import Headline, Placement, Standing, Version
from wireroom.related import NO_MARKS, Marks

ENTRY = "seq, at, kind, uri, provider, source, digest, fingerprint, outcome, touches, what"
ListRow = tuple[int, str, int | None, bytes]  # released, id, until, headline: a row of a list, times in microseconds
_ASKED = 500  # keys of one query
_ENCODE = msgspec.msgpack.Encoder().encode
_LISTS = msgspec.msgpack.Decoder(list[str])
_STANDING = [one.name for one in fields(Standing) if one.name != "uri"]
_HEADLINE = [one.name for one in fields(Headline) if one.name != "standing"]
_STATED, _TOLD = attrgetter(*_STANDING), attrgetter(*_HEADLINE)


class State(NamedTuple):
    """Number and time (microseconds) of the last entry, and with what the projections were made."""

    seq: int
    at: int | None
    made_with: str | None


class Memo(msgspec.Struct, array_like=True, frozen=True):
    """What the file remembers of a story's projection: enough to take its rows out again and to go on from it.

    Times are microseconds. `rows`: list → (released, seen from); `gone`: list → killed at; `shelves` are those of the
    story on each of its sites; `corrections` are when it was corrected.
    """

    placements: list[tuple[str, str, str]] = []
    rows: dict[str, tuple[int, int]] = {}
    once: list[str] = []
    gone: dict[str, int] = {}
    boundaries: list[int] = []
    pins: list[tuple[str, int]] = []
    marks: Marks = NO_MARKS
    shelves: list[str] = []
    corrections: list[int] = []

    def before(self) -> Before:
        """What the next projection depends on."""
        return Before(
            lists_of(self.rows, self.shelves, corrected=bool(self.corrections))
            | frozenset(self.gone)
            | {site for site, _ in self.pins},
            frozenset(self.once),
            {where: moment(seen_from) for where, (_, seen_from) in self.rows.items()},
            self.marks,
        )

    def where(self, uri: str) -> tuple[Placement, ...]:
        """The story's placements."""
        return tuple(Placement(uri, *one) for one in self.placements)

    def lists(self) -> list[str]:
        """The lists of sites and sections that the story is in, in order."""
        return sorted(self.rows)

    @staticmethod
    def of(now: Projection) -> Memo:
        """What to remember of this projection."""
        return Memo(
            [(one.site, one.section, one.because) for one in now.placements],
            {where: (micros(row.headline.released), micros(row.shows_from)) for where, row in sorted(now.rows.items())},
            sorted(now.once),
            {where: micros(gone.killed_at) for where, gone in sorted(now.gone.items())},
            [micros(one.at) for one in now.boundaries],
            [(pin.site, pin.seq) for pin in now.pins],
            now.marks,
            list(now.shelves),
            [micros(one) for one in now.corrections],
        )


NO_MEMO = Memo()
_MEMO = msgspec.msgpack.Decoder(Memo)


def memo_bytes(memo: Memo) -> bytes:
    """The memo as it is stored."""
    return _ENCODE(memo)


def memo(data: bytes) -> Memo:
    """The memo behind the bytes."""
    return _MEMO.decode(data)


def memo_of(connection: sqlite3.Connection, uri: str) -> Memo | None:
    """What the file remembers of this story."""
    row = connection.execute("SELECT memo FROM story WHERE uri = ?", (uri,)).fetchone()
    return memo(row[0]) if row else None


def _values(noun: type, names: list[str]) -> Any:
    """The type of a noun's values in this order."""
    hints = get_type_hints(noun)
    return tuple.__class_getitem__(tuple(hints[name] for name in names))


_ROW: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(
    tuple.__class_getitem__((_values(Headline, _HEADLINE), _values(Standing, _STANDING)))
)


def headline_bytes(headline: Headline) -> bytes:
    """The row as it is stored: values without the names of their fields, which would be a third of every list."""
    return _ENCODE((_TOLD(headline), _STATED(headline.standing)))


def in_section(where: str) -> bool:
    """Whether the list is a section's, and not a site's."""
    return "/" in where


def stored(where: str, row: ListRow) -> ListRow:
    """The row as the file has it in this list: a section's leaves its headline to the row of its site."""
    return (*row[:3], b"") if in_section(where) else row


@lru_cache(maxsize=2048)
def headline_of(data: bytes) -> Headline:
    """The row behind the bytes. The newest rows stand on many pages and are read again after every entry."""
    told, stated = _ROW.decode(data)
    named = dict(zip(_HEADLINE, told, strict=True))
    return Headline(**named, standing=Standing(named["uri"], *stated))


def entry_row(entry: Entry, data: bytes, kind: str, previous: bytes) -> tuple[Any, ...]:
    """The line of the ledger: the columns of ENTRY in order, then the link of the chain."""
    what = entry.what
    row = (
        entry.seq,
        micros(entry.at),
        kind,
        what.uri,
        what.provider if isinstance(what, Version) else "",
        entry.source,
        entry.digest,
        bytes.fromhex(entry.fingerprint),
        entry.outcome.value,
        _ENCODE(sorted(entry.touches)),
        data,
    )
    return (*row, link(previous, *linked(row)))


def linked(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What of a line the chain holds: all but the content itself, for which the fingerprint stands.

    So words that nobody may keep any longer can be erased, and the chain still proves all the rest.
    """
    return row[:10]


def touches_of(data: bytes) -> frozenset[str]:
    """The page keys behind the bytes."""
    return frozenset(_LISTS.decode(data))


def entry_of(row: tuple[Any, ...]) -> Entry:
    """The entry behind the columns of ENTRY."""
    seq, at, kind, _, _, source, digest, fingerprint, outcome, touches, what = row[:11]
    return Entry(
        seq,
        moment(at),
        decode(kind, what),
        source,
        digest,
        fingerprint.hex(),
        touches_of(touches),
        Outcome(outcome),
    )


def entries_of(connection: sqlite3.Connection, uri: str, until: int = 1 << 62) -> list[Entry]:
    """Every entry about one story in order, up to number `until`: never more of the archive than that."""
    rows = connection.execute(f"SELECT {ENTRY} FROM entry WHERE uri = ? AND seq <= ? ORDER BY seq", (uri, until))
    return [entry_of(row) for row in rows.fetchall()]


def each_of(
    connection: sqlite3.Connection, query: str, keys: Iterable[object], *before: object
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query that ends in `IN`, for a few hundred keys at a time; `before` are its other values."""
    waiting = iter(keys)
    while some := tuple(islice(waiting, _ASKED)):
        yield from connection.execute(f"{query} ({', '.join('?' * len(some))})", (*before, *some)).fetchall()


def entries_about(connection: sqlite3.Connection, uris: Iterable[str]) -> dict[str, list[Entry]]:
    """Every entry about each of these stories in order; nothing for a story that is not there."""
    found: dict[str, list[Entry]] = {}
    for row in sorted(each_of(connection, f"SELECT {ENTRY} FROM entry WHERE uri IN", uris)):
        found.setdefault(row[3], []).append(entry_of(row))
    return found


def memos_of(connection: sqlite3.Connection, uris: Iterable[str]) -> dict[str, Memo]:
    """What the file remembers of each of these stories."""
    return {uri: memo(data) for uri, data in each_of(connection, "SELECT uri, memo FROM story WHERE uri IN", uris)}


def last_of(connection: sqlite3.Connection) -> tuple[int, int | None, bytes]:
    """Number, time (microseconds) and chain link of the last entry."""
    row = connection.execute("SELECT seq, at, chain FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return row or (0, None, b"")


def state_of(connection: sqlite3.Connection) -> State:
    """What the file holds now."""
    made_with, seq, at = connection.execute(
        """SELECT (SELECT value FROM meta WHERE key = 'projections'), seq, at
           FROM (SELECT 1) LEFT JOIN (SELECT seq, at FROM entry ORDER BY seq DESC LIMIT 1)"""
    ).fetchone()
    return State(seq or 0, at, made_with)


def lines(connection: sqlite3.Connection, columns: str, after: int, count: int) -> list[tuple[Any, ...]]:
    """The next lines of the ledger behind `after`."""
    return connection.execute(
        f"SELECT {columns} FROM entry WHERE seq > ? ORDER BY seq LIMIT ?", (after, count)
    ).fetchall()


def stories(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """The uri of every story and the number of its first entry, in that order."""
    yield from connection.execute("SELECT uri, min(seq) FROM entry GROUP BY uri ORDER BY 2")
