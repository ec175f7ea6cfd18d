"""What was published and of what it was made: the memory of a destination, in a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from wireroom.ledger.codec import micros
from wireroom.ledger.sqlite.connection import told
from wireroom.ledger.sqlite.rows import each_of

# A slot is what is made as a whole: the page at a path, or all files of a story on a site. `round` is that of the
# publication (one network file, one way with rails) for which it was made last. A file without a digest was about to
# be written or removed when that was broken off: nobody knows which.
_TABLES = (
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE slot(n INTEGER PRIMARY KEY, site TEXT NOT NULL, key TEXT NOT NULL, round INTEGER NOT NULL,
        changes_at INTEGER, UNIQUE(site, key))""",
    "CREATE INDEX slot_time ON slot(changes_at) WHERE changes_at IS NOT NULL",
    "CREATE INDEX slot_round ON slot(round)",
    "CREATE INDEX slot_key ON slot(key)",
    "CREATE TABLE file(name TEXT PRIMARY KEY, n INTEGER NOT NULL, digest BLOB, twins INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX file_slot ON file(n)",
    "CREATE INDEX file_unsure ON file(n) WHERE digest IS NULL",
    "CREATE TABLE uses(key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(key, n)) WITHOUT ROWID",
    "CREATE INDEX uses_slot ON uses(n)",
    # The part of a list that a slot was made of, in microseconds: from the newest place it began at to the oldest read.
    """CREATE TABLE span(list TEXT NOT NULL, newest INTEGER NOT NULL, oldest INTEGER NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY(list, newest, oldest, n)) WITHOUT ROWID""",
    "CREATE INDEX span_slot ON span(n)",
    "CREATE TABLE link(key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(key, n)) WITHOUT ROWID",
    "CREATE INDEX link_slot ON link(n)",
    # Where a story's slot stood in its lists when it was made, and which addresses lead to it.
    "CREATE TABLE place(n INTEGER PRIMARY KEY, released INTEGER NOT NULL, path TEXT NOT NULL)",
    "CREATE TABLE moved(address TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(address, n)) WITHOUT ROWID",
    "CREATE INDEX moved_slot ON moved(n)",
)
_VERSION = 1
_OF_SLOT = ("uses", "span", "link", "place", "moved")

UNKNOWN = "?"
"""The slot of files that are there and of which nobody knows why: they go when a round is through."""

Key = tuple[str, str]
"""A slot: its site and what it is there."""


class File(NamedTuple):
    """A published file. No digest: it was about to be changed."""

    name: str
    digest: bytes | None
    twins: bool


def _file(name: str, digest: bytes | None, twins: int) -> File:
    return File(name, digest, bool(twins))


@dataclass(slots=True)
class Record:
    """What is remembered of a slot once it was made."""

    slot: Key
    changes_at: datetime | None = None
    uses: Iterable[str] = ()
    spans: Iterable[tuple[str, int, int]] = ()
    links: Iterable[str] = ()
    released: datetime | None = None
    path: str = ""
    moved: Iterable[str] = ()
    files: list[tuple[str, bytes, bool]] = field(default_factory=list)


class Manifest:
    """The file at `path`. One publisher at a time uses it.

    It is never waited for: after a power cut it may lack what was done last, or be damaged. Whoever publishes then
    looks at the place itself (`publisher`), so that speed costs no certainty here.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with told(path):
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -8192", "secure_delete = OFF"):
                self._db.execute(f"PRAGMA {pragma}")
            if self._db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                self._make()

    def _make(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            self._db.execute(f"DROP TABLE {name}")
        for statement in _TABLES:
            self._db.execute(statement)
        self._db.execute(f"PRAGMA user_version = {_VERSION}")
        self._db.execute("COMMIT")

    def is_damaged(self) -> bool:
        """Whether the file is not what SQLite wrote."""
        try:
            found = self._db.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError:
            return True
        return bool(found[0] != "ok")

    def copy_to(self, path: Path) -> None:
        """A copy to play with."""
        with told(self._path), sqlite3.connect(path) as other:
            self._db.backup(other)
        other.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is recorded inside stands, or nothing of it."""
        with told(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def noted(self, key: str) -> str:
        """What is remembered of the whole, "" for nothing."""
        found = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return found[0] if found else ""

    def note(self, key: str, value: str) -> None:
        """Remembers something of the whole."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES(?, ?)", (key, value))

    def knows(self, slot: Key) -> bool:
        """Whether anything at all is remembered of the slot."""
        return self._number(slot) is not None

    def _number(self, slot: Key) -> int | None:
        found = self._db.execute("SELECT n FROM slot WHERE site = ? AND key = ?", slot).fetchone()
        return None if found is None else int(found[0])

    def is_made(self, slot: Key, round: int) -> bool:
        """Whether the slot was made in this round."""
        query = "SELECT 1 FROM slot WHERE site = ? AND key = ? AND +round = ?"
        return self._db.execute(query, (*slot, round)).fetchone() is not None

    def made(self, slots: Iterable[Key], round: int) -> set[Key]:
        """The slots that were made in this round, and perhaps others."""
        query = "SELECT site, key FROM slot WHERE +round = ? AND key IN"
        return set(each_of(self._db, query, {key for _, key in slots}, round))

    def known(self, slots: Iterable[Key]) -> dict[Key, int]:
        """The numbers of those of the slots of which anything at all is remembered."""
        asked = set(slots)
        query = "SELECT site, key, n FROM slot WHERE key IN"
        found = each_of(self._db, query, {key for _, key in asked})
        return {(site, key): n for site, key, n in found if (site, key) in asked}

    def files_of(self, numbers: Iterable[int]) -> dict[int, list[File]]:
        """The files of slots, by these numbers of theirs."""
        found: dict[int, list[File]] = {}
        for n, *rest in each_of(self._db, "SELECT n, name, digest, twins FROM file WHERE n IN", numbers):
            found.setdefault(n, []).append(_file(*rest))
        return found

    def expect(self, names: Mapping[Key, Iterable[str]]) -> None:
        """Remembers that these files of slots are about to be written or removed, before anything is."""
        self._db.executemany("INSERT OR IGNORE INTO slot(site, key, round) VALUES(?, ?, 0)", list(names))
        numbers = self.known(names)
        self._db.executemany(
            "INSERT INTO file VALUES(?, ?, NULL, 1) ON CONFLICT(name) DO UPDATE SET n = excluded.n, digest = NULL",
            [(name, numbers[slot]) for slot, some in names.items() for name in some],
        )

    def record(self, records: Sequence[Record], round: int, known: Iterable[int]) -> None:
        """Remembers how slots were made, instead of what was remembered of those that were `known` by these numbers."""
        many, slots = self._db.executemany, [one.slot for one in records]
        self._forget(known)
        many(
            """INSERT INTO slot(site, key, round, changes_at) VALUES(?, ?, ?, ?) ON CONFLICT(site, key)
            DO UPDATE SET round = excluded.round, changes_at = excluded.changes_at""",
            [(*one.slot, round, one.changes_at and micros(one.changes_at)) for one in records],
        )
        numbers = self.known(slots)
        told = [(numbers[one.slot], one) for one in records]
        many("INSERT OR IGNORE INTO uses VALUES(?, ?)", [(key, n) for n, one in told for key in one.uses])
        many("INSERT OR IGNORE INTO span VALUES(?, ?, ?, ?)", [(*span, n) for n, one in told for span in one.spans])
        links = [(f"{one.slot[0]} {path}", n) for n, one in told for path in one.links]
        many("INSERT OR IGNORE INTO link VALUES(?, ?)", links)
        places = [(n, micros(one.released), one.path) for n, one in told if one.released is not None]
        many("INSERT INTO place VALUES(?, ?, ?)", places)
        many("INSERT OR IGNORE INTO moved VALUES(?, ?)", [(address, n) for n, one in told for address in one.moved])
        files = [(name, n, *rest) for n, one in told for name, *rest in one.files]
        many("INSERT OR REPLACE INTO file VALUES(?, ?, ?, ?)", files)

    def _forget(self, numbers: Iterable[int]) -> None:
        some = [(n,) for n in numbers]
        for table in (*_OF_SLOT, "file"):
            self._db.executemany(f"DELETE FROM {table} WHERE n = ?", some)

    def drop(self, slot: Key) -> None:
        """Forgets a slot."""
        n = self._number(slot)
        if n is not None:
            self._forget([n])
            self._db.execute("DELETE FROM slot WHERE n = ?", (n,))

    def using(self, key: str) -> list[Key]:
        """The slots that use a key as entries touch it."""
        query = "SELECT site, slot.key FROM uses JOIN slot USING(n) WHERE uses.key = ?"
        return self._db.execute(query, (key,)).fetchall()

    def spanning(self, where: str, place: int) -> list[Key]:
        """The slots that were made of a part of this list that holds this place (microseconds)."""
        query = "SELECT site, key FROM span JOIN slot USING(n) WHERE list = ? AND newest >= ? AND oldest <= ?"
        return self._db.execute(query, (where, place, place)).fetchall()

    def postpone(self, slots: Iterable[Key], until: datetime) -> None:
        """Lets slots be due at a moment, if at no earlier one."""
        query = "UPDATE slot SET changes_at = min(ifnull(changes_at, ?1), ?1) WHERE site = ?2 AND key = ?3"
        self._db.executemany(query, [(micros(until), *slot) for slot in slots])

    def due(self, now: datetime) -> list[Key]:
        """The slots that time has changed; those of pictures, which are due until they are whole, have their turn."""
        query = "SELECT site, key FROM slot WHERE changes_at <= ? AND key NOT GLOB 'pictures:*'"
        return self._db.execute(query, (micros(now),)).fetchall()

    def lacking(self, now: datetime, count: int) -> list[Key]:
        """Slots of pictures that are not whole, those longest so first."""
        query = """SELECT site, key FROM slot WHERE changes_at <= ? AND key GLOB 'pictures:*'
            ORDER BY changes_at LIMIT ?"""
        return self._db.execute(query, (micros(now), count)).fetchall()

    def put_off(self, slot: Key, until: datetime) -> None:
        """Lets a slot be due at no earlier moment."""
        query = "UPDATE slot SET changes_at = max(changes_at, ?) WHERE site = ? AND key = ?"
        self._db.execute(query, (micros(until), *slot))

    def next_change(self) -> int | None:
        """The next moment (microseconds) at which time changes a slot."""
        found: int | None = self._db.execute("SELECT min(changes_at) FROM slot WHERE changes_at NOT NULL").fetchone()[0]
        return found

    def unsure(self) -> list[Key]:
        """The slots whose files nobody knows."""
        query = "SELECT DISTINCT site, key FROM file JOIN slot USING(n) WHERE digest IS NULL AND key != ?"
        return self._db.execute(query, (UNKNOWN,)).fetchall()

    def named(self, names: Iterable[str]) -> dict[str, File]:
        """The files of these names, of whatever slot."""
        query = "SELECT name, digest, twins FROM file WHERE name IN"
        return {row[0]: _file(*row) for row in each_of(self._db, query, names)}

    def left_from(self, round: int, count: int) -> list[Key]:
        """Slots that this round has not made."""
        query = "SELECT site, key FROM slot WHERE round < ? LIMIT ?"
        return self._db.execute(query, (round, count)).fetchall()

    def pages_of(self, key: str, round: int) -> int:
        """On how many sites this round has made the page of a story that readers may see."""
        query = "SELECT count(*) FROM slot JOIN place USING(n) WHERE key = ? AND path != '' AND +round = ?"
        found: int = self._db.execute(query, (key, round)).fetchone()[0]
        return found

    def linked(self, site: str, path: str) -> bool:
        """Whether any page of the site still leads to this one."""
        return self._db.execute("SELECT 1 FROM link WHERE key = ? LIMIT 1", (f"{site} {path}",)).fetchone() is not None

    def unlinked(self) -> list[Key]:
        """Pages that are there only because others lead to them, and to which none leads."""
        query = """SELECT site, key FROM slot WHERE (key GLOB '/*/before/*' OR key GLOB '/sitemap/[0-9]*'
            OR key GLOB '/archive/[0-9]*' OR key NOT GLOB '/search/*'
            AND (key GLOB '/*/*/feed.xml' OR key GLOB '/*/*/atom.xml' OR key GLOB '/*/*/feed.json')
            OR key GLOB 'pictures:*') AND NOT EXISTS(SELECT 1 FROM link WHERE link.key = site || ' ' || slot.key)"""
        return self._db.execute(query).fetchall()

    def links(self, slot: Key) -> list[str]:
        """The paths that this slot leads to, and that are slots for that reason alone."""
        query = "SELECT link.key FROM link JOIN slot USING(n) WHERE site = ? AND slot.key = ?"
        return [key.partition(" ")[2] for (key,) in self._db.execute(query, slot)]

    def released(self, key: str) -> set[int]:
        """The places (microseconds) in lists that a story's slots were made for."""
        query = "SELECT released FROM place JOIN slot USING(n) WHERE key = ?"
        return {released for (released,) in self._db.execute(query, (key,))}

    def moved(self, site: str) -> Iterator[tuple[str, str]]:
        """The addresses of this site that lead elsewhere, each with the path it leads to."""
        query = "SELECT address, path FROM moved JOIN slot USING(n) JOIN place USING(n) WHERE site = ? ORDER BY address"
        yield from self._db.execute(query, (site,))

    def leads(self, slot: Key) -> list[tuple[str, str]]:
        """The addresses that lead to a story's slot, and its path."""
        query = "SELECT address, path FROM moved JOIN slot USING(n) JOIN place USING(n) WHERE site = ? AND key = ?"
        return sorted(self._db.execute(query, slot).fetchall())

    def strays(self, names: Iterable[str]) -> Iterator[str]:
        """Those of the names that nothing here knows."""
        for name in names:
            if self._db.execute("SELECT 1 FROM file WHERE name = ?", (name,)).fetchone() is None:
                yield name

    def doubt_all(self) -> None:
        """Nothing is known of any file any more; they are looked at one by one when they are made again."""
        self._db.execute("UPDATE file SET digest = NULL")

    def counts(self) -> tuple[int, int]:
        """How many slots and files there are."""
        query = "SELECT (SELECT count(*) FROM slot), (SELECT count(*) FROM file)"
        slots, files = self._db.execute(query).fetchone()
        return slots, files

    def close(self) -> None:
        """Closes the file."""
        self._db.close()
