"""What a way in has taken already and cannot take away: remembered over restarts, a million names in little memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS seen (name BLOB PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID;
"""


class Seen:
    """Names with a mark that changes when the content may have (size and time, say).

    Only `file` holds it; `":memory:"` forgets. It may be lost at any time: what is then delivered again is recognised
    by its bytes. Used by one thread at a time, which need not be the one that made it.
    """

    def __init__(self, file: Path | str) -> None:
        if isinstance(file, Path):
            file.parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(file, check_same_thread=False, isolation_level=None, timeout=10)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=NORMAL")  # losing the last moments costs a second reading, no more
        self._base.executescript(_SCHEMA)

    def mark(self, name: str) -> str | None:
        """The mark that this name was last seen with."""
        row = self._base.execute("SELECT mark FROM seen WHERE name = ?", (_key(name),)).fetchone()
        return None if row is None else str(row[0])

    def add(self, name: str, mark: str) -> None:
        """Remembers it with this mark."""
        self._base.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (_key(name), mark))

    def remove(self, name: str) -> None:
        """Forgets one."""
        self._base.execute("DELETE FROM seen WHERE name = ?", (_key(name),))

    def forget(self, gone: Callable[[str], bool]) -> int:
        """Drops the names that are gone; the number dropped."""
        with closing(self._base.execute("SELECT name FROM seen")) as rows:
            lost = [name for (name,) in rows if gone(_name(name))]
        self._base.execute("BEGIN")
        self._base.executemany("DELETE FROM seen WHERE name = ?", ((name,) for name in lost))
        self._base.execute("COMMIT")
        return len(lost)

    def __len__(self) -> int:
        return int(self._base.execute("SELECT count(*) FROM seen").fetchone()[0])

    def close(self) -> None:
        """Lets go of the file."""
        self._base.close()


def _key(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _name(key: bytes) -> str:
    return key.decode("utf-8", "surrogateescape")
