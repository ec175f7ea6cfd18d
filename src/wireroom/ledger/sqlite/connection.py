"""Connections to SQLite files: how they are opened, lent to readers, and what their errors mean to a person."""

from __future__ import annotations

import sqlite3
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


def wipe(connection: sqlite3.Connection) -> None:
    """Leaves no byte in the file of what was deleted from it: call it outside of any transaction.

    The file is written anew. To overwrite what is deleted (`secure_delete`) is not enough: a row that once moved to
    another page, as its page was full, has left its bytes behind in the gap.
    """
    connection.execute("VACUUM")
    # What was erased stands in the log of writes until that is emptied.
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class told:  # reads as the verb it is: `with told(path):`
    """Says SQLite's errors in words a person can act on: LedgerBusyError when locked, else LedgerError.

    A failed fsync is not told but ends the process. A class, as a page enters a dozen of them: a generator's frame
    costs three times as much.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            raise _in_words(self._path, error) from error


def _in_words(path: Path, error: sqlite3.Error) -> LedgerError:
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        said = f"another process has held the write lock for {BUSY_SECONDS:g} seconds"
        return LedgerBusyError(said, where=str(path), todo="wait and try again; see which program holds it")
    if code.startswith("SQLITE_FULL"):
        todo = "free some space; what has not been acknowledged comes again"
        return LedgerError("the disk is full, nothing was recorded", where=str(path), todo=todo)
    if code in _UNKEPT:
        end_process(path, code)
    if code.startswith("SQLITE_IOERR"):
        todo = "stop Wireroom, look after the disk, start again"
        return LedgerError(f"the disk failed ({code}: {error})", where=str(path), todo=todo)
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return LedgerError(f"the file is damaged ({error})", where=str(path), todo="restore a backup")
    return LedgerError(f"{error}", where=str(path), todo="wireroom doctor")


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

    def reading(self) -> Reading:
        """A connection in a read transaction: everything read through it is of one moment."""
        return Reading(self, self._path, "BEGIN")

    def asking(self) -> Reading:
        """A connection for a question that needs no moment: each statement is of one by itself."""
        return Reading(self, self._path, "")

    def close(self) -> None:
        """Closes the idle connections at once and those in use when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


class Reading:
    """One reader's time with a pool's connection; `begin` is what begins its transaction, "" for none."""

    __slots__ = ("_begin", "_connection", "_path", "_pool")

    def __init__(self, pool: Pool, path: Path, begin: str) -> None:
        self._pool = pool
        self._path = path
        self._begin = begin

    def __enter__(self) -> sqlite3.Connection:
        connection = self._connection = self._pool.take()
        try:
            if self._begin:
                connection.execute(self._begin)
        except sqlite3.Error as error:
            self._pool.give(connection)
            raise _in_words(self._path, error) from error
        return connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._pool.give(self._connection)
        if isinstance(error, sqlite3.Error):
            raise _in_words(self._path, error) from error
