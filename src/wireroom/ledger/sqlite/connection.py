"""Connections to SQLite files: how they are opened, lent to readers, and what their errors mean to a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from wireroom.errors import LedgerBusyError, LedgerError
from wireroom.ledger.files import end_process

BUSY_SECONDS = 5.0
_UNKEPT = frozenset({"SQLITE_IOERR_FSYNC", "SQLITE_IOERR_DIR_FSYNC"})
_KEPT = 8  # idle connections of a pool; more are opened in a rush and closed again


def connect(path: Path, *, synchronous: str = "FULL", write: bool = False, cache_kib: int = 4096) -> sqlite3.Connection:
    """A connection in autocommit mode that any one thread at a time may use.

    WAL with synchronous=FULL: measured under power cuts, NORMAL loses every commit since the last checkpoint and
    FULL loses none.
    """
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        if write:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            if mode != "wal":  # SQLite keeps to itself why: a disk that failed just now, or one that knows no locks
                todo = "look after the disk; keep ledger and vault on a local one"
                raise LedgerError("the disk refuses SQLite's write-ahead log", where=str(path), todo=todo)
            # Debian turns it on; overwriting what was deleted with zeros doubles the writing.
            connection.execute("PRAGMA secure_delete = OFF")
        else:
            connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute(f"PRAGMA cache_size = -{cache_kib}")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Says SQLite's errors in words a person can act on: LedgerBusyError when locked, else LedgerError.

    A failed fsync is not told but ends the process.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", "") or ""
        if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise LedgerBusyError(
                f"another process has held the write lock for {BUSY_SECONDS:g} seconds",
                where=str(path),
                todo="wait and try again; see which program holds it",
            ) from error
        if code.startswith("SQLITE_FULL"):
            todo = "free some space; what has not been acknowledged comes again"
            raise LedgerError("the disk is full, nothing was recorded", where=str(path), todo=todo) from error
        if code in _UNKEPT:
            end_process(path, code)
        if code.startswith("SQLITE_IOERR"):
            todo = "stop Wireroom, look after the disk, start again"
            raise LedgerError(f"the disk failed ({code}: {error})", where=str(path), todo=todo) from error
        if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            todo = "restore a backup"
            raise LedgerError(f"the file is damaged ({error})", where=str(path), todo=todo) from error
        raise LedgerError(f"{error}", where=str(path), todo="wireroom doctor") from error


class Pool:
    """Readers' connections, opened when needed and kept for the next reader."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = Lock()
        self._closed = False

    def take(self) -> sqlite3.Connection:
        """A connection for one reader; give it back."""
        with self._lock:
            if self._closed:
                raise LedgerError("the ledger is closed", where=str(self._path), todo="open it again")
            if self._idle:
                return self._idle.pop()
        with told(self._path):
            return connect(self._path)

    def give(self, connection: sqlite3.Connection) -> None:
        """Takes back a connection, with whatever read transaction it was in at an end."""
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        with self._lock:
            if not self._closed and len(self._idle) < _KEPT:
                self._idle.append(connection)
                return
        connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection in a read transaction: everything read through it is of one moment."""
        connection = self.take()
        try:
            with told(self._path):
                connection.execute("BEGIN")
                yield connection
        finally:
            self.give(connection)

    def close(self) -> None:
        """Closes the idle connections at once and those in use when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
