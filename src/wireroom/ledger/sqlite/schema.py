"""The tables of the ledger file, as numbered migrations that are applied in order and never edited."""

from __future__ import annotations

import sqlite3

from wireroom.errors import LedgerError

# Times are whole microseconds since 1970 UTC. `entry` is the record, `original` the bytes that it was read from; all
# else is made from `entry` again by replay.
_FIRST = (
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE entry(
        seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, uri TEXT NOT NULL, provider TEXT NOT NULL,
        source TEXT NOT NULL, digest TEXT NOT NULL, fingerprint BLOB NOT NULL, outcome TEXT NOT NULL,
        touches BLOB NOT NULL, chain BLOB NOT NULL, what BLOB NOT NULL)""",
    "CREATE INDEX entry_uri ON entry(uri)",
    "CREATE INDEX entry_digest ON entry(digest) WHERE digest != ''",
    # Two uris may, once in a very long while, have the same id: the story that came first keeps it.
    """CREATE TABLE story(uri TEXT PRIMARY KEY, id TEXT NOT NULL, first INTEGER NOT NULL, memo BLOB NOT NULL)
        WITHOUT ROWID""",
    "CREATE INDEX story_id ON story(id)",
    # A list is one range of this table with everything a row needs: the newest twenty cost the same at any size.
    """CREATE TABLE listed(
        list TEXT NOT NULL, released INTEGER NOT NULL, id TEXT NOT NULL, until INTEGER, headline BLOB NOT NULL,
        PRIMARY KEY(list, released DESC, id)) WITHOUT ROWID""",
    "CREATE INDEX listed_until ON listed(until) WHERE until IS NOT NULL",
    """CREATE TABLE gone(
        list TEXT NOT NULL, killed_at INTEGER NOT NULL, id TEXT NOT NULL, uri TEXT NOT NULL,
        released INTEGER NOT NULL, source TEXT NOT NULL, PRIMARY KEY(list, killed_at DESC, id)) WITHOUT ROWID""",
    """CREATE TABLE boundary(at INTEGER NOT NULL, uri TEXT NOT NULL, what TEXT NOT NULL,
        PRIMARY KEY(at, uri)) WITHOUT ROWID""",
    """CREATE TABLE pinned(site TEXT NOT NULL, seq INTEGER NOT NULL, uri TEXT NOT NULL, until INTEGER,
        PRIMARY KEY(site, seq DESC)) WITHOUT ROWID""",
)
_NAMED = (
    # What each item may be called by in another one's words, newest first.
    """CREATE TABLE named(provider TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, uri TEXT NOT NULL,
        PRIMARY KEY(provider, name, at DESC, uri)) WITHOUT ROWID""",
)
_RELATED = (
    # Who came in a fortnight is filed by sign: what a day writes to stays small and near, however long the archive.
    """CREATE TABLE related(fortnight INTEGER NOT NULL, key INTEGER NOT NULL, stories BLOB NOT NULL,
        PRIMARY KEY(fortnight, key)) WITHOUT ROWID""",
)
_CORRECTED = (
    # The corrections of a site's stories in their own order, which is not that of the stories.
    """CREATE TABLE corrected(site TEXT NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL, uri TEXT NOT NULL,
        until INTEGER, PRIMARY KEY(site, at DESC, id)) WITHOUT ROWID""",
)
_ORIGINALS = (
    # By number, so that a flood of them is written behind one another and only the digests here and there.
    "CREATE TABLE original(number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, data BLOB NOT NULL)",
)
_PRUNING = ("DROP INDEX listed_until",)  # the story's boundaries tell when its rows end
MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _NAMED, _RELATED, _CORRECTED, _ORIGINALS, _PRUNING)


def migrate(connection: sqlite3.Connection, where: str) -> None:
    """Brings the file to this release's tables in one transaction.

    Raises LedgerError when a newer release made the file.
    """
    if _version(connection) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited.
        version = _version(connection)
        if version > len(MIGRATIONS):
            raise LedgerError(
                f"the ledger has tables of version {version}, and this release knows {len(MIGRATIONS)}",
                where=where,
                todo="use the release of Wireroom that wrote it, or a newer one",
            )
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
